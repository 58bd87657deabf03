"""One person: who they are, and their orders, tickets and answers in one story."""

from dashboard.language import _
from dashboard.views import frame, person

viewer = frame.viewer()
header = frame.header()
asked = person.asked()
found = person.found(viewer, asked)

if found is None:
    frame.title(_("Person"), _("One person's orders, tickets and answers, in one story."), header)
else:
    frame.title(found.name, person.below(found), header)
    person.facts(found, viewer)
    shown = person.kinds(found)
    person.picture(found, shown)
    person.listing(found, viewer, shown)
