"""Who is acting: people as their workspace knows them, and the workspace's rules."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time
from decimal import Decimal
from functools import lru_cache

from sqlmodel import Session

from bot.domain.calendar import WorkCalendar
from bot.domain.closed_days import from_record
from bot.domain.colours import Thresholds
from bot.domain.public_holidays import ClosedDays, DaysOff, Observed, observed
from bot.domain.statuses import says_away
from bot.results.names import USUAL_WORDS, ColourWords
from storage.access import EVER
from storage.people import known_person, person_of
from storage.tables import Person, Workspace


@dataclass(frozen=True)
class Actor:
    """A person, as far as actions and answers need to know them. `locale` is UNKNOWN while Slack has not told it. Where
    they chose it as the way to read what they typed, what it says of numbers `is_settled`.
    """

    person_id: int
    workspace_id: int
    team_id: str
    user_id: str
    name: str
    zone: str
    locale: str
    is_admin: bool
    is_guest: bool = False
    is_settled: bool = False
    trusts_since: datetime = EVER
    """What Slack said about channels before this instant is too old to show them anything on the strength of it."""
    colour_words: ColourWords = USUAL_WORDS
    week_starts_on: int = 0
    fiscal_year_starts_in: int = 1


@dataclass(frozen=True)
class Profile:
    """What Slack says about a person. A zone or locale that it does not tell (guests from elsewhere) is None."""

    name: str
    zone: str | None
    locale: str | None
    is_admin: bool
    is_deactivated: bool
    """Whether they can be neither served nor asked: the account is closed, or is none of a person of this workspace."""
    is_guest: bool = False
    status_text: str = ""
    status_emoji: str = ""
    """As Slack writes it: ":palm_tree:"."""
    status_until: datetime | None = None
    """When the status ends by itself, if it does."""


@dataclass(frozen=True)
class Policy:
    """A workspace's rules for everybody who has not set their own."""

    zone: str
    calendar: WorkCalendar
    """Less public holidays: whose those are depends on the person."""
    reminder_at: time
    grace_working_days: int
    thresholds: Thresholds
    colour_words: ColourWords = USUAL_WORDS
    holiday_calendar: str = ""
    closed: tuple[ClosedDays, ...] = ()


@dataclass(frozen=True)
class Known:
    """Somebody of whom Slack has told, when it last did, and whether they could be served then."""

    actor: Actor
    told_at: datetime
    is_deactivated: bool


def known(session: Session, *, team_id: str, user_id: str) -> Known | None:
    """The person, if Slack has told us about them; None before that, or for a workspace without this bot."""
    found = known_person(session, team_id=team_id, user_id=user_id)
    if found is None:
        return None
    person, workspace = found
    assert person.profile_read_at is not None, "or nobody had told"
    return Known(as_actor(person, workspace), person.profile_read_at, person.is_deactivated)


def meet(session: Session, *, workspace_id: int, user_id: str, profile: Profile | None, now: datetime) -> Person:
    """The row of this person, made or brought up to date. Without a profile a new person gets the workspace's
    zone until Slack has been asked; a person already known stays as they are.
    """
    workspace = session.get_one(Workspace, workspace_id)
    person = person_of(session, workspace_id=workspace_id, user_id=user_id)
    if person is None:
        person = Person(workspace_id=workspace_id, user_id=user_id, zone=workspace.zone)
    if profile is not None:
        person.name = profile.name or person.name
        person.zone = profile.zone or person.zone
        person.locale = profile.locale or person.locale
        person.is_admin = profile.is_admin
        person.is_guest = profile.is_guest
        if profile.is_deactivated != person.is_deactivated:
            person.deactivated_at = now if profile.is_deactivated else None
        person.is_deactivated = profile.is_deactivated
        person.status_text, person.status_emoji = profile.status_text, profile.status_emoji
        person.status_until = profile.status_until
        person.is_away_by_status = says_away(profile.status_text, profile.status_emoji, workspace.away_words)
        person.profile_read_at = now
    session.add(person)
    session.flush()
    return person


def as_actor(person: Person, workspace: Workspace) -> Actor:
    """The person as actions see them."""
    return Actor(
        person_id=person.id,
        workspace_id=workspace.id,
        team_id=workspace.team_id,
        user_id=person.user_id,
        name=person.name,
        zone=person.zone,
        locale=person.locale,
        is_admin=person.is_admin,
        is_guest=person.is_guest,
        colour_words=colour_words_of(workspace),
        week_starts_on=workspace.week_starts_on,
        fiscal_year_starts_in=workspace.fiscal_year_starts_in,
    )


def policy_of(workspace: Workspace) -> Policy:
    """The workspace's rules as values."""
    return Policy(
        zone=workspace.zone,
        calendar=_calendar(workspace.working_days, "", workspace.days_off),
        reminder_at=workspace.reminder_at,
        grace_working_days=workspace.grace_working_days,
        thresholds=Thresholds(on_track=Decimal(workspace.on_track_gap), at_risk=Decimal(workspace.at_risk_gap)),
        colour_words=colour_words_of(workspace),
        holiday_calendar=workspace.holiday_calendar,
        closed=from_record(workspace.days_off),
    )


def colour_words_of(workspace: Workspace) -> ColourWords:
    """What people of this workspace call its colours."""
    return ColourWords(workspace.on_track_word, workspace.at_risk_word, workspace.off_track_word)


def calendar_of(person: Person, policy: Policy) -> WorkCalendar:
    """The days on which this person works: their own weekdays, or the workspace's, less the public holidays of where
    they are and the days on which nobody here works.
    """
    weekdays = policy.calendar.working_days if person.working_days is None else _as_weekdays(person.working_days)
    return _less_days_off(weekdays, observed_by(person, policy).calendar, policy.closed)


def observed_by(person: Person, policy: Policy) -> Observed:
    """Whose public holidays this person has, and why."""
    return observed(person.holiday_calendar, policy.holiday_calendar, person.zone)


def as_column(working_days: Iterable[int]) -> str:
    """Working days as records hold them."""
    return ",".join(map(str, sorted(working_days)))


def _calendar(working_days: str, holiday_calendar: str, days_off: str) -> WorkCalendar:
    """From what records hold."""
    return _less_days_off(_as_weekdays(working_days), holiday_calendar, from_record(days_off))


@lru_cache(maxsize=128)
def _as_weekdays(working_days: str) -> frozenset[int]:
    return frozenset(int(day) for day in working_days.split(","))


@lru_cache(maxsize=512)
def _less_days_off(working_days: frozenset[int], holiday_calendar: str, closed: tuple[ClosedDays, ...]) -> WorkCalendar:
    """One value for all who share it: caches are kept by calendar."""
    return WorkCalendar(working_days, DaysOff(holiday_calendar, closed))
