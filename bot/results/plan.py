"""What is to come: messages that will be sent, and what is held back."""

from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.messages import MessageKind, SkipReason


@dataclass(frozen=True)
class Whose:
    """To whom something goes, for a screen that may not show all of it: a person by name, a channel by Slack's id, or
    an indicator by its key; and the keys of the indicators that it names.
    """

    workspace_id: int
    person: str = ""
    channel_id: str = ""
    key: str = ""
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Fetching:
    """One of the readings that a message names, and when a system is asked for it: it is named unless that answers."""

    about: str
    asked_at: datetime


@dataclass(frozen=True)
class Planned:
    """One message to come. `to` is a name and a Slack id, `about` what it names, `fetched` which of that a system may
    give before.
    """

    at: datetime
    kind: MessageKind
    to: str
    about: tuple[str, ...]
    fetched: tuple[Fetching, ...] = ()
    whose: Whose | None = field(default=None, compare=False)


@dataclass(frozen=True)
class HeldBack:
    """Something that the calendar would call for and that will not be sent, and why. Without a kind it is everything
    that goes to that workspace; `detail` is Slack's own name for why.
    """

    at: datetime
    kind: MessageKind | None
    to: str
    reason: SkipReason
    detail: str = ""
    whose: Whose | None = field(default=None, compare=False)


Entry = Planned | HeldBack


@dataclass(frozen=True)
class PlanLine:
    """What a screen shows of one entry to somebody who sees so much of it: to whom it goes, and how many readings it
    asks for, so many of them `unless_fetched` by a system that is first asked `fetched_at`; with a reason it is held
    back.
    """

    at: datetime
    kind: MessageKind | None
    person: str = ""
    channel_id: str = ""
    key: str = ""
    readings: int = 0
    unless_fetched: int = 0
    fetched_at: datetime | None = None
    reason: SkipReason | None = None
    detail: str = ""


@dataclass(frozen=True)
class Plan:
    """What is to come in a workspace, in time order, and what is held back; `unseen` is how much of either the reader
    may not see.
    """

    to_come: tuple[PlanLine, ...]
    held_back: tuple[PlanLine, ...]
    unseen: int
