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


INTRODUCTIONS = ("outcome:", "owner:", "answers-for:")
"""What tells a channel of its outcome, and people of what they keep or answer for: said once, at registration."""

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
        """What the bot has asked a person outside threads, oldest first."""
        return [seen for seen in self._scheduled_in(person) if seen.thread_ts is None]

    def digests(self, channel: str) -> list[Seen]:
        """The channel's digests, oldest first."""
        return self._scheduled_in(channel)

    def second_pings(self, person: Person) -> list[Seen]:
        """What the bot has written to a person in threads."""
        return [seen for seen in self._scheduled_in(person) if seen.thread_ts is not None]

    def open_dms(self, person: Person) -> list[Seen]:
        """The person's reminders that still ask for something."""
        return [seen for seen in self.dms(person) if "Check in" in seen.buttons]

    def sent(self) -> list[str]:
        """What was sent because its time had come, each by the key that it carries, in order."""
        return [key for key in self._keys() if not key.startswith(INTRODUCTIONS)]

    def introductions(self) -> list[str]:
        """What was said of outcomes and numbers as they were written down, by its keys, in order."""
        return [key for key in self._keys() if key.startswith(INTRODUCTIONS)]

    def _keys(self) -> list[str]:
        return [key for post in self.playground.posts if (key := _key(post.metadata)) is not None]

    def _scheduled_in(self, place: Person | str) -> list[Seen]:
        posts = self.playground.posts_in(place)
        return [seen for seen in posts if not (_key(seen.message.metadata) or "").startswith(INTRODUCTIONS)]


@asynccontextmanager
async def borough() -> AsyncIterator[Borough]:
    """The workspace on the Friday before the clocks change in London. Nobody has registered anything."""
    async with Playground(
        MANIFEST, start_at=FRIDAY, name="Borough", ack_deadline=PATIENCE, patience=PATIENCE
    ) as playground:
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
        town,
        town.dora,
        "/outcome new Fewer people sleep rough in our borough",
        "#shelter",
        {"Short key": "rough-sleeping"},
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
    await _shows(town, town.dora, "due Mon 30 March")
    await town.dora.closes()
    await _saved(
        town,
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
    await _shows(town, town.dora, "due Wed 1 April")
    await town.dora.closes()
    await _saved(
        town,
        town.charlie,
        "/outcome new Customers get help the first time",
        "#shop",
        {"Short key": "first-time", "Who answers for it?": town.dora.id},
    )
    await town.charlie.closes()
    await _saved(
        town,
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
    answer = await types(town.charlie, "/target set csat 85 by 30 June", channel="#shop")
    assert "85 % by June 30" in answer.message.text


async def _saved(town: Borough, person: Person, command: str, channel: str, values: dict[str, str]) -> None:
    await person.types(command, channel=channel)
    await _shows(town, person, "More")
    assert person.modal is not None
    more = next(label for label in person.modal.buttons if label.startswith("More"))
    await person.presses(more)
    await town.playground.wait_for(lambda: person.modal is not None and more not in person.modal.buttons)
    await person.submits(values)
    await _shows(town, person, "Saved")


async def _shows(town: Borough, person: Person, words: str) -> None:
    """Until the form on top says this: what comes first may be a message that is sent at the same time."""
    await town.playground.wait_for(lambda: words in _on_screen(person))


def _on_screen(person: Person) -> str:
    if person.modal is None:
        return ""
    return " ".join((person.modal.title, person.modal.text, *person.modal.buttons))


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
