"""How often something is to be read, as people type it."""

import pytest

from bot.domain.cadence_words import TypedRhythm, read_rhythm
from bot.domain.cadences import LAST, DueKind, DueRule, Every, Shift

FRIDAY = DueRule(DueKind.WEEKDAY, 4)


@pytest.mark.parametrize(
    ("typed", "rhythm"),
    [
        ("daily", TypedRhythm(Every.DAY)),
        ("every working day", TypedRhythm(Every.DAY, on_working_days=True)),
        ("weekly", TypedRhythm(Every.WEEK)),
        ("once a week", None),
        ("every week on Friday", TypedRhythm(Every.WEEK, due=FRIDAY)),
        ("Fridays", TypedRhythm(Every.WEEK, due=FRIDAY)),
        ("Mon, Wed and Fri", TypedRhythm(Every.DAY, weekdays=frozenset({0, 2, 4}))),
        ("every 3 weeks", TypedRhythm(Every.INTERVAL, 3)),
        ("every three weeks from 25 March", TypedRhythm(Every.INTERVAL, 3, counted_from="25 march")),
        ("every other week", TypedRhythm(Every.INTERVAL, 2)),
        ("every 1 week", TypedRhythm(Every.WEEK)),
        ("monthly", TypedRhythm(Every.MONTH)),
        ("monthly on the 15th", TypedRhythm(Every.MONTH, due=DueRule(DueKind.DAY_OF_MONTH, day=15))),
        (
            "every month, on the 1st or before",
            TypedRhythm(Every.MONTH, due=DueRule(DueKind.DAY_OF_MONTH, day=1, shift=Shift.BEFORE)),
        ),
        ("monthly, second Tuesday", TypedRhythm(Every.MONTH, due=DueRule(DueKind.NTH_WEEKDAY, 1, nth=2))),
        ("monthly last Friday", TypedRhythm(Every.MONTH, due=DueRule(DueKind.NTH_WEEKDAY, 4, nth=LAST))),
        ("monthly, first Friday after", TypedRhythm(Every.MONTH, due=FRIDAY)),
        ("quarterly last working day", TypedRhythm(Every.QUARTER, due=DueRule(DueKind.LAST_WORKING_DAY))),
        ("half-yearly", TypedRhythm(Every.HALF_YEAR)),
        ("every half-year", TypedRhythm(Every.HALF_YEAR)),
        ("every 6 months", TypedRhythm(Every.HALF_YEAR)),
        ("yearly", TypedRhythm(Every.YEAR)),
        ("every fiscal quarter", TypedRhythm(Every.QUARTER, is_fiscal=True)),
        ("every fiscal year", TypedRhythm(Every.YEAR, is_fiscal=True)),
        ("twice a week", None),
        ("biweekly", None),
        ("every 4 months", None),
        ("weekly or so", None),
        ("monthly on the 32nd", None),
        ("monthly from 25 March", None),
        ("every 99 weeks", None),
        ("every 0 weeks", None),
        ("", None),
    ],
)
def test_a_rhythm_is_read_whole_or_not_at_all(typed: str, rhythm: TypedRhythm | None) -> None:
    assert read_rhythm(typed, locale="en-GB") == rhythm
