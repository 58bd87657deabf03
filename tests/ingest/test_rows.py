"""Each row is accepted, quarantined with its reason, a duplicate, ignored or blank."""

import json

import pytest

from tests.ingest.conftest import Master

HEADER = (
    "event_id,event,occurred_at,person_id,visitor_id,order_id,ticket_id,amount,currency,"
    "score,survey,identified,weight,comment\n"
)
GOOD = "g,visit,2026-08-01 10:00:00,ann,,,,,,,,,,\n"


def _row(**values: str) -> str:
    names = HEADER.strip().split(",")
    given = {"event_id": "e", "event": "visit", "occurred_at": "2026-08-01", **values}
    return ",".join(given.get(name, "") for name in names) + "\n"


BAD_ROWS = {
    "bad_time": (_row(occurred_at="2026-13-01"), "occurred_at"),
    "bad_time of another form": (_row(occurred_at="01/08/2026"), "occurred_at"),
    "bad_time that is infinite": (_row(occurred_at="infinity"), "occurred_at"),
    "missing_time": (_row(occurred_at=""), "occurred_at"),
    "before_2000": (_row(occurred_at="1999-12-31 23:59:59"), "occurred_at"),
    "future": (_row(occurred_at="2026-09-16 12:00:01"), "occurred_at"),
    "missing_event": (_row(event=""), "event"),
    "unknown_event": (_row(event="purchase"), "event"),
    "missing_event_id": (_row(event_id=" "), "event_id"),
    "missing_person": (_row(event="signup"), "person_id"),
    "missing_order_id": (_row(event="lead", person_id="a"), "order_id"),
    "missing_ticket_id": (_row(event="ticket_opened"), "ticket_id"),
    "missing_amount": (_row(event="order", currency="EUR"), "amount"),
    "missing_amount of a refund": (_row(event="refund", currency="EUR"), "amount"),
    "missing_currency": (_row(event="order", amount="5"), "currency"),
    "bad_currency": (_row(event="order", amount="5", currency="EUX"), "currency"),
    "negative_amount": (_row(event="order", amount="-5", currency="EUR"), "amount"),
    "bad_number": (_row(event="order", amount="5O", currency="EUR"), "amount"),
    "bad_number that is not finite": (_row(event="order", amount="nan", currency="EUR"), "amount"),
    "bad_number beyond all money": (_row(event="order", amount="1e13", currency="EUR"), "amount"),
    "bad_number in another base": (_row(event="order", amount="0x10", currency="EUR"), "amount"),
    "bad_number in an integer": (_row(event="survey_nps", score="9.5", survey="s"), "score"),
    "missing_score": (_row(event="survey_nps", survey="s"), "score"),
    "missing_survey": (_row(event="survey_nps", score="9"), "survey"),
    "score_out_of_range": (_row(event="survey_nps", score="11", survey="s"), "score"),
    "score_out_of_range below": (_row(event="survey_csat", score="0", survey="s"), "score"),
    "score_out_of_range beyond its type": (
        _row(event="survey_csat", score="99999", survey="s"),
        "score",
    ),
    "negative_weight": (_row(event="survey_csat", score="1", survey="s", weight="-1"), "weight"),
    "bad_bool": (_row(identified="maybe"), "identified"),
    "ragged": ("e,visit,2026-08-01\n", None),
    "ragged to the right": (_row().strip() + ",more\n", None),
    "bad_quote": ('"e,visit,2026-08-01,,,,,,,,,,,\n', None),
    "field_too_long": (_row(comment="x" * 65_537), None),
    "control_character": (_row(comment="a\0b"), None),
}


@pytest.mark.parametrize("name", BAD_ROWS)
def test_a_bad_row_waits_with_its_reason_and_harms_no_other(master: Master, name: str):
    row, column = BAD_ROWS[name]
    counts = master.load_text(HEADER + GOOD + row + GOOD.replace("g,", "h,")).counts
    assert (counts.read, counts.accepted, counts.quarantined) == (3, 2, 1)
    assert master.reasons() == [(3, name.split()[0], column)]
    assert master.rows("select event_id from events order by 1") == [("g",), ("h",)]


@pytest.mark.parametrize("kind", ["visit", "order", "contact_sent"])
def test_an_event_of_nobody_counts_where_sums_are_meant(master: Master, kind: str):
    row = _row(event=kind, amount="5", currency="EUR", person_id="", visitor_id="")
    assert master.load_text(HEADER + row).counts.accepted == 1


def test_the_message_names_thing_place_and_remedy(master: Master):
    master.load_text(HEADER + BAD_ROWS["bad_time"][0], name="orders.csv")
    message = master.one("select message from quarantine")
    assert message.endswith(
        "orders.csv, line 2: occurred_at is '2026-13-01', which is not a date or time. Dates are "
        "written 2026-01-31, times 2026-01-31 13:45:00; other forms are named in the mapping."
    )


def test_the_row_is_kept_as_it_was_read(master: Master):
    master.load_text("event_id,event,occurred_at,amount\ne,order,2026-08-01,1.00\n")
    assert json.loads(master.one("select row_json from quarantine")) == {
        "event_id": "e",
        "event": "order",
        "occurred_at": "2026-08-01",
        "amount": "1.00",
    }


def test_bytes_that_are_no_utf_8_cost_their_own_row(master: Master):
    text = (HEADER + _row(comment="x") + GOOD).encode().replace(b"x", b"\xff")
    assert master.load_text(text).counts.accepted == 1
    assert master.reasons() == [(2, "bad_encoding", None)]


def test_an_open_quote_costs_its_own_line_only(master: Master):
    rows = [_row(event_id=f"r{n}", comment="fine") for n in range(20)]
    rows[7] = rows[7].replace("fine", '"open')
    assert master.load_text(HEADER + "".join(rows)).counts.accepted == 19
    assert master.reasons() == [(9, "bad_quote", None)]


def test_a_quoted_line_end_is_part_of_its_field_and_lines_go_on_counting(master: Master):
    text = HEADER + _row(comment='"two\nlines"') + _row(event_id="b", occurred_at="?") + GOOD
    assert master.load_text(text).counts.accepted == 2
    assert master.one("select comment from events where event_id = 'e'") == "two\nlines"
    assert master.reasons() == [(4, "bad_time", "occurred_at")]


def test_blank_lines_are_counted_and_make_nothing(master: Master):
    text = HEADER + "\n" + GOOD + "   \n" + ",,,,,,,,,,,,,\n"
    counts = master.load_text(text).counts
    assert (counts.read, counts.blank, counts.accepted) == (4, 3, 1)


def test_blanks_around_a_value_are_taken_off_and_an_empty_text_is_no_value(master: Master):
    master.load_text(HEADER + _row(person_id=" \t ann\u00a0", visitor_id="  "))
    assert master.rows("select person_id, visitor_id from events") == [("ann", None)]


def test_the_same_row_twice_is_a_duplicate(master: Master):
    counts = master.load_text(HEADER + GOOD + GOOD).counts
    assert (counts.accepted, counts.duplicate, counts.events) == (1, 1, 1)


def test_the_same_id_with_other_content_is_a_conflict_and_the_first_is_kept(master: Master):
    counts = master.load_text(HEADER + GOOD + GOOD.replace("ann", "bob")).counts
    assert (counts.accepted, counts.quarantined) == (1, 1)
    assert master.reasons() == [(3, "conflict", "event_id")]
    assert master.one("select person_id from events") == "ann"


def test_duplicates_and_conflicts_are_found_across_files(master: Master):
    master.load_text(HEADER + GOOD, "a.csv")
    counts = master.load_text(HEADER + GOOD + _row(), "b.csv").counts
    assert (counts.accepted, counts.duplicate) == (1, 1)
    assert master.load_text(HEADER + GOOD.replace("ann", "bob"), "c.csv").counts.quarantined == 1


def test_a_bad_row_is_quarantined_before_it_is_a_duplicate(master: Master):
    bad = _row(amount="x")
    assert master.load_text(HEADER + bad + bad).counts.quarantined == 2


def test_times_with_an_offset_become_utc(master: Master):
    master.load_text(HEADER + _row(occurred_at="2026-08-01T10:00:00+02:00"))
    assert str(master.one("select occurred_at from events")) == "2026-08-01 08:00:00"


def test_a_row_is_of_a_known_customer_where_it_has_a_person_and_says_nothing_else(master: Master):
    rows = _row(event_id="a", person_id="ann") + _row(event_id="b", visitor_id="v")
    master.load_text(HEADER + rows + _row(event_id="c", person_id="cem", identified="no"))
    assert master.rows("select event_id, identified, weight from events order by 1") == [
        ("a", True, 1.0),
        ("b", False, 1.0),
        ("c", False, 1.0),
    ]


def test_an_answer_without_score_column_value_stays_empty(master: Master):
    master.load_text(HEADER + GOOD)
    assert master.one("select score from events") is None


def test_many_rows_of_every_fate_add_up_over_several_pieces(master: Master):
    """250,000 rows are read in two pieces: 1 in 5 bad, 1 in 10 blank, 1 in 10 repeated."""
    fates = [
        "{n},visit,2026-08-01\n",
        "{n},visit,2026-08-01\n",
        "{n},visit,2026-13-01\n",
        "\n",
        "0,visit,2026-08-01\n",
        "{n},visit,2026-08-01\n",
        "{n},visit,2026-08-01\n",
        "{n},visit\n",
        "{n},visit,2026-08-01\n",
        "{n},visit,2026-08-01\n",
    ]
    rows = "".join(fates[n % 10].format(n=n) for n in range(250_000))
    counts = master.load_text("event_id,event,occurred_at\n" + rows).counts
    assert (counts.read, counts.quarantined, counts.blank) == (250_000, 50_000, 25_000)
    assert (counts.accepted, counts.duplicate, counts.ignored) == (150_000, 25_000, 0)
    assert master.one("select count(distinct line) from quarantine") == 50_000


@pytest.mark.parametrize(
    ("column", "kind", "value"),
    [
        ("quantity", "decimal", "200000000000000"),
        ("quantity", "integer", "9007199254740993"),
        ("amount", "integer", "1000000000000"),
        ("cost", "integer", "-1000000000000"),
    ],
)
def test_a_number_too_large_for_its_column_waits_and_is_not_left_out(
    master: Master, column: str, kind: str, value: str
):
    """A whole number of the file may be larger than what the contract's column holds."""
    mapping = (
        "name: large\ncurrency: EUR\n"
        f"columns: {{id: {{type: text}}, day: {{type: time}}, n: {{type: {kind}}}}}\n"
        "event_id: id\nevents: [{event: order, fields: {occurred_at: day, "
        + ("amount: {constant: 1}, " if column != "amount" else "")
        + f"{column}: n}}}}]\n"
    )
    result = master.load_text(f"id,day,n\na,2026-08-01,{value}\nb,2026-08-01,5\n", mapping=mapping)
    assert (result.counts.accepted, result.counts.quarantined) == (1, 1)
    assert [reason for _, reason, _ in master.reasons()] == ["bad_number"]
