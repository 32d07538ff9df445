"""A reading beyond a process limit moves the colour at once: found one by one as in all of the series."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.charting import Charting, Rebase, Rule, RuleSet
from bot.domain.colours import State
from bot.domain.facts import Facts, Measured
from bot.domain.process_limits import ENOUGH, FROZEN_ON, Side
from bot.domain.process_series import series_of
from bot.domain.process_so_far import foremost
from bot.domain.progress import outside
from bot.domain.signals import judge
from bot.domain.status import advance, assess, stand, to_go_on_from
from bot.domain.targets import Baseline, Direction, Target
from bot.domain.transforms import Transform
from bot.domain.values import Measure, Value, ValueKind

from .settings import quick
from .test_status import make_facts, make_point

START = date(2026, 1, 4)
"""A Sunday: each reading is of a week's last day."""
BY_TURNS = "9 11 9 11 9 11 9 11 9 11 9 11"
"""Mean 10, a mean range of 2: the limits of these are 4.68 and 15.32."""


def in_a_band(amounts: Sequence[int | None], low: int | None, high: int | None) -> Facts:
    """One reading a week, None where one is missing, to be kept within these limits."""
    limits = [None if each is None else Decimal(each) for each in (low, high)]
    target = Target(None, date(2027, 12, 31), START - timedelta(days=6), low=limits[0], high=limits[1])
    return replace(_given(amounts), direction=Direction.MAINTAIN, baseline=None, target=target)


def on_a_path(behind: Sequence[int | None], direction: Direction = Direction.DECREASE) -> Facts:
    """From 100, by 1 a week for two years towards the target; each reading so far behind."""
    sign = 1 if direction is Direction.DECREASE else -1
    amounts = [None if each is None else 100 - sign * (week - each) for week, each in enumerate(behind)]
    target = Target(Decimal(100 - sign * 104), START + timedelta(weeks=104), START)
    return replace(_given(amounts), direction=direction, baseline=Baseline(Value(Decimal(100)), START), target=target)


def for_nothing(amounts: Sequence[int | None]) -> Facts:
    """With nothing promised: it should fall."""
    return replace(_given(amounts), baseline=None, target=None)


def _given(amounts: Sequence[int | None]) -> Facts:
    days = [START + timedelta(weeks=week) for week in range(len(amounts))]
    return make_facts(
        *(make_point(day, str(each)) for day, each in zip(days, amounts, strict=True) if each is not None)
    )


def numbers(text: str) -> list[int | None]:
    return [None if each == "-" else int(each) for each in text.split()]


def beyond(facts: Facts) -> list[str]:
    """The periods whose reading was beyond a limit on the bad side when it came."""
    prefixes = [replace(facts, points=facts.points[:count]) for count in range(1, len(facts.points) + 1)]
    return [each.points[-1].period.key for each in prefixes if stand(each).is_beyond]


def beyond_by_the_chart(facts: Facts) -> list[str]:
    """The same from the chart of all of them."""
    found = []
    for each in judge(series_of(facts), facts.direction):
        if each.beyond is None:
            continue
        wanted = {Direction.INCREASE: 1, Direction.DECREASE: -1}.get(facts.direction)
        if wanted is None:
            assert facts.target is not None
            is_bad = outside(facts.target, each.point.value) * each.beyond > 0
        else:
            is_bad = each.beyond != wanted
        if is_bad:
            found.append(each.point.period.key)
    return found


def test_one_reading_beyond_a_limit_is_enough() -> None:
    # 1 ahead and 1 behind by turns, and then 40: 20 points would be off track, the limits are at about 6.
    ordinary = on_a_path([*([-1, 1] * 12), 12])
    beyond_it = on_a_path([*([-1, 1] * 12), 30])
    today = START + timedelta(weeks=25)

    assert beyond(beyond_it) == ["2026-W25"]
    assert assess(beyond_it, today=today).state is State.OFF_TRACK
    assert (beyond(ordinary), assess(ordinary, today=today).state) == (["2026-W25"], State.AT_RISK)
    assert assess(on_a_path([-1, 1, 30]), today=START + timedelta(weeks=3)).state is not State.OFF_TRACK


def a_counter(added: Sequence[int | None]) -> Facts:
    """A counter that goes up by 10 or so a week, and should; None where a week is missing."""
    amounts, stands = [], 100
    for each in added:
        stands += each or 0
        amounts.append(None if each is None else stands)
    target = Target(Decimal(2000), START + timedelta(weeks=104), START)
    facts = replace(_given(amounts), direction=Direction.INCREASE, baseline=Baseline(Value(Decimal(100)), START))
    return replace(facts, target=target, charting=Charting(counts_up=True))


def test_of_a_counter_it_is_what_was_added() -> None:
    # Twelve weeks of 9 and 11 by turns have the limits 4.68 and 15.32; after a gap nothing is known of one week.
    assert beyond(a_counter([9, *numbers(BY_TURNS), 2])) == ["2026-W14"]
    assert beyond(a_counter([9, *numbers(BY_TURNS), 10, None, 2])) == []


@quick
@given(added=st.lists(st.none() | st.integers(0, 30), min_size=ENOUGH, max_size=FROZEN_ON + 8))
def test_a_counter_is_found_one_by_one_as_in_all_of_the_series(added: list[int | None]) -> None:
    facts = a_counter(added)
    charted = judge(series_of(facts, Charting(counts_up=True)), facts.direction)

    assert beyond(facts) == [each.point.period.key for each in charted if each.beyond is Side.BELOW]


def test_beyond_a_limit_on_the_good_side_is_no_concern() -> None:
    assert beyond(on_a_path([*([-1, 1] * 12), -30])) == []


@pytest.mark.parametrize(
    ("given", "low", "high", "state"),
    [
        (f"{BY_TURNS} 13", 5, 12, State.AT_RISK),
        (f"{BY_TURNS} 40", 5, 12, State.OFF_TRACK),
        # Beyond the upper process limit, but below what is wanted: not on the bad side.
        (f"{BY_TURNS} 40", 45, None, State.OFF_TRACK),
        ("9 11 9 11 9 11 9 11 9 11 40", 5, 12, State.AT_RISK),
    ],
)
def test_a_band_left_beyond_a_process_limit_is_off_track_at_once(
    given: str, low: int, high: int | None, state: State
) -> None:
    facts = in_a_band(numbers(given), low, high)
    assert assess(facts, today=facts.points[-1].as_of).state is state


SERIES = st.lists(st.none() | st.sampled_from([0, 1, 2, 3, 9, 30]), min_size=ENOUGH, max_size=2 * FROZEN_ON)


@quick
@given(SERIES, st.sampled_from(["decrease", "increase", "band", "lower", "flat"]))
def test_one_by_one_the_same_is_found_as_in_the_chart(amounts: list[int | None], kind: str) -> None:
    facts = {
        "decrease": lambda: on_a_path(amounts),
        "increase": lambda: on_a_path(amounts, Direction.INCREASE),
        "band": lambda: in_a_band(amounts, 1, 3),
        "lower": lambda: in_a_band(amounts, 2, None),
        "flat": lambda: in_a_band([None if each is None else min(each, 1) for each in amounts], None, 0),
    }[kind]()
    assert beyond(facts) == beyond_by_the_chart(facts)


@quick
@given(SERIES)
def test_what_is_known_is_enough_to_take_in_one_more(amounts: list[int | None]) -> None:
    facts = on_a_path(amounts)
    if not facts.points:
        return
    *earlier, last = facts.points
    before = stand(replace(facts, points=tuple(earlier)))
    assert advance(to_go_on_from(before), last, facts.terms) == stand(facts)


HOW = st.builds(
    Charting,
    transform=st.none() | st.sampled_from(Transform),
    counts_up=st.booleans(),
    rebases=st.lists(
        st.integers(0, 40).map(lambda week: Rebase(START + timedelta(weeks=week), "as it is now")), max_size=2
    ).map(tuple),
)
MOVED = st.lists(st.none() | st.sampled_from([0, 1, 2, 3, 3, 3, 9, 30]), min_size=ENOUGH, max_size=2 * FROZEN_ON)


def spoken_of(facts: Facts) -> list[tuple[str, Rule, Side]]:
    """The signals that each reading completes, as one after the other takes in what was kept of those before."""
    found: list[tuple[str, Rule, Side]] = []
    kept = Measured()
    for point in facts.points:
        kept = to_go_on_from(advance(kept, point, facts.terms))
        completed = kept.process.completed if kept.process is not None else ()
        found += [(point.period.key, each.rule, each.side) for each in completed if each.period == point.period]
    return found


@quick
@given(MOVED, st.sampled_from(["path", "band", "free"]), HOW, st.sampled_from(RuleSet))
def test_one_by_one_the_same_signals_are_found_as_in_the_chart(
    amounts: list[int | None], kind: str, charting: Charting, rules: RuleSet
) -> None:
    facts = {"path": on_a_path, "band": lambda given: in_a_band(given, 1, 3), "free": for_nothing}[kind](amounts)
    facts = replace(facts, charting=charting, rules=rules)

    by_the_chart = [
        (each.period.key, each.rule, each.side)
        for judged in judge(series_of(facts, charting), facts.direction, rules=rules)
        for each in judged.signals
    ]
    assert spoken_of(facts) == by_the_chart


def test_each_signal_is_spoken_of_once() -> None:
    # After 24 readings with limits of 4.68 and 15.32: neighbours outside, one within, one outside; a run, not again on
    # its ninth, broken by one on the centre and on its eighth again.
    outside = for_nothing(numbers(f"{BY_TURNS} {BY_TURNS} 16 17 11 18"))
    run = for_nothing(numbers(f"{BY_TURNS} {BY_TURNS} 9 9 9 9 9 9 9 9 9 10 9 9 9 9 9 9 9 9 9"))

    assert spoken_of(outside) == [
        ("2026-W25", Rule.OUTSIDE, Side.ABOVE),
        ("2026-W28", Rule.OUTSIDE, Side.ABOVE),
    ]
    assert spoken_of(run) == [("2026-W32", Rule.RUN, Side.BELOW), ("2026-W42", Rule.RUN, Side.BELOW)]


def test_of_two_signals_that_one_reading_completes_the_run_is_told() -> None:
    completed = stand(for_nothing(numbers(f"{BY_TURNS} {BY_TURNS} 9 9 9 9 9 9 9 4"))).process
    assert completed is not None
    told = foremost(completed.completed)
    assert told is not None
    assert ({each.rule for each in completed.completed}, told.rule) == ({Rule.RUN, Rule.OUTSIDE}, Rule.RUN)


def test_where_limits_are_worked_out_anew_all_of_it_begins_again() -> None:
    rebased = Charting(rebases=(Rebase(START + timedelta(weeks=24), "two new nurses"),))
    higher = numbers(f"{BY_TURNS} {BY_TURNS} " + "19 21 " * 6 + "40")

    assert [rule for _, rule, _ in spoken_of(for_nothing(higher))] == [Rule.OUTSIDE, Rule.RUN]
    # By those of the first twelve at the new level only the last is far from what is usual.
    assert spoken_of(replace(for_nothing(higher), charting=rebased)) == [("2026-W37", Rule.OUTSIDE, Side.ABOVE)]


def test_by_square_roots_long_waits_are_ordinary_for_longer() -> None:
    waits = for_nothing(numbers("1 4 1 9 1 4 1 9 1 4 1 9 1 4 1 9 1 4 1 9 1 4 1 9 19"))

    # Mean 3.75 and a mean range of 5.5: up to 18.2. Of the roots 1.75 and 1.48: up to 5.68, which is 32.2.
    assert spoken_of(waits) == [("2026-W25", Rule.OUTSIDE, Side.ABOVE)]
    assert spoken_of(replace(waits, charting=Charting(transform=Transform.SQRT))) == []


def test_what_has_no_limits_keeps_nothing() -> None:
    facts = replace(on_a_path([0, 1] * 12), measure=Measure(ValueKind.SCALE, "", ("bad", "good")))
    assert stand(facts).process is None
