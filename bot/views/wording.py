"""How values, periods, people and states read in a screen of ours. All text is mrkdwn, safe to put into a block, unless
it is called raw.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from bot.domain.cadences import Cadence
from bot.domain.colours import State, urgency
from bot.domain.due import DueState
from bot.domain.facts import Assessment, Rollup
from bot.domain.interruptions import Interruption
from bot.domain.numerals import readable
from bot.domain.periods import Period
from bot.domain.readings import Confidence
from bot.domain.targets import Baseline, Target
from bot.domain.values import Measure, Value, ValueKind
from bot.results.due import DueItem
from bot.results.names import AuthorName, IndicatorName, PersonName, Viewer
from bot.views import days, goals, standing
from bot.views.amounts import bare, beside, exact
from bot.views.blocks import escape, link, one_line, said
from bot.views.parts_in import parts_in
from bot.views.speech import listed, say, say_counted

_MOST_IN_A_STATUS = 600

# Values, periods, indicators ----------------------------------------------------------------------------------------


def value(of: Value | None, indicator: IndicatorName, viewer: Viewer) -> str:
    """The value in its unit, or "no data"."""
    return said(raw_value(of, indicator, viewer))


def as_measured(indicator: IndicatorName, measure: Measure | None) -> IndicatorName:
    """The indicator as it was when its values had this measure; as it is, for None."""
    return indicator if measure is None else replace(indicator, measure=measure)


def raw_value(of: Value | None, indicator: IndicatorName, viewer: Viewer) -> str:
    """The same as raw text, for labels and hints."""
    return one_line(exact(of, indicator.measure, viewer)) if of else say(viewer, "no data")


def planned(amount: Decimal, indicator: IndicatorName, viewer: Viewer) -> str:
    """What the path holds, as raw text beside a value that has the unit: "82", "64 %"."""
    is_share = indicator.measure.kind is ValueKind.RATIO
    shown = readable(amount * 100) / 100 if is_share else readable(amount)
    return one_line(beside(shown, indicator.measure, viewer))


def value_beside(of: Value, indicator: IndicatorName, viewer: Viewer) -> str:
    """The value beside another one that has the unit."""
    return said(one_line(bare(of.amount, indicator.measure, viewer)))


def period(of: Period, cadence: Cadence, viewer: Viewer) -> str:
    """ "last week", "week of 30 March"."""
    return days.period(of, cadence, viewer)


def periods(items: Sequence[DueItem], viewer: Viewer, *, most: int = 5) -> str:
    """ "week of 16 March and week of 23 March", and a count of what is too much."""
    named = [period(item.period, item.indicator.cadence, viewer) for item in items[:most]]
    if more := len(items) - most:
        named += [say_counted(viewer, "{count} more", "{count} more", more)] if more > 0 else []
    return listed(viewer, named)


def item_name(item: DueItem, viewer: Viewer) -> str:
    """ "Customer satisfaction, last week (30 March–5 April)"."""
    return f"{said(item.indicator.name)}, {days.period_in_full(item.period, item.indicator.cadence, viewer)}"


def give_command(key: str, of: Period, cadence: Cadence, viewer: Viewer) -> str:
    """What to type for a reading of that period, whenever it is typed: "last week" will be another one next week."""
    return code(f"/reading {key} <value> for {days.period_to_type(of, cadence, viewer)}")


def baseline(of: Baseline | None, indicator: IndicatorName, viewer: Viewer) -> str:
    """ "72 % on 2 March", or "none yet"."""
    if of is None:
        return say(viewer, "none yet")
    measured, day = value(of.value, indicator, viewer), days.day(of.on, viewer)
    if of.provisional:
        return say(viewer, "{value} on {day} (provisional)", value=measured, day=day)
    return say(viewer, "{value} on {day}", value=measured, day=day)


def target(of: Target | None, indicator: IndicatorName, viewer: Viewer) -> str:
    """ "85 % by 30 June", or "none yet"."""
    return said(goals.describe_target(of, indicator.measure, viewer)) if of else say(viewer, "none yet")


def moved_note(assessment: Assessment, indicator: IndicatorName, viewer: Viewer) -> str | None:
    """What the target was before, while a change of it is news."""
    target = assessment.terms.target
    note = goals.moved_note(target, indicator.measure, viewer) if target else None
    return said(note, 400) if note else None


def key(of: str) -> str:
    """A key as people type it."""
    return code(one_line(of))


def code(typed: str) -> str:
    """What to type, set apart."""
    return f"`{escape(typed.replace('`', ''))}`"


def unit(indicator: IndicatorName, viewer: Viewer) -> str:
    """What a value of this indicator is, in a word or two; raw text."""
    measure = indicator.measure
    match measure.kind:
        case ValueKind.NUMBER:
            return measure.unit or say(viewer, "number")
        case ValueKind.PERCENT:
            return say(viewer, "percent")
        case ValueKind.RATIO:
            return say(viewer, "ratio, for example 31/50")
        case ValueKind.MONEY:
            return measure.unit or say(viewer, "money")
        case ValueKind.DURATION:
            return _unit_of_time(measure.unit, viewer)
        case ValueKind.YES_NO:
            return say(viewer, "yes or no")
        case ValueKind.SCALE:
            return ", ".join(measure.scale)


def _unit_of_time(unit: str, viewer: Viewer) -> str:
    match unit:
        case "h":
            return say(viewer, "hours")
        case "min":
            return say(viewer, "minutes")
        case _:
            return say(viewer, "duration")


# People -------------------------------------------------------------------------------------------------------------


def mention(who: PersonName) -> str:
    """A mention, for what only one person sees: elsewhere it would ping."""
    return f"<@{who.user_id}>"


def name(who: AuthorName) -> str:
    """The name as plain text, which pings nobody."""
    return said(who.name, 80)


# States -------------------------------------------------------------------------------------------------------------


def status(assessment: Assessment, viewer: Viewer) -> str:
    """ "🟡 At risk: 11.3 planned by now (1.9 behind).", where the value has just been said; and what is not in yet of
    what it is made of.
    """
    return _with_parts(_status(assessment, viewer), assessment, viewer)


def _with_parts(line: str, assessment: Assessment, viewer: Viewer) -> str:
    return line if assessment.parts_in is None else f"{line} {parts_in(assessment.parts_in, viewer)}"


def _status(assessment: Assessment, viewer: Viewer) -> str:
    told = standing.told(assessment, viewer)
    if not told.explanation:
        return say(viewer, "{mark} {headline}.", mark=told.mark, headline=said(told.headline))
    why = said(told.explanation, _MOST_IN_A_STATUS)
    return say(viewer, "{mark} {headline}: {why}", mark=told.mark, headline=said(told.headline), why=why)


def status_with_value(assessment: Assessment, viewer: Viewer) -> str:
    """The same with the value: "🟡 *At risk*: 13.2 days last week (11–17 May); 11.3 planned by now (1.9 behind)."."""
    of, cadence, latest = assessment.value, assessment.terms.cadence, assessment.latest
    if of is None or cadence is None or latest is None or assessment.state in (State.STALE, State.PAUSED):
        return status(assessment, viewer)
    reading = say(
        viewer,
        "{value}, {period}",
        value=said(one_line(exact(of, assessment.terms.measure, viewer))),
        period=days.period_in_full(latest, cadence, viewer),
    )
    told = standing.told(assessment, viewer)
    parts = {"mark": told.mark, "headline": said(told.headline), "reading": reading}
    if not told.explanation:
        line = say(viewer, "{mark} *{headline}*: {reading}.", **parts)
    else:
        why = said(told.explanation, _MOST_IN_A_STATUS)
        line = say(viewer, "{mark} *{headline}*: {reading}; {why}", why=why, **parts)
    return _with_parts(line, assessment, viewer)


def status_in_brief(assessment: Assessment, viewer: Viewer) -> str:
    """ "🟡 At risk": the mark and its word, beside a value whose story is told elsewhere."""
    return f"{standing.mark(assessment.state)} {said(standing.headline(assessment, viewer))}"


def counts_of_states(rollup: Rollup, viewer: Viewer) -> str:
    """ "2 at risk, 1 on track": an outcome's indicators, counted; empty where it has none."""
    counted = sorted((state for state, count in rollup.counts.items() if count), key=urgency)
    return ", ".join(
        say(viewer, "{count} {state}", count=rollup.counts[state], state=said(standing.amid(state, viewer)))
        for state in counted
    )


def colour(rollup: Rollup, viewer: Viewer) -> str:
    """ "🟡 At risk": the outcome's colour and its word. Without a colour, what all its indicators lack."""
    return f"{standing.mark(rollup.colour)} {colour_word(rollup, viewer)}"


def colour_word(rollup: Rollup, viewer: Viewer) -> str:
    """The same without the mark."""
    states = {state for state, count in rollup.counts.items() if count}
    if rollup.colour:
        return said(standing.state_name(rollup.colour, viewer))
    if not states:
        return say(viewer, "No indicators yet")
    if len(states) == 1:
        return said(standing.state_name(next(iter(states)), viewer))
    if states == {State.STALE, State.NO_DATA}:
        return standing.state_name(State.STALE, viewer)
    return say(viewer, "No verdict yet")


def due_state(item: DueItem, viewer: Viewer) -> str:
    """ "due today", "due tomorrow", "missed, can still be given"."""
    match item.state:
        case DueState.MISSED:
            return say(viewer, "missed, can still be given")
        case DueState.EXCUSED:
            return say(viewer, "excused")
        case DueState.UPCOMING | DueState.DUE if item.due_on >= viewer.today:
            return say(viewer, "due {day}", day=days.near_day(item.due_on, viewer))
        case DueState.UPCOMING | DueState.DUE:
            return say(viewer, "was due {day}", day=days.near_day(item.due_on, viewer))
        case DueState.ON_TIME | DueState.LATE:
            return say(viewer, "given")
        case DueState.NO_DATA:
            return say(viewer, "no data")


def what_was_done(what: Interruption, until_on: date | None, viewer: Viewer) -> str:
    """ "*paused* until 1 September", "*retired*"."""
    match what:
        case Interruption.PAUSED if until_on is not None:
            return say(viewer, "*paused* until {day}", day=days.day(until_on, viewer))
        case Interruption.PAUSED:
            return say(viewer, "*paused*")
        case Interruption.RESUMED:
            return say(viewer, "*resumed*")
        case Interruption.RETIRED:
            return say(viewer, "*retired*")
        case Interruption.BROUGHT_BACK:
            return say(viewer, "*brought back*")


def confidences(viewer: Viewer) -> dict[str, str]:
    """How sure somebody may be, to choose from."""
    return {
        Confidence.SURE: say(viewer, "Sure"),
        Confidence.FAIRLY: say(viewer, "Fairly sure"),
        Confidence.UNSURE: say(viewer, "Not sure"),
    }


def files(evidence: Sequence[str], viewer: Viewer) -> list[str]:
    """A link to each of the files that came with a reading."""
    if len(evidence) == 1:
        return [link(evidence[0], say(viewer, "file"))]
    return [link(each, say(viewer, "file {number}", number=place)) for place, each in enumerate(evidence, start=1)]


def how_sure(confidence: Confidence, viewer: Viewer) -> str:
    """How sure somebody is, beside a value: "84 %, not sure"."""
    match confidence:
        case Confidence.SURE:
            return say(viewer, "sure")
        case Confidence.FAIRLY:
            return say(viewer, "fairly sure")
        case Confidence.UNSURE:
            return say(viewer, "not sure")
