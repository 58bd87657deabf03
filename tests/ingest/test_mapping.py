"""What a mapping can say, and how it is told that it said something wrong."""

import json
from datetime import datetime

from tests.ingest.conftest import Master
from tests.ingest.mapped import HASHED, SHOP

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
