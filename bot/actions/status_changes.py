"""Telling that an indicator stands otherwise than before."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime

from sqlmodel import Session

from bot.actions.people import Policy
from bot.actions.snapshots import snapshots_by_workspace
from bot.actions.telling import tell
from bot.domain import events
from bot.domain.colours import State


@contextmanager
def status_changes(
    session: Session, indicator_ids: Collection[int], *, policies: Mapping[int, Policy], now: datetime
) -> Iterator[None]:
    """Tell of each of these indicators whose state is another one after what is done inside. `policies` are the rules
    of their workspaces. A fixed number of queries.
    """
    before = _states(session, indicator_ids, policies=policies, now=now)
    yield
    for number, state in _states(session, indicator_ids, policies=policies, now=now).items():
        tell_of_change(session, number, before[number], state, now=now)


def tell_of_change(session: Session, indicator_id: int, before: State, after: State, *, now: datetime) -> None:
    """Tell of it, where there is one."""
    if after is not before:
        tell(session, events.StatusChanged(indicator_id, before, after), now=now)


def _states(
    session: Session, indicator_ids: Collection[int], *, policies: Mapping[int, Policy], now: datetime
) -> dict[int, State]:
    known = snapshots_by_workspace(session, indicator_ids, policies=policies, now=now)
    return {number: snapshot.assessment.state for number, snapshot in known.items()}
