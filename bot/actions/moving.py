"""Who would see an outcome in another channel, and who would not any more: to be said before it is moved."""

from collections import defaultdict
from collections.abc import Collection

from sqlmodel import Session

from bot.actions import access
from bot.actions.changing_outcomes import require_changeable
from bot.actions.people import Actor, as_actor
from bot.actions.screens import named
from bot.results.changing import Move, Unseeing
from storage import channels, indicators, outcomes, wholes
from storage.indicators import Described
from storage.outcomes import Home
from storage.people import people_by_id
from storage.tables import Channel, Workspace


def move_of(session: Session, outcome_id: int, channel_id: str, *, by: Actor) -> Move | None:
    """What moving the outcome there changes about who sees it; None where nothing does, and where the person could not
    move it there anyway. A fixed number of queries, beside one for each person who keeps something.
    """
    home = require_changeable(session, outcome_id, by=by)
    channel = channels.channel_of(session, workspace_id=by.workspace_id, channel_id=channel_id)
    if channel is None:
        if home.channel.channel_id == channel_id:
            return None
        return Move(channel_id, home.channel.is_private, is_private=True)
    if channel.id == home.channel.id or not access.may_see_channel(session, channel, by=by):
        return None
    unseeing = _unseeing(session, home, channel, by=by)
    if not (channel.is_private or home.channel.is_private or unseeing):
        return None
    is_told = channel.members_read_at is not None
    members = None
    if channel.is_private and is_told:
        bot = session.get_one(Workspace, by.workspace_id).bot_user_id
        members = channels.count_members(session, channel, leaving_out=bot)
    uncounted = _uncounted(session, home, channel, by=by)
    return Move(channel_id, home.channel.is_private, channel.is_private, members, unseeing, uncounted)


def _uncounted(session: Session, home: Home, channel: Channel, *, by: Actor) -> tuple[str, ...]:
    """The names of what this person sees and could not be worked out any more, if the outcome lived in that channel."""
    numbers = set(outcomes.indicators_of(session, [home.outcome.id])[home.outcome.id])
    pairs = {(whole, part) for whole, parts in wholes.all_above(session, numbers).items() for part in parts}
    pairs |= {(whole, part) for whole, parts in wholes.all_below(session, numbers).items() for part in parts}
    described = indicators.describe(session, sorted({number for pair in pairs for number in pair}))
    found = {}
    for whole, part in sorted(pairs):
        homes = [channel if number in numbers else described[number].home.channel for number in (whole, part)]
        if homes[1].is_private and homes[0].id != homes[1].id:
            found[whole] = described[whole].definition.name
    return tuple(name for number, name in found.items() if access.sees_indicator(session, number, by=by))


def _unseeing(session: Session, home: Home, channel: Channel, *, by: Actor) -> tuple[Unseeing, ...]:
    """Those who answer for it or keep one of its indicators, and would not see it there."""
    numbers = outcomes.indicators_of(session, [home.outcome.id])[home.outcome.id]
    kept = _kept(indicators.describe(session, numbers).values())
    workspace = session.get_one(Workspace, by.workspace_id)
    concerned = people_by_id(session, {*kept, home.accountable.id})
    return tuple(
        Unseeing(named(person), number == home.accountable.id, tuple(kept.get(number, ())))
        for number, person in sorted(concerned.items())
        if not access.may_see_channel(session, channel, by=as_actor(person, workspace))
    )


def _kept(described: Collection[Described]) -> dict[int, list[str]]:
    """The names of the indicators that each person is asked for."""
    kept: dict[int, list[str]] = defaultdict(list)
    for each in described:
        kept[each.owner.id].append(each.definition.name)
    return dict(kept)
