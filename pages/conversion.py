"""How many of the people in the shop buy, is it changing, and where do the others stop?"""

from dashboard.language import _
from dashboard.views import controls, conversion, frame

viewer = frame.viewer()
header = frame.header()
with controls.bar():
    choice = controls.filters(viewer)

frame.title(_("Conversion"), conversion.subtitle(choice), header)
conversion.over_time(viewer, choice)
conversion.funnel(viewer, choice)
conversion.leads(viewer, choice)
