"""One metric: its trend, where it comes from, its people, what it means."""

from dataclasses import replace

from dashboard.language import _
from dashboard.views import alert_links, controls, frame, metric, panels

viewer = frame.viewer()
header = frame.header()
with controls.bar():
    chosen = controls.metric()
    choice = controls.filters(viewer)
    choice = replace(choice, defined=controls.definition(chosen))
part = controls.part(chosen, metric.part_names(chosen, viewer, choice))
found = metric.read(chosen, viewer, choice, part)

frame.title(_(found.metric.label), _(found.metric.meaning), header)
panels.refused(found)
panels.reading(found, viewer)
panels.headline(found)
panels.trend(found, viewer, choice)
panels.behaviour(found, viewer)
alert_links.watch_metric(found)
panels.details(found, viewer)
