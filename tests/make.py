"""Arranging what a test starts from: each `make_*` goes through the action that people's submissions go through."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from decimal import Decimal

from sqlmodel import Session, col, delete

from bot.actions import people
from bot.actions.authors import ServiceActor, as_service_actor
from bot.actions.indicators import NewIndicator, register_indicator
from bot.actions.outcomes import NewOutcome, RegisteredOutcome, register_outcome
from bot.actions.people import Actor, Profile
from bot.actions.snapshots import IndicatorSnapshot
from bot.actions.targets import Promise
from bot.domain.cadences import Cadence, Every
from bot.domain.facts import Level
from bot.domain.messages import Template
from bot.domain.targets import Direction
from bot.domain.values import Measure, Value, ValueKind
from storage import channels
from storage.tables import Channel, Message, Service, Workspace

FRIDAY = datetime(2026, 3, 27, 10, 0, tzinfo=UTC)
"""Friday 27 March 2026, 10:00 in London, two days before the clocks change there."""

WEEKLY = Cadence(Every.WEEK)
PEOPLE = Measure(ValueKind.NUMBER, "people")
PERCENT = Measure(ValueKind.PERCENT)


def make_workspace(
    session: Session, team_id: str = "T1", zone: str = "Europe/London", *, holiday_calendar: str = "none"
) -> Workspace:
    """An installed workspace, by default without public holidays, so that no test depends on where Easter lies."""
    workspace = Workspace(
        team_id=team_id,
        name="Shelter",
        bot_user_id="UBOT",
        zone=zone,
        holiday_calendar=holiday_calendar,
        installed_at=FRIDAY,
    )
    session.add(workspace)
    session.flush()
    return workspace


def make_person(
    session: Session,
    workspace: Workspace,
    name: str,
    *,
    zone: str = "Europe/London",
    locale: str = "en-GB",
    admin: bool = False,
) -> Actor:
    """Somebody of whom Slack has told; their id is "U" and the name in capitals."""
    profile = Profile(name, zone, locale, is_admin=admin, is_deactivated=False)
    person = people.meet(session, workspace_id=workspace.id, user_id=f"U{name.upper()}", profile=profile, now=FRIDAY)
    return people.as_actor(person, workspace)


def make_service(session: Session, by: Actor, name: str = "Shelter register") -> ServiceActor:
    """A program that gives readings, put on record by this person."""
    service = Service(workspace_id=by.workspace_id, name=name, created_at=FRIDAY, created_by_id=by.person_id)
    session.add(service)
    session.flush()
    return as_service_actor(service)


def make_channel(
    session: Session, workspace: Workspace, channel_id: str = "C1", *, private_to: Iterable[Actor] | None = None
) -> Channel:
    """A channel of which Slack has told: public, or private to these people."""
    channel = channels.add_channel(session, workspace_id=workspace.id, channel_id=channel_id, members=())
    channel.is_private, channel.members_read_at = private_to is not None, FRIDAY
    for who in private_to or ():
        channels.add_member(session, channel, who.user_id)
    session.flush()
    return channel


def make_outcome(
    session: Session,
    by: Actor,
    statement: str = "Fewer people sleep rough in our borough",
    *,
    channel_id: str = "C1",
    key: str = "",
    accountable: Actor | None = None,
    now: datetime = FRIDAY,
) -> RegisteredOutcome:
    """An outcome, by default accountable to whoever registers it."""
    new = NewOutcome(statement, channel_id, (accountable or by).user_id, key=key)
    registered = register_outcome(session, new, by=by, now=now)
    _nobody_is_told(session)
    return registered


def make_indicator(
    session: Session,
    by: Actor,
    outcome: RegisteredOutcome,
    name: str = "People sleeping rough",
    *,
    key: str = "rough",
    owner: Actor | None = None,
    backup: Actor | None = None,
    measure: Measure = PEOPLE,
    direction: Direction = Direction.DECREASE,
    cadence: Cadence = WEEKLY,
    baseline: tuple[str, date] | None = None,
    target: tuple[str, date] | None = None,
    now: datetime = FRIDAY,
) -> IndicatorSnapshot:
    """An indicator of level outcome, by default owned by whoever registers it."""
    new = NewIndicator(
        outcome_id=outcome.outcome_id,
        name=name,
        measure=measure,
        direction=direction,
        cadence=cadence,
        owner_user_id=(owner or by).user_id,
        backup_user_id=backup.user_id if backup else None,
        level=Level.OUTCOME,
        key=key,
        baseline=(Value(Decimal(baseline[0])), baseline[1]) if baseline else None,
        promise=Promise(value=Value(Decimal(target[0])), due_on=target[1]) if target else None,
    )
    registered = register_indicator(session, new, by=by, now=now)
    _nobody_is_told(session)
    return registered


def _nobody_is_told(session: Session) -> None:
    """Whoever was made responsible has heard of it long ago: tests count what comes after."""
    session.flush()
    introductions = (Template.NEW_OWNER, Template.ANSWERS_FOR)
    session.execute(delete(Message).where(col(Message.template).in_(introductions)))
