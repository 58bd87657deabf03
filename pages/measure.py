"""One hand-kept measure: its trend, its values, its goals; or a new one."""

from dashboard.language import _
from dashboard.views import department, frame, hand_kept, measure_form, measure_values, state

viewer = frame.viewer()
measure_form.show_what_was_made()
chosen = hand_kept.chosen(viewer, state.one("id"))
if chosen is None:
    frame.title(_("New measure"), _("A number that no event records and somebody keeps by hand."))
    if department.may_write(viewer):
        measure_form.draw(None, state.one("department"))
else:
    frame.title(chosen.label, _(chosen.meaning))
    department.way_back(chosen.department)
    found = hand_kept.read(chosen, viewer)
    hand_kept.draw(found, viewer)
    hand_kept.goals(found)
    measure_values.draw(chosen)
    measure_form.draw(chosen)
