"""From a number of the Retention page to its people and back, by mouse and keyboard, wide and on a phone."""

import pytest

from tests.browser.conftest import settled

pytestmark = pytest.mark.browser

OPENED = "cohort%3A2026-03-01%3A1"


def test_a_cell_opens_its_people_and_back_closes_them(visit):
    page = visit("/retention?look=cohorts")
    cell = page.locator("button[data-click='cohort:2026-03-01:1']")
    cell.click()
    page.wait_for_url(f"**open={OPENED}")
    page.wait_for_selector("text=Who first ordered in Mar 2026 and ordered 1 month later")
    assert cell.get_attribute("aria-pressed") == "true"
    page.get_by_role("button", name="Show who did not order").click()
    page.wait_for_selector("text=Who first ordered in Mar 2026 and did not order 1 month later")
    page.go_back()
    page.wait_for_selector("text=Who first ordered in Mar 2026 and ordered 1 month later")
    page.go_back()
    page.wait_for_url("**/retention?look=cohorts")
    page.wait_for_selector("text=(Apr 2026)", state="detached")
    cell.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**open={OPENED}")
    page.wait_for_selector("text=Who first ordered in Mar 2026 and ordered 1 month later")


def test_which_region_fell_where_from_and_who_they_are(visit):
    """The question that the product is judged by, from here: two clicks."""
    page = visit("/retention?window=last-4-quarters")
    page.wait_for_selector("text=against")
    region = page.locator("[data-click^='filter:']").first
    name = region.inner_text().strip()
    region.click()
    page.wait_for_url(f"**region={name}**")
    settled(page)
    page.locator(f"[data-click='people:{name}']").click()
    page.wait_for_selector(f"text=Who have not come back: {name}")
    page.reload()
    page.wait_for_selector(f"text=Who have not come back: {name}")


@pytest.mark.parametrize("look", ["cohorts", "growth"])
def test_on_a_phone_only_the_table_moves_sideways(visit, look):
    page = visit(f"/retention?look={look}", width=390, height=844, scheme="dark")
    page.wait_for_selector(".mp-triangle")
    page.wait_for_timeout(500)
    moves, main = page.evaluate(
        """() => {
            const room = document.querySelector('.mp-scroll');
            const main = document.querySelector('[data-testid="stMain"]');
            return [room.scrollWidth - room.clientWidth, main.scrollWidth - main.clientWidth];
        }"""
    )
    assert moves > 0
    assert main <= 0
