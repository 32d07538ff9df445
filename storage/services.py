"""The services of a workspace: programs that give readings."""

from collections.abc import Collection

from sqlmodel import Session, col, select

from storage.tables import Service


def by_id(session: Session, service_ids: Collection[int]) -> dict[int, Service]:
    """These services by their number; most readings have a person for their author, and then nothing is asked."""
    if not service_ids:
        return {}
    return {row.id: row for row in session.exec(select(Service).where(col(Service.id).in_(service_ids)))}
