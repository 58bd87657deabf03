"""Adding a file on the page: recognised or drafted, checked at every change, loaded only by those who may."""

import pytest

from dashboard.access import Viewer
from dashboard.intake import uploads, work
from dashboard.views import frame
from dashboard.views.adding_words import literal
from tests import homes

SHOP = "Bestellnr.;Bestelldatum;Kunde;Umsatz (EUR);Menge\n" + "".join(
    f"B{n};{1 + n % 28:02}.02.2026;K{n % 7};1.{n:03},50;{n}\n" for n in range(40)
)


@pytest.fixture
def empty(tmp_path):
    return homes.nothing(tmp_path / "home")


def _opened_with(opened, home, name="shop.csv", content=None):
    return opened(home, "data", upload=uploads.keep(home, [(name, content or SHOP.encode())]).id)


def _choose(app, label, option):
    box = next(box for box in app.selectbox if box.label == label)
    chosen = next(text for text in box.options if text.startswith(option))
    return box.set_value(chosen).run()


def test_an_empty_home_takes_a_file_or_makes_the_demo(opened, said, empty, monkeypatch):
    begun = []
    monkeypatch.setattr(work, "make_demo", begun.append)
    app = opened(empty, "scorecard")
    next(b for b in app.button if b.label == "Try it with the demo company").click().run()
    assert begun == [empty]
    app.file_uploader[0].upload("shop.csv", SHOP.encode(), "text/csv").run()
    assert not app.exception
    assert "40 of 40 rows would be loaded" in said(app)
    assert [upload.names for upload in uploads.waiting(empty)] == [["shop.csv"]]


def test_every_change_is_checked_at_once_and_a_wrong_column_is_told(opened, said, empty):
    app = _opened_with(opened, empty)
    assert "40 of 40 rows would be loaded" in said(app)
    app = _choose(app, "Amount", "Kunde")
    assert not app.exception
    assert "0 of 40 rows would be loaded" in said(app)
    assert "line 2: Kunde is &#x27;K0&#x27;, which is not a number" in said(app)
    assert "More than one row in ten is bad" in app.warning[0].value
    app = _choose(app, "Amount", "Umsatz")
    assert "40 of 40 rows would be loaded" in said(app)
    app = _choose(app, "Quantity", "Menge")
    [upload] = uploads.waiting(empty)
    assert upload.said()["read:shop.csv"]["values"]["events"][0]["fields"]["quantity"] == "Menge"


def test_more_kinds_of_event_and_rows_left_out(opened, said, empty):
    app = _opened_with(opened, empty)
    next(b for b in app.button if b.label == "A row means something more").click().run()
    next(b for b in app.button if b.label == "Leave some rows out").click().run()
    assert not app.exception
    kinds = [box.value for box in app.selectbox if box.label == "Kind of event"]
    assert kinds == ["order", "visit"]
    assert "Left out: left out 1" in said(app)
    next(b for b in app.button if b.label == "Take the last kind of event away").click().run()
    assert [box.value for box in app.selectbox if box.label == "Kind of event"] == ["order"]


def test_an_export_that_is_known_needs_no_form(opened, empty):
    content = (homes.ROOT / "tests/ingest/samples/shopify_orders.csv").read_bytes()
    app = _opened_with(opened, empty, "orders.csv", content)
    assert not app.exception
    assert "This looks like what the mapping 'shopify_orders' reads." in app.success[0].value
    assert not [box for box in app.text_input if box.label.startswith("Keep the mapping")]


def test_what_came_of_a_load_is_told_on_return(opened, said, one_day):
    upload = uploads.keep(one_day, [("shop.csv", SHOP.encode())])
    row = {
        "line": 3,
        "became": "ignored",
        "why": "tests",
        "column": "",
        "value": "",
        "row": {"a": "=1"},
    }
    counts = dict.fromkeys(("accepted", "quarantined", "duplicate", "blank", "events"), 0)
    result = {
        "file": "shop.csv", "state": "loaded", "code": "", "message": "", "rows": [row],
        "counts": {**counts, "read": 1, "ignored": 1},
        "parts": [{"became": "ignored", "why": "tests", "rows": 1}],
    }  # fmt: skip
    uploads.write_json(upload.folder / work.ASKED, {"kind": "load"})
    uploads.write_json(upload.folder / work.TOLD, {"state": work.RUNNING, "what": "shop.csv"})
    assert "was cut short" in opened(one_day, "data", upload=upload.id).warning[0].value
    for told, sentence in (
        ({"state": work.BUSY}, "Another load is at work"),
        ({"state": work.DONE, "results": [result]}, "1 row read, every one accounted for"),
    ):
        uploads.write_json(upload.folder / work.TOLD, told)
        app = opened(one_day, "data", upload=upload.id)
        assert not app.exception
        assert sentence in said(app) + "".join(box.value for box in app.warning)
    assert "left out by a rule: 1 row" in [expander.label for expander in app.expander]
    assert "Publish" in [button.label for button in app.button]


@pytest.mark.parametrize("viewer", [Viewer(may_see_people=False), Viewer(frozenset({"North"}))])
def test_only_who_may_see_people_everywhere_adds_files(opened, said, one_day, monkeypatch, viewer):
    monkeypatch.setattr(frame, "viewer", lambda: viewer)
    upload = uploads.keep(one_day, [("shop.csv", SHOP.encode())])
    app = opened(one_day, "data", upload=upload.id)
    assert not app.file_uploader
    assert "K0" not in said(app)
    assert "adding files is for those who may see people of every region" in said(app)


def test_text_of_a_file_is_no_markdown():
    assert literal("[x](http://y) $a$ :red[b]") == r"\[x\]\(http\://y\) \$a\$ \:red\[b\]"
