"""How dates, values, people and states read in a sentence of ours. All text is mrkdwn, safe to put into a block."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.cadences import Cadence, Every
from bot.domain.colours import State
from bot.domain.dates import print_date
from bot.domain.due import DueState
from bot.domain.facts import Assessment, Rollup
from bot.domain.periods import Period, period_label
from bot.domain.reasons import headline, reason
from bot.domain.targets import Baseline, Target, describe_target, moved_note
from bot.domain.values import Value, ValueKind, print_in_brackets, print_value
from bot.results.due import DueItem
from bot.results.names import AuthorName, IndicatorName, PersonName, Viewer
from bot.views.blocks import escape, one_line, said

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

_MARKS = {
    State.ON_TRACK: "🟢",
    State.MET: "🟢",
    State.ACHIEVED: "🟢",
    State.AT_RISK: "🟡",
    State.OFF_TRACK: "🔴",
    State.NOT_ACHIEVED: "🔴",
}
_WORDS = {
    State.OFF_TRACK: "off track",
    State.NOT_ACHIEVED: "not achieved",
    State.AT_RISK: "at risk",
    State.ON_TRACK: "on track",
    State.MET: "met",
    State.ACHIEVED: "achieved",
    State.TOO_EARLY: "too early to say",
    State.STALE: "stale",
    State.NO_DATA: "no data",
    State.NO_BASELINE: "without a baseline",
    State.NO_TARGET: "without a target",
    State.PAUSED: "paused",
    State.CLOSED: "closed",
}
"""In the order of a summary: what needs attention first."""


# Days and instants --------------------------------------------------------------------------------------------------


def day(on: date, viewer: Viewer) -> str:
    """ "30 June", with the year unless it is this one."""
    return print_date(on, viewer.locale, today=viewer.today)


def weekday_and_day(on: date, viewer: Viewer) -> str:
    """ "Wed 10 June"."""
    return f"{WEEKDAYS[on.weekday()][:3]} {day(on, viewer)}"


def near_day(on: date, viewer: Viewer) -> str:
    """ "today", "tomorrow", "yesterday", otherwise "Wed 10 June"."""
    near = {0: "today", 1: "tomorrow", -1: "yesterday"}
    return near.get((on - viewer.today).days) or weekday_and_day(on, viewer)


def instant(at: datetime, viewer: Viewer) -> str:
    """ "Wed 10 June 09:00" in the viewer's zone, for what one person reads."""
    there = at.astimezone(ZoneInfo(viewer.zone))
    return f"{weekday_and_day(there.date(), viewer)} {there:%H:%M}"


def span(first: date, last: date, viewer: Viewer) -> str:
    """ "Tue 24 – Mon 30 March": the month once where it is the same."""
    end = weekday_and_day(last, viewer)
    start = weekday_and_day(first, viewer)
    month_and_year = day(last, viewer).removeprefix(f"{last.day} ")
    if (first.year, first.month) == (last.year, last.month) and day(last, viewer) != month_and_year:
        start = start.removesuffix(f" {month_and_year}")
    return f"{start} – {end}"


def lateness(late_by: timedelta) -> str:
    """ "an hour", "3 hours", "2 days": rounded down, since it explains rather than measures."""
    if late_by.days:
        return counted(late_by.days, "day")
    hours = int(late_by.total_seconds() // 3600)
    return counted(hours, "hour") if hours > 1 else "an hour"


# Values, periods, indicators ----------------------------------------------------------------------------------------


def value(of: Value | None, indicator: IndicatorName, viewer: Viewer) -> str:
    """The value in its unit, or "no data"."""
    return said(raw_value(of, indicator, viewer))


def raw_value(of: Value | None, indicator: IndicatorName, viewer: Viewer) -> str:
    """The same as raw text, for labels and hints."""
    return one_line(print_value(of, indicator.measure, locale=viewer.locale)) if of else "no data"


def previous(of: Value | None, indicator: IndicatorName, viewer: Viewer) -> str:
    """ " (was 81 %)", or nothing."""
    return f" (was {said(one_line(print_in_brackets(of, indicator.measure, locale=viewer.locale)))})" if of else ""


def period(of: Period, cadence: Cadence, viewer: Viewer) -> str:
    """ "week of 30 March"."""
    return period_label(of, cadence, locale=viewer.locale, today=viewer.today)


def the_period(of: Period, cadence: Cadence, viewer: Viewer) -> str:
    """ "the week of 30 March", "March": as it stands in a sentence."""
    article = "the " if cadence.every in (Every.WEEK, Every.INTERVAL) else ""
    return article + period(of, cadence, viewer)


def periods(items: Sequence[DueItem], viewer: Viewer, *, most: int = 5) -> str:
    """ "week of 16 March and week of 23 March", and a count of what is too much."""
    named = [period(item.period, item.indicator.cadence, viewer) for item in items[:most]]
    return joined([*named, *([f"{len(items) - most} more"] if len(items) > most else [])])


def item_name(item: DueItem, viewer: Viewer) -> str:
    """ "Customer satisfaction, week of 30 March"."""
    return f"{said(item.indicator.name)}, {period(item.period, item.indicator.cadence, viewer)}"


def baseline(of: Baseline | None, indicator: IndicatorName, viewer: Viewer) -> str:
    """ "72 % on 2 March", or "none yet"."""
    if of is None:
        return "none yet"
    provisional = " (provisional)" if of.provisional else ""
    return f"{value(of.value, indicator, viewer)} on {day(of.on, viewer)}{provisional}"


def target(of: Target | None, indicator: IndicatorName, viewer: Viewer) -> str:
    """ "85 % by 30 June", or "none yet"."""
    if of is None:
        return "none yet"
    return said(describe_target(of, indicator.measure, locale=viewer.locale, today=viewer.today))


def key(of: str) -> str:
    """A key as people type it."""
    return code(one_line(of))


def code(typed: str) -> str:
    """What to type, set apart."""
    return f"`{escape(typed.replace('`', ''))}`"


def unit(indicator: IndicatorName) -> str:
    """What a value of this indicator is, in a word or two; raw text."""
    measure = indicator.measure
    match measure.kind:
        case ValueKind.NUMBER:
            return measure.unit or "number"
        case ValueKind.PERCENT:
            return "percent"
        case ValueKind.RATIO:
            return "ratio, for example 31/50"
        case ValueKind.MONEY:
            return measure.unit or "money"
        case ValueKind.DURATION:
            return {"h": "hours", "min": "minutes"}.get(measure.unit, "duration")
        case ValueKind.YES_NO:
            return "yes or no"
        case ValueKind.SCALE:
            return ", ".join(measure.scale)


# People -------------------------------------------------------------------------------------------------------------


def mention(who: PersonName) -> str:
    """A mention, for what only one person sees: elsewhere it would ping."""
    return f"<@{who.user_id}>"


def name(who: AuthorName) -> str:
    """The name as plain text, which pings nobody."""
    return said(who.name, 80)


# States -------------------------------------------------------------------------------------------------------------


def mark(state: State | None) -> str:
    """The colour beside the word; never without the word."""
    return _MARKS.get(state, "⚪") if state else "⚪"


def status_and_why(assessment: Assessment, viewer: Viewer, *, before: str = "") -> str:
    """ "🟡 At risk: 19 points under the path; needs 2.2 a week, has made 0.9.", with `before` after the mark.

    The reason may repeat the value; `status_beside_value` leaves it out.
    """
    return _status(assessment, reason(assessment, locale=viewer.locale, today=viewer.today), before)


def status_beside_value(assessment: Assessment, viewer: Viewer, *, before: str = "") -> str:
    """The same where the value has been said just before it."""
    if assessment.state is State.NO_TARGET:
        return _status(assessment, "", before)
    text = reason(assessment, locale=viewer.locale, today=viewer.today)
    if assessment.value:
        measure, before_this = assessment.terms.measure, assessment.previous
        now = print_value(assessment.value, measure, locale=viewer.locale)
        was = print_in_brackets(before_this, measure, locale=viewer.locale) if before_this else ""
        for repeated in (f"{now} (was {was}); ", f"{now} (was {was}).", f"{now}; ", f"{now}, "):
            text = text.removeprefix(repeated)
    return _status(assessment, text, before)


def _status(assessment: Assessment, because: str, before: str) -> str:
    word = f"{mark(assessment.state)} {before}{said(headline(assessment))}"
    return f"{word}: {said(because, 600)}" if because else f"{word}."


def was_until(assessment: Assessment, indicator: IndicatorName, viewer: Viewer) -> str | None:
    """ "was 60 until 12 May (reason)" while a change of target is news."""
    if assessment.terms.target is None:
        return None
    note = moved_note(assessment.terms.target, indicator.measure, locale=viewer.locale, today=viewer.today)
    return said(note, 400) if note else None


def urgency(state: State | None) -> int:
    """Where a state stands in a list that begins with what needs attention."""
    order = list(_WORDS)
    return order.index(state) if state else len(order)


def counts_of_states(rollup: Rollup) -> str:
    """ "2 at risk, 1 on track": an outcome's indicators, counted; empty where it has none."""
    counts = [f"{rollup.counts[state]} {word}" for state, word in _WORDS.items() if rollup.counts.get(state)]
    return ", ".join(counts)


def colour(rollup: Rollup) -> str:
    """ "🟡 At risk": the outcome's colour and its word. Without a colour, what all its indicators lack."""
    states = [state for state, count in rollup.counts.items() if count]
    if rollup.colour:
        return f"{mark(rollup.colour)} {_WORDS[rollup.colour].capitalize()}"
    if not states:
        return "⚪ No indicators yet"
    return f"⚪ {_WORDS[states[0]].capitalize()}" if len(states) == 1 else "⚪ No colour yet"


def due_state(item: DueItem, viewer: Viewer) -> str:
    """ "due today", "due tomorrow", "missed, can still be given"."""
    match item.state:
        case DueState.MISSED:
            return "missed, can still be given"
        case DueState.EXCUSED:
            return "excused"
        case DueState.UPCOMING | DueState.DUE:
            return f"due {near_day(item.due_on, viewer)}" if item.due_on >= viewer.today else _since(item, viewer)
        case DueState.ON_TIME:
            return "given"
        case DueState.LATE:
            return "given late"
        case DueState.NO_DATA:
            return "no data"


def _since(item: DueItem, viewer: Viewer) -> str:
    return f"was due {near_day(item.due_on, viewer)}"


# Sentences ----------------------------------------------------------------------------------------------------------


def joined(parts: Sequence[str]) -> str:
    """ "Alice, Bob and Charlie"."""
    return " and ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else "".join(parts)


def counted(number: int, noun: str) -> str:
    """ "1 reading", "2 readings"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def capital(text: str) -> str:
    """The text with its first letter as a capital, the rest as it is."""
    return text[:1].upper() + text[1:]
