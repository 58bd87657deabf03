"""Are we growing as we meant to, which channel does it, and what do campaigns bring?"""

from dashboard.language import _
from dashboard.views import controls, frame, sales

viewer = frame.viewer()
header = frame.header()
with controls.bar():
    choice = controls.filters(viewer)

frame.title(_("Sales"), sales.subtitle(choice), header)
sales.growth(viewer, choice)
sales.over_time(viewer, choice)
sales.since_last_year(viewer, choice)
sales.where(viewer, choice)
sales.campaigns(viewer, choice)
