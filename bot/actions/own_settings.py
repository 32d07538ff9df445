"""What people set for themselves: when they are asked, and on which days. And that they look at their Home tab."""

from collections.abc import Collection
from datetime import datetime, time

from sqlmodel import Session

from bot.actions.absences import current_absence, says_so_by_status
from bot.actions.people import Actor, Policy, as_column, calendar_of, observed_by, policy_of
from bot.actions.previews import have_previews
from bot.actions.reports import have_report
from bot.actions.rules import check_calendar
from bot.actions.scheduling import reschedule_owned
from bot.actions.telling import tell
from bot.domain.calendar import local_day
from bot.domain.events import HomesChanged, PersonChanged
from bot.domain.public_holidays import next_holiday, observed
from bot.errors import UserError
from bot.fields import Field
from bot.results.home import OwnSettings, SettingsDraft
from storage import home_tabs, people
from storage.announcing import announce
from storage.tables import Person, Workspace


def open_home(session: Session, *, by: Actor, now: datetime) -> None:
    """The person looks at their Home tab: from now on it is kept as it is true."""
    home_tabs.open_tab(session, person_id=by.person_id, workspace_id=by.workspace_id, now=now)
    announce(session, HomesChanged())


def turn_page(session: Session, first: int, *, by: Actor, now: datetime) -> None:
    """Show the page of their numbers that begins at this place."""
    home_tabs.turn_to(session, person_id=by.person_id, first_shown=first, now=now)
    announce(session, HomesChanged())


def own_settings(session: Session, *, by: Actor, now: datetime) -> SettingsDraft:
    """How the person is asked now."""
    person, policy = session.get_one(Person, by.person_id), policy_of(session.get_one(Workspace, by.workspace_id))
    usual = observed("", policy.holiday_calendar, person.zone)
    return SettingsDraft(
        settings_of(session, person, policy, now=now),
        OwnSettings(policy.reminder_at, policy.calendar.working_days, person.zone, usual),
    )


def settings_of(session: Session, person: Person, policy: Policy, *, now: datetime) -> OwnSettings:
    """When this person is asked, whose holidays they have, and whether they are away. One query."""
    holidays, today = observed_by(person, policy), local_day(now, person.zone)
    return OwnSettings(
        person.reminder_at or policy.reminder_at,
        calendar_of(person, policy).working_days,
        person.zone,
        holidays,
        next_holiday(holidays.calendar, today),
        current_absence(session, person.id, today=today),
        says_so_by_status(person, now),
        wants_report=person.wants_report,
        wants_preview=person.wants_preview,
    )


def set_own_settings(
    session: Session,
    *,
    reminder_at: time,
    working_days: Collection[int],
    by: Actor,
    now: datetime,
    holiday_calendar: str | None = None,
    wants_report: bool | None = None,
    wants_preview: bool | None = None,
) -> OwnSettings:
    """Have the person asked at this time of their day and on these weekdays from now on, but for the public holidays of
    this country or region (`NO_CALENDAR`: for none; empty: where they are; None: as it is). What is as the workspace
    has it goes on following the workspace. Whether they get a weekly report of what they answer for, and see its
    channels' digests before they are posted, stays as it is while that is None. Raises UserError where no day is left.

    The periods stay: what has been asked for already is not asked for again, and keeps the grace that was said.
    """
    if not working_days:
        raise UserError("Choose at least one day.", field=Field.WORKING_DAYS)
    check_calendar(holiday_calendar or "")
    person = people.lock(session, [by.person_id])[by.person_id]
    policy = policy_of(session.get_one(Workspace, by.workspace_id))
    before = calendar_of(person, policy)
    follows = frozenset(working_days) == policy.calendar.working_days
    person.working_days = None if follows else as_column(working_days)
    person.reminder_at = None if reminder_at == policy.reminder_at else reminder_at
    person.holiday_calendar = person.holiday_calendar if holiday_calendar is None else holiday_calendar
    if person.next_reminder_at is not None:
        person.next_reminder_at = now  # looked at anew, by the new rule
    if wants_report is not None:
        have_report(person, wants_report, policy=policy, now=now)
    if wants_preview is not None:
        have_previews(person, wants_preview, policy=policy, now=now)
    session.add(person)
    session.flush()
    after = calendar_of(person, policy)
    if after != before:
        reschedule_owned(session, person, calendar=after)
    tell(session, PersonChanged(person.id, person.workspace_id), now=now)
    return settings_of(session, person, policy, now=now)
