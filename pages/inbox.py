"""What was said to me, what waits for me, and when I want to be told."""

from dashboard.language import _
from dashboard.views import alert_form, alert_rules, frame, inbox, waiting

viewer = frame.viewer()
header = frame.header()
found = inbox.read(viewer)

frame.title(_("For me"), inbox.subtitle(found), header)
inbox.watcher()
alert_form.draw(viewer)
inbox.listed(found)
waiting.draw(viewer)
alert_rules.rules(viewer)
alert_rules.digests(viewer)
