"""A document as PowerPoint: a slide per section, with charts that PowerPoint itself can edit."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from dashboard.errors import BadUse
from dashboard.language import n_
from dashboard.takeaway import long_rows, native_chart
from dashboard.takeaway.document import Document, Section, Table
from dashboard.takeaway.plot import sheet

ROWS = 13
"""Lines of a table on one slide."""
LETTERS = 110
"""Of one point in height, in an inch: ten of eleven points."""
MOST_SLIDES = 4
"""Of one table; the rest is in the other formats, and the last slide says so."""
INCH = 914400
WIDE = 13.333  # inches
LEFT, TOP, BOTTOM = 0.6, 1.55, 0.55
INK, QUIET, RULE = "1C2733", "57646F", "DDE3E8"
TITLES = (1, 3)
"""Kinds of placeholder that are a title: TITLE and CENTER_TITLE."""
STANDARD = (13, 15, 16)
"""Kinds of placeholder that stand on every slide: number, footer, date."""


def slides(document: Document, template: Path | None = None) -> bytes:
    """The presentation, in the look of the template where there is one."""
    deck = _begun(template)
    _first(deck, document)
    foot = " · ".join([document.title, *document.said[:1]])
    for section in _under_chapters(document.sections):
        _section(deck, section, foot, document.said)
    deck.core_properties.title, deck.core_properties.author = document.title, "Milepost"
    deck.core_properties.language = document.language
    file = io.BytesIO()
    deck.save(file)
    return file.getvalue()


def _under_chapters(sections: Sequence[Section]) -> Iterator[Section]:
    """A heading under which nothing stands by itself is no slide: what follows names it."""
    chapter = ""
    for section in sections:
        if section.level == 1:
            is_chapter = not (section.sentences or section.chart or section.table)
            chapter = section.heading if is_chapter else ""
            if is_chapter:
                continue
        about = " · ".join(text for text in (chapter, section.about) if text)
        yield replace(section, about=about)


def _begun(template: Path | None) -> Any:
    from pptx import Presentation
    from pptx.exc import PackageNotFoundError

    if template is None:
        return _widened(Presentation())
    try:
        deck = Presentation(str(template))
    except (PackageNotFoundError, ValueError, KeyError, OSError):
        raise BadUse(
            f"{template}: this is no PowerPoint file. Name a .pptx (of a .potx, save a copy as .pptx)."
        ) from None
    slides = deck.slides._sldIdLst  # python-pptx has no public way to take slides out
    for slide in list(slides):
        deck.part.drop_rel(slide.rId)
        slides.remove(slide)
    return deck


def _widened(deck: Any) -> Any:
    """The usual look, which is 4:3, at 16:9."""
    factor = WIDE * INCH / deck.slide_width
    deck.slide_width, deck.slide_height = int(WIDE * INCH), int(7.5 * INCH)
    for shapes in (deck.slide_master.shapes, *(layout.shapes for layout in deck.slide_layouts)):
        for shape in shapes:
            left, width = shape.left, shape.width
            shape.left, shape.width = int(left * factor), int(width * factor)
    return deck


def _layout(deck: Any, has_subtitle: bool) -> Any:
    """The layout with a title and nothing else, or with a subtitle as well; else the nearest."""
    wanted = 1 if has_subtitle else 0

    def far(layout: Any) -> tuple[bool, int]:
        kinds = [int(shape.placeholder_format.type) for shape in layout.placeholders]
        others = [kind for kind in kinds if kind not in (*TITLES, *STANDARD)]
        return not any(kind in TITLES for kind in kinds), abs(len(others) - wanted)

    return min(deck.slide_layouts, key=far)


def _first(deck: Any, document: Document) -> None:
    slide = deck.slides.add_slide(_layout(deck, has_subtitle=True))
    said = [text for text in (document.below, *document.said) if text]
    if slide.shapes.title is not None:
        slide.shapes.title.text = document.title
    others = [s for s in slide.placeholders if s.placeholder_format.idx and s.has_text_frame]
    if others:
        others[0].text = "\n".join(said)
        for paragraph in others[0].text_frame.paragraphs:
            _font(paragraph, 16, QUIET)
    else:
        _words(slide, said, deck, TOP, 14)


def _section(deck: Any, section: Section, foot: str, said: Sequence[str]) -> None:
    """The chart, or the table on as many slides as it needs; sentences stand above either."""
    notes = [*section.small, *said]
    chart = section.chart if section.chart and sheet(section.chart).marks else None
    slide, top = _slide(deck, section, "", foot, notes)
    if chart is not None:
        native_chart.add(slide, chart, _room(deck, top))
        return
    if section.table is None:
        return
    every = _pages(section.table)
    pages = every[:MOST_SLIDES]
    for n, rows in enumerate(pages):
        if n:
            slide, top = _slide(deck, section, f" ({n + 1}/{len(pages)})", foot, notes)
        _table(deck, slide, section.table, rows, top)
    left = sum(map(len, every[MOST_SLIDES:]))
    if left:
        more = n_(
            "{count} more row is in the PDF, HTML and Markdown of the same.",
            "{count} more rows are in the PDF, HTML and Markdown of the same.", left,
        )  # fmt: skip
        _words(slide, [more], deck, deck.slide_height / INCH - 0.95, 11)


def _pages(table: Table) -> list[tuple[tuple[str, ...], ...]]:
    """Rows of at most so many lines on a slide; of the last slide that there is room for, the rest is left out."""
    letters = [
        max(3, int(share * (WIDE - 2 * LEFT) * LETTERS / _size(table)))
        for share in _shares(table, table.rows)
    ]
    return long_rows.pages(long_rows.broken(table.rows, letters, ROWS), letters, ROWS) or [()]


def _size(table: Table) -> int:
    """Of its letters, in points."""
    return 11 if len(table.heads) <= 7 else 9 if len(table.heads) <= 10 else 8


def _slide(
    deck: Any, section: Section, part: str, foot: str, notes: Sequence[str]
) -> tuple[Any, float]:
    """A slide with its title, what it is about, its sentences, its foot and its notes; where the rest begins."""
    slide = deck.slides.add_slide(_layout(deck, has_subtitle=False))
    if (title := slide.shapes.title) is not None:
        _title(deck, title, section.heading + part)
    for empty in [s for s in slide.placeholders if s.placeholder_format.idx]:
        empty._element.getparent().remove(empty._element)
    told = [text for text in (section.about, *section.sentences) if text] if not part else []
    top = 1.4
    if told:
        lines = sum(1 + len(text) // 130 for text in told)
        _words(slide, told, deck, top, 13)
        top += min(0.27 * lines + 0.15, 3.2)
    _words(slide, [foot], deck, deck.slide_height / INCH - 0.45, 9)
    slide.notes_slide.notes_text_frame.text = "\n".join(notes)
    return slide, top


def _title(deck: Any, title: Any, text: str) -> None:
    """A sentence, so smaller than PowerPoint's titles and at the left."""
    from pptx.enum.text import MSO_ANCHOR, PP_ALIGN

    title.left, title.top = int(LEFT * INCH), int(0.35 * INCH)
    title.width, title.height = int(deck.slide_width - 2 * LEFT * INCH), int(1.0 * INCH)
    title.text_frame.word_wrap = True
    title.text_frame.vertical_anchor = MSO_ANCHOR.BOTTOM
    title.text = text
    for paragraph in title.text_frame.paragraphs:
        paragraph.alignment = PP_ALIGN.LEFT
        _font(paragraph, 26 if len(text) <= 60 else 20 if len(text) <= 150 else 15, None)


def _font(paragraph: Any, size: float, colour: str | None) -> None:
    from pptx.dml.color import RGBColor
    from pptx.util import Pt

    paragraph.font.size = Pt(size)
    if colour:
        paragraph.font.color.rgb = RGBColor.from_string(colour)


def _words(slide: Any, texts: Sequence[str], deck: Any, top: float, size: float) -> None:
    box = slide.shapes.add_textbox(
        int(LEFT * INCH), int(top * INCH), int(deck.slide_width - 2 * LEFT * INCH), int(0.3 * INCH)
    )
    box.text_frame.word_wrap = True
    for n, text in enumerate(texts):
        paragraph = box.text_frame.paragraphs[0] if not n else box.text_frame.add_paragraph()
        paragraph.text = text
        _font(paragraph, size, QUIET)


def _room(deck: Any, top: float) -> tuple[int, int, int, int]:
    """Left, top, width and height of what is beneath the words, above the foot."""
    high = deck.slide_height - int((top + BOTTOM) * INCH)
    wide = deck.slide_width - int(2 * LEFT * INCH)
    return int(LEFT * INCH), int(top * INCH), wide, high


def _table(deck: Any, slide: Any, table: Table, rows: Sequence[Sequence[str]], top: float) -> None:
    left, at, wide, _high = _room(deck, top)
    size = _size(table)
    height = int(0.3 * INCH) * (len(rows) + 1)
    drawn = slide.shapes.add_table(len(rows) + 1, len(table.heads), left, at, wide, height).table
    for column, share in zip(drawn.columns, _shares(table, rows), strict=True):
        column.width = int(wide * share)
    sides = table.numeric or (False,) * len(table.heads)
    for n, line in enumerate((table.heads, *rows)):
        drawn.rows[n].height = int(0.3 * INCH)
        for m, text in enumerate(line):
            _cell(drawn.cell(n, m), text, size, sides[m])


def _shares(table: Table, rows: Sequence[Sequence[str]]) -> list[float]:
    """Of the width, by the longest text of each column, within bounds."""
    longest = [
        min(max(7, *(len(line[n]) for line in (table.heads, *rows))), 42)
        for n in range(len(table.heads))
    ]
    return [length / sum(longest) for length in longest]


def _cell(cell: Any, text: str, size: float, right: bool) -> None:
    from pptx.enum.text import PP_ALIGN

    cell.text = text
    cell.margin_top = cell.margin_bottom = int(0.02 * INCH)
    cell.margin_left = cell.margin_right = int(0.06 * INCH)
    for paragraph in cell.text_frame.paragraphs:
        paragraph.alignment = PP_ALIGN.RIGHT if right else PP_ALIGN.LEFT
        _font(paragraph, size, None)
