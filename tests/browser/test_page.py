"""The page itself: without a mouse, narrow, dark, and alive."""

import re

import pytest
import yaml
from playwright.async_api import expect

from bot.app import MANIFEST
from tests.browser.conftest import Look
from tests.browser.window import NARROW, Window
from tests.demos import Demo

COMMANDS = yaml.safe_load(MANIFEST.read_text())["features"]["slash_commands"]

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_the_keyboard_alone_completes_a_command_fills_a_form_and_opens_a_thread(demo: Demo, look: Look) -> None:
    here = await look(f"{demo.url}#{demo.person('Bob')}")
    keys = here.page.keyboard
    await here.page.locator("body").press("Alt+ArrowDown")
    await here.page.keyboard.press("Alt+ArrowDown")
    await expect(here.composer).to_have_attribute("placeholder", "Message #shelter")
    await expect(here.composer).to_be_focused()

    await keys.type("/ou")
    await keys.press("Tab")
    await expect(here.composer).to_have_value("/outcome ")
    await keys.type("new")
    await keys.press("Enter")
    await expect(here.form.get_by_label("What should change")).to_be_focused()
    await keys.type("Nobody waits for a bed")
    await _tab_to(here, "Save, and go on")
    await keys.press("Enter")
    await expect(here.form.get_by_label("What do you count or measure?")).to_be_visible()
    await keys.press("Shift+Tab")
    await expect(here.form.locator(":focus")).to_have_count(1)
    await keys.press("Escape")
    await expect(here.form).to_have_count(0)
    await expect(here.composer).to_be_focused()

    reply = here.page.locator(".thread-line").last
    await reply.focus()
    await keys.press("Enter")
    await expect(here.page.get_by_role("complementary", name="Thread")).to_contain_text("Best month so far")
    await keys.press("Escape")
    await expect(here.page.get_by_role("complementary", name="Thread")).to_have_count(0)


async def test_a_slash_offers_the_commands_of_the_manifest_and_an_at_sign_the_people(demo: Demo, look: Look) -> None:
    here = await look(demo.url)

    await here.composer.press_sequentially("/")
    offers = here.page.get_by_role("option")
    await expect(offers.locator("b")).to_have_text([command["command"] for command in COMMANDS])
    await here.composer.fill("/rea")
    await expect(offers).to_contain_text(["<indicator> <value>"])

    await here.composer.fill("ask @cha")
    await here.composer.press("Enter")
    await expect(here.composer).to_have_value("ask @Charlie ")


async def test_a_narrow_window_shows_all_that_a_wide_one_does(demo: Demo, look: Look) -> None:
    here = await look(demo.url, size=NARROW)
    await expect(here.message("Outcome Bot")).to_be_in_viewport()
    await expect(here.step("Give a reading")).to_be_visible()
    await expect(here.step("Open a form")).to_be_hidden()

    await here.button("Conversations").click()
    await here.opens("shelter")
    await expect(here.place("shelter")).to_be_hidden()
    await here.page.locator(".thread-line").last.click()
    await expect(here.page.get_by_role("complementary", name="Thread")).to_be_in_viewport(ratio=1)
    await here.button("Close thread").click()
    await here.writes("/outcome new")
    await expect(here.form.locator("footer .primary")).to_be_in_viewport(ratio=1)
    assert await _sideways(here) == 0
    await here.button("Cancel").click()
    await expect(here.form).to_have_count(0)


async def test_the_colours_follow_the_system_until_one_chooses(demo: Demo, look: Look) -> None:
    here = await look(demo.url, dark=True)
    ground = here.page.locator("main")
    await expect(ground).to_have_css("background-color", "rgb(26, 29, 33)")

    await here.button("Light or dark").click()
    await expect(ground).to_have_css("background-color", "rgb(255, 255, 255)")
    await here.page.reload()
    await expect(ground).to_have_css("background-color", "rgb(255, 255, 255)")


async def test_what_one_writes_another_sees_without_loading_the_page_anew(demo: Demo, look: Look) -> None:
    bobs, doras = await look(demo.url, person="Bob"), await look(demo.url, person="Dora")
    await bobs.opens("general")
    await doras.opens("general")

    await bobs.writes("Tea is ready, @Dora")

    said = doras.message("Tea is ready")
    await expect(said).to_contain_text("Bob")
    await expect(said.locator(".mention.mine")).to_have_text("@Dora")


async def test_a_page_loaded_anew_remembers_what_was_tried_and_read(demo: Demo, look: Look) -> None:
    here, doras = await look(demo.url, person="Alice"), await look(demo.url, person="Dora")
    await here.opens("general")  # and so reads what other tests have left there
    await expect(here.place("general").locator(".badge")).to_have_count(0)
    await here.opens("Outcome Bot")
    await doras.opens("general")
    await doras.writes("The kettle is on")
    await expect(here.place("general")).to_contain_text("1")
    await here.opens("general")
    await expect(here.message("The kettle is on")).to_be_visible()
    await here.writes("/outcome new")
    await here.button("Cancel").click()
    await expect(here.form).to_have_count(0)
    await here.opens("Outcome Bot")

    await here.page.reload()

    await expect(here.step("Open a form")).to_contain_text("✓")
    await expect(here.step("Give a reading")).not_to_contain_text("✓")
    await expect(here.place("general").locator(".badge")).to_have_count(0)
    await here.button("Hide").click()
    await here.page.reload()
    await expect(here.place("general")).to_be_visible()
    await expect(here.page.get_by_label("Try these")).to_have_count(0)


async def test_each_person_sees_by_their_own_clock_what_is_theirs(demo: Demo, look: Look) -> None:
    here = await look(demo.url, person="Alice")
    await expect(here.page.locator(".faces")).to_contain_text(re.compile(r"Mon 20 Apr, 09:\d\d London"))
    await expect(here.message("People sleeping rough")).to_be_visible()

    await here.becomes("Charlie")

    await expect(here.page.locator(".faces")).to_contain_text(re.compile(r"04:\d\d AM New York|4:\d\d AM New York"))
    await expect(here.message("Customer satisfaction")).to_be_visible()
    await expect(here.page.locator("main").get_by_text("People sleeping rough")).to_have_count(0)
    await expect(here.page.get_by_role("listitem").filter(has_text="shelter")).to_contain_text("Join")


async def _tab_to(here: Window, name: str) -> None:
    """Press Tab until the button of that name has the focus."""
    for _ in range(30):
        await here.page.keyboard.press("Tab")
        if await here.page.evaluate("document.activeElement.textContent") == name:
            return
    raise AssertionError(f"Tab does not lead to {name}.")


async def _sideways(here: Window) -> int:
    """By how many pixels the page is wider than its window."""
    wider: int = await here.page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return wider
