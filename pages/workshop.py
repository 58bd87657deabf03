"""The workshop: what we decide together, and what came of it."""

from dashboard.views import frame, workshop

workshop.draw(frame.viewer())
