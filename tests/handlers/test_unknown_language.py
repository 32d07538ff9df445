"""While Slack has not told somebody's language, a number that reads otherwise in another one is asked about."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from sqlmodel import Session

from bot.actions import people
from bot.delivery import planning
from bot.delivery.settings import DeliverySettings
from bot.playground import Person, Playground
from storage import tables
from tests.forms import MORE_OF_INDICATOR
from tests.handlers.conftest import Bot, words
from tests.make import make_channel, make_indicator, make_outcome

MONDAY = datetime(2026, 3, 30, 8, 30, tzinfo=UTC)
WHICH = "That could be 1234, or 1.2340 with decimals: Slack has not told your language yet. Type the one that you mean."
QUESTION = f'"People sleeping rough" needs a number, for example 84 people. You wrote "1.234". {WHICH}'
READINGS = ("1234", "1.2340 with decimals")


@pytest.fixture
async def erin(bot: Bot, playground: Playground) -> Person:
    """Erin, whose language Slack does not name, owns "rough"; its reading for last week is due."""
    person = playground.person("erin", locale="")
    channel = playground.channel("shelter", person)
    await person.types("/outcome help", channel="#shelter")

    def arrange(session: Session) -> None:
        make_channel(session, session.get_one(tables.Workspace, bot.workspace_id), channel.id)
        found = people.known(session, team_id=playground.team_id, user_id=person.id)
        assert found is not None
        owner = found.actor
        assert owner.locale == ""
        make_indicator(session, owner, make_outcome(session, owner, channel_id=channel.id, key="rough-sleeping"))

    bot.deps.database.run_here(arrange)
    playground.clock.set(MONDAY)
    bot.deps.database.run_here(planning.plan_due_readings, now=MONDAY, settings=DeliverySettings())
    return person


def readings_of(bot: Bot) -> list[tuple[Decimal | None, str, str]]:
    return [(row.amount, row.typed, row.note) for row in bot.all(tables.Reading)]


@pytest.mark.parametrize(
    ("chosen", "amount", "printed"),
    [("1234", "1234", "1.234 people"), ("1.2340 with decimals", "1.234", "1.234 people")],
)
async def test_a_line_is_asked_about_and_read_as_chosen(
    bot: Bot, erin: Person, chosen: str, amount: str, printed: str
) -> None:
    request = await erin.types("/reading rough 1.234 after 2.500 calls\nby hand", channel="#shelter")
    assert WHICH in words(request)
    assert request.buttons == READINGS
    assert readings_of(bot) == []

    answer = await erin.presses(chosen)

    assert printed in words(answer)
    assert readings_of(bot) == [(Decimal(amount), "1.234", "after 2.500 calls\nby hand")]


@pytest.mark.parametrize("typed", ["1.234", "rough 1.234"])
async def test_a_direct_message_is_asked_about(bot: Bot, erin: Person, typed: str) -> None:
    request = await erin.says(typed)
    assert request.buttons == READINGS
    assert readings_of(bot) == []

    await erin.presses("1234")

    assert readings_of(bot) == [(Decimal(1234), "1.234", "")]


async def test_a_number_that_every_language_reads_alike_is_recorded_at_once(bot: Bot, erin: Person) -> None:
    answer = await erin.types("/reading rough 1234", channel="#shelter")

    assert "1234 people" in words(answer)


async def test_a_target_and_its_baseline_are_read_by_one_choice(bot: Bot, erin: Person) -> None:
    request = await erin.types("/target set rough 1.234 by 30 june from 2.500 on 2 march", channel="#shelter")
    assert request.buttons == ("2500", "2.5000 with decimals")

    await erin.presses("2500")

    assert [row.amount for row in bot.all(tables.TargetRecord)] == [Decimal(1234)]
    assert [row.amount for row in bot.all(tables.Baseline)] == [Decimal(2500)]


async def test_a_day_in_digits_is_asked_about(bot: Bot, erin: Person) -> None:
    answer = await erin.types("/target set rough 5 by 6/7", channel="#shelter")

    assert '"6/7" could be 6 July or 7 June: Slack has not told your language yet. Type the month as a word.' in words(
        answer
    )
    assert bot.counts()["target"] == 0


async def test_fields_of_forms_say_both_spellings(bot: Bot, erin: Person) -> None:
    await erin.types("/reading", channel="#shelter")
    [due] = bot.all(tables.DueReading)
    asked = await erin.submits({str(due.id): "1.234"})
    assert asked.modal is not None
    assert list(asked.modal.errors.values()) == [QUESTION]
    await erin.closes(everything=True)

    await erin.types("/indicator new rough-sleeping", channel="#shelter")
    await erin.presses(MORE_OF_INDICATOR)
    answers = {"name": "Nights", "kind": "number", "direction": "decrease", "every": "week"}
    asked = await erin.submits(answers | {"baseline": "1,234"})
    assert asked.modal is not None
    assert "That could be 1234, or 1.2340 with decimals" in asked.modal.errors["Today it is"]
    asked = await erin.submits({"baseline": "1234", "value": "1.100", "due_on": "2026-06-30"})
    assert asked.modal is not None
    assert "That could be 1100, or 1.1000 with decimals" in next(iter(asked.modal.errors.values()))
    assert (bot.counts()["reading"], bot.counts()["indicator"]) == (0, 1)


async def test_what_is_too_long_for_a_button_is_given_back_beside_the_question(bot: Bot, erin: Person) -> None:
    note = "after the move " * 150

    answer = await erin.types(f"/reading rough 1.234 {note}", channel="#shelter")

    assert WHICH in words(answer)
    assert answer.buttons == ()
    assert f"You typed: /reading rough 1.234 {note}".replace(" ", "") in words(answer).replace(" ", "")
