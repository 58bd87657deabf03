"""Readers are spoken to in their own language; what was said in English can be put into it later."""

import pickle
from contextvars import Context
from datetime import date

import pytest

from dashboard.language import (
    _,
    ask,
    day,
    language,
    n_,
    number,
    preferred,
    recalled,
    said,
    speaking,
)


def test_what_was_said_in_english_remembers_how_it_was_made() -> None:
    text = said("complete once the data reach {day}", day=date(2026, 5, 8))
    assert text == "complete once the data reach 2026-05-08"
    assert pickle.loads(pickle.dumps(text)).template == text.template
    assert _(text) == "complete once the data reach 8 May 2026"


def test_russian_has_three_plurals_and_its_own_days_and_numbers() -> None:
    with speaking("ru"):
        said_of = [n_("{count} person", "{count} people", n) for n in (1, 2, 5, 21)]
        assert said_of == ["1 человек", "2 человека", "5 человек", "21 человек"]
        assert day(date(2026, 5, 8)) == "8 мая 2026"
        assert number(12345.6, 1) == "12\u202f345,6"
    assert language() == "en"


@pytest.mark.parametrize(
    ("sent", "spoken"),
    [("ru-RU,ru;q=0.9,en;q=0.8", "ru"), ("de-DE,en;q=0.5", "en"), ("", "en"), ("ru", "ru")],
)
def test_the_browsers_first_language_that_there_is(sent: str, spoken: str) -> None:
    assert preferred(sent) == spoken


def test_a_number_below_nought_has_a_minus_and_a_text_keeps_its_hyphens() -> None:
    text = said("{change:+.1f} % of {name}", change=-49.36, name="south-west")
    assert _(text) == "−49.4 % of south-west"
    with speaking("ru"):
        assert _(text) == "−49,4 % of south-west"


def test_a_value_with_braces_is_never_a_template() -> None:
    assert _("named {name}", name="{0.__class__}") == "named {0.__class__}"
    assert _("plain {text} without values") == "plain {text} without values"


def test_text_that_was_stored_is_recalled_as_it_was_said() -> None:
    template = "{days} days of orders are fewer than {gaps} (x)"
    text = recalled("12 days of orders are fewer than 3 (x)", [said("no orders"), said(template)])
    assert text.template == template
    assert text.values == {"days": "12", "gaps": "3"}
    assert recalled("something else", [template]) == "something else"


def test_where_nobody_has_said_the_language_it_is_asked_for(monkeypatch) -> None:
    monkeypatch.setattr("dashboard.language._asked", [])
    ask(lambda: "ru")
    assert (
        Context().run(language) == "ru"
    )  # as in a callback, which runs before the page has spoken
    with speaking("en"):
        assert language() == "en"
