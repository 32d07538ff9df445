"""Values, periods, people and states in sentences."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from bot.domain.cadences import Cadence, Every
from bot.domain.colours import State
from bot.domain.due import DueState
from bot.domain.facts import Assessment, Facts, Level, Point, Rollup
from bot.domain.periods import Period
from bot.domain.status import assess, roll_up
from bot.domain.targets import Direction
from bot.domain.values import Measure, Value, ValueKind, ratio
from bot.results.names import ServiceName, Viewer
from bot.views.days import the_period
from bot.views.wording import (
    baseline,
    code,
    colour,
    counts_of_states,
    due_state,
    give_command,
    item_name,
    mention,
    moved_note,
    name,
    period,
    periods,
    raw_value,
    status,
    status_in_brief,
    status_with_value,
    target,
    unit,
    value,
    value_beside,
)
from tests.views.make import (
    ALICE,
    CSAT,
    CSAT_BASELINE,
    CSAT_TARGET,
    HEBREW,
    LAST_WEEK,
    LONDON,
    ROUGH,
    WEEK_OF_23_MARCH,
    WEEK_OF_30_MARCH,
    WEEKLY,
    make_assessment,
    make_due,
)

AMERICAN = Viewer("en-US", "America/New_York", LONDON.today)


def stands(state: State) -> Assessment:
    """Somehow, in this state."""
    return replace(make_assessment(), state=state)


# Values, periods, indicators


def test_a_value_is_said_in_its_unit_and_beside_another_without() -> None:
    of = Value(Decimal("1234.5"))
    assert value(of, ROUGH, LONDON) == "1,234.5 people"
    assert value_beside(of, ROUGH, LONDON) == "1,234.5"
    assert value(None, ROUGH, LONDON) == "no data"


def test_a_unit_formats_nothing_in_text_and_stays_as_it_is_in_a_label() -> None:
    strange = replace(ROUGH, measure=Measure(ValueKind.NUMBER, "<*b*>"))
    assert value(Value(Decimal(5)), strange, LONDON) == "5 &lt;∗b∗&gt;"
    assert raw_value(Value(Decimal(5)), strange, LONDON) == "5 <*b*>"


def test_a_period_stands_in_a_sentence() -> None:
    march = Period("2026-03", date(2026, 3, 1), date(2026, 3, 31))
    assert the_period(WEEK_OF_30_MARCH, WEEKLY, LONDON) == "last week"
    assert the_period(WEEK_OF_23_MARCH, WEEKLY, LONDON) == "the week of 23 March"
    assert the_period(march, Cadence(Every.MONTH), LONDON) == "March"


def test_a_period_is_named_by_how_long_ago_it_was() -> None:
    assert period(WEEK_OF_30_MARCH, WEEKLY, LONDON) == "last week"
    assert period(WEEK_OF_23_MARCH, WEEKLY, LONDON) == "week of 23 March"
    assert period(WEEK_OF_23_MARCH, WEEKLY, AMERICAN) == "week of March 23"
    # A week later last week is another one.
    assert period(WEEK_OF_30_MARCH, WEEKLY, replace(LONDON, today=date(2026, 4, 13))) == "week of 30 March"


def test_what_to_type_for_a_period_is_right_on_any_day() -> None:
    assert give_command("csat", WEEK_OF_30_MARCH, WEEKLY, LONDON) == (
        "`/reading csat &lt;value&gt; for week of 30 March`"
    )


def test_several_periods_are_listed_and_too_many_counted() -> None:
    mondays = [date(2026, 2, day) for day in (2, 9, 16, 23)] + [date(2026, 3, day) for day in (2, 9, 16)]
    items = [make_due(period=Period("", monday, date.fromordinal(monday.toordinal() + 6))) for monday in mondays]
    assert [periods(items[:count], LONDON) for count in (1, 2, 3)] == [
        "week of 2 February",
        "week of 2 February and week of 9 February",
        "week of 2 February, week of 9 February and week of 16 February",
    ]
    assert periods(items, LONDON) == (
        "week of 2 February, week of 9 February, week of 16 February, week of 23 February, week of 2 March and 2 more"
    )


def test_a_due_reading_is_named_with_its_days() -> None:
    assert item_name(make_due(), LONDON) == f"Customer satisfaction, {LAST_WEEK}"
    assert item_name(make_due(1, HEBREW), LONDON) == f"\u2068{HEBREW.name}\u2069, {LAST_WEEK}"


def test_what_is_promised_and_where_it_began_are_said_or_that_they_are_not_known() -> None:
    assert baseline(CSAT_BASELINE, CSAT, LONDON) == "72 % on 2 March"
    assert baseline(replace(CSAT_BASELINE, provisional=True), CSAT, LONDON) == "72 % on 2 March (provisional)"
    assert target(CSAT_TARGET, CSAT, LONDON) == "85 % by 30 June"
    assert (baseline(None, CSAT, LONDON), target(None, CSAT, LONDON)) == ("none yet", "none yet")


def test_a_changed_target_is_news_only_where_there_is_one() -> None:
    moved = replace(CSAT_TARGET, set_on=date(2026, 4, 1), previous=replace(CSAT_TARGET, value=Decimal(90)))
    assert moved_note(make_assessment("84", target=moved), CSAT, LONDON) == (
        "Target changed on 1 April: 90 % → 85 % by 30 June."
    )
    assert moved_note(make_assessment("84"), CSAT, LONDON) is None
    assert moved_note(make_assessment("84", target=None), CSAT, LONDON) is None


@pytest.mark.parametrize(
    ("measure", "words"),
    [
        (Measure(ValueKind.NUMBER, "people"), "people"),
        (Measure(ValueKind.NUMBER), "number"),
        (Measure(ValueKind.PERCENT), "percent"),
        (Measure(ValueKind.RATIO), "ratio, for example 31/50"),
        (Measure(ValueKind.MONEY, "£"), "£"),
        (Measure(ValueKind.MONEY), "money"),
        (Measure(ValueKind.DURATION, "h"), "hours"),
        (Measure(ValueKind.DURATION, "min"), "minutes"),
        (Measure(ValueKind.DURATION), "duration"),
        (Measure(ValueKind.YES_NO), "yes or no"),
        (Measure(ValueKind.SCALE, scale=("poor", "fair", "good")), "poor, fair, good"),
    ],
)
def test_every_kind_of_value_says_what_it_is(measure: Measure, words: str) -> None:
    assert unit(replace(CSAT, measure=measure), LONDON) == words


def test_what_to_type_cannot_end_its_own_frame() -> None:
    assert code("/reading `x` <value>") == "`/reading x &lt;value&gt;`"


# People


def test_a_person_is_mentioned_or_named_and_a_name_pings_nobody() -> None:
    assert mention(ALICE) == "<@UALICE>"
    assert name(replace(ALICE, name="<@UBOB> *x*")) == "&lt;@UBOB&gt; ∗x∗"
    assert name(ServiceName("Register")) == "Register"


# States


def test_every_state_has_a_mark_and_its_word() -> None:
    assert {state: status_in_brief(stands(state), LONDON) for state in State} == {
        State.OFF_TRACK: "🔴 Off track",
        State.NOT_ACHIEVED: "🔴 Not achieved",
        State.AT_RISK: "🟡 At risk",
        State.ON_TRACK: "🟢 On track",
        State.MET: "🟢 Target reached",
        State.ACHIEVED: "🟢 Achieved",
        State.TOO_EARLY: "⚪ Too early to judge",
        State.STALE: "⚪ No recent reading",
        State.NO_DATA: "⚪ No reading yet",
        State.NO_BASELINE: "⚪ No starting value",
        State.NO_TARGET: "⚪ No target",
        State.PAUSED: "⚪ Paused",
        State.CLOSED: "⚪ Closed",
    }


def test_states_are_counted_the_worst_first() -> None:
    assert counts_of_states(Rollup(Counter(State), None), LONDON) == (
        "1 off track, 1 not achieved, 1 at risk, 1 on track, 1 at the target, 1 achieved, 1 too early to judge, "
        "1 without a recent reading, 1 without a reading, 1 without a starting value, 1 without a target, 1 paused, "
        "1 closed"
    )
    assert counts_of_states(Rollup(Counter({State.ON_TRACK: 1_200, State.AT_RISK: 0}), None), LONDON) == (
        "1,200 on track"
    )
    assert counts_of_states(Rollup({}, None), LONDON) == ""


def test_an_outcome_has_the_colour_of_its_worst_and_says_what_all_lack() -> None:
    good, bad = make_assessment("75", "84"), make_assessment("71", "71.5", "72")
    assert colour(roll_up([(Level.OUTCOME, good), (Level.OUTCOME, bad)]), LONDON) == "🔴 Off track"
    assert colour(roll_up([(Level.OUTCOME, good), (Level.PROCESS, bad)]), LONDON) == "🟢 On track"
    assert colour(roll_up([]), LONDON) == "⚪ No indicators yet"
    assert colour(roll_up([(Level.OUTCOME, make_assessment())]), LONDON) == "⚪ No reading yet"
    assert colour(roll_up([(Level.OUTCOME, make_assessment("84", target=None))]), LONDON) == "⚪ No target"
    mixed = roll_up([(Level.OUTCOME, make_assessment("84", target=None)), (Level.OUTCOME, make_assessment())])
    assert colour(mixed, LONDON) == "⚪ No verdict yet"


def test_every_due_state_has_words() -> None:
    assert {state: due_state(make_due(state=state), LONDON) for state in DueState} == {
        DueState.UPCOMING: "due today",
        DueState.DUE: "due today",
        DueState.ON_TIME: "given",
        DueState.LATE: "given",
        DueState.MISSED: "missed, can still be given",
        DueState.EXCUSED: "excused",
        DueState.NO_DATA: "no data",
    }


@pytest.mark.parametrize(
    ("due_on", "words"),
    [
        (date(2026, 4, 5), "was due Sun 5 April"),
        (date(2026, 4, 6), "was due yesterday"),
        (date(2026, 4, 7), "due today"),
        (date(2026, 4, 8), "due tomorrow"),
        (date(2026, 4, 9), "due Thu 9 April"),
        (date(2027, 1, 4), "due Mon, 4 January 2027"),
    ],
)
def test_near_days_have_names(due_on: date, words: str) -> None:
    assert due_state(make_due(due_on=due_on), LONDON) == words


def test_a_status_says_the_value_once() -> None:
    red = make_assessment("71", "71.5", "72")
    assert status(red, LONDON) == "🔴 Off track for 2 weeks: 76 planned by now (4 behind)."
    assert status_with_value(red, LONDON) == (
        f"🔴 *Off track for 2 weeks*: 72 %, {LAST_WEEK}; 76 planned by now (4 behind)."
    )
    assert status_in_brief(red, LONDON) == "🔴 Off track for 2 weeks"


def test_a_status_with_nothing_to_explain_ends_with_its_word() -> None:
    assert status(make_assessment(), LONDON) == "⚪ No reading yet."
    assert status_with_value(make_assessment(), LONDON) == "⚪ No reading yet."
    assert status_with_value(make_assessment("84", target=None), LONDON) == f"⚪ *No target*: 84 %, {LAST_WEEK}."


def test_a_share_said_just_before_is_not_repeated_beside_its_status() -> None:
    share = Measure(ValueKind.RATIO)
    received = datetime(2026, 4, 6, 12, tzinfo=UTC)
    points = tuple(
        Point(of, ratio(Decimal(housed), Decimal(50)), of.last, received)
        for of, housed in ((WEEK_OF_23_MARCH, 31), (WEEK_OF_30_MARCH, 33))
    )
    facts = Facts(Direction.INCREASE, share, WEEKLY, target=replace(CSAT_TARGET, value=Decimal("0.8")), points=points)
    assessment = assess(facts, today=LONDON.today)
    why = "80 % promised by 30 June. From where did you start?"
    assert status(assessment, LONDON) == f"⚪ No starting value: {why}"
    assert status_with_value(assessment, LONDON) == f"⚪ *No starting value*: 66 % (33 of 50), {LAST_WEEK}; {why}"
