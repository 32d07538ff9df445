"""Paths to a target, as people type them."""

from datetime import date
from decimal import Decimal

import pytest

from bot.domain.target_paths import TypedPath, parse_path
from bot.domain.targets import PathKind
from bot.domain.values import Measure, ValueKind, parse_goal
from tests.saying import refused

FRIDAY = date(2026, 3, 27)
PERCENT = Measure(ValueKind.PERCENT)
MAY, JUNE = date(2026, 5, 1), date(2026, 6, 1)
TWO = ((MAY, Decimal(80)), (JUNE, Decimal(82)))


def read(text: str, locale: str = "en-GB") -> TypedPath:
    return parse_path(
        text,
        today=FRIDAY,
        locale=locale,
        value=lambda typed: parse_goal(typed, PERCENT, locale=locale).amount,
        start=Decimal(72),
    )


@pytest.mark.parametrize(
    ("text", "kind", "points"),
    [
        ("straight", PathKind.STRAIGHT, ()),
        ("in a straight line", PathKind.STRAIGHT, ()),
        ("seasonal", PathKind.SEASONAL, ()),
        ("like last year", PathKind.SEASONAL, ()),
        ("nothing before 1 May", PathKind.DELAYED, ((MAY, Decimal(72)),)),
        ("nothing expected until 2026-05-01", PathKind.DELAYED, ((MAY, Decimal(72)),)),
        ("2026-05-01=80 2026-06-01=82", PathKind.MILESTONES, TWO),
        ("2026-05-01 = 80 % 2026-06-01 = 82 %", PathKind.MILESTONES, TWO),
        ("1 May=80 1 June=82", PathKind.MILESTONES, TWO),
        ("1 May 80, 1 June 82", PathKind.MILESTONES, TWO),
        ("80 by 1 May; 82 by 1 June", PathKind.MILESTONES, TWO),
        ("milestones: 1 May: 80\n1 June: 82 %\n", PathKind.MILESTONES, TWO),
        ("steps 1 May 80, 1 June 82", PathKind.STEPS, TWO),
        ("Steps\n1 May 2026 80\n\n1 June 2026 82", PathKind.STEPS, TWO),
    ],
)
def test_a_path_is_read_as_people_type_it(text: str, kind: PathKind, points: object) -> None:
    assert read(text) == TypedPath(kind, points)  # type: ignore[arg-type]  # points all the same


def test_days_and_values_are_read_in_the_persons_language() -> None:
    path = read("Stufen 1. Mai 80,5, 1. Juni 82,5 %", "de-DE")

    assert path == TypedPath(PathKind.STEPS, ((MAY, Decimal("80.5")), (JUNE, Decimal("82.5"))))


def test_the_reason_stands_behind_it() -> None:
    assert read("steps 1 May 80, 1 June 82 because we hire in May, and in June").reason == "we hire in May, and in June"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "Say by which day which value is expected"),
        ("steps", "Say by which day which value is expected"),
        ("sideways", 'In "sideways" I find no day with a value'),
        ("1 May 80, soon 82", 'In "soon 82" I find no day with a value'),
        ("1 May lots", 'In "1 May lots" I find no day with a value'),
        ("nothing before spring", "spring"),
        ("2026-05-01=80 82 2026-13-01=83", "2026-13-01"),
        ("2026-05-01=", "needs"),
        (";".join(["1 May 80"] * 51), "A path has up to 50 milestones"),
    ],
)
def test_what_is_no_path_is_refused_with_what_to_type(text: str, why: str) -> None:
    with refused(why):
        read(text)
