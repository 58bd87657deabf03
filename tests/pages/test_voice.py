"""The page Voice: score, flows, topics, comments, and the people of whatever is clicked."""

from pathlib import Path

import pytest

from tests import homes
from tests.agreement import published
from tests.oracle.world import World


@pytest.fixture(scope="module")
def silent(tmp_path_factory: pytest.TempPathFactory):
    """Answers without a word."""
    from datetime import datetime

    from tests.oracle.world import event

    answers = [
        event(f"a{n}", "survey_nps", datetime(2026, 2, n + 1, 9), person_id=f"p{n}", score=n, survey="shop")
        for n in range(11)
    ]  # fmt: skip
    folder: Path = tmp_path_factory.mktemp("silent")
    return published(World(answers, coverage=datetime(2026, 3, 1)), folder)


def test_the_score_and_what_stands_behind_it(opened, said, demo) -> None:
    app = opened(demo, "voice")
    assert not app.exception
    text = said(app)
    assert "the smallest change you could see is" in text
    assert "promoters, " in text
    assert "moved up and" in text
    assert "Net promoter score by" in text or "highest in" in text


@pytest.mark.parametrize("spec", ["score:9", "flow:1:-1", "class:-1", "topic:price"])
def test_every_number_opens_its_people(opened, said, demo, spec) -> None:
    app = opened(demo, "voice", open=f"voice:{spec}")
    assert not app.exception
    assert "people." in said(app) or "person." in said(app)


@pytest.mark.parametrize("spec", ["voice:score:77", "voice:flow:9:1", "voice:", "voice:class:x:y"])
def test_what_cannot_be_read_opens_nothing(opened, demo, spec) -> None:
    app = opened(demo, "voice", open=spec)
    assert not app.exception
    assert not app.error


def test_topics_and_the_comments_of_one(opened, said, demo) -> None:
    app = opened(demo, "voice", look="topics", topic="price")
    assert not app.exception
    text = said(app)
    assert "comments on Price" in text
    assert "Not cheap" in text
    app = opened(demo, "voice", look="topics", said="no such words anywhere")
    assert "0 comments with" in said(app)
    assert "No comments here" in said(app)


def test_topics_are_named_in_the_readers_language(opened, said, demo) -> None:
    assert "Упаковка" in said(opened(demo, "voice", look="topics", lang="ru"))


def test_satisfaction_has_the_same_page(opened, said, demo) -> None:
    app = opened(demo, "voice", score="csat")
    assert not app.exception
    assert "dissatisfied" in said(app)


def test_answers_without_words_say_so(opened, said, silent) -> None:
    app = opened(silent, "voice", look="topics", window="all")
    assert not app.exception
    assert "Nobody wrote anything: none of the 11 answers has words" in said(app)


def test_a_day_without_answers_says_what_to_load(opened, said, tmp_path) -> None:
    app = opened(homes.one_day(tmp_path), "voice")
    assert not app.exception
    assert "No answers to surveys in these days" in said(app)
