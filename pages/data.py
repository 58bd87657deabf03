"""Is it right? Every row accounted for, what was set aside and why, how fresh each feed is."""

from dashboard.language import _
from dashboard.views import adding, data, frame, ledger

viewer = frame.viewer()
record = ledger.read(viewer)

frame.title(_("Data"), _("Is it right? Every row accounted for, and how fresh each feed is."))
frame.section(_("Add a file"), lambda: adding.draw(viewer))
data.summary(record)
data.freshness(record)
data.quarantine(record, viewer)
data.audits(record)
data.files(record)
data.people(record)
data.versions(record)
