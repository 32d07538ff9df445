"""The channel's digest, as people read it."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from bot.domain.colours import State
from bot.domain.digests import NoteKind, Rhythm
from bot.domain.due import DueState, rates
from bot.domain.facts import Assessment, Level, Rollup
from bot.domain.messages import SkipReason
from bot.domain.periods import Period
from bot.domain.readings import Confidence
from bot.domain.status import roll_up
from bot.domain.values import Measure, ValueKind
from bot.results.changes import Renamed, Who
from bot.results.digests import Digest, DigestIndicator, DigestNote, DigestOutcome, MissingReading
from bot.results.names import IndicatorName, OutcomeName, PersonName, Viewer
from bot.views.digest import digest, nothing_to_digest
from tests.views.make import (
    ALICE,
    BOB,
    CHARLIE,
    CSAT,
    CSAT_TARGET,
    HELPED,
    HOSTILE,
    LONDON,
    LONG,
    ROUGH,
    SLEEP,
    WEEK_OF_23_MARCH,
    WEEK_OF_30_MARCH,
    assert_sound,
    heard,
    make_assessment,
    make_hostile,
)


def make_outcome(
    outcome: OutcomeName,
    indicator: IndicatorName,
    assessment: Assessment,
    *,
    period: Period = WEEK_OF_30_MARCH,
    changed: bool = True,
) -> DigestOutcome:
    line = DigestIndicator(indicator, assessment, period, changed)
    return DigestOutcome(outcome, roll_up([(Level.OUTCOME, assessment)]), (line,))


GREEN = make_outcome(HELPED, CSAT, make_assessment("75", "78", "81", "84"))
RED = make_outcome(SLEEP, CSAT, make_assessment("71", "71.5", "72"))
WEEK = Digest(
    date(2026, 3, 24),
    date(2026, 3, 30),
    (GREEN, RED),
    rates([DueState.ON_TIME] * 4 + [DueState.LATE, DueState.MISSED]),
)
QUIET = replace(
    WEEK, outcomes=(make_outcome(HELPED, CSAT, make_assessment("84", "84"), changed=False),), rates=rates([])
)


def lines_of(content: Digest, viewer: Viewer = LONDON) -> list[str]:
    return str(digest(content, viewer)["text"]).splitlines()


def line_of(assessment: Assessment, indicator: IndicatorName = CSAT, period: Period = WEEK_OF_30_MARCH) -> str:
    """How one indicator reads under its outcome."""
    content = replace(WEEK, outcomes=(make_outcome(HELPED, indicator, assessment, period=period),))
    return lines_of(content)[2]


def test_a_digest_begins_with_what_needs_attention() -> None:
    assert lines_of(WEEK) == [
        "Outcomes, 24–30 March",
        "🔴 Off track · *Fewer people sleep rough in our borough*",
        "🔴 *Customer satisfaction: 72 %* (71.5) · Off track for 2 weeks: 76 planned by now (4 behind).",
        "🟢 On track · *Customers get help the first time*",
        "🟢 *Customer satisfaction: 84 %* (81) · On track: 76 planned by now (8 ahead).",
        "5 of 6 readings in, 4 on time.",
    ]


def test_the_indicators_of_an_outcome_begin_with_the_worst() -> None:
    states = [make_assessment("84", target=None), make_assessment("75", "84"), make_assessment("71", "71.5", "72")]
    outcome = DigestOutcome(
        HELPED,
        roll_up([(Level.OUTCOME, each) for each in states]),
        tuple(DigestIndicator(CSAT, each, WEEK_OF_30_MARCH, changed=True) for each in states),
    )
    assert [line[:1] for line in lines_of(replace(WEEK, outcomes=(outcome,)))[1:5]] == ["🔴", "🔴", "🟢", "•"]


def test_the_value_before_is_said_without_its_unit() -> None:
    rough = make_assessment("120", "118", indicator=ROUGH, target=None)
    assert line_of(rough, ROUGH) == "• *People sleeping rough: 118 people* (120)"


def test_a_label_is_compared_only_with_another_one() -> None:
    mood = replace(CSAT, name="How the week was", measure=Measure(ValueKind.SCALE, scale=("poor", "fair", "good")))
    assert line_of(make_assessment("2", "2", indicator=mood, target=None), mood) == "• *How the week was: good*"
    assert line_of(make_assessment("1", "2", indicator=mood, target=None), mood) == "• *How the week was: good* (fair)"


def test_a_question_is_followed_by_its_answer() -> None:
    drill = replace(CSAT, name="Was there a drill?", measure=Measure(ValueKind.YES_NO))
    assert line_of(make_assessment("1", indicator=drill, target=None), drill) == "• *Was there a drill? yes*"


def test_an_older_value_says_of_when_it_is() -> None:
    # The digest is about 24 to 30 March: the week that ended in it is what everybody expects.
    assert "last week" not in line_of(make_assessment("75", "84"))
    assert "week of" not in line_of(make_assessment("75", "84"), period=WEEK_OF_23_MARCH)
    earlier = Period("2026-W12", date(2026, 3, 16), date(2026, 3, 22))
    assert line_of(make_assessment("75", "84"), period=earlier) == (
        "🟢 *Customer satisfaction: 84 %* (75), week of 16 March · On track: 76 planned by now (8 ahead)."
    )


@pytest.mark.parametrize(
    ("confidence", "shown"),
    [(Confidence.SURE, "sure"), (Confidence.FAIRLY, "fairly sure"), (Confidence.UNSURE, "not sure")],
)
def test_a_value_of_which_somebody_said_how_sure_they_are_says_so(confidence: Confidence, shown: str) -> None:
    earlier = Period("2026-W12", date(2026, 3, 16), date(2026, 3, 22))
    line = DigestIndicator(CSAT, make_assessment("75", "84"), earlier, changed=True, confidence=confidence)
    outcome = replace(GREEN, indicators=(line,))
    assert lines_of(replace(WEEK, outcomes=(outcome,)))[2] == (
        f"🟢 *Customer satisfaction: 84 %* (75), {shown}, week of 16 March · On track: 76 planned by now (8 ahead)."
    )


def test_where_the_value_stands_in_the_explanation_nobody_is_said_to_be_sure_of_it() -> None:
    stale = replace(make_assessment("75", "84"), state=State.STALE)
    line = DigestIndicator(CSAT, stale, WEEK_OF_30_MARCH, confidence=Confidence.UNSURE)
    outcome = replace(GREEN, indicators=(line,))
    assert "not sure" not in "".join(lines_of(replace(WEEK, outcomes=(outcome,))))


def test_a_target_that_moved_is_told_below_its_indicator() -> None:
    moved = replace(
        CSAT_TARGET,
        set_on=date(2026, 4, 1),
        reason="the new desk",
        previous=replace(CSAT_TARGET, value=Decimal(90)),
    )
    content = replace(WEEK, outcomes=(make_outcome(HELPED, CSAT, make_assessment("81", "84", target=moved)),))
    assert lines_of(content)[3] == "🎯 Target changed on 1 April: 90 % → 85 % by 30 June. “the new desk”"


def test_what_was_missed_is_one_line_for_each_owner() -> None:
    missing = (
        MissingReading(ROUGH, WEEK_OF_23_MARCH, CHARLIE, missed=True),
        MissingReading(CSAT, WEEK_OF_30_MARCH, BOB, missed=True),
        MissingReading(CSAT, WEEK_OF_23_MARCH, CHARLIE, missed=True),
    )
    assert lines_of(replace(WEEK, missing=missing))[5:8] == [
        "*Waiting for readings*",
        "• Bob: 1 missed, last week – Customer satisfaction",
        "• Charlie: 2 missed, week of 23 March – People sleeping rough and Customer satisfaction",
    ]


def test_readings_that_are_too_many_to_name_are_counted() -> None:
    coming = tuple(MissingReading(replace(CSAT, name=f"N{number}"), WEEK_OF_30_MARCH, ALICE) for number in range(12))
    named = ", ".join(f"N{number}" for number in range(10))
    assert lines_of(replace(WEEK, missing=coming))[6] == f"• Still to come, last week: {named} and 2 more"
    missed = tuple(replace(each, missed=True) for each in coming)
    assert lines_of(replace(WEEK, missing=missed))[6] == f"• Alice: 12 missed, last week – {named} and 2 more"


def test_a_name_stands_only_beside_a_missed_reading() -> None:
    missing = (
        MissingReading(CSAT, WEEK_OF_30_MARCH, ALICE),
        MissingReading(ROUGH, WEEK_OF_23_MARCH, CHARLIE, missed=True),
    )
    assert lines_of(replace(WEEK, missing=missing))[5:] == [
        "*Waiting for readings*",
        "• Charlie: 1 missed, week of 23 March – People sleeping rough",
        "• Still to come, last week: Customer satisfaction",
        "5 of 6 readings in, 4 on time.",
    ]
    assert "Alice" not in digest(replace(WEEK, missing=missing), LONDON)["text"]


def test_what_nobody_can_be_asked_for_says_why() -> None:
    missing = (
        MissingReading(CSAT, WEEK_OF_30_MARCH, ALICE, missed=True, nobody_to_ask=SkipReason.NOBODY_TO_ASK),
        MissingReading(ROUGH, WEEK_OF_23_MARCH, BOB, nobody_to_ask=SkipReason.OUT_OF_SIGHT),
    )
    assert lines_of(replace(WEEK, missing=missing))[5:8] == [
        "*Waiting for readings*",
        "• Customer satisfaction, last week: nobody to ask, Alice has left",
        "• People sleeping rough, week of 23 March: nobody to ask, Bob is not in this channel",
    ]


def test_notes_and_decisions_say_who_and_when() -> None:
    notes = (
        DigestNote(SLEEP, NoteKind.DECISION, "We move the outreach to nights", BOB, date(2026, 3, 26)),
        DigestNote(SLEEP, NoteKind.REMARK, "Cold week", ALICE, date(2026, 3, 27)),
        DigestNote(SLEEP, NoteKind.OVERRIDE, "Serve 500 meals", CHARLIE, date(2026, 3, 30)),
        DigestNote(SLEEP, NoteKind.EVIDENCE, "40 beds full", BOB, date(2026, 3, 30), "https://a.b/c", "Beds"),
    )
    assert lines_of(replace(WEEK, notes=notes))[5:10] == [
        "*Decisions and notes*",
        "• Fewer people sleep rough in our borough: decided “We move the outreach to nights” (Bob, 26 March)",
        "• Fewer people sleep rough in our borough: “Cold week” (Alice, 27 March)",
        "• Fewer people sleep rough in our borough: worded as work, and meant so (Charlie, 30 March)",
        (
            "• Fewer people sleep rough in our borough, Beds: evidence “40 beds full” (Bob, 30 March) "
            "<https://a.b/c|conversation>"
        ),
    ]


def test_a_week_in_which_nothing_happened_says_so_in_one_line() -> None:
    assert digest(QUIET, LONDON)["text"] == (
        "Outcomes, 24–30 March\nNothing new this week, and no readings came in. 1 outcome with 1 indicator: 1 on track."
    )


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            {"rhythm": Rhythm.MONTHLY},
            "Nothing new this month, and no readings came in. 1 outcome with 1 indicator: 1 on track.",
        ),
        (
            {"periods_covered": 3},
            "Nothing new in 3 weeks, and no readings came in. 1 outcome with 1 indicator: 1 on track.",
        ),
        (
            {"periods_covered": 2, "rhythm": Rhythm.MONTHLY},
            "Nothing new in 2 months, and no readings came in. 1 outcome with 1 indicator: 1 on track.",
        ),
        (
            {"outcomes": (DigestOutcome(HELPED, Rollup({}, None)), DigestOutcome(SLEEP, Rollup({}, None)))},
            "Nothing new this week, and no readings came in. 2 outcomes, no indicators yet.",
        ),
    ],
)
def test_a_quiet_digest_says_for_how_long_nothing_happened(change: dict[str, Any], sentence: str) -> None:
    assert lines_of(replace(QUIET, **change))[-1] == sentence


@pytest.mark.parametrize(
    "change",
    [
        {"rates": rates([DueState.NO_DATA])},
        {"missing": (MissingReading(CSAT, WEEK_OF_30_MARCH, ALICE),)},
        {"notes": (DigestNote(SLEEP, NoteKind.REMARK, "Cold week", ALICE, date(2026, 3, 27)),)},
        {"outcomes": (GREEN,)},
    ],
)
def test_a_week_in_which_something_happened_is_not_called_quiet(change: dict[str, Any]) -> None:
    assert "Nothing new" in digest(QUIET, LONDON)["text"]
    assert "Nothing new" not in digest(replace(QUIET, **change), LONDON)["text"]


def test_a_late_digest_says_so_and_how_much_it_covers() -> None:
    late = replace(WEEK, late_by=timedelta(hours=3), periods_covered=2)
    assert lines_of(late)[1] == "Posted 3 hours late. Covers 2 weeks."
    assert lines_of(replace(late, rhythm=Rhythm.MONTHLY))[1] == "Posted 3 hours late. Covers 2 months."
    assert lines_of(replace(WEEK, late_by=timedelta(minutes=61)))[1] == "Posted an hour late."


@pytest.mark.parametrize(
    ("first", "last", "title"),
    [
        (date(2026, 3, 24), date(2026, 3, 30), "Outcomes, 24–30 March"),
        (date(2026, 3, 31), date(2026, 4, 6), "Outcomes, 31 March\u2009–\u20096 April"),
        (date(2025, 12, 30), date(2026, 1, 5), "Outcomes, 30 December 2025\u2009–\u20095 January 2026"),
        (date(2025, 12, 2), date(2025, 12, 8), "Outcomes, 2–8 December 2025"),
    ],
)
def test_the_title_names_a_month_once_and_a_year_only_where_it_is_another(first: date, last: date, title: str) -> None:
    assert lines_of(replace(WEEK, first=first, last=last))[0] == title


def test_the_title_has_the_days_in_the_order_of_the_channels_language() -> None:
    american = Viewer("en-US", "America/New_York", date(2026, 4, 7))
    assert lines_of(WEEK, american)[0] == "Outcomes, March 24\u2009–\u200930"
    assert lines_of(replace(WEEK, last=date(2026, 4, 6)), american)[0] == "Outcomes, March 24\u2009–\u2009April 6"


def test_excused_and_missing_data_are_counted_apart() -> None:
    states = [DueState.ON_TIME, DueState.NO_DATA, DueState.EXCUSED, DueState.DUE]
    assert lines_of(replace(WEEK, rates=rates(states)))[-1] == (
        "2 of 3 readings in, 1 on time. 1 without data. 1 excused."
    )
    assert lines_of(replace(WEEK, rates=rates([])))[-1] == "No readings were due."
    assert lines_of(replace(WEEK, rates=rates([DueState.DUE])))[-1] == "0 of 1 reading in."
    assert lines_of(replace(WEEK, rates=rates([DueState.ON_TIME])))[-1] == "1 of 1 reading in, 1 on time."


def test_an_indicator_without_a_value_says_why() -> None:
    assert line_of(make_assessment()) == "⚪ *Customer satisfaction* · No reading yet"


def test_an_indicator_without_a_recent_reading_says_its_last_one_once() -> None:
    silent = replace(make_assessment("75", "84"), state=State.STALE, days_since_reading=21)
    assert line_of(silent) == (
        "⚪ *Customer satisfaction* · No recent reading: none for 3 weeks; last 84 %, last week, on track then."
    )


def test_an_indicator_without_a_target_has_no_status() -> None:
    assert line_of(make_assessment("81", "84", target=None)) == "• *Customer satisfaction: 84 %* (81)"


def test_an_outcome_without_a_colour_says_what_it_lacks() -> None:
    def lacking(*states: State) -> DigestOutcome:
        return DigestOutcome(HELPED, Rollup(Counter(states), None), ())

    outcomes = (
        lacking(),
        lacking(State.NO_DATA, State.NO_DATA),
        lacking(State.NO_DATA, State.STALE),
        lacking(State.NO_DATA, State.NO_TARGET),
    )
    assert lines_of(replace(WEEK, outcomes=outcomes))[1:5] == [
        "⚪ No indicators yet · *Customers get help the first time*",
        "⚪ No reading yet · *Customers get help the first time*",
        "⚪ No recent reading · *Customers get help the first time*",
        "⚪ No verdict yet · *Customers get help the first time*",
    ]


def test_outcomes_that_do_not_fit_are_named_and_their_indicators_counted() -> None:
    assert lines_of(replace(WEEK, outcomes=(RED,) * 8 + (GREEN,) * 2))[17:21] == [
        "*2 more outcomes*",
        "🟢 Customers get help the first time",
        "🟢 Customers get help the first time",
        "Their indicators: 2 on track.",
    ]
    assert lines_of(replace(WEEK, outcomes=(RED,) * 9))[17] == "*1 more outcome*"


def test_however_much_there_is_a_digest_fits() -> None:
    hostile = make_hostile()
    assessment = make_assessment("71", "72", indicator=hostile)
    line = DigestIndicator(hostile, assessment, WEEK_OF_30_MARCH, changed=True)
    statement = OutcomeName("k" * 80, LONG)
    of = DigestOutcome(statement, roll_up([(Level.OUTCOME, assessment)] * 100), (line,) * 100)
    late = MissingReading(hostile, WEEK_OF_23_MARCH, PersonName("U123", HOSTILE))
    big = replace(
        WEEK,
        outcomes=(of,) * 30,
        missing=(
            *(replace(late, missed=True) for _ in range(100)),
            *(replace(late, owner=PersonName(f"U{number}", HOSTILE), missed=True) for number in range(100)),
            *(late for _ in range(100)),
            *(replace(late, nobody_to_ask=SkipReason.OUT_OF_SIGHT) for _ in range(100)),
        ),
        notes=(DigestNote(statement, NoteKind.OVERRIDE, LONG, PersonName("U123", HOSTILE), date(2026, 3, 26)),) * 100,
        changes=(Renamed(LONG, HOSTILE, Who(PersonName("U123", HOSTILE), LONG)),) * 100,
        late_by=timedelta(hours=2),
    )
    shown = digest(big, LONDON)
    assert_sound(shown)
    assert len(shown["blocks"]) <= 15
    # Slack was seen to refuse messages somewhat above thirteen thousand characters.
    assert sum(len(block.get("text", {}).get("text", "")) for block in shown["blocks"]) < 13_000
    rest = shown["blocks"][11]["text"]["text"]
    assert rest.startswith("*22 more outcomes*\n")
    assert rest.endswith("\nTheir indicators: 2,200 off track.")


def test_a_channel_without_outcomes_says_how_to_begin() -> None:
    shown = nothing_to_digest(LONDON)
    assert shown["text"] == "This channel has no outcomes yet."
    assert heard(shown) == ["Write down an outcome"]
    assert_sound(shown)
