"""Streamlit's entry: the list of pages; the chosen one runs on one version of the warehouse."""

import sys
from pathlib import Path

ROOT = str(Path(__file__).resolve().parents[1])
if ROOT not in sys.path:  # `streamlit run dashboard/app.py` puts only this folder on the path
    sys.path.insert(0, ROOT)

from dashboard.views import frame  # noqa: E402

frame.begin()
frame.run(frame.chosen_page())
