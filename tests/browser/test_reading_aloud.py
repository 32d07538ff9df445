"""What a screen reader is told: names for everything, new messages as they come, and no edit as if it were one."""

import re

import pytest
from playwright.async_api import expect

from bot.playground import Person, Playground
from tests.browser.conftest import Look
from tests.browser.forms import plain
from tests.browser.window import NARROW
from tests.demos import Demo
from tests.playground.conftest import make_app

pytestmark = pytest.mark.asyncio(loop_scope="session")

_NAMELESS = """() => [...document.querySelectorAll(
    "button, input, select, textarea, a, section, nav, main, aside, form, [role=region], [tabindex='0']")]
  .filter((each) => each.getClientRects().length)
  .map((each) => ({ dom: each, name: each.getAttribute("aria-label") || each.getAttribute("aria-labelledby")
    || [...(each.labels || [])].map((label) => label.textContent).join("")
    || (each.matches("button, a") && /[\\p{L}\\d]/u.test(each.textContent) && each.textContent) }))
  .filter(({ name }) => !name)
  .map(({ dom }) => dom.outerHTML.slice(0, 120))"""

_ADDED = """() => {
  window.added = [];
  const live = (node) => (node.nodeType === 1 ? node : node.parentElement).closest("[aria-live], [role=log]");
  new MutationObserver((records) => {
    for (const record of records)
      for (const node of record.addedNodes)
        if (live(node)?.matches("[aria-live=polite]")) window.added.push(node.textContent);
  }).observe(document.querySelector("[role=log]"), { childList: true, subtree: true });
}"""


async def test_a_button_says_its_accessibility_label(playground: Playground, alice: Person, look: Look) -> None:
    app = make_app(playground)
    undo = {"type": "button", "action_id": "undo", "text": plain("Undo"), "accessibility_label": "Undo the 84 for csat"}
    trash = {"type": "icon_button", "action_id": "drop", "icon": "trash", "text": plain("Delete")}
    thumbs = {
        "type": "feedback_buttons",
        "action_id": "thumbs",
        "positive_button": {"text": plain("Good"), "value": "good"},
        "negative_button": {"text": plain("Bad"), "value": "bad", "accessibility_label": "This did not help"},
    }
    blocks = [
        {"type": "actions", "elements": [undo, {"type": "button", "action_id": "keep", "text": plain("Keep")}]},
        {"type": "context_actions", "elements": [thumbs, trash]},
    ]
    await app.client.chat_postMessage(channel=alice.id, text="Noted", blocks=blocks)

    here = await look(playground.url)

    await expect(here.button("Undo the 84 for csat")).to_have_text("Undo")
    for name in ("Keep", "Delete", "Good", "This did not help"):
        await expect(here.button(name)).to_be_visible()


async def test_everything_to_press_and_every_part_of_the_page_has_a_name(demo: Demo, look: Look) -> None:
    for size in (None, NARROW):
        here = await look(demo.url, **({"size": size} if size else {}))
        await here.page.keyboard.press("Control+i")
        await here.inspector.get_by_role("listitem").first.get_by_role("button").click()
        await here.inspector.get_by_role("region", name="Payload").first.wait_for()
        assert await here.page.evaluate(_NAMELESS) == []
        await here.page.keyboard.press("Control+i")
        await here.page.get_by_role("button", name="A date…").click()
        assert await here.page.evaluate(_NAMELESS) == []
        await here.page.keyboard.press("Escape")

    here = await look(demo.url)
    for role, name in {
        "region": "Clock",
        "navigation": "Conversations",
        "main": "Outcome Bot",
        "log": "Messages with Outcome Bot",
        "form": "Write to Outcome Bot",
    }.items():
        await expect(here.page.get_by_role(role, name=name)).to_be_visible()  # type: ignore[arg-type]  # a plain table
    await expect(here.page.get_by_role("region", name="Try these")).to_be_visible()
    await here.opens("shelter")
    await here.page.locator(".thread-line").last.click()
    thread = here.page.get_by_role("complementary", name="Thread")
    await expect(thread.get_by_role("log", name="Messages in the thread")).to_be_visible()
    await expect(thread.get_by_role("textbox", name="Reply in thread")).to_be_focused()


async def test_a_message_is_called_by_its_author_time_and_first_words(demo: Demo, look: Look) -> None:
    here = await look(demo.url, person="Alice")

    log = here.page.get_by_role("log", name="Messages with Outcome Bot")
    await expect(log).to_have_attribute("aria-live", "polite")
    await expect(log).to_have_attribute("aria-relevant", "additions")
    private = log.get_by_role(
        "article", name="Outcome Bot, 09:12, only visible to you: Taken back: 141 people for People sleeping rough"
    )
    await expect(private).to_be_visible()
    question = "Outcome Bot, 09:00: People sleeping rough rough, last week (13–19 April)?"
    await expect(log.get_by_role("article", name=question, exact=True)).to_be_visible()
    await expect(log.get_by_role("separator", name="Monday 13 April")).to_be_visible()


async def test_a_new_message_is_read_and_an_edited_one_is_not(
    playground: Playground, alice: Person, look: Look
) -> None:
    app = make_app(playground)
    old = await app.client.chat_postMessage(channel=alice.id, text="The first")
    here = await look(playground.url)
    await here.message("The first").wait_for()
    await here.page.evaluate(_ADDED)

    blocks = [{"type": "section", "text": plain(word)} for word in ("Edited", "and longer")]
    await app.client.chat_update(channel=old["channel"], ts=old["ts"], text="Edited and longer", blocks=blocks)
    await here.message("and longer").wait_for()
    assert await here.page.evaluate("window.added") == []

    await app.client.chat_postMessage(channel=alice.id, text="The second")
    await here.message("The second").wait_for()
    added = await here.page.evaluate("window.added")
    assert len(added) == 1
    assert "The second" in added[0]

    await app.client.chat_update(channel=old["channel"], ts=old["ts"], text="Once more", blocks=blocks[:1])
    await expect(here.page.locator("main .message").first).not_to_contain_text("longer")
    await app.client.chat_postMessage(channel=alice.id, text="A reply", thread_ts=old["ts"])
    await here.page.get_by_role("button", name="1 reply").wait_for()
    assert await here.page.evaluate("window.added") == added


async def test_text_has_words_for_its_signs_people_links_and_code(
    playground: Playground, alice: Person, look: Look
) -> None:
    app = make_app(playground)
    text = (
        f":large_green_circle: <@{alice.id}> read <https://example.org/report|the report>, then `rough` :nobody_knows:"
    )
    section = {"type": "section", "text": {"type": "mrkdwn", "text": text}}
    await app.client.chat_postMessage(channel=alice.id, text=text, blocks=[section])

    message = (await look(playground.url)).message("the report")

    await expect(message.get_by_role("img", name="large green circle")).to_have_text("🟢")
    await expect(message.get_by_role("link", name="the report")).to_have_attribute("href", "https://example.org/report")
    await expect(message.get_by_role("code")).to_have_text("rough")
    await expect(message.locator(".section-text")).to_have_text("🟢 @Alice read the report, then rough :nobody_knows:")
    await expect(message).to_have_attribute("aria-label", re.compile(r"\d: 🟢 @Alice read the report, then rough :"))


async def test_tab_leads_first_past_everything_to_the_conversation(demo: Demo, look: Look) -> None:
    here = await look(demo.url)
    keys, skip = here.page.keyboard, here.page.get_by_role("link", name="Skip to the conversation")
    await expect(skip).not_to_be_in_viewport()

    await keys.press("Tab")
    await expect(skip).to_be_focused()
    await expect(skip).to_be_in_viewport(ratio=1)
    await keys.press("Enter")
    await expect(here.page.get_by_role("log")).to_be_focused()

    await keys.press("ArrowUp")
    await expect(here.page.get_by_role("article").last).to_be_focused()
    await keys.press("Home")
    await expect(here.page.get_by_role("article").first).to_be_focused()
    await keys.press("Tab")
    await expect(here.page.get_by_role("article").first.get_by_role("button").first).to_be_focused()

    await here.page.reload()
    await here.composer.wait_for()
    await keys.press("Tab")
    await keys.press("Tab")
    await keys.press("Enter")
    await expect(here.composer).to_be_focused()


async def test_a_menu_is_gone_through_by_keys_and_gives_the_focus_back(demo: Demo, look: Look) -> None:
    here = await look(demo.url, person="Alice")
    keys, opener = here.page.keyboard, here.page.get_by_role("button", name="Be somebody else")

    await opener.focus()
    await keys.press("ArrowDown")
    await expect(opener).to_have_attribute("aria-expanded", "true")
    items = here.page.get_by_role("menu", name="Be somebody else").get_by_role("menuitem")
    await expect(items.first).to_be_focused()
    await keys.press("End")
    await expect(items.last).to_be_focused()
    await keys.press("ArrowDown")
    await expect(items.first).to_be_focused()
    await keys.press("c")
    await expect(items.filter(has_text="Charlie")).to_be_focused()
    await keys.press("Escape")
    await expect(opener).to_be_focused()
    await expect(opener).to_have_attribute("aria-expanded", "false")
