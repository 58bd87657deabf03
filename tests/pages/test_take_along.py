"""Any page is taken along as it stands: its numbers, its filters, its reader's language and rights."""

import io
from datetime import date

import pytest
import streamlit as st
from pptx import Presentation

from dashboard.access import EVERYONE, Viewer
from dashboard.metrics import coverage, evaluate
from dashboard.metrics.catalogue import CATALOGUE
from dashboard.progress.proof import worked
from dashboard.progress.roadmap import roadmap
from dashboard.records.decisions import decisions
from dashboard.records.sessions import sessions
from dashboard.records.store import opened as opened_records
from dashboard.takeaway import files
from dashboard.takeaway.document import Document, Kind
from dashboard.views import proof_words, take_along, unseen, words
from dashboard.views.goals import standings as goals_of
from queries.calendar import Grain
from queries.slice import Slice, Window
from tests import homes

CONVERSION = CATALOGUE["conversion"]
YEAR = Window(date(2025, 10, 1), date(2026, 10, 1))


@pytest.fixture(scope="module")
def page(demo):
    """A page at an address, read once for all tests that look at it."""
    read: dict[object, Document] = {}

    def of(
        name: str, viewer: Viewer = EVERYONE, spoken: str = "en", **query: list[str]
    ) -> Document:
        homes.choose(demo)
        key = (name, viewer, spoken, str(query))
        if key not in read:
            read[key] = unseen.document(name, query, viewer, spoken)
        return read[key]

    return of


def series(slice: Slice, viewer: Viewer = EVERYONE) -> list[float | None]:
    return [value.value for value in evaluate.series(CONVERSION, viewer, slice)]


def year_of_months() -> Slice:
    return Slice(YEAR, grain=Grain.MONTH, calendar=coverage.settings().calendar)


def test_a_chart_in_powerpoint_holds_the_numbers_of_the_page(page):
    deck = Presentation(io.BytesIO(files.file_of(page("metric"), "pptx")))
    [chart, *_others] = [s.chart for slide in deck.slides for s in slide.shapes if s.has_chart]
    held = {s.name: list(s.values) for s in chart.plots[0].series}
    assert held["Conversion"] == pytest.approx(series(year_of_months()))
    assert list(chart.plots[0].categories)[-1] == "Sep 2026"
    assert set(held) == {"a year before", "Conversion", "goal", "Conversion: 95 % interval, from",
                         "Conversion: 95 % interval, to"}  # fmt: skip


def test_filters_of_the_address_hold_and_are_said(page):
    found = page("metric", region=["North"])
    assert "Filters: region: North" in found.said
    [line] = [line for line in found.sections[0].chart.lines if line.name == "Conversion"]
    assert list(line.values) == pytest.approx(
        series(year_of_months().filtered("region", ["North"]))
    )


def test_what_the_page_says_of_filters_that_do_not_apply_is_said_in_the_file(page):
    found = page("metric", metric=["cac"], device=["phone"], region=["Nirvana"])
    told = " ".join(found.said)
    assert "Not applied here: the filter by device" in told
    assert "'Nirvana' does not occur in these data" in told


def test_what_a_viewer_may_not_see_is_in_no_file(page):
    few = Viewer(frozenset({"North", "South"}))
    found = page("metric", few)
    assert found.said[0].endswith("of North and South only.")
    text = files.file_of(found, "md").decode()
    assert "North" in text
    assert not [region for region in ("Austria", "Berlin", "Scotland") if region in text]
    [line] = [line for line in found.sections[0].chart.lines if line.name == "Conversion"]
    assert list(line.values) == pytest.approx(series(year_of_months(), few))


def test_a_page_in_russian_is_a_file_in_russian(page):
    text = files.file_of(page("metric", spoken="ru"), "html").decode()
    assert '<html lang="ru">' in text
    assert "сент. 2026" in text
    assert "version 1" not in text.lower()


def test_waits_are_minutes_in_a_sheet_and_words_on_the_page(page):
    chart = page("metric", metric=["response_time"]).sections[0].chart
    assert chart.axis.title == "minutes"
    assert chart.axis.factor == 1 / 60
    assert all(
        "min" in text or "h" in text or text == "0\u202fs" for _tick, text in chart.axis.ticks
    )


def test_lying_bars_stand_as_on_the_page_with_their_intervals(page):
    [bars] = [s.chart for s in page("metric").sections if s.chart and s.chart.kind is Kind.BARS]
    [line] = bars.lines
    assert line.values[0] == max(line.values)
    assert all(
        low <= v <= high for low, v, high in zip(line.low, line.values, line.high, strict=True)
    )


@pytest.mark.parametrize("name", ["sales", "voice", "goals", "department", "data"])
def test_every_kind_of_file_can_be_made_of_a_page(page, name):
    found = page(name)
    assert found.sections
    assert all(section.heading for section in found.sections)
    for kind in files.KINDS:
        assert files.file_of(found, kind)


def test_the_scorecard_says_where_each_goal_stands_and_what_each_metric_is(page):
    found = page("scorecard")
    assert "goals will probably be met" in found.title
    tables = {section.heading: section.table for section in found.sections if section.table}
    conversion = next(row for row in tables["Winning"].rows if row[0] == "Conversion")
    [value] = [
        v
        for v in evaluate.series(CONVERSION, EVERYONE, year_of_months())
        if v.period.start == date(2026, 9, 1)
    ]
    assert conversion[3] == words.value(CONVERSION, value.value)
    goals = [row for table in tables.values() if table.heads[0] == "goal" for row in table.rows]
    assert len(goals) == len(goals_of(EVERYONE))
    assert any(section.heading == "What really changed" for section in found.sections)


def test_the_roadmap_holds_the_effect_that_was_worked_out_and_its_chart(page, demo):
    found = page("roadmap")
    store = opened_records(demo)
    [pilot] = [one for one in roadmap(store) if one.title == "Stay with us, the pilot"]
    proof = worked(pilot, EVERYONE, store)
    tables = [s.table for s in found.sections if s.table and s.table.heads[-1] == "measured"]
    rows = {row[0]: row for table in tables for row in table.rows}
    assert rows[pilot.title][6] == proof_words.effect(proof, "EUR") != ""
    [chart] = [
        s.chart
        for s in found.sections
        if s.about == pilot.title and s.chart and len(s.chart.lines) == 2
    ]
    assert [list(line.values) for line in chart.lines] == [
        [moment.pilot for moment in proof.series], [moment.control for moment in proof.series],
    ]  # fmt: skip
    [gap] = [
        s.chart for s in found.sections if s.about == pilot.title and s.heading == "Gap, in points"
    ]
    assert list(gap.lines[0].values) == [moment.gap for moment in proof.series]
    assert "%" not in " ".join(text for _at, text in gap.axis.ticks)  # points, not per cent
    assert "%" in " ".join(text for _at, text in chart.axis.ticks)


def test_the_minutes_of_the_finished_workshop_hold_its_decisions_and_readiness(page, demo):
    [workshop] = [one for one in sessions(opened_records(demo)) if one.state == "finished"]
    found = page("workshop", session=[str(workshop.id)])
    assert found.title == workshop.title
    kept = decisions(opened_records(demo), workshop.id)
    assert {row[0] for row in found.sections[0].table.rows} == {one.what for one in kept}
    assert len(found.sections[-1].table.rows) == 7  # the seven signs


def test_what_a_viewer_of_one_region_may_not_see_of_the_roadmap_is_not_in_it(page):
    found = page("roadmap", Viewer(frozenset({"North"})))
    text = files.file_of(found, "md").decode()
    assert "of more regions than you may see" in text
    assert "95 %" not in text


class Opened:
    """A menu that somebody has opened."""

    open = True

    def __init__(self) -> None:
        self.room = st.container()

    def __enter__(self) -> None:
        self.room.__enter__()

    def __exit__(self, *error: object) -> None:
        self.room.__exit__(*error)


def test_the_menu_offers_four_files_and_makes_none_before_it_is_asked(opened, demo, monkeypatch):
    made: list[str] = []
    monkeypatch.setattr(take_along.st, "expander", lambda *told, **more: Opened())
    monkeypatch.setattr(take_along, "file_of", lambda document, kind: made.append(kind))
    app = opened(demo, "retention")
    assert not app.exception
    labels = [button.proto.label for button in app.sidebar.get("download_button")]
    assert labels == ["PowerPoint", "PDF", "HTML", "Markdown"]
    assert made == []


def test_where_nothing_is_published_there_is_nothing_to_take_along(opened, tmp_path):
    app = opened(homes.nothing(tmp_path), "metric")
    assert not app.exception
    assert not app.sidebar.get("expander")
