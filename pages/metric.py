"""metric"""

from dashboard.views import frame

viewer = frame.viewer()
frame.title("metric")
