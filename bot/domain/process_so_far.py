"""What the readings so far have to do with the next: whether it lies beyond a process limit, and which signals it
completes, one reading after the other. `signals.judge` goes through all of them, `ProcessSoFar.take` takes in one more,
and both find the same.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from bot.domain.charting import Rule, RuleSet
from bot.domain.periods import Period
from bot.domain.process_limits import FROZEN_ON, RUN, Limits, Side, limits_so_far


@dataclass(frozen=True)
class Completed:
    """A signal: by which rule, on which side, and the period whose reading completed it. It was there from `given_at`
    on, when the last of the readings up to that one was given: perhaps one of an earlier period.
    """

    rule: Rule
    side: Side
    period: Period
    given_at: datetime


@dataclass(frozen=True)
class Taken:
    """One more reading: its value, and `x`, how far that is from what the path expected, or the value itself without
    one. It `follows` where no period is missing before it.
    """

    value: Decimal
    x: Decimal
    period: Period
    given_at: datetime
    follows: bool


@dataclass(frozen=True)
class ProcessSoFar:
    """What of the readings so far decides about the next.

    `moves` are the first of them, as far as they go into limits, with None wherever a period is missing in between;
    none any more from the `FROZEN_ON`th on, when the limits are `frozen` for good. From then on there is instead how
    many of the latest, up to `RUN`, are on which side of the centre in a row (`run`), and in which outer third the
    latest two are. `unchanged` is the value that all of them have had, None once there was another, and `level` the
    same of what is held against the limits.

    `told` are the rules that hold and were told of, with their sides, `completed` the latest signal by each rule. Where
    the latest value has no place on the scale, `left_at` is the latest period whose value has. The last of all these
    readings was given at `given_at`, of whatever period it was.
    """

    moves: tuple[Decimal | None, ...] = ()
    unchanged: Decimal | None = None
    level: Decimal | None = None
    frozen: Limits | None = None
    run: tuple[Side | None, int] = (None, 0)
    outer: tuple[Side | None, ...] = ()
    told: tuple[tuple[Rule, Side], ...] = ()
    completed: tuple[Completed, ...] = ()
    left_at: Period | None = None
    given_at: datetime | None = None

    @property
    def is_empty(self) -> bool:
        """Whether there was no reading yet since the limits began."""
        return not self.moves and self.frozen is None

    def anew(self) -> "ProcessSoFar":
        """What is left of it where limits are worked out anew: the signals there were."""
        return ProcessSoFar(completed=self.completed, given_at=self.given_at)

    def take(self, one: Taken, *, rules: RuleSet = RuleSet.TWO) -> tuple["ProcessSoFar", Side | None]:
        """What there is after one more, and the limit that it lies beyond.

        1. The limits as of it. 2. How long it is on one side, and how far out. 3. What holds and was not yet told is a
        signal; what no longer holds may be told again.
        """
        unchanged = one.value if self.is_empty or one.value == self.unchanged else None
        level = one.x if self.is_empty or one.x == self.level else None
        moves, limits = self.moves, self.frozen
        if limits is None:
            gap = () if one.follows or self.is_empty else (None,)
            moves = (*moves, *gap, one.x)
            limits = limits_so_far(moves)
        given_at = max(filter(None, (self.given_at, one.given_at)))
        after = replace(self, moves=moves, unchanged=unchanged, level=level, left_at=None, given_at=given_at)
        if limits is None:
            return after, None
        run, outer = self._sides(moves, limits, one.x)
        if unchanged is None and level is None:
            after = after._judged(limits, run, outer, replace(one, given_at=given_at), rules)
        beyond = limits.beyond(one.x) if unchanged is None else None
        if self.frozen is None and sum(move is not None for move in moves) < FROZEN_ON:
            return after, beyond
        kept = Limits(FROZEN_ON, limits.centre, lower=limits.lower, upper=limits.upper)
        return replace(after, moves=(), frozen=kept, run=run, outer=outer[-2:]), beyond

    def _sides(
        self, moves: Sequence[Decimal | None], limits: Limits, x: Decimal
    ) -> tuple[tuple[Side | None, int], tuple[Side | None, ...]]:
        """How many of the latest are on which side of the centre, and in which outer third the latest three are."""
        if self.frozen is not None:
            return _goes_on(self.run, limits.side_of(x)), (*self.outer, limits.in_outer_third(x))
        given = [move for move in moves if move is not None]
        run: tuple[Side | None, int] = (None, 0)
        for each in given:
            run = _goes_on(run, limits.side_of(each))
        return run, tuple(limits.in_outer_third(each) for each in given[-3:])

    def _judged(
        self,
        limits: Limits,
        run: tuple[Side | None, int],
        outer: Sequence[Side | None],
        one: Taken,
        rules: RuleSet,
    ) -> "ProcessSoFar":
        told, found = dict(self.told), []
        for rule in rules.rules:
            before = told.get(rule)
            side, is_complete = _HOLDS[rule](limits, run, outer, one.x, before)
            if side is before:
                continue
            told.pop(rule, None)
            if side is not None and is_complete:
                told[rule] = side
                found.append(Completed(rule, side, one.period, one.given_at))
        latest = {each.rule: each for each in (*self.completed, *found)}
        return replace(self, told=tuple(sorted(told.items())), completed=tuple(latest[rule] for rule in sorted(latest)))


_ORDER = (Rule.RUN, Rule.OUTSIDE, Rule.TWO_OF_THREE)
"""A run says most of several signals that one reading completes, and two far out say less than one outside."""


def foremost(completed: Iterable[Completed]) -> Completed | None:
    """The one of these signals that is told: of the latest reading that completes any, what says most."""
    return max(completed, key=lambda each: (each.period, -_ORDER.index(each.rule)), default=None)


def newly_completed(before: ProcessSoFar | None, after: ProcessSoFar | None) -> tuple[Completed, ...]:
    """The signals that there were not before something about the readings became another thing.

    One that by that is completed by an earlier reading than before, or by a later one and has held all along, is the
    same: it was told of.
    """
    if after is None:
        return ()
    before = before or ProcessSoFar()
    were = {(each.rule, each.side): each for each in before.completed}
    hold = set(before.told).intersection(after.told)
    return tuple(
        each
        for each in after.completed
        if (was := were.get((each.rule, each.side))) is None
        or (each.period > was.period and (each.rule, each.side) not in hold)
    )


def _goes_on(run: tuple[Side | None, int], side: Side | None) -> tuple[Side | None, int]:
    """The run with one more; longer than is needed it is not counted."""
    if side is None:
        return None, 0
    return side, min(run[1] + 1, RUN) if run[0] is side else 1


_Sides = Sequence[Side | None]


def _outside(
    limits: Limits, _run: tuple[Side | None, int], _outer: _Sides, x: Decimal, _: Side | None
) -> tuple[Side | None, bool]:
    return limits.beyond(x), True


def _in_a_row(
    _limits: Limits, run: tuple[Side | None, int], _outer: _Sides, _x: Decimal, _: Side | None
) -> tuple[Side | None, bool]:
    return run[0], run[1] >= RUN


def _two_of_three(
    _limits: Limits, _run: tuple[Side | None, int], outer: _Sides, _x: Decimal, told: Side | None
) -> tuple[Side | None, bool]:
    for side in Side:
        if outer[-3:].count(side) >= 2 and (told is side or outer[-1] is side):
            return side, outer[-1] is side
    return None, False


_HOLDS = {Rule.OUTSIDE: _outside, Rule.RUN: _in_a_row, Rule.TWO_OF_THREE: _two_of_three}
