"""What was noted about outcomes and indicators."""

from dataclasses import dataclass
from datetime import date

from bot.domain.digests import NoteKind
from bot.results.names import OutcomeName, PersonName


@dataclass(frozen=True)
class ShownNote:
    """A remark, a decision or a piece of evidence; `link` leads to the conversation that it comes from, and `indicator`
    names the one that it is about.
    """

    kind: NoteKind
    text: str
    by: PersonName
    made_on: date
    link: str = ""
    indicator: str = ""


@dataclass(frozen=True)
class Notes:
    """What was last noted, the newest first, and how much there is in all."""

    latest: tuple[ShownNote, ...] = ()
    count: int = 0


NO_NOTES = Notes()


@dataclass(frozen=True)
class NewlyNoted:
    """A note that is now on record. With `in_next_digest` the digest of that channel will have it."""

    note_id: int
    outcome: OutcomeName
    kind: NoteKind
    text: str
    channel_id: str
    in_next_digest: bool
    indicator: str = ""
