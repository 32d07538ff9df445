"""The one way in for readings: by people and by services, whatever they come by."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from sqlmodel import Session, select

from bot.actions.authors import Author
from bot.actions.indicators import indicator_in_full
from bot.actions.people import policy_of
from bot.actions.recording import record_reading
from bot.actions.snapshots import IndicatorSnapshot
from bot.actions.undoing import undo
from bot.domain.cadences import Cadence, Every
from bot.domain.periods import Period
from bot.domain.readings import Confidence, Route
from bot.domain.values import Measure, Value, ValueKind, ratio
from bot.errors import NotAllowed, UserError
from bot.results.names import PersonName, ServiceName
from bot.results.readings import RecordedReading
from storage import indicators
from storage.tables import Outcome, Reading
from tests.actions.conftest import MONDAY, Team, give, the_due_reading
from tests.make import make_indicator, make_outcome, make_service
from tests.saying import refused, said

LAST_WEEK = Period("2026-W13", date(2026, 3, 23), date(2026, 3, 29))
THIS_WEEK = Period("2026-W14", date(2026, 3, 30), date(2026, 4, 5))
NEXT_WEEK = Period("2026-W15", date(2026, 4, 6), date(2026, 4, 12))


def record(
    session: Session,
    team: Team,
    indicator: IndicatorSnapshot,
    value: str | Value | None = "118",
    period: Period | None = None,
    note: str = "",
    *,
    by: Author | None = None,
    route: Route = Route.API,
    now: datetime = MONDAY,
    typed: str | None = None,
    confidence: Confidence | None = None,
) -> RecordedReading:
    return record_reading(
        session,
        indicators.describe(session, [indicator.id])[indicator.id],
        Value(Decimal(value)) if isinstance(value, str) else value,
        period,
        note,
        by=by or team.alice,
        route=route,
        policy=policy_of(team.workspace),
        now=now,
        typed=typed,
        confidence=confidence,
    )


def the_reading(session: Session) -> Reading:
    return session.exec(select(Reading)).one()


@pytest.mark.parametrize("route", Route)
def test_a_reading_is_kept_with_how_it_came(
    session: Session, team: Team, rough: IndicatorSnapshot, route: Route
) -> None:
    recorded = record(session, team, rough, "118", note=" by hand ", route=route, confidence=Confidence.FAIRLY)
    reading = the_reading(session)
    assert (reading.id, reading.route, reading.confidence, reading.note) == (
        recorded.reading_id,
        route,
        "fairly",
        "by hand",
    )
    assert (reading.submitted_by_id, reading.submitted_by_service_id) == (team.alice.person_id, None)
    assert the_due_reading(session).state == "on_time"


def test_a_service_gives_readings_under_its_own_name(session: Session, team: Team, rough: IndicatorSnapshot) -> None:
    register = make_service(session, team.alice, "Shelter register")
    recorded = record(session, team, rough, "118", by=register)
    give(session, team, "rough 117", by=team.bob)
    first, second = session.exec(select(Reading).order_by("id")).all()
    assert (recorded.period, first.submitted_by_id, first.submitted_by_service_id) == (
        LAST_WEEK,
        None,
        register.service_id,
    )
    assert (second.submitted_by_id, second.submitted_by_service_id) == (team.bob.person_id, None)
    sheet = indicator_in_full(session, rough.id, by=team.alice, now=MONDAY)
    assert [reading.by for reading in sheet.readings] == [PersonName("UBOB", "Bob"), ServiceName("Shelter register")]


def test_what_a_service_gave_no_person_takes_back(session: Session, team: Team, rough: IndicatorSnapshot) -> None:
    recorded = record(session, team, rough, "118", by=make_service(session, team.alice))
    policy = policy_of(team.workspace)
    assert undo(session, reading_id=None, by=team.alice, policy=policy, now=MONDAY) is None
    with pytest.raises(NotAllowed):
        undo(session, reading_id=recorded.reading_id, by=team.alice, policy=policy, now=MONDAY)


def test_the_current_period_is_where_its_author_is(session: Session, team: Team) -> None:
    daily = make_indicator(
        session, team.charlie, make_outcome(session, team.alice), key="calls", cadence=Cadence(Every.DAY)
    )
    # Half past eight in the evening of Sunday in New York, where Charlie owns it; Monday for Bob in Kolkata.
    at = datetime(2026, 3, 30, 0, 30, tzinfo=UTC)
    assert record(session, team, daily, "5", by=team.bob, now=at).period.key == "2026-03-30"
    assert record(session, team, daily, "5", by=team.charlie, now=at).period.key == "2026-03-29"
    # A service is nowhere: the owner's day counts.
    assert record(session, team, daily, "5", by=make_service(session, team.alice), now=at).period.key == "2026-03-29"


@pytest.mark.parametrize(
    ("value", "measure", "written"),
    [
        (Value(Decimal("118.50")), Measure(ValueKind.NUMBER), "118.50"),
        (Value(Decimal("1E+3")), Measure(ValueKind.NUMBER), "1000"),
        (ratio(Decimal(31), Decimal(50)), Measure(ValueKind.RATIO), "31/50"),
        (None, Measure(ValueKind.NUMBER), "n/d"),
    ],
)
def test_a_value_that_nobody_wrote_is_kept_in_digits(
    session: Session, team: Team, value: Value | None, measure: Measure, written: str
) -> None:
    indicator = make_indicator(session, team.alice, make_outcome(session, team.alice), measure=measure)
    record(session, team, indicator, value, note="counted at noon")
    assert the_reading(session).typed == written


def test_what_somebody_wrote_is_kept_as_it_was(session: Session, team: Team, rough: IndicatorSnapshot) -> None:
    record(session, team, rough, "118", typed="118 people")
    assert the_reading(session).typed == "118 people"


@pytest.mark.parametrize(
    ("value", "note", "typed", "sentence"),
    [
        (None, " ", None, "Say why there is no data, for example: `n/d the counter was broken`"),
        ("118", "x" * 2001, None, "A note holds up to 2,000 characters; this one has 2,001. Shorten it."),
        ("118", "", "1" * 201, "A value holds up to 200 characters. Put the rest into the note."),
    ],
)
def test_what_cannot_be_kept_is_refused_whatever_it_came_by(
    session: Session,
    team: Team,
    rough: IndicatorSnapshot,
    value: str | None,
    note: str,
    typed: str | None,
    sentence: str,
) -> None:
    with pytest.raises(UserError) as problem:
        record(session, team, rough, value, note=note, typed=typed)
    assert said(problem.value) == sentence
    assert session.exec(select(Reading)).all() == []
    assert the_due_reading(session).state == "due"


def test_the_longest_note_and_value_are_kept(session: Session, team: Team, rough: IndicatorSnapshot) -> None:
    record(session, team, rough, "118", note="x" * 2000, typed="1" * 200)
    reading = the_reading(session)
    assert (len(reading.note), len(reading.typed)) == (2000, 200)


def test_a_closed_outcome_takes_no_readings(session: Session, team: Team, rough: IndicatorSnapshot) -> None:
    session.get_one(Outcome, rough.described.home.outcome.id).closed_at = MONDAY
    session.flush()
    with refused("belongs to an outcome that is closed"):
        record(session, team, rough, "118", by=make_service(session, team.alice))
    assert session.exec(select(Reading)).all() == []


@pytest.mark.parametrize("author", ["alice", "a service"])
def test_a_period_that_has_not_begun_is_refused(
    session: Session, team: Team, rough: IndicatorSnapshot, author: str
) -> None:
    by = team.alice if author == "alice" else make_service(session, team.alice)
    with pytest.raises(UserError) as problem:
        record(session, team, rough, "118", NEXT_WEEK, by=by)
    assert said(problem.value, today=MONDAY.date()) == "It is too early for next week: it opens on 6 April."
    assert session.exec(select(Reading)).all() == []


def test_a_period_has_begun_where_its_author_or_its_owner_is(
    session: Session, team: Team, rough: IndicatorSnapshot
) -> None:
    # Monday in Kolkata, still Sunday in London, where the owner is, and in New York.
    sunday = datetime(2026, 4, 5, 22, 30, tzinfo=UTC)
    assert record(session, team, rough, "118", NEXT_WEEK, by=team.bob, now=sunday).period == NEXT_WEEK
    with refused("too early"):
        record(session, team, rough, "118", NEXT_WEEK, by=team.charlie, now=sunday)
    an_hour_later = sunday + timedelta(hours=1)
    assert record(session, team, rough, "118", NEXT_WEEK, by=team.charlie, now=an_hour_later).period == NEXT_WEEK


def test_what_has_fallen_due_can_be_given_before_its_period_begins(
    session: Session, team: Team, rough: IndicatorSnapshot
) -> None:
    row = the_due_reading(session)
    before_it_began = datetime(2026, 3, 22, 12, 0, tzinfo=UTC)
    assert record(session, team, rough, "118", LAST_WEEK, now=before_it_began).period.key == row.period_key
    assert the_due_reading(session).state == "on_time"


def test_a_reading_says_what_it_did(session: Session, team: Team, rough: IndicatorSnapshot) -> None:
    assert record(session, team, rough, "118").previous is None
    recorded = record(session, team, rough, "115", THIS_WEEK)
    assert (recorded.previous, recorded.value, recorded.late) == (Value(Decimal(118)), Value(Decimal(115)), False)
    # This week is still running: it gets no verdict, and the one of last week stands.
    assert (recorded.assessment.previous, recorded.assessment.value) == (None, Value(Decimal(118)))
    earlier = record(session, team, rough, "116", LAST_WEEK)
    assert (earlier.previous, earlier.combined) == (None, None)
    assert (earlier.assessment.previous, earlier.assessment.value) == (None, Value(Decimal(116)))
