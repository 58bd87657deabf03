"""Strategy: where the company wants to go, and where it set out."""

from dashboard.language import _
from dashboard.views import frame, strategy

viewer = frame.viewer()
frame.title(_("Strategy"), _("Where the company wants to go, and where it set out."))
strategy.draw(viewer)
