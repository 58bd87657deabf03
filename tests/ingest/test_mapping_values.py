"""What an expression, a time or a word of a mapping makes of a cell."""

from datetime import datetime

import pytest

from tests.ingest.conftest import Master
from tests.ingest.mapped import HASHED

EXPRESSIONS = {
    "{product: [a, b]}": 12.0,
    "{sum: [a, b, {constant: 1}]}": 9.0,
    "{difference: [b, a]}": 4.0,
    "{absolute: {negative: b}}": 6.0,
    "{if: {column: a, at_least: 2}, then: a, else: b}": 2.0,
    "{if: {column: a, below: 2}, then: a, else: b}": 6.0,
    "{first: [c, a]}": 2.0,
    "{if: {any: [{column: t, matches: 'x.*'}, {column: c, empty: true}]}, then: b}": 6.0,
    "{if: {column: t, in: [y, xyz]}, then: {constant: 2.5}}": 2.5,
    "{if: {all: [{column: t, contains: y}, {column: t, ends_with: z}]}, then: a}": 2.0,
    "{if: {column: d, at_most: '2026-08-01'}, then: a, else: b}": 2.0,
    "{if: {column: d, above: '2026-08-01'}, then: a, else: b}": 6.0,
    "{if: {column: f, equals: true}, then: a, else: b}": 6.0,
}


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_an_expression_gives_its_value(master: Master, expression: str):
    own = f"""name: values
columns: {{a: decimal, b: integer, c: {{type: decimal, empty: [none]}}, t: text, d: time, f: boolean}}
event_id: {{hash: all}}
fields: {{occurred_at: d, quantity: {expression}}}
events: [{{event: visit}}]
"""
    master.load_text("a,b,c,t,d,f\n2,6,none,xyz,2026-08-01,N\n", mapping=own)
    assert float(master.one("select quantity from events")) == EXPRESSIONS[expression]


TIMES = {
    "{after: d, seconds: b}": datetime(2026, 8, 1, 0, 0, 6),
    "{after: d, minutes: a}": datetime(2026, 8, 1, 0, 2, 30),
    "{after: d, hours: {negative: b}}": datetime(2026, 7, 31, 18),
    "{after: {after: d, days: b}, minutes: {constant: 90}}": datetime(2026, 8, 7, 1, 30),
    "{time: t, formats: [epoch_microseconds]}": datetime(2026, 8, 1, 12, 0, 0, 1),
    "{time: {constant: '1785585600'}, formats: [epoch_seconds]}": datetime(2026, 8, 1, 12),
    "{time: {constant: '1785585600000'}, formats: [epoch_milliseconds]}": datetime(2026, 8, 1, 12),
}


@pytest.mark.parametrize("expression", TIMES)
def test_a_time_is_counted_from_another_or_from_1970(master: Master, expression: str):
    own = f"""name: times
columns: {{a: decimal, b: integer, t: text, d: time}}
event_id: {{if: {{column: a, above: 2}}, then: t, else: {{first: [t, {{constant: x}}]}}}}
fields: {{occurred_at: {expression}}}
events: [{{event: visit}}]
"""
    master.load_text("a,b,t,d\n2.5,6,1785585600000001,2026-08-01\n", mapping=own)
    assert master.rows("select event_id, occurred_at from events") == [
        ("1785585600000001-visit", TIMES[expression])
    ]


@pytest.mark.parametrize("form", ["epoch_seconds", "epoch_milliseconds", "epoch_microseconds"])
def test_a_count_that_is_no_instant_waits_and_harms_no_other(master: Master, form: str):
    own = HASHED.replace("when: time", f"when: {{type: time, formats: [{form}]}}")
    rows = "1,99999999999999999999,1\n2,-,1\n3,999999999999999999,1\n4,1000000,1\n"
    result = master.load_text(rows, mapping=own)
    assert (result.state, result.counts.read) == ("loaded", 4)
    assert {line for line, *_ in master.reasons()} >= {1, 2, 3}


def test_an_object_in_a_json_line_is_opened_by_a_dotted_path(master: Master):
    own = """name: nested
columns:
  id: text
  at: {type: time, formats: [epoch_microseconds]}
  maker: {header: device.maker.name, type: text, optional: true}
  whole: {header: geo, type: text, optional: true}
event_id: id
fields: {occurred_at: at, device: maker, comment: whole}
events: [{event: visit}]
"""
    rows = [
        '{"id": "a", "at": 1785585600000000, "device": {"maker": {"name": "X"}}, "geo": {"a": 1}}',
        '{"id": "b", "at": "1785585600000000", "device": {"maker": null}}',
        '{"id": "c", "at": 1785585600000000, "device": ' + '{"a":' * 3000 + "1" + "}" * 3001,
    ]
    refused = master.load_text("\n".join(rows[:2]), "a.jsonl", own)
    assert "key 'device.maker' is not declared in the mapping" in refused.message
    own = own.replace("columns:", "other_columns: ignored\ncolumns:")
    counts = master.load_text("\n".join(rows), "b.jsonl", own).counts
    assert (counts.accepted, counts.quarantined) == (2, 1)
    assert master.rows("select event_id, device, comment from events order by 1") == [
        ("a-visit", "X", '{"a": "1"}'),
        ("b-visit", None, None),
    ]
    assert master.reasons() == [(3, "bad_json", None)]


WHENS = {
    "2026-08-01 09:59:00 +0200": datetime(2026, 8, 1, 7, 59),
    "2026-08-01 09:59:00 -0530": datetime(2026, 8, 1, 15, 29),
    "2026-08-01 09:59+0200": datetime(2026, 8, 1, 7, 59),
    "2026-08-01T09:59:00+02:00": datetime(2026, 8, 1, 7, 59),
    "2026-08-01 09:59:00.5 +02:00": datetime(2026, 8, 1, 7, 59, 0, 500_000),
    "2026-08-01 09:59:00+02": datetime(2026, 8, 1, 7, 59),
    "2026-08-01 09:59:00 -05": datetime(2026, 8, 1, 14, 59),
    "2026-08-01 09:59:00 Z": datetime(2026, 8, 1, 9, 59),
}


@pytest.mark.parametrize("text", WHENS)
def test_an_offset_is_read_however_it_is_written(master: Master, text: str):
    master.load_text(f"1,{text},1\n", mapping=HASHED)
    assert master.rows("select occurred_at from events") == [(WHENS[text],)]


def test_the_words_for_yes_and_no_are_the_mappings_own(master: Master):
    """The keys `true` and `false` are names like any other, and so are numbers."""
    own = """name: truth
columns:
  id: {type: text, translate: {1: one}, otherwise: keep}
  known: {type: boolean, true: [Да, yes], false: [Нет]}
event_id: id
fields: {occurred_at: {time: {constant: "2026-08-01"}}, identified: known}
events: [{event: visit}]
"""
    master.load_text("id,known\n1,Да\n2,Нет\n3,YES\n4,no\n", mapping=own)
    assert master.rows("select event_id, identified from events order by 1") == [
        ("2-visit", False),
        ("3-visit", True),
        ("one-visit", True),
    ]
    assert master.reasons() == [(5, "bad_bool", "known")]
