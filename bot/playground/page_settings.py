"""What `demo` may tell the page: how time passes, and what a newcomer could try first."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime

Travel = Callable[[datetime], Awaitable[None]]
"""Brings the playground to an instant, with the bot doing on the way what it would have done."""


@dataclass(frozen=True)
class Step:
    """One thing to try. `text` is put into the composer of `channel` ("@bot" is the app's own conversation).

    The page ticks it off once the person has sent something that begins with `text`'s first word or, without a text,
    opened the channel; with `clock` set, once the clock was moved.
    """

    title: str
    why: str = ""
    text: str = ""
    channel: str = "@bot"
    clock: bool = False


@dataclass
class PageSettings:
    """`travel` None moves the hands at once. An empty `steps` shows no panel."""

    travel: Travel | None = None
    steps: list[Step] = field(default_factory=list)
