"""A person's story as a picture: what it holds, and each event in words."""

from datetime import date, datetime
from decimal import Decimal

from dashboard.metrics.person import Deed, Person
from dashboard.views import story

ORDER = Deed(
    "order", datetime(2026, 3, 3, 11), True,
    {"order_no": 7, "order_id": "A-1", "gross": Decimal(50), "net": Decimal(35), "categories": "hats",
     "channel": "web"},
)  # fmt: skip
REFUND = Deed(
    "refund",
    datetime(2026, 3, 9),
    False,
    {"order_no": 7, "refund": Decimal(15), "channel": "web", "category": ""},
)
OPEN = Deed(
    "ticket", datetime(2026, 3, 4, 9), True,
    {"ticket_id": "T", "category": "delivery", "response_seconds": 3600, "resolution_seconds": None},
)  # fmt: skip
CLOSED = Deed(
    "ticket", datetime(2026, 3, 5, 9), True,
    {"ticket_id": "", "category": "", "response_seconds": None, "resolution_seconds": 90000},
    datetime(2026, 3, 6, 10),
)  # fmt: skip
ANSWER = Deed(
    "answer", datetime(2026, 3, 8, 9), True,
    {"kind": "nps", "score": 3, "survey": "relationship", "comment": "<b>slow</b>"},
)  # fmt: skip
ANNA = Person(
    "anna", "person:anna", False, "North", None, date(2026, 3, 3), date(2026, 3, 9),
    (ORDER, OPEN, CLOSED, ANSWER, REFUND),
)  # fmt: skip


def test_each_kind_has_a_lane_a_hue_and_a_shape_of_its_own() -> None:
    figure = story.figure(ANNA.deeds, date(2026, 3, 31), "EUR")
    assert figure["layout"]["yaxis"]["categoryarray"] == ["Answers", "Tickets", "Refunds", "Orders"]
    marks = {trace["name"]: trace for trace in figure["data"] if "name" in trace}
    assert marks["Orders"]["x"] == ["2026-03-03T11:00:00"]
    assert marks["Answers"]["text"] == ["3"]
    looks = [(look["marker"]["color"], look["marker"]["symbol"][0]) for look in marks.values()]
    assert len(set(looks)) == len(looks)
    assert len({shape.removesuffix("-open") for _hue, shape in story.LOOK.values()}) == 8


def test_a_ticket_is_as_long_as_it_lasted_and_an_open_one_reaches_the_end_of_the_data() -> None:
    figure = story.figure(ANNA.deeds, date(2026, 3, 31), "EUR")
    closed, waiting = [trace for trace in figure["data"] if trace["mode"] == "lines"]
    assert closed["x"] == ["2026-03-05T09:00:00", "2026-03-06T10:00:00", None]
    assert waiting["x"][1].startswith("2026-03-31T23:59:59")
    assert (closed["line"]["dash"], waiting["line"]["dash"]) == ("solid", "dot")
    [tickets] = [trace for trace in figure["data"] if trace.get("name") == "Tickets"]
    assert tickets["marker"]["symbol"] == ["square-open", "square"]


def test_an_order_names_its_refund_and_a_refund_its_order() -> None:
    assert story.sentence(ANNA, ORDER, "EUR") == (
        "€50.00 gross · €35.00 net · hats · order A-1 · €15.00 given back on 9 Mar 2026"
    )
    assert story.sentence(ANNA, REFUND, "EUR") == "€15.00 · of order A-1 of 3 Mar 2026"
    assert story.sentence(ANNA, OPEN, "EUR").endswith("still open · ticket T")
    assert "no answer known · closed after 1" in story.sentence(ANNA, CLOSED, "EUR")
    assert story.sentence(ANNA, ANSWER, "EUR") == "3 of 10 · relationship · “<b>slow</b>”"


def test_what_a_customer_wrote_is_text_in_the_picture_too() -> None:
    figure = story.figure([ANSWER], date(2026, 3, 31), "EUR")
    assert "&lt;b&gt;slow" in figure["data"][0]["customdata"][0]
    assert story.alt(ANNA, ANNA.deeds, date(2026, 3, 31)) == (
        "The story of anna from 3 Mar 2026 to 31 Mar 2026: Orders 1, Refunds 1, Tickets 2, Answers 1."
    )
