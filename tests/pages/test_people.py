"""The people behind a number, groups as a filter, and a person's page: as pages show them."""

import csv
import io

import pytest
from python_calamine import CalamineWorkbook

from dashboard.access import EVERYONE, Viewer
from dashboard.metrics import evaluate, people
from dashboard.metrics.catalogue import CATALOGUE
from dashboard.paths import home
from dashboard.records import groups as records
from dashboard.records.keep import Actor
from dashboard.records.store import opened as records_of
from dashboard.views import frame
from dashboard.views import people as drawn
from dashboard.views.people import Behind
from dashboard.warehouse import reader
from queries.people import ALL
from queries.slice import Slice, Window
from tests import homes

CONVERSION = CATALOGUE["conversion"]
MASKED = Viewer(may_see_ids=False)
THE_DAY = {"window": "custom", "from": "2026-03-03", "until": "2026-03-03", "grain": "day"}


def behind(viewer: Viewer, slice: Slice) -> Behind:
    members, asked = evaluate.behind(CONVERSION, slice)
    return Behind(viewer, members, asked, "Conversion, 3 Mar 2026", "x", "Conversion: formula")


@pytest.fixture
def march():
    from datetime import date

    return Slice(Window(date(2026, 3, 3), date(2026, 3, 4)))


def test_files_say_what_they_are_and_run_nothing(one_day, march):
    homes.choose(one_day)
    made = drawn.file_of(behind(EVERYONE, march), ALL, "csv", "en").decode("utf-8-sig")
    said = [line for line in made.splitlines() if line.startswith("#")]
    assert said[:4] == [
        "# People behind: Conversion, 3 Mar 2026",
        "# Conversion: formula",
        "# Period: 3 Mar 2026",
        "# Filters: none",
    ]
    assert said[4].startswith("# Warehouse version 1")
    rows = list(csv.DictReader(io.StringIO(made[made.index("Person,") :])))
    assert [row["Person"] for row in rows] == ["'=2+3", "p1"]
    assert rows[0]["Net revenue"] == "30.0"
    book = CalamineWorkbook.from_filelike(
        io.BytesIO(drawn.file_of(behind(EVERYONE, march), ALL, "xlsx", "en"))
    )
    assert book.get_sheet_by_name("Data").to_python()[1][0] == "'=2+3"


def test_nobody_sees_an_id_who_may_not(opened, said, one_day, march, monkeypatch):
    monkeypatch.setattr(frame, "viewer", lambda: MASKED)
    app = opened(one_day, "metric", tab="People", **THE_DAY)
    [table] = [found.value for found in app.dataframe if "person" in found.value.columns]
    assert all(name.startswith("p-") for name in table["person"])
    page = said(app) + table.to_csv() + str(dict(app.query_params))
    page += drawn.file_of(behind(MASKED, march), ALL, "csv", "en").decode("utf-8-sig")
    assert "p1" not in page
    assert "=2+3" not in page
    assert "Ids are pseudonyms." in page
    story = opened(one_day, "person", id=table["person"][0])
    assert not story.exception
    assert "=2+3" not in said(story) + story.dataframe[0].value.to_csv()
    assert "Nobody is found under 'p1'" in opened(one_day, "person", id="p1").warning[0].value


def test_a_person_opens_by_their_id(opened, said, demo):
    homes.choose(demo)
    [row, *_rest] = evaluate.people(CATALOGUE["orders"], EVERYONE, _year())
    app = opened(demo, "person", id=row["person_id"])
    assert not app.exception
    assert row["person_id"] in said(app)
    assert f"Orders<b>{row['orders']}</b>" in said(app)
    assert len(app.get("plotly_chart")) == 1
    only = opened(demo, "person", id=row["person_id"], kind="order").dataframe[0].value
    assert set(only["What"]) == {"Order"}
    assert len(only) == row["orders"]


def test_a_persons_page_says_what_to_do_where_there_is_nobody(opened, demo, monkeypatch):
    assert "Write an id above" in opened(demo, "person").info[0].value
    assert "Nobody is found under 'x'" in opened(demo, "person", id="x").warning[0].value
    monkeypatch.setattr(frame, "viewer", lambda: Viewer(may_see_people=False))
    assert "numbers but not single people" in opened(demo, "person", id="x").info[0].value


def test_a_group_filters_and_says_so(opened, said, one_day, tmp_path, march):
    chosen = home(tmp_path)
    homes.one_day(tmp_path)
    made = records.add(records_of(chosen), Actor("Ann"), "First", "by hand", ["person:p1"])
    app = opened(chosen, "metric", metric="visitors", group=str(made.id), **THE_DAY)
    assert not app.exception
    assert '<span class="mp-value">1</span>' in said(app)
    refused = opened(chosen, "metric", metric="cac", group=str(made.id), **THE_DAY)
    assert "it rests on spend, which belongs to no person" in refused.info[0].value
    gone = opened(chosen, "metric", metric="visitors", group="99", **THE_DAY)
    assert "Numbers are of everybody" in gone.warning[0].value
    assert '<span class="mp-value">2</span>' in said(gone)


def test_a_list_says_how_many_and_what_nobody_adds():
    count = people.Count(1361, 1361, 20.0, 1.0)
    assert drawn.sentence(count) == (
        "1,361 people. Rows that carry no person add 20.00 to the numerator and 1.00 to the denominator; "
        "nobody stands behind them."
    )
    assert drawn.sentence(people.Count(12_000, 12_000, 0, 0)).endswith("hold the first 10,000.")
    assert drawn.sentence(people.Count(5, 1, 0, 0), "nor") == "1 person is found by 'nor'."
    assert drawn.sentence(people.Count(5, 0, 0, 0), "x") == "Nobody among them is found by 'x'."
    assert "under these filters" in drawn.sentence(people.Count(0, 0, 0, 0))
    assert "all rows behind this number carry no person" in drawn.sentence(people.Count(0, 0, 3, 0))


def _year() -> Slice:
    until = reader.read(EVERYONE, _last_day, evaluate.EVER)[0]["day"]
    return Slice(Window(until.replace(year=until.year - 1), until))


def _last_day(slice: Slice):
    from sqlalchemy import func, select

    from queries.marts import presence

    return select(func.max(presence.c.day).label("day"))
