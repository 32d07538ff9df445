"""How often something is read and when that is due, as a form asks for it: a menu, and what follows from the choice."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.domain.cadence_words import TypedRhythm
from bot.domain.cadences import LAST, Cadence, DueKind, DueRule, Every, Shift
from bot.fields import Field
from bot.results.names import Viewer
from bot.views.blocks import Block
from bot.views.days import month_name, weekday
from bot.views.defining import describe_rhythm
from bot.views.inputs import boxes_input, select_input, text_input
from bot.views.saying import worded
from bot.views.speech import capital, say, say_counted
from bot.words import Words, words

CHOSEN_DAYS, WORKING_DAY, AS_NOW = "chosen_days", "working_day", "as_now"
FISCAL = {
    "fiscal_quarter": Every.QUARTER,
    "fiscal_half_year": Every.HALF_YEAR,
    "fiscal_year": Every.YEAR,
}
_EVERY: Mapping[str, Words] = {
    WORKING_DAY: words("Every working day"),
    Every.DAY: words("Every day, weekends too"),
    Every.WEEK: words("Every week"),
    "two_weeks": words("Every two weeks"),
    "3_weeks": words("Every three weeks"),
    "4_weeks": words("Every four weeks"),
    "6_weeks": words("Every six weeks"),
    "8_weeks": words("Every eight weeks"),
    "12_weeks": words("Every twelve weeks"),
    CHOSEN_DAYS: words("On certain days of the week"),
    Every.MONTH: words("Every month"),
    Every.QUARTER: words("Every quarter"),
    Every.HALF_YEAR: words("Every half-year"),
    Every.YEAR: words("Every year"),
}
_FISCAL: Mapping[str, Words] = {
    "fiscal_quarter": words("Every fiscal quarter"),
    "fiscal_half_year": words("Every fiscal half-year"),
    "fiscal_year": words("Every fiscal year"),
}
_YEARLY = (Every.YEAR, "fiscal_year")
_DAILY = (WORKING_DAY, Every.DAY, CHOSEN_DAYS)
_WEEKS = re.compile("(two|[1-9][0-9]?)_weeks")
_LAST_WORKING_DAY = words("Last working day of the period")


@dataclass(frozen=True)
class Rhythm:
    """What stands in the form: options by their values, weekdays as their numbers, a day as typed."""

    every: str | None = Every.WEEK
    due_day: str | None = None
    shift: str | None = None
    days: tuple[str, ...] = ()
    counted_from: str = ""
    due_month: str | None = None
    """Of a year, the month in which it is due, as its number."""


USUAL = Rhythm()


def rhythm_of(cadence: Cadence, viewer: Viewer) -> Rhythm:
    """What stands in it for what is read like this."""
    days = () if cadence.is_on_working_days else tuple(map(str, sorted(cadence.weekdays or ())))
    month = month_value(cadence.due)
    rhythm = Rhythm(_every(cadence, viewer), due_value(cadence.due), cadence.due.shift, days, due_month=month)
    return rhythm if cadence.every is not Every.DAY else replace(rhythm, shift=None)


def _every(cadence: Cadence, viewer: Viewer) -> str:
    match cadence.every:
        case Every.DAY if cadence.weekdays is not None:
            return WORKING_DAY if cadence.is_on_working_days else CHOSEN_DAYS
        case Every.WEEK if cadence.week_start != viewer.week_starts_on:
            return AS_NOW
        case Every.INTERVAL:
            return weeks_value(cadence.weeks) if cadence.weeks and cadence.weeks > 1 else AS_NOW
        case _ if cadence.is_fiscal:
            is_ours = cadence.first_month == viewer.fiscal_year_starts_in
            return next(value for value, every in FISCAL.items() if every is cadence.every) if is_ours else AS_NOW
    return cadence.every


def weeks_value(weeks: int) -> str:
    """The option that stands for so many weeks, which `weeks_of` reads."""
    return "two_weeks" if weeks == 2 else f"{weeks}_weeks"


def weeks_of(value: str | None) -> int | None:
    """How many weeks the option stands for; None for any other."""
    found = _WEEKS.fullmatch(value or "")
    return None if found is None else 2 if found[1] == "two" else int(found[1])


def rhythm_typed(typed: TypedRhythm, viewer: Viewer) -> Rhythm:
    """What stands in it for what was typed. Raises UserError for a due day that what is read so often cannot have."""
    rule = typed.due or DueRule()
    is_fiscal = typed.is_fiscal and viewer.fiscal_year_starts_in != 1
    first_month = viewer.fiscal_year_starts_in if is_fiscal else 1
    days = tuple(map(str, sorted(typed.weekdays)))
    if typed.weeks is not None:
        Cadence(Every.INTERVAL, rule, interval_days=7 * typed.weeks, anchor=viewer.today)
        every = weeks_value(typed.weeks)
    else:
        cadence = Cadence(typed.every, rule, first_month=first_month)
        every = WORKING_DAY if typed.on_working_days else CHOSEN_DAYS if days else _every(cadence, viewer)
        if typed.every is Every.WEEK:
            every = Every.WEEK
    return Rhythm(every, due_value(rule), rule.shift, days, typed.counted_from, month_value(rule))


def due_value(rule: DueRule) -> str:
    """The option that stands for the rule, which `rule_of` reads."""
    match rule.kind:
        case DueKind.WEEKDAY:
            return str(rule.weekday)
        case DueKind.NTH_WEEKDAY:
            return f"{'last' if rule.nth == LAST else rule.nth}-{rule.weekday}"
        case DueKind.DAY_OF_MONTH:
            return f"day-{rule.day}"
    return rule.kind


def month_value(rule: DueRule) -> str | None:
    """The option that stands for the month in which it is due, if it names one."""
    return None if rule.month is None else str(rule.month)


def rule_of(value: str, shift: Shift) -> DueRule | None:
    """The rule for which the option stands; None for what is no option."""
    which, _, number = value.rpartition("-")
    try:
        if which == "day":
            return DueRule(DueKind.DAY_OF_MONTH, day=int(number), shift=shift)
        if which:
            nth = LAST if which == "last" else int(which)
            return DueRule(DueKind.NTH_WEEKDAY, weekday=int(number), nth=nth, shift=shift)
        return DueRule(DueKind.WEEKDAY, int(value), shift=shift) if value.isdecimal() else DueRule(DueKind(value))
    except ValueError:
        return None


def every_input(rhythm: Rhythm, viewer: Viewer, *, present: Cadence | None = None) -> list[Block]:
    """The menu, and what else the choice takes. The app hears of a choice, and asks for that then. With `present` what
    is in no menu can stay as it is.
    """
    options = {value: worded(label, viewer) for value, label in _EVERY.items()}
    if viewer.fiscal_year_starts_in != 1:
        options |= {value: worded(label, viewer) for value, label in _FISCAL.items()}
    weeks = weeks_of(rhythm.every)
    if weeks is not None and rhythm.every not in options:
        options[weeks_value(weeks)] = say_counted(viewer, "Every week", "Every {count} weeks", weeks)
    if present is not None and _every(present, viewer) == AS_NOW:
        options = {AS_NOW: capital(describe_rhythm(present, viewer))} | options
    menu = select_input(Field.EVERY, say(viewer, "How often"), options, chosen=rhythm.every, heard=True)
    if rhythm.every == CHOSEN_DAYS:
        week = [(viewer.week_starts_on + place) % 7 for place in range(7)]
        days = {str(number): weekday(number, viewer) for number in week}
        return [menu, boxes_input(Field.MEASURED_DAYS, say(viewer, "On which days?"), days, chosen=rhythm.days)]
    if weeks is not None:
        goes_on = present is not None and present.every is Every.INTERVAL
        hint = (
            say(viewer, "The first day of one of its periods. Left empty, they go on as they are.")
            if goes_on
            else say(viewer, "The first day of one of its periods. Left empty, they begin with this week.")
        )
        begins = say(viewer, "Counted from which day?")
        return [menu, text_input(Field.COUNTED_FROM, begins, typed=rhythm.counted_from, hint=hint, optional=True)]
    return [menu]


def due_inputs(rhythm: Rhythm, viewer: Viewer, *, present: Cadence | None = None) -> list[Block]:
    """When its reading is due: the days there are for what is read so often, and where one goes that is a day off."""
    every = present.every if present is not None and rhythm.every == AS_NOW else rhythm.every
    options = due_choices(every, viewer)
    menu = select_input(Field.DUE_DAY, say(viewer, "Due on"), options, chosen=rhythm.due_day, optional=True)
    if rhythm.every in _DAILY:
        return [menu]
    months = []
    if every in _YEARLY:
        names = {str(number): month_name(number, viewer) for number in range(1, 13)}
        label = say(viewer, "In which month?")
        hint = say(
            viewer, "For a day of the month, or its last working day. Left empty, it is the month after the year."
        )
        months = [select_input(Field.DUE_MONTH, label, names, chosen=rhythm.due_month, hint=hint, optional=True)]
    shifts = {
        Shift.AFTER.value: say(viewer, "The working day after"),
        Shift.BEFORE.value: say(viewer, "The working day before"),
    }
    off = say(viewer, "If that is a day off")
    return [menu, *months, select_input(Field.SHIFT, off, shifts, chosen=rhythm.shift, optional=True)]


def due_choices(every: str | None, viewer: Viewer) -> dict[str, str]:
    """What "due on" offers for what is read so often, value to label."""
    if every in _DAILY:
        return {
            DueKind.WORKING_DAY_AFTER: say(viewer, "Next working day"),
            DueKind.LAST_WORKING_DAY: say(viewer, "The same day"),
        }
    choices = {
        DueKind.WORKING_DAY_AFTER.value: say(viewer, "First working day after"),
        DueKind.LAST_WORKING_DAY.value: worded(_LAST_WORKING_DAY, viewer),
    }
    names = [weekday(number, viewer) for number in range(7)]
    if every in (Every.WEEK, Every.INTERVAL, AS_NOW) or weeks_of(every) is not None:
        return choices | {str(number): name for number, name in enumerate(names)}
    for number, name in enumerate(names):
        choices[str(number)] = say(viewer, "First {weekday} after", weekday=name)
        choices[f"2-{number}"] = say(viewer, "Second {weekday} after", weekday=name)
        choices[f"3-{number}"] = say(viewer, "Third {weekday} after", weekday=name)
        choices[f"4-{number}"] = say(viewer, "Fourth {weekday} after", weekday=name)
        choices[f"last-{number}"] = say(viewer, "Last {weekday} of the period", weekday=name)
    if every in _YEARLY:
        return choices | {f"day-{day}": say(viewer, "Day {day} of the month", day=str(day)) for day in range(1, 32)}
    return choices | {f"day-{day}": say(viewer, "Day {day} of the month after", day=str(day)) for day in range(1, 32)}
