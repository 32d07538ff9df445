"""What a target promises in words, and what it was before."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from bot.domain.targets import OPEN_ENDED, PathKind, Target
from bot.domain.values import Measure, ValueKind
from bot.views.goals import describe_target, goal, in_short, moved_note, path
from tests.saying import viewer

PEOPLE = Measure(ValueKind.NUMBER, "people")
PERCENT = Measure(ValueKind.PERCENT)
RATIO = Measure(ValueKind.RATIO)
POUNDS = Measure(ValueKind.MONEY, "GBP")
DURATION = Measure(ValueKind.DURATION)
MOOD = Measure(ValueKind.SCALE, scale=("poor", "fair", "good"))

TARGET = Target(Decimal(60), due_on=date(2026, 12, 31), starts_on=date(2026, 3, 1))
BAND = replace(TARGET, value=None, low=Decimal(5), high=Decimal(10))


@pytest.mark.parametrize(
    ("target", "measure", "words"),
    [
        (TARGET, PEOPLE, "60 people by 31 December"),
        (replace(TARGET, due_on=date(2027, 6, 30)), PERCENT, "60 % by 30 June 2027"),
        (replace(TARGET, value=Decimal("0.8")), RATIO, "80 % by 31 December"),
        (replace(TARGET, value=Decimal("99.95")), PERCENT, "99.95 % by 31 December"),
        (replace(TARGET, value=Decimal("1234.5")), PEOPLE, "1,234.5 people by 31 December"),
        (replace(TARGET, value=Decimal("0.9995")), RATIO, "99.95 % by 31 December"),
        (replace(TARGET, value=Decimal("0.666666666666667")), RATIO, "66.7 % by 31 December"),
        (replace(TARGET, value=Decimal(1)), MOOD, "fair by 31 December"),
        (BAND, PEOPLE, "between 5 and 10 people until 31 December"),
        (BAND, PERCENT, "between 5 % and 10 % until 31 December"),
        (replace(BAND, low=Decimal(30), high=Decimal(240)), DURATION, "between 30 min and 4 h until 31 December"),
        (replace(BAND, low=Decimal("4.125")), PEOPLE, "between 4.125 and 10 people until 31 December"),
        (replace(BAND, low=None, high=Decimal("4.125")), PERCENT, "at most 4.125 % until 31 December"),
        (replace(BAND, low=None), PERCENT, "at most 10 % until 31 December"),
        (replace(BAND, high=None, due_on=OPEN_ENDED), PERCENT, "at least 5 %"),
    ],
)
def test_a_target_in_words(target: Target, measure: Measure, words: str) -> None:
    assert describe_target(target, measure, viewer()) == words


def test_a_target_is_worded_as_its_reader_writes_days() -> None:
    assert describe_target(TARGET, POUNDS, viewer("en-US")) == "£60 by December 31"
    assert goal(TARGET, POUNDS, viewer("en-US")) == "£60"


@pytest.mark.parametrize(
    ("target", "measure", "words"),
    [
        (TARGET, PEOPLE, "60"),
        (TARGET, PERCENT, "60"),
        (TARGET, POUNDS, "£60"),
        (TARGET, DURATION, "1 h"),
        (replace(TARGET, value=Decimal(1)), MOOD, "fair"),
        (replace(TARGET, value=Decimal("0.8")), RATIO, "80 %"),
        (BAND, PEOPLE, "5 to 10"),
        (BAND, POUNDS, "£5 to £10"),
        (replace(BAND, low=None), PEOPLE, "at most 10"),
        (replace(BAND, high=None), PERCENT, "at least 5"),
    ],
)
def test_beside_a_value_a_target_leaves_out_its_unit(target: Target, measure: Measure, words: str) -> None:
    assert in_short(target, measure, viewer()) == words


@pytest.mark.parametrize(
    ("limit", "measure", "words"),
    [
        ("4.125", PEOPLE, "at most 4.125"),
        ("99.95", PERCENT, "at most 99.95"),
        ("0.9995", RATIO, "at most 99.95 %"),
        ("3400.505", POUNDS, "at most £3,400.505"),
        ("200.5", DURATION, "at most 3 h 20.5 min"),
        ("4.125", DURATION, "at most 4.125 min"),
    ],
)
def test_a_limit_is_not_rounded_where_it_is_short(limit: str, measure: Measure, words: str) -> None:
    assert in_short(replace(BAND, low=None, high=Decimal(limit)), measure, viewer()) == words


@pytest.mark.parametrize(
    ("target", "words"),
    [
        (TARGET, "in a straight line"),
        (
            replace(
                TARGET,
                path=PathKind.MILESTONES,
                points=((date(2026, 6, 30), Decimal(100)), (date(2026, 9, 30), Decimal("82.25"))),
            ),
            "by milestones: 100 people by 30 June and 82.25 people by 30 September",
        ),
        (
            replace(TARGET, path=PathKind.STEPS, points=((date(2026, 6, 30), Decimal(100)),)),
            "in steps: 100 people by 30 June",
        ),
        (
            replace(TARGET, path=PathKind.DELAYED, points=((date(2026, 6, 30), Decimal(120)),)),
            "nothing expected until 30 June, then in a straight line",
        ),
    ],
)
def test_the_way_to_a_target_in_words(target: Target, words: str) -> None:
    assert path(target, PEOPLE, viewer()) == words


MOVED = replace(TARGET, value=Decimal(70), previous=TARGET, set_on=date(2026, 5, 12), reason="Two hostels closed")


def test_a_moved_target_says_so_for_four_weeks() -> None:
    def note(days_later: int, locale: str = "en-GB") -> str | None:
        day = date(2026, 5, 12) + timedelta(days=days_later)
        return moved_note(MOVED, PEOPLE, viewer(locale, today=day))

    assert note(0) == "Target changed on 12 May: 60 people → 70 people by 31 December. “Two hostels closed”"
    assert note(28) == "Target changed on 12 May: 60 people → 70 people by 31 December. “Two hostels closed”"
    assert note(29) is None
    assert note(0, "en-US") == "Target changed on May 12: 60 people → 70 people by December 31. “Two hostels closed”"


def test_a_moved_due_date_names_the_old_one() -> None:
    moved = replace(MOVED, value=Decimal(60), due_on=date(2027, 3, 31), reason="")

    assert moved_note(moved, PEOPLE, viewer(today=date(2026, 5, 13))) == (
        "Target changed on 12 May: 60 people by 31 December → 60 people by 31 March 2027."
    )


def test_a_first_target_has_not_moved() -> None:
    assert moved_note(TARGET, PEOPLE, viewer()) is None
