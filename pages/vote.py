"""The vote at the laptop that is passed round; phones vote at an address of their own (views/ballot_server.py)."""

from dashboard.views import frame, vote

frame.viewer()
vote.draw()
