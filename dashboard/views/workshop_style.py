"""Styles of the workshop, beside those of all pages."""

from pathlib import Path

import streamlit as st

STYLE = Path(__file__).parent / "workshop.css"
BARE = """<style>[data-testid=stSidebar],[data-testid=stHeader],[data-testid=stSidebarCollapsedControl]{display:none}
[data-testid=stMainBlockContainer]{padding-top:1.2rem!important;max-width:1180px!important;margin:0 auto}</style>"""
"""Nothing but the item on the screen."""


def draw() -> None:
    st.html(STYLE)


def bare() -> None:
    st.html(BARE)
