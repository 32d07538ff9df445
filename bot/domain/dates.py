"""Days as people type and read them."""

from datetime import date
from typing import Literal


def parse_date(text: str, *, today: date, locale: str, prefer: Literal["future", "past"] = "future") -> date:
    """The day that a person typed: "2026-06-30", "30 June", "June 30 2026", "end of june", "tomorrow", "friday",
    "30/06/2026".

    Month and weekday names are read in English and in the person's language, digits in any script. An all-numeric day
    follows the locale's order, unless only the other order is a day at all. Without a year it is the next such day
    from `today` on, or with `prefer="past"` the latest up to `today`; a weekday is the next one after today, or the
    latest up to today. Raises UserError.
    """
    raise NotImplementedError


def print_date(day: date, locale: str, *, today: date | None = None) -> str:
    """The day in words, in English and in the order of `locale`: "30 June" or "June 30"; with the year unless it is
    today's.
    """
    raise NotImplementedError
