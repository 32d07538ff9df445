"""Another kind of line to a target, and the value from which an indicator starts."""

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
from tests.make import make_indicator


def targets(bot: Bot) -> list[tuple[str, list[list[str]], str]]:
    """Every target there ever was, as it is to be reached."""
    rows = sorted(bot.all(tables.TargetRecord), key=lambda row: row.id)
    return [(row.path, row.points, row.reason) for row in rows]


def assert_kept_is_true(bot: Bot) -> None:
    """What is kept of how csat and churn stand is what their histories say."""
    assert bot.deps.database.read_here(lambda session: standings.disagreeing(session, [1, 2])) == []


# The way to a target


async def test_milestones_are_set_in_one_line(bot: Bot, shelter: Shelter) -> None:
    reply = await shelter.alice.types(
        "/target path csat 2026-05-01=80 2026-06-01=82 because we train in April", channel="#shelter"
    )

    assert "From 72 % on 2 March to 85 % by 30 June, by milestones: 80 % by 1 May and 82 % by 1 June." in words(reply)
    assert targets(bot)[1:] == [
        ("milestones", [["2026-05-01", "80"], ["2026-06-01", "82"]], "we train in April"),
    ]
    assert_kept_is_true(bot)


@pytest.mark.parametrize(
    ("line", "path"),
    [
        ("steps 1 May 80, 1 June 82 because so", "in steps: 80 % by 1 May and 82 % by 1 June."),
        ("nothing before 1 May because so", "nothing expected until 1 May, then in a straight line."),
    ],
)
async def test_every_kind_of_line_is_typed(bot: Bot, shelter: Shelter, line: str, path: str) -> None:
    assert path in words(await shelter.alice.types(f"/target path csat {line}", channel="#shelter"))
    back = words(await shelter.alice.types("/target path csat straight because it was better", channel="#shelter"))
    assert "From 72 % on 2 March to 85 % by 30 June. ⚪" in back
    assert_kept_is_true(bot)


async def test_without_a_reason_the_form_asks_for_it_with_what_was_typed(bot: Bot, shelter: Shelter) -> None:
    opened = await shelter.alice.types("/target path csat steps 1 May 80, 1 June 82", channel="#shelter")
    assert opened.modal is not None
    assert opened.modal.labels == ["Kind of line", "Days and values", "Why does it change?"]

    done = await shelter.alice.submits({"reason": "We train in April"})

    assert "in steps: 80 % by 1 May and 82 % by 1 June" in words(done)
    assert targets(bot)[1:] == [("steps", [["2026-05-01", "80"], ["2026-06-01", "82"]], "We train in April")]


async def test_the_form_behind_the_button_starts_with_the_way_that_there_is(bot: Bot, shelter: Shelter) -> None:
    await shelter.alice.types("/target path csat 1 May 80 because so", channel="#shelter")
    await shelter.alice.types("/target show csat", channel="#shelter")
    await shelter.alice.presses("Another kind of line…")

    wrong = await shelter.alice.submits({"reason": "We train in April"})
    assert wrong.modal is not None
    assert wrong.modal.errors == {"Kind of line": "That is how it is to be reached already."}
    await shelter.alice.submits({"path": "delayed", "points": "1 May"})

    assert targets(bot)[2:] == [("delayed", [["2026-05-01", "72"]], "We train in April")]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (
            "2026-06-01=80 2026-05-01=82 because so",
            "The milestone of 1 May comes too late in the list. Sort them by day.",
        ),
        ("1 July 80 because so", "The milestone of 1 July is not between 2 March and 30 June."),
        ("straight because so", "That is how it is to be reached already."),
        ("1 May lots because so", 'In "1 May lots" I find no day with a value.'),
    ],
)
async def test_a_way_that_cannot_be_is_refused(bot: Bot, shelter: Shelter, line: str, why: str) -> None:
    assert why in words(await shelter.alice.types(f"/target path csat {line}", channel="#shelter"))
    assert len(targets(bot)) == 1


async def test_without_a_target_there_is_no_way_to_it(bot: Bot, shelter: Shelter) -> None:
    refused = await shelter.alice.types("/target path churn straight because so", channel="#shelter")
    assert "It has no target yet, so there is no way to it." in words(refused)


async def test_the_way_is_for_those_who_may_change_the_target(bot: Bot, shelter: Shelter) -> None:
    refused = await shelter.bob.types("/target path csat 1 May 80 because so", channel="#shelter")
    shown = await shelter.bob.types("/target show csat", channel="#shelter")

    assert 'You cannot change the target of "Customer satisfaction".' in words(refused)
    assert shown.buttons == ()


async def test_the_target_is_changed_from_where_it_is_shown(bot: Bot, shelter: Shelter) -> None:
    await shelter.alice.types("/indicator show csat", channel="#shelter")
    opened = await shelter.alice.presses("Change target…")
    assert opened.modal is not None
    assert "Now: 85 % by 30 June" in words(opened)


# The start


async def test_a_start_that_was_wrong_is_corrected_with_a_reason(bot: Bot, shelter: Shelter) -> None:
    opened = await shelter.alice.types("/target baseline csat 70 on 1 March", channel="#shelter")
    assert opened.modal is not None
    done = await shelter.alice.submits({"reason": "Counted again"})

    assert "Customer satisfaction csat starts from 70 % on 1 March." in words(done)
    row = bot.all(tables.Baseline)[-1]
    assert (str(row.amount), row.reason, row.is_correction) == ("70", "Counted again", True)
    assert_kept_is_true(bot)
    again = await shelter.alice.types("/target baseline csat 70 on 1 March because so", channel="#shelter")
    assert "It starts from there already: 70 %." in words(again)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("85 on 1 March because so", "Baseline and target are both 85 %"),
        ("90 on 1 March because so", "From 90 % to 85 % is a decrease, but this indicator should go up."),
        ("70 on 2026-04-01 because so", "choose a day that is not in the future"),
        ("lots because so", "needs"),
    ],
)
async def test_a_start_that_cannot_be_is_refused(bot: Bot, shelter: Shelter, line: str, why: str) -> None:
    assert why in words(await shelter.alice.types(f"/target baseline csat {line}", channel="#shelter"))
    assert len(bot.all(tables.Baseline)) == 2


async def test_only_those_who_may_change_it_correct_a_start(bot: Bot, shelter: Shelter) -> None:
    refused = await shelter.bob.types("/target baseline csat 70 because so", channel="#shelter")
    assert 'You cannot change the baseline of "Customer satisfaction".' in words(refused)


@pytest.fixture
async def calls(bot: Bot, shelter: Shelter, playground: Playground) -> None:
    """An indicator of Alice's with a target and three readings, and nothing to start from."""

    def arrange(session: Session) -> None:
        found = known(session, team_id=playground.team_id, user_id=shelter.alice.id)
        assert found is not None
        make_indicator(
            session,
            found.actor,
            RegisteredOutcome(1, "help-1", "Customers get help the first time"),
            "Calls answered",
            key="calls",
            measure=Measure(ValueKind.NUMBER),
            direction=Direction.INCREASE,
            target=("40", date(2026, 12, 31)),
        )

    bot.deps.database.run_here(arrange)
    for week, value in (("2026-W10", 12), ("2026-W11", 15), ("2026-W12", 13)):
        await shelter.alice.types(f"/reading calls {value} for {week}", channel="#shelter")


@pytest.mark.usefixtures("calls")
async def test_the_median_of_three_readings_may_be_taken_for_a_start(bot: Bot, shelter: Shelter) -> None:
    shown = await shelter.alice.types("/indicator show calls", channel="#shelter")
    assert {"Add a starting value…", "Take 13 for now"} <= set(shown.buttons)

    taken = await shelter.alice.presses("Take 13 for now")

    assert "Calls answered calls starts from 13 on 22 March (provisional)." in words(taken)
    assert bot.all(tables.Baseline)[-1].is_provisional
    assert_kept_is_true(bot)
    again = await shelter.alice.presses("Take 13 for now", shown.message)
    assert "It has a starting value by now" in words(again)
    known = await shelter.alice.types("/target baseline calls 10 on 1 March", channel="#shelter")
    assert "starts from 10 on 1 March." in words(known)


@pytest.mark.usefixtures("calls")
async def test_a_late_start_is_given_in_a_form(bot: Bot, shelter: Shelter, playground: Playground) -> None:
    playground.clock.advance(timedelta(days=3))
    await shelter.alice.types("/indicator show calls", channel="#shelter")
    opened = await shelter.alice.presses("Add a starting value…")
    assert opened.modal is not None
    assert opened.modal.labels == ["Starting value", "Measured on"]

    refused = await shelter.alice.submits({"baseline": "lots"})
    assert refused.modal is not None
    assert list(refused.modal.errors) == ["Starting value"]
    done = await shelter.alice.submits({"baseline": "11", "baseline_on": "2026-03-20"})

    assert "starts from 11 on 20 March." in words(done)
    assert_kept_is_true(bot)
