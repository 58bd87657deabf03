"""The queue of the page Voice: states, notes, times, and two who write at once."""

from datetime import date, datetime
from pathlib import Path

import pytest

from dashboard.records import cases, store
from dashboard.records.keep import Actor
from tests.agreement import published
from tests.oracle.world import World, event
from tests.pages.conftest import clickable_html

KIM = Actor("Kim")


@pytest.fixture
def shop(tmp_path: Path):
    """Ann gave 3 and bo 6 with words, cy 9; somebody unknown gave 0."""
    given = [
        ("ann", 3, "Parcel came late"),
        ("bo", 6, "Too expensive"),
        ("cy", 9, None),
        (None, 0, None),
    ]
    answers = [
        event(f"a{n}", "survey_nps", datetime(2026, 2, n + 1, 9), person_id=person, score=score, survey="shop",
              comment=words)
        for n, (person, score, words) in enumerate(given)
    ]  # fmt: skip
    return published(World(answers, coverage=datetime(2026, 3, 1)), tmp_path)


def queue_of(app) -> str:
    return next((html for html in clickable_html(app) if "mp-queue" in html), "")


def in_queue(opened, home, **parameters):
    return opened(home, "voice", look="queue", window="all", **parameters)


def test_everybody_unhappy_waits_until_something_is_done(opened, said, shop) -> None:
    app = in_queue(opened, shop)
    assert not app.exception
    assert "2 of 2 detractors have not been called back" in said(app)
    assert "1 more answer of nobody known" in said(app)
    queue = queue_of(app)
    assert queue.index("Too expensive") < queue.index("Parcel came late")  # newest first
    assert "Delivery" in queue


def test_what_is_kept_is_shown_and_counted(opened, said, shop) -> None:
    records = store.opened(shop)
    about = cases.Answer("ann", "shop", date(2026, 2, 1))
    cases.change(records, KIM, about, 0, status="resolved", owner="Kim", note="sent a new one")
    app = in_queue(opened, shop)
    assert "1 of 2 detractors have not been called back" in said(app)
    assert "sent a new one" in queue_of(app)
    assert "50" in said(app)  # loop closed: 1 of 2
    only = queue_of(in_queue(opened, shop, state="resolved"))
    assert "Parcel came late" in only
    assert "Too expensive" not in only


def test_the_form_keeps_state_owner_and_note(opened, shop) -> None:
    app = in_queue(opened, shop, open="case:2026-02-01:ann")
    app.session_state["who_name"] = "Kim"
    app.text_input(key="case_2026-02-01:ann_owner").input("Lee")
    app.text_area(key="case_2026-02-01:ann_note").input("rang twice")
    next(b for b in app.button if b.label == "Keep").click()
    app.run()
    assert not app.exception
    [case] = cases.cases(store.opened(shop)).values()
    assert (case.owner, case.note, case.status) == ("Lee", "rang twice", "open")


def test_who_was_overtaken_is_shown_both_and_loses_nothing(opened, said, shop) -> None:
    app = in_queue(opened, shop, open="case:2026-02-01:ann")
    app.session_state["who_name"] = "Lee"
    about = cases.Answer("ann", "shop", date(2026, 2, 1))
    cases.change(store.opened(shop), KIM, about, 0, note="by Kim")
    app.text_area(key="case_2026-02-01:ann_note").input("by Lee")
    next(b for b in app.button if b.label == "Keep").click()
    app.run()
    assert not app.exception
    assert "Two versions" in said(app)
    assert "by Kim" in said(app)
    assert "by Lee" in said(app)
    [case] = cases.cases(store.opened(shop)).values()
    assert case.note == "by Kim"


def test_an_answer_that_is_not_there_opens_no_form(opened, shop) -> None:
    app = in_queue(opened, shop, open="case:2026-02-01:nobody")
    assert not app.exception
    assert not app.text_area
