"""Rules against periods: complete ones only, once of each, missing data apart; with whose rights, in which words."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from dashboard.access import Viewer
from dashboard.errors import BadUse
from dashboard.metrics import coverage
from dashboard.metrics.evaluate import Value
from dashboard.progress import alert_file, alerts, subject, watch
from dashboard.progress.alerts import rule_of
from dashboard.progress.inbox import inbox
from dashboard.records import alerts as records
from dashboard.records import messages
from dashboard.records.keep import Actor
from dashboard.records.store import opened
from dashboard.views import alert_words
from tests import goals as kept_goals
from tests import homes

ANN = Actor("Ann")
NOW = datetime(2026, 10, 5, 9)
LOW = {"what": "value", "is": "below", "than": 99}


@pytest.fixture(scope="module")
def company(tmp_path_factory):
    return homes.demo(tmp_path_factory.mktemp("alerts"))


@pytest.fixture
def home(company, monkeypatch):
    monkeypatch.delenv("MILEPOST_RECORDS_URL", raising=False)
    homes.choose(company)
    company.records.unlink(missing_ok=True)
    monkeypatch.setattr(watch, "_foresee", lambda home, done: 0)  # tested where it is done
    yield company
    company.records.unlink(missing_ok=True)


@pytest.fixture
def store(home):
    return opened(home)


def a_rule(store, **facts):
    usual = {"name": "low", "about": {"metric": "conversion", "grain": "month"}, "conditions": LOW}
    return records.add(store, ANN, **{**usual, **facts})


def means(clock=NOW):
    return watch.Means(
        lambda: clock,
        lambda *told: "",
        alert_words.written,
        lambda one, period: watch.Written("Digest", "…"),
    )


def told(found):
    return [(message.source, message.about_period) for message, _channels in found.written]


def test_a_rule_speaks_of_the_newest_complete_period_once(home, store):
    row = a_rule(store)
    assert told(watch.look(home, means())) == [("rule 1", "2026-09-01")]
    assert told(watch.look(home, means())) == []
    [message] = messages.messages(store)
    assert message.title.startswith("Conversion: ")
    assert "Alert “low”: value below 99" in message.body
    assert "95 % interval" in message.body
    assert message.body.endswith("/metric?metric=conversion&grain=month&window=last-24-months")
    assert messages.judged(store) == {row.id: date(2026, 9, 1)}


def test_a_dry_run_says_what_it_would_and_writes_and_sends_nothing(home, store):
    a_rule(store, channels=["team"], quiet_from="08:00", quiet_until="13:00")
    found = watch.look(home, means(), is_dry=True)
    [(message, channels)] = found.written
    assert message.title.startswith("Conversion: ")
    assert channels == {"team": datetime(2026, 10, 5, 11)}  # 13:00 in Berlin
    assert list(messages.messages(store)) == []
    assert messages.judged(store) == {}
    assert found.came == []


def test_a_watcher_that_was_away_catches_up_and_says_nothing_twice(home, store):
    row = a_rule(store)
    messages.note_judged(store, row.id, date(2026, 6, 1))
    periods = [period for _source, period in told(watch.look(home, means()))]
    assert periods == ["2026-06-01", "2026-07-01", "2026-08-01", "2026-09-01"]
    assert told(watch.look(home, means())) == []


def test_asleep_it_says_nothing_and_awake_again_only_the_newest(home, store):
    row = a_rule(store, snoozed_until=date(2026, 10, 6))
    messages.note_judged(store, row.id, date(2026, 6, 1))
    assert told(watch.look(home, means())) == []
    assert told(watch.look(home, means(datetime(2026, 10, 5, 21, 59)))) == []  # 23:59 in Berlin
    assert told(watch.look(home, means(datetime(2026, 10, 5, 22)))) == [("rule 1", "2026-09-01")]


def test_switched_off_it_is_silent(home, store):
    a_rule(store, is_on=False)
    assert told(watch.look(home, means())) == []


def test_below_the_smallest_n_it_is_silent(home, store):
    n = int(newest(store).n)
    a_rule(store, name="enough", least_n=n)
    a_rule(store, name="too few", least_n=n + 1)
    assert told(watch.look(home, means())) == [("rule 1", "2026-09-01")]
    [judged] = alerts.news(rule_of(records.rule(store, 2), store), store, None)
    assert (judged.is_true, judged.is_thin, judged.speaks) == (True, True, False)


def newest(store, **about):
    found = subject.subject({"metric": "conversion", "grain": "month", **about}, store)
    return subject.values(found, Viewer(), store)[-1]


def test_a_period_that_is_not_complete_is_not_spoken_of(home, store):
    """Retention looks 90 days ahead: of the data to the end of September, July is its newest month."""
    a_rule(store, about={"metric": "retention", "grain": "month"})
    a_rule(store, name="week", about={"metric": "conversion", "grain": "week"})
    spoken = dict(told(watch.look(home, means())))
    assert spoken["rule 1"] == "2026-07-01"
    assert spoken["rule 2"] == "2026-09-21"  # the week of the 28th is not over


def test_missing_data_are_a_message_of_their_own_and_nothing_else_is_judged(
    home, store, monkeypatch
):
    hole = coverage.Hole("shop", "North", subject.Window(date(2026, 9, 3), date(2026, 9, 9)))
    real = subject.values

    def with_hole(*arguments):
        *before, last = real(*arguments)
        return (*before, replace(last, missing=(hole,)))

    a_rule(store)
    with monkeypatch.context() as patched:
        patched.setattr(subject, "values", with_hole)
        assert told(watch.look(home, means())) == [("rule 1", "missing 2026-09-01")]
    [message] = messages.messages(store)
    assert message.title == "Conversion: data missing in Sep 2026"
    assert "Feed shop, North: nothing from 3 Sep 2026 to 8 Sep 2026." in message.body
    assert told(watch.look(home, means())) == [("rule 1", "2026-09-01")]  # the data came after all


def test_a_change_is_against_the_period_before_and_the_one_a_year_before(home, store):
    found = alerts.news(rule_of(a_rule(store), store), store, None)
    values: dict[date, Value] = {
        v.period.start: v for v in subject.values(subject.subject({"metric": "conversion"}, store), Viewer(), store)
    }  # fmt: skip
    known = found[-1].known
    assert known.previous == values[date(2026, 8, 1)].value
    assert known.year_ago == values[date(2025, 9, 1)].value


def test_a_goal_is_watched_by_its_status_and_chance(home, store):
    kept_goals.keep(
        home, "[{name: half, metric: conversion, kind: reach, target: 50, grain: month}]"
    )
    [goal] = subject.goals(store)
    row = a_rule(store, about={"goal": goal.id},
                 conditions={"what": "status", "is": "one_of", "than": ["off_track", "at_risk"]})  # fmt: skip
    [judged] = alerts.news(rule_of(row, store), store, None)
    assert judged.known.status in ("off_track", "at_risk", "too_early")
    facts = alerts.facts(rule_of(row, store), judged, store)
    assert facts["goal"] == {"id": goal.id, "name": "half"}
    assert alert_words.link_of(facts) == f"goals?goal={goal.id}"
    assert alerts.past(rule_of(row, store), store)[-1].is_true is None  # not kept for the past


def test_a_rule_whose_goal_is_gone_hinders_no_other(home, store):
    a_rule(store, name="gone", about={"goal": 99})
    a_rule(store)
    found = watch.look(home, means())
    assert told(found) == [("rule 2", "2026-09-01")]
    assert found.troubles == [
        "Alert 'gone': The goal that it is about is closed or was taken away."
    ]


def test_the_past_is_judged_as_it_was(home, store):
    found = alerts.past(rule_of(a_rule(store), store), store)
    assert len(found) == alerts.PREVIEWED
    assert all(one.speaks for one in found)
    never = rule_of(a_rule(store, name="never", conditions={**LOW, "than": 0}), store)
    assert not any(one.is_true for one in alerts.past(never, store))
    judged = rule_of(
        a_rule(store, name="signal", conditions={"what": "signal", "is": "any"}), store
    )
    assert {one.known.signal for one in alerts.past(judged, store)} <= {
        "better", "worse", "noise", "missing", None,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"about": {"metric": "convresion"}}, "Did you mean 'conversion'"),
        ({"about": {"metric": "conversion", "grain": "fortnight"}}, "No grain 'fortnight'"),
        ({"about": {"metric": "conversion", "concerns": {"survey": ["x"]}}}, "cannot be sliced by"),
        ({"about": {"metric": "conversion", "concerns": {"region": ["Nroth"]}}}, "Did you mean 'North'"),
        ({"about": {"metric": "nps"}}, "never pooled over survey"),
        ({"conditions": {"what": "chance", "is": "below", "than": 50}}, "a condition on a goal"),
        ({"quiet_from": "22:00"}, "no time of day"),
        ({"least_n": -1}, "0 or more"),
    ],
)  # fmt: skip
def test_a_rule_that_cannot_be_judged_is_refused(store, facts, words):
    usual = {"about": {"metric": "conversion"}, "conditions": LOW}
    with pytest.raises(BadUse, match=words):
        alerts.checked({**usual, **facts}, store)


SOUTH = Viewer(regions=frozenset({"South"}))


def test_a_message_is_shown_to_those_only_who_may_see_its_numbers(home, store):
    a_rule(store, name="all")
    a_rule(store, name="north", about={"metric": "conversion", "concerns": {"region": ["North"]}})
    a_rule(store, name="south", about={"metric": "conversion", "concerns": {"region": ["South"]}})
    a_rule(store, name="of the South", sees=subject.sees(SOUTH))
    watch.look(home, means())
    assert len(inbox(store, Viewer(), "Ann").items) == 4
    found = inbox(store, SOUTH, "Ann")
    assert sorted(item.message.facts["rule"] for item in found.items) == ["of the South", "south"]
    assert found.hidden == 2
    values = {m.facts["rule"]: m.facts["value"] for m in messages.messages(store)}
    assert values["of the South"] == values["south"] != values["all"]


def test_of_a_handful_of_people_numbers_are_for_those_who_may_see_people(home, store):
    a_rule(store)
    watch.look(home, means())
    [message] = messages.messages(store)
    numbers_only = Viewer(may_see_people=False, may_see_ids=False)
    assert len(inbox(store, numbers_only, "").items) == 1
    with store.writing() as session:
        session.get_one(type(message), 1).facts = {**message.facts, "is_of_few": True}
    assert (inbox(store, numbers_only, "").items, inbox(store, numbers_only, "").hidden) == ([], 1)


def test_what_is_read_is_read_by_one_person(home, store):
    a_rule(store, owner="Ann")
    watch.look(home, means())
    messages.mark(store, [1], "Ann")
    assert inbox(store, Viewer(), "Ann").unread == 0
    assert [i.is_read for i in inbox(store, Viewer(), "Bo").items] == [False]
    assert inbox(store, Viewer(), "Bo").unread == 0  # it is Ann's
    messages.mark(store, [1], "Ann", is_read=False)
    assert inbox(store, Viewer(), "Ann").unread == 1


FILE = """
alerts:
  - name: north slips
    metric: conversion
    grain: week
    where: {region: [North], identified: true}
    when: {any: [{what: value, is: below, than: 20}, {all: [{what: signal, is: worse}]}]}
    least_n: 100
    quiet: 22:00-07:00
    snoozed_until: 2026-10-10
    language: ru
    owner: Ann
"""


def test_a_file_is_applied_once_and_written_as_it_was(home, store, tmp_path):
    path = tmp_path / "alerts.yaml"
    path.write_text(FILE)
    rows = alert_file.read(path, home, store)
    assert list(alert_file.apply(store, ANN, rows, is_dry=True)) == [("added", "north slips")]
    assert list(records.rules(store)) == []
    assert list(alert_file.apply(store, ANN, rows)) == [("added", "north slips")]
    path.write_text(alert_file.exported(store))
    again = alert_file.read(path, home, store)
    assert list(alert_file.apply(store, ANN, again)) == [("as it was", "north slips")]
    [row] = records.rules(store)
    assert row.about["concerns"] == {"region": ["North"], "identified": ["true"]}
    assert (row.quiet_from, row.quiet_until, row.language) == ("22:00", "07:00", "ru")
    path.write_text(FILE.replace("than: 20", "than: 19"))
    changed = alert_file.read(path, home, store)
    assert list(alert_file.apply(store, ANN, changed)) == [("changed", "north slips")]


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("grain: week", "grian: week", "alert north slips: No field of an alert 'grian'"),
        ("than: 20", "than: twenty", "needs a number"),
        ("language: ru", "channels: [team]", "No channel 'team'"),
        ("metric: conversion", "goal: none", "takes 'grain' from the goal"),
    ],
)
def test_what_is_wrong_in_a_file_is_named(home, store, tmp_path, before, after, words):
    path = tmp_path / "alerts.yaml"
    path.write_text(FILE.replace(before, after))
    with pytest.raises(Exception, match=words):
        alert_file.read(path, home, store)


def test_a_message_is_written_in_the_language_of_its_rule_and_read_in_the_readers(home, store):
    a_rule(store, language="ru")
    watch.look(home, means())
    [message] = messages.messages(store)
    assert "18" in message.title or message.facts["value"]
    assert "Sep 2026" not in message.title  # "сент. 2026"
    assert "Sep 2026" in alert_words.title(message.facts)
