"""Whose Home tab shows something that has come to pass: those are to be published again."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlmodel import Session

from bot.domain.events import (
    DueReadingChanged,
    Event,
    HomesChanged,
    IndicatorChanged,
    OutcomeChanged,
    OutcomeRegistered,
    OwnerChanged,
    PersonChanged,
    ReadingFellDue,
    ReadingMissed,
    ReadingRecorded,
    ReadingTakenBack,
    RulesChanged,
    SightChanged,
    StatusChanged,
    TargetChanged,
    WholeLookedAt,
)
from storage import home_tabs

_ABOUT_AN_INDICATOR = (
    ReadingRecorded
    | ReadingTakenBack
    | ReadingMissed
    | ReadingFellDue
    | DueReadingChanged
    | StatusChanged
    | TargetChanged
    | IndicatorChanged
    | OwnerChanged
    | WholeLookedAt
)


def follow(session: Session, events: Sequence[Event], *, now: datetime) -> Sequence[Event]:
    """Mark the Home tabs on which any of this is shown. One statement for what happened to indicators, however many
    they are, and one for each other kind.
    """
    return [HomesChanged()] if any(list(_marked(session, events, now=now))) else []


def _marked(session: Session, events: Sequence[Event], *, now: datetime) -> Iterator[bool]:
    indicators = {event.indicator_id for event in events if isinstance(event, _ABOUT_AN_INDICATOR)}
    if indicators:
        readings = {event.reading_id for event in events if isinstance(event, ReadingRecorded | ReadingTakenBack)}
        yield home_tabs.mark_concerned(session, indicators, reading_ids=readings, now=now)
    changed = {event.outcome_id for event in events if isinstance(event, OutcomeChanged)}
    if changed:
        yield home_tabs.mark_concerned_by_outcomes(session, changed, now=now)
    people = set(_people(events))
    if people:
        yield home_tabs.mark(session, people, now=now)
    for workspace_id in {e.workspace_id for e in events if isinstance(e, PersonChanged) and e.is_for_administrators}:
        yield home_tabs.mark_administrators(session, workspace_id, now=now)
    for event in events:
        match event:
            case SightChanged(workspace_id, user_ids) if user_ids:
                yield home_tabs.mark_users(session, workspace_id, user_ids, now=now)
            case SightChanged(workspace_id) | RulesChanged(workspace_id):
                yield home_tabs.mark_workspace(session, workspace_id, now=now)


def _people(events: Sequence[Event]) -> Iterator[int]:
    """Those named by the events themselves; whoever owns an indicator now is found by the indicator."""
    for event in events:
        match event:
            case OwnerChanged(before=int(before)):
                yield before
            case OutcomeRegistered(accountable_id=accountable_id, by_id=by_id):
                yield from (accountable_id, by_id)
            case PersonChanged(person_id=person_id):
                yield person_id
