"""What is in sight: the answer to what one does always, and else the place where one reads."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from playwright.async_api import Locator, expect

from bot.playground import Person, Playground
from tests.browser.conftest import Look
from tests.browser.forms import writes_many
from tests.browser.window import NARROW, WIDE, Window
from tests.playground.conftest import make_app, over_sockets

pytestmark = pytest.mark.asyncio(loop_scope="session")

SIZES = pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])


@asynccontextmanager
async def answering(playground: Playground, *people: Person) -> AsyncIterator[str]:
    """A full channel, and a bot that answers to commands and buttons there: privately, in place, or in the thread."""
    app = make_app(playground)
    channel = playground.channel("shelter", *people)
    playground.rates.enabled = False

    @app.command("/plain")
    async def command(ack: Any) -> None:
        await ack("Here is your answer.")

    @app.action("press")
    async def pressed(ack: Any, action: Any, body: Any, client: Any, respond: Any) -> None:
        await ack()
        if action["value"] == "2":
            await respond("It is done here.", replace_original=True)
        elif action["value"] == "3":
            where = {"channel": channel.id, "user": body["user"]["id"]}
            await client.chat_postEphemeral(**where, text="In the thread.", thread_ts=body["message"]["ts"])
        else:
            await respond("You pressed it.", replace_original=False, response_type="ephemeral")

    async with over_sockets(playground, app):
        await writes_many(app, channel.id)
        yield channel.id


async def opened(here: Window) -> Locator:
    """The channel, scrolled up to its beginning by hand."""
    if await here.button("Conversations").is_visible():
        await here.button("Conversations").click()
    await here.opens("shelter")
    await here.message("Message 39.").wait_for()
    log = here.page.get_by_role("log").first
    await expect(here.message("Message 39.")).to_be_in_viewport(ratio=0.9)
    await to_top(here, log)
    return log


async def to_top(here: Window, log: Locator) -> None:
    """Scroll up as people do."""
    await log.hover()
    await here.page.mouse.wheel(0, -100_000)
    await expect(log).to_have_js_property("scrollTop", 0)


@SIZES
async def test_the_answer_to_a_command_is_in_sight_of_whoever_had_scrolled_up(
    playground: Playground, alice: Person, look: Look, size: tuple[int, int]
) -> None:
    async with answering(playground, alice):
        here = await look(playground.url, size=size)
        await opened(here)

        await here.writes("/plain")

        await expect(here.message("Here is your answer.")).to_be_in_viewport(ratio=1)


@SIZES
async def test_the_answer_to_a_button_further_up_is_in_sight(
    playground: Playground, alice: Person, look: Look, size: tuple[int, int]
) -> None:
    async with answering(playground, alice):
        here = await look(playground.url, size=size)
        log = await opened(here)

        await here.button("Press 1").click()
        await expect(here.message("You pressed it.")).to_be_in_viewport(ratio=1)

        await to_top(here, log)
        await here.button("Press 2").click()
        await expect(here.message("It is done here.")).to_be_in_viewport(ratio=1)
        assert await log.evaluate("(list) => list.scrollTop") < 100


@SIZES
async def test_an_answer_is_in_sight_beside_an_open_thread_and_in_one(
    playground: Playground, alice: Person, look: Look, size: tuple[int, int]
) -> None:
    async with answering(playground, alice):
        here = await look(playground.url, size=size)
        log = await opened(here)
        thread = here.page.get_by_role("complementary", name="Thread")

        await here.message("Message 1.").hover()
        await here.message("Message 1.").get_by_role("button", name="Reply in thread").click()
        await thread.get_by_role("button", name="Press 1").click()
        await expect(here.message("You pressed it.")).to_be_in_viewport(ratio=1)
        covers = size == NARROW
        await expect(thread).to_have_count(0 if covers else 1)
        if not covers:
            await here.button("Close thread").click()

        await to_top(here, log)
        await here.button("Press 3").click()
        await expect(thread.locator(".message").filter(has_text="In the thread.")).to_be_in_viewport(ratio=1)
        await expect(here.page.locator("main .message").filter(has_text="In the thread.")).to_have_count(0)


@SIZES
async def test_what_others_write_moves_nobody_who_reads_further_up(
    playground: Playground, alice: Person, look: Look, size: tuple[int, int]
) -> None:
    bob = playground.person("bob")
    async with answering(playground, alice, bob):
        here = await look(playground.url, size=size)
        log = await opened(here)

        await bob.says("Hello from Bob", channel="#shelter")
        more = here.page.get_by_role("button", name="1 new message", exact=True)
        await expect(more).to_be_in_viewport(ratio=1)
        await bob.says("And once more", channel="#shelter")
        await expect(here.page.get_by_role("button", name="2 new messages", exact=True)).to_be_visible()
        await expect(log).to_have_js_property("scrollTop", 0)

        await here.page.get_by_role("button", name="2 new messages").click()
        await expect(here.message("And once more")).to_be_in_viewport(ratio=1)
        await expect(here.page.get_by_role("button", name="new message")).to_have_count(0)
        await expect(log).to_be_focused()

        await bob.says("To the end", channel="#shelter")
        await expect(here.message("To the end")).to_be_in_viewport(ratio=1)


async def test_whoever_scrolls_away_after_an_answer_stays_there(
    playground: Playground, alice: Person, look: Look
) -> None:
    app = make_app(playground)
    async with answering(playground, alice) as channel:
        here = await look(playground.url)
        log = await opened(here)
        await here.writes("/plain")
        await expect(here.message("Here is your answer.")).to_be_in_viewport(ratio=1)

        await to_top(here, log)
        await app.client.chat_postMessage(channel=channel, text="By itself")

        await expect(here.page.get_by_role("button", name="1 new message")).to_be_visible()
        await expect(log).to_have_js_property("scrollTop", 0)


async def test_the_end_stays_in_sight_when_the_window_becomes_smaller(
    playground: Playground, alice: Person, look: Look
) -> None:
    async with answering(playground, alice):
        here = await look(playground.url)
        await here.opens("shelter")
        await expect(here.message("Message 39.")).to_be_in_viewport(ratio=1)

        await here.page.set_viewport_size({"width": 400, "height": 420})

        await expect(here.message("Message 39.")).to_be_in_viewport(ratio=0.9)
