"""The report of all outcomes that somebody answers for: what it says, and whether they get it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import Session

from bot.actions.digests import A_WEEK, Earlier, Span, compose_of
from bot.actions.missing import missing_for
from bot.actions.people import Actor, Policy
from bot.actions.scheduling import turn_of_next_week
from bot.actions.screens import policy_for
from bot.actions.telling import tell
from bot.domain.calendar import ONE_DAY, first_day_of_week, local_day
from bot.domain.events import PersonChanged
from bot.results.digests import Digest
from bot.results.missing import Missing
from bot.results.reports import WeeklyReport
from storage import home, people, reports
from storage.outcomes import Home, homes_of
from storage.tables import Message, Person


def weekly_report(
    session: Session, *, by: Actor, now: datetime, week: date | None = None, before: int | None = None
) -> WeeklyReport | None:
    """What this person's report would say now, since their last one; `before` is the number of the message that it is
    to be. Only what they see now is in it. None where they answer for nothing that is open.
    """
    ends = home.answered_by(session, by.person_id, by=by)
    if not ends:
        return None
    homes, today = homes_of(session, ends), local_day(now, by.zone)
    last = reports.last_sent(session, by.person_id, before=before)
    digest = compose_of(
        session,
        list(ends),
        homes,
        span=_span(last, today),
        zone=by.zone,
        earlier=_earlier(last),
        policy=policy_for(session, by),
        now=now,
    )
    found = missing_for(session, week=week or first_day_of_week(today), by=by, today=today)
    digest = replace(_with_channels(digest, homes), read_by=by.user_id)
    return WeeklyReport(digest, found or Missing(()))


def days_of(report: WeeklyReport) -> dict[str, str]:
    """The days that a report is about, as its message keeps them."""
    return {"first": report.digest.first.isoformat(), "last": report.digest.last.isoformat()}


def want_report(session: Session, wanted: bool, *, by: Actor, now: datetime) -> datetime | None:
    """Have this person get it from now on, or not any more; when the next one is looked at, if they want it."""
    person = people.lock(session, [by.person_id])[by.person_id]
    have_report(person, wanted, policy=policy_for(session, by), now=now)
    session.add(person)
    session.flush()
    tell(session, PersonChanged(person.id, person.workspace_id), now=now)
    return person.next_note_at if wanted else None


def have_report(person: Person, wanted: bool, *, policy: Policy, now: datetime) -> None:
    """The same of a row that is held. The first one comes next week, unless a note is to come before."""
    person.wants_report = wanted
    if wanted and person.next_note_at is None:
        person.next_note_at = turn_of_next_week(person, policy=policy, now=now)


def _span(last: Message | None, today: date) -> Span:
    """From where the last one ended until yesterday."""
    yesterday = today - ONE_DAY
    if last is None or "last" not in last.arguments:
        return Span(today - A_WEEK, yesterday)
    first = min(date.fromisoformat(last.arguments["last"]) + ONE_DAY, yesterday)
    weeks = round((yesterday - first + ONE_DAY) / timedelta(weeks=1))
    return Span(first, yesterday, periods_covered=max(1, weeks))


def _earlier(last: Message | None) -> Earlier | None:
    if last is None or last.sent_at is None:
        return None
    facts: list[Mapping[str, Any]] = last.arguments.get("facts", [])
    return Earlier(facts, last.sent_at)


def _with_channels(digest: Digest, homes: Mapping[int, Home]) -> Digest:
    """The same with where each outcome lives."""
    lives_in = {each.outcome.key: each.channel.channel_id for each in homes.values()}
    return replace(digest, outcomes=tuple(replace(of, channel_id=lives_in[of.outcome.key]) for of in digest.outcomes))
