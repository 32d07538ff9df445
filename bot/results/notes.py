"""What was noted about outcomes and indicators."""

from dataclasses import dataclass
from datetime import date

from bot.domain.decisions import Verdict
from bot.domain.digests import NoteKind
from bot.results.names import OutcomeName, PersonName


@dataclass(frozen=True)
class LookedAgain:
    """What somebody said came of a decision, and when it is asked once more where it was too early to say."""

    verdict: Verdict
    by: PersonName
    on: date
    sentence: str = ""
    again_on: date | None = None


@dataclass(frozen=True)
class ShownNote:
    """A remark, a decision or a piece of evidence; `link` leads to the conversation that it comes from, and `indicator`
    names the one that it is about. A decision may have a day on which to look again, and what was found then.
    """

    kind: NoteKind
    text: str
    by: PersonName
    made_on: date
    link: str = ""
    indicator: str = ""
    look_again_on: date | None = None
    looked: LookedAgain | None = None


@dataclass(frozen=True)
class Notes:
    """What was last noted, the newest first, and how much there is in all."""

    latest: tuple[ShownNote, ...] = ()
    count: int = 0


NO_NOTES = Notes()


@dataclass(frozen=True)
class NewlyNoted:
    """A note that is now on record. With `in_next_digest` the digest of that channel will have it, and one asks about
    it from the day on which to look again.
    """

    note_id: int
    outcome: OutcomeName
    kind: NoteKind
    text: str
    channel_id: str
    in_next_digest: bool
    indicator: str = ""
    look_again_on: date | None = None


@dataclass(frozen=True)
class Suggested:
    """One outcome or indicator that is offered to choose from."""

    id: int
    name: str


@dataclass(frozen=True)
class Suggestions:
    """What is offered for what was typed, the likeliest first."""

    outcomes: tuple[Suggested, ...]
    indicators: tuple[Suggested, ...]


@dataclass(frozen=True)
class Quoted:
    """A message from which a note is made. `app_name` is the app that wrote it, or `author_id` who did; the `link`
    leads to it. `is_private` says that not everybody reads along there.

    `home_id` is the Slack channel where it was written, if that is a private one in which outcomes live: those are seen
    by the very people who read the message. `text` is empty where what was said is not to be shown to others.
    """

    text: str
    link: str
    channel_id: str
    author_id: str = ""
    app_name: str = ""
    is_private: bool = False
    home_id: str = ""
    is_cut: bool = False
    only_outcome: Suggested | None = None
