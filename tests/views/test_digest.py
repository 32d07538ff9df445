"""The channel's digest and its schedule, as people read them."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.domain.colours import State
from bot.domain.digests import NoteKind, Rhythm
from bot.domain.due import DueState, rates
from bot.domain.facts import Assessment, Level, Rollup
from bot.domain.status import roll_up
from bot.results.digest_settings import DigestSchedule
from bot.results.digests import Digest, DigestIndicator, DigestNote, DigestOutcome, MissingReading
from bot.results.names import IndicatorName, OutcomeName, PersonName, Viewer
from bot.views.digest import digest, digest_preview, nothing_to_digest
from bot.views.digest_settings import digest_posted, digest_schedule
from tests.views.make import (
    ALICE,
    BOB,
    CHARLIE,
    CSAT,
    HELPED,
    HOSTILE,
    LONDON,
    LONG,
    ROUGH,
    SLEEP,
    WEEK_OF_23_MARCH,
    WEEK_OF_30_MARCH,
    assert_sound,
    make_assessment,
    make_hostile,
)


def make_outcome(
    outcome: OutcomeName, indicator: IndicatorName, assessment: Assessment, *, changed: bool = True
) -> DigestOutcome:
    line = DigestIndicator(indicator, assessment, WEEK_OF_30_MARCH, changed)
    return DigestOutcome(outcome, roll_up([(Level.OUTCOME, assessment)]), (line,))


GREEN = make_outcome(HELPED, CSAT, make_assessment("75", "78", "81", "84"))
RED = make_outcome(SLEEP, CSAT, make_assessment("71", "71.5", "72"))
WEEK = Digest(
    date(2026, 3, 24),
    date(2026, 3, 30),
    (GREEN, RED),
    rates([DueState.ON_TIME] * 4 + [DueState.LATE, DueState.MISSED]),
)


def test_a_digest_begins_with_what_needs_attention() -> None:
    lines = digest(WEEK, LONDON)["text"].splitlines()
    assert lines[0] == "Outcomes, Tue 24 – Mon 30 March"
    assert lines[1] == "🔴 Off track · *Fewer people sleep rough in our borough*"
    assert lines[2] == (
        "• *Customer satisfaction*: 72 % (was 71.5 %), week of 30 March. 🔴 Off track: 28.3 points under the path "
        "for 3 readings; needs 1.06 percentage points a week, has made 0."
    )
    assert lines[3] == "🟢 On track · *Customers get help the first time*"
    assert lines[-1] == "5 of 6 readings in, 4 on time."


def test_a_name_stands_only_beside_a_missed_reading() -> None:
    missing = (
        MissingReading(CSAT, WEEK_OF_30_MARCH, ALICE),
        MissingReading(ROUGH, WEEK_OF_23_MARCH, CHARLIE, missed=True),
    )
    text = digest(replace(WEEK, missing=missing), LONDON)["text"]
    assert (
        "*Missing readings*\n"
        "• People sleeping rough, week of 23 March: missed, owner Charlie\n"
        "• Customer satisfaction, week of 30 March: not in yet\n" in text
    )
    assert "Alice" not in text


def test_notes_and_decisions_say_who_and_when() -> None:
    notes = (
        DigestNote(SLEEP, NoteKind.DECISION, "We move the outreach to nights", BOB, date(2026, 3, 26)),
        DigestNote(SLEEP, NoteKind.REMARK, "Cold week", ALICE, date(2026, 3, 27)),
    )
    assert (
        "*Decisions and notes*\n"
        "• Fewer people sleep rough in our borough: Decision: We move the outreach to nights (Bob, 26 March)\n"
        "• Fewer people sleep rough in our borough: Cold week (Alice, 27 March)\n"
        in digest(replace(WEEK, notes=notes), LONDON)["text"]
    )


def test_a_week_in_which_nothing_happened_says_so_in_one_line() -> None:
    quiet = replace(
        WEEK, outcomes=(make_outcome(HELPED, CSAT, make_assessment("84", "84"), changed=False),), rates=rates([])
    )
    assert digest(quiet, LONDON)["text"] == (
        "Outcomes, Tue 24 – Mon 30 March\n"
        "Nothing changed this week, and no readings came in. 1 outcome, indicators: 1 on track."
    )


@pytest.mark.parametrize(
    "change",
    [
        {"rates": rates([DueState.NO_DATA])},
        {"missing": (MissingReading(CSAT, WEEK_OF_30_MARCH, ALICE),)},
        {"notes": (DigestNote(SLEEP, NoteKind.REMARK, "Cold week", ALICE, date(2026, 3, 27)),)},
        {"outcomes": (GREEN,)},
    ],
)
def test_a_week_in_which_something_happened_is_not_called_quiet(change: dict[str, object]) -> None:
    quiet = replace(WEEK, outcomes=(make_outcome(HELPED, CSAT, make_assessment("84"), changed=False),), rates=rates([]))
    assert "Nothing changed" in digest(quiet, LONDON)["text"]
    assert "Nothing changed" not in digest(replace(quiet, **change), LONDON)["text"]  # type: ignore[arg-type]  # any field


def test_a_late_digest_says_so_and_how_much_it_covers() -> None:
    late = replace(WEEK, late_by=timedelta(hours=3), periods_covered=2)
    assert digest(late, LONDON)["text"].splitlines()[1] == "Posted 3 hours late. Covers two weeks."


def test_dates_across_months_are_both_written_out() -> None:
    assert digest(replace(WEEK, last=date(2026, 4, 6)), LONDON)["text"].startswith(
        "Outcomes, Tue 24 March – Mon 6 April"
    )
    american = Viewer("en-US", "America/New_York", date(2026, 4, 7))
    assert digest(WEEK, american)["text"].startswith("Outcomes, Tue March 24 – Mon March 30")


def test_a_preview_is_the_digest_and_says_who_sees_it() -> None:
    assert digest_preview(WEEK, LONDON)["text"] == digest(WEEK, LONDON)["text"] + "\nOnly you can see this."


def test_excused_and_missing_data_are_counted_apart() -> None:
    states = [DueState.ON_TIME, DueState.NO_DATA, DueState.EXCUSED, DueState.DUE]
    text = digest(replace(WEEK, rates=rates(states)), LONDON)["text"]
    assert text.endswith("2 of 3 readings in, 1 on time. 1 without data. 1 excused.")
    assert digest(replace(WEEK, rates=rates([])), LONDON)["text"].endswith("No readings were due.")
    assert digest(replace(WEEK, rates=rates([DueState.DUE])), LONDON)["text"].endswith("\n0 of 1 reading in.")


def test_an_indicator_without_a_value_says_why() -> None:
    text = digest(replace(WEEK, outcomes=(make_outcome(HELPED, CSAT, make_assessment()),)), LONDON)["text"]
    assert text.splitlines()[2] == "• *Customer satisfaction* ⚪ No data: no reading yet."


def test_an_outcome_without_a_colour_says_what_it_lacks() -> None:
    bare = DigestOutcome(HELPED, Rollup({}, None), ())
    no_data = DigestOutcome(SLEEP, Rollup(Counter({State.NO_DATA: 2}), None), ())
    text = digest(replace(WEEK, outcomes=(bare, no_data)), LONDON)["text"]
    assert text.splitlines()[1:3] == [
        "⚪ No indicators yet · *Customers get help the first time*",
        "⚪ No data · *Fewer people sleep rough in our borough*",
    ]


def test_however_much_there_is_a_digest_fits() -> None:
    hostile = make_hostile()
    assessment = make_assessment("71", "72", indicator=hostile)
    line = DigestIndicator(hostile, assessment, WEEK_OF_30_MARCH, changed=True)
    statement = OutcomeName("k" * 80, LONG)
    of = DigestOutcome(statement, roll_up([(Level.OUTCOME, assessment)] * 100), (line,) * 100)
    big = replace(
        WEEK,
        outcomes=(of,) * 30,
        missing=(MissingReading(hostile, WEEK_OF_23_MARCH, PersonName("U123", HOSTILE), missed=True),) * 100,
        notes=(DigestNote(statement, NoteKind.OVERRIDE, LONG, PersonName("U123", HOSTILE), date(2026, 3, 26)),) * 100,
        late_by=timedelta(hours=2),
    )
    for shown in (digest(big, LONDON), digest_preview(big, LONDON)):
        assert_sound(shown)
        assert len(shown["blocks"]) <= 15
        # Slack was seen to refuse messages somewhat above thirteen thousand characters.
        assert sum(len(block.get("text", {}).get("text", "")) for block in shown["blocks"]) < 13_000
    assert "… and 22 more outcomes" in str(digest(big, LONDON)["blocks"])


def test_a_schedule_is_said_in_words() -> None:
    schedule = DigestSchedule(Rhythm.WEEKLY, 1, time(9), "Europe/London", datetime(2026, 4, 14, 8, 0, tzinfo=UTC))
    shown = digest_schedule(schedule, LONDON, changed=True)
    assert shown["text"].splitlines()[0] == "Set. Every Tuesday at 09:00 (Europe/London). Next: Tue 14 April 09:00."
    kolkata = Viewer("en-IN", "Asia/Kolkata", date(2026, 4, 7))
    assert "Next: Tue 14 April 13:30 your time." in digest_schedule(schedule, kolkata)["text"]
    monthly = digest_schedule(replace(schedule, rhythm=Rhythm.MONTHLY), LONDON)["text"]
    assert monthly.startswith("The first Tuesday of every month at 09:00")
    assert digest_schedule(replace(schedule, rhythm=Rhythm.OFF), LONDON)["text"] == (
        "Digests are off in this channel. To turn them on: `/digest every monday 09:00`"
    )


def test_the_small_replies_are_sound() -> None:
    for shown in (nothing_to_digest(), digest_posted()):
        assert_sound(shown)
