"""Signal or noise: which readings say that something has changed, on which reading each signal is spoken of, and what
it means. The limits themselves are worked out in `process_limits`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import takewhile

from bot.domain.charting import Rule, RuleSet
from bot.domain.periods import Period
from bot.domain.process_limits import ENOUGH, FROZEN_ON, RUN, Limits, Side, Unchanged, limits_so_far
from bot.domain.process_series import Charted, Drawn, Series, with_gaps
from bot.domain.progress import outside
from bot.domain.targets import Direction, Target


class Meaning(StrEnum):
    """What a signal is: on the side that was wanted, on the other, or neither where a value is to stay as it is."""

    IMPROVEMENT = "improvement"
    CONCERN = "concern"
    NEUTRAL = "neutral"


class Assurance(StrEnum):
    """Whether limits that are to be kept are going to be, as the process is now."""

    RELIABLE = "reliable"
    NOT_WITHOUT_CHANGE = "not_without_change"
    HIT_AND_MISS = "hit_and_miss"


@dataclass(frozen=True)
class Signal:
    """A signal that the reading of `period` completes; the first reading of it is that of `since`."""

    rule: Rule
    side: Side
    meaning: Meaning
    since: Period
    period: Period


@dataclass(frozen=True)
class Judged:
    """A point as it was judged when it came: by the limits of that time (None where there were too few points), outside
    of which of them it lay, and the signals that it completed. Without any it is ordinary movement.
    """

    point: Charted
    against: Limits | Unchanged | None
    beyond: Side | None = None
    signals: tuple[Signal, ...] = ()


def judge(
    series: Series, direction: Direction, *, rules: RuleSet = RuleSet.TWO, frozen_on: int = FROZEN_ON
) -> tuple[Judged, ...]:
    """Every point as it was judged when it came. Each signal is there once, on the point that completes it.

    A run is there on its eighth point, and not again until it is broken; neighbouring points outside the same limit are
    there once, until one is within. Where limits are worked out anew, all of it begins again.
    """
    return tuple(
        judged
        for part in series.parts
        for judged in _judge_part(part, direction, rules=rules.rules, frozen_on=frozen_on)
    )


def rebase_from(judged: Sequence[Judged]) -> Period | None:
    """The period from which on new limits may be proposed to a person: where the latest point completes a run against
    limits that are frozen, the first of that run.
    """
    if not judged or not isinstance(judged[-1].against, Limits) or judged[-1].against.points < FROZEN_ON:
        return None
    return next((signal.since for signal in judged[-1].signals if signal.rule is Rule.RUN), None)


def assurance(target: Target, drawn: Drawn) -> Assurance | None:
    """Whether a process within these limits keeps a target's, all of them in the indicator's unit: always, never, or
    now and then. None where there are no limits.

    Source: the "Making Data Count" icons of assurance.
    """
    if drawn.low is None or drawn.high is None:
        return None
    if outside(target, drawn.low) == 0 == outside(target, drawn.high):
        return Assurance.RELIABLE
    if (target.low is not None and drawn.high < target.low) or (target.high is not None and drawn.low > target.high):
        return Assurance.NOT_WITHOUT_CHANGE
    return Assurance.HIT_AND_MISS


def _judge_part(
    part: Sequence[Charted], direction: Direction, *, rules: Sequence[Rule], frozen_on: int
) -> Iterator[Judged]:
    """1. The limits as of each point. 2. What holds of it by each rule. 3. What holds and was not yet said is a signal;
    what no longer holds may be said again.
    """
    told: dict[Rule, Side | None] = dict.fromkeys(rules)
    limits: Limits | None = None
    for count, point in enumerate(part, start=1):
        seen = part[:count]
        if count < ENOUGH:
            yield Judged(point, None)
            continue
        if _is_unchanged(seen):
            yield Judged(point, Unchanged(count))
            continue
        if limits is None or count <= frozen_on:
            limits = limits_so_far(with_gaps(seen), frozen_on=frozen_on)
        assert limits is not None
        signals = []
        for rule in rules:
            side, is_complete, first = _HOLDS[rule](seen, limits, told[rule])
            if side is not None and is_complete and side is not told[rule]:
                signals.append(Signal(rule, side, meaning_of(side, direction), first.period, point.period))
                told[rule] = side
            elif side is not told[rule]:
                told[rule] = None
        yield Judged(point, limits, limits.beyond(point.x), tuple(signals))


def _is_unchanged(points: Sequence[Charted]) -> bool:
    """Whether every reading has the same value, or the same distance from its path: neither has limits."""
    first = points[0]
    return all(each.value == first.value for each in points) or all(each.x == first.x for each in points)


_Holding = tuple[Side | None, bool, Charted]
"""The side on which a rule goes on holding, whether the latest point completes it, and the first point of it."""


def _outside(points: Sequence[Charted], limits: Limits, _: Side | None) -> _Holding:
    return limits.beyond(points[-1].x), True, points[-1]


def _run(points: Sequence[Charted], limits: Limits, told: Side | None) -> _Holding:
    """A run goes on as long as no point breaks it, also where limits that are not frozen yet have made it shorter."""
    side = limits.side_of(points[-1].x)
    if side is None or side is told:
        return side, False, points[-1]
    length = sum(1 for _ in takewhile(lambda point: limits.side_of(point.x) is side, reversed(points)))
    return side, length >= RUN, points[-length]


def _two_of_three(points: Sequence[Charted], limits: Limits, told: Side | None) -> _Holding:
    """It is completed by a point out there, and goes on as long as two of the latest three are."""
    for side in Side:
        there = [point for point in points[-3:] if limits.in_outer_third(point.x) is side]
        if len(there) >= 2 and (told is side or there[-1] is points[-1]):
            return side, there[-1] is points[-1], there[0]
    return None, False, points[-1]


_HOLDS = {Rule.OUTSIDE: _outside, Rule.RUN: _run, Rule.TWO_OF_THREE: _two_of_three}


def meaning_of(side: Side, direction: Direction) -> Meaning:
    """What a signal on this side is, by where the indicator should go."""
    if direction is Direction.MAINTAIN:
        return Meaning.NEUTRAL
    wanted = Side.ABOVE if direction is Direction.INCREASE else Side.BELOW
    return Meaning.IMPROVEMENT if side is wanted else Meaning.CONCERN
