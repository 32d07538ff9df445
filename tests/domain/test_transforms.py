"""The scales on which limits are worked out."""

from decimal import Decimal

import pytest

from bot.domain.transforms import Transform, check_transform, led_back, transformed
from tests.saying import refused


@pytest.mark.parametrize(
    ("transform", "amount", "x"),
    [
        (None, "12.5", "12.5"),
        (Transform.SQRT, "0", "0"),
        (Transform.SQRT, "12.25", "3.5"),
        (Transform.SQRT, "2", "1.414213562373095"),
        (Transform.LOG, "1", "0"),
        (Transform.LOG, "1000", "6.907755278982137"),
    ],
)
def test_values_are_changed_to_the_fifteenth_place(transform: Transform | None, amount: str, x: str) -> None:
    assert transformed(Decimal(amount), transform) == Decimal(x)


@pytest.mark.parametrize(
    ("transform", "x", "amount"),
    [
        (None, "-3", "-3"),
        (Transform.SQRT, "3.5", "12.25"),
        (Transform.SQRT, "-1.2", "0"),
        (Transform.LOG, "0", "1"),
        (Transform.LOG, "-1", "0.367879441171442"),
    ],
)
def test_limits_are_led_back(transform: Transform | None, x: str, amount: str) -> None:
    assert led_back(Decimal(x), transform) == Decimal(amount)


def test_a_value_without_a_place_on_the_scale_is_named() -> None:
    check_transform(Transform.SQRT, [Decimal(0), Decimal(4)])
    check_transform(None, [Decimal(-1)])
    with refused("There is no square root of -3|There is no square root of −3"):
        check_transform(Transform.SQRT, [Decimal(4), Decimal(-3)])
    with refused("There is no logarithm of 0"):
        check_transform(Transform.LOG, [Decimal(4), Decimal(0)])
    with pytest.raises(ValueError, match="no log of 0"):
        transformed(Decimal(0), Transform.LOG)
