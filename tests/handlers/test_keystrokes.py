"""What each way of giving a reading costs: the keys that are typed, Enter and Tab among them, and the presses.

`pytest -s tests/handlers/test_keystrokes.py` prints the table. A way that has become longer fails.
"""

import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from bot.playground import Person, Playground
from storage.tables import Reading
from tests.handlers.conftest import Bot, Shelter
from tests.handlers.test_forms import fall_due


@dataclass
class Fingers:
    """A person who counts."""

    person: Person
    keys: int = 0
    presses: int = 0

    async def says(self, text: str) -> None:
        """Write to the bot: each letter, and Enter."""
        self.keys += len(text) + 1
        await self.person.says(text)

    async def types(self, text: str) -> None:
        """The same with a command."""
        self.keys += len(text) + 1
        await self.person.types(text)

    async def press(self, label: str) -> None:
        """One press."""
        self.presses += 1
        await self.person.presses(label)

    async def fills(self, **values: str) -> None:
        """Each letter, Tab from one field to the next, and Enter."""
        self.keys += sum(map(len, values.values())) + len(values)
        labels = {label: value for name, value in values.items() for label in self._labels(name)}
        await self.person.submits(labels)

    def _labels(self, name: str) -> list[str]:
        assert self.person.modal is not None
        return [label for label in self.person.modal.labels if f"Customer {name}, " in label][:1]


async def by_command(fingers: Fingers) -> None:
    await fingers.types("/reading csat 84 for last week")


async def by_command_when_due(fingers: Fingers) -> None:
    await fingers.types("/reading csat 84")


async def by_message(fingers: Fingers) -> None:
    await fingers.says("csat 84")


async def by_number_and_choice(fingers: Fingers) -> None:
    await fingers.says("84")
    await fingers.press("Customer satisfaction (last 80 %)")


async def both_in_one_message(fingers: Fingers) -> None:
    await fingers.says("csat 84, churn 11")


async def both_in_the_form(fingers: Fingers) -> None:
    await fingers.says("due")
    await fingers.press("Check in")
    await fingers.fills(satisfaction="84", churn="11")


async def with_a_slip(fingers: Fingers) -> None:
    await fingers.says("csat 845")
    await fingers.press("84.5 %")


async def corrected_at_once(fingers: Fingers) -> None:
    await fingers.says("csat 84")
    await fingers.says("csat 85")


async def no_data(fingers: Fingers) -> None:
    await fingers.says("csat n/a server was down")


WAYS: list[tuple[Callable[[Fingers], Awaitable[None]], int, int, int]] = [
    (by_command, 31, 0, 1),
    (by_command_when_due, 17, 0, 1),
    (by_message, 8, 0, 1),
    (by_number_and_choice, 3, 1, 1),
    (both_in_one_message, 18, 0, 2),
    (both_in_the_form, 10, 1, 2),
    (with_a_slip, 9, 1, 1),
    (corrected_at_once, 16, 0, 2),
    (no_data, 25, 0, 1),
]


@pytest.mark.parametrize(("way", "keys", "presses", "readings"), WAYS, ids=[way.__name__ for way, *_ in WAYS])
async def test_a_reading_costs_no_more_than_this(
    bot: Bot,
    shelter: Shelter,
    playground: Playground,
    way: Callable[[Fingers], Awaitable[None]],
    keys: int,
    presses: int,
    readings: int,
) -> None:
    await shelter.alice.says("csat 80 for 2026-W11")
    playground.clock.set(datetime(2026, 3, 27, 11, tzinfo=UTC))
    bot.deps.database.run_here(fall_due)
    fingers = Fingers(shelter.alice)

    await way(fingers)

    given = [row.period_key for row in bot.all(Reading)[1:]]
    sys.stdout.write(
        f"{way.__name__.replace('_', ' ')}: {fingers.keys} keys, {fingers.presses} presses, {len(given)} readings\n"
    )
    assert given == ["2026-W12"] * readings
    assert (fingers.keys, fingers.presses) == (keys, presses)
