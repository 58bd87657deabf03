from dataclasses import replace

import pytest

from dashboard.insight.compare import Change
from dashboard.metrics.catalogue import CHURN, CONVERSION, LTV_TO_CAC
from dashboard.metrics.certainty import Measurement
from dashboard.views import cards, changes, export, tables
from dashboard.views.board import Card
from queries.calendar import Grain
from tests.views.values import month

UP = Change(2.4, 1.0, 3.8, 0.12, "up")
NOISE = Change(-0.3, -1.0, 0.4, -0.01, "can't tell")


@pytest.mark.parametrize(
    ("metric", "change", "tone"),
    [(CONVERSION, UP, "better"), (CHURN, UP, "worse"), (CONVERSION, NOISE, "")],
)
def test_what_is_better_depends_on_the_metric(metric, change, tone):
    assert changes.tone_of(metric, change) == tone


def test_a_change_is_said_by_arrow_and_word():
    assert changes.in_words(CONVERSION, UP, "") == "▲ up 2.4 points (+12%)"
    assert changes.in_words(CONVERSION, NOISE, "") == "≈ can't tell: −0.3 points"
    nothing = Change(-0.01, -1.0, 0.4, None, "can't tell")
    assert changes.in_words(CONVERSION, nothing, "") == "≈ can't tell: 0.0 points"
    assert "worse" in changes.line(CHURN, UP, "on Aug 2026", "")


def test_what_is_odd_about_this_very_value_is_on_its_card():
    note = "net revenue in 365 days; below 1: a customer brings in less than winning one costs"
    value = month(2026, 9, 0.8, LTV_TO_CAC)
    value = replace(value, measurement=Measurement(0.8, 0.5, 1.2, 40, None, note=note))
    assert note in cards.drawn(Card(LTV_TO_CAC, latest=value), None, Grain.MONTH, "EUR", "")
    assert tables.value_row(value, Grain.MONTH, "EUR")["note"] == note


def test_names_from_data_are_escaped():
    card = Card(CONVERSION, group="<img src=x>", latest=month(2026, 9, 20.0))
    assert "<img src=x>" not in cards.drawn(card, None, Grain.MONTH, "EUR", "")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "＝"])
def test_a_cell_is_never_a_formula(start):
    assert export.neutral(f"{start}cmd") == f"'{start}cmd"
    assert export.neutral(-5) == -5
