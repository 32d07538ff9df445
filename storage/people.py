"""People, by what is known of them. Each function is one query."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import bindparam, or_
from sqlmodel import Session, col, select

from storage.among import among
from storage.claiming import skip_locked
from storage.tables import Person, Workspace


def person_of(session: Session, *, workspace_id: int, user_id: str) -> Person | None:
    """The person's row, if they have ever had to do with the bot."""
    return session.exec(_OF_SLACK_ID, params={"workspace_id": workspace_id, "user_id": user_id}).first()


def changes_of(session: Session, *, workspace_id: int, user_id: str) -> int | None:
    """How many changes of this person Slack has told by itself; None for somebody who is not on record."""
    wanted = select(Person.changes).where(Person.workspace_id == workspace_id, Person.user_id == user_id)
    return session.exec(wanted).first()


def known_person(session: Session, *, team_id: str, user_id: str) -> tuple[Person, Workspace] | None:
    """The person and their workspace, if Slack has told us about them."""
    return session.exec(
        select(Person, Workspace)
        .join(Workspace)
        .where(Workspace.team_id == team_id, Person.user_id == user_id, col(Person.profile_read_at).is_not(None))
    ).first()


def people_by_id(session: Session, person_ids: Collection[int]) -> dict[int, Person]:
    """These people by their number. One query, or none for nobody."""
    if not person_ids:
        return {}
    return {row.id: row for row in session.exec(_BY_ID, params={"numbers": list(person_ids)})}


def names_of(session: Session, user_ids: Collection[str], *, workspace_id: int) -> dict[str, str]:
    """The names of these people by their Slack ids, of those that Slack has told."""
    known = select(Person.user_id, Person.name).where(
        Person.workspace_id == workspace_id, col(Person.user_id).in_(user_ids)
    )
    return {user_id: name for user_id, name in session.exec(known) if name}


def unknown_among(session: Session, user_ids: Collection[str], *, workspace_id: int) -> list[str]:
    """Those of these people about whom Slack has not been asked yet, in the order of their ids."""
    known = select(Person.user_id).where(
        Person.workspace_id == workspace_id,
        col(Person.user_id).in_(user_ids),
        col(Person.profile_read_at).is_not(None),
    )
    return sorted(set(user_ids).difference(session.exec(known).all()))


def take_to_compare(
    session: Session,
    *,
    told_before: datetime,
    asked_before: datetime,
    now: datetime,
    limit: int,
    leaving_out: Collection[int] = (),
) -> list[tuple[int, str]]:
    """Workspace and user id of people about whom Slack has told nothing since `told_before`, and has not been asked in
    vain since `asked_before` either, of other workspaces than those; the longest untold first. They count as asked from
    now on, so that one process asks.
    """
    wanted = (
        select(Person)
        .where(
            or_(col(Person.profile_read_at).is_(None), col(Person.profile_read_at) < told_before),
            or_(
                col(Person.asked_at).is_(None),
                col(Person.asked_at) < asked_before,
                col(Person.asked_at) > now,
                # It was answered, if too early for whoever asks now: a process that has started since, for one.
                col(Person.profile_read_at) >= col(Person.asked_at),
            ),
            col(Person.workspace_id).not_in(leaving_out),
        )
        .order_by(col(Person.profile_read_at).nulls_first(), col(Person.id))
        .limit(limit)
    )
    rows = session.exec(skip_locked(wanted)).all()
    for row in rows:
        row.asked_at = now
        session.add(row)
    return [(row.workspace_id, row.user_id) for row in rows]


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


def with_status(session: Session, workspace_id: int) -> Sequence[Person]:
    """Everybody of this workspace whose Slack status says something."""
    wanted = select(Person).where(
        Person.workspace_id == workspace_id, or_(col(Person.status_text) != "", col(Person.status_emoji) != "")
    )
    return session.exec(wanted.order_by(col(Person.id))).all()


def lock(session: Session, person_ids: Collection[int]) -> dict[int, Person]:
    """Keep other processes from deciding about these people until this unit of work is done; read anew, by their
    number.
    """
    return {row.id: row for row in session.exec(_LOCKED, params={"numbers": list(person_ids)})}


# Built once: putting such a statement together takes longer than running it.
_OF_SLACK_ID = select(Person).where(
    Person.workspace_id == bindparam("workspace_id"), Person.user_id == bindparam("user_id")
)
_BY_ID = select(Person).where(among(col(Person.id), "numbers"))
_LOCKED = _BY_ID.order_by(col(Person.id)).with_for_update().execution_options(populate_existing=True)
