"""A page run without a browser, for a file that the command line writes: the same page, so the same numbers."""

import logging
import runpy
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dashboard import language
from dashboard.access import Viewer
from dashboard.errors import BadUse
from dashboard.paths import PAGES
from dashboard.takeaway.document import Document

LONGEST = 600
"""Seconds that a page may take."""


@dataclass
class Seen:
    """What came of it: a document, or what went wrong."""

    document: Document | None = None
    wrong: Exception | None = None


def document(
    page: str, query: Mapping[str, Sequence[str]], viewer: Viewer, spoken: str
) -> Document:
    """The page at this address, in this language and with these rights.

    Streamlit's own test runner runs it (docs/decisions/0018): a page is a script whose widgets hold what its
    address says.
    """
    from streamlit.testing.v1 import AppTest

    for name in ("streamlit", "streamlit.runtime.scriptrunner_utils.script_run_context"):
        logging.getLogger(name).setLevel(logging.ERROR)  # they warn that nobody is looking
    seen = Seen()
    app = AppTest.from_function(
        _run, default_timeout=LONGEST, args=(page, viewer, spoken, seen), kwargs={}
    )
    for name, values in {**query, "lang": [spoken]}.items():
        app.query_params[name] = list(values)
    app.run()
    if seen.wrong is not None:
        raise seen.wrong
    if app.exception:
        raise BadUse(f"The page {page} cannot be written: {app.exception[0].message}")
    if seen.document is None:
        raise BadUse(f"The page {page} has nothing to take along at this address.")
    return seen.document


def _run(page: "str", viewer: "Viewer", spoken: "str", seen: "Seen") -> None:
    """Runs as a script of its own, which knows only what it imports: not even these types."""
    from dashboard.views import unseen

    unseen.run(page, viewer, spoken, seen)


def run(page: str, viewer: Viewer, spoken: str, seen: Seen) -> None:
    """On one version, as the frame around pages does it."""
    from dashboard.views import frame, kept, take_along, taken
    from dashboard.warehouse import reader

    language.speak(spoken)
    kept.anew()
    taken.begin()
    try:
        with reader.pinned(), frame.seen_by(viewer):
            runpy.run_path(str(PAGES / f"{page}.py"))
            seen.document = take_along.of_page(page, viewer)
    except Exception as error:  # said by whoever asked, in the thread of the command
        seen.wrong = error
