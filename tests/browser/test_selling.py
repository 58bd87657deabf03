"""A step of the funnel opens its people, a channel filters or leaves out, and a phone shows both pages whole."""

import pytest

from tests.browser.conftest import settled

pytestmark = pytest.mark.browser


def test_a_step_of_the_funnel_opens_its_people_and_back_closes_them(visit):
    page = visit("/conversion?path=direct")
    step = page.locator(".mp-funnel tbody tr", has_text="Second order").locator("button").first
    people = step.inner_text()
    step.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**open=funnel*")
    page.wait_for_selector(f"text={people} people.")
    assert page.locator("h3", has_text="Who ordered again within 30 days").count() == 1
    page.reload()
    settled(page)
    page.wait_for_selector(f"text={people} people.")
    page.go_back()
    page.wait_for_selector("text=Who ordered again within 30 days", state="detached")


def test_a_channel_filters_with_alt_it_is_left_out_on_a_phone_too(visit):
    page = visit("/sales", width=390, height=844)
    page.wait_for_selector(".mp-growth")
    overflow = """() => {
        const main = document.querySelector('[data-testid="stMain"]');
        return main.scrollWidth - main.clientWidth;
    }"""
    assert page.evaluate(overflow) <= 0
    page.locator(".mp-growth button", has_text="web").click(modifiers=["Alt"])
    page.wait_for_url("**not_channel=web*")
    page.wait_for_selector(".mp-growth tr:has-text('web')", state="detached")
    page.locator(".mp-cells td button").first.click()
    page.wait_for_url("**region=*")
