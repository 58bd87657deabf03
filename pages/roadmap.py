"""Roadmap: what is done when and for which goal; one initiative; or the form in which one is written down."""

from dashboard.language import _
from dashboard.views import frame, initiative_form, initiative_page, roadmap

viewer = frame.viewer()
if initiative_form.is_open():
    initiative_form.draw(viewer)
elif initiative_page.is_open():
    initiative_page.draw(viewer)
else:
    frame.title(_("Roadmap"), _("What is done when, for which goal, and whether it worked."))
    roadmap.draw(viewer)
