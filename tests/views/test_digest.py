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
from bot.domain.resources import Resource, ResourceKind, Unit, Use
from bot.domain.status import roll_up
from bot.domain.values import Measure, ValueKind
from bot.results.changes import Renamed, Who
from bot.results.decisions import DecisionQuestion, Moved
from bot.results.digests import Digest, DigestIndicator, DigestNote, DigestOutcome, MissingReading, Quiet, Remark
from bot.results.names import IndicatorName, OutcomeName, PersonName, Viewer
from bot.results.resources import OutcomeUse
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
    WEEK,
    outcomes=(make_outcome(HELPED, CSAT, make_assessment("84", "84"), changed=False),),
    rates=rates([]),
    compared_with=date(2026, 3, 24),
)


NOTED = (DigestNote(SLEEP, NoteKind.REMARK, "Cold week", ALICE, date(2026, 3, 27)),)
COMPARED = replace(WEEK, compared_with=date(2026, 3, 24), next_on=date(2026, 4, 7))


def lines_of(content: Digest, viewer: Viewer = LONDON) -> list[str]:
    return str(digest(content, viewer)["text"]).splitlines()


def line_of(
    assessment: Assessment,
    indicator: IndicatorName = CSAT,
    period: Period = WEEK_OF_30_MARCH,
    **more: Any,
) -> list[str]:
    """How one indicator reads in a first report."""
    line = DigestIndicator(indicator, assessment, period, changed=True, **more)
    outcome = DigestOutcome(HELPED, roll_up([(Level.OUTCOME, assessment)]), (line,))
    lines = lines_of(replace(WEEK, outcomes=(outcome,)))[2:-1]
    return [each for each in lines if each != "*So far*"]


def test_a_first_report_begins_with_what_needs_attention() -> None:
    assert lines_of(WEEK) == [
        "1 off track",
        "24–30 March · 2 outcomes: 🔴 1 off track, 🟢 1 on track · 5 of 6 readings in, 4 on time",
        "🔴 *Customer satisfaction: 72 %*, planned 76 · off track",
        "*So far*",
        "🟢 *Customer satisfaction: 84 %*, planned 76 · on track",
        "🔴 Off track: Fewer people sleep rough in our borough",
        "🟢 On track: Customers get help the first time",
    ]


def test_what_is_as_it_was_is_a_name() -> None:
    assert lines_of(COMPARED) == [
        "1 newly off track",
        "24–30 March · 2 outcomes: 🔴 1 off track, 🟢 1 on track · 5 of 6 readings in, 4 on time",
        "🔴 *Customer satisfaction: 72 %*, planned 76 · off track",
        "🔴 Off track: Fewer people sleep rough in our borough",
        "🟢 On track: Customers get help the first time",
        "Compared with the report of 24 March. Next: Tue 7 April.",
    ]


OFF, AT_RISK = make_assessment("71", "71.5", "72"), make_assessment("74", "74.5")
ON, REACHED = make_assessment("81", "84"), make_assessment("84", "86")


@pytest.mark.parametrize(
    ("assessment", "was", "headline", "line"),
    [
        (
            OFF,
            State.ON_TRACK,
            "1 newly off track",
            "🔴 *Customer satisfaction: 72 %*, planned 76 · off track, was 🟢 on track",
        ),
        (
            OFF,
            State.AT_RISK,
            "1 newly off track",
            "🔴 *Customer satisfaction: 72 %*, planned 76 · off track, was 🟡 at risk",
        ),
        (
            ON,
            State.OFF_TRACK,
            "1 recovered",
            "🟢 *Customer satisfaction: 84 %*, planned 76 · on track, was 🔴 off track",
        ),
        (
            REACHED,
            State.ON_TRACK,
            "1 reached its target",
            "🟢 *Customer satisfaction: 86 %*, target 85 · at the target, was 🟢 on track",
        ),
    ],
)
def test_the_news_is_the_headline(assessment: Assessment, was: State, headline: str, line: str) -> None:
    one = DigestIndicator(CSAT, assessment, WEEK_OF_30_MARCH, changed=True, was=was)
    outcome = DigestOutcome(HELPED, roll_up([(Level.OUTCOME, assessment)]), (one,))
    shown = lines_of(replace(COMPARED, outcomes=(outcome,)))
    assert shown[0] == headline
    assert line in shown


def test_what_got_better_without_being_well_is_not_called_recovered() -> None:
    eased = replace(OFF, state=State.AT_RISK, colour=State.AT_RISK)
    one = DigestIndicator(CSAT, eased, WEEK_OF_30_MARCH, changed=True, was=State.OFF_TRACK)
    shown = lines_of(replace(COMPARED, outcomes=(replace(RED, indicators=(one,)),)))
    assert shown[0] == "1 better"
    assert shown[2:4] == ["*Better*", "🟡 *Customer satisfaction: 72 %*, planned 76 · at risk, was 🔴 off track"]


def test_what_its_keeper_says_stands_below_it() -> None:
    said = Remark("two GPs off sick & <more>", ALICE, date(2026, 3, 27))
    one = replace(RED.indicators[0], was=State.ON_TRACK, owner=ALICE, remark=said)
    shown = lines_of(replace(COMPARED, outcomes=(replace(RED, indicators=(one,)),)))
    assert shown[3] == "> “two GPs off sick &amp; &lt;more&gt;” – Alice"
    long = replace(one, remark=replace(said, text="word " * 100))
    quoted = lines_of(replace(COMPARED, outcomes=(replace(RED, indicators=(long,)),)))[3]
    assert len(quoted) < 130


def test_what_is_no_better_says_for_how_long_and_who_keeps_it() -> None:
    old = replace(RED.indicators[0], was=State.OFF_TRACK, owner=ALICE)
    content = replace(COMPARED, outcomes=(replace(RED, indicators=(old,)),), notes=NOTED)
    line = "🔴 *Customer satisfaction: 72 %*, planned 76 · off track for 2 weeks · Alice"
    assert lines_of(content)[2:4] == ["*No better yet*", line]
    explained = replace(old, remark=Remark("exams", ALICE, date(2026, 3, 27)))
    shown = lines_of(replace(content, outcomes=(replace(RED, indicators=(explained,)),)))
    assert shown[3] == "🔴 *Customer satisfaction: 72 %*, planned 76 · off track for 2 weeks · “exams” – Alice"
    for_months = replace(old, assessment=replace(old.assessment, since=date(2026, 2, 20)))
    shown = lines_of(replace(content, outcomes=(replace(RED, indicators=(for_months,)),)))
    assert shown[3].endswith("· Alice, no note for 4 weeks")


@pytest.mark.parametrize(
    ("assessment", "confidence", "told"),
    [
        (ON, Confidence.UNSURE, "on track, and Alice is not sure"),
        (OFF, Confidence.SURE, "off track, and Alice is sure"),
    ],
)
def test_a_keeper_who_sees_it_otherwise_is_heard(assessment: Assessment, confidence: Confidence, told: str) -> None:
    one = DigestIndicator(
        CSAT,
        assessment,
        WEEK_OF_30_MARCH,
        True,
        confidence,
        was=assessment.state,
        owner=ALICE,
    )
    content = replace(COMPARED, outcomes=(replace(GREEN, indicators=(one,)),))
    assert any(told in line for line in lines_of(content))
    agreed = replace(content, outcomes=(replace(GREEN, indicators=(replace(one, confidence=Confidence.FAIRLY),)),))
    assert not any("Alice is" in line for line in lines_of(agreed))


def test_the_worst_comes_first_and_what_has_no_block_of_its_own_is_listed() -> None:
    def named(number: int) -> DigestIndicator:
        return replace(RED.indicators[0], indicator=replace(CSAT, key=f"n{number}", name=f"N{number}"))

    many = replace(RED, indicators=tuple(named(number) for number in range(14)))
    shown = digest(replace(COMPARED, outcomes=(many,)), LONDON)
    assert shown["blocks"][0]["text"]["text"] == "14 newly off track"
    assert [block["text"]["text"][:6] for block in shown["blocks"][2:7]] == [f"🔴 *N{number}:" for number in range(5)]
    rest = shown["blocks"][7]["text"]["text"].splitlines()
    assert rest[0] == "*9 more got worse*"
    assert rest[-1] == "… and 3 more"


def test_a_label_reads_as_a_label_and_a_question_is_followed_by_its_answer() -> None:
    mood = replace(CSAT, name="How the week was", measure=Measure(ValueKind.SCALE, scale=("poor", "fair", "good")))
    assert line_of(make_assessment("1", "2", indicator=mood, target=None), mood) == [
        "⚪ *How the week was: good* · without a target"
    ]
    drill = replace(CSAT, name="Was there a drill?", measure=Measure(ValueKind.YES_NO))
    assert line_of(make_assessment("1", indicator=drill, target=None), drill) == [
        "⚪ *Was there a drill? yes* · without a target"
    ]


def test_an_older_value_says_of_when_it_is() -> None:
    earlier = Period("2026-W12", date(2026, 3, 16), date(2026, 3, 22))
    assert line_of(ON, period=earlier) == ["🟢 *Customer satisfaction: 84 %* (week of 16 March), planned 76 · on track"]


def test_a_target_that_moved_is_remembered_for_four_weeks() -> None:
    moved = replace(
        CSAT_TARGET, set_on=date(2026, 4, 1), reason="the new desk", previous=replace(CSAT_TARGET, value=Decimal(90))
    )
    told = make_outcome(HELPED, CSAT, make_assessment("81", "84", target=moved))
    content = replace(COMPARED, outcomes=(told, RED))
    assert lines_of(content)[3:5] == [
        "*Changed lately*",
        "🎯 Customer satisfaction: Target changed on 1 April: 90 % → 85 % by 30 June. “the new desk”",
    ]


def test_what_is_waited_for_is_counted_and_named_once() -> None:
    silent = replace(ON, state=State.STALE, is_stale=True, days_since_reading=57)
    line = DigestIndicator(ROUGH, silent, WEEK_OF_23_MARCH)
    missing = (
        MissingReading(CSAT, WEEK_OF_23_MARCH, CHARLIE, missed=True),
        MissingReading(CSAT, WEEK_OF_30_MARCH, CHARLIE, missed=True),
        MissingReading(ROUGH, WEEK_OF_30_MARCH, BOB, missed=True),
    )
    lately = replace(ON, state=State.STALE, is_stale=True, days_since_reading=9)
    both = replace(GREEN, indicators=(line, DigestIndicator(CSAT, lately, WEEK_OF_23_MARCH)))
    content = replace(COMPARED, outcomes=(both,), missing=missing)
    assert lines_of(content)[2] == (
        "*Waiting for 2 figures*: People sleeping rough (nothing for 8 weeks) and Customer satisfaction (last week)"
    )
    assert lines_of(content)[0] == "2 figures are waited for"
    assert not {"Bob", "Charlie"} & set("".join(lines_of(content)).split())
    # The weeks go by, something else happens, and nobody has given them: they are waited for still.
    later = lines_of(replace(content, missing=(), notes=NOTED))
    assert later[2] == (
        "*Waiting for 2 figures*: People sleeping rough (nothing for 8 weeks) and Customer satisfaction"
    )


def test_a_gap_before_a_later_reading_is_not_waited_for() -> None:
    gap = MissingReading(CSAT, WEEK_OF_23_MARCH, ALICE, missed=True)
    assert lines_of(replace(QUIET, missing=(gap,))) == lines_of(QUIET)


def test_what_was_missed_of_a_number_that_was_never_read_is_said() -> None:
    """Whoever was asked for it was told that this report would."""
    unread = DigestIndicator(CSAT, replace(ON, state=State.NO_DATA, latest=None), None)
    missed = MissingReading(CSAT, WEEK_OF_23_MARCH, ALICE, missed=True)
    content = replace(QUIET, outcomes=(replace(GREEN, indicators=(unread,)),), missing=(missed,))
    assert "Not given: Customer satisfaction (week of 23 March)" in lines_of(content)
    assert "Not given" not in "".join(lines_of(replace(content, missing=(replace(missed, missed=False),))))


def test_what_may_still_come_in_time_stands_apart() -> None:
    coming = tuple(
        MissingReading(replace(CSAT, key=f"n{number}", name=f"N{number}"), WEEK_OF_30_MARCH, ALICE)
        for number in range(14)
    )
    shown = lines_of(replace(COMPARED, missing=coming))
    named = ", ".join(f"N{number}" for number in range(12))
    assert shown[3] == f"Still to come, in time: {named} and 2 more"


def test_what_nobody_can_be_asked_for_says_why() -> None:
    missing = (
        MissingReading(CSAT, WEEK_OF_30_MARCH, ALICE, missed=True, nobody_to_ask=SkipReason.NOBODY_TO_ASK),
        MissingReading(ROUGH, WEEK_OF_23_MARCH, BOB, nobody_to_ask=SkipReason.OUT_OF_SIGHT),
    )
    assert lines_of(replace(COMPARED, missing=missing))[3:5] == [
        "• Customer satisfaction, last week: nobody to ask, Alice has left",
        "• People sleeping rough, week of 23 March: nobody to ask, Bob is not in this channel",
    ]


def test_decisions_come_before_notes_and_say_who_and_when() -> None:
    notes = (
        DigestNote(SLEEP, NoteKind.REMARK, "Cold week", ALICE, date(2026, 3, 27)),
        DigestNote(SLEEP, NoteKind.DECISION, "We move the outreach to nights", BOB, date(2026, 3, 26)),
        DigestNote(SLEEP, NoteKind.OVERRIDE, "Serve 500 meals", CHARLIE, date(2026, 3, 30)),
        DigestNote(SLEEP, NoteKind.EVIDENCE, "40 beds full", BOB, date(2026, 3, 30), "https://a.b/c", "Beds"),
    )
    assert lines_of(replace(COMPARED, notes=notes))[3:8] == [
        "*Decided and noted*",
        "• Fewer people sleep rough in our borough: decided “We move the outreach to nights” (Bob, 26 March)",
        "• Fewer people sleep rough in our borough: “Cold week” (Alice, 27 March)",
        "• Fewer people sleep rough in our borough: worded as work, and meant so (Charlie, 30 March)",
        (
            "• Fewer people sleep rough in our borough, Beds: evidence “40 beds full” (Bob, 30 March) "
            "<https://a.b/c|conversation>"
        ),
    ]
    change = Renamed("Old", "New", Who(ALICE))
    assert "*Decided and changed*" in lines_of(replace(COMPARED, notes=notes[:1], changes=(change,)))
    assert "*Changed*" in lines_of(replace(COMPARED, changes=(change,)))


def test_an_outcome_that_is_new_is_news() -> None:
    shown = lines_of(replace(QUIET, outcomes=(replace(GREEN, is_new=True),)))
    assert shown[2:4] == ["*Changed*", "• New outcome: Customers get help the first time"]


def test_a_week_in_which_nothing_happened_says_so_in_one_line() -> None:
    assert lines_of(QUIET) == [
        "Nothing new this week",
        "24–30 March · 1 outcome: 🟢 1 on track · no readings were due",
        "🟢 *Customer satisfaction: 84 %*, planned 76 · on track",
        "Compared with the report of 24 March.",
    ]


@pytest.mark.parametrize(
    ("change", "headline"),
    [
        ({}, "Nothing new this week"),
        ({"rhythm": Rhythm.MONTHLY}, "Nothing new this month"),
        ({"periods_covered": 3}, "Nothing new in 3 weeks"),
        ({"periods_covered": 2, "rhythm": Rhythm.MONTHLY}, "Nothing new in 2 months"),
        ({"missing": (MissingReading(CSAT, WEEK_OF_30_MARCH, ALICE),)}, "Nothing new this week"),
    ],
)
def test_a_quiet_digest_says_for_how_long_nothing_happened(change: dict[str, Any], headline: str) -> None:
    assert lines_of(replace(QUIET, **change))[0] == headline


def test_many_numbers_without_news_are_counted() -> None:
    as_before = replace(GREEN.indicators[0], was=State.ON_TRACK)
    many = replace(QUIET, outcomes=(replace(GREEN, indicators=(as_before,) * 4),))
    assert lines_of(many)[2] == "The numbers: 4 on track."
    none = replace(QUIET, outcomes=(DigestOutcome(HELPED, Rollup({}, None)),))
    assert lines_of(none)[1:] == [
        "24–30 March · 1 outcome, no indicators yet · no readings were due",
        "Compared with the report of 24 March.",
    ]


def test_a_quiet_week_with_something_that_is_no_better_says_so_in_its_headline() -> None:
    old = replace(RED.indicators[0], was=State.OFF_TRACK)
    assert lines_of(replace(QUIET, outcomes=(replace(RED, indicators=(old,)),)))[0] == "Nothing new: 1 as bad as before"


@pytest.mark.parametrize(
    "change",
    [
        {
            "missing": (MissingReading(CSAT, WEEK_OF_30_MARCH, ALICE, missed=True),),
            "outcomes": (make_outcome(HELPED, CSAT, replace(ON, state=State.STALE, is_stale=True)),),
        },
        {"notes": (DigestNote(SLEEP, NoteKind.REMARK, "Cold week", ALICE, date(2026, 3, 27)),)},
        {"changes": (Renamed("Old", "New", Who(ALICE)),)},
        {"outcomes": (replace(GREEN, is_new=True),)},
        {"missing": (MissingReading(CSAT, WEEK_OF_30_MARCH, ALICE, nobody_to_ask=SkipReason.NOBODY_TO_ASK),)},
        {"outcomes": (RED,)},
        {"compared_with": None},
    ],
)
def test_a_week_in_which_something_happened_is_not_called_quiet(change: dict[str, Any]) -> None:
    assert QUIET.is_quiet
    assert not replace(QUIET, **change).is_quiet


def test_a_late_digest_says_so_and_how_much_it_covers() -> None:
    late = replace(WEEK, late_by=timedelta(hours=3), periods_covered=2)
    assert lines_of(late)[1].endswith(" · covers 2 weeks · posted 3 hours late")
    assert lines_of(replace(late, rhythm=Rhythm.MONTHLY))[1].endswith(" · covers 2 months · posted 3 hours late")
    assert lines_of(replace(WEEK, late_by=timedelta(minutes=61)))[1].endswith(" · posted an hour late")


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        (date(2026, 3, 24), date(2026, 3, 30), "24–30 March"),
        (date(2026, 3, 31), date(2026, 4, 6), "31 March\u2009–\u20096 April"),
        (date(2025, 12, 30), date(2026, 1, 5), "30 December 2025\u2009–\u20095 January 2026"),
        (date(2025, 12, 2), date(2025, 12, 8), "2–8 December 2025"),
    ],
)
def test_a_month_is_named_once_and_a_year_only_where_it_is_another(first: date, last: date, days: str) -> None:
    assert lines_of(replace(WEEK, first=first, last=last))[1].split(" · ")[0] == days


def test_the_days_are_in_the_order_of_the_channels_language() -> None:
    american = Viewer("en-US", "America/New_York", date(2026, 4, 7))
    assert lines_of(WEEK, american)[1].startswith("March 24\u2009–\u200930 · ")
    assert lines_of(replace(WEEK, last=date(2026, 4, 6)), american)[1].startswith("March 24\u2009–\u2009April 6 · ")


@pytest.mark.parametrize(
    ("states", "shown"),
    [
        (
            [DueState.ON_TIME, DueState.NO_DATA, DueState.EXCUSED, DueState.DUE],
            "2 of 3 readings in, 1 on time, 1 without data, 1 excused",
        ),
        ([], "no readings were due"),
        ([DueState.DUE], "0 of 1 reading in"),
        ([DueState.ON_TIME], "1 of 1 reading in, 1 on time"),
        ([DueState.ON_TIME] * 4, "4 of 4 readings in, 4 on time"),
        ([DueState.ON_TIME, DueState.LATE], "2 of 2 readings in, 1 on time"),
    ],
)
def test_the_rates_are_the_teams(states: list[DueState], shown: str) -> None:
    assert lines_of(replace(WEEK, rates=rates(states)))[1].split(" · ")[-1] == shown


def test_an_outcome_without_a_colour_says_what_it_lacks() -> None:
    def lacking(*states: State) -> DigestOutcome:
        return DigestOutcome(HELPED, Rollup(Counter(states), None), ())

    outcomes = (
        lacking(),
        lacking(State.NO_DATA, State.NO_DATA),
        lacking(State.NO_DATA, State.STALE),
        lacking(State.NO_DATA, State.NO_TARGET),
    )
    assert lines_of(replace(COMPARED, outcomes=outcomes))[1:6] == [
        "24–30 March · 4 outcomes, no indicators yet · 5 of 6 readings in, 4 on time",
        "Compared with the report of 24 March. Next: Tue 7 April.",
    ]
    assert lines_of(replace(WEEK, outcomes=outcomes))[2:] == [
        "⚪ No indicators yet: Customers get help the first time",
        "⚪ No reading yet: Customers get help the first time",
        "⚪ No recent reading: Customers get help the first time",
        "⚪ No verdict yet: Customers get help the first time",
    ]


def test_outcomes_of_one_colour_share_a_line_and_those_without_room_are_counted() -> None:
    shown = lines_of(replace(COMPARED, outcomes=(RED,) * 30 + (GREEN,) * 2))
    assert shown[-3].startswith("🔴 Off track: Fewer people sleep rough in our borough · Fewer people")
    assert shown[-3].endswith(" · … and 9 more")
    assert shown[-2] == "🟢 On track: … and 2 more"


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
    # Two screens of a phone hold some 2,600 characters; what people typed here is as long as it can be.
    assert len(shown["text"]) < 7_000


def test_everything_at_once_stays_within_fifteen_blocks() -> None:
    def one(key: str, assessment: Assessment, was: State | None, **more: Any) -> DigestIndicator:
        named = replace(CSAT, key=key, name=key)
        return DigestIndicator(named, assessment, WEEK_OF_30_MARCH, changed=True, was=was, owner=ALICE, **more)

    stale = replace(ON, state=State.STALE, is_stale=True, days_since_reading=9)
    lines = (
        *(one(f"bad{number}", OFF, State.ON_TRACK) for number in range(8)),
        one("better", ON, State.OFF_TRACK),
        one("old", OFF, State.OFF_TRACK),
        one("doubt", ON, State.ON_TRACK, confidence=Confidence.UNSURE),
        one("silent", stale, State.ON_TRACK),
        one("hushed", OFF, State.ON_TRACK, quiet=Quiet(date(2026, 5, 1), BOB, "new desk")),
    )
    content = replace(COMPARED, outcomes=(replace(RED, indicators=lines),), notes=NOTED)
    shown = digest(content, LONDON)
    assert_sound(shown)
    assert len(shown["blocks"]) == 15
    assert shown["blocks"][0]["text"]["text"] == "8 newly off track, 1 recovered"
    for each in (
        "*4 more got worse*",
        "*Recovered*",
        "*No better yet*",
        "*Waiting for 1 figure*",
        "*Decided and noted*",
    ):
        assert each in shown["text"]
    assert "doubt: 84 %*, planned 76 · on track, and Alice is not sure" in shown["text"]
    assert "Quiet about *hushed* until 1 May: “new desk” – Bob" in shown["text"]

    asked = DecisionQuestion(5, SLEEP, "Second van", BOB, date(2026, 3, 2))
    for count, more in ((1, "*6 more got worse*"), (2, "*8 got worse*")):
        crowded = digest(replace(content, questions=(asked,) * count, ahead=(AHEAD,)), LONDON)
        assert_sound(crowded)
        assert len(crowded["blocks"]) == 15
        assert more in crowded["text"]
        assert crowded["text"].count("Did it help?") == count


CALLS = replace(CSAT, key="calls", name="Calls given up")
LATEST = make_assessment("75", "78", "81", "84")
AHEAD = OutcomeUse(
    SLEEP,
    Use((Resource(Unit(ResourceKind.EFFORT, "days"), Decimal(60), Decimal(38)),), way=Decimal("0.4")),
    State.OFF_TRACK,
)


@pytest.mark.parametrize(
    ("figures", "left_out", "line"),
    [
        ((), 0, "There is no figure to tell it by: *Fewer people sleep rough in our borough*."),
        ((Moved(CALLS, OFF.value, ON.value, LATEST),), 0, ": Calls given up 72 % then, 84 % now, planned 76"),
        ((Moved(CALLS, OFF.value, None, LATEST),), 0, ": Calls given up 72 % then, no figure since"),
        ((Moved(CALLS, None, ON.value, LATEST),), 0, ": Calls given up 84 % now, no figure before, planned 76"),
        ((Moved(CALLS, OFF.value, ON.value, LATEST),), 2, "• Calls given up 72 % then, 84 % now, planned 76"),
    ],
)
def test_a_decision_is_asked_about_with_what_there_is(figures: tuple[Moved, ...], left_out: int, line: str) -> None:
    asked = DecisionQuestion(5, SLEEP, "Second *van*", BOB, date(2026, 3, 2), figures, left_out)
    shown = digest(replace(QUIET, questions=(asked,)), LONDON)
    assert_sound(shown)
    assert line in shown["text"]
    assert "*Did it help?* “Second ∗van∗” (Bob, 2 March)" in shown["text"]
    assert ("… and 2 more" in shown["text"]) is (left_out > 0)
    assert heard(shown)[:3] == [
        "It helped: Second *van*",
        "It did not help: Second *van*",
        "Too early to say: Second *van*",
    ]


def test_use_that_is_far_ahead_is_a_line_in_a_quiet_week_too() -> None:
    line = "⏳ Use far ahead of progress: Fewer people sleep rough in our borough (63 % of the days, 40 % of the way)"
    assert line in lines_of(replace(QUIET, ahead=(AHEAD,)))
    assert line in lines_of(replace(COMPARED, ahead=(AHEAD,)))
    many = lines_of(replace(COMPARED, ahead=(AHEAD,) * 5))
    assert next(each for each in many if each.startswith("⏳")).endswith(" · … and 2 more")


def test_a_channel_without_outcomes_says_how_to_begin() -> None:
    shown = nothing_to_digest(LONDON)
    assert shown["text"] == "This channel has no outcomes yet."
    assert heard(shown) == ["Write down an outcome"]
    assert_sound(shown)
