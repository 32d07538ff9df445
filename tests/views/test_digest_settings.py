"""A channel's digest schedule, as people read it."""

from dataclasses import replace
from datetime import UTC, date, datetime, time

from bot.domain.digests import Rhythm
from bot.results.digest_settings import DigestSchedule
from bot.results.names import Viewer
from bot.views.digest_settings import digest_posted, digest_schedule
from tests.views.make import LONDON, assert_sound

SCHEDULE = DigestSchedule(Rhythm.WEEKLY, 1, time(9), "Europe/London", datetime(2026, 4, 14, 8, 0, tzinfo=UTC))
OFF = replace(SCHEDULE, rhythm=Rhythm.OFF)


def test_a_schedule_is_said_in_words_with_how_to_change_it() -> None:
    assert digest_schedule(SCHEDULE, LONDON)["text"] == (
        "Every Tuesday at 09:00 (Europe/London). Next: Tue 14 April 09:00.\n"
        "To change it: `/digest every monday 09:00`, `/digest monthly`. To stop it: `/digest off`"
    )
    monthly = digest_schedule(replace(SCHEDULE, rhythm=Rhythm.MONTHLY), LONDON)["text"]
    assert monthly.splitlines()[0] == (
        "The first Tuesday of every month at 09:00 (Europe/London). Next: Tue 14 April 09:00."
    )


def test_what_was_just_set_is_ticked_off() -> None:
    assert digest_schedule(SCHEDULE, LONDON, changed=True)["text"].splitlines()[0] == (
        "✓ Every Tuesday at 09:00 (Europe/London). Next: Tue 14 April 09:00."
    )


def test_the_next_one_is_told_in_the_readers_time_where_that_is_another() -> None:
    kolkata = Viewer("en-IN", "Asia/Kolkata", date(2026, 4, 7))
    assert digest_schedule(SCHEDULE, kolkata)["text"].splitlines()[0] == (
        "Every Tuesday at 09:00 (Europe/London). Next: Tue, 14 April 13:30 your time."
    )


def test_a_channel_without_digests_says_how_to_have_them() -> None:
    assert digest_schedule(OFF, LONDON)["text"] == (
        "Digests are off in this channel. To turn them on: `/digest every monday 09:00`"
    )
    assert digest_schedule(OFF, LONDON, changed=True)["text"] == (
        "✓ Digests are now off in this channel. To turn them on: `/digest every monday 09:00`"
    )


def test_a_digest_asked_for_now_is_announced() -> None:
    assert digest_posted(LONDON)["text"] == "The digest is on its way to this channel."


def test_the_replies_are_sound() -> None:
    for shown in (digest_schedule(SCHEDULE, LONDON), digest_schedule(OFF, LONDON), digest_posted(LONDON)):
        assert_sound(shown)
