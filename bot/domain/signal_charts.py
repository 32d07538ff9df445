"""All that there is to say and draw of an indicator's movement on one day: its points and lines, the signals that the
latest reading completes, and what follows from them.
"""

from dataclasses import dataclass

from bot.domain.charting import AS_IT_IS, Charting, RuleSet
from bot.domain.facts import Facts
from bot.domain.periods import Period
from bot.domain.plausibility import UNBOUNDED, Bounds
from bot.domain.process_limits import Limits, Unchanged
from bot.domain.process_series import Charted, Drawn, drawn_at, natural_bounds, series_of
from bot.domain.signals import Assurance, Judged, Signal, assurance, judge, rebase_from
from bot.domain.targets import Direction


@dataclass(frozen=True)
class Plotted:
    """A point as it was judged when it came, and the lines beside it: those of the limits that its base has by now,
    None where there are too few points for any, or all are equal.
    """

    judged: Judged
    lines: Drawn | None


@dataclass(frozen=True)
class SignalChart:
    """The points in time order, and what holds as of the latest: its limits (`Unchanged` where all values are equal,
    None with too few), the signals that it completes (none is ordinary movement), for limits to keep whether they are
    going to be, and the period from which on new limits may be proposed. `rules` are the ones that were asked for,
    `unfit` the periods that the scale has no place for.
    """

    rules: RuleSet
    points: tuple[Plotted, ...]
    limits: Limits | Unchanged | None = None
    signals: tuple[Signal, ...] = ()
    assurance: Assurance | None = None
    rebase_from: Period | None = None
    unfit: tuple[Period, ...] = ()


def signal_chart(
    facts: Facts, charting: Charting = AS_IT_IS, *, rules: RuleSet = RuleSet.TWO, bounds: Bounds = UNBOUNDED
) -> SignalChart:
    """The chart as of the latest of the readings in `facts`. A value of a period that is still running is a point like
    any other: leave it out of them where it gets no verdict yet.
    """
    series = series_of(facts, charting)
    judged = judge(series, facts.direction, rules=rules)
    if not judged:
        return SignalChart(rules, (), unfit=series.unfit)
    latest = judged[-1]
    bounds = natural_bounds(facts.measure, [each.point.value for each in judged], bounds)
    by_base = iter(judged)
    points: list[Plotted] = []
    for part in series.parts:
        those = [next(by_base) for _ in part]
        points += (Plotted(each, _lines(each.point, those[-1].against, charting, bounds)) for each in those)
    keeps = facts.target if facts.direction is Direction.MAINTAIN else None
    lines = points[-1].lines
    return SignalChart(
        rules=rules,
        points=tuple(points),
        limits=latest.against,
        signals=latest.signals,
        assurance=assurance(keeps, lines) if keeps is not None and lines is not None else None,
        rebase_from=rebase_from(judged),
        unfit=series.unfit,
    )


def _lines(point: Charted, limits: Limits | Unchanged | None, charting: Charting, bounds: Bounds) -> Drawn | None:
    if not isinstance(limits, Limits):
        return None
    return drawn_at(limits, point.expected, transform=charting.transform, bounds=bounds)
