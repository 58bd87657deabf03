"""The roadmap and the minutes of a workshop to take along: what was written down, found, voted and decided."""

import shutil
from datetime import UTC, date, datetime
from unittest.mock import ANY

import pytest

from dashboard.access import EVERYONE
from dashboard.errors import BadUse
from dashboard.language import said, speaking
from dashboard.paths import home
from dashboard.progress import ledger, snapshot
from dashboard.progress.proof import Proof, Verdict
from dashboard.records import decisions, ideas, initiatives, sessions
from dashboard.records.keep import Actor
from dashboard.records.store import opened
from dashboard.takeaway import files
from dashboard.views import take_along, take_minutes, take_roadmap
from tests import homes

ANN = Actor("Ann")
FACTS = {
    "owner": "Ann", "promised_effect": 1.5, "promised_unit": "points", "metric": "conversion",
    "promised_by": date(2027, 1, 1),
}  # fmt: skip


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    return homes.one_day(tmp_path_factory.mktemp("one_day"))


@pytest.fixture
def store(built, tmp_path):
    """Records of its own beside a warehouse that all tests share."""
    shutil.copytree(built.folder, tmp_path, dirs_exist_ok=True, symlinks=True)
    homes.choose(home(tmp_path))
    return opened(home(tmp_path))


PROOF = Proof(
    None, Verdict.MOVED, said("The limits lie beyond nought."), effect=0.9, low=0.2, high=1.6,
    promised=1.5, is_over=True,
)  # fmt: skip


@pytest.fixture
def roadmap(store, monkeypatch):
    """Two initiatives, one done with an effect of +0.9 (0.2 to 1.6)."""
    for module in (take_roadmap, ledger):
        monkeypatch.setattr(module, "worked", lambda one, viewer, store: PROOF)
    first = initiatives.add(store, ANN, title="Call | back", state="idea", **FACTS)
    initiatives.add(
        store, ANN, title="Shorter checkout", confidence=0.6, person_weeks=4.0, depends_on=[first.id],
        state="done", quarter="2026-Q3", hypothesis="Fewer steps, more orders",
        pilot=["North"], control=["South"],
        stages=[{"name": "pilot", "start": "2026-07-01", "end": "2026-10-01", "gate": "scale"}],
        milestones=[{"name": "live", "due": "2026-07-01", "done_on": "2026-07-03"}], cost_once=12000.0, **FACTS,
    )  # fmt: skip
    return take_roadmap.document


def test_the_roadmap_says_promise_and_verdict_of_each_initiative_by_quarter(roadmap):
    found = roadmap(EVERYONE, take_along.reach(EVERYONE))
    assert found.below == "2 initiatives: 1 idea and 1 done."
    assert [section.heading for section in found.sections] == [
        "2026 Q3", "No quarter yet", ANY, "Measured effect, in points", "Shorter checkout",
    ]  # fmt: skip
    [row] = found.sections[0].table.rows
    assert row == ("Shorter checkout", "–", "done", "+1.5 points, Conversion, by 31 Dec 2026", "Ann", "moved",
                   "+0.9 (95 %: +0.2 to +1.6), promised +1.5")  # fmt: skip
    assert found.sections[2].heading.startswith("1 initiative")
    [line] = found.sections[3].chart.lines
    assert (line.values, line.low, line.high) == ((0.9,), (0.2,), (1.6,))
    details = dict(found.sections[4].table.rows)
    assert details["Stages"] == "pilot, from 1 Jul 2026, until 30 Sep 2026, at its end: scale"
    assert details["Milestones"] == "live by 1 Jul 2026, done on 3 Jul 2026"
    assert details["Costs"] == "€12,000 once"
    assert (details["Confidence"], details["Person-weeks"]) == ("60\u202f%", "4")
    assert details["Comes after"] == "Call | back"
    assert "Warehouse version 1" in found.said[-1]


def test_the_roadmap_of_a_past_day_says_so_and_what_has_moved_since(store, roadmap):
    found = roadmap(EVERYONE, (), date(2026, 1, 1))
    assert found.said == ("The roadmap as it stood at the end of 1 Jan 2026",)
    [moved] = found.sections
    assert moved.heading == "Moved since"
    assert [row[:2] for row in moved.table.rows] == [
        ("Shorter checkout", "new"),
        ("Call | back", "new"),
    ]


def test_a_roadmap_of_nothing_says_so(store):
    found = take_roadmap.document(EVERYONE, ())
    assert found.below == "No initiative is written down yet."
    assert found.sections == ()


def workshop(store, **state):
    """A finished workshop: one talk whose votes were shown, one whose votes were not, a decision with its figure."""
    agenda = [
        {"key": "a", "kind": "talk", "title": "Prices", "why": "", "minutes": 20, "notes": "Everybody spoke.\nTwice."},
        {"key": "b", "kind": "talk", "title": "Colours", "minutes": 10, "notes": ""},
    ]  # fmt: skip
    made = sessions.add(store, ANN, title="Autumn", planned_on=date(2026, 10, 14), quarter="2026-Q4", agenda=agenda,
                        state="running")  # fmt: skip
    for n, answer in enumerate(["yes", "yes", "no"]):
        sessions.vote(store, made.id, "a", f"voter {n}", answer)
        sessions.vote(store, made.id, "b", f"voter {n}", "no")
    agenda[0]["revealed"] = True
    decisions.add(
        store, ANN, session_id=made.id, item="a", what="Raise prices", why="Costs rose", who="Bob",
        due=date(2026, 12, 1),
        figure={"title": "Conversion", "unit": "percent", "value": 18.13, "version_seq": 3, "link": "metric",
                "grain": "month",
                "rows": [{"period": "2026-09-01", "value": 18.13, "low": 15.5, "high": 21.1, "n": 717}]},
    )  # fmt: skip
    sessions.change(
        store, ANN, made.id, made.version, state="finished", agenda=agenda,
        started_at=datetime(2026, 10, 14, 9, tzinfo=UTC), finished_at=datetime(2026, 10, 14, 9, 45, tzinfo=UTC),
    )  # fmt: skip
    return made


def test_minutes_hold_notes_votes_and_what_was_decided_on_which_figure(store):
    workshop(store)
    found = take_minutes.document(EVERYONE, take_along.reach(EVERYONE))
    assert found.title == "Autumn"
    assert found.below == (
        "Minutes of 14 Oct 2026, finished: 2 items, 30 minutes planned. It took 45\u202fmin."
    )
    [row] = found.sections[0].table.rows
    assert row[:4] == ("Raise prices", "Costs rose", "Bob", "1 Dec 2026")
    assert row[4] == "Conversion: 18.1\u202f% (version 3)"
    prices = found.sections[2]
    assert prices.heading == "1. Prices"
    assert "Everybody spoke." in prices.sentences
    assert "Decided: Raise prices (Bob, by 1 Dec 2026)" in prices.sentences
    assert dict(zip(prices.chart.places, prices.chart.lines[0].values, strict=True)) == {
        "Yes": 2.0, "No": 1.0, "I abstain": 0.0,
    }  # fmt: skip
    figure = found.sections[3]
    assert figure.heading == "Decided on: Conversion: 18.1\u202f% (version 3)"
    assert figure.about == "Sep 2026"
    assert figure.table.rows[0][1:] == ("18.1\u202f%", "15.5\u202f% to 21.1\u202f%", "717")
    assert figure.chart.lines[0].values == (18.13,)
    assert (figure.chart.bands[0].low, figure.chart.bands[0].high) == ((15.5,), (21.1,))


def test_minutes_of_dots_say_what_the_screen_says_and_no_idea_of_later(store):
    """Ann spends 3 and 2, Bob 2: five on the first idea, two on the second; a third was written down after."""
    first, second = (
        initiatives.add(store, ANN, title=title, state="idea", **FACTS) for title in ("Call back", "Sell bags")
    )  # fmt: skip
    agenda = [{"key": "a", "kind": "ideas", "title": "Ideas", "why": "", "minutes": 15, "notes": ""}]  # fmt: skip
    made = sessions.add(
        store, ANN, title="Autumn", planned_on=date(2026, 10, 14), agenda=agenda, state="running"
    )
    for voter, counts in {"ann": {first.id: 3, second.id: 2}, "bob": {first.id: 2}}.items():
        sessions.vote(store, made.id, "a", voter, "dots")
        ideas.spend(store, voter, counts, made.id)
    agenda[0]["revealed"] = True
    sessions.change(store, ANN, made.id, made.version, agenda=agenda)
    initiatives.add(store, ANN, title="Later", state="idea", **FACTS)
    part = take_minutes.document(EVERYONE, ()).sections[2]
    assert part.table.rows == (("Call back", "5", "2"), ("Sell bags", "2", "1"))
    [line] = part.chart.lines
    assert dict(zip(part.chart.places, line.values, strict=True)) == {
        "Call back": 5.0,
        "Sell bags": 2.0,
    }
    assert part.sentences == ("2 people spent dots.",)
    assert snapshot.dot_rows(made.id, store)[0] == {"idea": "Call back", "dots": 5, "voters": 2}


def test_votes_that_were_not_shown_are_in_no_minutes(store):
    workshop(store)
    colours = take_minutes.document(EVERYONE, ()).sections[4]
    assert colours.heading == "2. Colours"
    assert colours.chart is None
    assert not any("vote" in text for text in colours.sentences)


def test_minutes_of_no_workshop_say_what_to_do(store):
    with pytest.raises(BadUse, match="No workshop is kept yet"):
        take_minutes.document(EVERYONE, ())
    workshop(store)
    with pytest.raises(BadUse, match="There is no workshop 99"):
        take_minutes.document(EVERYONE, (), 99)


@pytest.mark.parametrize("kind", files.KINDS)
def test_both_are_written_as_every_kind_of_file_in_russian(store, roadmap, kind):
    workshop(store)
    with speaking("ru"):
        for document in (roadmap(EVERYONE, ()), take_minutes.document(EVERYONE, ())):
            assert files.file_of(document, kind)
