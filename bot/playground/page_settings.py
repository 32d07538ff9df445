"""What `demo` may tell the page: how time passes, and what a newcomer could try first."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime

Travel = Callable[[datetime], Awaitable[None]]
"""Brings the playground to an instant, with the bot doing on the way what it would have done."""


@dataclass(frozen=True)
class Step:
    """One thing to try, as the person whom the page begins with.

    With a `weekday` (1 is Monday) the clock moves to the next such morning. Otherwise `channel` opens ("@bot" is the
    app's own conversation), and `text` put into its composer. The page ticks a step off once something that begins with
    `text`'s first word was sent, the clock was moved, or the channel was looked at after that.
    """

    title: str
    why: str = ""
    text: str = ""
    channel: str = "@bot"
    weekday: int | None = None


@dataclass
class PageSettings:
    """`travel` None moves the hands at once. An empty `steps` shows no panel."""

    travel: Travel | None = None
    steps: list[Step] = field(default_factory=list)
