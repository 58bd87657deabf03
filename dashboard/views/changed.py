"""What really changed: at most five sentences, each with the view that proves it; or that nothing did."""

from dashboard.access import Viewer


def draw(viewer: Viewer) -> None:
    """Filled in once sentences are found."""
