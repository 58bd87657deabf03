"""What a mapping can say, and how it is told that it said something wrong."""

import json
from datetime import datetime
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from dashboard.errors import BadData, BadUse
from dashboard.ingest.contract import EVENT_COLUMNS, SMALL_TABLES
from dashboard.ingest.mapping_file import SCHEMA
from dashboard.ingest.mappings import mapping_names, read_mapping
from dashboard.paths import MAPPINGS
from tests.conftest import ROOT
from tests.ingest.conftest import Master

SHOP = """name: shop
zone: Europe/Berlin
currency: EUR
delimiter: ";"
columns:
  number: {type: text, header: [No., Number]}
  created: {type: time, formats: ["%d.%m.%Y %H:%M"]}
  customer: integer
  country: {type: text, translate: {DE: Germany, TR: Turkey, "?": ~}}
  total: {type: decimal, decimal_mark: ",", thousands: "."}
  returned: {type: decimal, decimal_mark: ",", optional: true}
ignore:
  - rule: test orders
    when: {column: customer, equals: 0}
event_id: number
fields:
  occurred_at: created
  person_id: customer
  region: country
  order_id: number
events:
  - event: order
    fields: {amount: total}
  - event: refund
    when: {column: returned, above: 0}
    fields: {amount: returned}
"""
SHOP_ROWS = """No.;created;customer;country;total;returned
A1;03.08.2026 11:31;17;DE;1.049,90;
A2;05.08.2026 14:55;42.0;TR;120,00;20,50
A3;05.08.2026 15:02;0;DE;1,00;
A4;05.08.2026 15:03;43;?;2,00;
A5;05.08.2026 15:04;44;FR;3,00;
A6;05.08.2026 15:05;45,5;DE;3,00;
"""


def test_a_mapping_says_names_types_times_money_and_what_a_row_becomes(master: Master):
    counts = master.load_text(SHOP_ROWS, mapping=SHOP).counts
    assert (counts.read, counts.accepted, counts.ignored, counts.events) == (6, 3, 1, 4)
    assert master.rows(
        "select event_id, occurred_at, person_id, region, amount::double, currency from events "
        "order by 1"
    ) == [
        ("A1-order", datetime(2026, 8, 3, 9, 31), "17", "Germany", 1049.9, "EUR"),
        ("A2-order", datetime(2026, 8, 5, 12, 55), "42", "Turkey", 120.0, "EUR"),
        ("A2-refund", datetime(2026, 8, 5, 12, 55), "42", "Turkey", 20.5, "EUR"),
        ("A4-order", datetime(2026, 8, 5, 13, 3), "43", None, 2.0, "EUR"),
    ]
    assert master.reasons() == [(6, "bad_value", "country"), (7, "bad_number", "customer")]
    assert json.loads(master.one("select ignored_by from ledger")) == {"test orders": 1}
    assert master.rows("from settings order by 1") == [
        ("currency", "EUR"),
        ("zone", "Europe/Berlin"),
    ]


def test_a_row_with_one_bad_event_makes_none(master: Master):
    row = "No.;created;customer;country;total;returned\nA1;03.08.2026 11:31;1;DE;-5,00;2,00\n"
    assert master.load_text(row, mapping=SHOP).counts.events == 0
    assert master.reasons() == [(2, "negative_amount", "amount")]


def test_a_row_of_which_one_event_is_new_is_accepted(master: Master):
    master.load_text(SHOP_ROWS.replace("20,50", ""), "a.csv", SHOP)
    counts = master.load_text(SHOP_ROWS, "b.csv", SHOP).counts
    assert (counts.accepted, counts.duplicate, counts.events) == (1, 2, 1)


def test_a_conflict_in_one_event_takes_the_others_of_its_row_with_it(master: Master):
    """B's order conflicts with the one known; C says about B's refund what B said."""
    head = "No.;created;customer;country;total;returned\n"
    master.load_text(head + "B;03.08.2026 11:31;1;DE;5,00;\n", "a.csv", SHOP)
    rows = "B;03.08.2026 11:31;1;DE;6,00;2,00\nB;03.08.2026 11:31;1;DE;5,00;2,00\n"
    counts = master.load_text(head + rows, "b.csv", SHOP).counts
    assert (counts.accepted, counts.quarantined, counts.events) == (1, 1, 1)
    assert master.reasons() == [(2, "conflict", "event_id")]


TICKETS = """name: tickets
zone: UTC
other_columns: ignored
columns:
  number: text
  state: text
  changed_at: time
event_id: {text: [number]}
fields: {occurred_at: changed_at, ticket_id: number}
events:
  - event: ticket_opened
    first_per: [number]
  - event: ticket_closed
    when: {all: [{column: state, in: [Closed, Resolved]}, {not: {column: number, empty: true}}]}
    first_per: [number]
"""


def test_the_first_row_of_a_key_makes_the_event_and_later_ones_are_ignored(master: Master):
    rows = [
        "number,state,changed_at,by",
        "T1,New,2026-08-01,x",
        "T1,Active,2026-08-02,x",
        "T2,New,2026-13-03,x",  # a bad row is not the first
        "T2,Active,2026-08-04,x",
        "T1,Closed,2026-08-05,x",
        "T1,Closed,2026-08-06,x",
    ]
    counts = master.load_text("\n".join(rows), mapping=TICKETS).counts
    assert (counts.accepted, counts.ignored, counts.quarantined) == (3, 2, 1)
    assert master.rows("select event_id, line from events order by line") == [
        ("T1-ticket_opened", 2),
        ("T2-ticket_opened", 5),
        ("T1-ticket_closed", 6),
    ]
    assert json.loads(master.one("select ignored_by from ledger")) == {"later row of number": 2}


def test_the_first_row_of_a_key_may_stand_in_an_earlier_file(master: Master):
    """T1 was opened by the first file: what the second says of its opening comes too late."""
    head = "number,state,changed_at\n"
    master.load_text(head + "T1,New,2026-08-01\n", "a.csv", TICKETS)
    rows = "T1,Active,2026-08-02\nT1,New,2026-08-01\nT1,Closed,2026-08-05\nT2,New,2026-08-03\n"
    counts = master.load_text(head + rows, "b.csv", TICKETS).counts
    assert (counts.accepted, counts.ignored, counts.duplicate, counts.quarantined) == (2, 2, 0, 0)
    again = master.load_text(head + "T1,New,2026-08-01\n\n", "c.csv", TICKETS).counts
    assert (again.duplicate, again.blank) == (1, 1)
    assert master.rows("select event_id, occurred_at from events order by 1") == [
        ("T1-ticket_closed", datetime(2026, 8, 5)),
        ("T1-ticket_opened", datetime(2026, 8, 1)),
        ("T2-ticket_opened", datetime(2026, 8, 3)),
    ]


def test_rows_without_the_key_are_not_one(master: Master):
    own = TICKETS.replace(
        "event_id: {text: [number]}", "event_id: {hash: [number, state, changed_at]}"
    )
    own = own.replace("ticket_opened", "order").replace(
        "ticket_id: number", "amount: {constant: 1}"
    )
    own = own.replace("zone: UTC", "zone: UTC\ncurrency: EUR")
    rows = "number,state,changed_at\n,New,2026-08-01\n,New,2026-08-02\nT1,New,2026-08-03\nT1,Old,2026-08-04\n"
    counts = master.load_text(rows, mapping=own).counts
    assert (counts.accepted, counts.ignored) == (3, 1)


def test_a_row_that_no_rule_fits_waits(master: Master):
    own = TICKETS.replace("  - event: ticket_opened\n    first_per: [number]\n", "")
    master.load_text("number,state,changed_at\nT1,New,2026-08-01\n", mapping=own)
    assert master.reasons() == [(2, "no_rule", None)]


HASHED = """name: hashed
header: none
columns: {who: integer, when: time, what: decimal}
event_id: {hash: all}
fields: {occurred_at: when, person_id: who}
events: [{event: visit}]
"""


def test_ids_are_hashed_over_values_not_over_their_spelling(master: Master):
    counts = master.load_text(
        "17850,2026-08-01,2.5\n17850.0,2026-08-01 00:00,2.50\n", mapping=HASHED
    )
    assert (counts.counts.accepted, counts.counts.duplicate) == (1, 1)


def test_an_empty_value_and_its_neighbour_do_not_make_one_id(master: Master):
    own = HASHED.replace("who: integer", "who: text").replace("what: decimal", "what: text")
    assert master.load_text("a,2026-08-01,\n,2026-08-01,a\n", mapping=own).counts.accepted == 2


def test_occurrence_keeps_true_repeats_and_knows_them_again(master: Master):
    own = HASHED.replace("{hash: all}", "{hash: all, occurrence: true}")
    rows = "1,2026-08-01,2.5\n" * 3
    assert master.load_text(rows, "a.csv", own).counts.accepted == 3
    counts = master.load_text(rows + "2,2026-08-01,2.5\n", "b.csv", own).counts
    assert (counts.accepted, counts.duplicate) == (1, 3)
    plain = master.one("select min(event_id) from events where person_id = '1'")
    assert master.one(f"select count(*) from events where event_id = '{plain}-3'") == 1


def test_a_file_without_header_of_another_width_is_refused(master: Master):
    assert (
        "2 columns where the mapping declares 3"
        in master.load_text("1,2\n", mapping=HASHED).message
    )


def test_fixed_width_is_cut_at_its_characters(master: Master):
    own = """name: fixed
columns:
  who: {type: text, chars: [1, 3]}
  day: {type: text, chars: [5, 12]}
event_id: {text: [who, day], between: "-"}
fields: {occurred_at: {time: day, formats: ["%Y%m%d"]}, person_id: who}
events: [{event: visit}]
"""
    counts = master.load_text("ann 20260801\nbobX20260802\n\ncem 2026\ndan 20260803\n", mapping=own)
    assert (counts.counts.accepted, counts.counts.blank) == (2, 1)
    assert master.reasons() == [(2, "ragged", None), (4, "bad_time", "occurred_at")]


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


MISTAKES = {
    "unknown key": (
        ("delimiter:", "delimitr:"),
        "'delimitr' is not known here. Did you mean 'delimiter'?",
    ),
    "unknown type": (("customer: integer", "customer: {type: intger}"), "Did you mean 'integer'?"),
    "unknown short type": (("customer: integer", "customer: intger"), "Did you mean 'integer'?"),
    "unknown column": (
        ("occurred_at: created", "occurred_at: creatd"),
        "Did you mean 'created' or",
    ),
    "unknown field": (("  region: country", "  regin: country"), "Did you mean 'region' or"),
    "unknown event": (("event: refund", "event: refnd"), "Did you mean 'refund'?"),
    "unknown condition": (("above: 0", "abov: 0"), "Did you mean 'above'?"),
    "unknown zone": (("Europe/Berlin", "Europe/Berlyn"), "no time zone"),
    "unknown currency": (("EUR", "EUX"), "no ISO 4217 code"),
    "key twice": (
        ("event_id: number", "event_id: number\nzone: UTC"),
        "line 16: 'zone' stands twice",
    ),
    "no yaml": (("columns:", "columns: ["), "Mend the YAML"),
    "no columns": (("columns:", "fields:"), "stands twice"),
    "no id": (("event_id: number\n", ""), "'event_id' is missing"),
    "no time": (("  occurred_at: created\n", ""), "'occurred_at' is missing"),
    "text as money": (("{amount: total}", "{amount: country}"), "text where integer or decimal"),
    "text as time": (("occurred_at: created", "occurred_at: number"), "text where time is needed"),
    "bare constant": (("region: country", "region: 5"), "should be text or a block"),
    "text against number": (("above: 0", "above: x"), "compared with a number"),
    "pattern on a number": (("above: 0", "matches: x"), "the column is decimal, not text"),
    "unsound pattern": (("column: returned, above: 0", "column: country, matches: '(?=x)'"), "RE2"),
    "unsound format": (("%d.%m.%Y %H:%M", "%d.%m.%Y %Q"), "is no time format"),
    "format without form": (("%d.%m.%Y %H:%M", "dd.mm.yyyy"), "is no time format"),
    "header twice": (("[No., Number]", "[No., customer]"), "Tell them apart with at"),
    "two words": (("region: country", "region: {column: country, constant: x}"), "exactly one of"),
    "a list as a name": (("customer: integer", "? [a]\n  : integer"), "a name is not text"),
    "unit missing": (
        ("region: country", "region: {after: created}"),
        "seconds, minutes, hours, days",
    ),
    "unit alone": (("region: country", "region: {minutes: total}"), "Write both or neither"),
    "late text": (
        ("region: country", "region: {after: country, days: total}"),
        "text where a time",
    ),
    "table with events": (("zone:", "table: spend\nzone:"), "takes fields and no events"),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_in_a_mapping_is_said_with_its_place(tmp_path: Path, name: str):
    (old, new), words = MISTAKES[name]
    assert old in SHOP
    path = tmp_path / "shop.yaml"
    path.write_text(SHOP.replace(old, new))
    with pytest.raises(BadData) as caught:
        read_mapping(str(path))
    assert words in str(caught.value)
    assert str(caught.value).startswith("shop.yaml")


def test_no_word_of_a_mapping_becomes_sql(master: Master):
    """Names, constants, formats and patterns that would end a statement, or a string in one."""
    evil = "x'); drop table events; --"
    own = yaml.safe_dump(
        {
            "name": "evil",
            "columns": {evil: "text", 'say "when"': "time"},
            "ignore": [{"rule": evil, "when": {"column": evil, "equals": evil}}],
            "event_id": {"hash": "all"},
            "fields": {"occurred_at": 'say "when"', "comment": {"constant": evil}},
            "events": [{"event": "visit", "name": evil}],
        },
        sort_keys=False,
    )
    path = master.write("evil.yaml", own)
    text = f'"{evil}","say ""when"""\n"{evil}",2026-08-01\nc,\'\nb,2026-08-01\n'
    (result,) = master.load(master.write("a.csv", text), mapping=str(path))
    assert (result.counts.ignored, result.counts.accepted, result.counts.quarantined) == (1, 1, 1)
    assert master.one("select comment from events") == evil


def test_unknown_mappings_name_the_near_ones():
    with pytest.raises(BadUse, match="Did you mean 'online_retail'"):
        read_mapping("online_retial")


def test_a_mapping_of_the_home_is_found_by_name(master: Master):
    master.home.mappings.mkdir(parents=True)
    (master.home.mappings / "shop.yaml").write_text(SHOP)
    assert read_mapping("shop", master.home).currency == "EUR"


@pytest.mark.parametrize("name", mapping_names())
def test_every_shipped_mapping_is_sound_and_fits_the_schema(name: str):
    assert read_mapping(name).name == name
    values = yaml.safe_load((MAPPINGS / f"{name}.yaml").read_text())
    Draft202012Validator(json.loads(SCHEMA.read_text())).validate(values)


def test_the_page_on_data_names_every_shipped_mapping():
    page = (ROOT / "docs/data.md").read_text()
    own = {name for name in mapping_names() if not name.startswith("milepost")}
    assert {name for name in own if f"{name}`" not in page and f"{name} " not in page} == set()


def test_the_schema_is_a_sound_schema():
    Draft202012Validator.check_schema(json.loads(SCHEMA.read_text()))


def test_the_shipped_mappings_of_the_contract_name_all_its_columns():
    assert list(read_mapping("milepost").columns) == list(EVENT_COLUMNS)
    for table, columns in SMALL_TABLES.items():
        assert list(read_mapping(f"milepost_{table}").columns) == list(columns)
