"""Slice any number: every metric, a leaderboard for every dimension, and where it changed."""

import streamlit as st

from dashboard.language import _
from dashboard.views import controls, explore, explore_panels, frame

viewer = frame.viewer()
header = frame.header()
with controls.bar():
    choice = controls.filters(viewer)
frame.title(_("Explore"), explore.subtitle(choice), header)
explore_panels.times(choice)

left, right = st.columns([3, 10], gap="medium")
with right:
    asked = explore.metric()
    look = explore.look(asked, viewer, choice, explore.part(asked, viewer, choice))
    explore_panels.trend(look)
    explore_panels.boards(look)
    explore_panels.beneath(look)
with left:
    explore_panels.measured(viewer, choice, look)
