"""The shape of the year before as the way to a target, from a command to the chart."""

import calendar
from datetime import date

import pytest
from sqlmodel import Session

from bot.actions import standings
from bot.actions.outcomes import RegisteredOutcome
from bot.actions.people import known
from bot.domain.cadences import Cadence, Every
from bot.domain.targets import Direction
from bot.domain.values import Measure, ValueKind
from bot.playground import Playground
from storage import tables
from tests.handlers.conftest import Bot, Shelter, words
from tests.make import make_indicator

MONTHS = calendar.month_name[1:]
WINTER_PEAK = [120, 110, 100, 90, 80, 70, 70, 80, 90, 100, 110, 120]
SHAPE = "in the shape of the year before, taken on 27 March: up to 114 calls on 31 January, down to 28 calls on 31 July"


@pytest.fixture
async def calls(bot: Bot, playground: Playground, shelter: Shelter) -> None:
    """Calls a month, from 120 at the end of 2025 to 47 a year later: 0.2 fewer each day."""

    def arrange(session: Session) -> None:
        found = known(session, team_id=playground.team_id, user_id=shelter.alice.id)
        assert found is not None
        make_indicator(
            session,
            found.actor,
            RegisteredOutcome(1, "help-1", "Customers get help the first time"),
            "Calls for help",
            key="calls",
            measure=Measure(ValueKind.NUMBER, "calls"),
            direction=Direction.DECREASE,
            cadence=Cadence(Every.MONTH),
            baseline=("120", date(2025, 12, 31)),
            target=("47", date(2026, 12, 31)),
        )

    bot.deps.database.run_here(arrange)


async def give_a_year(shelter: Shelter, *, but: str = "") -> None:
    for month, count in zip(MONTHS, WINTER_PEAK, strict=True):
        if month not in but:
            await shelter.alice.types(f"/reading calls {count} for {month} 2025", channel="#shelter")


@pytest.mark.usefixtures("calls")
async def test_the_shape_of_the_year_before_is_what_is_planned(bot: Bot, shelter: Shelter) -> None:
    await give_a_year(shelter)

    reply = await shelter.alice.types("/target path calls seasonal because calls peak in winter", channel="#shelter")
    assert f"From 120 calls on 31 December 2025 to 47 calls by 31 December, {SHAPE}." in words(reply)
    row = bot.all(tables.TargetRecord)[-1]
    assert (row.path, row.points[0], len(row.points)) == ("seasonal", ["2026-01-31", "113.8"], 11)

    # 118 would be 12 of 73 behind a straight line, at risk; and 98 exactly on the line of this year's shape.
    january = await shelter.alice.types("/reading calls 118 for January 2026", channel="#shelter")
    february = await shelter.alice.types("/reading calls 98 for February 2026", channel="#shelter")
    assert "114 planned by now" in words(january)
    assert "🟢 On track: 98 planned by now." in words(february)
    for command in ("/target show calls", "/indicator show calls"):
        shown = await shelter.alice.types(command, channel="#shelter")
        assert SHAPE in words(shown)
    why = await shelter.alice.presses("How is this worked out?")
    assert f"{SHAPE}. That is 98.2 on 28 February." in words(why)
    history = await shelter.alice.types("/indicator history calls", channel="#shelter")
    assert f"target 47 calls by 31 December · {SHAPE} · instead of 47 calls by 31 December · Alice" in words(history)
    assert bot.deps.database.read_here(lambda session: standings.disagreeing(session, [3])) == []


@pytest.mark.usefixtures("calls")
async def test_a_later_correction_bends_no_promise_until_the_shape_is_taken_anew(bot: Bot, shelter: Shelter) -> None:
    await give_a_year(shelter)
    await shelter.alice.types("/target path calls seasonal because calls peak in winter", channel="#shelter")
    promised = bot.all(tables.TargetRecord)[-1].points

    await shelter.alice.types("/reading fix calls 125 for January 2025", channel="#shelter")
    shown = await shelter.alice.types("/target show calls", channel="#shelter")
    assert "up to 114 calls on 31 January" in words(shown)

    await shelter.alice.presses("Another kind of line…")
    anew = await shelter.alice.submits({"reason": "January was counted again"})
    assert "up to 119 calls on 31 January" in words(anew)
    first, *others = bot.all(tables.TargetRecord)[-1].points
    assert (first, others) == (["2026-01-31", "118.8"], promised[1:])


@pytest.mark.usefixtures("calls")
async def test_too_little_of_a_year_is_refused_with_what_is_missing(bot: Bot, shelter: Shelter) -> None:
    await give_a_year(shelter, but="March May July")

    refused = await shelter.alice.types("/target path calls seasonal because so", channel="#shelter")

    assert "There is none for March 2025, May 2025 and July 2025." in words(refused)
    assert len(bot.all(tables.TargetRecord)) == 2
