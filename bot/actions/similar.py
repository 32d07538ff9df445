"""What is on record already and much like something new: asked about before there are two of it."""

from dataclasses import dataclass

from rapidfuzz import fuzz, process
from sqlmodel import Session

from bot.actions.people import Actor
from bot.actions.screens import named
from bot.domain.keys import as_compared
from bot.results.names import PersonName
from storage import outcomes
from storage.access import Spelled, visible_outcomes

_MUCH_ALIKE = 90
"""Percent of alikeness, in any order of the words, from which two statements may mean the same."""


@dataclass(frozen=True)
class SimilarOutcome:
    """An open outcome that says much the same, who answers for it, and the channel where it lives."""

    statement: str
    accountable: PersonName
    channel_name: str


def outcome_like(session: Session, statement: str, *, by: Actor) -> SimilarOutcome | None:
    """The open outcome in this person's sight that says nearly this; None where there is none."""
    known = visible_outcomes(session, by=by, only_open=True)
    nearest = _nearest(known, as_compared(statement))
    if nearest is None:
        return None
    home = outcomes.homes_of(session, [nearest.id])[nearest.id]
    return SimilarOutcome(home.definition.statement, named(home.accountable), home.channel.name)


def _nearest(known: list[Spelled], text: str) -> Spelled | None:
    found = process.extractOne(
        text, [each.name_compared for each in known], scorer=fuzz.token_sort_ratio, score_cutoff=_MUCH_ALIKE
    )
    return known[found[2]] if found else None
