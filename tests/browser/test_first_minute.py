"""The newcomer's first minute: nothing is read beforehand, and only what the page offers is pressed."""

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Look
from tests.demos import Demo

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_newcomer_gives_a_reading_opens_a_form_moves_the_clock_and_reads_the_digest(
    fresh_demo: Demo, look: Look
) -> None:
    here = await look(fresh_demo.url)
    await expect(here.message("last week (13–19 April)?")).to_be_in_viewport()

    await here.step("Give a reading").click()
    await expect(here.composer).to_have_value("/reading rough 108")
    await expect(here.composer).to_be_focused()
    await here.page.keyboard.press("Enter")
    await expect(here.message("All in for Mon 20 April")).to_contain_text("108 people")
    await expect(here.step("Give a reading")).to_contain_text("✓")

    await here.step("Open a form").click()
    await expect(here.composer).to_have_value("/outcome new Serve 500 meals")
    await here.page.keyboard.press("Enter")
    await expect(here.form.get_by_label("What should change")).to_have_value("Serve 500 meals")
    await here.submits()
    await expect(here.form.get_by_text("If it is meant as it is, save it again.")).to_be_visible()
    await here.button("Cancel").click()
    await expect(here.form).to_have_count(0)
    await expect(here.step("Open a form")).to_contain_text("✓")
    await expect(here.step("Read the digest")).to_contain_text("4")

    await here.opens("Outcome Bot")
    await here.step("Move the clock to Tuesday").click()
    sent = here.page.get_by_label("Sent on the way")
    await expect(sent.get_by_role("button").filter(has_text="#shelter")).to_contain_text("Tue 21 Apr, 09:00")
    await expect(here.page.locator(".faces")).to_contain_text("Tue 21 Apr, 09:0")
    await expect(here.place("shelter")).to_contain_text("1")

    await here.step("Read the digest").click()
    digest = here.message("14–20 April · ")
    await expect(digest).to_be_in_viewport()
    await expect(digest).to_contain_text("108 people")
    await expect(here.page.get_by_label("Try these").get_by_text("✓")).to_have_count(4)

    await sent.get_by_role("button").filter(has_text="#shop").click()
    await expect(here.page.get_by_role("button", name="You are Charlie.")).to_be_visible()
    await expect(here.message("April 14")).to_be_in_viewport()
    assert fresh_demo.troubles() == []
