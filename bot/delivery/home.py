"""Home tabs that show something which has changed since: claimed, put together, published.

One process publishes a Home at a time. What changes meanwhile is counted, and has it published once more. A process
that was frozen for longer than its lease cannot put an older Home over a newer one: it says which one it replaces, and
Slack refuses where there is another by now.
"""

import asyncio
import logging
import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient
from sqlmodel import Session

from bot.actions.home import home_of
from bot.actions.people import as_actor
from bot.actions.screens import viewer_for
from bot.delivery import carriers, results
from bot.delivery.carriers import Answered
from bot.delivery.savepoints import PUT_OFF_FOR
from bot.delivery.settings import DeliverySettings
from bot.deps import Deps
from bot.domain.messages import Failure, FailureCode
from bot.views.home import home_view
from bot.workspaces import Installed
from storage import channels, home_tabs
from storage.tables import HomeTab, Person, Workspace

log = logging.getLogger(__name__)

METHOD = "views.publish"
_MOST_TRIES = 12
_LONGEST_PAUSE_FOR = 900.0
_REPLACED = "hash_conflict"
"""Slack shows another Home than the one that was to be replaced."""


@dataclass(frozen=True)
class Publishing:
    """A Home that is ours alone to publish for a while. `seen` counts what had changed about it when we took it."""

    person_id: int
    workspace_id: int
    user_id: str
    token: str
    seen: int
    attempts: int
    is_awaited: bool
    replaces: str


@dataclass(frozen=True)
class Published:
    """Slack shows it, by this name."""

    view_hash: str


async def publish_changed(deps: Deps, settings: DeliverySettings) -> int:
    """Publish a batch of Homes; answers how many. Those that somebody waits for come first and at once, the others at a
    pace that leaves room for them.
    """
    claimed = await deps.database.run(
        claim,
        now=deps.clock(),
        settings=settings,
        leaving_out=deps.workspaces.out_of_reach(),
        without_turn=deps.workspaces.without_turn(METHOD),
    )
    await asyncio.gather(*(_publish(deps, each, settings) for each in claimed))
    return len(claimed)


def claim(
    session: Session,
    *,
    now: datetime,
    settings: DeliverySettings,
    leaving_out: frozenset[int] = frozenset(),
    without_turn: frozenset[int] = frozenset(),
) -> list[Publishing]:
    """Up to a batch of Homes to publish, now held by us. Whoever cannot be served any more has none."""
    rows = home_tabs.take_changed(
        session, now=now, leaving_out=leaving_out, without_turn=without_turn, limit=settings.claim_batch
    )
    return [_hold(session, row, until=now + settings.lease) for row in rows]


def compose(session: Session, held: Publishing, *, trusts_since: datetime, now: datetime) -> dict[str, Any] | None:
    """The Home as it should look now, for whoever looks at it now; None for somebody who is not served any more."""
    person, workspace = session.get_one(Person, held.person_id), session.get_one(Workspace, held.workspace_id)
    if person.is_deactivated:
        return None
    tab = session.get_one(HomeTab, held.person_id)
    by = replace(as_actor(person, workspace), trusts_since=trusts_since)
    oldest = channels.oldest_told_at(session, workspace_id=workspace.id)
    sees_all = oldest is None or oldest >= trusts_since
    return home_view(home_of(session, by, first=tab.first_shown, sees_all=sees_all, now=now), viewer_for(by, now=now))


def record(session: Session, held: Publishing, result: "Published | results.Result | None", *, now: datetime) -> bool:
    """Write down what became of it, if we still hold it. What cannot be done now is tried again later; None is for
    somebody who has no Home any more.
    """
    again, values = _follows(held, result, now=now)
    return home_tabs.end_publishing(
        session, held.person_id, token=held.token, seen=held.seen, refresh_at=again, **values
    )


async def _publish(deps: Deps, held: Publishing, settings: DeliverySettings) -> None:
    result: Published | results.Result | None = results.NotOurs()
    installed = await deps.workspaces.find(held.workspace_id)
    if installed is not None:
        if not held.is_awaited:
            installed.client.pauses.pace(METHOD).take()
        result = await _composed_and_published(deps, installed, held, settings)
    await deps.database.run(record, held, result, now=deps.clock())


async def _composed_and_published(
    deps: Deps, installed: Installed, held: Publishing, settings: DeliverySettings
) -> "Published | results.Result | None":
    now = deps.clock()
    trusts_since = deps.freshness.trusts_channels_since(now)
    try:
        view = await deps.database.read_at_leisure(compose, held, trusts_since=trusts_since, now=now)
    except Exception:  # whatever is wrong with one Home, the others have a right to their turn
        log.exception("the Home of person %s cannot be put together", held.person_id)
        return results.TryLater(Failure(FailureCode.CANNOT_RENDER), after=PUT_OFF_FOR.total_seconds())
    if view is None:
        return None
    return await show(installed.client, held, view, settings)


async def show(
    client: AsyncWebClient, held: Publishing, view: dict[str, Any], settings: DeliverySettings
) -> "Published | results.Result":
    """Put it in the place of the Home that it replaces, and of no other."""
    replaces = {"hash": held.replaces} if held.replaces else {}
    answered = await carriers.caught(
        lambda: client.views_publish(user_id=held.user_id, view=view, **replaces), settings
    )
    if isinstance(answered, Answered):
        return Published(str((answered.value.get("view") or {}).get("hash") or ""))
    return answered


def _follows(
    held: Publishing, result: "Published | results.Result | None", *, now: datetime
) -> tuple[datetime | None, dict[str, Any]]:
    """When it is published again if nothing changes, and what else is noted."""
    match result:
        case None:
            return None, {"attempts": 0}
        case Published(view_hash):
            return None, {"attempts": 0, "view_hash": view_hash}
        case results.Impossible(why) if _REPLACED in why.detail:
            # Somebody was killed between publishing that one and noting it. Whoever holds the Home may replace it.
            return now, {"view_hash": "", "attempts": held.attempts + 1}
        case results.TryLater(_, float(after)):
            return now + timedelta(seconds=after), {}
        case results.NotOurs():
            return now + timedelta(seconds=5), {}
    if held.attempts + 1 >= _MOST_TRIES:
        log.error("the Home of person %s cannot be published: %s", held.person_id, result)
        return None, {"attempts": 0}
    pause = min(5 * 2.0**held.attempts, _LONGEST_PAUSE_FOR)
    return now + timedelta(seconds=pause), {"attempts": held.attempts + 1}


def _hold(session: Session, row: HomeTab, *, until: datetime) -> Publishing:
    row.token, row.held_until = secrets.token_hex(8), until
    session.add(row)
    return Publishing(
        person_id=row.person_id,
        workspace_id=row.workspace_id,
        user_id=session.get_one(Person, row.person_id).user_id,
        token=row.token,
        seen=row.changes,
        attempts=row.attempts,
        is_awaited=row.is_awaited,
        replaces=row.view_hash,
    )
