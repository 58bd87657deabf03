"""Is it right? Every row accounted for, what was set aside and why, how fresh each feed is."""

from dashboard.views import data, frame, ledger

viewer = frame.viewer()
record = ledger.read(viewer)

frame.title("Data", "Is it right? Every row accounted for, and how fresh each feed is.")
data.summary(record)
data.freshness(record)
data.quarantine(record, viewer)
data.audits(record)
data.files(record)
data.people(record)
data.versions(record)
