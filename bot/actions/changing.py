"""What every change of a record has in common: its reason, and that somebody else may have changed the same thing."""

from collections.abc import Collection, Sequence
from itertools import pairwise

from sqlmodel import Session

from bot.actions.screens import named
from bot.errors import UserError
from bot.fields import Field
from bot.results.changing import Meanwhile
from bot.words import words
from storage.tables import IndicatorDefinition, OutcomeDefinition, Ownership, Person

LONGEST_REASON = 1_000

Version = OutcomeDefinition | IndicatorDefinition | Ownership


class ChangedMeanwhile(UserError):
    """Somebody has changed the same thing since the form was opened; saved again, it is changed all the same."""

    def __init__(self, meanwhile: Meanwhile) -> None:
        super().__init__(words("{name} has changed it meanwhile. Open it again.", name=meanwhile.by.name))
        self.meanwhile = meanwhile


def check_reason(reason: str) -> None:
    """Raises UserError for a reason that is too long."""
    if len(reason) > LONGEST_REASON:
        raise UserError(
            "A reason holds up to {most} characters; this one has {length}. Shorten it.",
            most=LONGEST_REASON,
            length=len(reason),
            field=Field.REASON,
        )


def require_seen(session: Session, since: Sequence[Version], seen_id: int, names: Collection[str]) -> None:
    """Raises ChangedMeanwhile where what is in these columns is another thing by now than in the version that the
    person has seen; `since` are the versions from that one on, the oldest first.
    """
    if not since or since[0].id != seen_id:
        raise UserError("This form is about something that is not there. Open it again.")
    seen, present = since[0], since[-1]
    if all(getattr(seen, name) == getattr(present, name) for name in names):
        return
    changes = [after for before, after in pairwise(since) if any(_differ(before, after, name) for name in names)]
    raise ChangedMeanwhile(Meanwhile(named(session.get_one(Person, changes[-1].made_by_id)), changes[-1].made_at))


def _differ(before: Version, after: Version, name: str) -> bool:
    return bool(getattr(before, name) != getattr(after, name))
