"""What a digest that was posted says by the history alone, so that anybody can ask why it said so.

Everything since is taken back in a copy, and the digest is put together by the same code as when it went out. Names,
zones, schedules and the workspace's rules are today's.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from bot.delivery.rendering import digest_as_of
from bot.delivery.settings import DeliverySettings
from storage import digests, scratch
from storage.db import Database
from storage.rewinding import rewind
from storage.tables import DigestRun, Message


@dataclass(frozen=True)
class Recomputed:
    """What a digest says now that it is put together anew, when it went out, and the keys of the indicators of which
    it showed another state then; of one that somebody asked for by `/digest now` no states were kept.
    """

    content: Mapping[str, Any]
    posted_at: datetime
    otherwise: tuple[str, ...]


def recompute(database: Database, *, channel: str, on: date, settings: DeliverySettings) -> Recomputed | Sequence[date]:
    """The newest digest that went into this channel, by Slack's id or its name, on that day of its zone; the days of
    those that did, the newest first, where there was none.
    """
    with scratch.history(database) as session:
        posted = digests.posted_in(session, channel)
        message = next((message for day, message in posted if day == on), None)
        if message is None:
            return list(dict.fromkeys(day for day, _ in posted))
        return _again(session, message, settings=settings)


def _again(session: Session, message: Message, *, settings: DeliverySettings) -> Recomputed:
    posted_at = message.sent_at
    assert posted_at is not None, "it was posted"
    # It was put together when it was claimed; of several tries the last is known by its answer alone.
    as_of = message.tried_at if message.tried_at is not None and message.attempts == 1 else posted_at
    run = session.get(DigestRun, message.digest_run_id) if message.digest_run_id is not None else None
    shown = {fact["indicator"]: fact for fact in run.facts} if run is not None else {}
    rewind(session, to=as_of, run=run)
    drawn = digest_as_of(session, message, now=as_of, settings=settings)
    now = {fact["indicator"]: fact for fact in drawn.facts}
    if run is None:
        return Recomputed(drawn.content, posted_at, ())
    otherwise = {key for key in shown.keys() | now.keys() if not _is_same(shown.get(key), now.get(key))}
    return Recomputed(drawn.content, posted_at, tuple(sorted(otherwise)))


def _is_same(shown: Mapping[str, Any] | None, now: Mapping[str, Any] | None) -> bool:
    """Whether all that was kept of it is so still; an earlier version has kept less."""
    return shown is not None and now is not None and all(now.get(name) == value for name, value in shown.items())
