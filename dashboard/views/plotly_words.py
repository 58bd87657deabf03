"""What Plotly itself writes, in the reader's language: names of months on axes, marks of numbers, its one button."""

from datetime import date
from typing import Any

from dashboard import language
from dashboard.language import _


def config(own: dict[str, Any]) -> dict[str, Any]:
    """A chart's own settings, with the words of the language where it is not English."""
    spoken = language.language()
    if spoken == language.SOURCE:
        return own
    return {**own, "locale": spoken, "locales": {spoken: _words()}}


def _words() -> dict[str, Any]:
    months = [language.month(date(2026, n, 1)) for n in range(1, 13)]
    return {
        "dictionary": {"Download plot as a PNG": _("Download as PNG"), "Download plot": _("Download as PNG")},
        "format": {
            "months": months, "shortMonths": months, "date": "%d.%m.%Y",
            "decimal": ",", "thousands": language.GROUP, "grouping": [3],
        },
    }  # fmt: skip
