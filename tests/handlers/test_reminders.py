"""Answering in the reminder itself, by a press."""

from datetime import UTC, date, datetime

import pytest
from sqlmodel import Session, select

from bot.domain.due import DueState
from bot.domain.periods import Period
from bot.domain.values import Measure, ValueKind
from bot.playground import Person
from bot.results.due import DueItem
from bot.results.names import IndicatorName, PersonName, Viewer
from bot.results.reminders import Reminder, ReminderItem
from bot.views.reminder import reminder
from storage import tables
from tests.handlers.conftest import Bot, Shelter, words
from tests.handlers.test_forms import fall_due, mood_on_a_scale
from tests.make import WEEKLY

MOOD = 3
"""What is due of it: csat and churn stand before it."""
READERS = Viewer("en-GB", "Europe/London", date(2026, 3, 27))


async def is_asked(bot: Bot, person: Person, due_id: int = MOOD) -> None:
    """Mood falls due, and this person gets the reminder of `due_id`."""
    bot.deps.database.run_here(mood_on_a_scale)
    bot.deps.database.run_here(fall_due)
    measure = Measure(ValueKind.SCALE, scale=("poor", "fair", "good"))
    period = Period("2026-W12", date(2026, 3, 16), date(2026, 3, 22))
    item = DueItem(due_id, IndicatorName("mood", "Mood", measure, WEEKLY), period, date(2026, 3, 23), DueState.DUE)
    asked = Reminder(PersonName(person.id, "Alice"), date(2026, 3, 27), (ReminderItem(item),))
    client = bot.deps.workspaces.client(bot.workspace_id)
    assert client is not None
    await client.chat_postMessage(channel=person.id, **reminder(asked, READERS))


async def test_a_pressed_label_is_recorded_once_and_answered_with_undo(bot: Bot, shelter: Shelter) -> None:
    await is_asked(bot, shelter.alice)

    answer = await shelter.alice.presses("good", times=2)

    assert "✓ good for Mood, last week (16–22 March)." in words(answer)
    (reading,) = bot.all(tables.Reading)
    assert (reading.typed, reading.route, reading.period_key) == ("good", "message", "2026-W12")
    assert "Taken back: good for Mood" in words(await shelter.alice.presses("Undo"))


async def test_another_label_afterwards_changes_nothing_and_says_how_to(bot: Bot, shelter: Shelter) -> None:
    await is_asked(bot, shelter.alice)
    await shelter.alice.presses("good")

    answer = await shelter.alice.presses("poor")

    assert words(answer) == (
        '"Mood" has its answer for this period already, and nothing was changed. To correct it: /reading mood poor'
    )
    assert [row.typed for row in bot.all(tables.Reading)] == ["good"]


async def test_what_was_taken_over_or_is_made_up_is_not_recorded(bot: Bot, shelter: Shelter) -> None:
    await is_asked(bot, shelter.bob)
    assert words(await shelter.bob.presses("good")) == (
        "This reading is not yours to give any more, and nothing was changed."
    )
    assert bot.counts()["reading"] == 0


@pytest.mark.parametrize(("due_id", "sentence"), [(99, "This reading is not yours to give any more"), (1, "needs")])
async def test_a_press_for_what_it_does_not_belong_to_is_refused(
    bot: Bot, shelter: Shelter, due_id: int, sentence: str
) -> None:
    await is_asked(bot, shelter.alice, due_id)
    assert sentence in words(await shelter.alice.presses("good"))
    assert bot.counts()["reading"] == 0


async def test_a_press_for_what_was_retired_says_so(bot: Bot, shelter: Shelter) -> None:
    await is_asked(bot, shelter.alice)
    bot.deps.database.run_here(_retire_mood)
    assert words(await shelter.alice.presses("good")) == ('"Mood" was retired, so no more readings are taken for it.')
    assert bot.counts()["reading"] == 0


def _retire_mood(session: Session) -> None:
    mood = session.exec(select(tables.Indicator).where(tables.Indicator.key == "mood")).one()
    mood.retired_at = datetime(2026, 3, 27, 9, tzinfo=UTC)
    session.add(mood)
