"""What may be dropped, where it is kept, and what it shows of itself."""

import os
from pathlib import Path

import pytest

from dashboard.errors import BadData, BadUse
from dashboard.ingest.leftovers import clear_scratch
from dashboard.intake import look, uploads
from dashboard.paths import Home, home
from dashboard.serve import shipped_config
from tests.ingest.workbooks import workbook

GERMAN = "Bestellnr.;Bestelldatum;Kundennummer;Umsatz\nB1;31.01.2026;K1;1.234,50\nB2;01.02.2026;K2;87,00\n"


@pytest.fixture
def place(tmp_path: Path) -> Home:
    return home(tmp_path / "home")


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd.csv", "passwd.csv"),
        ("C:\\Users\\x\\orders.csv", "orders.csv"),
        (".hidden.csv", "hidden.csv"),
        ("book.xlsx:Sheet.csv", "book.xlsx_Sheet.csv"),
        ("or[d]ers*.csv", "or_d_ers_.csv"),
        ("Umsätze 2026.xlsx", "Umsätze 2026.xlsx"),
        ("", "file"),
    ],
)
def test_a_name_leads_nowhere(name: str, kept: str):
    assert uploads.harmless(name) == kept


def test_a_long_name_keeps_its_ending():
    assert uploads.harmless("я" * 300 + ".csv.gz").endswith(".csv.gz")
    assert len(uploads.harmless("я" * 300 + ".csv.gz").encode()) <= 255


def test_files_are_kept_in_the_home_for_its_owner_alone(place: Home):
    upload = uploads.keep(place, [("../a.csv", b"x"), ("a.csv", b"y")])
    assert upload.names == ["2 a.csv", "a.csv"]
    assert upload.files.parent.parent == place.incoming
    assert os.stat(upload.files / "a.csv").st_mode & 0o077 == 0
    assert uploads.opened(place, upload.id) == upload


@pytest.mark.parametrize("id", ["..", "../versions", "", "0123456789abcdef"])
def test_an_id_that_is_none_opens_nothing(place: Home, id: str):
    assert uploads.opened(place, id) is None


def test_what_is_too_large_or_of_another_kind_is_refused_with_the_remedy(
    place: Home, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(uploads, "LARGEST_WORKBOOK_MB", 0)
    with pytest.raises(BadUse, match=r"run\.exe: files of this kind are not read"):
        uploads.keep(place, [("run.exe", b"MZ")])
    with pytest.raises(BadData, match=r'milepost load "a\.xlsx"'):
        uploads.keep(place, [("a.xlsx", b"xx")])
    assert uploads.waiting(place) == []


def test_the_browser_is_told_the_same_limit():
    assert shipped_config()["server.maxUploadSize"] == uploads.LARGEST_MB


def test_files_that_nobody_came_back_for_go_after_a_week(place: Home):
    old = uploads.keep(place, [("a.csv", b"x")])
    for path in [*old.folder.rglob("*"), old.folder]:
        os.utime(path, (1, 1))
    fresh = uploads.keep(place, [("b.csv", b"x")])
    assert uploads.waiting(place) == [fresh]


def test_forgetting_people_takes_files_that_wait(place: Home):
    """They may name the person, and a workbook cannot be searched."""
    upload = uploads.keep(place, [("a.csv", b"x")])
    clear_scratch(place)
    assert not upload.folder.exists()


def test_a_file_shows_how_it_is_written_and_what_it_holds(place: Home):
    upload = uploads.keep(place, [("u.csv", GERMAN.encode("cp1252"))])
    shown = look.look(upload, "u.csv")
    assert (shown.delimiter, shown.count, shown.is_whole) == (";", 2, True)
    assert shown.headers == ("Bestellnr.", "Bestelldatum", "Kundennummer", "Umsatz")
    assert shown.rows[0] == ("B1", "31.01.2026", "K1", "1.234,50")
    assert shown.columns[3].examples == ("1.234,50", "87,00")


def test_each_sheet_and_each_member_is_a_table(place: Home):
    two = workbook({"Januar": [["a"], ["1"]], "Februar": [["a"], ["2"]]})
    one = workbook({"Blatt": [["a"], ["1"]]})
    upload = uploads.keep(place, [("two.xlsx", two), ("one.xlsx", one), ("bad.xlsx", b"PK")])
    found = look.parts(upload)
    assert [name for name, trouble in found.items() if not trouble] == [
        "one.xlsx", "two.xlsx:Januar", "two.xlsx:Februar",
    ]  # fmt: skip
    assert found["bad.xlsx"].startswith("bad.xlsx: the workbook is damaged")


def test_an_export_that_is_known_is_recognised(place: Home):
    sample = Path(__file__).parents[1] / "ingest" / "samples" / "shopify_orders.csv"
    upload = uploads.keep(place, [("orders.csv", sample.read_bytes())])
    known = look.fitting(upload, look.look(upload, "orders.csv"))
    assert [mapping.name for mapping in known] == ["shopify_orders"]
    assert known[0].about.startswith("Shopify: Orders, Export")


def test_a_draft_has_its_doubts_where_they_belong(place: Home):
    upload = uploads.keep(place, [("u.csv", GERMAN.encode())])
    draft = look.draft(upload, "u.csv")
    assert draft.values["events"] == [
        {"event": "order", "fields": {"order_id": "bestellnr", "amount": "Umsatz"}}
    ]
    assert draft.doubts["currency"] == "no column names the currency"
    assert draft.doubts["zone"] == "the zone of the times in the file"


def test_a_file_without_dates_still_gets_a_form(place: Home):
    upload = uploads.keep(place, [("u.csv", b"name,total\nAnna,3\nBea,4\n")])
    draft = look.draft(upload, "u.csv")
    assert "no column holds dates" in draft.trouble
    assert list(draft.values["columns"]) == ["name", "total"]
