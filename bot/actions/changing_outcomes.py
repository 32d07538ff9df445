"""Changing what an outcome says, where it lives and who answers for it: what was is kept."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from bot.actions import access, people
from bot.actions.changing import check_reason, require_seen
from bot.actions.ends import look_at_end
from bot.actions.outcomes import check_dates, check_texts, give_digest, home_for, parent_of
from bot.actions.people import Actor, as_actor
from bot.actions.screens import named, outcome_name
from bot.actions.telling import tell
from bot.domain import events
from bot.domain.calendar import local_day
from bot.domain.parts import OutcomePart
from bot.errors import UserError
from bot.fields import Field
from bot.results.changing import ChangedOutcome, OutcomeFace
from bot.results.names import OutcomeName
from storage import outcomes, spellings
from storage.access import visible_outcome
from storage.outcomes import Home
from storage.tables import OutcomeDefinition, Person, Workspace


@dataclass(frozen=True)
class Statement:
    """What is to change, in other words."""

    text: str


@dataclass(frozen=True)
class Why:
    """Why it matters."""

    text: str


@dataclass(frozen=True)
class NewHome:
    """Another channel, by Slack's id."""

    channel_id: str


@dataclass(frozen=True)
class Accountable:
    """Somebody else who answers for it, by Slack's id."""

    user_id: str


@dataclass(frozen=True)
class Dates:
    """When it starts and ends."""

    starts_on: date | None
    ends_on: date | None


@dataclass(frozen=True)
class Parent:
    """What it is part of, by its key; None for nothing."""

    key: str | None


OutcomeChange = Statement | Why | NewHome | Accountable | Dates | Parent

_FIELDS = {
    OutcomePart.STATEMENT: Field.STATEMENT,
    OutcomePart.WHY: Field.WHY,
    OutcomePart.CHANNEL: Field.CHANNEL,
    OutcomePart.ACCOUNTABLE: Field.ACCOUNTABLE,
    OutcomePart.DATES: Field.ENDS_ON,
    OutcomePart.PARENT: Field.PARENT,
}
_PARTS: dict[type[OutcomeChange], OutcomePart] = {
    Statement: OutcomePart.STATEMENT,
    Why: OutcomePart.WHY,
    NewHome: OutcomePart.CHANNEL,
    Accountable: OutcomePart.ACCOUNTABLE,
    Dates: OutcomePart.DATES,
    Parent: OutcomePart.PARENT,
}
_COLUMNS = ("statement", "why", "channel_id", "accountable_id", "starts_on", "ends_on", "parent_id")


def outcome_to_change(session: Session, outcome_id: int, *, by: Actor) -> OutcomeFace:
    """The outcome as it is now. Raises NotFound, and NotAllowed where the person may not change it."""
    return _face(session, require_changeable(session, outcome_id, by=by), by=by)


def change_outcome(
    session: Session,
    outcome_id: int,
    change: OutcomeChange,
    *,
    seen_id: int,
    reason: str = "",
    corrected: bool = False,
    by: Actor,
    now: datetime,
) -> ChangedOutcome:
    """Change one thing about an outcome; `seen_id` is the number of the definition that the person has seen, and
    `corrected` says that it was meant so from the start. All else stays as it is now.

    Raises UserError with the field at fault, NotAllowed and ChangedMeanwhile among them.
    """
    outcomes.hold(session, outcome_id)
    home = require_changeable(session, outcome_id, by=by)
    part, before = _PARTS[type(change)], _face(session, home, by=by)
    check_reason(reason)
    wanted = _columns(session, home, change, by=by, now=now)
    present = {name: getattr(home.definition, name) for name in _COLUMNS}
    if present | wanted == present:
        raise UserError("That is what it says already.", field=_FIELDS[part])
    require_seen(session, outcomes.definitions_from(session, outcome_id, seen_id), seen_id, wanted)
    session.add(
        OutcomeDefinition(
            **present | wanted,
            workspace_id=by.workspace_id,
            outcome_id=outcome_id,
            effective_on=local_day(now, by.zone),
            made_at=now,
            made_by_id=by.person_id,
            reason=reason.strip(),
            is_correction=corrected,
        )
    )
    session.flush()
    spellings.keep_outcome(session, outcome_id)
    home = outcomes.homes_of(session, [outcome_id])[outcome_id]
    look_at_end(home.outcome, home.definition.ends_on, now=now)
    session.add(home.outcome)
    if part is OutcomePart.CHANNEL:
        give_digest(session, home.channel, zone=home.accountable.zone, by=by, now=now)
    tell(session, events.OutcomeChanged(outcome_id), now=now)
    return ChangedOutcome(part, before, _face(session, home, by=by))


def require_changeable(session: Session, outcome_id: int, *, by: Actor) -> Home:
    """The outcome as it stands now. Raises NotFound, and NotAllowed where the person may not change it."""
    access.require_visible_outcome(session, outcome_id, by=by)
    home = outcomes.homes_of(session, [outcome_id])[outcome_id]
    access.require_may_edit_outcome(home, by=by, refusal=access.MAY_NOT_CHANGE_OUTCOME)
    if home.outcome.closed_at is not None:
        raise UserError('"{outcome}" is closed, so it stays as it is.', outcome=home.definition.statement)
    return home


def _columns(session: Session, home: Home, change: OutcomeChange, *, by: Actor, now: datetime) -> dict[str, Any]:
    """What is to stand in the columns of the outcome's definition. Raises UserError for what cannot be."""
    match change:
        case Statement(text):
            check_texts(text, home.definition.why)
            return {"statement": text.strip()}
        case Why(text):
            check_texts(home.definition.statement, text)
            return {"why": text.strip()}
        case NewHome(channel_id):
            members = {by.user_id, home.accountable.user_id}
            return {"channel_id": home_for(session, channel_id, members=members, by=by).id}
        case Accountable(user_id):
            return {"accountable_id": _require_can_answer(session, home, user_id, by=by, now=now).id}
        case Dates(starts_on, ends_on):
            check_dates(starts_on, ends_on)
            return {"starts_on": starts_on, "ends_on": ends_on}
        case Parent(key):
            parent_id = parent_of(session, key, by=by)
            _require_no_circle(session, home.outcome.id, parent_id)
            return {"parent_id": parent_id}


def _require_can_answer(session: Session, home: Home, user_id: str, *, by: Actor, now: datetime) -> Person:
    person = people.meet(session, workspace_id=by.workspace_id, user_id=user_id, profile=None, now=now)
    if person.is_deactivated:
        raise UserError("This person's account is deactivated. Choose somebody else.", field=Field.ACCOUNTABLE)
    if person.id != home.accountable.id:
        workspace = session.get_one(Workspace, by.workspace_id)
        if not access.may_see_channel(session, home.channel, by=as_actor(person, workspace)):
            raise UserError(
                "They are not in the channel where it lives, and would not see it. Invite them there first, or choose "
                "somebody who is in it.",
                field=Field.ACCOUNTABLE,
            )
    return person


def _require_no_circle(session: Session, outcome_id: int, parent_id: int | None) -> None:
    """Raises UserError where the outcome would be a part of itself, by however many steps."""
    seen: set[int] = set()
    while parent_id is not None and parent_id not in seen:
        if parent_id == outcome_id:
            raise UserError(
                "That one is part of this one already, so this one cannot be part of it. Choose another one.",
                field=Field.PARENT,
            )
        seen.add(parent_id)
        parent_id = outcomes.homes_of(session, [parent_id])[parent_id].definition.parent_id


def _face(session: Session, home: Home, *, by: Actor) -> OutcomeFace:
    definition = home.definition
    parent = visible_outcome(session, definition.parent_id, by=by) if definition.parent_id is not None else None
    return OutcomeFace(
        outcome_id=home.outcome.id,
        definition_id=definition.id,
        name=outcome_name(home),
        why=definition.why,
        channel_id=home.channel.channel_id,
        accountable=named(home.accountable),
        starts_on=definition.starts_on,
        ends_on=definition.ends_on,
        parent=OutcomeName(parent.key, parent.name) if parent else None,
        has_hidden_parent=definition.parent_id is not None and parent is None,
    )
