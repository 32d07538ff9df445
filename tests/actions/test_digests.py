"""What a channel's digest says about readings that did not come."""

from datetime import UTC, date, datetime

import pytest
from sqlmodel import Session, select

from bot.actions.digests import Span, compose_span
from bot.actions.people import policy_of
from bot.delivery import planning
from bot.delivery.grace import grace_from
from bot.delivery.settings import DeliverySettings
from bot.domain.combining import Combine
from bot.domain.digests import Rhythm
from bot.domain.readings import Confidence
from bot.results.digests import Digest
from storage.tables import Channel, DueReading, IndicatorDefinition, Person
from tests.actions.conftest import Team, give
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
    row.grace_ends_at = grace_from(MONDAY.date(), alice, policy=policy_of(team.workspace))
    session.flush()
    first = digest(session, team, first=date(2026, 3, 24), last=date(2026, 3, 30), now=TUESDAY)
    assert [(each.period.key, each.missed) for each in first.missing] == [("2026-W13", False)]

    planning.mark_missed(session, now=THURSDAY, settings=DeliverySettings())
    session.expire_all()
    second = digest(session, team, first=date(2026, 3, 31), last=date(2026, 4, 6), now=NEXT_TUESDAY)

    assert ("2026-W13", True) in [(each.period.key, each.missed) for each in second.missing]


@pytest.mark.parametrize(
    ("combine", "lines", "confidence"),
    [
        (Combine.LAST, ["rough 118 unsure"], Confidence.UNSURE),
        (Combine.LAST, ["rough 118"], None),
        (Combine.LAST, ["rough 118 unsure", "rough 117 for last week sure"], Confidence.SURE),
        (Combine.LAST, ["rough 118 unsure", "rough 117 for last week"], None),
        (Combine.LAST, ["rough 119 for 2026-W12 unsure", "rough 118 for last week"], None),
        (Combine.SUM, ["rough 118 unsure"], None),
    ],
)
@pytest.mark.usefixtures("rough")
def test_the_latest_value_has_the_confidence_of_whoever_gave_it(
    session: Session, team: Team, combine: Combine, lines: list[str], confidence: Confidence | None
) -> None:
    first = session.exec(select(IndicatorDefinition)).one()
    session.add(IndicatorDefinition(**{**first.model_dump(exclude={"id"}), "combine": combine}))
    session.flush()
    for line in lines:
        give(session, team, line)

    content = digest(session, team, first=date(2026, 3, 24), last=date(2026, 3, 30), now=TUESDAY)

    assert [line.confidence for line in content.outcomes[0].indicators] == [confidence]
