"""Commands as they are typed, with what is the reader's own in their places."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from bot.domain.values import Measure, Value, ValueKind, ratio
from bot.results.names import Own, Viewer
from bot.views.examples import example, is_filled
from tests.views.make import LONDON

PEOPLE = Own("rough", "rough-sleeping", Measure(ValueKind.NUMBER, "people"), Value(Decimal(118)))
SHARE = Own("housed", "rough-sleeping", Measure(ValueKind.RATIO), ratio(Decimal(33), Decimal(50)))
MONEY = Own("overtime", "gp", Measure(ValueKind.MONEY, "£"), Value(Decimal(3900)))


@pytest.mark.parametrize(
    ("own", "command"),
    [
        (PEOPLE, "`/reading rough 118`"),
        (SHARE, "`/reading housed 33/50`"),
        (MONEY, "`/reading overtime £3,900`"),
        (replace(PEOPLE, value=None), "`/reading rough <value>`"),
        (None, "`/reading <indicator> <value>`"),
    ],
    ids=["a number", "a share", "money", "no reading yet", "nothing of their own"],
)
def test_an_example_is_made_of_the_readers_own(own: Own | None, command: str) -> None:
    viewer = replace(LONDON, own=own)
    assert example("/reading <indicator> <value>", viewer) == command
    assert is_filled("/reading <indicator> <value>", viewer) is ("<" not in command)


def test_what_is_known_better_fills_a_place_first() -> None:
    viewer = replace(LONDON, own=PEOPLE)
    assert example("/reading <indicator> <value>", viewer, {"indicator": "csat"}) == "`/reading csat 118`"
    assert example("/outcome show <outcome>", viewer) == "`/outcome show rough-sleeping`"


@pytest.mark.parametrize(
    ("today", "day"),
    [
        (date(2026, 4, 7), "30 June"),
        (date(2026, 5, 31), "30 June"),
        (date(2026, 6, 1), "31 December"),
        (date(2026, 12, 1), "31 December"),
        (date(2026, 12, 2), "30 June 2027"),
    ],
)
def test_a_date_in_an_example_is_one_that_is_to_come(today: date, day: str) -> None:
    assert example("/target set csat 85 by <date>", replace(LONDON, today=today)) == f"`/target set csat 85 by {day}`"


def test_a_date_in_an_example_is_written_as_its_reader_does() -> None:
    american = Viewer("en-US", "America/New_York", LONDON.today)
    assert example("by <date>", american) == "`by June 30`"
