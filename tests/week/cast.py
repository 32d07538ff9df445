"""Who is in the week, and the registrations it starts with, made as people make them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot.playground import Answer, Person, Playground, Seen
from bot.playground.state import Channel
from tests.databases import PATIENCE
from tests.forms import MORE_OF_INDICATOR

MANIFEST = Path(__file__).parents[2] / "config" / "manifest.yaml"


def utc(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    """An instant of 2026."""
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


FRIDAY = utc(3, 27, 10)


@dataclass
class Borough:
    """A workspace with a shelter charity and a shop in it."""

    playground: Playground
    alice: Person
    bob: Person
    charlie: Person
    dora: Person
    shelter: Channel
    shop: Channel

    def dms(self, person: Person) -> list[Seen]:
        """What the bot has written to a person outside threads, oldest first."""
        return [seen for seen in self.playground.posts_in(person) if seen.thread_ts is None]

    def second_pings(self, person: Person) -> list[Seen]:
        """What the bot has written to a person in threads."""
        return [seen for seen in self.playground.posts_in(person) if seen.thread_ts is not None]

    def open_dms(self, person: Person) -> list[Seen]:
        """The person's reminders that still ask for something."""
        return [seen for seen in self.dms(person) if "Check in" in seen.buttons]

    def sent(self) -> list[str]:
        """What was sent, each by the key that it carries, in order."""
        return [key for post in self.playground.posts if (key := _key(post.metadata)) is not None]


@asynccontextmanager
async def borough() -> AsyncIterator[Borough]:
    """The workspace on the Friday before the clocks change in London. Nobody has registered anything."""
    async with Playground(MANIFEST, start_at=FRIDAY, name="Borough", ack_deadline=PATIENCE) as playground:
        alice = playground.person("alice", zone="Europe/London", locale="en-GB")
        bob = playground.person("bob", zone="Asia/Kolkata", locale="en-IN")
        charlie = playground.person("charlie", zone="America/New_York", locale="en-US")
        dora = playground.person("dora", zone="Europe/London", locale="en-GB", admin=True)
        shelter = playground.channel("shelter", alice, bob, dora)
        shop = playground.channel("shop", charlie, dora)
        yield Borough(playground, alice, bob, charlie, dora, shelter, shop)


async def register(town: Borough) -> None:
    """Two outcomes and three indicators, by commands and forms."""
    await _saved(
        town.dora, "/outcome new Fewer people sleep rough in our borough", "#shelter", {"Short key": "rough-sleeping"}
    )
    await town.dora.presses(MORE_OF_INDICATOR)
    await town.dora.submits(
        {
            "What do you count or measure?": "People sleeping rough",
            "Measured as": "A number or count",
            "Unit": "people",
            "It should": "Go down",
            "How often": "Every week",
            "Today it is": "120",
            "When was today's value measured?": "2026-03-01",
            "It should become": "60",
            "By": "2026-12-31",
            "Whom do I ask?": town.alice.id,
            "Short key": "rough",
        }
    )
    assert "due Mon 30 March" in _on_screen(town.dora)
    await town.dora.closes()
    await _saved(
        town.dora,
        "/indicator new rough-sleeping",
        "#shelter",
        {
            "What do you count or measure?": "Still housed after six months",
            "Measured as": "A share, such as 31 of 50",
            "It should": "Go up",
            "How often": "Every month",
            "Today it is": "31/50",
            "When was today's value measured?": "2026-02-28",
            "It should become": "4/5",
            "By": "2026-12-31",
            "Whom do I ask?": town.bob.id,
            "Short key": "housed",
        },
    )
    assert "due Wed 1 April" in _on_screen(town.dora)
    await town.dora.closes()
    await _saved(
        town.charlie,
        "/outcome new Customers get help the first time",
        "#shop",
        {"Short key": "first-time", "Who answers for it?": town.dora.id},
    )
    await town.charlie.closes()
    await _saved(
        town.charlie,
        "/indicator new first-time",
        "#shop",
        {
            "What do you count or measure?": "Customer satisfaction",
            "Measured as": "Percent",
            "It should": "Go up",
            "How often": "Every week",
            "Today it is": "72",
            "When was today's value measured?": "2026-03-02",
            "Short key": "csat",
        },
    )
    await town.charlie.closes()
    answer = await town.charlie.types("/target set csat 85 by 30 June", channel="#shop")
    assert "85 % by June 30" in answer.text


async def _saved(person: Person, command: str, channel: str, values: dict[str, str]) -> None:
    opened = await person.types(command, channel=channel)
    assert opened.modal is not None
    await person.presses(next(label for label in opened.modal.buttons if label.startswith("More")))
    await person.submits(values)
    assert "Saved" in _on_screen(person)


def _on_screen(person: Person) -> str:
    """What the form on top says: a message may have come at the same time."""
    assert person.modal is not None
    return f"{person.modal.title} {person.modal.text}"


def _key(metadata: dict[str, object] | None) -> str | None:
    payload = (metadata or {}).get("event_payload")
    return str(payload["key"]) if isinstance(payload, dict) and "key" in payload else None


async def types(person: Person, text: str, *, channel: str) -> Answer:
    """Type it, and again where Slack was too slow to say who may see what: on a busy machine it can be, after days."""
    for _ in range(10):
        answer = await person.types(text, channel=channel)
        if "Slack does not say at the moment" not in answer.text:
            return answer
    raise AssertionError(answer.text)
