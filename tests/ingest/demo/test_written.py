"""How the demo company is written, where it is kept, and its goals."""

from datetime import date

import duckdb
import pytest
import yaml

from dashboard.errors import BadUse
from dashboard.ingest.contract import SMALL_TABLES, create_master
from dashboard.ingest.demo import home as demo_home
from dashboard.ingest.demo import write
from dashboard.ingest.demo.company import constants, wheel
from dashboard.ingest.demo.write import DemoWriter
from dashboard.paths import DEMO, Home
from dashboard.settings import stored_settings
from tests.ingest.demo.asking import SHORT, SOMEBODYS_LEDGER, STORY, rows, short_demo, value

# How it is written


ALL = "select * from events order by event_id"


def test_the_same_seed_gives_the_same_rows_on_any_number_of_threads():
    once, again = short_demo(seed=3, threads=1), short_demo(seed=3, threads=2)
    for table in ("events", "ledger", *SMALL_TABLES):
        same = f"select * from {table} order by all"
        assert rows(once, same) == rows(again, same), table


def test_another_seed_gives_other_rows():
    one, other = (rows(short_demo(seed=seed), ALL) for seed in (1, 2))
    assert one != other
    assert len(one) == pytest.approx(len(other), rel=0.1)


def test_the_generator_reads_its_numbers_from_the_story():
    moved = {"from": date(2024, 5, 6), "until": date(2024, 5, 9), "region": "North"}
    planted = {**STORY, "outage": {**STORY["outage"], **moved}}
    visits = """
        select count(*)
        from events
        where
            event = 'visit'
            and region = 'North'
            and (occurred_at + interval 2 hours)::date between date '2024-05-06' and date '2024-05-08'
    """
    assert value(short_demo(), visits) > 0
    assert value(short_demo(planted=planted), visits) == 0


def test_the_share_kept_follows_the_points_of_the_pilot():
    few = {**STORY, "pilot": {**STORY["pilot"], "retention_points": 4.0}}
    half = constants(SHORT, few, 1000, 1)["share_kept"]
    assert half == pytest.approx(constants(SHORT, STORY, 1000, 1)["share_kept"] / 2)


def test_progress_is_told_and_ends_at_one():
    connection = duckdb.connect()
    create_master(connection)
    told = []
    DemoWriter(connection, SHORT, STORY, 5_000, 1).write(lambda what, share: told.append(share))
    assert told == sorted(told)
    assert told[-1] == 1


def test_a_wheel_gives_each_name_its_share():
    assert wheel({"a": 3, "b": 1}).count("a") == 375
    assert wheel({"a": 0, "b": 1}) == ["b"] * 500


# Where it is kept


def test_the_command_says_why_it_refuses(milepost, tmp_path):
    home = Home(tmp_path / "home")
    home.folder.mkdir()
    with opened(home) as connection:
        create_master(connection)
        connection.execute(SOMEBODYS_LEDGER)
    told = milepost("demo")
    assert told.returncode == 2
    assert told.stderr.endswith("Choose another folder: milepost --home FOLDER demo.\n")
    assert told.stdout == ""


@pytest.fixture
def home(tmp_path, monkeypatch) -> Home:
    monkeypatch.setattr(write, "company", lambda: SHORT)
    return Home(tmp_path / "home")


def opened(home: Home) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(str(home.master))


def test_a_demo_goes_into_an_empty_home_and_replaces_an_older_one(home):
    demo_home.replace_home(home, 5_000, seed=1)
    with opened(home) as connection:
        assert stored_settings(connection).currency == "EUR"
        connection.execute("insert or replace into settings values ('week_start', 'sunday')")
    written = demo_home.replace_home(home, 10_000, seed=2)
    with opened(home) as connection:
        assert value(connection, "select count(*) from events") == written
        assert stored_settings(connection).week_start == "sunday"
    assert list(home.scratch.iterdir()) == []


def test_a_home_with_data_of_its_own_is_refused_and_left_alone(home):
    home.folder.mkdir()
    with opened(home) as connection:
        create_master(connection)
        connection.execute(SOMEBODYS_LEDGER)
    before = home.master.read_bytes()
    with pytest.raises(BadUse, match="holds data of its own \\(online_retail\\)"):
        demo_home.replace_home(home, 5_000, seed=1)
    assert home.master.read_bytes() == before


def test_a_demo_that_breaks_off_leaves_the_older_one(home):
    demo_home.replace_home(home, 5_000, seed=1)
    before = home.master.read_bytes()

    def stop(what: str, share: float) -> None:
        if share > 0.5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        demo_home.replace_home(home, 5_000, seed=2, progress=stop)
    assert home.master.read_bytes() == before
    assert list(home.scratch.iterdir()) == []


# Its goals


def test_goals_are_complete_and_dated():
    goals = yaml.safe_load((DEMO / "goals.yaml").read_text(encoding="utf-8"))["goals"]
    assert len({goal["name"] for goal in goals}) == len(goals) == 15
    for goal in goals:
        needed = {
            "name",
            "metric",
            "grain",
            "where",
            "kind",
            "start",
            "due",
            "owner",
            "department",
            "why",
        }
        assert needed <= goal.keys(), goal["name"]
        assert goal["start"] < goal["due"]
        aims = {"change_percent", "change_points"} if goal["kind"] == "change" else {"target"}
        assert len(aims & goal.keys()) == 1, goal["name"]
        assert ("base" in goal) == (goal["kind"] == "change")
