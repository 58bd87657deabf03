"""Links between pages that keep the filters."""

from urllib.parse import urlencode

import streamlit as st

from dashboard.views.choice import FILTERS

KEPT = ("window", "grain", "from", "until", *FILTERS)


def kept() -> str:
    """'&region=North&window=…': the filter bar as the URL holds it, to append to a link."""
    pairs = [(name, value) for name in KEPT for value in st.query_params.get_all(name)]
    return f"&{urlencode(pairs)}" if pairs else ""
