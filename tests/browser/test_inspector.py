"""What the page shows to those who write bots, with a bot made for it."""

from typing import Any

import pytest
from playwright.async_api import expect
from slack_sdk.errors import SlackApiError

from bot.playground import Person, Playground
from tests.browser.conftest import Look
from tests.playground.conftest import make_app, over_sockets

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_refusal_stands_in_red_with_the_place_that_it_points_to(
    playground: Playground, alice: Person, look: Look
) -> None:
    app = make_app(playground)
    wrong = [{"type": "section", "text": {"type": "mrkdwn", "text": ""}}]
    await app.client.chat_postMessage(channel=alice.id, text="Fine")
    with pytest.raises(SlackApiError, match="invalid_blocks"):
        await app.client.chat_postMessage(channel=alice.id, text="Not fine", blocks=wrong)

    here = await look(playground.url)
    await here.page.get_by_role("button", name="Inspector").click()
    await here.inspector.get_by_label("Refused only").check()
    refused = here.inspector.get_by_role("listitem").filter(has_text="chat.postMessage")
    await expect(refused).to_have_count(1)
    await expect(refused.get_by_text("invalid_blocks")).to_have_css("color", "rgb(192, 19, 67)")
    await refused.click()

    await expect(here.inspector.locator(".problem").first).to_contain_text("/blocks/0/text")
    await expect(here.inspector.locator("mark")).to_have_text('""')


async def test_a_command_shows_its_payload_and_how_soon_it_was_acknowledged(
    playground: Playground, alice: Person, look: Look
) -> None:
    app = make_app(playground)

    @app.command("/reading")
    async def reading(ack: Any) -> None:
        await ack("Noted")

    async with over_sockets(playground, app):
        here = await look(playground.url)
        await here.page.keyboard.press("Control+i")
        await here.writes("/reading csat 84")
        await here.inspector.get_by_role("listitem").filter(has_text="/reading").click()

        await expect(here.inspector).to_contain_text("Acknowledged after")
        await expect(here.inspector.locator("pre").first).to_contain_text('"text": "csat 84"')
        await expect(here.inspector.locator("pre").last).to_contain_text("Noted")


async def test_a_bot_that_is_not_there_is_said_in_words(playground: Playground, alice: Person, look: Look) -> None:
    here = await look(playground.url)

    await here.writes("/reading csat 84")

    await expect(here.page.get_by_role("alert")).to_contain_text("The bot could not be reached")
