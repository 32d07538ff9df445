"""What is somebody's own: to be shown as an example, since nobody learns from another person's key, and to be meant
where nothing was named.
"""

from sqlmodel import Session

from bot.actions import access
from bot.actions.facts import measure_of, target_of, targets_now, value_like
from bot.actions.people import Actor
from bot.domain.values import Value
from bot.results.names import Own
from storage import indicators
from storage.indicators import Described


def own_of(session: Session, *, by: Actor) -> Own | None:
    """One of the indicators that this person owns, gives and sees, if there is any: the first with a target, which
    examples of every kind can be made of, or the first.
    """
    owned = indicators.running_of_owner(session, by.person_id)
    theirs = [each for each in owned if each.definition.made_of is None]
    promised = [each for each in theirs if _goal(each) is not None]
    ordered = [*promised, *(each for each in theirs if each not in promised)]
    described = next((each for each in ordered if access.may_see_channel(session, each.home.channel, by=by)), None)
    if described is None:
        return None
    return Own(
        described.indicator.key,
        described.home.outcome.key,
        measure_of(described.definition),
        value_like(described),
        _goal(described),
    )


def only_one_of(session: Session, *, by: Actor) -> int | None:
    """The number of the running indicator that this person owns and sees, where it is exactly one."""
    theirs = indicators.running_of_owner(session, by.person_id)
    seen = [each for each in theirs if access.may_see_channel(session, each.home.channel, by=by)]
    return seen[0].indicator.id if len(seen) == 1 else None


def _goal(described: Described) -> Value | None:
    """What is promised now; None where nothing is, or limits are."""
    target = target_of(targets_now(described))
    return Value(target.value) if target is not None and target.value is not None else None
