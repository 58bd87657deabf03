"""What only a browser can tell: links opened cold, state in the URL, dark, and a phone."""

import pytest

from tests.browser.conftest import settled

pytestmark = pytest.mark.browser

PAGES = {
    "/": "goals will probably be met",
    "/scorecard": "goals will probably be met",
    "/explore": "Explore",
    "/metric": "Conversion",
    "/retention": "Retention",
    "/person": "Person",
    "/data": "Data",
    "/definitions": "Definitions",
}


@pytest.mark.parametrize("path", PAGES)
def test_each_page_opens_cold_by_its_link_and_a_phone_never_scrolls_sideways(visit, path):
    page = visit(path, width=390, height=844)
    assert PAGES[path] in page.inner_text(".mp-title h1")
    if path == "/metric":
        page.wait_for_selector(".js-plotly-plot .main-svg")
    page.wait_for_timeout(700)
    overflow = page.evaluate(
        """() => {
            const main = document.querySelector('[data-testid="stMain"]');
            return [main.scrollWidth - main.clientWidth,
                    document.documentElement.scrollWidth - window.innerWidth];
        }"""
    )
    assert max(overflow) <= 0


def test_a_filter_stands_in_the_url_survives_reload_and_pages_and_back_undoes_it(visit):
    page = visit("/")
    page.evaluate("window.isSame = true")
    page.get_by_role("button", name="Region").click()
    page.get_by_test_id("stPopoverBody").locator("input").first.click()
    page.keyboard.type("North")
    page.keyboard.press("Enter")
    page.wait_for_url("**/?region=North")
    page.wait_for_selector("text=region: North")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.locator(".mp-card", has_text="Conversion").first.click()
    page.wait_for_url("**/metric?metric=conversion&region=North")
    page.wait_for_selector("h1:text-is('Conversion')")
    assert page.evaluate("window.isSame"), "the page was loaded anew"
    page.get_by_test_id("stSidebarNav").get_by_text("Scorecard").click()
    page.wait_for_url("**/?region=North")
    page.wait_for_selector("text=region: North")
    page.go_back()
    page.wait_for_url("**/metric?metric=conversion&region=North")
    page.wait_for_selector("h1:text-is('Conversion')")
    page.go_back()
    page.wait_for_selector("h1:has-text('probably be met')")
    page.go_back()
    page.wait_for_url("**/")
    page.wait_for_selector("text=region: North", state="hidden")
    page.goto(page.url + "?region=North&window=last-1-quarters&compare=year")
    settled(page)
    page.reload()
    settled(page)
    assert "region: North" in page.inner_text("[data-testid='stMain']")
    assert page.get_by_role("button", name="Last quarter · by month").count() == 1


def test_a_value_in_the_url_that_does_not_exist_is_left_out(visit):
    page = visit("/?region=Atlantis")
    assert "Atlantis" not in page.inner_text(".mp-title")


def test_people_can_be_downloaded(visit):
    page = visit("/metric?tab=People")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download CSV", exact=True).click()
    assert download.value.suggested_filename == "milepost-people-metric.csv"


def test_the_language_is_switched_goes_along_to_other_pages_and_stays_after_reload(visit):
    page = visit("/definitions")
    page.get_by_test_id("stSidebar").get_by_text("Русский").click()
    page.locator("html[lang=ru]").wait_for(state="attached")
    page.get_by_test_id("stSidebarNavItems").get_by_role("link", name="Конверсия").click()
    page.wait_for_url("**/conversion?lang=ru")
    page.locator(".mp-title h1", has_text="Конверсия").wait_for()
    page.reload()
    settled(page)
    assert page.inner_text(".mp-title h1") == "Конверсия"
    page.get_by_test_id("stSidebar").get_by_text("English").click()
    page.locator(".mp-title h1", has_text="Conversion").wait_for()
    page.locator("html[lang=en]").wait_for(state="attached")


def test_dark_is_dark_and_readable(visit):
    page = visit("/", scheme="dark")
    light = page.evaluate(
        """() => {
            const lightness = (color) => {
                const canvas = document.createElement('canvas').getContext('2d');
                canvas.fillStyle = color; canvas.fillRect(0, 0, 1, 1);
                const [r, g, b] = canvas.getImageData(0, 0, 1, 1).data;
                return (r + g + b) / 3;
            };
            const card = getComputedStyle(document.querySelector('.mp-card'));
            return [lightness(card.backgroundColor), lightness(card.color)];
        }"""
    )
    assert light[0] < 60
    assert light[1] > 190
