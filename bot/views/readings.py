"""Replies about readings: what was understood, what it did to the status, what is still open."""

from collections.abc import Sequence
from typing import Any

from bot.domain.charting import Rule
from bot.domain.colours import State
from bot.domain.due import DueState
from bot.domain.periods import Period
from bot.domain.process_so_far import foremost
from bot.domain.values import Value
from bot.results.due import DueItem
from bot.results.names import IndicatorName, Viewer
from bot.results.readings import RecordedReading, RetractedReading
from bot.views.blocks import Block, Message, actions, button, context, listing, message, one_line, said, section
from bot.views.days import period_in_full, the_period
from bot.views.ids import Action
from bot.views.signals import unusual
from bot.views.speech import say, say_counted
from bot.views.standing import better_or_worse, is_at_once, needs
from bot.views.wholes import effects
from bot.views.wording import (
    due_state,
    files,
    give_command,
    how_sure,
    key,
    name,
    period,
    periods,
    raw_value,
    status,
    value,
)
from bot.views.working import working_button


def recorded(reading: RecordedReading, viewer: Viewer, *, undo: bool = True) -> Message:
    """The reply to a reading or to "no data", with an Undo button while it can be taken back."""
    return message(*_reply(reading, viewer), *_next_steps(reading, viewer, undo=undo))


def _reply(reading: RecordedReading, viewer: Viewer) -> list[Block]:
    small_print = _small_print(reading, viewer)
    return [
        section("\n".join(filter(None, [_understood(reading, viewer), *_what_of_it(reading, viewer), _note(reading)]))),
        *([context("\n".join(small_print))] if small_print else []),
    ]


def read_as(value_: Value | None, indicator: IndicatorName, of: Period, viewer: Viewer) -> str:
    """ "*1,080 people* for *People sleeping rough*, last week (13–19 April)"."""
    return say(
        viewer,
        "*{value}* for *{indicator}*, {period}",
        value=value(value_, indicator, viewer),
        indicator=said(indicator.name),
        period=period_in_full(of, indicator.cadence, viewer),
    )


def recorded_line(reading: RecordedReading, viewer: Viewer) -> str:
    """The same in one line: "✓ *84 %* for *Customer satisfaction*, last week, better by 3. 🟢 On track: …"; below it
    the note, if there is one.
    """
    line = " ".join(filter(None, [_understood(reading, viewer), *_what_of_it(reading, viewer)]))
    return "\n".join(filter(None, [line, _note(reading)]))


def _understood(reading: RecordedReading, viewer: Viewer) -> str:
    """ "✓ *84 %* for *Customer satisfaction*, last week (30 March–5 April), better by 3."."""
    indicator = reading.indicator
    shown = f"*{said(indicator.name)}*"
    parts = {"indicator": shown, "period": period_in_full(reading.period, indicator.cadence, viewer)}
    if reading.kept_by:
        parts["indicator"] = say(
            viewer, "{indicator} (kept by {name})", indicator=shown, name=said(reading.kept_by, 80)
        )
    if reading.is_running:
        parts["period"] = say(viewer, "{period} so far", period=parts["period"])
    if reading.value is None:
        if reading.note:
            parts["why"] = said(reading.note, 300)
            return say(viewer, "✓ No data for {indicator}, {period}: {why}", **parts)
        return say(viewer, "✓ No data for {indicator}, {period}.", **parts)
    parts["value"] = f"*{value(reading.value, indicator, viewer)}*"
    if reading.is_reset:
        parts["value"] = say(viewer, "{value} (began again from zero)", value=parts["value"])
    if reading.confidence is not None:
        sure = how_sure(reading.confidence, viewer)
        parts["value"] = say(viewer, "{value} ({how_sure})", value=parts["value"], how_sure=sure)
    if reading.replaced and reading.replaced != reading.value:
        parts["before"] = _replaced(reading.replaced, reading, viewer)
        return say(viewer, "✓ {value} for {indicator}, {period}, instead of {before}.", **parts)
    if reading.previous is None:
        return say(viewer, "✓ {value} for {indicator}, {period}.", **parts)
    parts["change"] = said(
        better_or_worse(reading.carried or reading.value, reading.previous, reading.assessment, viewer)
    )
    return say(viewer, "✓ {value} for {indicator}, {period}, {change}.", **parts)


def _replaced(before: Value, reading: RecordedReading, viewer: Viewer) -> str:
    """ "84 %", or "84 % from Raj" where somebody else gave it."""
    shown = value(before, reading.indicator, viewer)
    if reading.replaced_from is None:
        return shown
    return say(viewer, "{value} from {name}", value=shown, name=name(reading.replaced_from))


def _effect(reading: RecordedReading, viewer: Viewer) -> str:
    """ "🟢 On track: 82 planned by now (2 ahead)."; nothing where nothing is promised, or no data was given."""
    if reading.value is None or reading.is_running or reading.assessment.state is State.NO_TARGET:
        return ""
    shown = f"{_latest(reading, viewer)}{status(reading.assessment, viewer)}"
    if reading.assessment.state not in (State.AT_RISK, State.OFF_TRACK):
        return shown
    needed = needs(reading.assessment, viewer)
    return f"{shown} {said(needed, 300)}" if needed else shown


def _what_of_it(reading: RecordedReading, viewer: Viewer) -> list[str]:
    """How it stands now, and the signals that there are by this very reading."""
    return [_effect(reading, viewer), _unusual(reading, viewer), _unusual_later(reading, viewer)]


def _unusual(reading: RecordedReading, viewer: Viewer) -> str:
    """ "More than ordinary movement for the worse."; nothing where the status has said so."""
    process = reading.assessment.process
    if process is None or reading.value is None:
        return ""
    told = foremost(each for each in process.completed if each.period == reading.period)
    if told is None or (told.rule is Rule.OUTSIDE and is_at_once(reading.assessment)):
        return ""
    return said(unusual(told, reading.assessment.terms.direction, viewer))


def _unusual_later(reading: RecordedReading, viewer: Viewer) -> str:
    """ "For the week of 5 January, that makes eight readings in a row worse than usual: more than ordinary movement.",
    where it is of an earlier period; nothing where the status has said so.
    """
    told = foremost(reading.later)
    if told is None:
        return ""
    is_said = told.rule is Rule.OUTSIDE and told.period == reading.assessment.latest and is_at_once(reading.assessment)
    if is_said:
        return ""
    of = the_period(told.period, reading.indicator.cadence, viewer)
    signal = unusual(told, reading.assessment.terms.direction, viewer, amid=True)
    return said(say(viewer, "For {period}, that makes {signal}.", period=of, signal=signal))


def _latest(reading: RecordedReading, viewer: Viewer) -> str:
    """ "Latest: 84 %, last week. " after a reading for an earlier period: the status follows from that one."""
    latest = reading.assessment.latest
    if latest is None or latest == reading.period:
        return ""
    latest_value = value(reading.assessment.value, reading.indicator, viewer)
    of = period(latest, reading.indicator.cadence, viewer)
    return say(viewer, "Latest: {value}, {period}.", value=latest_value, period=of) + " "


def _note(reading: RecordedReading) -> str:
    return f"> {said(reading.note, 300)}" if reading.note and reading.value else ""


def _small_print(reading: RecordedReading, viewer: Viewer) -> list[str]:
    indicator = reading.indicator
    lines: list[str] = []
    if reading.value is None:
        lines.append(say(viewer, "This counts as an answer: I do not ask for it again."))
    if reading.value is None and reading.replaced:
        lines.append(say(viewer, "It replaces {value}.", value=_replaced(reading.replaced, reading, viewer)))
    if reading.combined:
        lines.append(
            say(
                viewer,
                "With the other readings, {period} is at {value}.",
                period=the_period(reading.period, indicator.cadence, viewer),
                value=value(reading.combined, indicator, viewer),
            )
        )
    if reading.carried is not None:
        carried = value(reading.carried, indicator, viewer)
        lines.append(say(viewer, "Carried on from before it began again, that is {value}.", value=carried))
    if reading.evidence:
        shown = ", ".join(files(reading.evidence, viewer))
        lines.append(say(viewer, "Kept with it: {files}", files=shown))
    if reading.still_open:
        lines.append(_still_open(reading, viewer))
    lines += effects(reading.wholes, viewer)
    return [line for line in lines if line]


def _still_open(reading: RecordedReading, viewer: Viewer) -> str:
    """What else is open; how to give it, where no button beside it does."""
    named = periods(reading.still_open, viewer)
    if reading.is_owners:
        return say(viewer, "Still open: {periods}.", periods=named)
    oldest, indicator = reading.still_open[0], reading.indicator
    return say_counted(
        viewer,
        "Still open: {periods}. To give it: {command}",
        "Still open: {periods}. To give the first of them: {command}",
        len(reading.still_open),
        periods=named,
        command=give_command(indicator.key, oldest.period, indicator.cadence, viewer),
    )


def _next_steps(reading: RecordedReading, viewer: Viewer, *, undo: bool) -> list[Block]:
    steps = [_undo(reading, viewer)] if undo else []
    if reading.still_open and reading.is_owners:
        steps.append(_fill_in(reading, viewer))
    if reading.value is not None and reading.assessment.state in (State.AT_RISK, State.OFF_TRACK):
        steps.append(working_button(reading.indicator, viewer))
    if reading.assessment.state is State.NO_TARGET:
        steps.append(set_target_button(reading.indicator.key, reading.indicator.name, viewer))
    return [actions(*steps)] if steps else []


def _fill_in(reading: RecordedReading, viewer: Viewer) -> dict[str, Any]:
    """The button that opens the form with what else is open: what was missed has a step of its own."""
    if any(item.state is not DueState.MISSED for item in reading.still_open):
        return check_in_button(len(reading.still_open), viewer)
    acts_on = say(viewer, "Fill in older ones: {periods}", periods=periods(reading.still_open, viewer))
    return button(say(viewer, "Fill in older ones"), Action.OLDER, acts_on=acts_on)


def _undo(reading: RecordedReading, viewer: Viewer) -> dict[str, Any]:
    acts_on = say(
        viewer,
        "Undo {value}, {period}",
        value=raw_value(reading.value, reading.indicator, viewer),
        period=period(reading.period, reading.indicator.cadence, viewer),
    )
    return button(say(viewer, "Undo"), Action.UNDO_READING, str(reading.reading_id), acts_on=acts_on)


def set_target_button(
    indicator_key: str, indicator_name: str, viewer: Viewer, *, primary: bool = False
) -> dict[str, Any]:
    """The button that opens the form for a target."""
    return button(
        say(viewer, "Set a target"),
        Action.SET_TARGET,
        indicator_key,
        acts_on=say(viewer, "Set a target for {indicator}", indicator=one_line(indicator_name)),
        primary=primary,
    )


def undone(reading: RetractedReading, viewer: Viewer) -> Message:
    """The reply to an undo; it replaces the message whose button was pressed."""
    of_wholes = effects(reading.wholes, viewer)
    small_print = [context("\n".join(of_wholes))] if of_wholes else []
    return message(section(undone_line(reading, viewer)), *small_print)


def undone_line(reading: RetractedReading, viewer: Viewer) -> str:
    """What was taken back, and what counts or is open now."""
    indicator = reading.indicator
    lines = [
        say(
            viewer,
            "Taken back: {value} for *{indicator}*, {period}.",
            value=value(reading.value, indicator, viewer),
            indicator=said(indicator.name),
            period=period_in_full(reading.period, indicator.cadence, viewer),
        )
    ]
    if reading.now_counts:
        lines.append(say(viewer, "Now {value} counts.", value=value(reading.now_counts, indicator, viewer)))
    elif reading.due:
        lines.append(say(viewer, "It is open again: {state}.", state=due_state(reading.due, viewer)))
    return "\n".join(lines)


def nothing_to_undo(viewer: Viewer) -> Message:
    """The reply to an undo where there is nothing to take back."""
    return message(section(say(viewer, "There is no reading of yours to take back.")))


def due_list(items: Sequence[DueItem], viewer: Viewer, *, next_due: DueItem | None = None) -> Message:
    """What is due for the person and when, with the Check in button when something is open. Where there is nothing,
    `next_due` is what comes next.
    """
    if not items:
        return message(section(nothing_is_due(viewer, next_due)))
    open_items = [item for item in items if item.state in (DueState.DUE, DueState.MISSED)]
    title = (
        say(viewer, "*Your readings*") if open_items else say(viewer, "Nothing is due from you now. What comes next:")
    )
    lines = listing(due_lines(items, viewer), viewer)
    return message(section(title), *lines, *([actions(check_in_button(len(open_items), viewer))] if open_items else []))


def nothing_is_due(viewer: Viewer, next_due: DueItem | None) -> str:
    """What somebody reads who has nothing open, and what comes next for them."""
    if next_due is None:
        return say(viewer, "Nothing is due from you now.")
    return say(
        viewer,
        "Nothing is due from you now.\nNext: {reading}, {state}.",
        reading=due_name(next_due, viewer),
        state=due_state(next_due, viewer),
    )


_FIRST = {DueState.DUE: 0, DueState.MISSED: 1}


def due_lines(items: Sequence[DueItem], viewer: Viewer) -> list[str]:
    """A line for each indicator: its newest reading, and how many older ones are open. What is due stands first, then
    what was missed, then what is to come.
    """
    by_key: dict[str, list[DueItem]] = {}
    for item in sorted(items, key=lambda item: item.period):
        by_key.setdefault(item.indicator.key, []).append(item)
    ordered = sorted(by_key.values(), key=lambda theirs: _FIRST.get(theirs[-1].state, len(_FIRST)))
    return [_lines_of_one(theirs, viewer) for theirs in ordered]


def _lines_of_one(items: Sequence[DueItem], viewer: Viewer) -> str:
    *older, newest = items
    if not older:
        return due_line(newest, viewer)
    return say_counted(
        viewer,
        "{newest}. {count} older one is open: {since}",
        "{newest}. {count} older ones are open, since {since}",
        len(older),
        newest=due_line(newest, viewer),
        since=the_period(older[0].period, older[0].indicator.cadence, viewer),
    )


def due_line(item: DueItem, viewer: Viewer) -> str:
    """ "• *Customer satisfaction* `csat`, last week (30 March–5 April): due today. Last: 81 %"."""
    parts = {"reading": due_name(item, viewer), "state": due_state(item, viewer)}
    if item.last is None:
        return say(viewer, "• {reading}: {state}", **parts)
    return say(viewer, "• {reading}: {state}. Last: {value}", value=value(item.last, item.indicator, viewer), **parts)


def due_name(item: DueItem, viewer: Viewer) -> str:
    """ "*Customer satisfaction* `csat`, last week (30 March–5 April)"."""
    indicator = item.indicator
    named = f"*{said(indicator.name)}* {key(indicator.key)}, {period_in_full(item.period, indicator.cadence, viewer)}"
    if item.for_whom is None:
        return named
    return say(viewer, "{reading}, for {name}, who is away", reading=named, name=said(item.for_whom.name, 80))


def check_in_button(open_readings: int, viewer: Viewer) -> dict[str, Any]:
    """The button that opens the check-in form."""
    acts_on = say_counted(viewer, "Check in: {count} reading", "Check in: {count} readings", open_readings)
    return button(say(viewer, "Check in"), Action.CHECK_IN, acts_on=acts_on, primary=True)
