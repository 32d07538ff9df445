"""What a channel's digest says about readings that did not come."""

from datetime import UTC, date, datetime

from sqlmodel import Session, select

from bot.actions.digests import Span, compose_span
from bot.actions.people import policy_of
from bot.delivery import planning
from bot.delivery.grace import grace_from
from bot.delivery.settings import DeliverySettings
from bot.domain.digests import Rhythm
from bot.results.digests import Digest
from storage.tables import Channel, DueReading, Person
from tests.actions.conftest import Team
from tests.make import make_indicator, make_outcome

MONDAY = datetime(2026, 3, 30, 8, 0, tzinfo=UTC)
TUESDAY = datetime(2026, 3, 31, 8, 0, tzinfo=UTC)
THURSDAY = datetime(2026, 4, 2, 0, 0, tzinfo=UTC)
NEXT_TUESDAY = datetime(2026, 4, 7, 8, 0, tzinfo=UTC)


def digest(session: Session, team: Team, *, first: date, last: date, now: datetime) -> Digest:
    channel = session.exec(select(Channel)).one()
    content = compose_span(
        session,
        channel_row_id=channel.id,
        span=Span(first, last),
        zone="Europe/London",
        rhythm=Rhythm.WEEKLY,
        policy=policy_of(team.workspace),
        now=now,
    )
    assert content is not None
    return content


def test_a_reading_that_came_to_be_missed_after_its_own_digest_is_in_the_next_one(session: Session, team: Team) -> None:
    make_indicator(session, team.alice, make_outcome(session, team.alice))
    planning.plan_due_readings(session, now=MONDAY, settings=DeliverySettings())
    row = session.exec(select(DueReading)).one()
    alice = session.get_one(Person, row.owner_id)
    row.first_asked_at = MONDAY
    row.grace_ends_at = grace_from(MONDAY.date(), alice.zone, policy=policy_of(team.workspace))
    session.flush()
    first = digest(session, team, first=date(2026, 3, 24), last=date(2026, 3, 30), now=TUESDAY)
    assert [(each.period.key, each.missed) for each in first.missing] == [("2026-W13", False)]

    planning.mark_missed(session, now=THURSDAY, settings=DeliverySettings())
    session.expire_all()
    second = digest(session, team, first=date(2026, 3, 31), last=date(2026, 4, 6), now=NEXT_TUESDAY)

    assert ("2026-W13", True) in [(each.period.key, each.missed) for each in second.missing]
