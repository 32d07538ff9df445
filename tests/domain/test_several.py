"""Taking a message apart into its readings."""

import pytest

from bot.domain.several import parts_of

_NAMES = ("wait-gp ", "same-day ", "csat ", "phone ")


def _is_reading(text: str) -> bool:
    return f"{text} ".startswith(_NAMES)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("csat 84", ("csat 84",)),
        ("csat 84, two sites missing", ("csat 84, two sites missing",)),
        ("csat 1,234", ("csat 1,234",)),
        ("phone 84,5", ("phone 84,5",)),
        ("wait-gp 12, same-day 36/50", ("wait-gp 12", "same-day 36/50")),
        ("wait-gp 12,same-day 36/50; phone 6,5", ("wait-gp 12", "same-day 36/50", "phone 6,5")),
        ("csat 84: no staff, phone 12", ("csat 84: no staff, phone 12",)),
        ("phone 6\n\n wait-gp 11 \nmoral 3", ("phone 6", "wait-gp 11", "moral 3")),
        ("phone 6\nwait-gp 11, csat 84", ("phone 6", "wait-gp 11", "csat 84")),
        ("csat 84\nbecause two sites are missing", ("csat 84\nbecause two sites are missing",)),
        ("phone\t6\nwait-gp\t11", ("phone 6", "wait-gp 11")),
        ('Indicator\tValue\nphone\t6\nwait-gp\t"1 ""late"""', ("phone 6", 'wait-gp 1 "late"')),
    ],
)
def test_a_message_is_taken_apart_only_between_readings(text: str, parts: tuple[str, ...]) -> None:
    assert parts_of(text, _is_reading) == parts
