"""What stands around every page: who is looking, the list of pages, titles, and errors in words."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any, Literal

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard.access import EVERYONE, Viewer
from dashboard.errors import JustDamaged, MilepostError, NoWarehouse
from dashboard.paths import PAGES
from dashboard.views import reads, words
from dashboard.warehouse import reader

HERE = Path(__file__).parent
STYLE = HERE / "milepost.css"
LOGO = HERE / "milepost.svg"
ICON = HERE / "milepost.png"

Visibility = Literal["visible", "hidden"]
SIDEBAR = 216  # pixels

SECTIONS: dict[str, list[tuple[str, str, str, str]]] = {
    "Today": [
        ("scorecard", "Scorecard", "target", "How far we are towards each goal, and what changed."),
    ],
    "Explore": [
        (
            "metric",
            "Metric",
            "monitoring",
            "One metric: its trend, where it comes from, its people.",
        ),
    ],
    "Data": [
        ("data", "Data", "database", "Is it right? Every row accounted for, and how fresh it is."),
        ("definitions", "Definitions", "menu_book", "What every number means."),
    ],
}
"""Section → (file and URL, title, icon, what it is for); the first page is the front page."""
FRONT_SECTION = "Today"
FRONT = SECTIONS[FRONT_SECTION][0]


def begin() -> None:
    """Page settings, style and logo; the first thing drawn."""
    st.set_page_config(
        page_title="Milepost",
        page_icon=str(ICON),
        layout="wide",
        initial_sidebar_state=SIDEBAR,
    )
    st.html(STYLE)
    st.logo(str(LOGO), size="large")


def chosen_page() -> Any:
    """The page that the URL names, out of those that this viewer may open."""
    sections = {
        section: [_page(*page, is_front=page is FRONT) for page in pages]
        for section, pages in SECTIONS.items()
    }
    sections[FRONT_SECTION].append(_page(*FRONT, visibility="hidden"))  # '/scorecard' beside '/'
    return st.navigation(sections)


def _page(
    name: str,
    title: str,
    icon: str,
    what: str,
    is_front: bool = False,
    visibility: Visibility = "visible",
) -> Any:
    return st.Page(
        str(PAGES / f"{name}.py"),
        title=title,
        icon=f":material/{icon}:",
        url_path="start" if is_front else name,  # served at /
        default=is_front,
        visibility=visibility,
        help=what,
    )


def run(page: Any) -> None:
    """Run a page on one version; what goes wrong is said in its own words."""
    try:
        with reader.pinned():
            if damage := reader.damage():
                st.warning(damage, icon=":material/warning:")
            page.run()
            footer()
    except NoWarehouse:
        welcome()
    except JustDamaged:
        st.rerun()  # on the last good version
    except MilepostError as error:
        st.error(str(error), icon=":material/error:")


def viewer() -> Viewer:
    """Who is looking. Every page begins by asking."""
    return EVERYONE


def header() -> DeltaGenerator:
    """Room above the controls, filled when the numbers are read."""
    return st.container()


def title(text: str, below: str = "", into: DeltaGenerator | None = None) -> None:
    """The page's title and one line that says what is looked at."""
    (into or st).html(
        f'<div class="mp-title"><h1>{words.escaped(text)}</h1>'
        + (f"<p>{words.escaped(below)}</p>" if below else "")
        + "</div>"
    )


def footer() -> None:
    """Version, how far the data reach and the reporting zone, in the sidebar."""
    about = reads.about()
    until = about.covered_day - timedelta(days=1)
    st.sidebar.caption(
        f"Data until {words.day(until)} · version {about.seq}, published "
        f"{words.day(about.published_at.date())} · {about.settings.reporting_zone}"
    )


def section(text: str, draw: Callable[[], None] | None = None) -> None:
    st.html(f'<h2 class="mp-section">{words.escaped(text)}</h2>')
    if draw:
        draw()


def welcome() -> None:
    """Nothing has been published: say what to do."""
    title(
        "Nothing has been loaded yet", "Milepost needs events before it can show how far you are."
    )
    st.markdown("See it work with the demo company:")
    st.code("milepost demo", language="shell")
    st.markdown("Or load an export of your own, and look at how its rows were counted:")
    st.code("milepost load orders.csv --mapping milepost\nmilepost status", language="shell")
    st.caption(f"Data would be kept in {reader.home().folder}. Reload this page afterwards.")
