"""Noting remarks, decisions and evidence about an outcome, and reading them again."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from bot.actions import access
from bot.actions.checks import require_at_most
from bot.actions.decisions import looked_again
from bot.actions.people import Actor
from bot.actions.screens import named, outcome_name
from bot.domain.calendar import local_day
from bot.domain.decisions import ahead
from bot.domain.digests import NoteKind, Rhythm
from bot.errors import UserError
from bot.fields import Field
from bot.results.notes import NewlyNoted, Notes, ShownNote
from bot.words import words
from storage import channels, decisions, notes
from storage.decisions import Looked
from storage.indicators import describe
from storage.notes import Noted
from storage.outcomes import Home, homes_of
from storage.tables import Note

LONGEST_NOTE = 3_000
_MOST_SHOWN = 3

NOTE_GONE = words("This note is no longer there, or you no longer see it. Note it again with `/outcome note`.")


@dataclass(frozen=True)
class NewNote:
    """What somebody wants to note. `link` leads to the conversation that it comes from; a decision may have a day on
    which to look again, and be about one `indicator_key` of its outcome.
    """

    text: str
    kind: NoteKind = NoteKind.REMARK
    link: str = ""
    look_again_on: date | None = None
    indicator_key: str = ""


def note_outcome(session: Session, outcome_id: int, new: NewNote, *, by: Actor, now: datetime) -> NewlyNoted:
    """Keep a note about an outcome, a closed one too: what is learned afterwards belongs to it. Whoever sees it may.
    Raises NotFound for one out of sight, and UserError for a text that cannot be kept.
    """
    access.require_visible_outcome(session, outcome_id, by=by)
    if new.indicator_key:
        found = access.require_indicator_with_key(session, new.indicator_key, by=by)
        if describe(session, [found.id])[found.id].indicator.outcome_id != outcome_id:
            raise UserError("Choose one of these.", field=Field.INDICATOR)
        return note_indicator(session, found.id, new, by=by, now=now)
    return _keep(session, homes_of(session, [outcome_id])[outcome_id], new, by=by, now=now)


def note_indicator(session: Session, indicator_id: int, new: NewNote, *, by: Actor, now: datetime) -> NewlyNoted:
    """The same about one indicator of an outcome."""
    found = access.require_visible_indicator(session, indicator_id, by=by)
    home = describe(session, [found.id])[found.id].home
    return _keep(session, home, new, by=by, now=now, indicator_id=found.id, indicator=found.name)


def make_decision(session: Session, note_id: int, *, by: Actor, now: datetime) -> NewlyNoted:
    """Have a remark stand as a decision from now on: a note is never changed, so another one takes its place. Said
    again, it changes nothing. Raises UserError for somebody else's.
    """
    # Kept from others meanwhile: pressed twice at once, it would be decided twice.
    remark = notes.locked(session, note_id, workspace_id=by.workspace_id)
    if remark is None or remark.made_by_id != by.person_id:
        raise UserError(NOTE_GONE)
    access.require_visible_outcome(session, remark.outcome_id, by=by)
    home = homes_of(session, [remark.outcome_id])[remark.outcome_id]
    decided = remark if remark.kind is NoteKind.DECISION else notes.in_place_of(session, note_id)
    if decided is None:
        stands = remark.model_dump(exclude={"id", "kind", "made_at", "supersedes_id"})
        decision = Note(**stands, kind=NoteKind.DECISION, made_at=now, supersedes_id=remark.id)
        decided = notes.add(session, decision)
    return _newly_noted(session, decided, home)


def notes_of_outcome(session: Session, outcome_id: int, *, zone: str) -> Notes:
    """What was last noted about an outcome that the person sees, with the days as they are in this zone."""
    latest, count = notes.latest_of_outcome(session, outcome_id, limit=_MOST_SHOWN)
    return Notes(_shown(latest, _looked(session, latest), zone), count)


def notes_of_indicator(session: Session, indicator_id: int, *, zone: str) -> Notes:
    """The same about one indicator."""
    latest, count = notes.latest_of_indicator(session, indicator_id, limit=_MOST_SHOWN)
    return Notes(_shown(latest, _looked(session, latest), zone), count)


def _looked(session: Session, latest: Iterable[Noted]) -> Mapping[int, Looked]:
    return decisions.looked_at(session, [row.note.id for row in latest])


def _shown(rows: Iterable[Noted], looked: Mapping[int, Looked], zone: str) -> tuple[ShownNote, ...]:
    return tuple(
        ShownNote(
            kind=row.note.kind,
            text=row.note.text,
            by=named(row.author),
            made_on=local_day(row.note.made_at, zone),
            link=row.note.link or "",
            indicator=row.indicator or "",
            look_again_on=row.note.look_again_on,
            looked=looked_again(looked[row.note.id], zone) if row.note.id in looked else None,
        )
        for row in rows
    )


def _keep(
    session: Session,
    home: Home,
    new: NewNote,
    *,
    by: Actor,
    now: datetime,
    indicator_id: int | None = None,
    indicator: str = "",
) -> NewlyNoted:
    text = new.text.strip()
    if not text:
        raise UserError("Say what was decided or noticed.", field=Field.NOTE)
    require_at_most(text, LONGEST_NOTE, Field.NOTE)
    _require_can_be_looked_at(new, by=by, now=now)
    note = Note(
        workspace_id=by.workspace_id,
        outcome_id=home.outcome.id,
        kind=new.kind,
        text=text,
        made_at=now,
        made_by_id=by.person_id,
        link=new.link or None,
        indicator_id=indicator_id,
        look_again_on=new.look_again_on,
    )
    return _newly_noted(session, notes.add(session, note), home, indicator=indicator)


def _require_can_be_looked_at(new: NewNote, *, by: Actor, now: datetime) -> None:
    if new.look_again_on is None:
        return
    if new.kind is not NoteKind.DECISION:
        raise UserError(
            "Only a decision is looked at again. Leave the day out, or choose a decision.", field=Field.LOOK_AGAIN
        )
    try:
        ahead(new.look_again_on, today=local_day(now, by.zone))
    except UserError as problem:
        problem.put_at(Field.LOOK_AGAIN)
        raise


def _newly_noted(session: Session, note: Note, home: Home, *, indicator: str = "") -> NewlyNoted:
    subscription = channels.subscription_of(session, home.channel.id)
    is_reported = subscription is not None and subscription.rhythm is not Rhythm.OFF
    return NewlyNoted(
        note_id=note.id,
        outcome=outcome_name(home),
        kind=note.kind,
        text=note.text,
        channel_id=home.channel.channel_id,
        in_next_digest=is_reported and not home.channel.is_archived and home.outcome.closed_at is None,
        indicator=indicator,
        look_again_on=note.look_again_on,
    )
