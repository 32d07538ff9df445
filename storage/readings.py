"""Single readings. `storage.indicators` has those that count for an indicator."""

from sqlmodel import Session, col, select

from storage.tables import Reading, Retraction


def latest_of(session: Session, person_id: int) -> Reading | None:
    """The newest reading that this person gave and that was not taken back."""
    taken_back = select(Retraction.id).where(Retraction.reading_id == Reading.id).exists()
    return session.exec(
        select(Reading)
        .where(Reading.submitted_by_id == person_id, ~taken_back)
        .order_by(col(Reading.id).desc())
        .limit(1)
    ).first()


def is_taken_back(session: Session, reading_id: int) -> bool:
    """Whether this reading was taken back."""
    return session.exec(select(Retraction.id).where(Retraction.reading_id == reading_id)).first() is not None
