"""What is to come: messages that will be sent, and what is held back."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.messages import MessageKind, SkipReason


@dataclass(frozen=True)
class Planned:
    """One message to come. `to` is a name and a Slack id, `about` what it names."""

    at: datetime
    kind: MessageKind
    to: str
    about: tuple[str, ...]


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


Entry = Planned | HeldBack
