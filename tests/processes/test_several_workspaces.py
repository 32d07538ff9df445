"""Two workspaces in one database, each with processes that were started with its own token."""

from dataclasses import dataclass

import pytest

from bot.app import assembled
from bot.playground import Person
from config.settings import load
from storage import schema
from tests.bots import Bots, Process
from tests.week.cast import utc

KEY = "b2xkLW9sZC1vbGQtb2xkLW9sZC1vbGQtb2xkLW9sZC0="


@dataclass
class Neighbours:
    """Alice is in the shelter's workspace and Bella in the shop's. Both have the bot, in one database."""

    bots: Bots
    alice: Person
    bella: Person
    of_shelter: dict[str, str]
    of_shop: dict[str, str]


@pytest.fixture
async def neighbours(on_postgres: Bots) -> Neighbours:
    playground = on_postgres.playground
    shop = playground.add_workspace("Shop")
    on_postgres.settings["TOKEN_KEYS"] = KEY
    schema.migrate(on_postgres.database_url)
    for token in (playground.bot_token, shop.bot_token):
        await leave_token(on_postgres, token)
    return Neighbours(
        on_postgres,
        alice=playground.who_is("alice"),
        bella=playground.person("bella", workspace=shop),
        of_shelter={"SLACK_BOT_TOKEN": playground.bot_token},
        of_shop={"SLACK_BOT_TOKEN": shop.bot_token},
    )


async def leave_token(bots: Bots, token: str) -> None:
    """A process has been started with this token, and is gone."""
    settings = {name.lower(): value for name, value in bots.environment(SLACK_BOT_TOKEN=token).items()}
    async with assembled(load("bot_token", _env_file=None, **settings)):
        pass


async def test_a_web_answers_for_every_workspace_whose_token_it_can_open(neighbours: Neighbours) -> None:
    web = await neighbours.bots.web(**neighbours.of_shop)

    for person in (neighbours.alice, neighbours.bella):
        answer = await person.types("/outcome list", channel="@bot")
        assert (answer.text, answer.buttons) == ("There are no outcomes yet.", ("Write down an outcome",))
    assert "is served with the token in the records" in web.transcript()
    assert "xoxb-" not in web.transcript()


async def test_a_worker_writes_to_every_workspace_whose_token_it_can_open(neighbours: Neighbours) -> None:
    bots, alice = neighbours.bots, neighbours.alice
    await bots.kill(await with_an_indicator_of(alice, bots, neighbours.of_shelter))

    await bots.start("worker", **neighbours.of_shop)
    bots.playground.clock.set(utc(3, 30, 8))

    await bots.playground.message_in(alice, containing="last week (23–29 March)?")


async def with_an_indicator_of(person: Person, bots: Bots, token: dict[str, str]) -> Process:
    """A web process over which somebody has registered what is due on Monday 30 March."""
    web = await bots.web(**token)
    await person.types("/outcome new Fewer people sleep rough in our borough", channel="#shelter")
    await person.submits({})
    new = {"What do you count or measure?": "People sleeping rough", "Today it is": "112 people"}
    answer = await person.submits(new | {"It should become": "60", "By": "31 December"})
    assert "due Mon 30 March" in answer.text
    return web
