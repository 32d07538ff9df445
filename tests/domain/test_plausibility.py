"""Whether a value looks like a slip."""

import random
import sys
from collections.abc import Callable
from decimal import Decimal

import pytest

from bot.domain.plausibility import doubt_about
from bot.domain.values import Measure, Value, ValueKind, ratio

NUMBER = Measure(ValueKind.NUMBER, "people")
PERCENT = Measure(ValueKind.PERCENT)
RATIO = Measure(ValueKind.RATIO)
MINUTES = Measure(ValueKind.DURATION, "min")
DAYS = ("12.5", "13", "12", "12.8", "12.5")


def history_of(*amounts: str) -> list[Decimal]:
    return [Decimal(amount) for amount in amounts]


@pytest.mark.parametrize(
    ("amount", "measure", "history", "mended"),
    [
        ("130", NUMBER, DAYS, ["13"]),
        ("1.3", NUMBER, DAYS, ["13"]),
        ("1280", NUMBER, DAYS, ["12.8"]),
        ("-12", NUMBER, DAYS, ["12"]),
        ("22", NUMBER, DAYS, []),
        ("845", PERCENT, ("84", "81"), ["84.5"]),
        ("101", PERCENT, ("97",), []),
        ("-3", MINUTES, (), []),
        ("1234", NUMBER, ("113", "111", "112"), ["123.4"]),
        ("12345", NUMBER, ("12", "12.4", "12.1"), ["12.345"]),
        ("30", NUMBER, ("3", "2", "4", "3", "3"), ["3"]),
        ("100", NUMBER, ("10",), ["10"]),
    ],
)
def test_a_slip_is_asked_about_with_what_may_have_been_meant(
    amount: str, measure: Measure, history: tuple[str, ...], mended: list[str]
) -> None:
    doubt = doubt_about(Value(Decimal(amount)), measure, history_of(*history))

    assert doubt is not None
    assert [f"{each.amount:f}" for each in doubt.mended] == mended


@pytest.mark.parametrize(
    ("amount", "measure", "history"),
    [
        ("12.9", NUMBER, DAYS),
        ("14", NUMBER, DAYS),
        ("84", PERCENT, ()),
        ("150", PERCENT, ("140", "120")),
        ("100", PERCENT, ("97",)),
        ("5", NUMBER, ("1", "0", "2", "1", "1")),
        ("0", NUMBER, ("3", "2", "4", "3", "3")),
        ("40", NUMBER, ("10",)),
        ("-5", NUMBER, ("-3", "4")),
        ("19", NUMBER, ("9", "11", "13", "15", "17")),
        ("7", NUMBER, ("7", "7", "7", "7", "7", "7")),
        ("1000000", NUMBER, ()),
        ("80.7", PERCENT, ("77", "77.5", "78", "78.5", "79", "79.5")),
        ("73", PERCENT, ("72", "73", "74", "75", "76", "77", "78", "79")),
    ],
)
def test_ordinary_movement_is_not_asked_about(amount: str, measure: Measure, history: tuple[str, ...]) -> None:
    assert doubt_about(Value(Decimal(amount)), measure, history_of(*history)) is None


def test_more_of_a_whole_than_there_is_may_be_the_two_in_the_wrong_order() -> None:
    doubt = doubt_about(ratio(Decimal(50), Decimal(36)), RATIO, ())

    assert doubt is not None
    assert doubt.mended == (ratio(Decimal(36), Decimal(50)),)


def test_a_doubt_says_what_there_was() -> None:
    doubt = doubt_about(Value(Decimal(130)), NUMBER, history_of(*DAYS))

    assert doubt is not None
    assert (doubt.last, doubt.low, doubt.high) == (Decimal("12.5"), Decimal(12), Decimal(13))


@pytest.mark.parametrize("measure", [Measure(ValueKind.YES_NO), Measure(ValueKind.SCALE, scale=("bad", "good"))])
def test_a_label_is_never_doubted(measure: Measure) -> None:
    assert doubt_about(Value(Decimal(1)), measure, history_of("0", "0", "0", "0", "0", "0")) is None


# The simulation


def _stable(chance: random.Random, week: int) -> float:
    return 100 + chance.gauss(0, 8)


def _falling(chance: random.Random, week: int) -> float:
    return 14 - 0.25 * week + chance.gauss(0, 0.5)


def _growing(chance: random.Random, week: int) -> float:
    return 400 * 1.03**week * chance.lognormvariate(0, 0.08)


def _seasonal(chance: random.Random, week: int) -> float:
    return 50 + 15 * (1 if week % 13 < 6 else -1) * min(week % 13, 5) / 5 + chance.gauss(0, 3)


def _share(chance: random.Random, week: int) -> float:
    return min(100, max(0, 80 + chance.gauss(0, 4)))


def _count(chance: random.Random, week: int) -> float:
    return sum(chance.random() < 0.12 for _ in range(100))


SERIES: dict[str, tuple[Callable[[random.Random, int], float], int, Measure]] = {
    "stable": (_stable, 1, NUMBER),
    "falling": (_falling, 1, NUMBER),
    "growing": (_growing, 0, NUMBER),
    "seasonal": (_seasonal, 0, NUMBER),
    "share": (_share, 1, PERCENT),
    "count": (_count, 0, NUMBER),
}


def test_most_slips_are_asked_about_and_few_ordinary_values(capsys: pytest.CaptureFixture[str]) -> None:
    """From the fifth reading on, over 200 series of 26 weeks of each kind: slips of one place either way."""
    chance = random.Random(2026)
    told, slips, caught, ordinary, asked = [], 0, 0, 0, 0
    for name, (draw, places, measure) in SERIES.items():
        mine = [0, 0, 0, 0]
        for _ in range(200):
            amounts = [round(Decimal(draw(chance, week)), places) for week in range(26)]
            for week in range(4, 26):
                history, amount = amounts[:week], amounts[week]
                mine[0] += 1
                mine[1] += doubt_about(Value(amount), measure, history) is not None
                for slip in (amount * 10, amount / 10):
                    if slip != amount:
                        mine[2] += 1
                        mine[3] += doubt_about(Value(slip), measure, history) is not None
        told.append(f"{name}: {mine[3] / mine[2]:.1%} of slips, {mine[1] / mine[0]:.1%} of ordinary values")
        ordinary, asked, slips, caught = ordinary + mine[0], asked + mine[1], slips + mine[2], caught + mine[3]
    told.append(f"all: {caught / slips:.1%} of slips, {asked / ordinary:.1%} of ordinary values")
    with capsys.disabled():
        sys.stdout.write("\n  ".join(["\nasked about:", *told]) + "\n")

    assert caught / slips >= 0.93
    assert asked / ordinary <= 0.08


@pytest.mark.parametrize(
    ("amount", "history", "falls", "mended"),
    [
        ("35", ("900", "920", "940"), True, ["3500"]),
        ("939", ("900", "920", "940"), True, []),
        ("95", ("900", "920", "940"), True, ["950"]),
        ("9500", ("900", "920", "940"), False, ["950"]),
    ],
)
def test_a_counter_that_goes_down_is_asked_about(
    amount: str, history: tuple[str, ...], falls: bool, mended: list[str]
) -> None:
    doubt = doubt_about(Value(Decimal(amount)), NUMBER, history_of(*history), counts_up=True)

    assert doubt is not None
    assert (doubt.falls, [f"{each.amount:f}" for each in doubt.mended]) == (falls, mended)


@pytest.mark.parametrize("history", [("900", "940"), ()])
def test_a_counter_that_stands_still_or_begins_is_nothing_to_ask_about(history: tuple[str, ...]) -> None:
    assert doubt_about(Value(Decimal("940")), NUMBER, history_of(*history), counts_up=True) is None
