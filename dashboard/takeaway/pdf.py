"""A document as PDF, written by Python alone: text stays text, charts are drawn, fonts with Cyrillic are inside."""

import logging
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from dashboard.language import _
from dashboard.takeaway.document import Chart, Document, Section, Table
from dashboard.takeaway.long_rows import broken
from dashboard.takeaway.plot import WIDE, Area, Box, Dot, Mark, Stroke, Text, sheet
from dashboard.takeaway.rows_of_chart import rows_of

if TYPE_CHECKING:
    from fpdf import FPDF

FONTS = Path(__file__).parent / "fonts"
"""DejaVu Sans Condensed: free to use and to hand on, see LICENSE beside it."""
FAMILY = "DejaVu"
INK, QUIET = (28, 39, 51), (87, 100, 111)
MARGIN = 14.0  # millimetres
WIDTH = 297 - 2 * MARGIN
SIZES = {1: 16.0, 2: 12.0}
LINES = 25
"""Of one row, so that it fits on a page; what is longer goes on in the next."""
WIDEST = 200.0
"""A chart is as wide at most."""


def pdf(document: Document) -> bytes:
    """A4, landscape."""
    sheets = _begun(document)
    _head(sheets, document)
    for section in document.sections:
        _section(sheets, section)
    return bytes(sheets.output())


def _begun(document: Document) -> "FPDF":
    from fpdf import FPDF

    logging.getLogger("fontTools").setLevel(logging.ERROR)
    foot = " · ".join([document.title, *document.said[:1]])

    class Sheets(FPDF):
        def footer(self) -> None:
            self.set_y(-11)
            self.set_font(FAMILY, size=7.5)
            self.set_text_color(*QUIET)
            page = _("page {n} of {all}", n=self.page_no(), all="{nb}")
            self.cell(WIDTH - 40, 5, _shown(foot)[:150])
            self.cell(40, 5, page, align="R")

    sheets = Sheets(orientation="landscape", format="A4")
    sheets.add_font(FAMILY, "", FONTS / "DejaVuSansCondensed.ttf")
    sheets.add_font(FAMILY, "B", FONTS / "DejaVuSansCondensed-Bold.ttf")
    sheets.set_margins(MARGIN, MARGIN)
    sheets.set_auto_page_break(True, 15)
    sheets.set_title(document.title)
    sheets.set_lang(document.language)
    sheets.set_creator("Milepost")
    sheets.add_page()
    return sheets


def _head(sheets: "FPDF", document: Document) -> None:
    _write(sheets, document.title, 22, bold=True)
    if document.below:
        _write(sheets, document.below, 11)
    for text in document.said:
        _write(sheets, text, 9, hue=QUIET)
    sheets.ln(3)


def _section(sheets: "FPDF", section: Section) -> None:
    drawn = sheet(section.chart) if section.chart else None
    tall = drawn.high / WIDE * WIDEST if drawn and drawn.marks else 0.0
    if sheets.will_page_break(min(26 + tall, 150)):
        sheets.add_page()
    sheets.ln(4)
    sheets.start_section(_shown(section.heading), level=0)
    _write(sheets, section.heading, SIZES.get(section.level, 12.0), bold=True)
    if section.about:
        _write(sheets, section.about, 8.5, hue=QUIET)
    for text in section.sentences:
        _write(sheets, text, 10)
    if section.chart and tall:
        _chart(sheets, section.chart)
    if table := section.table or (rows_of(section.chart) if section.chart and not tall else None):
        _table(sheets, table)
    for text in section.small:
        _write(sheets, text, 8, hue=QUIET)


def _write(
    sheets: "FPDF", text: str, size: float, bold: bool = False, hue: tuple[int, int, int] = INK
) -> None:
    sheets.set_font(FAMILY, "B" if bold else "", size)
    sheets.set_text_color(*hue)
    sheets.multi_cell(WIDTH, size * 0.47, _shown(text), new_x="LMARGIN", new_y="NEXT", align="L")


def _table(sheets: "FPDF", table: Table) -> None:
    """Every row; columns as wide as what stands in them; the head again on each page."""
    sheets.ln(1.5)
    size = 8.0 if len(table.heads) <= 9 else 6.6
    sheets.set_font(FAMILY, size=size)
    sheets.set_text_color(*INK)
    sheets.set_draw_color(221, 227, 232)
    sheets.set_fill_color(255, 255, 255)
    sheets.set_line_width(0.2)
    sides = table.numeric or (False,) * len(table.heads)
    from fpdf.enums import TableBordersLayout
    from fpdf.fonts import FontFace

    with sheets.table(
        col_widths=_widths(table), line_height=size * 0.52, padding=0.7, width=_wide(table, size), align="LEFT",
        borders_layout=TableBordersLayout.HORIZONTAL_LINES, headings_style=FontFace(emphasis="BOLD"),
        text_align=tuple("RIGHT" if right else "LEFT" for right in sides),
    ) as drawn:  # fmt: skip
        for line in (table.heads, *broken(table.rows, _letters(table, size), LINES)):
            row = drawn.row()
            for text in line:
                row.cell(_shown(text))
    sheets.ln(1.5)


def _wide(table: Table, size: float) -> float:
    """As wide as its texts, the page's width at most."""
    return min(WIDTH, sum(_widths(table)) * size * 0.235)


def _letters(table: Table, size: float) -> list[int]:
    """About so many stand in a line of each column."""
    shrunk = _wide(table, size) / (sum(_widths(table)) * size * 0.235)
    return [max(3, int(width * shrunk)) for width in _widths(table)]


def _widths(table: Table) -> tuple[float, ...]:
    """By the longest text of each column, within bounds, so that one long one does not starve the others."""
    longest = [
        max(len(table.heads[n]) + 2, *(len(line[n]) for line in table.rows), 0)
        for n in range(len(table.heads))
    ]
    return tuple(float(min(max(length, 7), 46)) for length in longest)


def _chart(sheets: "FPDF", chart: Chart) -> None:
    """Into the running page, at the left."""
    drawn = sheet(chart)
    scale = WIDEST / WIDE
    left, top = MARGIN, sheets.get_y() + 1
    for mark in drawn.marks:
        _mark(sheets, mark, left, top, scale)
    sheets.set_dash_pattern()
    sheets.set_xy(MARGIN, top + drawn.high * scale + 1)


def _mark(sheets: "FPDF", mark: Mark, left: float, top: float, scale: float) -> None:
    def at(x: float, y: float) -> tuple[float, float]:
        return left + x * scale, top + y * scale

    match mark:
        case Stroke():
            sheets.set_draw_color(mark.hue)
            sheets.set_line_width(mark.width * scale)
            dash = mark.dash or (0.0, 0.0)
            sheets.set_dash_pattern(dash[0] * scale, dash[1] * scale)
            sheets.polyline([at(*point) for point in mark.points])
        case Area():
            with sheets.local_context(fill_opacity=0.18):
                sheets.set_fill_color(mark.hue)
                sheets.polygon([at(*point) for point in mark.points], style="F")
        case Box():
            sheets.set_fill_color(mark.hue)
            sheets.rect(*at(mark.x, mark.y), mark.wide * scale, mark.high * scale, style="F")
        case Dot():
            sheets.set_fill_color(mark.hue)
            x, y = at(mark.x, mark.y)
            sheets.circle(x=x, y=y, radius=2.6 * scale, style="F")
        case Text():
            _text(sheets, mark, *at(mark.x, mark.y))


def _text(sheets: "FPDF", mark: Text, x: float, y: float) -> None:
    sheets.set_font(FAMILY, size=7.5)
    sheets.set_text_color(*INK)
    text = _shown(mark.text)
    wide = sheets.get_string_width(text)
    sheets.text(x - {"start": 0.0, "middle": wide / 2, "end": wide}[mark.anchor], y, text)


def _shown(text: str) -> str:
    """Only what the font has: a thin space as a space of usual width, what it cannot draw as '?'."""
    known = _known()
    plain = text.replace("\u202f", "\u00a0").replace("\u2009", "\u00a0")
    return "".join(sign if ord(sign) in known or sign == "\n" else "?" for sign in plain)


@lru_cache(maxsize=1)
def _known() -> frozenset[int]:
    """Signs that the font can draw."""
    from fontTools.ttLib import TTFont

    with TTFont(FONTS / "DejaVuSansCondensed.ttf", lazy=True) as font:
        return frozenset(font.getBestCmap())
