"""What of an indicator is chosen from a table, and how that reads: kind, level, rhythm, how readings combine."""

from collections.abc import Mapping

from bot.domain.cadences import Cadence, DueKind, Every, Shift
from bot.domain.combining import Combine
from bot.domain.facts import Level
from bot.domain.values import ValueKind
from bot.results.names import Viewer
from bot.views.days import day_of_month, month_name, weekday
from bot.views.saying import how_often, worded
from bot.views.speech import say
from bot.words import Words, words

KINDS: dict[str, Words] = {
    ValueKind.NUMBER: words("A number or count"),
    ValueKind.PERCENT: words("Percent"),
    ValueKind.RATIO: words("A share, such as 31 of 50"),
    ValueKind.MONEY: words("Money"),
    ValueKind.DURATION: words("A duration"),
    ValueKind.YES_NO: words("Yes or no"),
    ValueKind.SCALE: words("A scale with labels"),
}
LEVELS: dict[str, Words] = {
    Level.OUTCOME: words("The change that is wanted"),
    Level.OUTPUT: words("What comes out of the work"),
    Level.PROCESS: words("The work itself"),
}
SHOWS = {
    Level.OUTCOME: words("shows the change that is wanted"),
    Level.OUTPUT: words("shows what comes out of the work"),
    Level.PROCESS: words("shows the work itself"),
}
"""The same in the middle of a line."""
COMBINED = {
    Combine.LAST: words("the last reading counts"),
    Combine.SUM: words("readings add up"),
    Combine.MEAN: words("the mean counts"),
    Combine.MIN: words("the lowest reading counts"),
    Combine.MAX: words("the highest reading counts"),
    Combine.RATIO: words("shares add up, part by part"),
    Combine.COUNTER: words("a counter that only goes up: what it shows, carried on where it begins again"),
}


def labels(choices: Mapping[str, Words], viewer: Viewer) -> dict[str, str]:
    """The options of one of these tables, as the viewer reads them."""
    return {chosen: worded(label, viewer) for chosen, label in choices.items()}


def describe_cadence(cadence: Cadence, viewer: Viewer) -> str:
    """The cadence in words: "weekly, due every Monday"."""
    often, day = describe_rhythm(cadence, viewer), _due_day(cadence, viewer)
    return say(viewer, "{how_often}, due {day}", how_often=often, day=day)


def describe_rhythm(cadence: Cadence, viewer: Viewer) -> str:
    """How often alone, with where its weeks or years begin: "every fiscal quarter (the year begins in April)"."""
    if cadence.week_start:
        return say(viewer, "weekly from {weekday} on", weekday=weekday(cadence.week_start, viewer))
    often = how_often(cadence, viewer)
    if not cadence.is_fiscal:
        return often
    begins = month_name(cadence.first_month, viewer)
    return say(viewer, "{how_often} (the year begins in {month})", how_often=often, month=begins)


def _due_day(cadence: Cadence, viewer: Viewer) -> str:
    rule = cadence.due
    match rule.kind:
        case DueKind.LAST_WORKING_DAY:
            if rule.month is not None:
                return say(viewer, "the last working day of {month}", month=month_name(rule.month, viewer))
            return say(viewer, "the same day") if cadence.every is Every.DAY else say(viewer, "the last working day")
        case DueKind.WORKING_DAY_AFTER:
            if cadence.every is Every.DAY:
                return say(viewer, "the next working day")
            if cadence.every is Every.WEEK and not cadence.week_start:
                return say(viewer, "every {weekday}", weekday=weekday(0, viewer))
            return say(viewer, "the first working day after")
        case DueKind.DAY_OF_MONTH if rule.month is not None:
            day = say(viewer, "on {day}", day=day_of_month(rule.month, rule.day or 1, viewer))
        case DueKind.DAY_OF_MONTH:
            day = say(viewer, "on day {day} of the month after", day=str(rule.day))
        case DueKind.WEEKDAY | DueKind.NTH_WEEKDAY:
            day = _which_weekday(cadence, viewer)
    return say(viewer, "{day}, or the working day before", day=day) if rule.shift is Shift.BEFORE else day


def _which_weekday(cadence: Cadence, viewer: Viewer) -> str:
    rule = cadence.due
    day = weekday(rule.weekday or 0, viewer)
    match rule.nth:
        case None if cadence.every is Every.WEEK:
            return say(viewer, "every {weekday}", weekday=day)
        case None:
            return say(viewer, "the first {weekday} after", weekday=day)
        case 2:
            return say(viewer, "the second {weekday} after", weekday=day)
        case 3:
            return say(viewer, "the third {weekday} after", weekday=day)
        case 4:
            return say(viewer, "the fourth {weekday} after", weekday=day)
        case _:
            return say(viewer, "the last {weekday}", weekday=day)
