"""`milepost proof` as it is used: a verdict, a plan, the people of a lot, the ledger."""

import json
from datetime import date

import pytest

from dashboard.progress import goals
from dashboard.records import initiatives as records
from dashboard.records.keep import Actor
from dashboard.records.store import opened
from tests import homes

MARA = Actor("Mara")
STAY = {
    "start": date(2026, 1, 1), "promised_by": date(2026, 10, 1), "promised_effect": 8.0, "metric": "retention",
    "state": "done", "guardrails": ["revenue"], "design": "regions",
    "pilot": ["Austria", "Midlands", "South"], "control": ["Berlin", "East", "London", "North", "West"],
}  # fmt: skip


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    found = homes.demo(tmp_path_factory.mktemp("proof"))
    store = opened(found)
    goal = next(one for one in goals.every(store) if one.name == "retention")
    for title, facts in {
        "Stay with us": {}, "By lot": {"design": "people", "pilot": ["stay"], "control": ["25 %"], "state": "running"}
    }.items():  # fmt: skip
        records.add(store, MARA, title=title, goal_id=goal.id, **{**STAY, **facts})
    return found


def asked(home, *words):
    from click.testing import CliRunner

    from dashboard.cli import milepost

    ran = CliRunner().invoke(milepost, ["--home", str(home.folder), "proof", *words])
    assert ran.exit_code == 0, ran.output
    return ran


def test_a_verdict_has_limits_a_promise_and_its_guardrails(home):
    ran = asked(home, "stay with us", "--format", "json")
    [found, guarded] = json.loads(ran.stdout)
    assert found["number"] == "retention"
    assert found["low"] < found["effect"] < found["high"]
    assert (found["promised"], found["unit"]) == (8.0, "points")
    assert (guarded["number"], guarded["unit"]) == ("revenue", "percent")
    assert "all 56 ways to call 3 of these regions the pilot" in ran.stderr


def test_a_plan_has_a_line_for_the_suggested_regions(home):
    [own, suggested] = json.loads(asked(home, "Stay with us", "--plan", "--format", "json").stdout)
    assert own["smallest_p"] == pytest.approx(1 / 56)
    assert own["periods"] == 7
    assert suggested["regions"] == "suggested"
    assert suggested["smallest_effect"] > 0


def test_people_by_lot_are_a_list_to_take_away(home):
    ran = asked(home, "By lot", "--people", "--format", "csv")
    lines = ran.stdout.splitlines()
    assert lines[0] == "person_id,side"
    held = sum(line.endswith("held out") for line in lines)
    assert held / (len(lines) - 1) == pytest.approx(0.25, abs=0.05)


def test_the_ledger_is_of_what_is_done_and_verdicts_are_kept(home):
    ran = asked(home, "--keep", "--format", "json")
    assert [
        row["initiative"] for row in json.loads(ran.stdout) if row["initiative"] == "Stay with us"
    ]
    assert "initiatives done" in ran.stderr
    begun = [one for one in records.initiatives(opened(home)) if one.state in ("running", "done")]
    kept_now = int(ran.stderr.split(" verdicts kept")[0].split()[-1])
    assert 2 <= kept_now <= len(begun)
    assert "0 verdicts kept" in asked(home, "--keep").stderr  # there they are
    kept = records.verdicts(opened(home))
    assert {one.verdict for one in kept} <= {"moved", "not moved", "cannot tell", "wrong way"}
    assert len(kept) >= 2
    [shown] = [row for row in json.loads(ran.stdout) if row["initiative"] == "Stay with us"]
    assert any(one.effect == shown["effect"] for one in kept)


def test_an_unknown_initiative_is_named_with_those_that_are_near(home):
    from click.testing import CliRunner

    from dashboard.cli import milepost

    ran = CliRunner().invoke(milepost, ["--home", str(home.folder), "proof", "Stay with as"])
    assert "Stay with us" in str(ran.exception)
