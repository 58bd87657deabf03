"""The people of a bar or a cell of the Explore page, beneath what opened them."""

import streamlit as st

from dashboard.metrics.declare import Metric
from dashboard.views import drill, people, words
from dashboard.views.explore import Look
from queries.slice import Slice


def draw(of: Look, metric: Metric, slice: Slice, title: str, key: str) -> None:
    """Whoever stands behind a metric over a slice."""
    with st.container(border=True, key="opened"):
        drill.in_sight()
        st.html(f'<h3 class="mp-finding">{words.escaped(title)}</h3>')
        drill.closing(f"close_{key}")
        people.panel(of.viewer, slice, metric, title, key)
