"""`Words` as text: what the domain and the actions have to say, in their reader's language. Raw text; `blocks.sentence`
makes it safe.
"""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from bot.domain.cadences import Cadence, Every
from bot.domain.closing import OutcomeResult
from bot.domain.dates import Month, Weekday
from bot.domain.numerals import digits
from bot.domain.periods import NamedPeriod
from bot.domain.targets import Direction
from bot.domain.values import Quantity
from bot.languages import language_for
from bot.results.names import Viewer
from bot.views.amounts import as_typed, exact
from bot.views.days import day, month, the_period, weekday, weekdays
from bot.views.examples import example
from bot.views.speech import listed, say, say_counted
from bot.words import Example, Listing, Words


def worded(words: Words, viewer: Viewer, *, quoting: Callable[[str], str] = str) -> str:
    """The words in the viewer's language, with what fills them. `quoting` makes what people typed fit for the place
    where it will stand.
    """
    pattern = language_for(viewer.locale).pattern(words.pattern, words.plural, words.count)
    return pattern.format_map({name: _shown(value, viewer, quoting) for name, value in words.values.items()})


def _shown(value: Any, viewer: Viewer, quoting: Callable[[str], str] = str) -> str:
    match value:
        case Direction():  # before text, which it is too
            return should(value, viewer)
        case OutcomeResult():
            return result_word(value, viewer)
        case str():
            return quoting(value)
        case Words():
            return worded(value, viewer, quoting=quoting)
        case int() | Decimal():
            return digits(Decimal(value), viewer.locale)
        case date():
            return day(value, viewer)
        case Month():
            return month(value, viewer)
        case Weekday(number):
            return weekday(number, viewer)
        case Quantity(of, measure):
            return quoting(exact(of, measure, viewer))
        case NamedPeriod(of, cadence):
            return the_period(of, cadence, viewer)
        case Cadence():
            return how_often(value, viewer)
        case Listing(parts, joined_by):
            return listed(viewer, [_shown(part, viewer, quoting) for part in parts], joined_by)
        case Example(command, fills):
            return example(command, viewer, {place: _as_typed(fill, viewer) for place, fill in fills.items()})
    raise TypeError(f"{type(value).__name__} has no words")


def _as_typed(value: Any, viewer: Viewer) -> str:
    return as_typed(value.value, value.measure, viewer) if isinstance(value, Quantity) else _shown(value, viewer)


def should(direction: Direction, viewer: Viewer) -> str:
    """What an indicator of this direction should do: "go down"."""
    match direction:
        case Direction.INCREASE:
            return say(viewer, "go up")
        case Direction.DECREASE:
            return say(viewer, "go down")
        case Direction.MAINTAIN:
            return say(viewer, "stay within limits")


def result_word(result: OutcomeResult, viewer: Viewer) -> str:
    """What came of an outcome: "partly achieved"."""
    match result:
        case OutcomeResult.ACHIEVED:
            return say(viewer, "achieved")
        case OutcomeResult.PARTLY:
            return say(viewer, "partly achieved")
        case OutcomeResult.NOT_ACHIEVED:
            return say(viewer, "not achieved")
        case OutcomeResult.DROPPED:
            return say(viewer, "dropped")


def how_often(cadence: Cadence, viewer: Viewer) -> str:
    """ "weekly", "every 2 weeks", "every fiscal quarter"."""
    match cadence.every:
        case Every.DAY if cadence.is_on_working_days:
            return say(viewer, "every working day")
        case Every.DAY if cadence.weekdays is not None:
            return say(viewer, "on {days}", days=weekdays(cadence.weekdays, viewer))
        case Every.DAY:
            return say(viewer, "every day")
        case Every.WEEK:
            return say(viewer, "weekly")
        case Every.MONTH:
            return say(viewer, "monthly")
        case Every.QUARTER:
            return say(viewer, "every fiscal quarter") if cadence.is_fiscal else say(viewer, "quarterly")
        case Every.HALF_YEAR:
            return say(viewer, "every fiscal half-year") if cadence.is_fiscal else say(viewer, "half-yearly")
        case Every.YEAR:
            return say(viewer, "every fiscal year") if cadence.is_fiscal else say(viewer, "yearly")
        case Every.INTERVAL if cadence.weeks is not None:
            return say_counted(viewer, "weekly", "every {count} weeks", cadence.weeks)
        case Every.INTERVAL:
            return say_counted(viewer, "every day", "every {count} days", cadence.interval_days or 1)
