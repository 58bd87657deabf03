"""What was kept: views, groups and notes, and who changed what."""

from dashboard.language import _
from dashboard.views import frame, saved

viewer = frame.viewer()
frame.title(_("Saved"), _("Views, groups and notes that were kept, and who changed what."))
saved.reader()
saved.views()
saved.groups()
saved.noted()
saved.changes(viewer)
