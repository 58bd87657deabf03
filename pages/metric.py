"""One metric: its trend, where it comes from, its people, what it means."""

from dashboard.views import controls, frame, metric, panels

viewer = frame.viewer()
header = frame.header()
with controls.bar():
    chosen = controls.metric()
    choice = controls.filters(viewer)
part = controls.part(chosen, metric.part_names(chosen, viewer, choice))
found = metric.read(chosen, viewer, choice, part)

frame.title(chosen.label, chosen.meaning, header)
panels.refused(found)
panels.headline(found)
panels.trend(found)
panels.details(found, viewer)
