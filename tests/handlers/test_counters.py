"""An indicator whose readings are those of a counter: a meter that only goes up, until it is changed for a new one."""

from datetime import date, timedelta

import pytest
from sqlmodel import Session

from bot.actions import standings
from bot.actions.outcomes import RegisteredOutcome
from bot.actions.people import known
from bot.domain.targets import Direction
from bot.domain.values import Measure, ValueKind
from bot.playground import Playground
from storage import tables
from tests.handlers.conftest import Bot, Shelter, words
from tests.handlers.test_forms import fall_due
from tests.make import make_indicator

METER = 3


def register(bot: Bot, playground: Playground, shelter: Shelter, key: str, **promise: tuple[str, date]) -> None:
    """An indicator of Alice's, in litres."""

    def arrange(session: Session) -> None:
        found = known(session, team_id=playground.team_id, user_id=shelter.alice.id)
        assert found is not None
        make_indicator(
            session,
            found.actor,
            RegisteredOutcome(1, "help-1", "Customers get help the first time"),
            f"Water {key}",
            key=key,
            measure=Measure(ValueKind.NUMBER, "litres"),
            direction=Direction.INCREASE,
            baseline=promise.get("baseline"),
            target=promise.get("target"),
        )

    bot.deps.database.run_here(arrange)


@pytest.fixture(autouse=True)
async def meter(bot: Bot, playground: Playground, shelter: Shelter) -> None:
    """A meter that showed 880 on 1 March, and 900, 920 and 940 in the weeks since."""

    register(bot, playground, shelter, "meter", baseline=("880", date(2026, 3, 1)), target=("1200", date(2026, 6, 30)))
    opened = await shelter.alice.types("/indicator edit meter combine", channel="#shelter")
    assert opened.modal is not None
    changed = await shelter.alice.submits({"combine": "counter", "holds_from": "start", "reason": "It is a meter"})
    assert "a counter that only goes up: what it shows, carried on where it begins again" in words(changed)
    for week, value in ((10, 900), (11, 920), (12, 940)):
        await shelter.alice.types(f"/reading meter {value} for 2026-W{week}", channel="#shelter")


def shown(bot: Bot) -> list[tuple[str, str, bool]]:
    """What was read since, and where the counter began again."""
    return [(row.period_key, row.typed, row.is_reset) for row in bot.all(tables.Reading)[3:]]


def assert_kept_is_true(bot: Bot) -> None:
    assert bot.deps.database.read_here(lambda session: standings.disagreeing(session, [METER])) == []


async def test_a_counter_that_goes_down_is_asked_about_and_may_have_begun_again(
    bot: Bot, playground: Playground, shelter: Shelter
) -> None:
    asked = await shelter.alice.types("/reading meter 35 for this week: a new meter", channel="#shelter")
    assert words(asked) == "35 litres? Last time it was 940 litres, and this counter only goes up."
    assert asked.buttons[0] == "It began again from zero"
    assert shown(bot) == []

    reply = await shelter.alice.presses("It began again from zero")
    assert "35 litres (began again from zero) for Water meter, this week (23–29 March) so far, better by 35." in words(
        reply
    )
    assert "Carried on from before it began again, that is 975 litres." in words(reply)
    assert shown(bot) == [("2026-W13", "35", True)]

    playground.clock.advance(timedelta(days=7))
    reply = await shelter.alice.types("/reading meter 60 for this week", channel="#shelter")
    assert "60 litres for Water meter" in words(reply)
    assert "that is 1,000 litres" in words(reply)

    sheet = words(await shelter.alice.types("/indicator show meter", channel="#shelter"))
    assert "🟢 On track: 975 litres, last week (23–29 March)" in sheet
    assert "Water meter: 1,000 litres" in sheet  # its chart
    assert "This week so far: 60 litres · 1,000 litres in all · Alice" in sheet
    assert "Last week: 35 litres · 975 litres in all · Alice · began again from zero · “a new meter”" in sheet
    history = words(await shelter.alice.types("/indicator history meter", channel="#shelter"))
    assert "35 litres for last week (23–29 March) · Alice · began again from zero · “a new meter”" in history
    assert_kept_is_true(bot)


@pytest.mark.parametrize(
    ("lines", "kept", "stands"),
    [
        # What is typed is as good as the button.
        (["12 reset for this week"], [("2026-W13", "12", True)], "952"),
        # What the old meter showed at last in the same week stays, and the new one comes on top.
        (
            ["950 for this week", "12 reset for this week"],
            [("2026-W13", "950", False), ("2026-W13", "12", True)],
            "962",
        ),
        # Another value of the new meter in that week is its own too, and nobody is asked again.
        (
            ["12 reset for this week", "20 for this week"],
            [("2026-W13", "12", True), ("2026-W13", "20", True)],
            "960",
        ),
        # A value that the old meter may have had is none of the new one.
        (
            ["12 reset for this week", "fix 952 for this week"],
            [("2026-W13", "12", True), ("2026-W13", "952", False)],
            "952",
        ),
        # What was wrong before the new beginning is put right with all that came after.
        (
            ["12 reset for this week", "fix 945 for 2026-W12"],
            [("2026-W13", "12", True), ("2026-W12", "945", False)],
            "957",
        ),
    ],
)
async def test_what_is_read_after_a_reset_goes_on_from_there(
    bot: Bot, shelter: Shelter, lines: list[str], kept: list[tuple[str, str, bool]], stands: str
) -> None:
    for line in lines:
        verb, rest = ("fix ", line.removeprefix("fix ")) if line.startswith("fix ") else ("", line)
        await shelter.alice.types(f"/reading {verb}meter {rest}", channel="#shelter")

    assert shown(bot) == kept
    sheet = words(await shelter.alice.types("/indicator show meter", channel="#shelter"))
    assert f"Water meter: {stands} litres" in sheet
    assert_kept_is_true(bot)


async def test_it_may_be_kept_as_it_is_and_taken_back(bot: Bot, shelter: Shelter) -> None:
    await shelter.alice.types("/reading meter 35 for this week", channel="#shelter")
    await shelter.alice.presses("35 litres is right")
    assert shown(bot) == [("2026-W13", "35", False)]
    await shelter.alice.presses("Undo")

    await shelter.alice.types("/reading meter 35 reset for this week", channel="#shelter")
    await shelter.alice.presses("Undo")
    again = words(await shelter.alice.types("/reading meter 960 for this week", channel="#shelter"))
    assert "960 litres for Water meter" in again
    assert "Carried on" not in again
    assert_kept_is_true(bot)


async def test_the_check_in_form_asks_and_takes_the_word(bot: Bot, shelter: Shelter) -> None:
    bot.deps.database.run_here(fall_due)
    await shelter.alice.types("/reading", channel="#shelter")
    field = "Water meter, last week (16–22 March)"
    asked = await shelter.alice.submits({field: "35"})
    assert asked.modal is not None
    assert (
        "35 litres? Last time it was 920 litres, and this counter only goes up. "
        'If it began again from zero, add the word "reset": 35 litres reset' in asked.modal.text
    )

    done = await shelter.alice.submits({field: "35 reset"})

    assert "35 litres (began again from zero) for Water meter" in words(done)
    assert shown(bot) == [("2026-W12", "35", True)]
    assert_kept_is_true(bot)


async def test_what_is_made_of_it_follows_what_was_put_right_before_the_new_beginning(
    bot: Bot, playground: Playground, shelter: Shelter
) -> None:
    register(bot, playground, shelter, "crates")
    await shelter.alice.types("/reading meter 35 reset for this week", channel="#shelter")
    await shelter.alice.types("/indicator formula crates {meter} / 5", channel="#shelter")
    assert "This week so far: 195 litres" in words(
        await shelter.alice.types("/indicator show crates", channel="#shelter")
    )

    await shelter.alice.types("/reading fix meter 945 for 2026-W12", channel="#shelter")

    assert "This week so far: 196 litres" in words(
        await shelter.alice.types("/indicator show crates", channel="#shelter")
    )


async def test_what_the_old_counter_showed_is_not_replaced_behind_the_new_beginning(bot: Bot, shelter: Shelter) -> None:
    await shelter.alice.types("/reading meter 950 for this week", channel="#shelter")
    await shelter.bob.types("/reading meter 12 reset for this week", channel="#shelter")

    refused = await shelter.alice.types("/reading meter 955 for this week", channel="#shelter")

    assert "The counter began again later in this period" in words(refused)
    assert shown(bot) == [("2026-W13", "950", False), ("2026-W13", "12", True)]
