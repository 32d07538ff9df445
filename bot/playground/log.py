"""Everything that passed between the playground and the bot, in order."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.playground.changes import Changes


@dataclass
class Entry:
    """One exchange. `answer` is None until there is one.

    `kind` is one of

    - "call": the bot called a method,
    - "response_url" and "upload": it posted to one of these addresses,
    - "delivery": Slack brought something to the bot.
    """

    number: int
    at: datetime
    kind: str
    name: str
    arguments: Any
    answer: Any = None
    error: str | None = None
    pointer: str | None = None
    seconds: float | None = None


class Log:
    """The entries in order of their beginning; an entry is completed when its answer is known."""

    def __init__(self, changes: Changes) -> None:
        self.entries: list[Entry] = []
        self._changes = changes
        self._followers: set[asyncio.Queue[Entry]] = set()

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries)

    def __len__(self) -> int:
        return len(self.entries)

    def begin(self, at: datetime, kind: str, name: str, arguments: Any) -> Entry:
        """Write a new entry and tell those who follow."""
        entry = Entry(len(self.entries) + 1, at, kind, name, arguments)
        self.entries.append(entry)
        self.tell(entry)
        return entry

    def tell(self, entry: Entry) -> None:
        """Tell those who follow that `entry` is new or has changed."""
        for follower in self._followers:
            follower.put_nowait(entry)
        self._changes.tell()

    def refusals(self) -> list[Entry]:
        """The bot's calls that were refused."""
        return [entry for entry in self.entries if entry.error and entry.kind != "delivery"]

    @asynccontextmanager
    async def followed(self) -> AsyncIterator[asyncio.Queue[Entry]]:
        """A queue that receives each entry when it is new and again when it is complete."""
        queue: asyncio.Queue[Entry] = asyncio.Queue()
        self._followers.add(queue)
        try:
            yield queue
        finally:
            self._followers.discard(queue)
