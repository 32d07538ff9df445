"""Notices: who is told what about the bot itself, and what such a message says now, from its template and ids."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from bot.actions import access, outgoing
from bot.actions.absences import meanwhile
from bot.actions.digest_settings import schedule_of
from bot.actions.digest_threads import outcome_below
from bot.actions.due import as_item, name_of_described
from bot.actions.endings import how_it_was_closed
from bot.actions.handing_over import offer_of
from bot.actions.indicators import next_due_of
from bot.actions.missing import missing_for
from bot.actions.pausing import as_it_was_done, with_next
from bot.actions.people import Actor, as_actor, policy_of
from bot.actions.previews import preview_for
from bot.actions.proposing import proposals
from bot.actions.reports import weekly_report
from bot.actions.screens import named, outcome_name
from bot.actions.snapshots import snapshots
from bot.domain.calendar import local_day
from bot.domain.digests import Rhythm
from bot.domain.handovers import HandoverAnswer
from bot.domain.messages import Failure, FailureCode, MessageKind, Template
from bot.results.closing import ClosingProposed
from bot.results.handovers import Answered, Offered, TookEffect
from bot.results.missing import AskedFor, Missing
from bot.results.notices import (
    AnswersFor,
    AskedAbout,
    ChannelOutOfReach,
    ClockWasAhead,
    DigestOff,
    IndicatorInterrupted,
    NewOutcome,
    NewOwner,
    NobodyToAsk,
    NotHearing,
    Notice,
    NotInChannel,
    OutcomeBelow,
    OutcomeClosed,
    OwnerOutOfSight,
    QuestionAnswered,
    Undeliverable,
    WasAway,
    Welcome,
    WelcomeBack,
)
from bot.results.previews import DigestPreview
from bot.results.reports import WeeklyReport
from storage import (
    absences,
    closings,
    digests,
    due,
    handovers,
    indicators,
    interruptions,
    messages,
    outcomes,
    people,
)
from storage.channels import subscription_of
from storage.outcomes import Home
from storage.running import reason_not_running
from storage.tables import Message, Note, Outage, Person, Workspace


def undeliverable(session: Session, message: Message, *, now: datetime) -> None:
    """Have the administrators told that this message will never arrive."""
    for admin in people.administrators(session, message.workspace_id):
        key = f"operator:{message.id}:{admin.user_id}"
        _enqueue(session, admin, Template.UNDELIVERABLE, {"message": message.id}, key=key, now=now)


def was_away(session: Session, outage: Outage, *, workspace_id: int, now: datetime) -> None:
    """Have the administrators of this workspace told of a downtime that touched it."""
    for admin in people.administrators(session, workspace_id):
        key = f"outage:{outage.id}:{admin.user_id}"
        _enqueue(session, admin, Template.WAS_AWAY, {"outage": outage.id}, key=key, now=now)


def nobody_to_ask(session: Session, owner: Person, *, now: datetime) -> None:
    """Have those told, once, who can do something about readings that nobody can be asked for: whoever answers for the
    outcomes, and the administrators.
    """
    owned = indicators.running_of_owner(session, owner.id)
    accountable = {each.home.accountable.id: each.home.accountable for each in owned}
    told = accountable | {admin.id: admin for admin in people.administrators(session, owner.workspace_id)}
    since = owner.deactivated_at.date().isoformat() if owner.deactivated_at else "unknown"
    for person in _reachable(told.values()):
        key = f"nobody-to-ask:{owner.user_id}:{since}:{person.user_id}"
        _enqueue(session, person, Template.NOBODY_TO_ASK, {"owner": owner.id}, key=key, now=now)


def not_hearing(session: Session, *, workspace_id: int, since: datetime, why: Failure, now: datetime) -> None:
    """Have the administrators of this workspace told that the bot does not hear Slack: once in an hour, however often
    it comes and goes and however many processes notice it.
    """
    about = {"since": since.isoformat(), "code": why.code, "detail": why.detail}
    for admin in people.administrators(session, workspace_id):
        key = f"not-hearing:{since:%Y-%m-%dT%H}:{admin.user_id}"
        _enqueue(session, admin, Template.NOT_HEARING, about, key=key, now=now)


def clock_was_ahead(session: Session, *, workspace_id: int, until: datetime, now: datetime) -> None:
    """Have the administrators of this workspace told that a wrong clock has been noticed, and made up for."""
    for admin in people.administrators(session, workspace_id):
        key = f"clock:{until:%Y-%m-%dT%H}:{admin.user_id}"
        _enqueue(session, admin, Template.CLOCK_WAS_AHEAD, {"until": until.isoformat()}, key=key, now=now)


def welcome_back(session: Session, person: Person, absence_id: int, *, now: datetime) -> None:
    """Have somebody told what was done while they were away, where nothing else is to be said."""
    key = f"welcome-back:{absence_id}"
    _enqueue(session, person, Template.WELCOME_BACK, {"absence": absence_id}, key=key, now=now)


def owner_out_of_sight(session: Session, indicator_ids: Collection[int], *, now: datetime) -> None:
    """Have those told, once for each owner, who can do something about an owner who does not see the indicator any
    more: whoever answers for its outcome; where they do not see it either, the administrators who do.
    """
    for described in indicators.describe(session, sorted(indicator_ids)).values():
        told = who_can_act(session, described.home, leaving_out=described.owner.id)
        for person in told:
            key = f"out-of-sight:{described.ownership.id}:{person.user_id}"
            about = {"indicator": described.indicator.id}
            _enqueue(session, person, Template.OWNER_OUT_OF_SIGHT, about, key=key, now=now)


def compose(session: Session, message: Message) -> Notice | None:
    """What a notice says, from what is true now; None where it is not true any more, or no longer for its reader's
    eyes. `late` counts are those of its reader's workspace.
    """
    about = message.arguments
    match message.template:
        case Template.UNDELIVERABLE:
            dead = session.get_one(Message, about["message"])
            return Undeliverable(dead.key, Failure(dead.failure_code or FailureCode.UNEXPECTED, dead.failure_detail))
        case Template.NOT_IN_CHANNEL:
            return NotInChannel(about["channel"])
        case Template.WAS_AWAY:
            return what_came_of(session, session.get_one(Outage, about["outage"]), workspace_id=message.workspace_id)
        case Template.NOBODY_TO_ASK:
            return _nobody_to_ask(session, session.get_one(Person, about["owner"]), message)
        case Template.OWNER_OUT_OF_SIGHT:
            return _owner_out_of_sight(session, about["indicator"], message)
        case Template.CHANNEL_OUT_OF_REACH:
            return ChannelOutOfReach(about["channel"])
        case Template.NOT_HEARING:
            until = about.get("until")
            why = Failure(FailureCode(about["code"]), about["detail"])
            since = datetime.fromisoformat(about["since"])
            return NotHearing(since, why, until=datetime.fromisoformat(until) if until else None)
        case Template.CLOCK_WAS_AHEAD:
            return ClockWasAhead(datetime.fromisoformat(about["until"]))
        case Template.WELCOME:
            return Welcome()
        case Template.NEW_OUTCOME:
            return _new_outcome(session, about, message)
        case Template.ANSWERS_FOR:
            return _answers_for(session, about, message)
        case Template.NEW_OWNER:
            return _new_owner(session, about, message)
        case Template.OUTCOME_CLOSED:
            return _outcome_closed(session, about["closing"])
        case Template.INDICATOR_INTERRUPTED:
            return _interrupted(session, about["interruption"], message)
        case Template.HANDOVER_OFFERED | Template.HANDOVER_ANSWERED | Template.HANDOVER_TOOK_EFFECT:
            return _handover(session, message)
        case Template.MISSING:
            return _missing(session, message)
        case Template.WEEKLY_REPORT:
            return _weekly_report(session, message)
        case Template.CLOSING_PROPOSED:
            return _closing_proposed(session, message)
        case Template.DIGEST_PREVIEW:
            return _digest_preview(session, message)
        case Template.ASKED_FOR:
            return _asked_for(session, about, message)
        case Template.ASKED_ABOUT:
            return _asked_about(session, about, message)
        case Template.QUESTION_ANSWERED:
            return _question_answered(session, about, message)
        case Template.OUTCOME_BELOW:
            return _outcome_below(session, about["outcome"], message)
        case Template.DIGEST_OFF:
            return _digest_off(session, about, message)
        case Template.WELCOME_BACK:
            done = meanwhile(session, absences.with_number(session, about["absence"]))
            return None if done.is_nothing else WelcomeBack(done)
        case None:
            raise ValueError(f"message {message.key} has no template")


def what_came_of(session: Session, outage: Outage, *, workspace_id: int) -> WasAway:
    """What was late in this workspace, or left out, because of that downtime."""
    late = {
        kind: messages.count_late(session, workspace_id=workspace_id, kind=kind, ended_at=outage.ended_at)
        for kind in (MessageKind.REMINDER, MessageKind.DIGEST)
    }
    first, last = outage.began_at.date(), outage.ended_at.date()
    return WasAway(
        outage.began_at,
        outage.ended_at,
        late_reminders=late[MessageKind.REMINDER],
        late_digests=late[MessageKind.DIGEST],
        dropped_digests=digests.count_dropped(session, workspace_id=workspace_id, first=first, last=last),
    )


def _outcome_closed(session: Session, closing_id: int) -> OutcomeClosed | None:
    closing = closings.with_number(session, closing_id)
    home = outcomes.homes_of(session, [closing.outcome_id])[closing.outcome_id]
    is_still_closed = closings.newest_of_each(session, [closing.outcome_id])[closing.outcome_id].id == closing.id
    ended = how_it_was_closed(session, home, closing)
    return OutcomeClosed(ended) if ended is not None and is_still_closed else None


def _interrupted(session: Session, interruption_id: int, message: Message) -> IndicatorInterrupted | None:
    record = interruptions.with_number(session, interruption_id)
    described = indicators.describe(session, [record.indicator_id])[record.indicator_id]
    newest, reader = interruptions.newest(session, record.indicator_id), _reader(session, message)
    is_over = newest is not None and newest.id != record.id
    if is_over or not access.may_see_channel(session, described.home.channel, by=reader):
        return None
    return IndicatorInterrupted(with_next(session, described, as_it_was_done(session, described, record), by=reader))


def _handover(session: Session, message: Message) -> Offered | Answered | TookEffect | None:
    record = handovers.with_number(session, message.arguments["handover"])
    described = indicators.describe(session, [record.indicator_id])[record.indicator_id]
    if not access.may_see_channel(session, described.home.channel, by=_reader(session, message)):
        return None
    offer = offer_of(session, record, now=message.planned_for)
    match message.template:
        case Template.HANDOVER_OFFERED:
            return Offered(offer) if record.answer is HandoverAnswer.OPEN else None
        case Template.HANDOVER_ANSWERED:
            return Answered(offer)
        case _:
            went_back = bool(message.arguments.get("went_back"))
            return TookEffect(offer, went_back, is_for_the_former=message.person_id == record.from_id)


def _nobody_to_ask(session: Session, owner: Person, message: Message) -> NobodyToAsk:
    reader = _reader(session, message)
    owned = indicators.running_of_owner(session, owner.id)
    seen = [each for each in owned if access.may_see_channel(session, each.home.channel, by=reader)]
    return NobodyToAsk(named(owner), tuple(map(name_of_described, seen)), others=len(owned) - len(seen))


def _owner_out_of_sight(session: Session, indicator_id: int, message: Message) -> OwnerOutOfSight | None:
    described = indicators.describe(session, [indicator_id])[indicator_id]
    channel, reader = described.home.channel, _reader(session, message)
    workspace = session.get_one(Workspace, message.workspace_id)
    is_seen_again = access.may_see_channel(session, channel, by=as_actor(described.owner, workspace))
    if is_seen_again or not access.may_see_channel(session, channel, by=reader):
        return None
    return OwnerOutOfSight(named(described.owner), name_of_described(described), channel.channel_id)


def _new_outcome(session: Session, about: Mapping[str, Any], message: Message) -> NewOutcome | None:
    """None where it lives in another channel by now, is closed, or where Slack tells nothing about the channel."""
    home = outcomes.homes_of(session, [about["outcome"]])[about["outcome"]]
    is_told = home.channel.members_read_at is not None and not home.channel.is_archived
    if home.channel.id != message.channel_id or home.outcome.closed_at is not None or not is_told:
        return None
    subscription = subscription_of(session, home.channel.id)
    return NewOutcome(
        outcome=outcome_name(home),
        by=named(session.get_one(Person, about["by"])),
        schedule=schedule_of(subscription) if subscription else None,
    )


def _answers_for(session: Session, about: Mapping[str, Any], message: Message) -> AnswersFor | None:
    home = outcomes.homes_of(session, [about["outcome"]])[about["outcome"]]
    is_theirs = home.accountable.id == message.person_id and home.outcome.closed_at is None
    if not is_theirs or not access.may_see_channel(session, home.channel, by=_reader(session, message)):
        return None
    return AnswersFor(outcome_name(home), named(session.get_one(Person, about["by"])), home.channel.channel_id)


def _new_owner(session: Session, about: Mapping[str, Any], message: Message) -> NewOwner | None:
    described = indicators.describe(session, [about["indicator"]])[about["indicator"]]
    reader = _reader(session, message)
    is_running = reason_not_running(described.indicator, described.home.outcome) is None
    is_theirs = described.owner.id == message.person_id and is_running
    if not is_theirs or not access.may_see_channel(session, described.home.channel, by=reader):
        return None
    return NewOwner(
        indicator=name_of_described(described),
        outcome=outcome_name(described.home),
        by=named(session.get_one(Person, about["by"])),
        next_due=next_due_of(session, described, by=reader),
    )


def _missing(session: Session, message: Message) -> Missing | None:
    reader = _reader(session, message)
    week, today = date.fromisoformat(message.arguments["week"]), local_day(message.planned_for, reader.zone)
    found = missing_for(session, week=week, by=reader, today=today)
    return found if found is not None and found.items else None


def _weekly_report(session: Session, message: Message) -> WeeklyReport | Missing | None:
    """What is missing alone for whoever does not want the report any more."""
    person = session.get_one(Person, message.person_id)
    if not person.wants_report:
        return _missing(session, message)
    week, reader = date.fromisoformat(message.arguments["week"]), _reader(session, message)
    return weekly_report(session, by=reader, now=message.planned_for, week=week, before=message.id)


def _closing_proposed(session: Session, message: Message) -> ClosingProposed | None:
    ended = {number: date.fromisoformat(on) for number, on in message.arguments["ended"]}
    found = proposals(session, ended, by=_reader(session, message), now=message.planned_for)
    return ClosingProposed(found) if found else None


def _digest_preview(session: Session, message: Message) -> DigestPreview | None:
    """None for whoever does not want it any more, and where the next digest is another by now."""
    if not session.get_one(Person, message.person_id).wants_preview:
        return None
    on, reader = date.fromisoformat(message.arguments["on"]), _reader(session, message)
    return preview_for(session, message.arguments["channel"], on=on, by=reader, now=message.planned_for)


def _asked_for(session: Session, about: Mapping[str, Any], message: Message) -> AskedFor | None:
    """None once nothing of it is open any more, or it is somebody else's."""
    assert message.person_id is not None, "somebody is asked"
    theirs = [row for row in due.of_owner(session, message.person_id) if row.indicator_id == about["indicator"]]
    if not theirs:
        return None
    described = indicators.describe(session, [about["indicator"]])[about["indicator"]]
    item = as_item(theirs[-1], name_of_described(described))
    return AskedFor(named(session.get_one(Person, about["by"])), item)


def _outcome_below(session: Session, outcome_id: int, message: Message) -> OutcomeBelow | None:
    assert message.channel_id is not None, "a digest is a channel's"
    policy, channel = policy_of(session.get_one(Workspace, message.workspace_id)), message.channel_id
    return outcome_below(session, outcome_id, channel_row_id=channel, policy=policy, now=message.planned_for)


def _asked_about(session: Session, about: Mapping[str, Any], message: Message) -> AskedAbout | None:
    """None where it is somebody else's by now, is not measured any more, or out of their sight."""
    described = indicators.describe(session, [about["indicator"]])[about["indicator"]]
    reader = _reader(session, message)
    is_theirs = described.owner.id == message.person_id
    if not is_theirs or not access.may_see_channel(session, described.home.channel, by=reader):
        return None
    if reason_not_running(described.indicator, described.home.outcome) is not None:
        return None
    policy = policy_of(session.get_one(Workspace, message.workspace_id))
    at = snapshots(session, [about["indicator"]], policy=policy, now=message.planned_for)[about["indicator"]]
    asker = named(session.get_one(Person, about["by"]))
    return AskedAbout(asker, name_of_described(described), at.assessment, message.id, about["digest"] is not None)


def _question_answered(session: Session, about: Mapping[str, Any], message: Message) -> QuestionAnswered | None:
    """None where what it is about has moved out of the sight of those who would read it."""
    note = session.get_one(Note, about["note"])
    assert note.indicator_id is not None, "a question is about an indicator"
    described = indicators.describe(session, [note.indicator_id])[note.indicator_id]
    channel = described.home.channel
    if message.channel_id is not None and message.channel_id != channel.id:
        return None
    if message.channel_id is None and not access.may_see_channel(session, channel, by=_reader(session, message)):
        return None
    return QuestionAnswered(
        asked_by=named(session.get_one(Person, about["by"])),
        answered_by=named(session.get_one(Person, note.made_by_id)),
        indicator=described.definition.name,
        text=note.text,
    )


def _digest_off(session: Session, about: Mapping[str, Any], message: Message) -> DigestOff | None:
    """None where they are on again."""
    assert message.channel_id is not None, "a channel is told"
    subscription = subscription_of(session, message.channel_id)
    is_off = subscription is not None and subscription.rhythm is Rhythm.OFF
    return DigestOff(named(session.get_one(Person, about["by"]))) if is_off else None


def who_can_act(session: Session, home: Home, *, leaving_out: int | None = None) -> list[Person]:
    """Whoever answers for the outcome, if they see it and can be written to, and are not that person; else the
    administrators who do.
    """
    first = [] if home.accountable.id == leaving_out else [home.accountable]
    admins = people.administrators(session, home.outcome.workspace_id)
    return _seeing(session, home, first) or _seeing(session, home, admins)


def _seeing(session: Session, home: Home, candidates: Iterable[Person]) -> list[Person]:
    """Those of them who see what lives there, and can be written to."""
    workspace = session.get_one(Workspace, home.outcome.workspace_id)
    return [
        person
        for person in _reachable(candidates)
        if access.may_see_channel(session, home.channel, by=as_actor(person, workspace))
    ]


def _reader(session: Session, message: Message) -> Actor:
    return as_actor(session.get_one(Person, message.person_id), session.get_one(Workspace, message.workspace_id))


def _reachable(candidates: Iterable[Person]) -> list[Person]:
    return [person for person in candidates if not person.is_deactivated]


def _enqueue(
    session: Session, person: Person, template: Template, arguments: dict[str, Any], *, key: str, now: datetime
) -> None:
    outgoing.enqueue_notice(
        session, template, arguments, workspace_id=person.workspace_id, person_id=person.id, key=key, now=now
    )
