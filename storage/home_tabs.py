"""Home tabs of those who have opened theirs: which of them show something that has changed, and who publishes them."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Table, bindparam, case, func, or_, select, true
from sqlmodel import Session, col
from sqlmodel import select as select_rows

from storage.among import among
from storage.claiming import skip_locked
from storage.inserting import insert_once
from storage.plain_rows import table_of
from storage.tables import HomeTab, Indicator, OutcomeDefinition, Ownership, Person, Reading


def open_tab(session: Session, *, person_id: int, workspace_id: int, now: datetime) -> None:
    """Note that the person has opened their Home tab and waits for it, from its first page on."""
    insert_once(session, HomeTab(person_id=person_id, workspace_id=workspace_id, opened_at=now))
    session.execute(_OPEN, {"number": person_id, "at": now})


def turn_to(session: Session, *, person_id: int, first_shown: int, now: datetime) -> None:
    """Have the page of their numbers shown that begins at this place; the person waits for it."""
    session.execute(_TURN, {"number": person_id, "at": now, "place": first_shown})


def mark(session: Session, person_ids: Collection[int], *, now: datetime) -> bool:
    """Have the Home tabs of these people published again; answers whether any of them has one. One statement."""
    return _marked(session, _MARK_PEOPLE, {"numbers": list(person_ids), "at": now})


def mark_administrators(session: Session, workspace_id: int, *, now: datetime) -> bool:
    """The same for the administrators of a workspace."""
    return _marked(session, _MARK_ADMINISTRATORS, {"in_workspace": workspace_id, "at": now})


def mark_users(session: Session, workspace_id: int, user_ids: Collection[str], *, now: datetime) -> bool:
    """The same for people by the ids that Slack gave them."""
    return _marked(session, _MARK_USERS, {"in_workspace": workspace_id, "user_ids": list(user_ids), "at": now})


def mark_workspace(session: Session, workspace_id: int, *, now: datetime) -> bool:
    """The same for every Home tab of a workspace."""
    return _marked(session, _MARK_WORKSPACE, {"in_workspace": workspace_id, "at": now})


def mark_concerned(
    session: Session, indicator_ids: Collection[int], *, reading_ids: Collection[int] = (), now: datetime
) -> bool:
    """The same for whoever these indicators concern: owners, backups, those who answer for their outcomes, and those
    who gave these readings. One statement, however many they are.
    """
    about = {"indicator_ids": list(indicator_ids), "reading_ids": list(reading_ids)}
    return _marked(session, _MARK_CONCERNED, {**about, "at": now})


def mark_concerned_by_outcomes(session: Session, outcome_ids: Collection[int], *, now: datetime) -> bool:
    """The same for whoever these outcomes concern: those who ever answered for them, and owners and backups of their
    indicators. One statement.
    """
    return _marked(session, _MARK_CONCERNED_BY_OUTCOMES, {"outcome_ids": list(outcome_ids), "at": now})


def _marked(session: Session, statement: Any, values: dict[str, Any]) -> bool:
    return bool(session.connection().execute(statement, values).rowcount)


def take_changed(
    session: Session, *, now: datetime, leaving_out: Collection[int], without_turn: Collection[int], limit: int
) -> Sequence[HomeTab]:
    """Home tabs to publish that nobody holds, those that somebody waits for first, locked for us; of other workspaces
    than `leaving_out`, and of those `without_turn` only what somebody waits for.
    """
    wanted = (
        select_rows(HomeTab)
        .where(
            col(HomeTab.refresh_at) <= now,
            or_(col(HomeTab.held_until).is_(None), col(HomeTab.held_until) <= now),
            col(HomeTab.workspace_id).not_in(leaving_out),
            or_(col(HomeTab.is_awaited).is_(True), col(HomeTab.workspace_id).not_in(without_turn)),
        )
        .order_by(col(HomeTab.is_awaited).desc(), col(HomeTab.refresh_at), col(HomeTab.person_id))
        .limit(limit)
    )
    found: Sequence[HomeTab] = session.exec(skip_locked(wanted)).all()
    return found


def end_publishing(
    session: Session, person_id: int, *, token: str, seen: int, refresh_at: datetime | None, **values: Any
) -> bool:
    """Let go of a Home tab that we hold by this token; False where we do not any more. It is to be published again from
    `refresh_at` on: from the instant that is marked, where something has changed since we took it (`seen`).
    """
    table = _TABLE
    planned = bindparam("planned", refresh_at, type_=table.c.refresh_at.type)
    again = case((table.c.changes == seen, planned), else_=table.c.refresh_at)
    waits = case((table.c.changes == seen, table.c.is_awaited if refresh_at else ~true()), else_=table.c.is_awaited)
    done = (
        table.update()
        .where(table.c.person_id == person_id, table.c.token == token)
        .values(refresh_at=again, is_awaited=waits, held_until=None, token=None, **values)
    )
    return bool(session.connection().execute(done).rowcount)


_TABLE: Table = table_of(HomeTab)
_CHANGED: dict[str, Any] = {"refresh_at": bindparam("at"), "changes": _TABLE.c.changes + 1}
_OPEN = (
    _TABLE.update()
    .where(_TABLE.c.person_id == bindparam("number"))
    .values(**_CHANGED, opened_at=bindparam("at"), first_shown=0, is_awaited=True, attempts=0)
)
_TURN = (
    _TABLE.update()
    .where(_TABLE.c.person_id == bindparam("number"))
    .values(**_CHANGED, first_shown=bindparam("place"), is_awaited=True)
)


def _mark(condition: Any) -> Any:
    """Always in the same order, so that two who mark the same Home tabs do not wait for each other for ever."""
    in_order = select(_TABLE.c.person_id).where(condition).order_by(_TABLE.c.person_id).with_for_update()
    return _TABLE.update().where(_TABLE.c.person_id.in_(in_order)).values(**_CHANGED)


def _is_concerned() -> Any:
    owned = (
        select(func.max(Ownership.id))
        .where(among(col(Ownership.indicator_id), "indicator_ids"))
        .group_by(col(Ownership.indicator_id))
    )
    outcomes = select(col(Indicator.outcome_id)).where(among(col(Indicator.id), "indicator_ids"))
    defined = (
        select(func.max(OutcomeDefinition.id))
        .where(col(OutcomeDefinition.outcome_id).in_(outcomes))
        .group_by(col(OutcomeDefinition.outcome_id))
    )
    return or_(
        _TABLE.c.person_id.in_(select(col(Ownership.owner_id)).where(col(Ownership.id).in_(owned))),
        _TABLE.c.person_id.in_(select(col(Ownership.backup_id)).where(col(Ownership.id).in_(owned))),
        _TABLE.c.person_id.in_(
            select(col(OutcomeDefinition.accountable_id)).where(col(OutcomeDefinition.id).in_(defined))
        ),
        _TABLE.c.person_id.in_(select(col(Reading.submitted_by_id)).where(among(col(Reading.id), "reading_ids"))),
    )


def _is_concerned_by_outcomes() -> Any:
    own = select(col(Indicator.id)).where(among(col(Indicator.outcome_id), "outcome_ids"))
    owned = (
        select(func.max(Ownership.id)).where(col(Ownership.indicator_id).in_(own)).group_by(col(Ownership.indicator_id))
    )
    answered = select(col(OutcomeDefinition.accountable_id)).where(
        among(col(OutcomeDefinition.outcome_id), "outcome_ids")
    )
    return or_(
        _TABLE.c.person_id.in_(select(col(Ownership.owner_id)).where(col(Ownership.id).in_(owned))),
        _TABLE.c.person_id.in_(select(col(Ownership.backup_id)).where(col(Ownership.id).in_(owned))),
        _TABLE.c.person_id.in_(answered),
    )


_MARK_PEOPLE = _mark(among(_TABLE.c.person_id, "numbers"))
_MARK_ADMINISTRATORS = _mark(
    _TABLE.c.person_id.in_(
        select(col(Person.id)).where(
            col(Person.workspace_id) == bindparam("in_workspace"), col(Person.is_admin).is_(True)
        )
    )
)
_MARK_USERS = _mark(
    _TABLE.c.person_id.in_(
        select(col(Person.id)).where(
            col(Person.workspace_id) == bindparam("in_workspace"),
            among(col(Person.user_id), "user_ids"),
        )
    )
)
_MARK_WORKSPACE = _mark(_TABLE.c.workspace_id == bindparam("in_workspace"))
_MARK_CONCERNED_BY_OUTCOMES = _mark(_is_concerned_by_outcomes())
_MARK_CONCERNED = _mark(_is_concerned())
"""Built once: they run for every reading that is given."""
