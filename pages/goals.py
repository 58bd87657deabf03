"""Goals: all of them, one of them, or the form in which one is set."""

from dashboard.language import _
from dashboard.views import frame, goal_form, goal_list, goal_page

viewer = frame.viewer()
if goal_form.is_open():
    goal_form.draw(viewer)
elif goal_page.is_open():
    goal_page.draw(viewer)
else:
    frame.title(_("Goals"), _("What the company wants its numbers to be, of whom, and by when."))
    goal_list.draw(viewer)
