"""What the rules for colours and signals come to over many made-up series, beside what the rules were chosen for:
`python -m tests.domain.simulating [--series 2000] [--seed 1]`.

Series are weekly, their noise is normal and independent.
"""

import argparse
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from statistics import median

from bot.domain.colours import State
from bot.domain.facts import Measured, Point, Terms
from bot.domain.process_limits import FROZEN_ON
from bot.domain.signals import judge
from bot.domain.status import advance
from bot.domain.targets import Baseline, Direction, Target
from bot.domain.values import Measure, Value, ValueKind

from .weekly import WEEKLY, make_series, weeks


@dataclass(frozen=True)
class Figure:
    """One figure as it was specified and as it came out."""

    name: str
    specified: str
    found: float
    is_share: bool = False

    def __str__(self) -> str:
        found = f"{self.found:.1%}" if self.is_share else f"{self.found:.2f}"
        return f"{self.name}: {found} ({self.specified} specified)"


# Signals


def spoken_in(values: Sequence[float], *, frozen_on: int = FROZEN_ON) -> list[int]:
    """The weeks, from 1, on which a signal of this series is spoken of; one each for every signal."""
    series = make_series([Decimal(f"{value:.6f}") for value in values])
    judged = judge(series, Direction.INCREASE, frozen_on=frozen_on)
    return [place for place, each in enumerate(judged, start=1) for _ in each.signals]


def noise(chance: random.Random, count: int, *, shift_at: int | None = None) -> list[float]:
    """A stable series, or one that is two standard deviations higher from that week on."""
    moved = [2.0 if shift_at is not None and week >= shift_at else 0.0 for week in range(1, count + 1)]
    return [each + chance.gauss(0, 1) for each in moved]


def signal_figures(series: int, *, seed: int) -> Iterator[Figure]:
    """How often nothing has changed and a signal is spoken of, and how soon one is when something has."""
    chance = random.Random(seed)
    for frozen_on, specified in ((24, {26: "12 %", 52: "37 %"}), (12, {26: "26 %", 52: "49 %"})):
        spoken = [spoken_in(noise(chance, 52), frozen_on=frozen_on) for _ in range(series)]
        for count in (26, 52):
            those = [[week for week in each if week <= count] for each in spoken]
            name = f"stable series of {count} weeks with a signal, frozen on {frozen_on}"
            yield Figure(name, specified[count], sum(map(bool, those)) / series, is_share=True)
            if (frozen_on, count) == (24, 26):
                yield Figure("signals in each of those", "0.15", sum(map(len, those)) / series)
    waits = []
    for _ in range(series):
        found = [week for week in spoken_in(noise(chance, 41, shift_at=30)) if week >= 30]
        waits.append(found[0] - 29 if found else 99)
    yield Figure("shifts found within 12 weeks", "98 %", sum(each <= 12 for each in waits) / series, is_share=True)
    yield Figure("weeks until a shift is found, median", "4", median(waits))


# Colours


_WEEKS = weeks(13)
_STARTS_ON = _WEEKS[0].first - timedelta(days=1)
TERMS = Terms(
    Direction.INCREASE,
    Measure(ValueKind.NUMBER),
    WEEKLY,
    Baseline(Value(Decimal(0)), _STARTS_ON),
    Target(Decimal(100), _WEEKS[-1].last, _STARTS_ON),
)


def colours_of(chance: random.Random, *, landing_at: float) -> list[State | None]:
    """The colour after each of 13 weekly readings of something on a straight way to that many points of the span, with
    noise of 6 points.
    """
    found, standing = [], Measured()
    for number, week in enumerate(_WEEKS, start=1):
        value = Decimal(f"{landing_at * number / 13 + chance.gauss(0, 6):.3f}")
        standing = advance(standing, Point(week, Value(value), week.last, datetime(2026, 1, 1, tzinfo=UTC)), TERMS)
        found.append(standing.colour)
    return found


_BEHIND = (State.AT_RISK, State.OFF_TRACK)


def colour_figures(series: int, *, seed: int) -> Iterator[Figure]:
    """How often colours change that should not, and how soon they do that should."""
    chance = random.Random(seed)
    on_pace = [colours_of(chance, landing_at=100) for _ in range(series)]
    shown = [[colour for colour in each if colour is not None] for each in on_pace]
    changes = sum(
        (a in _BEHIND) != (b in _BEHIND) or {a, b} == set(_BEHIND) for each in shown for a, b in pairwise(each)
    )
    behind = sum(colour in _BEHIND for each in on_pace for colour in each)
    yield Figure("changes of colour in a quarter, on pace", "0.22", changes / series)
    yield Figure("falsely not green, on pace", "2.8 %", behind / sum(map(len, on_pace)), is_share=True)
    for landing_at, specified in ((80, "6"), (60, "4")):
        firsts = []
        for _ in range(series):
            colours = colours_of(chance, landing_at=landing_at)
            firsts.append(next((week for week, each in enumerate(colours, start=1) if each in _BEHIND), 99))
        yield Figure(f"week in which landing at {landing_at} % is seen, median", specified, median(firsts))


def main() -> int:
    """Simulate and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.domain.simulating", description=__doc__)
    parser.add_argument("--series", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    for figures in (signal_figures, colour_figures):
        for figure in figures(asked.series, seed=asked.seed):
            sys.stdout.write(f"{figure}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
