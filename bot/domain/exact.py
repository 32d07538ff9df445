"""Decimal arithmetic wide enough that nothing a person can type is ever rounded on the way."""

from contextlib import AbstractContextManager
from decimal import Context, Decimal, localcontext

WHOLE_DIGITS = 18
FRACTION_DIGITS = 9

# Two values of 18 + 9 digits multiply into 54; sums of any number of readings stay below that.
_WIDE = Context(prec=60)
_PLACES = Decimal(1).scaleb(-15)
_POINT_PLACES = Decimal(1).scaleb(-9)


def wide() -> AbstractContextManager[Context]:
    """A context in which sums and products of values are exact and quotients carry 60 digits."""
    return localcontext(_WIDE)


def round_quotient(quotient: Decimal) -> Decimal:
    """A quotient rounded at the 15th place: the amount that is kept of a ratio such as 1/3."""
    return _at(quotient, _PLACES)


def round_points(points: Decimal) -> Decimal:
    """Points of a path rounded at the 9th place, so that a gap of exactly 8 does not come out as 8.000…01.

    Coarser than `round_quotient`: what was lost at the 15th place of a ratio is a hundred times that in points, and
    more where baseline and target are close together.
    """
    return _at(points, _POINT_PLACES)


def _at(number: Decimal, places: Decimal) -> Decimal:
    with wide():
        return number.quantize(places).normalize() + 0


def fits(amount: Decimal) -> bool:
    """Whether the amount has at most 18 digits before the point and 9 after it: what the database keeps exactly."""
    with wide():
        amount = amount.normalize()
    exponent = amount.as_tuple().exponent
    return isinstance(exponent, int) and exponent >= -FRACTION_DIGITS and abs(amount) < 10**WHOLE_DIGITS
