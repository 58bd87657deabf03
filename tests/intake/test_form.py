"""A mapping as a form: what it shows, and what a change makes of it."""

from typing import Any

import pytest

from dashboard.ingest.mapping_file import shaped
from dashboard.ingest.mappings import checked, mapping_names, values_of
from dashboard.intake import expressions, form, mapped
from dashboard.intake.expressions import Condition, Source
from dashboard.paths import MAPPINGS

VALUES: dict[str, Any] = {
    "name": "shop",
    "currency": "EUR",
    "columns": {"nr": "text", "am": "time", "wer": "text", "summe": "decimal", "art": "text"},
    "event_id": "nr",
    "fields": {"occurred_at": "am", "person_id": "wer", "identified": {"present": "wer"}},
    "events": [{"event": "order", "fields": {"order_id": "nr", "amount": "summe"}}],
}
HEADERS = ("nr", "am", "wer", "summe", "art")


@pytest.mark.parametrize(
    "spec",
    [
        None, "summe", {"product": ["a", "b"]}, {"constant": "web"}, {"negative": "summe"},
        {"negative": {"product": ["a", "b"]}}, {"first": ["a", "b"]}, {"text": ["a", "b"], "between": "-"},
    ],
)  # fmt: skip
def test_an_expression_goes_through_the_form_unchanged(spec):
    assert expressions.spec_of(expressions.source_of(spec)) == spec


@pytest.mark.parametrize(
    "when",
    [
        None, {"column": "art", "in": ["a", "b"]}, {"column": "art", "empty": True},
        {"column": "summe", "below": 0}, {"column": "summe", "at_least": 0}, {"column": "summe", "above": 0},
        {"all": [{"column": "a", "empty": True}]}, {"column": "a", "matches": "x.*"}, {"column": "a", "below": 7},
    ],
)  # fmt: skip
def test_a_condition_goes_through_the_form_unchanged(when):
    assert expressions.when_of(expressions.condition_of(when)) == when


def test_every_mapping_that_ships_goes_through_the_form_unchanged():
    for name in mapping_names():
        values = values_of(name)
        for rule, event in enumerate(values.get("events", ())):
            condition = expressions.condition_of(event.get("when"))
            if condition.kind != expressions.AMONG:  # `equals` becomes a list of one
                assert (
                    form.with_event(values, rule, when=expressions.when_of(condition)) == values
                ), name
            for target in form.targets(values, rule):
                source = form.field_of(values, target, rule)
                assert form.with_field(values, target, source, rule) == values, name
        text = mapped.yaml_of(values)
        path = MAPPINGS / f"{name}.yaml"
        assert shaped(text, path.name) == values
        checked(shaped(text, path.name), path)


def test_another_column_is_read_as_the_field_needs_it():
    changed = form.with_field(VALUES, "amount", Source(expressions.COLUMN, ("art",)), 0)
    assert changed["events"][0]["fields"]["amount"] == "art"
    assert changed["columns"]["art"] == {"type": "decimal"}
    assert VALUES["columns"]["art"] == "text"


def test_a_column_that_is_let_go_is_read_as_before():
    wrong = form.with_field(VALUES, "amount", Source(expressions.COLUMN, ("wer",)), 0, VALUES)
    assert wrong["columns"]["wer"] == {"type": "decimal"}
    right = form.with_field(wrong, "amount", Source(expressions.COLUMN, ("summe",)), 0, VALUES)
    assert right == VALUES


def test_whoever_is_named_is_identified_by_that_column():
    other = form.with_field(VALUES, "person_id", Source(expressions.COLUMN, ("art",)))
    assert other["fields"]["identified"] == {"present": "art"}
    nobody = form.with_field(VALUES, "person_id", Source())
    assert "identified" not in nobody["fields"]


def test_a_field_that_all_events_share_is_said_once():
    changed = form.with_field(VALUES, "region", Source(expressions.COLUMN, ("art",)))
    assert changed["fields"]["region"] == "art"
    assert "region" not in changed["events"][0]["fields"]


def test_two_events_of_one_kind_are_told_apart():
    two = form.with_event(form.with_one_more_event(VALUES), 1, event="order")
    assert [event.get("name") for event in two["events"]] == [None, "order_2"]
    assert form.without_event(two, 1) == VALUES


def test_rows_left_out_have_a_rule_with_a_name():
    when = expressions.when_of(Condition(expressions.AMONG, "art", ("Test",)))
    changed = form.with_ignored(VALUES, [("tests", when)])
    assert changed["ignore"] == [{"rule": "tests", "when": {"column": "art", "in": ["Test"]}}]
    assert form.with_ignored(changed, []) == VALUES


def test_a_column_that_no_mapping_declares_can_be_chosen():
    headers = (*HEADERS, "Gebiet", "Gebiet", "")
    values, names = form.declared(VALUES, headers)
    assert names[5:] if isinstance(names, list) else [names[5], names[6], names[7]] == [
        "Gebiet", "Gebiet 2", "column_8",
    ]  # fmt: skip
    assert values["columns"]["Gebiet 2"] == {"header": "Gebiet", "at": 7}
    lax = {**values, "other_columns": "ignored"}
    used = form.with_field(lax, "region", Source(expressions.COLUMN, ("Gebiet",)))
    kept = form.without_unused(used, VALUES)
    assert list(kept["columns"]) == [*VALUES["columns"], "Gebiet"]


def test_a_doubt_is_open_until_somebody_changes_what_it_is_about():
    doubts = {"currency": "which?", "columns.summe": "how?", "events.0": "what?", "fields": "who?"}
    other = form.with_written(VALUES, "summe", decimal_mark=",")
    assert form.open_doubts(VALUES, doubts, VALUES) == doubts
    assert "columns.summe" not in form.open_doubts(VALUES, doubts, other)
    assert "currency" not in form.open_doubts(
        VALUES, doubts, form.with_said(VALUES, "currency", "CHF")
    )
