"""A draft of a mapping loads the file that it was drafted from, and says where it is not certain."""

import gzip
import io
import json
from datetime import date, datetime

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dashboard.ingest.draft import Money
from dashboard.ingest.guess import guessed
from tests.ingest.conftest import Master
from tests.ingest.drafting import SHOP, checks, drafted, loaded
from tests.ingest.workbooks import workbook


def test_the_shop_of_the_readme(master: Master):
    counts = loaded(master, SHOP, "shop.csv")
    assert (counts.read, counts.accepted, counts.events) == (4, 4, 5)
    assert master.rows(
        "select event_id, event, occurred_at, person_id, region, order_id, amount::double, currency "
        "from events order by 1"
    ) == [
        ("A-1001-order", "order", datetime(2026, 8, 3, 11, 31), "17", "DE", "A-1001", 49.9, "EUR"),
        ("A-1002-order", "order", datetime(2026, 8, 5, 14, 55), "42", "TR", "A-1002", 120.0, "EUR"),
        (
            "A-1002-refund",
            "refund",
            datetime(2026, 8, 5, 14, 55),
            "42",
            "TR",
            "A-1002",
            20.0,
            "EUR",
        ),
        ("A-1003-order", "order", datetime(2026, 8, 5, 15, 2), "0", "DE", "A-1003", 1.0, "EUR"),
        ("A-1004-order", "order", datetime(2026, 9, 1, 22, 21), "17", "DE", "A-1004", 15.0, "EUR"),
    ]
    assert checks(master) == ["zone: UTC", "currency: EUR"]


RETAIL = """InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country
536365,85123A,HOLDER,6,2010-12-01 08:26:00,2.55,17850,United Kingdom
536365,71053,LANTERN,6,2010-12-01 08:26:00,3.39,17850,United Kingdom
536370,22728,CLOCK,24,2010-12-01 08:45:00,3.75,12583,France
C536379,D,Discount,-1,2010-12-01 09:41:00,27.5,14527,United Kingdom
536414,22139,,56,2010-12-01 11:52:00,0.5,,United Kingdom
536414,22139,,56,2010-12-01 11:52:00,0.5,,United Kingdom
"""


def _as_parquet(text: str) -> bytes:
    from pyarrow import csv

    stream = io.BytesIO()
    pq.write_table(csv.read_csv(pa.BufferReader(text.encode())), stream)
    return stream.getvalue()


@pytest.mark.parametrize("form", ["csv", "csv.gz", "parquet"])
def test_lines_of_a_shop_like_online_retail(master: Master, form: str):
    forms = {
        "csv": RETAIL,
        "csv.gz": gzip.compress(RETAIL.encode()),
        "parquet": _as_parquet(RETAIL),
    }
    counts = loaded(master, forms[form], f"retail.{form}")
    assert (counts.accepted, counts.duplicate, counts.quarantined) == (5, 1, 0)
    assert master.rows(
        "select event, order_id, person_id, region, quantity::int, amount::double from events order by line"
    ) == [
        ("order", "536365", "17850", "United Kingdom", 6, 15.3),
        ("order", "536365", "17850", "United Kingdom", 6, 20.34),
        ("order", "536370", "12583", "France", 24, 90.0),
        ("refund", "C536379", "14527", "United Kingdom", 1, 27.5),
        ("order", "536414", None, "United Kingdom", 56, 28.0),
    ]
    assert {"event_id: {hash: all}", "- event: refund"} <= set(checks(master))


LEADS = """mql_id;Erstkontakt am;Quelle;Status;Gewonnen am;Betrag
a1;2026-03-01;social;gewonnen;2026-04-02;1.200,00
a2;2026-03-02;organic;offen;;
a3;2026-03-02;;verloren;;
"""


def test_a_list_of_leads_with_their_deals(master: Master):
    assert loaded(master, LEADS.encode("cp1252"), "leads.csv").events == 5
    assert master.rows(
        "select event, order_id, occurred_at::date, source, amount::double from events order by line, event"
    ) == [
        ("deal_won", "a1", date(2026, 4, 2), "social", 1200.0),
        ("lead", "a1", date(2026, 3, 1), "social", None),
        ("lead", "a2", date(2026, 3, 2), "organic", None),
        ("deal_lost", "a3", date(2026, 3, 2), None, None),
        ("lead", "a3", date(2026, 3, 2), None, None),
    ]
    assert "- event: deal_lost" in checks(master)


TICKETS = """Case Number,Opened At,First Response At,Closed At,Requester,Contact Type,Category
T1,13/03/2026 09:00,13/03/2026 09:30,14/03/2026 10:00,ann@example.com,Phone,Network
T2,13/03/2026 11:00,,,bob@example.com,Email,Login
"""


def test_a_list_of_tickets(master: Master):
    assert loaded(master, TICKETS, "export.csv").events == 4
    assert master.rows(
        "select event, ticket_id, occurred_at, person_id, channel, category from events order by line, occurred_at"
    ) == [
        ("ticket_opened", "T1", datetime(2026, 3, 13, 9), "ann@example.com", "Phone", "Network"),
        (
            "ticket_answered",
            "T1",
            datetime(2026, 3, 13, 9, 30),
            "ann@example.com",
            "Phone",
            "Network",
        ),
        ("ticket_closed", "T1", datetime(2026, 3, 14, 10), "ann@example.com", "Phone", "Network"),
        ("ticket_opened", "T2", datetime(2026, 3, 13, 11), "bob@example.com", "Email", "Login"),
    ]


LOG = """number,opened_at,caller_id,category,category,resolved_at
1,29/2/2016 01:16,7,a,b,?
1,29/2/2016 01:16,7,a,c,29/2/2016 03:00
2,29/2/2016 02:16,?,a,b,?
"""


def test_a_log_of_tickets_with_a_doubled_column_opens_each_once(master: Master):
    counts = loaded(master, LOG, "incidents.csv")
    assert (counts.events, counts.quarantined) == (3, 0)
    assert master.rows("select event, ticket_id, person_id from events order by line") == [
        ("ticket_opened", "1", "7"),
        ("ticket_closed", "1", "7"),
        ("ticket_opened", "2", None),
    ]
    assert "header: category, at: 5" in (master.folder / "draft.yaml").read_text()


ANSWERS = (
    "Дата ответа;Клиент;Оценка;Отзыв\n2026-03-01;7;10;отлично\n2026-03-02;8;0;\n2026-03-02;9;;\n"
)


def test_a_list_of_answers_in_russian(master: Master):
    counts = loaded(master, ANSWERS.encode("cp1251"), "nps.csv")
    assert (counts.accepted, counts.quarantined) == (3, 0)
    assert master.rows("select event, person_id, score, survey, comment from events order by line") == [
        ("survey_nps", "7", 10, "nps", "отлично"),
        ("survey_nps", "8", 0, "nps", None),
        ("survey_sent", "9", None, "nps", None),
    ]  # fmt: skip
    assert "encoding: cp1251" in checks(master)


def test_a_workbook_with_a_title_and_json_lines(master: Master):
    rows = [
        ["Orders of August"],
        [],
        ["Order no.", "Created", "E-mail", "Total (USD)"],
        ["A1", datetime(2026, 8, 1, 10), "ann@example.com", 1234.5],
        ["A2", date(2026, 8, 2), "b@example.com", 7],
    ]
    path = drafted(master, workbook({"August": rows, "Notes": [["x"]]}, hidden=["Notes"]), "a.xlsx")
    assert master.load(master.folder / "a.xlsx", mapping=str(path))[0].counts.accepted == 2
    assert master.rows("select event, person_id, amount::double, currency from events order by line") == [
        ("order", "ann@example.com", 1234.5, "USD"),
        ("order", "b@example.com", 7.0, "USD"),
    ]  # fmt: skip
    lines = [
        {"session_id": f"s{n}", "timestamp": 1780000000 + n, "page_url": "/"} for n in range(3)
    ]
    text = "".join(json.dumps(line) + "\n" for line in lines)
    assert loaded(master, text, "visits.jsonl").accepted == 3
    assert master.one("select min(occurred_at) from events where event = 'visit'") == datetime(
        2026, 5, 28, 20, 26, 40
    )


OURS = """event_id,event,occurred_at,person_id,amount,currency,order_id
1,order,2026-08-01 10:00:00+02:00,a,5.5,EUR,o
2,visit,2026-08-01 10:00:00+02:00,b,,,
"""


def test_a_file_in_our_own_words(master: Master):
    assert loaded(master, OURS, "events.csv").accepted == 2
    assert checks(master) == []


GUESSES = {
    "2026-01-31|2026-02-01": ("time", (), ""),
    "13/02/2026|01/02/2026 10:30": ("time", ("%d/%m/%Y", "%d/%m/%Y %H:%M"), ""),
    "02/13/2026 1:05 PM": ("time", ("%m/%d/%Y %I:%M %p",), ""),
    "02/03/2026|04/05/2026": ("time", (), "day or the month"),
    "13/02/2026|02/13/2026": ("time", (), "some rows have the day first"),
    "02.03.26": ("time", ("%d.%m.%y",), ""),
    "2026/02/03 10:30:00": ("time", ("%Y/%m/%d %H:%M:%S",), ""),
    "007|008": ("text", (), ""),
    "17850|17850.0": ("integer", (), ""),
    "ja|Nein": ("boolean", (), ""),
    "a|1": ("text", (), ""),
    "|": ("text", (), "empty in every row"),
    "1e-7": ("number", (), ""),
    "1,234|5": ("decimal", (), "decimals, or above a thousand"),
}


@pytest.mark.parametrize("texts", GUESSES)
def test_types_and_forms_are_what_the_texts_prove(texts: str):
    guess = guessed(texts.split("|"), False)
    kind, formats, words = GUESSES[texts]
    assert (guess.kind, guess.formats) == (kind, formats)
    assert words in guess.check
    assert bool(words) == bool(guess.check)


COUNTED = {
    "1780000000|1780000001": ("time", ("epoch_seconds",)),
    "1780000000000": ("time", ("epoch_milliseconds",)),
    "1780000000000000": ("time", ("epoch_microseconds",)),
    "20260131|20260201": ("time", ("%Y%m%d",)),
    "7|1780000000": ("integer", ()),
}


@pytest.mark.parametrize("texts", COUNTED)
def test_numbers_count_from_1970_only_where_all_are_as_long_as_such_a_count(texts: str):
    guess = guessed(texts.split("|"), True)
    assert (guess.kind, guess.formats) == COUNTED[texts]
    assert guessed(texts.split("|"), False).kind == "integer"


NUMBERS = {
    "1.234,50|7": (",", "."),
    "1,234.50": (".", ","),
    "1 234,5": (",", " "),
    "1.234.567|0,5": (",", "."),
    "49,90": (",", ""),
    "0,125": (",", ""),
    "12.5": (".", ""),
    "1,234,567|1.5": (".", ","),
}


@pytest.mark.parametrize("texts", NUMBERS)
def test_marks_of_numbers_are_what_the_texts_prove(texts: str):
    guess = guessed(texts.split("|"), False)
    assert (guess.decimal_mark, guess.thousands, guess.check) == (*NUMBERS[texts], "")


def test_an_order_of_day_and_month_that_nothing_proves_is_left_open(master: Master):
    path = drafted(master, "id,date,total\n1,03/04/2026,5.00\n", "a.csv")
    text = path.read_text()
    assert 'Say formats: ["%d/%m/%Y" or "%m/%d/%Y"]' in text.replace("'", '"')
    (result,) = master.load(master.folder / "a.csv", mapping=str(path))
    assert (result.counts.events, result.counts.quarantined) == (0, 1)


def test_another_column_settles_what_a_comma_means(master: Master):
    text = "id;date;total;cost\n1;2026-08-01;12,5;1.250\n2;2026-08-01;7,25;2.000\n"
    assert loaded(master, text, "a.csv").accepted == 2
    assert master.rows("select cost::double from events order by 1") == [(1250.0,), (2000.0,)]


def test_currency_and_zone_of_the_home_are_taken_before_any_other(master: Master):
    path = drafted(master, SHOP, "shop.csv", Money("TRY", "Europe/Istanbul"))
    assert "zone: Europe/Istanbul  # check" in path.read_text()
    assert "currency: TRY  # check" in path.read_text()
