"""Who comes back, who falls silent, and when."""

from dashboard.language import _
from dashboard.views import controls, frame, retention

viewer = frame.viewer()
header = frame.header()
with controls.bar():
    choice = controls.filters(viewer)

frame.title(_("Retention"), retention.subtitle(choice), header)
look = retention.look()
retention.draw(look, viewer, choice)
