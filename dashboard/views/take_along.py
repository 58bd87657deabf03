"""Take along: a page as it stands, as PowerPoint, PDF, HTML or Markdown, with the reader's language and rights."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import partial
from pathlib import Path

import streamlit as st

from dashboard.access import Viewer
from dashboard.language import _, language
from dashboard.metrics import reads
from dashboard.takeaway import files
from dashboard.takeaway.document import Document, Section, table_of
from dashboard.views import figure_chart, state, take_minutes, take_roadmap, taken, words
from dashboard.views.panel import Panel, version_words
from dashboard.views.taken import Taken
from dashboard.warehouse import reader

TEMPLATE = "template.pptx"
"""In the home: how presentations look here."""


def menu(page: str, viewer: Viewer) -> None:
    """A button in the sidebar; the document is made when it is opened, a file when it is asked for."""
    found = taken.now()
    if not found.parts:
        return
    opened = st.popover(
        _("Take along"), icon=":material/ios_share:", key="take_along", type="tertiary", on_change="rerun",
        help=_("This page as it stands, as a file: for slides, for print, for a mail."),
    )  # fmt: skip
    if not opened.open:
        return
    made = document(page, found, viewer)
    with opened:
        st.caption(_("What is on the screen, with its filters, as a file that needs no Milepost."))
        for kind, (title, mime) in files.KINDS.items():
            st.download_button(
                _("Download {kind}", kind=title), partial(file_of, made, kind), file_name=f"milepost-{page}.{kind}",
                mime=mime, icon=":material/download:", on_click="ignore", key=f"take_{kind}", width="stretch",
            )  # fmt: skip


def file_of(made: Document, kind: str) -> bytes:
    return files.file_of(made, kind, template())


def template() -> Path | None:
    """The company's own look, where there is one."""
    path = reader.home().folder / TEMPLATE
    return path if path.exists() else None


def document(page: str, found: Taken, viewer: Viewer) -> Document:
    """The page in the reader's language, of the version that it was read from."""
    told = said(viewer, found.filters)
    if made := _made_of_its_own(page, viewer, told):
        return made
    sections = tuple(_with_content([_section(part) for part in found.parts]))
    return Document(found.title, found.below, told, sections, language(), f"milepost-{page}")


def _made_of_its_own(page: str, viewer: Viewer, told: Sequence[str]) -> Document | None:
    """The roadmap and a workshop, which are more than what one look at them draws."""
    if page == "roadmap" and not state.one("initiative") and "new" not in st.query_params:
        return take_roadmap.document(viewer, told)
    if page == "workshop" and state.one("session").isdigit():
        return take_minutes.document(viewer, told, int(state.one("session")))
    return None


def said(viewer: Viewer, filters: str | None = None) -> tuple[str, ...]:
    """How far the data reach, of which regions where not of all, the filters of the page's bar, and the version."""
    until = reads.about().covered_day - timedelta(days=1)
    if viewer.regions is None:
        reach = _("Data until {day}.", day=until)
    else:
        regions = words.listed(sorted(viewer.regions))
        reach = _("Data until {day}, of {regions} only.", day=until, regions=regions)
    chosen = () if filters is None else (_("Filters: {filters}", filters=filters or _("none")),)
    return reach, *chosen, version_words()


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


def _section(part: Section | Panel) -> Section:
    return part if isinstance(part, Section) else section_of(part)


def section_of(panel: Panel) -> Section:
    """A panel: what it says, its chart, its table, what it is of."""
    picture = panel.chart
    if picture is None and panel.figure is not None:
        picture = figure_chart.chart(panel.figure, panel.alt, _periods(panel))
    version = version_words()
    small = [text for text in panel.said if text not in (panel.finding, version)]
    small += [panel.legend] if panel.legend else []
    small += [mark.words for mark in panel.marks]
    return Section(
        panel.finding, panel.about, chart=picture, table=table_of(panel.table), small=tuple(small)
    )


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
