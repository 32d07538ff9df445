"""What a message of the outbox says now, from current facts, or why it need not be said. Nothing here writes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlmodel import Session

from bot.actions.authors import author_names
from bot.actions.digests import compose, compose_span, facts_of, next_day, viewer_of
from bot.actions.due import as_items
from bot.actions.facts import points_of
from bot.actions.people import Policy, policy_of
from bot.actions.reports import days_of
from bot.actions.snapshots import IndicatorSnapshot, snapshots
from bot.delivery import digests as digest_runs
from bot.delivery import returning
from bot.delivery.contracts import contract_of
from bot.delivery.outlines import CannotRender, Outline, Skip, guarded, outline_all
from bot.delivery.settings import DeliverySettings
from bot.domain.calendar import local_day
from bot.domain.due import DueState
from bot.domain.locales import UNKNOWN
from bot.domain.messages import MessageKind
from bot.domain.sources import NotFetched
from bot.results.absences import Meanwhile
from bot.results.due import DueItem
from bot.results.names import AuthorName, PersonName, Viewer
from bot.results.reminders import Answer, Reminder, ReminderItem, Silent
from bot.results.reports import WeeklyReport
from bot.views import digest as digest_view
from bot.views import notices as notice_view
from bot.views import reminder as reminder_view
from bot.views.blocks import Message as Rendered
from bot.views.late_answer import late_answer
from storage import due, interactions, message_parts, silences
from storage import readings as readings_rows
from storage.channels import subscription_of
from storage.silences import Silence
from storage.tables import DigestRun, DueReading, Message, Person, Reading, Workspace


@dataclass(frozen=True)
class Drawn:
    """A message as it reads now: what its carrier takes, the due readings that it `leaves_out` though it was to name
    them, the states that a digest showed, for the next one to compare with, the decisions that it asks about, and what
    else of it is `kept` with the message.
    """

    content: Mapping[str, Any]
    leaves_out: frozenset[int] = frozenset()
    facts: tuple[Mapping[str, Any], ...] = ()
    kept: Mapping[str, Any] = field(default_factory=dict)
    decisions: tuple[int, ...] = ()


@dataclass(frozen=True)
class Withdrawn:
    """It says nothing any more that a newer message does not say: it is taken away, or where that is refused it is left
    as `instead`.
    """

    instead: Rendered


_ANSWERED = (DueState.ON_TIME, DueState.LATE, DueState.NO_DATA)
"""The states in which somebody has said something to it."""

Rendering = Drawn | Skip | CannotRender


def render_new(session: Session, message_id: int, *, now: datetime, settings: DeliverySettings) -> Rendering:
    """A message that is about to be sent, from current facts."""
    message = session.get_one(Message, message_id)
    match outline_all(session, [message])[message_id]:
        case Outline() as outline:
            drawn = guarded(message, lambda: _render(session, message, outline, now=now, settings=settings))
            return drawn or CannotRender()
        case other:
            return other


def render_again(
    session: Session, message_id: int, *, now: datetime, settings: DeliverySettings
) -> Rendered | Withdrawn | None:
    """A reminder already sent, as it should look now: it fills in as readings arrive, and ends as a receipt. What has
    moved into a newer message is taken away where nobody has answered any of it. None where it cannot be put together.
    """
    message = session.get_one(Message, message_id)
    return guarded(message, lambda: _ping_again(session, message, now=now, settings=settings))


def _render(
    session: Session, message: Message, outline: Outline, *, now: datetime, settings: DeliverySettings
) -> Drawn:
    policy = policy_of(session.get_one(Workspace, message.workspace_id))
    match message.kind:
        case MessageKind.DIGEST:
            return _digest(session, message, policy=policy, now=now, settings=settings)
        case MessageKind.NOTICE:
            return _notice(session, message, outline, policy=policy, now=now)
        case MessageKind.ANSWER:
            return _answer_to_message(session, message, policy=policy, now=now, settings=settings)
        case MessageKind.REMINDER | MessageKind.SECOND_PING:
            content, viewer = _reminder(session, message, outline.named, policy=policy, now=now, settings=settings)
            return Drawn(_draw(message, content, viewer), leaves_out=outline.leaves_out)
        case MessageKind.FILE | MessageKind.HOME | MessageKind.CALL:
            return Drawn(message.arguments)


def _ping_again(
    session: Session, message: Message, *, now: datetime, settings: DeliverySettings
) -> Rendered | Withdrawn:
    policy = policy_of(session.get_one(Workspace, message.workspace_id))
    named = message_parts.named_by(session, message.id)
    if message.replaced_by_id is not None:
        viewer = _viewer_of(session, message, policy=policy, now=now)
        pointer = reminder_view.moved(_address(session, message.replaced_by_id), viewer)
        is_answered = message.kind is MessageKind.REMINDER and any(row.state in _ANSWERED for row in named)
        return pointer if is_answered else Withdrawn(pointer)
    seen = due.in_owners_sight(session, {row.id for row in named})
    theirs = [row for row in named if row.id in seen and row.owner_id == message.person_id]
    if named and not theirs:
        return reminder_view.not_theirs_any_more(_viewer_of(session, message, policy=policy, now=now))
    content, viewer = _reminder(session, message, theirs, policy=policy, now=now, settings=settings)
    return _draw(message, content, viewer)


def _notice(session: Session, message: Message, outline: Outline, *, policy: Policy, now: datetime) -> Drawn:
    assert outline.notice is not None, "or there would be nothing to say"
    drawn = notice_view.notice(outline.notice, _viewer_of(session, message, policy=policy, now=now))
    if isinstance(outline.notice, WeeklyReport):
        return Drawn(drawn, kept={**days_of(outline.notice), "facts": facts_of(outline.notice.digest)})
    return Drawn(drawn)


def _answer_to_message(
    session: Session, message: Message, *, policy: Policy, now: datetime, settings: DeliverySettings
) -> Drawn:
    """What was answered when it was asked; later than that, with when it was."""
    key = message.arguments["interaction"]
    answer = interactions.answer_to(session, workspace_id=message.workspace_id, key=key)
    if now - message.planned_for <= settings.late_from:
        return Drawn(answer)
    viewer = _viewer_of(session, message, policy=policy, now=now)
    return Drawn(late_answer(answer, viewer, asked_at=message.planned_for))


def _viewer_of(session: Session, message: Message, *, policy: Policy, now: datetime) -> Viewer:
    if message.person_id is None:
        return _viewer_of_channel(session, message, policy=policy, now=now)
    return _viewer_of_person(session.get_one(Person, message.person_id), policy=policy, now=now)


def _viewer_of_person(reader: Person, *, policy: Policy, now: datetime) -> Viewer:
    return Viewer(reader.locale, reader.zone, local_day(now, reader.zone), colour_words=policy.colour_words)


def _viewer_of_channel(session: Session, message: Message, *, policy: Policy, now: datetime) -> Viewer:
    """As its digests are printed; by the workspace's zone where it gets none."""
    assert message.channel_id is not None, "a notice is for a person or a channel"
    subscription = subscription_of(session, message.channel_id)
    if subscription is not None:
        return viewer_of(session, subscription, policy=policy, now=now)
    return Viewer(UNKNOWN, policy.zone, local_day(now, policy.zone), colour_words=policy.colour_words)


def _draw(message: Message, content: Reminder, viewer: Viewer) -> Rendered:
    if message.kind is MessageKind.SECOND_PING:
        return reminder_view.second_ping(content, viewer)
    return reminder_view.reminder(content, viewer)


def digest_as_of(session: Session, message: Message, *, now: datetime, settings: DeliverySettings) -> Drawn:
    """What this digest says, from the records as they are in this session."""
    policy = policy_of(session.get_one(Workspace, message.workspace_id))
    return _digest(session, message, policy=policy, now=now, settings=settings)


def _digest(session: Session, message: Message, *, policy: Policy, now: datetime, settings: DeliverySettings) -> Drawn:
    assert message.channel_id is not None
    subscription = subscription_of(session, message.channel_id)
    assert subscription is not None, "or there would be nothing to say"
    run = session.get(DigestRun, message.digest_run_id) if message.digest_run_id is not None else None
    if run is None:
        content = compose(session, channel_row_id=message.channel_id, policy=policy, now=now, adds_lines=False)
    else:
        rhythm = subscription.rhythm
        content = compose_span(
            session,
            channel_row_id=message.channel_id,
            span=digest_runs.span_of(run, message, rhythm=rhythm, now=now, settings=settings),
            zone=subscription.zone,
            rhythm=rhythm,
            policy=policy,
            now=now,
            run_id=run.id,
            next_on=next_day(subscription, now=now),
        )
    assert content is not None, "or there would be nothing to say"
    content = replace(content, message_id=message.id)
    drawn = digest_view.digest(content, viewer_of(session, subscription, policy=policy, now=now))
    return Drawn(
        drawn,
        facts=tuple(facts_of(content)),
        decisions=tuple(each.note_id for each in content.questions),
        kept={"below": [of.number for of in content.in_the_thread]},
    )


def _reminder(
    session: Session,
    message: Message,
    named: Sequence[DueReading],
    *,
    policy: Policy,
    now: datetime,
    settings: DeliverySettings,
) -> tuple[Reminder, Viewer]:
    owner = session.get_one(Person, message.person_id)
    known = snapshots(session, {row.indicator_id for row in named}, policy=policy, now=now)
    given = readings_rows.counting_in(session, {(row.indicator_id, row.period_first_on) for row in named})
    authors = author_names(session, [reading for each in given.values() for reading in each])
    open_rows = [row for row in named if row.state == DueState.DUE]
    silent = silences.of_indicators(session, {row.indicator_id for row in open_rows})
    contract = contract_of(
        session, message, open_rows, known, owner=owner, silent=silent, policy=policy, now=now, settings=settings
    )
    sent_at = message.sent_at or now
    # What was registered after nine could not be asked for at nine.
    known_at = [known[row.indicator_id].described.indicator.created_at for row in named]
    late_by = sent_at - max(message.planned_for, min(known_at, default=message.planned_for))
    content = Reminder(
        owner=PersonName(owner.user_id, owner.name),
        on=local_day(message.planned_for, owner.zone),
        items=tuple(
            replace(
                _item(row, item, known[row.indicator_id], given.get(row.indicator_id, ()), authors),
                last_day=contract.last_days.get(row.id),
                put_off_until=row.put_off_until,
                silence=_silent(row, silent),
                not_fetched=NotFetched(row.not_fetched, row.fetch_status) if row.not_fetched is not None else None,
            )
            for row, item in zip(named, as_items(session, named, known), strict=True)
        ),
        next_ping_at=contract.next_ping_at,
        reported_in=contract.reported_in,
        told=contract.told,
        is_excused_later=contract.is_excused_later,
        waits_for_return=contract.waits_for_return,
        stand_ins=contract.stand_ins,
        is_all_stood_in_for=contract.is_all_stood_in_for,
        also_open=_also_open(session, message, owner),
        late_by=late_by if late_by > settings.late_from else None,
        meanwhile=_meanwhile(session, message, owner),
    )
    return content, _viewer_of_person(owner, policy=policy, now=now)


def _meanwhile(session: Session, message: Message, owner: Person) -> Meanwhile | None:
    """What was done while its reader was away, in the first reminder after that."""
    if message.kind is not MessageKind.REMINDER:
        return None
    return returning.told_on(session, owner, local_day(message.planned_for, owner.zone))


def _item(
    row: DueReading, item: DueItem, at: IndicatorSnapshot, given: Sequence[Reading], authors: Mapping[int, AuthorName]
) -> ReminderItem:
    for_it = [reading for reading in given if reading.period_key == row.period_key]
    return ReminderItem(item, _answer(for_it, at, authors) if for_it else None)


def _silent(row: DueReading, silent: Mapping[int, Silence]) -> Silent | None:
    silence = silent.get(row.indicator_id)
    return Silent(row.indicator_id, silence.since_on) if silence and row.state == DueState.DUE else None


def _answer(given: Sequence[Reading], at: IndicatorSnapshot, authors: Mapping[int, AuthorName]) -> Answer:
    """What was answered for a period: its readings, oldest first."""
    points, latest = points_of(given, at.described), at.standing.latest
    is_latest = latest is not None and latest.key == given[-1].period_key
    return Answer(
        value=points[0].value if points else None,
        by=authors[given[-1].id],
        assessment=at.assessment if is_latest else None,
        note=given[-1].note,
    )


def _also_open(session: Session, message: Message, owner: Person) -> int:
    """How much else they can still give: what was missed, and what was asked for as often as it is."""
    return due.count_open(session, owner.id, not_named_by=message.id) if message.kind is MessageKind.REMINDER else 0


def _address(session: Session, message_id: int) -> str:
    """Where Slack shows that message; an empty address where it is not there yet."""
    message = session.get_one(Message, message_id)
    workspace = session.get_one(Workspace, message.workspace_id)
    if message.slack_ts is None or not workspace.url:
        return ""
    return f"{workspace.url}archives/{message.slack_channel}/p{message.slack_ts.replace('.', '')}"
