"""The page's addresses: what a person is shown, what they can do, what changes, and who may not ask."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from functools import partial
from typing import Any

import aiohttp
import pytest

from bot.playground import Person, Playground
from bot.playground.page_settings import PageSettings, Step
from bot.playground.site import PAGE, add_page
from tests.playground.conftest import MANIFEST, make_app, over_sockets

MONDAY = datetime(2026, 6, 8, 8, 0, tzinfo=UTC)
BUTTON = {"type": "button", "action_id": "check_in", "text": {"type": "plain_text", "text": "Check in"}}
ROW = {"type": "actions", "elements": [BUTTON]}


class Browser:
    """A browser on the page."""

    def __init__(self, session: aiohttp.ClientSession, playground: Playground) -> None:
        self.session = session
        self.url = playground.url

    async def sees(self, person: Person, channel: str = "") -> Any:
        async with self.session.get(f"{self.url}/page/data/see/{person.id}", params={"channel": channel}) as response:
            return await response.json()

    async def does(self, person: Person, action: str, /, **body: Any) -> Any:
        async with self.session.post(f"{self.url}/page/do/{person.id}/{action}", json=body) as response:
            return await response.json()

    async def gets(self, path: str, **headers: str) -> tuple[int, str]:
        async with self.session.get(self.url + path, headers=headers) as response:
            return response.status, await response.text()


@pytest.fixture
def settings() -> PageSettings:
    return PageSettings(steps=[Step("Type a reading", text="/reading csat 84")])


@pytest.fixture
async def playground(settings: PageSettings) -> AsyncIterator[Playground]:
    async with Playground(MANIFEST, start_at=MONDAY, add_ons=[partial(add_page, settings=settings)]) as running:
        yield running


@pytest.fixture
async def browser(playground: Playground) -> AsyncIterator[Browser]:
    async with aiohttp.ClientSession() as session:
        yield Browser(session, playground)


@pytest.fixture
def alice(playground: Playground) -> Person:
    return playground.person("alice")


@pytest.fixture
def charlie(playground: Playground) -> Person:
    return playground.person("charlie")


@pytest.mark.parametrize("path", ["/", *[f"/page/{file.name}" for file in PAGE.iterdir()]])
async def test_every_file_of_the_page_is_served(browser: Browser, path: str) -> None:
    status, text = await browser.gets(path)

    assert status == 200
    assert text


async def test_nothing_beside_the_page_is_served(browser: Browser) -> None:
    status, _ = await browser.gets("/page/..%2fsite.py")

    assert status == 404


async def test_the_page_loads_nothing_from_elsewhere(browser: Browser) -> None:
    async with browser.session.get(browser.url) as response:
        assert response.headers["Content-Security-Policy"].startswith("default-src 'self'")


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({"Origin": "https://example.org"}, id="another site"),
        pytest.param({"Host": "playground.example.org"}, id="a name that points here"),
    ],
)
async def test_a_foreign_page_is_refused(browser: Browser, alice: Person, headers: dict[str, str]) -> None:
    status, _ = await browser.gets(f"/page/data/see/{alice.id}", **headers)

    assert status == 403


async def test_a_form_of_a_foreign_page_is_refused(browser: Browser, alice: Person) -> None:
    data = {"channel": "@bot", "text": "hello"}
    async with browser.session.post(f"{browser.url}/page/do/{alice.id}/write", data=data) as response:
        assert response.status == 403


async def test_a_person_sees_their_channels_and_nobody_elses(
    playground: Playground, browser: Browser, alice: Person, charlie: Person
) -> None:
    playground.channel("shelter", alice)
    board = playground.channel("board", alice, private=True)
    await alice.says("The secret plan", channel="#board")

    hers, his = await browser.sees(alice, board.id), await browser.sees(charlie, board.id)

    assert [channel["name"] for channel in hers["channels"] if not channel["app"]] == ["shelter", "board"]
    assert [message["text"] for message in hers["messages"]] == ["The secret plan"]
    assert [(channel["name"], channel["member"]) for channel in his["channels"] if not channel["app"]] == [
        ("shelter", False)
    ]
    assert his["messages"] == []


async def test_what_only_one_person_sees_is_marked_and_kept_from_the_others(
    playground: Playground, browser: Browser, alice: Person, charlie: Person
) -> None:
    shop = playground.channel("shop", alice, charlie)
    await browser.does(alice, "write", channel=shop.id, text="/nonsense")

    (hers,) = (await browser.sees(alice, shop.id))["messages"]

    assert (hers["text"], hers["ephemeral"]) == ("/nonsense is not a valid command.", True)
    assert (await browser.sees(charlie, shop.id))["messages"] == []


async def test_the_screen_names_commands_and_what_to_try(browser: Browser, alice: Person) -> None:
    screen = await browser.sees(alice)

    assert [(command["name"], command["description"]) for command in screen["app"]["commands"]] == [
        ("/reading", "Record"),
        ("/plain", "Not escaped"),
    ]
    assert [step["text"] for step in screen["steps"]] == ["/reading csat 84"]
    assert screen["clock"]["seconds"] == pytest.approx(MONDAY.timestamp(), abs=60)


async def test_the_very_button_that_was_pressed_is_told_to_the_bot(
    playground: Playground, browser: Browser, alice: Person
) -> None:
    app, pressed = make_app(playground), []

    @app.action("check_in")
    async def check_in(ack: Any, body: Any) -> None:
        pressed.append(body["actions"][0]["block_id"])
        await ack()

    async with over_sockets(playground, app):
        blocks = [{**ROW, "block_id": "first"}, {**ROW, "block_id": "second"}]
        await app.client.chat_postMessage(channel=alice.id, text="Two are due", blocks=blocks)
        screen = await browser.sees(alice)
        where = {"channel": screen["channel"], "message": screen["messages"][0]["ts"]}
        answer = await browser.does(alice, "act", where=where, block="second", action="check_in")

    assert answer == {}
    assert pressed == ["second"]


async def test_a_form_is_filled_by_block_and_action(playground: Playground, browser: Browser, alice: Person) -> None:
    app, values = make_app(playground), []
    element = {"type": "number_input", "action_id": "value", "is_decimal_allowed": True}
    field = {"type": "input", "block_id": "csat", "label": {"type": "plain_text", "text": "Value"}, "element": element}
    form = {
        "type": "modal",
        "callback_id": "check_in",
        "title": {"type": "plain_text", "text": "Check in"},
        "submit": {"type": "plain_text", "text": "Save"},
        "blocks": [field],
    }

    @app.command("/reading")
    async def reading(ack: Any, client: Any, command: Any) -> None:
        await ack()
        await client.views_open(trigger_id=command["trigger_id"], view=form)

    @app.view("check_in")
    async def check_in(ack: Any, view: Any) -> None:
        values.append(view["state"]["values"]["csat"]["value"]["value"])
        await ack()

    async with over_sockets(playground, app):
        await browser.does(alice, "write", channel="@bot", text="/reading")
        opened = (await browser.sees(alice))["stack"]
        empty = await browser.does(alice, "submit", values={})
        await browser.does(alice, "submit", values={"csat/value": "84.5"})

    assert [view["title"]["text"] for view in opened] == ["Check in"]
    assert empty == {"problems": {"Value": "Please complete this required field."}}
    assert values == ["84.5"]
    assert (await browser.sees(alice))["stack"] == []


async def test_what_has_gone_is_said_in_words(browser: Browser, alice: Person) -> None:
    where = {"view": "V0"}

    answer = await browser.does(alice, "act", where=where, block="first", action="check_in")

    assert answer == {"error": "This form is no longer open."}


async def test_the_clock_moves_ahead_and_tells_what_was_sent(
    playground: Playground, settings: PageSettings, browser: Browser, alice: Person
) -> None:
    app = make_app(playground)

    async def travel(to: datetime) -> None:
        playground.clock.set(to)
        await app.client.chat_postMessage(channel=alice.id, text="2 readings are due")

    settings.travel = travel
    tuesday = MONDAY.timestamp() + 86_400
    async with browser.session.post(f"{browser.url}/page/do/clock", json={"to": tuesday}) as response:
        moved = await response.json()

    assert [(arrival["place"], arrival["text"]) for arrival in moved["arrivals"]] == [("Alice", "2 readings are due")]
    assert moved["clock"]["seconds"] == pytest.approx(tuesday, abs=60)


async def test_the_clock_does_not_go_back(playground: Playground, browser: Browser) -> None:
    async with browser.session.post(f"{browser.url}/page/do/clock", json={"to": MONDAY.timestamp() - 60}) as response:
        answer = await response.json()

    assert answer == {"error": "The clock moves ahead only: what was sent cannot be unsent."}
    assert playground.clock.now() >= MONDAY


async def test_a_change_is_told_on_the_stream(playground: Playground, browser: Browser, alice: Person) -> None:
    async with browser.session.get(f"{browser.url}/page/data/changes") as response:
        assert await response.content.readuntil(b"\n\n") == b"data: hello\n\n"
        playground.channel("shelter", alice)
        assert await response.content.readuntil(b"\n\n") == b"data: changed\n\n"


async def test_a_refusal_stands_in_the_log_with_its_pointer(
    playground: Playground, browser: Browser, alice: Person
) -> None:
    body = {"channel": alice.id, "text": "x", "blocks": [{"type": "section"}]}
    headers = {"Authorization": f"Bearer {playground.bot_token}"}
    async with browser.session.post(f"{playground.api_url}chat.postMessage", json=body, headers=headers) as response:
        await response.read()
    _, text = await browser.gets("/page/data/log/1")

    assert '"error": "invalid_blocks"' in text
    assert '"pointer": "/blocks/0"' in text
