"""What a channel's digest says, from the records."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import Session

from bot.actions import outgoing
from bot.actions.authors import author_names
from bot.actions.changes import changes_since
from bot.actions.decisions import MOST_IN_A_DIGEST, answered, to_ask
from bot.actions.due import name_of
from bot.actions.facts import period_of
from bot.actions.people import Actor, Policy
from bot.actions.resources import far_ahead
from bot.actions.screens import named, policy_for
from bot.actions.snapshots import IndicatorSnapshot, snapshots
from bot.domain.calendar import ONE_DAY, LocalRule, Occurrence, end_of_day, local_day, next_occurrence
from bot.domain.colours import State
from bot.domain.combining import Combine
from bot.domain.digests import Rhythm
from bot.domain.due import DueState, rates
from bot.domain.messages import MessageKind, Priority, SkipReason
from bot.domain.news import WORSE
from bot.domain.process_so_far import Completed, ProcessSoFar, foremost
from bot.domain.readings import Confidence
from bot.domain.status import is_unjudged, roll_up
from bot.results.digests import (
    QUOTED_FOR,
    Added,
    Digest,
    DigestIndicator,
    DigestNote,
    DigestOutcome,
    MissingReading,
    Quiet,
    Remark,
)
from bot.results.names import OutcomeName, PersonName, Viewer
from storage import added_lines, digests, due, plain_rows, quiets, readings
from storage.access import visible_channel
from storage.channels import subscription_of
from storage.outcomes import Home
from storage.people import people_by_id
from storage.right_of_way import politely
from storage.tables import DigestSubscription, DueReading, Message, Person

A_WEEK = timedelta(days=7)
LINES_KEEP_FOR = timedelta(days=31)
"""A line that waits for longer than from one monthly digest to the next is of another time."""


@dataclass(frozen=True)
class Span:
    """What one digest is about: local dates, both included, and how it came about."""

    first: date
    last: date
    periods_covered: int = 1
    late_by: timedelta | None = None


@dataclass(frozen=True)
class Earlier:
    """What the digest before showed, and when it was posted."""

    facts: Sequence[Mapping[str, Any]]
    sent_at: datetime


def rule_of(subscription: DigestSubscription) -> LocalRule:
    """When the channel's digest is posted. A monthly one comes on the first such weekday of the month."""
    return LocalRule(
        at=subscription.at,
        zone=subscription.zone,
        weekdays=frozenset({subscription.weekday}),
        monthly=subscription.rhythm is Rhythm.MONTHLY,
    )


def viewer_of(session: Session, subscription: DigestSubscription, *, policy: Policy, now: datetime) -> Viewer:
    """For whom a channel's digest is printed: its zone, the locale of whoever set it up, the words of the workspace."""
    locale = session.get_one(Person, subscription.changed_by_id).locale
    today = local_day(now, subscription.zone)
    return Viewer(locale=locale, zone=subscription.zone, today=today, colour_words=policy.colour_words)


def viewer_of_channel(session: Session, digest_id: int, *, policy: Policy, now: datetime) -> Viewer | None:
    """For whom that posted digest was printed; None where there is none, or its channel gets none any more."""
    posted = session.get(Message, digest_id)
    subscription = subscription_of(session, posted.channel_id) if posted is not None and posted.channel_id else None
    return viewer_of(session, subscription, policy=policy, now=now) if subscription is not None else None


def compose(
    session: Session,
    *,
    channel_row_id: int,
    policy: Policy,
    now: datetime,
    adds_lines: bool = True,
    asks: bool = False,
) -> Digest | None:
    """The digest as it would be right now, since the last one posted; None where the channel has no outcomes. What
    people add to the next planned one is in it only if it `adds_lines`, and only the one that comes on its day `asks`
    whether decisions have helped.
    """
    subscription = subscription_of(session, channel_row_id)
    zone = subscription.zone if subscription else policy.zone
    today = local_day(now, zone)
    covered = subscription.covered_until_on if subscription else None
    first = min(covered + timedelta(days=1), today) if covered else today - A_WEEK
    return compose_span(
        session,
        channel_row_id=channel_row_id,
        span=Span(first, today),
        zone=zone,
        rhythm=subscription.rhythm if subscription else Rhythm.WEEKLY,
        policy=policy,
        now=now,
        next_on=next_day(subscription, now=now) if subscription else None,
        adds_lines=adds_lines,
        asks=asks,
    )


def next_day(subscription: DigestSubscription, *, now: datetime) -> date | None:
    """The day of the channel's next digest; None where it gets none."""
    return None if subscription.rhythm is Rhythm.OFF else next_occurrence(rule_of(subscription), now).on


def compose_span(
    session: Session,
    *,
    channel_row_id: int,
    span: Span,
    zone: str,
    rhythm: Rhythm,
    policy: Policy,
    now: datetime,
    run_id: int | None = None,
    next_on: date | None = None,
    adds_lines: bool = True,
    asks: bool = True,
) -> Digest | None:
    """The digest about these dates as things stand at `now`; None where the channel has no outcomes. A fixed number of
    queries, whose cost does not grow with the history.
    """
    outcome_ids = digests.open_outcomes(session, channel_row_id)
    if not outcome_ids:
        return None
    posted = digests.last_posted(session, channel_row_id, before=run_id)
    earlier = Earlier(posted[0].facts, posted[1].sent_at) if posted and posted[1].sent_at else None
    homes = plain_rows.homes_of(session, outcome_ids)
    content = compose_of(
        session,
        outcome_ids,
        homes,
        span=span,
        zone=zone,
        earlier=earlier,
        policy=policy,
        now=now,
        asks=asks,
        run_id=run_id,
    )
    added = _added(session, homes, channel_row_id=channel_row_id, on=local_day(now, zone)) if adds_lines else ()
    return replace(content, rhythm=rhythm, next_on=next_on, added=added)


def compose_of(
    session: Session,
    outcome_ids: Sequence[int],
    homes: Mapping[int, Home],
    *,
    span: Span,
    zone: str,
    earlier: Earlier | None,
    policy: Policy,
    now: datetime,
    asks: bool = False,
    run_id: int | None = None,
) -> Digest:
    """What there is to say about these open outcomes and dates, as a difference from what was said `earlier`. Only if
    it `asks`, whether decisions have helped. A fixed number of queries.
    """
    indicator_ids = digests.indicators_of(session, outcome_ids)
    known = snapshots(session, indicator_ids, policy=policy, now=now)
    due_rows = digests.fell_due(session, indicator_ids, first=span.first, last=span.last)
    since = earlier.sent_at if earlier else end_of_day(span.first - timedelta(days=1), zone)
    before = {fact["indicator"]: fact for fact in earlier.facts} if earlier else {}
    missing = {row.id: row for row in digests.missed_since(session, indicator_ids, since=since)}
    missing |= {row.id: row for row in due_rows}
    owners = people_by_id(session, {row.owner_id for row in missing.values()})
    today = local_day(now, zone)
    hushed = _quiet(session, known, on=today)
    told = _Told(
        before, _confidences(session, known.values()), _remarks(session, known, zone=zone, now=now), hushed, since
    )
    by_outcome: dict[int, list[IndicatorSnapshot]] = {number: [] for number in outcome_ids}
    for each in known.values():
        by_outcome[each.described.indicator.outcome_id].append(each)
    content = Digest(
        first=span.first,
        last=span.last,
        outcomes=tuple(_outcome(homes[number], by_outcome[number], told) for number in politely(outcome_ids)),
        rates=rates(DueState(row.state) for row in due_rows),
        missing=_missing(missing.values(), known, owners, seen=due.in_owners_sight(session, missing.keys())),
        notes=_notes(session, homes, known, zone=zone, since=since),
        changes=changes_since(session, homes, known, zone=zone, since=since),
        ahead=far_ahead(session, homes, known.values(), today=today),
        answers=answered(session, homes, zone=zone, since=since),
        periods_covered=span.periods_covered,
        late_by=span.late_by,
        compared_with=local_day(since, zone) if earlier else None,
    )
    if not asks:
        return content
    # What got worse has a block each, with a button to ask: two questions would leave no room for them.
    most = 1 if content.with_news(*WORSE) else MOST_IN_A_DIGEST
    asked = to_ask(session, homes, known, zone=zone, today=today, run_id=run_id, most=most)
    return replace(content, questions=asked)


def _added(session: Session, homes: Mapping[int, Home], *, channel_row_id: int, on: date) -> tuple[Added, ...]:
    """What those who answer for one of these outcomes have added to the next digest. One query."""
    accountable = {home.accountable.id: home.accountable for home in homes.values()}
    lines = added_lines.waiting(session, channel_row_id, since=on - LINES_KEEP_FOR)
    return tuple(
        Added(named(accountable[line.person_id]), line.text) for line in lines if line.person_id in accountable
    )


def covers_from(session: Session, subscription: DigestSubscription, occurrence: Occurrence) -> date:
    """Where a digest begins: where the last one ended. Where none was ever posted: a week back, or where the earlier
    ones began that never arrived.
    """
    covered = subscription.covered_until_on
    if covered is None:
        return digests.first_day_owed(session, subscription.id) or occurrence.on - A_WEEK
    return min(covered + timedelta(days=1), occurrence.on - timedelta(days=1))


def preview(session: Session, *, channel_id: str, by: Actor, now: datetime) -> Digest | None:
    """The digest of a Slack channel as it would be right now; None where this person sees no outcomes there."""
    channel = visible_channel(session, channel_id, by=by)
    if channel is None:
        return None
    return compose(session, channel_row_id=channel.id, policy=policy_for(session, by), now=now, asks=True)


def zone_of_channel(session: Session, channel_row_id: int, *, by: Actor) -> str:
    """The zone by whose days a channel's digests go."""
    subscription = subscription_of(session, channel_row_id)
    return subscription.zone if subscription else policy_for(session, by).zone


def has_had_one_today(session: Session, *, channel_id: str, by: Actor, now: datetime) -> bool:
    """Whether a digest was posted on this day of the channel's, or is on its way; False for a channel out of sight."""
    channel = visible_channel(session, channel_id, by=by)
    if channel is None:
        return False
    zone = zone_of_channel(session, channel.id, by=by)
    return digests.is_sent_since(session, channel.id, since=end_of_day(local_day(now, zone) - ONE_DAY, zone))


def post_now(session: Session, *, channel_id: str, once: str, by: Actor, now: datetime) -> bool:
    """Have the digest of a Slack channel posted right away because somebody asked; False where this person sees no
    outcomes there.

    `once` tells a repeated request from a new one. The schedule stays as it is.
    """
    channel = visible_channel(session, channel_id, by=by)
    if channel is None or not digests.open_outcomes(session, channel.id):
        return False
    outgoing.enqueue(
        session,
        Message(
            workspace_id=by.workspace_id,
            key=f"digest-now:{once}",
            kind=MessageKind.DIGEST,
            priority=Priority.ANSWER,
            channel_id=channel.id,
            planned_for=now,
            ready_at=now,
            expires_at=now + timedelta(hours=1),
            created_at=now,
        ),
    )
    return True


def facts_of(digest: Digest) -> list[dict[str, Any]]:
    """The states that a digest showed, for the next one to compare with."""
    return [
        {
            "indicator": line.indicator.key,
            "state": line.assessment.state,
            "colour": line.assessment.colour,
            "signals": _signals(line.assessment.process),
            "signal_days": _signal_days(line.assessment.process),
        }
        for outcome in digest.outcomes
        for line in outcome.indicators
    ]


@dataclass(frozen=True)
class _Told:
    """What was said of the indicators already: in the digest before, posted at `since`, and with their readings."""

    before: Mapping[str, Any]
    sure: Mapping[int, Confidence]
    remarks: Mapping[int, Remark]
    quiet: Mapping[int, Quiet]
    since: datetime
    days: dict[str, date] = field(default_factory=dict)

    def day_in(self, zone: str) -> date:
        """The day that it was there when the digest before was posted."""
        if zone not in self.days:
            self.days[zone] = local_day(self.since, zone)
        return self.days[zone]


def _outcome(home: Home, mine: Sequence[IndicatorSnapshot], told: _Told) -> DigestOutcome:
    return DigestOutcome(
        outcome=OutcomeName(home.outcome.key, home.definition.statement),
        rollup=roll_up((each.level, each.assessment) for each in mine),
        indicators=tuple(
            DigestIndicator(
                indicator=name_of(each),
                assessment=each.assessment,
                period=each.standing.latest,
                changed=_has_changed(each, told.before.get(each.key), since=told.since),
                confidence=told.sure.get(each.id),
                was=_colour_before(told.before.get(each.key)),
                owner=named(each.described.owner),
                remark=told.remarks.get(each.id),
                quiet=told.quiet.get(each.id),
                unusual=_unusual(each, told),
            )
            for each in mine
        ),
        is_new=home.outcome.created_at >= told.since,
        number=home.outcome.id,
    )


def _unusual(at: IndicatorSnapshot, told: _Told) -> Completed | None:
    """The signal to tell of: one that a reading has completed since the digest before, be it one of an earlier period,
    or whose reading got no verdict there. What that digest knew is not told again, also where its reading was corrected
    since, or where an earlier one completes it by now.
    """
    if at.standing.process is None or at.assessment.state in (State.PAUSED, State.CLOSED):
        return None
    before = told.before.get(at.key, {})
    known, days = before.get("signals", []), before.get("signal_days", {})
    adds_up, then = Combine(at.described.definition.combine).adds_up, told.day_in(at.described.owner.zone)
    return foremost(
        each
        for each in at.standing.process.completed
        if (
            each.given_at >= told.since or is_unjudged(each.period.first, each.period.last, adds_up=adds_up, today=then)
        )
        and _named(each) not in known
        and each.period.first.isoformat() >= days.get(_kind_of(each), "")
    )


def _signals(process: ProcessSoFar | None) -> list[str]:
    """What there is to know of its signals, as a later digest recognizes them."""
    return [_named(each) for each in process.completed] if process is not None else []


def _signal_days(process: ProcessSoFar | None) -> dict[str, str]:
    """On which day the period of each of them begins, by its kind."""
    return {_kind_of(each): each.period.first.isoformat() for each in process.completed} if process is not None else {}


def _named(signal: Completed) -> str:
    return f"{_kind_of(signal)} {signal.period.key}"


def _kind_of(signal: Completed) -> str:
    return f"{signal.rule} {signal.side:d}"


def _colour_before(fact: Mapping[str, Any] | None) -> State | None:
    """The colour that an indicator had in a digest, or its result; None where it had neither or was not there."""
    if fact is None:
        return None
    state = State(fact["state"])
    if state in (State.ACHIEVED, State.NOT_ACHIEVED):
        return state
    return State(fact["colour"]) if fact["colour"] else None


def _remarks(
    session: Session, known: Mapping[int, IndicatorSnapshot], *, zone: str, now: datetime
) -> dict[int, Remark]:
    """The newest note of the last four weeks that came with a reading, by the indicator's number. Three queries."""
    rows = readings.latest_with_a_note(session, known.keys(), since=now - QUOTED_FOR)
    authors = author_names(session, rows.values())
    return {
        number: Remark(row.note, authors[row.id], local_day(row.submitted_at, zone)) for number, row in rows.items()
    }


def _quiet(session: Session, known: Collection[int], *, on: date) -> dict[int, Quiet]:
    """About which of these indicators digests are quiet on that day. Two queries."""
    rows = quiets.holding(session, known, on=on)
    people = people_by_id(session, {row.made_by_id for row in rows.values()})
    return {number: Quiet(row.until_on, named(people[row.made_by_id]), row.reason) for number, row in rows.items()}


def _confidences(session: Session, known: Iterable[IndicatorSnapshot]) -> dict[int, Confidence]:
    """How sure whoever gave the latest value was, by the indicator's number. A value that several readings make up has
    nobody's confidence. One query.
    """
    wanted = {
        (each.id, each.standing.latest.first)
        for each in known
        if each.standing.latest is not None and Combine(each.described.definition.combine).counts_last
    }
    return {number: Confidence(said) for number, said in readings.confidences_in(session, wanted).items()}


def _has_changed(at: IndicatorSnapshot, before: Mapping[str, Any] | None, *, since: datetime) -> bool:
    """Whether a reading or target is new since then, or the state another one."""
    if at.last_given_at is not None and at.last_given_at >= since:
        return True
    if any(target.made_at >= since for target in at.described.targets):
        return True
    return before is not None and before["state"] != at.assessment.state


def _missing(
    rows: Iterable[DueReading],
    known: Mapping[int, IndicatorSnapshot],
    owners: Mapping[int, Person],
    *,
    seen: Collection[int],
) -> tuple[MissingReading, ...]:
    return tuple(
        MissingReading(
            indicator=name_of(known[row.indicator_id]),
            period=period_of(row),
            owner=PersonName(owners[row.owner_id].user_id, owners[row.owner_id].name),
            missed=row.state == DueState.MISSED,
            nobody_to_ask=_why_nobody_is_asked(owners[row.owner_id], is_seen=row.id in seen),
        )
        for row in rows
        if row.state in (DueState.MISSED, DueState.DUE)
    )


def _why_nobody_is_asked(owner: Person, *, is_seen: bool) -> SkipReason | None:
    if owner.is_deactivated:
        return SkipReason.NOBODY_TO_ASK
    return None if is_seen else SkipReason.OUT_OF_SIGHT


def _notes(
    session: Session,
    homes: Mapping[int, Home],
    known: Mapping[int, IndicatorSnapshot],
    *,
    zone: str,
    since: datetime,
) -> tuple[DigestNote, ...]:
    rows = digests.notes_since(session, list(homes), since=since)
    names: dict[int | None, str] = {number: at.described.definition.name for number, at in known.items()}
    authors = people_by_id(session, {row.made_by_id for row in rows})
    return tuple(
        DigestNote(
            outcome=OutcomeName(homes[row.outcome_id].outcome.key, homes[row.outcome_id].definition.statement),
            kind=row.kind,
            text=row.text,
            by=PersonName(authors[row.made_by_id].user_id, authors[row.made_by_id].name),
            made_on=local_day(row.made_at, zone),
            link=row.link or "",
            indicator=names.get(row.indicator_id, ""),
        )
        for row in rows
    )
