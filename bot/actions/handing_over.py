"""Handing an indicator over to somebody who is asked first, for good or until a day."""

from datetime import date, datetime, time

from sqlmodel import Session

from bot.actions import access, outgoing
from bot.actions.checks import require_at_most, require_goes_on
from bot.actions.due import name_of_described
from bot.actions.ownership import LONGEST_REASON, make_owner, require_can_own
from bot.actions.people import Actor, Policy, as_actor, policy_of
from bot.actions.screens import named, policy_for
from bot.actions.snapshots import snapshots
from bot.domain.calendar import end_of_day, instant_of, local_day
from bot.domain.handovers import ANSWERED_WITHIN, HandoverAnswer
from bot.domain.messages import Template
from bot.errors import NotAllowed, UserError
from bot.fields import Field
from bot.results.handovers import Handover
from storage import handovers, indicators
from storage.indicators import Described
from storage.people import people_by_id
from storage.tables import HandoverRecord, Person, Workspace


def hand_over(
    session: Session,
    indicator_id: int,
    *,
    to_user_id: str,
    until_on: date | None = None,
    reason: str = "",
    by: Actor,
    now: datetime,
) -> Handover:
    """Ask somebody to keep the indicator. Nothing changes before they say yes, or 24 hours have passed; at once where
    somebody takes it themselves, and where its owner cannot be asked any more. Raises NotFound, NotAllowed, and
    UserError where that person could not be asked.
    """
    access.require_visible_indicator(session, indicator_id, by=by)
    (described,) = indicators.held(session, [indicator_id])
    access.require_visible_indicator(session, indicator_id, by=by)  # somebody may have retired it while we waited
    access.require_may_edit(session, described, by=by, refusal=access.MAY_NOT_CHANGE_OWNER)
    require_goes_on(described)
    require_at_most(reason, LONGEST_REASON, Field.REASON)
    owner = require_can_own(session, described, to_user_id, by=by)
    if until_on is not None and until_on <= local_day(now, described.owner.zone):
        raise UserError(
            "{day} is not ahead. Choose a later day, or none: then it is for good.", day=until_on, field=Field.UNTIL
        )
    _withdraw_earlier(session, described, owner, now=now)
    record = _add(session, described, owner, until_on=until_on, reason=reason, by=by, now=now)
    if owner.id == by.person_id or not _can_be_asked(session, described, described.owner):
        _take_effect(
            session, record, described, owner, HandoverAnswer.ACCEPTED, policy=policy_for(session, by), now=now
        )
        if owner.id != by.person_id:
            _tell(session, record, Template.HANDOVER_TOOK_EFFECT, owner.id, now=now, went_back=False)
    else:
        _tell(session, record, Template.HANDOVER_OFFERED, owner.id, now=now)
    session.flush()
    return offer_of(session, record, now=now)


def answer(session: Session, number: int, *, accepts: bool, by: Actor, now: datetime) -> Handover:
    """Say yes or no to an offer. One that does not stand any more is answered with what has become of it. Raises
    UserError for somebody else's.
    """
    record = _held(session, number, by=by)
    if record.to_id != by.person_id:
        raise NotAllowed("Only whoever is asked can answer this.")
    (described,) = indicators.held(session, [record.indicator_id])
    if record.answer is HandoverAnswer.OPEN and not _still_stands(session, record, described, now=now):
        _close(record, HandoverAnswer.WITHDRAWN, now=now)
    elif record.answer is HandoverAnswer.OPEN and accepts:
        owner = session.get_one(Person, record.to_id)
        policy = policy_for(session, by)
        _take_effect(session, record, described, owner, HandoverAnswer.ACCEPTED, policy=policy, now=now)
        _tell_others(session, record, now=now)
    elif record.answer is HandoverAnswer.OPEN:
        _close(record, HandoverAnswer.DECLINED, now=now)
        _tell_others(session, record, now=now)
    session.add(record)
    session.flush()
    return offer_of(session, record, now=now)


def withdraw(session: Session, number: int, *, by: Actor, now: datetime) -> Handover:
    """Take an offer back, if it is not answered yet. Raises UserError, and NotAllowed for whoever may not."""
    record = _held(session, number, by=by)
    (described,) = indicators.held(session, [record.indicator_id])
    if by.person_id != record.offered_by_id:
        access.require_may_edit(session, described, by=by, refusal=access.MAY_NOT_CHANGE_OWNER)
    if record.answer is HandoverAnswer.OPEN:
        _close(record, HandoverAnswer.WITHDRAWN, now=now)
        session.add(record)
        session.flush()
    return offer_of(session, record, now=now)


def take_effect_unanswered(session: Session, record: HandoverRecord, *, policy: Policy, now: datetime) -> None:
    """Nobody has answered in time: it takes effect, if it still stands, and both are told."""
    (described,) = indicators.held(session, [record.indicator_id])
    if not _still_stands(session, record, described, now=now):
        _close(record, HandoverAnswer.WITHDRAWN, now=now)
        session.add(record)
        return
    owner = session.get_one(Person, record.to_id)
    _take_effect(session, record, described, owner, HandoverAnswer.LAPSED, policy=policy, now=now)
    _tell(session, record, Template.HANDOVER_TOOK_EFFECT, owner.id, now=now, went_back=False)
    _tell_others(session, record, now=now)


def give_back(session: Session, record: HandoverRecord, *, policy: Policy, now: datetime) -> None:
    """The day has come on which it goes back to its former owner; both are told. Unless it has gone elsewhere since, or
    the former owner cannot be asked any more.
    """
    record.returns_at = None
    session.add(record)
    (described,) = indicators.held(session, [record.indicator_id])
    former = session.get_one(Person, record.from_id)
    is_theirs = described.owner.id == record.to_id and described.indicator.retired_at is None
    if not is_theirs or not _can_be_asked(session, described, former):
        return
    make_owner(session, described, former, reason="", made_by_id=record.offered_by_id, policy=policy, now=now)
    for person_id in (record.from_id, record.to_id):
        _tell(session, record, Template.HANDOVER_TOOK_EFFECT, person_id, now=now, went_back=True)


def offer_of(session: Session, record: HandoverRecord, *, now: datetime) -> Handover:
    """The offer as screens show it."""
    described = indicators.describe(session, [record.indicator_id])[record.indicator_id]
    policy = policy_of(session.get_one(Workspace, record.workspace_id))
    at = snapshots(session, [record.indicator_id], policy=policy, now=now)[record.indicator_id]
    people = people_by_id(session, {record.from_id, record.to_id, record.offered_by_id})
    return Handover(
        number=record.id,
        indicator=name_of_described(described),
        from_=named(people[record.from_id]),
        to=named(people[record.to_id]),
        offered_by=named(people[record.offered_by_id]),
        answer=record.answer,
        until_on=record.until_on,
        reason=record.reason,
        takes_effect_at=record.takes_effect_at,
        last=at.standing.value,
    )


def _held(session: Session, number: int, *, by: Actor) -> HandoverRecord:
    record = handovers.held(session, number, workspace_id=by.workspace_id)
    if record is None:
        raise UserError("This offer is no longer there.")
    access.require_visible_indicator(session, record.indicator_id, by=by, retired_too=True)
    return record


def _add(
    session: Session,
    described: Described,
    owner: Person,
    *,
    until_on: date | None,
    reason: str,
    by: Actor,
    now: datetime,
) -> HandoverRecord:
    record = HandoverRecord(
        workspace_id=by.workspace_id,
        indicator_id=described.indicator.id,
        from_id=described.owner.id,
        to_id=owner.id,
        offered_by_id=by.person_id,
        reason=reason.strip(),
        until_on=until_on,
        offered_at=now,
        takes_effect_at=now + ANSWERED_WITHIN,
    )
    session.add(record)
    session.flush()
    return record


def _withdraw_earlier(session: Session, described: Described, owner: Person, *, now: datetime) -> None:
    """An offer that is still open gives way to another one; the same person is not asked twice."""
    earlier = handovers.open_for(session, described.indicator.id)
    if earlier is None:
        return
    if earlier.to_id == owner.id and _still_stands(session, earlier, described, now=now):
        raise UserError(
            "{name} is asked already, and has not answered yet.", name=owner.name or owner.user_id, field=Field.OWNER
        )
    _close(earlier, HandoverAnswer.WITHDRAWN, now=now)
    session.add(earlier)
    session.flush()


def _take_effect(
    session: Session,
    record: HandoverRecord,
    described: Described,
    owner: Person,
    answered: HandoverAnswer,
    *,
    policy: Policy,
    now: datetime,
) -> None:
    _close(record, answered, now=now)
    record.returns_at = _goes_back_at(record, described.owner)
    session.add(record)
    make_owner(session, described, owner, reason=record.reason, made_by_id=record.offered_by_id, policy=policy, now=now)


def _goes_back_at(record: HandoverRecord, former: Person) -> datetime | None:
    if record.until_on is None:
        return None
    return instant_of(record.until_on, time(0), former.zone) or end_of_day(record.until_on, former.zone)


def _close(record: HandoverRecord, answered: HandoverAnswer, *, now: datetime) -> None:
    record.answer, record.answered_at, record.takes_effect_at = answered, now, None


def _still_stands(session: Session, record: HandoverRecord, described: Described, *, now: datetime) -> bool:
    """Whether it is still what was offered: the same owner, an open outcome, and a day ahead; and whether whoever is
    asked still sees it.
    """
    ends_at = _goes_back_at(record, described.owner)
    return (
        described.owner.id == record.from_id
        and described.indicator.retired_at is None
        and described.home.outcome.closed_at is None
        and (ends_at is None or ends_at > now)
        and _can_be_asked(session, described, session.get_one(Person, record.to_id))
    )


def _can_be_asked(session: Session, described: Described, person: Person) -> bool:
    if person.is_deactivated:
        return False
    workspace = session.get_one(Workspace, person.workspace_id)
    return access.may_see_channel(session, described.home.channel, by=as_actor(person, workspace))


def _tell_others(session: Session, record: HandoverRecord, *, now: datetime) -> None:
    """Whoever asked, and whoever was the owner, hear what came of it."""
    for person_id in sorted({record.from_id, record.offered_by_id} - {record.to_id}):
        _tell(session, record, Template.HANDOVER_ANSWERED, person_id, now=now)


def _tell(
    session: Session, record: HandoverRecord, template: Template, person_id: int, *, now: datetime, **about: bool
) -> None:
    again = "-back" if about.get("went_back") else ""
    outgoing.enqueue_notice(
        session,
        template,
        {"handover": record.id, **about},
        workspace_id=record.workspace_id,
        person_id=person_id,
        key=f"{template}{again}:{record.id}:{person_id}",
        now=now,
    )
