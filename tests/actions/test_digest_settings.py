"""When a channel gets its digest."""

from datetime import time

import pytest
from sqlmodel import Session

from bot.actions.digest_settings import DigestRule, digest_rule, read_rule, set_digest_rule
from bot.domain.digests import Rhythm
from bot.errors import NotAllowed
from tests.actions.conftest import Team
from tests.make import FRIDAY, make_channel
from tests.saying import refused


@pytest.mark.parametrize(
    ("text", "weekday", "at"),
    [
        ("", None, None),
        ("monday 09:00", 0, time(9)),
        ("Mondays at 9am", 0, time(9)),
        ("tue", 1, None),
        ("12:30 pm", None, time(12, 30)),
        ("fri 12am", 4, time(0)),
        ("thursday 17.45", 3, time(17, 45)),
    ],
)
def test_a_rule_is_read_as_people_type_it(text: str, weekday: int | None, at: time | None) -> None:
    assert read_rule(Rhythm.WEEKLY, text, locale="en-GB") == DigestRule(Rhythm.WEEKLY, weekday, at)


@pytest.mark.parametrize("text", ["someday", "monday 25:00", "t", "monday 13pm", "monday 9:99"])
def test_a_rule_that_is_none_is_answered_with_an_example(text: str) -> None:
    with refused("for example: `/digest every monday 09:00`"):
        read_rule(Rhythm.WEEKLY, text, locale="en-GB")


def test_what_is_left_open_stays_as_it_was(session: Session, team: Team) -> None:
    set_digest_rule(session, DigestRule(Rhythm.WEEKLY, 4, time(16)), channel_id="C1", by=team.bob, now=FRIDAY)

    changed = set_digest_rule(session, DigestRule(Rhythm.MONTHLY), channel_id="C1", by=team.charlie, now=FRIDAY)

    assert (changed.rhythm, changed.weekday, changed.at, changed.zone) == ("monthly", 4, time(16), "Asia/Kolkata")
    assert changed.next_at is not None
    assert f"{changed.next_at:%Y-%m-%d %H:%M}" == "2026-04-03 10:30"


def test_a_digest_that_is_off_has_no_next_time(session: Session, team: Team) -> None:
    set_digest_rule(session, DigestRule(Rhythm.WEEKLY), channel_id="C1", by=team.bob, now=FRIDAY)

    set_digest_rule(session, DigestRule(Rhythm.OFF), channel_id="C1", by=team.bob, now=FRIDAY)

    schedule = digest_rule(session, channel_id="C1", by=team.alice)
    assert (schedule.rhythm, schedule.next_at) == ("off", None)


def test_digests_do_not_go_to_direct_messages(session: Session, team: Team) -> None:
    with refused("Digests go to channels"):
        set_digest_rule(session, DigestRule(Rhythm.WEEKLY), channel_id="D1", by=team.bob, now=FRIDAY)


def test_only_members_set_the_digest_of_a_private_channel(session: Session, team: Team) -> None:
    make_channel(session, team.workspace, "C2", private_to=[team.alice])

    with refused("Only members", kind=NotAllowed):
        set_digest_rule(session, DigestRule(Rhythm.OFF), channel_id="C2", by=team.bob, now=FRIDAY)
