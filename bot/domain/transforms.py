"""The scale on which a series is looked at, where its own is lopsided: square roots for waiting times, logarithms for
money. Limits are worked out there and led back for drawing.
"""

from collections.abc import Iterable
from decimal import Decimal
from enum import StrEnum

from bot.domain.exact import round_quotient, wide
from bot.domain.targets import PLAIN_NUMBER
from bot.domain.values import Measure, Quantity, Value
from bot.errors import UserError


class Transform(StrEnum):
    """By what values are changed before their limits are worked out."""

    SQRT = "sqrt"
    LOG = "log"


def is_within_reach(amount: Decimal, transform: Transform | None) -> bool:
    """Whether there is such a square root or logarithm of it."""
    return transform is None or (amount >= 0 if transform is Transform.SQRT else amount > 0)


def transformed(amount: Decimal, transform: Transform | None) -> Decimal:
    """The square root, or the natural logarithm, rounded at the 15th place; the amount itself without a transform.
    ValueError where there is none.
    """
    if not is_within_reach(amount, transform):
        raise ValueError(f"there is no {transform} of {amount}")
    if transform is None:
        return amount
    with wide():
        return round_quotient(amount.sqrt() if transform is Transform.SQRT else amount.ln())


def led_back(x: Decimal, transform: Transform | None) -> Decimal:
    """The value that this point of the transformed scale stands for. Below the square root of 0 there is nothing: what
    lies there is drawn at 0.
    """
    if transform is None:
        return x
    with wide():
        return round_quotient(max(x, Decimal(0)) ** 2 if transform is Transform.SQRT else x.exp())


def check_transform(
    transform: Transform | None, amounts: Iterable[Decimal], *, measure: Measure = PLAIN_NUMBER
) -> None:
    """Raises UserError where one of the amounts has no place on that scale, naming it."""
    for amount in amounts:
        if is_within_reach(amount, transform):
            continue
        value = Quantity(Value(amount), measure)
        if transform is Transform.SQRT:
            raise UserError(
                "There is no square root of {value}. Leave the scale as it is while there are values below 0.",
                value=value,
                field="transform",
            )
        raise UserError(
            "There is no logarithm of {value}. Leave the scale as it is while there are values of 0 or below.",
            value=value,
            field="transform",
        )
