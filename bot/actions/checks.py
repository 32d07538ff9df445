"""What several actions refuse in the same words."""

from bot.errors import UserError
from bot.fields import Field
from storage.indicators import Described


def require_at_most(text: str, most: int, field: Field) -> None:
    """Raises UserError, at this field, for a text of more characters than that."""
    if len(text) > most:
        raise UserError(
            "This holds up to {most} characters; you wrote {length}. Shorten it.",
            most=most,
            length=len(text),
            field=field,
        )


def require_goes_on(described: Described) -> None:
    """Raises UserError for an indicator whose outcome is closed."""
    if described.home.outcome.closed_at is not None:
        raise UserError(
            '"{indicator}" belongs to "{outcome}", which is closed. `/outcome reopen` takes that up again.',
            indicator=described.definition.name,
            outcome=described.home.definition.statement,
        )
