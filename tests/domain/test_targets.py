"""What is wrong with a target."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from bot.domain.targets import (
    OPEN_ENDED,
    Baseline,
    Direction,
    PathKind,
    Target,
    check_target,
)
from bot.domain.values import Measure, Value, ValueKind
from bot.errors import UserError
from tests.saying import said

PEOPLE = Measure(ValueKind.NUMBER, "people")
TODAY = date(2026, 3, 27)

BASELINE = Baseline(Value(Decimal(120)), date(2026, 3, 1))
TARGET = Target(Decimal(60), due_on=date(2026, 12, 31), starts_on=date(2026, 3, 1))
BAND = replace(TARGET, value=None, low=Decimal(5), high=Decimal(10))


def milestones(*days: date, path: PathKind = PathKind.MILESTONES) -> Target:
    return replace(TARGET, path=path, points=tuple((day, Decimal(90)) for day in days))


@pytest.mark.parametrize(
    ("direction", "target"),
    [
        (Direction.DECREASE, TARGET),
        (Direction.INCREASE, replace(TARGET, value=Decimal(130))),
        (Direction.DECREASE, replace(TARGET, due_on=date(2026, 3, 27))),
        (Direction.MAINTAIN, BAND),
        (Direction.MAINTAIN, replace(BAND, low=None)),
        (Direction.MAINTAIN, replace(BAND, low=Decimal(10), due_on=OPEN_ENDED, share=Decimal(1))),
        (Direction.DECREASE, milestones(date(2026, 6, 30), date(2026, 9, 30))),
        (Direction.DECREASE, milestones(date(2026, 6, 30), path=PathKind.DELAYED)),
    ],
)
def test_a_sound_target_is_accepted(direction: Direction, target: Target) -> None:
    check_target(direction, BASELINE, target, measure=PEOPLE, today=TODAY)
    check_target(direction, None, target, measure=PEOPLE, today=TODAY)


@pytest.mark.parametrize(
    ("direction", "target", "sentence", "field"),
    [
        (
            Direction.DECREASE,
            replace(TARGET, value=Decimal(120)),
            (
                "Baseline and target are both 120 people, so there is no progress to measure. "
                'To keep it there, choose "stay within limits".'
            ),
            "value",
        ),
        (
            Direction.INCREASE,
            TARGET,
            (
                "From 120 people to 60 people is a decrease, but this indicator should go up. "
                "Change the target, or the indicator's direction."
            ),
            "value",
        ),
        (
            Direction.DECREASE,
            replace(TARGET, due_on=date(2026, 4, 1), starts_on=date(2026, 4, 1)),
            "The target is due on 1 April but starts on 1 April. Choose a later due date.",
            "due_on",
        ),
        (
            Direction.DECREASE,
            Target(Decimal(60), due_on=date(2026, 3, 26), starts_on=date(2026, 3, 1)),
            "26 March is in the past. Choose a day by which it can still be reached.",
            "due_on",
        ),
        (
            Direction.DECREASE,
            BAND,
            (
                "An indicator that should go down needs one value as its target. "
                "Limits are for one that should stay within them."
            ),
            None,
        ),
        (
            Direction.MAINTAIN,
            TARGET,
            "An indicator that should stay within limits needs a limit: at least, at most, or between two values.",
            None,
        ),
        (
            Direction.MAINTAIN,
            replace(BAND, low=Decimal(11)),
            "The limits run from 11 people down to 10 people. Put the lower value first.",
            "low",
        ),
        (
            Direction.MAINTAIN,
            replace(BAND, share=Decimal(90)),
            "The share of readings within the limits is above 0 % and at most 100 %.",
            "share",
        ),
        (
            Direction.DECREASE,
            milestones(date(2026, 9, 30), date(2026, 6, 30)),
            "The milestone of 30 June comes too late in the list. Sort them by day.",
            "points",
        ),
        (
            Direction.DECREASE,
            milestones(date(2027, 1, 1)),
            "The milestone of 1 January 2027 is not between 1 March and 31 December.",
            "points",
        ),
        (
            Direction.DECREASE,
            milestones(),
            "This path needs at least one milestone between its start and the due date.",
            "points",
        ),
        (
            Direction.DECREASE,
            milestones(date(2026, 6, 30), date(2026, 9, 30), path=PathKind.DELAYED),
            "This path needs one day between its start and the due date.",
            "points",
        ),
    ],
)
def test_an_unsound_target_is_answered_in_a_sentence(
    direction: Direction, target: Target, sentence: str, field: str | None
) -> None:
    with pytest.raises(UserError) as problem:
        check_target(direction, BASELINE, target, measure=PEOPLE, today=TODAY)

    assert said(problem.value, today=TODAY) == sentence
    assert problem.value.field == field


def test_a_target_due_before_the_baseline_was_measured_is_refused() -> None:
    with pytest.raises(UserError) as problem:
        check_target(Direction.DECREASE, BASELINE, replace(TARGET, due_on=date(2026, 3, 1), starts_on=date(2026, 1, 1)))

    assert said(problem.value, today=TODAY) == (
        "The target is due on 1 March, and the baseline was measured on 1 March. Choose a later due date."
    )
