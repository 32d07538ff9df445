"""What is wrong with a target, and how one reads."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from bot.domain.targets import (
    OPEN_ENDED,
    Baseline,
    Direction,
    PathKind,
    Target,
    check_target,
    describe_target,
    moved_note,
)
from bot.domain.values import Measure, Value, ValueKind
from bot.errors import UserError

PEOPLE = Measure(ValueKind.NUMBER, "people")
PERCENT = Measure(ValueKind.PERCENT)
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
            "The target is due on 1 April 2026 but starts on 1 April 2026. Choose a later due date.",
            "due_on",
        ),
        (
            Direction.DECREASE,
            Target(Decimal(60), due_on=date(2026, 3, 26), starts_on=date(2026, 3, 1)),
            "26 March 2026 is in the past. Choose a day by which it can still be reached.",
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
            "The milestone of 30 June 2026 comes too late in the list. Sort them by day.",
            "points",
        ),
        (
            Direction.DECREASE,
            milestones(date(2027, 1, 1)),
            "The milestone of 1 January 2027 is not between 1 March 2026 and 31 December 2026.",
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
    with pytest.raises(UserError) as refused:
        check_target(direction, BASELINE, target, measure=PEOPLE, today=TODAY)

    assert refused.value.message == sentence
    assert refused.value.field == field


def test_a_target_due_before_the_baseline_was_measured_is_refused() -> None:
    with pytest.raises(UserError) as refused:
        check_target(Direction.DECREASE, BASELINE, replace(TARGET, due_on=date(2026, 3, 1), starts_on=date(2026, 1, 1)))

    assert refused.value.message == (
        "The target is due on 1 March 2026, and the baseline was measured on 1 March 2026. Choose a later due date."
    )


@pytest.mark.parametrize(
    ("target", "measure", "words"),
    [
        (TARGET, PEOPLE, "60 people by 31 December"),
        (replace(TARGET, due_on=date(2027, 6, 30)), PERCENT, "60 % by 30 June 2027"),
        (replace(TARGET, value=Decimal("0.8")), Measure(ValueKind.RATIO), "80 % by 31 December"),
        (replace(TARGET, value=Decimal("99.95")), PERCENT, "99.95 % by 31 December"),
        (replace(TARGET, value=Decimal("1234.5")), PEOPLE, "1,234.5 people by 31 December"),
        (replace(TARGET, value=Decimal("0.9995")), Measure(ValueKind.RATIO), "99.95 % by 31 December"),
        (replace(TARGET, value=Decimal("0.666666666666667")), Measure(ValueKind.RATIO), "66.7 % by 31 December"),
        (BAND, PEOPLE, "between 5 and 10 people by 31 December"),
        (replace(BAND, low=Decimal("4.125")), PEOPLE, "between 4.125 and 10 people by 31 December"),
        (replace(BAND, low=None, high=Decimal("4.125")), PERCENT, "at most 4.125 % by 31 December"),
        (replace(BAND, low=None), PERCENT, "at most 10 % by 31 December"),
        (replace(BAND, high=None, due_on=OPEN_ENDED), PERCENT, "at least 5 %"),
    ],
)
def test_a_target_in_words(target: Target, measure: Measure, words: str) -> None:
    assert describe_target(target, measure, locale="en-GB", today=TODAY) == words


MOVED = replace(TARGET, value=Decimal(70), previous=TARGET, set_on=date(2026, 5, 12), reason="two hostels closed")


def test_a_moved_target_says_so_for_four_weeks() -> None:
    def note(days_later: int) -> str | None:
        day = date(2026, 5, 12) + timedelta(days=days_later)
        return moved_note(MOVED, Measure(ValueKind.NUMBER), locale="en-GB", today=day)

    assert note(0) == "was 60 until 12 May (two hostels closed)"
    assert note(28) == "was 60 until 12 May (two hostels closed)"
    assert note(29) is None


def test_a_moved_due_date_names_the_old_one() -> None:
    moved = replace(MOVED, value=Decimal(60), due_on=date(2027, 3, 31), reason="")

    note = moved_note(moved, Measure(ValueKind.NUMBER), locale="en-GB", today=date(2026, 5, 13))

    assert note == "was 60 by 31 December until 12 May"


def test_a_first_target_has_not_moved() -> None:
    assert moved_note(TARGET, PEOPLE, locale="en-GB", today=TODAY) is None
