"""Take along: a page as it stands, as PowerPoint, PDF, HTML or Markdown, with the reader's language and rights."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import streamlit as st

from dashboard.access import Viewer
from dashboard.language import _, language, said
from dashboard.metrics import reads
from dashboard.takeaway import files
from dashboard.takeaway.document import Chart, Document, Section, table_of
from dashboard.views import (
    figure_chart,
    roadmap_past,
    state,
    take_minutes,
    take_roadmap,
    taken,
    words,
)
from dashboard.views.panel import Panel, version_words
from dashboard.views.taken import Taken
from dashboard.warehouse import reader

TEMPLATE = "template.pptx"
"""In the home: how presentations look here."""

DEEDS = (
    said("click a step to keep it, with Alt to leave it out"), said("click a name to keep it"),
    said("click orders to see who ordered"), said("click a number to see the people"),
    said("click a cell to keep both, a name to keep one, with Alt to leave out"),
    said("click a cell for its people, with Alt for those who did not order"),
    said("click a bar or a number for its people"), said("a cell says value and n; click it to see its people"),
    said("drag over it to choose its days"), said("click a bar to keep it"),
    said("click a channel to keep it, with Alt to leave it out"), said("click a bar to see its people"),
)  # fmt: skip
"""What pages say about clicks: a file has none."""


def menu(page: str, viewer: Viewer) -> None:
    """A button in the sidebar; the document is made when it is opened, a file when it is asked for."""
    if taken.is_empty() and not _is_of_records(page):
        return
    opened = st.expander(
        _("Take along"), icon=":material/ios_share:", type="compact", key="take_along", on_change="rerun"
    )  # fmt: skip
    if not opened.open:
        return
    made = document(page, taken.now(), viewer)
    with opened:
        st.caption(_("What is on the screen, with its filters, as a file that needs no Milepost."))
        for kind, (title, mime) in files.KINDS.items():
            st.download_button(
                title, partial(file_of, made, kind), file_name=f"milepost-{page}.{kind}",
                mime=mime, icon=":material/download:", on_click="ignore", key=f"take_{kind}", width="stretch",
            )  # fmt: skip


def file_of(made: Document, kind: str) -> bytes:
    return files.file_of(made, kind, template())


def template() -> Path | None:
    """The company's own look, where there is one."""
    path = reader.home().folder / TEMPLATE
    return path if path.exists() else None


def of_page(page: str, viewer: Viewer) -> Document | None:
    """The page that has run, in the reader's language, of the version that it was read from; None of an empty one."""
    if taken.is_empty() and not _is_of_records(page):
        return None
    return document(page, taken.now(), viewer)


def document(page: str, found: Taken, viewer: Viewer) -> Document:
    """What it drew; of the roadmap and a workshop what is kept."""
    told = (*reach(viewer, found.filters), *found.remarks)
    if made := _made_of_its_own(page, viewer, told):
        return made
    drawn = [section for part in found.parts for section in _sections(part)]
    sections = tuple(_with_content(drawn))
    return Document(found.title, found.below, told, sections, language(), f"milepost-{page}")


def _made_of_its_own(page: str, viewer: Viewer, told: Sequence[str]) -> Document | None:
    """The roadmap and a workshop, which are more than what one look at them draws."""
    if not _is_of_records(page):
        return None
    if page == "roadmap" and (id := state.number("initiative")):
        return take_roadmap.of_one(viewer, told, id)
    if page == "roadmap":
        return take_roadmap.document(viewer, told, _past_day())
    return take_minutes.document(viewer, told, state.number("session"))


def _past_day() -> date | None:
    """The day as of which the roadmap is asked for; None: as it is."""
    try:
        on = date.fromisoformat(state.one("on"))
    except ValueError:
        return None
    first, latest = roadmap_past.first_day(), roadmap_past.latest_day()
    on, _why = roadmap_past.nearest(on, first, latest)
    return on if on < latest else None


def _is_of_records(page: str) -> bool:
    """Whether the address opens the roadmap as a whole, an initiative, or a workshop."""
    if page == "workshop":
        return bool(state.number("session"))
    if page != "roadmap" or state.one("new") or state.one("edit"):
        return False
    if state.one("initiative"):
        return bool(state.number("initiative"))
    return state.one("look", "board") == "board"


def reach(viewer: Viewer, filters: str | None = None) -> tuple[str, ...]:
    """How far the data reach, of which regions where not of all, the filters of the page's bar, and the version."""
    until = reads.about().covered_day - timedelta(days=1)
    if viewer.regions is None:
        told = _("Data until {day}.", day=until)
    else:
        regions = words.listed(sorted(viewer.regions))
        told = _("Data until {day}, of {regions} only.", day=until, regions=regions)
    chosen = () if filters is None else (_("Filters: {filters}", filters=filters or _("none")),)
    return told, *chosen, version_words()


def _with_content(sections: Sequence[Section]) -> list[Section]:
    """Without headings under which nothing stands."""
    found: list[Section] = []
    for section in sections:
        if found and _is_bare(found[-1]) and section.level <= found[-1].level:
            found.pop()
        found.append(section)
    if found and _is_bare(found[-1]):
        found.pop()
    return found


def _is_bare(section: Section) -> bool:
    return section.level == 1 and not (section.sentences or section.chart or section.table)


def _sections(part: Section | Panel) -> list[Section]:
    return [part] if isinstance(part, Section) else sections_of(part)


def sections_of(panel: Panel) -> list[Section]:
    """A panel: what it says, its chart, its table, what it is of; a second axis of its figure is a chart by itself."""
    found = _charts(panel)
    version = version_words()
    small = [text for text in panel.said if text not in (panel.finding, version)]
    small += [text for text in [still(panel.legend)] if text]
    small += [mark.words for mark in panel.marks]
    about, table = still(panel.about), table_of(panel.table)
    whole = Section(
        panel.finding, about, chart=found[0] if found else None, table=table, small=tuple(small)
    )
    return [whole, *(Section(_named(one), panel.finding, chart=one) for one in found[1:])]


def _named(chart: Chart) -> str:
    return words.sentence(words.listed([line.name for line in chart.lines]))


def _charts(panel: Panel) -> list[Chart]:
    if panel.figure is not None:
        return figure_chart.charts(panel.figure, panel.alt, _periods(panel))
    if panel.bars is None or len(panel.exact) != len(panel.table):
        return []
    alt = panel.alt or panel.finding
    picture = figure_chart.bars(panel.bars, _names(panel), panel.exact, alt)
    return [picture] if picture else []


def still(text: str) -> str:
    """'a · b' without what can only be done on a screen."""
    deeds = {_(deed) for deed in DEEDS}
    return " · ".join(part for part in text.split(" · ") if part not in deeds)


def _names(panel: Panel) -> list[str]:
    """What the first column of the table calls each row."""
    return [str(next(iter(row.values()), "")) for row in panel.table]


def _periods(panel: Panel) -> Mapping[str, str]:
    """First day → the period in the page's words, where the table names it."""
    if len(panel.exact) != len(panel.table):
        return {}
    name = _("period")
    pairs = zip(panel.exact, panel.table, strict=True)
    return {
        str(exact["period"]): str(told.get(name) or told.get(_("Period")) or "")
        for exact, told in pairs
        if exact.get("period") and (told.get(name) or told.get(_("Period")))
    }
