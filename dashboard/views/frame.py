"""What stands around every page: who is looking, the list of pages, titles, and errors in words."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta
from pathlib import Path
from typing import Any, Literal

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.runtime.scriptrunner import get_script_run_ctx

from dashboard import language
from dashboard.access import EVERYONE, Viewer
from dashboard.errors import JustDamaged, MilepostError, NoWarehouse
from dashboard.language import _
from dashboard.metrics import reads
from dashboard.paths import PAGES
from dashboard.views import conflict, kept, state, taken, who, words
from dashboard.warehouse import reader

HERE = Path(__file__).parent
STYLE = HERE / "milepost.css"
LOGO = HERE / "milepost.svg"
ICON = HERE / "milepost.png"

Visibility = Literal["visible", "hidden"]
SIDEBAR = 216  # pixels

Entry = tuple[str, str, str, str]

SECTIONS: dict[str, list[Entry]] = {
    "Today": [
        ("scorecard", "Scorecard", "target", "How far we are towards each goal, and what changed."),
        (
            "inbox",
            "For me",
            "inbox",
            "What was said to me, what waits for me, and when I want to be told.",
        ),
    ],
    "Explore": [
        ("explore", "Explore", "travel_explore", "Slice any number, and see where it changed."),
        (
            "conversion",
            "Conversion",
            "filter_alt",
            "Of those who come, who buys, and where others stop.",
        ),
        ("retention", "Retention", "autorenew", "Who comes back, who falls silent, and when."),
        ("voice", "Voice", "forum", "What customers answer and say, and whom to call back."),
        (
            "sales",
            "Sales",
            "storefront",
            "What each channel sells, against last year and its goal.",
        ),
    ],
    "Plan": [
        (
            "goals",
            "Goals",
            "flag",
            "What the company wants its numbers to be, of whom, and by when.",
        ),
        ("strategy", "Strategy", "explore", "Where the company wants to go, and where it set out."),
        ("roadmap", "Roadmap", "map", "What is done when, for which goal, and whether it worked."),
        ("workshop", "Workshop", "co_present", "What we decide together, and what came of it."),
    ],
    "Data": [
        ("data", "Data", "database", "Is it right? Every row accounted for, and how fresh it is."),
        ("definitions", "Definitions", "menu_book", "What every number means."),
    ],
}
"""Section → (file and address, title, icon, what it is for); the first page is the front page."""
UNLISTED: list[Entry] = [
    ("person", "Person", "person", "One person's orders, tickets and answers."),
    (
        "department",
        "Department",
        "groups",
        "One department: its goals, its numbers, what it keeps by hand, what it does.",
    ),
    ("vote", "Vote", "how_to_vote", "A workshop's blind vote at a laptop that is passed round."),
    ("measure", "Measure", "edit_note", "A number that somebody keeps by hand."),
    (
        "metric",
        "Metric",
        "monitoring",
        "One metric: its trend, where it comes from, its people.",
    ),
    (
        "saved",
        "Saved",
        "bookmarks",
        "Views, groups and notes that were kept, and who changed what.",
    ),
]
"""Pages that only links lead to."""
FRONT_SECTION = "Today"
FRONT = SECTIONS[FRONT_SECTION][0]


_looking: ContextVar[Viewer] = ContextVar("viewer", default=EVERYONE)


def _spoken() -> str:
    """What the address or the browser says; English where there is no reader, as when a file is made."""
    if get_script_run_ctx(suppress_warning=True) is None:
        return language.SOURCE
    return state.one("lang", _preferred())


language.ask(_spoken)


def begin() -> None:
    """The reader's language, page settings, style and logo; the first thing done."""
    language.speak(_spoken())
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
        section: [_page(*page, is_front=page is FRONT) for page in pages if is_there(page)]
        for section, pages in SECTIONS.items()
    }
    unlisted = [page for page in UNLISTED if is_there(page)]
    sections[FRONT_SECTION] += [
        _page(*page, visibility="hidden") for page in (FRONT, *unlisted)
    ]  # '/scorecard' beside '/'
    shown = {_(section): pages for section, pages in sections.items() if pages}
    return st.navigation(shown, expanded=True)  # else all beyond twelve hide behind a button


def is_there(page: Entry) -> bool:
    """Whether the page's script is there."""
    return (PAGES / f"{page[0]}.py").exists()


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
        title=_(title),
        icon=f":material/{icon}:",
        url_path="start" if is_front else name,  # served at /
        default=is_front,
        visibility=visibility,
        help=_(what),
    )


def run(page: Any) -> None:
    """Run a page on one version; what goes wrong is said in its own words."""
    state.carry(FRONT[0] if page.url_path in ("", "start") else page.url_path)
    if _spoken() != language.language():
        st.rerun()  # the menu was written before the language had come along from the page before
    if not who.is_admitted():
        return
    kept.anew()
    taken.begin()
    try:
        with reader.pinned():
            if found := who.conflict():
                conflict.draw(found)
            else:
                if damage := reader.damage():
                    st.warning(damage, icon=":material/warning:")
                page.run()
            footer()
            _take_along(page)
    except NoWarehouse:
        welcome()
    except JustDamaged:
        st.rerun()  # on the last good version
    except MilepostError as error:
        st.error(_(error.args[0] if error.args else ""), icon=":material/error:")
    with st.sidebar:
        who.aftermath()
        languages()
        state.one_step()


def _take_along(page: Any) -> None:
    from dashboard.views import take_along  # reads panels, which are drawn in this frame

    with st.sidebar:
        take_along.menu(FRONT[0] if page.url_path in ("", "start") else page.url_path, viewer())


def languages() -> None:
    """English or Russian, on every page."""
    st.segmented_control(
        _("Language"), list(language.LANGUAGES), key=state.held("w_lang", language.language()),
        format_func=lambda name: language.LANGUAGES[name], required=True,
        on_change=state.teller("w_lang", "lang", _preferred()), label_visibility="collapsed",
    )  # fmt: skip


def _preferred() -> str:
    return language.preferred(st.context.locale or "")


def page_title(name: str) -> str:
    """What a page is called, by its file."""
    return next(
        (
            _(page[1])
            for page in (*(p for own in SECTIONS.values() for p in own), *UNLISTED)
            if page[0] == name
        ),
        name,
    )


def viewer() -> Viewer:
    """Who is looking. Every page begins by asking."""
    return _looking.get()


@contextmanager
def seen_by(viewer: Viewer) -> Iterator[None]:
    """What runs inside is seen with the rights of this viewer."""
    token = _looking.set(viewer)
    try:
        yield
    finally:
        _looking.reset(token)


def header() -> DeltaGenerator:
    """Room above the controls, filled when the numbers are read."""
    return st.container()


def title(text: str, below: str = "", into: DeltaGenerator | None = None) -> None:
    """The page's title and one line that says what is looked at."""
    taken.title(text, below)
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
        _(
            "Data until {last} · version {seq}, published {day} · {zone}",
            last=words.day(until), seq=about.seq, day=words.day(about.published_at.date()),
            zone=about.settings.reporting_zone,
        )
    )  # fmt: skip


def section(text: str, draw: Callable[[], None] | None = None) -> None:
    taken.heading(text)
    st.html(f'<h2 class="mp-section">{words.escaped(text)}</h2>')
    if draw:
        draw()


def welcome() -> None:
    """Nothing has been published: say what to do."""
    from dashboard.views import beginning  # draws a form whose parts are drawn by this frame

    beginning.draw(viewer())
