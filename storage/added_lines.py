"""The lines that people add to a channel's next digest, and whom it is shown to before it is posted."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import update
from sqlmodel import Session, col, select

from bot.domain.messages import MessageKind, MessageState
from storage.claiming import has_come, take
from storage.tables import AddedLine, DigestRun, DigestSubscription, Message, Person


def waiting(session: Session, channel_id: int, *, since: date) -> Sequence[AddedLine]:
    """The lines that wait for this channel's next digest, the oldest first, less what was meant for one before that
    day. One query.
    """
    return session.exec(
        select(AddedLine)
        .where(
            AddedLine.channel_id == channel_id,
            col(AddedLine.digest_run_id).is_(None),
            col(AddedLine.meant_for_on) >= since,
        )
        .order_by(col(AddedLine.id))
    ).all()


def waiting_of(session: Session, channel_id: int, person_id: int) -> AddedLine | None:
    """The line of this person that waits for the channel's next digest."""
    return session.exec(
        select(AddedLine).where(
            AddedLine.channel_id == channel_id,
            AddedLine.person_id == person_id,
            col(AddedLine.digest_run_id).is_(None),
        )
    ).first()


def keep(session: Session, line: AddedLine) -> None:
    """Put it on record, new or changed."""
    session.add(line)
    session.flush()


def remove(session: Session, line: AddedLine) -> None:
    """As if it had never been written."""
    session.delete(line)
    session.flush()


def were_posted(session: Session, channel_id: int, run_id: int) -> None:
    """Whatever waited for this channel's digest has gone out with that run. One statement."""
    wait = (col(AddedLine.channel_id) == channel_id, col(AddedLine.digest_run_id).is_(None))
    session.execute(update(AddedLine).where(*wait).values(digest_run_id=run_id))


def hold_subscription(session: Session, channel_id: int) -> None:
    """Until we are done no digest of this channel is planned: the planner passes by what is held. SQLite has one writer
    and ignores it.
    """
    held = select(DigestSubscription).where(DigestSubscription.channel_id == channel_id).with_for_update()
    session.exec(held.execution_options(populate_existing=True)).first()


def newest_digest(session: Session, channel_id: int, *, holds: bool) -> tuple[DigestRun, Message] | None:
    """The newest planned digest of this channel, with its message; with `holds` nobody claims that until we are
    done.
    """
    newest = (
        select(DigestRun, Message)
        .join(Message, col(Message.digest_run_id) == DigestRun.id)
        .where(Message.channel_id == channel_id, Message.kind == MessageKind.DIGEST)
        .order_by(col(DigestRun.id).desc())
        .limit(1)
    )
    if holds:
        newest = newest.with_for_update(of=Message).execution_options(populate_existing=True)
    return session.exec(newest).first()


def message_of_run(session: Session, channel_id: int, on: date) -> Message | None:
    """The digest of this channel that was posted on that nominal date."""
    return session.exec(
        select(Message)
        .join(DigestRun, col(DigestRun.id) == Message.digest_run_id)
        .where(Message.channel_id == channel_id, DigestRun.nominal_on == on, Message.state == MessageState.SENT)
    ).first()


def take_people(session: Session, *, now: datetime, limit: int) -> Sequence[Person]:
    """Those for whom it is to be looked by now whether there is a digest to show them, locked for us."""
    return take(session, _PEOPLE_TO_SHOW, now=now, limit=limit)


_PEOPLE_TO_SHOW = has_come(Person, col(Person.next_preview_at), col(Person.id))
