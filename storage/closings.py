"""How outcomes were closed and taken up again, and what stands beside that: what fell due, what was decided."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import func, update
from sqlmodel import Session, col, select

from bot.domain.digests import NoteKind
from bot.domain.due import DueState
from storage.claiming import has_come, take
from storage.tables import Closing, DueReading, Note, Outcome


def hold_outcome(session: Session, outcome_id: int) -> Outcome:
    """The outcome as it is now; whoever else would close it or take it up again waits until this transaction is over.
    SQLite has one writer and ignores it.
    """
    held = select(Outcome).where(Outcome.id == outcome_id).with_for_update()
    return session.exec(held.execution_options(populate_existing=True)).one()


def take_ending(session: Session, *, now: datetime, limit: int) -> Sequence[Outcome]:
    """Outcomes at whose end it is to be looked by now, locked for us."""
    return take(session, _ENDING, now=now, limit=limit)


def look_again(session: Session, *, workspace_id: int, planned: Collection[datetime], now: datetime) -> None:
    """Look now at those ends in a workspace at which it was to be looked at one of these instants. One statement."""
    waiting = update(Outcome).where(
        col(Outcome.workspace_id) == workspace_id, col(Outcome.next_proposal_at).in_(planned)
    )
    session.execute(waiting.values(next_proposal_at=now))


def newest_of_each(session: Session, outcome_ids: Collection[int]) -> dict[int, Closing]:
    """The newest closing, or taking up again, of each of these outcomes that ever had one. One query."""
    newest = (
        select(func.max(Closing.id)).where(col(Closing.outcome_id).in_(outcome_ids)).group_by(col(Closing.outcome_id))
    )
    return {row.outcome_id: row for row in session.exec(select(Closing).where(col(Closing.id).in_(newest)))}


def with_number(session: Session, closing_id: int) -> Closing:
    """This closing."""
    return session.get_one(Closing, closing_id)


def fell_due(session: Session, indicator_ids: Collection[int]) -> dict[int, list[DueState]]:
    """What became of everything that ever fell due for each of these indicators. One query."""
    found: dict[int, list[DueState]] = defaultdict(list)
    rows = select(DueReading.indicator_id, DueReading.state).where(col(DueReading.indicator_id).in_(indicator_ids))
    for indicator_id, state in session.exec(rows):
        found[indicator_id].append(DueState(state))
    return found


def count_decisions(session: Session, outcome_id: int) -> int:
    """How many decisions were noted about this outcome."""
    decided = select(func.count()).select_from(Note)
    return session.exec(decided.where(Note.outcome_id == outcome_id, Note.kind == NoteKind.DECISION)).one()


_ENDING = has_come(Outcome, col(Outcome.next_proposal_at), col(Outcome.id))
