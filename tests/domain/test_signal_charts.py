"""All that there is to say and draw of an indicator's movement."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from bot.domain.charting import Charting, Rebase, Rule, RuleSet
from bot.domain.facts import Facts
from bot.domain.plausibility import Bounds
from bot.domain.process_limits import Limits, Unchanged, limits_of
from bot.domain.process_series import Drawn
from bot.domain.signal_charts import signal_chart
from bot.domain.signals import Assurance, Meaning
from bot.domain.targets import Baseline, Direction, Target
from bot.domain.transforms import Transform
from bot.domain.values import Measure, Value, ValueKind

from .weekly import WEEKLY, make_points, numbers, weeks

# A mean of 10 and limits of 4.68 and 15.32.
BASE = "9 11 " * 12


def make_band(readings: str, *, low: str | None = None, high: str | None = None) -> Facts:
    limits = [None if each is None else Decimal(each) for each in (low, high)]
    band = Target(None, date(2026, 12, 31), date(2026, 1, 1), low=limits[0], high=limits[1])
    return Facts(Direction.MAINTAIN, Measure(ValueKind.NUMBER), WEEKLY, target=band, points=make_points(readings))


def test_limits_to_keep_have_lines_and_an_assurance() -> None:
    chart = signal_chart(make_band(BASE, high="16"))

    assert {each.lines for each in chart.points} == {Drawn(Decimal(10), Decimal("4.68"), Decimal("15.32"))}
    assert (chart.assurance, chart.signals, chart.rules) == (Assurance.RELIABLE, (), RuleSet.TWO)
    assert signal_chart(make_band(BASE, high="12")).assurance is Assurance.HIT_AND_MISS
    assert signal_chart(make_band(BASE, low="16")).assurance is Assurance.NOT_WITHOUT_CHANGE


def test_a_line_that_nothing_can_lie_below_is_cut_and_what_is_assured_follows_from_that() -> None:
    # 0 and 2 by turns have a lower limit of −4.32. Nothing below 0 can come, so "at least 0" is kept.
    chart = signal_chart(make_band("0 2 " * 12, low="0"))

    assert isinstance(chart.limits, Limits)
    assert (chart.limits.lower, chart.points[-1].lines) == (
        Decimal("-4.32"),
        Drawn(Decimal(1), Decimal(0), Decimal("6.32")),
    )
    assert chart.assurance is Assurance.RELIABLE
    assert signal_chart(make_band("0 2 " * 12, low="0"), bounds=Bounds(Decimal(-9))).assurance is Assurance.HIT_AND_MISS


def test_the_lines_follow_the_path() -> None:
    # From 100 on 4 January, 1 less a week; the readings are 1 above and 1 below it by turns, and then 3 less each.
    start = date(2026, 1, 4)
    facts = Facts(
        Direction.DECREASE,
        Measure(ValueKind.NUMBER),
        WEEKLY,
        Baseline(Value(Decimal(100)), start),
        Target(Decimal(48), date(2027, 1, 3), start),
        points=make_points(" ".join(str(100 - week + (-1) ** week) for week in range(1, 25)) + " 69 67 65 63"),
    )

    chart = signal_chart(facts)

    # The distances are 1 and −1 by turns, so limits of ± 5.32; and then −6, −7, −8, −9.
    assert [each.lines for each in chart.points[:2]] == [
        Drawn(Decimal(99), Decimal("93.68"), Decimal("104.32")),
        Drawn(Decimal(98), Decimal("92.68"), Decimal("103.32")),
    ]
    assert [each.judged.point.period for each in chart.points if each.judged.signals] == [weeks(25)[24]]
    first = chart.points[24].judged.signals[0]
    assert (first.rule, first.meaning) == (Rule.OUTSIDE, Meaning.IMPROVEMENT)
    assert chart.signals == ()
    assert chart.assurance is None


def test_each_base_has_lines_of_its_own() -> None:
    # The 25th week ends on 28 June.
    rebase = Rebase(date(2026, 6, 28), "Two more nurses")
    few = signal_chart(make_band(f"{BASE} 7 5 7", high="16"), Charting(rebases=(rebase,)))
    enough = signal_chart(make_band(f"{BASE} {'7 5 ' * 6}", high="16"), Charting(rebases=(rebase,)))

    assert (few.limits, few.assurance, few.points[24].lines) == (None, None, None)
    assert few.points[23].lines == Drawn(Decimal(10), Decimal("4.68"), Decimal("15.32"))
    assert enough.limits == limits_of(numbers("7 5 " * 6))
    assert [enough.points[place].lines for place in (23, 24)] == [
        Drawn(Decimal(10), Decimal("4.68"), Decimal("15.32")),
        Drawn(Decimal(6), Decimal("0.68"), Decimal("11.32")),
    ]


def test_a_run_says_from_when_on_new_limits_may_be_had() -> None:
    chart = signal_chart(make_band(f"{BASE} 9x8", high="16"))

    assert [(each.rule, each.meaning) for each in chart.signals] == [(Rule.RUN, Meaning.NEUTRAL)]
    assert chart.rebase_from == weeks(25)[24]


def test_what_never_changes_or_is_no_figure_has_no_lines() -> None:
    same = signal_chart(make_band("7x15", high="16"))
    labels = replace(make_band("0 1 1"), measure=Measure(ValueKind.YES_NO))

    assert (same.limits, same.points[-1].lines, same.assurance) == (Unchanged(15), None, None)
    assert signal_chart(labels).points == ()
    assert signal_chart(make_band("")).points == ()


def test_what_has_no_place_on_the_scale_is_named() -> None:
    chart = signal_chart(make_band("4 0 1"), Charting(Transform.LOG))

    assert ([period.key for period in chart.unfit], len(chart.points)) == (["2026-W03"], 2)
