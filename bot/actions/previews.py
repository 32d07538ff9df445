"""A digest before it is posted: shown to those who answer for an outcome of its channel, who may add a line to it."""

from datetime import date, datetime, timedelta

from sqlmodel import Session

from bot.actions import access
from bot.actions.checks import require_at_most
from bot.actions.digests import Span, compose_span, covers_from, rule_of, viewer_of
from bot.actions.people import Actor, Policy, calendar_of
from bot.actions.scheduling import next_turn, turn_on
from bot.actions.screens import policy_for
from bot.domain.calendar import ONE_DAY, Occurrence, local_day, newest_occurrence, next_occurrence
from bot.domain.digests import Rhythm
from bot.domain.messages import IN_DOUBT, MessageState
from bot.errors import NotAllowed, NotFound, UserError
from bot.fields import Field
from bot.results.digests import LONGEST_LINE
from bot.results.previews import DigestPreview, OwnLine
from bot.words import Example, words
from storage import added_lines, digests
from storage.channels import subscription_of
from storage.outcomes import homes_of
from storage.tables import AddedLine, Channel, DigestSubscription, Person

AT_LEAST_BEFORE = timedelta(hours=2)

_CHANNEL_GONE = words("This channel has no reports any more, or you no longer see what lives there.")


def have_previews(person: Person, wanted: bool, *, policy: Policy, now: datetime) -> None:
    """Have this person, whose row is held, see digests before they are posted, or not any more."""
    person.wants_preview = wanted
    person.next_preview_at = next_turn(person, policy=policy, after=now).at if wanted else None


def shown_at(person: Person, digest_at: datetime, *, policy: Policy) -> datetime:
    """When somebody is shown what is posted at that instant: at their reminder time on their last working day before
    the day on which it is posted, where they are; at least two hours before.
    """
    calendar, day = calendar_of(person, policy), local_day(digest_at, person.zone)
    while True:
        day = calendar.last_working_day_on_or_before(day - ONE_DAY)
        at = turn_on(day, person, policy=policy)
        if at <= digest_at - AT_LEAST_BEFORE:
            return at


def next_digest(subscription: DigestSubscription, *, now: datetime) -> Occurrence | None:
    """The channel's next digest; None where it gets none."""
    return None if subscription.rhythm is Rhythm.OFF else next_occurrence(rule_of(subscription), now)


def preview_for(
    session: Session, channel_row_id: int, *, on: date | None, by: Actor, now: datetime
) -> DigestPreview | None:
    """The channel's next digest as it will be, by what is true now; None where that person cannot add to it, and where
    the next one is another than the one `on` that day.
    """
    channel, subscription = session.get(Channel, channel_row_id), subscription_of(session, channel_row_id)
    if channel is None or subscription is None or not access.may_see_channel(session, channel, by=by):
        return None
    upcoming = next_digest(subscription, now=now)
    if upcoming is None or (on is not None and upcoming.on != on) or not _answers_here(session, channel, by=by):
        return None
    policy = policy_for(session, by)
    content = compose_span(
        session,
        channel_row_id=channel.id,
        span=Span(covers_from(session, subscription, upcoming), upcoming.on - ONE_DAY),
        zone=subscription.zone,
        rhythm=subscription.rhythm,
        policy=policy,
        now=now,
        next_on=next_occurrence(rule_of(subscription), upcoming.at).on,
    )
    if content is None:
        return None
    printed_for = viewer_of(session, subscription, policy=policy, now=now)
    return DigestPreview(content, printed_for, _own_line(session, channel, upcoming, by=by))


def own_line(session: Session, channel_row_id: int, on: date, *, by: Actor, now: datetime) -> OwnLine:
    """What this person adds to the channel's next digest, to be changed; `on` is the date of the digest that they were
    shown. Raises UserError where that is posted, and NotFound and NotAllowed for whoever cannot add to it.
    """
    channel, upcoming = _require_may_add(session, channel_row_id, on, holds=False, by=by, now=now)
    return _own_line(session, channel, upcoming, by=by)


def add_line(session: Session, channel_row_id: int, on: date, text: str, *, by: Actor, now: datetime) -> OwnLine:
    """Have this stand in the channel's next digest in the place of what this person added before; empty takes that
    away. Raises like `own_line`, and UserError for what is too long.
    """
    require_at_most(text, LONGEST_LINE, Field.NOTE)
    channel, upcoming = _require_may_add(session, channel_row_id, on, holds=True, by=by, now=now)
    line = added_lines.waiting_of(session, channel.id, by.person_id)
    if not text.strip():
        if line is not None:
            added_lines.remove(session, line)
        return _own_line(session, channel, upcoming, by=by)
    line = line or AddedLine(
        workspace_id=by.workspace_id, channel_id=channel.id, person_id=by.person_id, text="", meant_for_on=upcoming.on
    )
    line.text, line.meant_for_on, line.made_at = text.strip(), upcoming.on, now
    added_lines.keep(session, line)
    return _own_line(session, channel, upcoming, by=by)


def _require_may_add(
    session: Session, channel_row_id: int, on: date, *, holds: bool, by: Actor, now: datetime
) -> tuple[Channel, Occurrence]:
    """The channel and its next digest, which with `holds` nobody plans or sends until we are done."""
    channel = session.get(Channel, channel_row_id)
    if channel is None or not access.may_see_channel(session, channel, by=by):
        raise NotFound(_CHANNEL_GONE)
    if holds:
        added_lines.hold_subscription(session, channel.id)
    subscription = subscription_of(session, channel.id)
    if subscription is None:
        raise NotFound(_CHANNEL_GONE)
    if not _answers_here(session, channel, by=by):
        raise NotAllowed("Whoever answers for an outcome of this channel can add a line. You do not any more.")
    upcoming = _goes_into(session, channel, subscription, on, holds=holds, now=now)
    if upcoming is None:
        raise UserError(
            "The reports of this channel are switched off, so there is none to add a line to. To have them again, type "
            "there: {command}",
            command=Example("/digest weekly"),
        )
    return channel, upcoming


def _goes_into(
    session: Session, channel: Channel, subscription: DigestSubscription, on: date, *, holds: bool, now: datetime
) -> Occurrence | None:
    """The digest in which a line will stand: the one that waits to be sent, or else the next one, which may be another
    than that of the day `on`. Raises UserError where that one is posted, or just being so.
    """
    newest = added_lines.newest_digest(session, channel.id, holds=holds)
    if newest is not None and newest[1].state in IN_DOUBT:
        raise UserError("The report is being posted this very moment. A note goes into the next one: `/outcome note`")
    if added_lines.message_of_run(session, channel.id, on) is not None:
        raise UserError("The report of {day} has gone out. A note goes into the next one: `/outcome note`", day=on)
    if newest is not None and newest[1].state is MessageState.QUEUED:
        return Occurrence(newest[0].nominal_on, newest[1].planned_for)
    if subscription.next_due_at is not None and subscription.next_due_at <= now:
        return newest_occurrence(rule_of(subscription), now=now)  # it is planned as soon as we are done
    return next_digest(subscription, now=now)


def _own_line(session: Session, channel: Channel, upcoming: Occurrence, *, by: Actor) -> OwnLine:
    line = added_lines.waiting_of(session, channel.id, by.person_id)
    return OwnLine(channel.id, channel.channel_id, upcoming.on, upcoming.at, line.text if line is not None else "")


def _answers_here(session: Session, channel: Channel, *, by: Actor) -> bool:
    """Whether they answer for an open outcome that lives there."""
    homes = homes_of(session, digests.open_outcomes(session, channel.id))
    return any(home.accountable.id == by.person_id for home in homes.values())
