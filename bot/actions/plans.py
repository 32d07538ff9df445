"""What is to come in a workspace, for an administrator: everything counted, and named what they see themselves."""

from collections.abc import Sequence
from dataclasses import replace

from sqlmodel import Session

from bot.actions.people import Actor
from bot.domain.messages import SkipReason
from bot.errors import NotAllowed
from bot.results.plan import Entry, HeldBack, Plan, PlanLine, Planned, Whose
from storage import home
from storage.access import visible_indicators

_NO_NEWS = (SkipReason.NOTHING_DUE,)
"""Reasons for which nobody misses anything."""


def require_may_foresee(by: Actor) -> None:
    """Raises NotAllowed for whoever is no administrator."""
    if not by.is_admin:
        raise NotAllowed("Only workspace admins see what goes out to everybody. Ask one of them.")


def plan_for(session: Session, entries: Sequence[Entry], *, by: Actor) -> Plan:
    """Those of the entries that are of this person's workspace, as far as they may see where they go. Three queries."""
    require_may_foresee(by)
    own = [each for each in entries if each.whose is not None and each.whose.workspace_id == by.workspace_id]
    keys = {each.key for each in visible_indicators(session, by=by)}
    channels = home.channels_in_sight(session, {each.whose.channel_id for each in own if each.whose is not None}, by=by)
    shown = [each for each in own if _is_seen(each.whose, keys, channels)]
    lines = [(each, _line(each)) for each in shown]
    return Plan(
        to_come=tuple(line for each, line in lines if isinstance(each, Planned)),
        held_back=tuple(line for each, line in lines if isinstance(each, HeldBack) and each.reason not in _NO_NEWS),
        unseen=len(own) - len(shown),
    )


def _is_seen(whose: Whose | None, keys: set[str], channels: set[str]) -> bool:
    if whose is None:
        return False
    return (not whose.channel_id or whose.channel_id in channels) and (not whose.key or whose.key in keys)


def _line(entry: Entry) -> PlanLine:
    """How many readings it asks for, and not which: some may live where the administrator is not."""
    whose = entry.whose
    assert whose is not None
    line = PlanLine(
        at=entry.at,
        kind=entry.kind,
        person=whose.person,
        channel_id=whose.channel_id,
        key=whose.key,
        readings=len(whose.names),
    )
    if isinstance(entry, HeldBack):
        return replace(line, reason=entry.reason, detail=entry.detail)
    asked_at = min((each.asked_at for each in entry.fetched), default=None)
    return replace(line, unless_fetched=len(entry.fetched), fetched_at=asked_at)
