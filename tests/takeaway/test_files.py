"""What is written is opened again and holds the document's words and numbers, in either language."""

import io
import re
from datetime import date
from math import ceil
from pathlib import Path

import pytest
from pptx import Presentation
from pypdf import PdfReader

from dashboard.errors import BadUse
from dashboard.takeaway import files, long_rows
from dashboard.takeaway.document import (
    Axis,
    Band,
    Chart,
    Document,
    Kind,
    Line,
    Look,
    Section,
    Table,
    table_of,
)
from dashboard.takeaway.slides import MOST_SLIDES, ROWS

MONTHS = ("авг. 2026", "сент. 2026", "окт. 2026")
CHART = Chart(
    Kind.LINES, MONTHS, (Line("Конверсия", (18.25, None, 20.5)), Line("цель", (20.0,) * 3, Look.TARGET)),
    (Band("95 %", (17.0, None, 19.0), (19.5, None, 22.0)),),
    (date(2026, 8, 1), date(2026, 9, 1), date(2026, 10, 1)),
    Axis('#,##0.0" %"', ((15.0, "15 %"), (20.0, "20 %"), (25.0, "25 %"))), alt="Линия растёт",
)  # fmt: skip
BARS = Chart(
    Kind.BARS, ("North", "<South> & more"),
    (Line("share", (32.5, 6.25), low=(21.5, None), high=(46.0, None)),),
    axis=Axis(ticks=((0.0, "0"), (50.0, "50"))),
)  # fmt: skip
DOCUMENT = Document(
    "Конверсия", "За год", ("Данные по 30 сент. 2026", "Версия 7"),
    (
        Section("Конверсия выросла до 20,5 %", "по месяцам", ("Мы решили подождать.",), CHART,
                Table(("месяц", "доля"), (("авг. 2026", "18,3 %"), ("окт. 2026", "20,5 %")), (False, True))),
        Section("Bars | *not bold* <script>", chart=BARS, table=table_of([{"region": "=2+3", "n": 1234}])),
    ),
    "ru",
)  # fmt: skip


def pdf_text(content: bytes) -> str:
    return re.sub(
        r"\s+", " ", "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    )


def test_a_chart_in_powerpoint_holds_its_numbers_so_that_they_can_be_edited():
    deck = Presentation(io.BytesIO(files.file_of(DOCUMENT, "pptx")))
    charts = [shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart]
    assert [list(s.values) for s in charts[0].plots[0].series] == [
        [18.25, None, 20.5], [20.0, 20.0, 20.0], [17.0, None, 19.0], [19.5, None, 22.0],
    ]  # fmt: skip
    assert list(charts[0].plots[0].categories) == list(MONTHS)
    assert charts[0].part.chart_workbook.xlsx_part is not None  # the sheet that "Edit data" opens
    assert list(charts[1].plots[0].series[0].values) == [32.5, 6.25]
    errors = re.findall(r"<c:v>([\d.]+)</c:v>", str(charts[1]._chartSpace.xml).split("errBars")[1])
    assert [float(error) for error in errors] == [
        13.5,
        0.0,
        11.0,
        0.0,
    ]  # 46 - 32.5 up, 32.5 - 21.5 down


def test_each_slide_says_how_far_the_data_reach_and_its_notes_the_version():
    deck = Presentation(io.BytesIO(files.file_of(DOCUMENT, "pptx")))
    for slide in list(deck.slides)[1:]:
        words = " ".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)
        assert "Данные по 30 сент. 2026" in words
        assert "Версия 7" in slide.notes_slide.notes_text_frame.text


def test_a_heading_with_nothing_of_its_own_is_no_slide_and_is_named_on_those_that_follow():
    sections = (Section("Sales", level=1), Section("Growth", "EUR", chart=BARS))
    deck = Presentation(io.BytesIO(files.file_of(Document("T", sections=sections), "pptx")))
    [_first, slide] = deck.slides
    assert "Sales · EUR" in [s.text_frame.text for s in slide.shapes if s.has_text_frame]


def test_slides_take_the_look_of_a_template_and_none_of_its_slides(tmp_path: Path):
    template = Presentation()
    template.slide_width = 9_000_000
    template.slides.add_slide(template.slide_layouts[0]).shapes.title.text = "Old"
    template.save(str(tmp_path / "look.pptx"))
    deck = Presentation(io.BytesIO(files.file_of(DOCUMENT, "pptx", tmp_path / "look.pptx")))
    assert deck.slide_width == 9_000_000
    assert deck.slides[0].shapes.title.text == "Конверсия"


def test_a_template_that_is_none_is_refused_by_name(tmp_path: Path):
    (tmp_path / "look.pptx").write_text("no")
    with pytest.raises(BadUse, match=r"look\.pptx: this is no PowerPoint file"):
        files.file_of(DOCUMENT, "pptx", tmp_path / "look.pptx")


def test_a_long_table_goes_on_over_slides_and_says_what_is_left_out():
    rows = [{"n": n, "what": f"row {n}"} for n in range(60)]
    deck = Presentation(
        io.BytesIO(
            files.file_of(Document("T", sections=(Section("Rows", table=table_of(rows)),)), "pptx")
        )
    )
    tables = [shape.table for slide in deck.slides for shape in slide.shapes if shape.has_table]
    shown = [row.cells[1].text for table in tables for row in list(table.rows)[1:]]
    assert shown == [f"row {n}" for n in range(52)]  # 4 slides of 13
    last = " ".join(s.text_frame.text for s in deck.slides[4].shapes if s.has_text_frame)
    assert "8 more rows" in last


def test_a_pdf_holds_words_and_figures_in_cyrillic():
    text = pdf_text(files.file_of(DOCUMENT, "pdf"))
    for said in ("Конверсия выросла до 20,5 %", "Мы решили подождать.", "18,3 %", "Данные по 30 сент. 2026",
                 "окт. 2026", "20 %"):  # fmt: skip
        assert said in text
    assert "<South> & more" in text


def test_a_pdf_says_a_sign_that_its_font_lacks_as_a_question_mark():
    assert "? 你" not in pdf_text(files.file_of(Document("好 ok"), "pdf"))
    assert "? ok" in pdf_text(files.file_of(Document("好 ok"), "pdf"))


def test_the_packet_asks_for_nothing_outside_and_runs_nothing():
    html = files.file_of(DOCUMENT, "html").decode()
    assert not re.search(r"https?:|//[a-z]|<script|<link|<img|@import|url\(", html)
    assert "default-src 'none'" in html
    assert '<html lang="ru">' in html
    assert html.count("<svg") == 2
    assert "&lt;South&gt; &amp; more" in html
    assert "20,5 %" in html


def test_markdown_keeps_tables_and_escapes_what_people_wrote():
    text = files.file_of(DOCUMENT, "md").decode()
    assert "| авг. 2026 | 18,3 % |" in text
    assert r"### Bars \| \*not bold\* \<script\>" in text
    assert "Линия растёт" in text


def test_a_chart_without_a_table_is_a_table_in_markdown():
    text = files.file_of(Document("T", sections=(Section("S", chart=BARS),)), "md").decode()
    assert "| North | 32.50 |" in text


@pytest.mark.parametrize("kind", files.KINDS)
def test_an_empty_document_is_a_file_too(kind: str):
    assert len(files.file_of(Document("Nothing", said=("Data until today",)), kind)) > 20


@pytest.mark.parametrize("kind", files.KINDS)
@pytest.mark.parametrize(
    "values", [(None, None, None), (5.0, None, None), (0.0, 0.0, 0.0), (-1e9, 0.0, 1e12)]
)
def test_a_chart_of_any_values_is_drawn(kind: str, values: tuple[float | None, ...]):
    chart = Chart(Kind.LINES, MONTHS, (Line("a", values),), where=CHART.where)
    stacked = Chart(Kind.STACKED, MONTHS, (Line("a", values), Line("b", values)))
    lying = Chart(Kind.BARS, MONTHS, (Line("a", values),))
    curve = Chart(Kind.CURVES, MONTHS, (Line("a", values),), where=(0.0, 5.0, 30.0))
    sections = tuple(Section("S", chart=one) for one in (chart, stacked, lying, curve))
    assert files.file_of(Document("T", sections=sections), kind)


def test_a_text_longer_than_a_page_goes_on_in_the_next_rows():
    text = " ".join(f"word{n}" for n in range(900))  # 6,089 letters
    long = Document(
        "Long",
        sections=(Section("One", table=Table(("what", "said"), (("why", text), ("so", "yes")))),),
    )
    content = files.file_of(long, "pdf")
    found = pdf_text(content)
    assert "word0 " in found
    assert "word899" in found
    deck = Presentation(io.BytesIO(files.file_of(long, "pptx")))
    tables = [shape for slide in deck.slides for shape in slide.shapes if shape.has_table]
    assert len(tables) == MOST_SLIDES
    for shape in tables:
        lines = sum(
            max(1, ceil(max(len(cell.text) for cell in row.cells) / 110))
            for row in shape.table.rows
        )
        assert lines <= ROWS + 1


def test_rows_are_broken_between_words_and_a_page_takes_what_it_has_room_for():
    rows = long_rows.broken([("a", "one two three"), ("b", "x")], (5, 5), 1)
    assert rows == (("a", "one"), ("", "two"), ("", "three"), ("b", "x"))
    assert long_rows.pages([("aaaaaa",), ("b",), ("c",)], (3,), 2) == [
        (("aaaaaa",),),
        (("b",), ("c",)),
    ]
    assert long_rows.pages([("a" * 99,)], (3,), 2) == [(("a" * 99,),)]
