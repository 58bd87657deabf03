"""From an empty home and a workbook of one's own to a filled Scorecard, without a terminal."""

import random
from contextlib import suppress
from datetime import date, timedelta

import pytest
from playwright.sync_api import TimeoutError

from dashboard.paths import home
from tests.browser.conftest import served, settled, visits
from tests.ingest.workbooks import workbook

pytestmark = pytest.mark.browser

HEADINGS = ["Bestellnr.", "Bestelldatum", "Kundennummer", "Umsatz (EUR)", "Gebiet"]


def _german(cents: int) -> str:
    return f"{cents // 100:,}".replace(",", ".") + f",{cents % 100:02}"


def _orders() -> list[list]:
    """300 orders from January to September 2026; of two, the amount is no number."""
    chosen = random.Random(4)
    rows = [
        [
            f"B-{n}",
            date(2026, 1, 1) + timedelta(days=n * 273 // 300),
            f"K{chosen.randrange(90)}",
            _german(chosen.randrange(1_000, 300_000)),
            chosen.choice(["Nord", "Süd"]),
        ]
        for n in range(300)
    ]
    rows[7][3] = rows[80][3] = "k. A."
    return rows


def _choose(page, label: str, option: str) -> None:
    """A click that comes while the page is drawn anew opens nothing: once more then."""
    for _ in range(3):
        page.get_by_role("combobox", name=label).click()
        with suppress(TimeoutError):
            page.get_by_role("option", name=option).click(timeout=3_000)
            return


def test_a_workbook_of_ones_own_fills_the_scorecard(browser, tmp_path):
    book = tmp_path / "Umsätze 2026.xlsx"
    book.write_bytes(workbook({"Blatt1": [HEADINGS, *_orders()]}))
    empty = home(tmp_path / "home")
    with served(empty) as address, visits(browser, address) as visit:
        page = visit("/")
        page.set_default_timeout(120_000)  # a machine may be busy with other tests
        assert page.inner_text(".mp-title h1") == "Nothing has been loaded yet"
        page.locator("input[type=file]").set_input_files(book)
        page.wait_for_selector("text=298 of 300 rows would be loaded")
        page.wait_for_selector("text=line 9: umsatz_eur is 'k. A.', which is not a number")
        page.get_by_role("button", name="Load", exact=True).wait_for()
        settled(page)
        _choose(page, "Region", "Gebiet")
        settled(page)
        page.get_by_role("button", name="Load", exact=True).click()
        page.wait_for_selector("text=300 rows read, every one accounted for")
        page.wait_for_selector("text=Published: every page shows it now.")
        page.get_by_text("set aside: 2 rows").click()
        page.wait_for_selector("text=Make the file of all rows that wait")
        page.get_by_role("link", name="Open the Scorecard").click()
        settled(page)
        revenue = page.locator(".mp-card", has_text="Revenue").first.inner_text()
        assert "€" in revenue
        assert "Aug 2026" in revenue
        south = visit("/scorecard?region=S%C3%BCd")  # an unknown value would be left out
        assert "region: Süd" in south.inner_text("[data-testid='stMain']")
