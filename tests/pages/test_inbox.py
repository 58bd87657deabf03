"""The page For me: what was said, read and unread; alerts made, changed, put to sleep; whether anybody watches."""

from datetime import datetime

import pytest

from dashboard.access import Viewer
from dashboard.identity import SETTING
from dashboard.progress import channels, heartbeat, subject, watch
from dashboard.records import alerts as records
from dashboard.records import messages
from dashboard.records.keep import Actor
from dashboard.records.store import ADDRESS, opened
from dashboard.records.tables import Message
from dashboard.views import alert_words, frame, who
from tests import goals as kept_goals

BO = Actor("Bo")
BELOW = {"what": "value", "is": "below", "than": 99}


@pytest.fixture
def home(demo, monkeypatch, tmp_path):
    """The demo with records of its own: other tests look at those that came with it."""
    monkeypatch.delenv(SETTING, raising=False)
    monkeypatch.setenv(ADDRESS, f"sqlite:///{tmp_path}/records.sqlite")
    yield demo
    for file in (demo.channels, demo.watching):
        file.unlink(missing_ok=True)


@pytest.fixture
def store(home):
    return opened(home)


def a_rule(store, **facts):
    usual = {
        "name": "low", "about": {"metric": "conversion", "grain": "month"}, "conditions": BELOW,
    }  # fmt: skip
    return records.add(store, BO, **{**usual, **facts})


def say(home, monkeypatch):
    monkeypatch.setattr(watch, "_foresee", lambda home, done: 0)
    told = watch.Means(
        lambda: datetime(2026, 10, 5, 9), lambda *told: "error 503", alert_words.written,
        lambda one, period: watch.Written("", ""),
    )  # fmt: skip
    watch.look(home, told)


def press(app, label, nth=0):
    return [button for button in app.button if button.label == label][nth].click().run()


def texts(app):
    html = [element.proto.body for element in app.get("html")]
    others = (*app.caption, *app.info, *app.toast, *app.warning, *app.error)
    return "\n".join([*html, *(element.value for element in others)])


def as_ann(app):
    app.session_state[who.NAME] = "Ann"
    return app.run()


def test_where_nothing_was_said_the_page_says_how_it_comes_about(opened, home, tmp_path):
    app = opened(home, "inbox")
    assert not app.exception
    said = texts(app)
    for words in (
        "Nothing unread.",
        "Nothing has been said yet",
        "There are no alerts yet",
        "No watcher is at work",
    ):
        assert words in said
    assert any(code.value.endswith(" watch") for code in app.code)
    assert not (tmp_path / "records.sqlite").exists()  # looking writes nothing


def test_a_message_says_its_numbers_and_is_marked_as_read(opened, home, store, monkeypatch):
    channels.add(home, "team", "json://ann:s3cr3t-token@example.org")
    a_rule(store, channels=["team"], owner="Ann")
    say(home, monkeypatch)
    heartbeat.beat(home, 60)
    app = as_ann(opened(home, "inbox"))
    assert not app.exception
    said = texts(app)
    for words in (
        "1 unread message", "Conversion: ", "in Sep 2026", "95 % interval", "Alert “low”: value below 99",
        "tried team in vain (error 503)", "A watcher is at work",
    ):  # fmt: skip
        assert words in said
    assert "s3cr3t" not in said
    app = press(app, "Mark as read")
    assert "Nothing unread." in texts(app)
    assert messages.message(store, 1).read_by == ["Ann"]
    app = press(app, "Mark as unread")
    assert "1 unread message" in texts(app)
    assert "Nothing unread" in texts(as_bo(opened(home, "inbox")))  # it is Ann's


def as_bo(app):
    app.session_state[who.NAME] = "Bo"
    return app.run()


def test_an_alert_is_made_in_the_form_that_shows_when_it_would_have_spoken(opened, home, store):
    about = '{"metric": "conversion", "grain": "month", "concerns": {"region": ["North"]}}'
    app = as_ann(opened(home, "inbox", alert="new", about=about))
    assert not app.exception
    assert "In the last 24 complete periods it would" in texts(app)  # signals
    app = next(box for box in app.selectbox if box.label == "When").set_value("value").run()
    assert "it would not have spoken" in texts(app)  # below 0 %
    [than] = [field for field in app.number_input if field.label == "per cent"]
    app = than.set_value(99.0).run()
    assert "In the last 24 complete periods it would have spoken" in texts(app)
    app = press(app, "Add a condition")
    assert not app.exception
    app = press(app, "Keep the alert")
    assert not app.exception
    [row] = records.rules(store)
    about = {"metric": "conversion", "grain": "month", "concerns": {"region": ["North"]}}
    assert row.about == {**about, "defined": []}
    assert (row.name, row.owner, row.created_by) == ("Conversion (region: North)", "Ann", "Ann")
    assert [part["than"] for part in row.conditions["all"]] == [99.0, 0.0]
    assert "The alert is kept." in texts(app)
    assert "alert" not in app.query_params


def test_an_alert_is_changed_put_to_sleep_switched_off_and_removed(opened, home, store):
    a_rule(store)
    app = press(as_ann(opened(home, "inbox")), "Change")
    assert not app.exception
    name = next(field for field in app.text_input if field.label == "Name")
    name.input("lower")
    app = press(app, "Keep the alert")
    assert [row.name for row in records.rules(store)] == ["lower"]
    app = press(app, "Snooze for a week")
    assert "silent until" in texts(app)
    app = press(press(app, "Wake it"), "Switch off")
    assert "switched off" in texts(app)
    app = press(app, "Remove")
    assert list(records.rules(store)) == []
    assert not app.exception


def test_who_changed_an_alert_too_late_sees_both_versions(opened, home, store):
    row = a_rule(store)
    app = press(as_ann(opened(home, "inbox")), "Change")
    records.change(store, BO, row.id, 1, least_n=50)
    name = next(field for field in app.text_input if field.label == "Name")
    name.input("mine")
    app = press(app, "Keep the alert")
    assert not app.exception
    assert "Two versions of one alert" in texts(app)
    app = press(app, "Keep what is chosen")
    [row] = records.rules(store)
    assert (row.name, row.least_n, row.version) == ("mine", 50, 3)


def test_what_is_wrong_is_said_and_the_form_stays(opened, home, store):
    a_rule(store)
    app = as_ann(opened(home, "inbox", alert="new", about='{"metric": "conversion"}'))
    name = next(field for field in app.text_input if field.label == "Name")
    name.input("low")
    app = press(app, "Keep the alert")
    assert "There is an alert named 'low' already" in texts(app)
    assert any(button.label == "Keep the alert" for button in app.button)
    for told in ("nonsense", '{"metric": "no such"}', '{"metric": "nps", "concerns": 3}', "[1]"):
        assert not as_ann(opened(home, "inbox", alert="new", about=told)).exception


def test_a_viewer_of_one_region_makes_alerts_of_it_and_sees_no_others(
    opened, home, store, monkeypatch
):
    south = Viewer(regions=frozenset({"South"}))
    a_rule(store)
    say(home, monkeypatch)
    monkeypatch.setattr(frame, "viewer", lambda: south)
    app = as_ann(opened(home, "inbox", alert="new", about='{"metric": "conversion"}'))
    said = texts(app)
    assert "1 message is about numbers that you may not see." in said
    assert "<b>low</b>" not in said
    press(app, "Keep the alert")
    [row] = [row for row in records.rules(store) if row.name != "low"]
    assert subject.viewer_of(row.sees) == south
    assert not opened(home, "inbox", alert="1").exception  # a rule with more rights than mine


def test_watch_this_leads_from_a_metric_to_the_form(opened, home):
    app = opened(home, "metric", metric="conversion", region="North", grain="week")
    assert any(button.label == "Watch this" for button in app.button)


def test_an_alert_on_a_goal_begins_with_its_status(opened, home, store):
    kept_goals.keep(home, "[{name: half, metric: conversion, kind: reach, target: 50}]")
    app = as_ann(opened(home, "inbox", alert="new", about='{"goal": 1}'))
    assert "conditions on these are not known here" in texts(app)
    app = press(app, "Keep the alert")
    assert not app.exception
    [row] = records.rules(store)
    assert (row.name, row.about) == ("Half", {"goal": 1})
    [condition] = row.conditions["all"]
    assert condition == {"what": "status", "is": "one_of", "than": ["at_risk", "off_track"]}


def test_a_digest_is_subscribed_to_and_ended(opened, home, store):
    app = as_ann(opened(home, "inbox"))
    app = press(app, "Subscribe")
    [one] = records.subscriptions(store)
    assert (one.name, one.owner, one.language, one.weekday, one.hour) == (
        "Weekly digest", "Ann", "en", 0, 8,
    )  # fmt: skip
    assert "Monday at 8:00, for Ann, in English, to this inbox" in texts(app)
    press(app, "Remove")
    assert list(records.subscriptions(store)) == []


def test_a_digest_is_read_here_too(opened, home, store):
    message = Message(
        source="digest 1", about_period="digest 2026-W40", title="Milepost, week of <b>", owner="Ann",
        body="5 of 13 goals\n\n• a < b", made_at=datetime(2026, 10, 5), link="scorecard",
        facts={"kind": "digest"},
    )  # fmt: skip
    messages.write(store, message, {})
    said = texts(as_ann(opened(home, "inbox")))
    assert "week of &lt;b&gt;" in said
    assert "• a &lt; b" in said


def test_a_single_look_by_cron_leaves_its_time(opened, home):
    heartbeat.looked_once(home)
    told = texts(opened(home, "inbox"))
    assert "Last look: " in told
    assert "No watcher is at work" not in told
    found = heartbeat.heartbeat(home)
    assert not found.is_alive(found.at)
    assert not found.is_recent_look(found.at + heartbeat.A_DAY)
    home.watching.unlink()
    heartbeat.beat(home, 60)  # whoever goes on looking is not silenced by a single look
    heartbeat.looked_once(home)
    assert heartbeat.heartbeat(home).every_seconds == 60
    home.watching.unlink()
