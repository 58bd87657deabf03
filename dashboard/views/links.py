"""Ways from page to page that keep time, filters and group."""

from collections.abc import Sequence
from urllib.parse import parse_qsl, urlencode

import streamlit as st

from dashboard.paths import PAGES
from dashboard.views import state

Parameters = dict[str, str | Sequence[str]]


def to(page: str, **parameters: str | Sequence[str]) -> str:
    """'metric?metric=nps&region=North': a page with these parameters and, unless they say otherwise, what is shared."""
    asked = {**state.shared(), **parameters}
    return f"{page}?{urlencode(asked, doseq=True)}" if asked else page


def kept() -> str:
    """'&region=North&window=…': what is shared, to append to a link."""
    shared = state.shared()
    return f"&{urlencode(shared, doseq=True)}" if shared else ""


def go(target: str) -> None:
    """Open 'page?query' without loading the application again."""
    page, _question, query = target.partition("?")
    if not page.isidentifier() or not (PAGES / f"{page}.py").exists():
        return
    st.switch_page(str(PAGES / f"{page}.py"), query_params=parse_qsl(query, keep_blank_values=True))
