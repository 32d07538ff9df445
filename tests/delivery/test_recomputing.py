"""A digest put together again from the history, whatever has been done since."""

from datetime import UTC, date, datetime

import pytest
from sqlmodel import Session, col, select

from bot.actions import pausing, quieting
from bot.actions.closing import Ending, close_outcome
from bot.delivery.recomputing import Recomputed, recompute
from bot.domain.closing import OutcomeResult
from storage.tables import DigestRun, Indicator, Outcome
from tests.delivery.conftest import Team
from tests.delivery.timeline import Post, Timeline


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.fixture
def lived(team: Team, timeline: Timeline) -> Timeline:
    """Three digests: after a value and one that is missing, after the missing one was given late, and a quiet one."""
    for owner, key in (("alice", "rough"), ("bob", "beds"), ("charlie", "queue")):
        team.owns(owner, key)
    timeline.until(utc("2026-03-30 10:00"))
    team.gives("alice", "rough 112 cold nights", now=timeline.now)
    timeline.until(utc("2026-04-04 10:00"))
    team.gives("bob", "beds 14 for last week counted late", now=timeline.now)
    timeline.until(utc("2026-04-06 12:00"))
    team.gives("alice", "rough 108", now=timeline.now)
    timeline.until(utc("2026-04-14 12:00"))
    return timeline


def digests(timeline: Timeline) -> list[Post]:
    return [post for post in timeline.posts if post.kind == "digest"]


def assert_the_same(timeline: Timeline, posted: list[Post]) -> None:
    for post in posted:
        on = date.fromisoformat(post.when[:10])
        again = recompute(timeline.database, channel="C1", on=on, settings=timeline.settings)
        assert isinstance(again, Recomputed), again
        assert again.content["text"] == post.text
        assert again.content["blocks"] == post.blocks
        assert again.otherwise == ()


def numbered(session: Session, key: str) -> int:
    return session.exec(select(Indicator.id).where(Indicator.key == key)).one()


def _corrected(team: Team, timeline: Timeline) -> None:
    team.gives("alice", "rough 140 for 2026-W13 miscounted", now=timeline.now)


def _taken_back(team: Team, timeline: Timeline) -> None:
    team.gives("bob", "beds 20 for 2026-W15", now=timeline.now)
    team.takes_back("bob", now=timeline.now)


def _given_after_all(team: Team, timeline: Timeline) -> None:
    team.gives("charlie", "queue 5 for 2026-W13 found", now=timeline.now)
    team.gives("charlie", "queue n/d for 2026-W14 the counter was broken", now=timeline.now)


def _paused(team: Team, timeline: Timeline) -> None:
    def pause(session: Session) -> None:
        who = team.people["bob"]
        pausing.pause(session, numbered(session, "beds"), reason="the hall is shut", by=who, now=timeline.now)

    team.database.run_here(pause)


def _retired(team: Team, timeline: Timeline) -> None:
    def retire(session: Session) -> None:
        pausing.retire(
            session, numbered(session, "rough"), "asked too often", by=team.people["alice"], now=timeline.now
        )

    team.database.run_here(retire)


def _hushed(team: Team, timeline: Timeline) -> None:
    def quieten(session: Session) -> None:
        who, until = team.people["alice"], date(2026, 5, 26)
        quieting.quieten(session, numbered(session, "queue"), until, "known", by=who, now=timeline.now)

    team.database.run_here(quieten)


def _closed(team: Team, timeline: Timeline) -> None:
    def close(session: Session) -> None:
        number = session.exec(select(Outcome.id).where(Outcome.key == "o-rough")).one()
        ending = Ending(OutcomeResult.DROPPED, "The town does it now.")
        close_outcome(session, number, ending, by=team.people["alice"], now=timeline.now)

    team.database.run_here(close)


def _begun(team: Team, timeline: Timeline) -> None:
    team.owns("alice", "nights", now=timeline.now)


def test_a_digest_says_again_what_it_said_whatever_has_happened_since(team: Team, lived: Timeline) -> None:
    posted = digests(lived)
    assert len(posted) == 3
    for day, happens in enumerate((_corrected, _taken_back, _given_after_all, _paused, _hushed, _begun)):
        lived.until(utc(f"2026-04-{15 + day} 12:00"))
        happens(team, lived)
    lived.until(utc("2026-04-21 12:00"))
    _retired(team, lived)
    lived.until(utc("2026-04-28 12:00"))
    _closed(team, lived)
    lived.until(utc("2026-05-05 12:00"))
    assert digests(lived)[:3] == posted
    assert len(digests(lived)) == 6
    assert_the_same(lived, digests(lived))


def test_a_day_without_a_digest_is_answered_with_those_that_had_one(lived: Timeline) -> None:
    found = recompute(lived.database, channel="C1", on=date(2026, 4, 8), settings=lived.settings)
    assert found == [date(2026, 4, 14), date(2026, 4, 7), date(2026, 3, 31)]
    assert recompute(lived.database, channel="C2", on=date(2026, 4, 7), settings=lived.settings) == []


def test_what_was_shown_otherwise_is_named(lived: Timeline) -> None:
    def change(session: Session) -> None:
        run = session.exec(select(DigestRun).order_by(col(DigestRun.id))).first()
        assert run is not None
        run.facts = [{**fact, "state": "met"} if fact["indicator"] == "beds" else fact for fact in run.facts]

    lived.database.run_here(change)
    found = recompute(lived.database, channel="C1", on=date(2026, 3, 31), settings=lived.settings)
    assert isinstance(found, Recomputed)
    assert found.otherwise == ("beds",)


def test_nothing_is_kept_of_it(lived: Timeline) -> None:
    before = [(post.when, post.text) for post in digests(lived)]
    recompute(lived.database, channel="C1", on=date(2026, 3, 31), settings=lived.settings)
    lived.until(utc("2026-04-15 12:00"))
    assert [(post.when, post.text) for post in digests(lived)] == before
    assert_the_same(lived, digests(lived))
