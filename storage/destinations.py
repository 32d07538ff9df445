"""Where people are written to."""

from sqlmodel import Session

from storage.tables import Person


def keep_dm(session: Session, *, person_id: int | None, channel_id: str) -> None:
    """Remember the direct-message channel of a person."""
    person = session.get_one(Person, person_id)
    person.dm_channel_id = channel_id
    session.add(person)
