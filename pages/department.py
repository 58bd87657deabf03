"""One department: is it on target, what does it keep by hand, what does it do about it?"""

from dashboard.views import department, frame

viewer = frame.viewer()
header = frame.header()
found = department.read(viewer)

frame.title(department.title(found), department.subtitle(found), header)
department.draw_goals(found)
department.draw_metrics(found)
department.draw_measures(found, viewer)
department.draw_actions(found)
department.draw_said(found)
