"""Keeping the form in which what people name is compared, so that nobody waits while all names are folded.

What is kept belongs to one definition: `storage.access` takes it for no other, and folds what has nothing kept.
"""

from sqlmodel import Session, col, select

from bot.domain.keys import as_compared
from storage.indicators import newest_of
from storage.outcomes import newest_definition
from storage.tables import (
    Indicator,
    IndicatorDefinition,
    IndicatorSpelling,
    Outcome,
    OutcomeDefinition,
    OutcomeSpelling,
)


def keep_outcome(session: Session, outcome_id: int) -> None:
    """Keep how its newest definition spells this outcome."""
    workspace_id, definition_id, key, name = session.exec(_OUTCOME.where(Outcome.id == outcome_id)).one()
    session.merge(
        OutcomeSpelling(
            outcome_id=outcome_id,
            workspace_id=workspace_id,
            definition_id=definition_id,
            key=as_compared(key),
            name=as_compared(name),
        )
    )


def keep_indicator(session: Session, indicator_id: int) -> None:
    """Keep how its newest definition spells this indicator."""
    workspace_id, definition_id, key, name = session.exec(_INDICATOR.where(Indicator.id == indicator_id)).one()
    session.merge(
        IndicatorSpelling(
            indicator_id=indicator_id,
            workspace_id=workspace_id,
            definition_id=definition_id,
            key=as_compared(key),
            name=as_compared(name),
        )
    )


_OUTCOME = select(Outcome.workspace_id, OutcomeDefinition.id, Outcome.key, OutcomeDefinition.statement).join_from(
    Outcome, OutcomeDefinition, col(OutcomeDefinition.id) == newest_definition()
)
_INDICATOR = select(Indicator.workspace_id, IndicatorDefinition.id, Indicator.key, IndicatorDefinition.name).join_from(
    Indicator, IndicatorDefinition, col(IndicatorDefinition.id) == newest_of(IndicatorDefinition)
)
