"""People of a workspace."""

from collections.abc import Collection, Sequence

from sqlmodel import Session, col, select

from storage.tables import Person


def administrators(session: Session, workspace_id: int) -> Sequence[Person]:
    """The workspace's administrators whom we know and who can still be written to."""
    return session.exec(
        select(Person)
        .where(
            Person.workspace_id == workspace_id,
            col(Person.is_admin).is_(True),
            col(Person.is_deactivated).is_(False),
        )
        .order_by(col(Person.id))
    ).all()


def lock(session: Session, person_ids: Collection[int]) -> None:
    """Keep other processes from deciding about these people until this unit of work is done; read them anew."""
    locked = select(Person).where(col(Person.id).in_(person_ids)).order_by(col(Person.id)).with_for_update()
    session.exec(locked.execution_options(populate_existing=True)).all()
