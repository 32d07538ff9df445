"""Indicators: the registration form, and one indicator in full."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.domain.cadences import Cadence, DueKind, Every
from bot.domain.colours import State
from bot.domain.combining import Combine
from bot.domain.due import DueState
from bot.domain.facts import Level
from bot.domain.status import is_unjudged
from bot.domain.targets import Direction
from bot.domain.values import ValueKind
from bot.fields import Field
from bot.results.due import DueItem
from bot.results.indicators import IndicatorSheet, ShownReading
from bot.results.names import IndicatorName, OutcomeName, Viewer
from bot.results.targets import TargetSheet
from bot.views.blocks import (
    Block,
    Message,
    View,
    actions,
    context,
    listing,
    message,
    modal,
    said,
    said_at_length,
    section,
)
from bot.views.correcting import correct_button
from bot.views.days import near_day, the_period, weekday
from bot.views.history import history_button
from bot.views.ids import Form
from bot.views.inputs import date_input, person_input, select_input, text_input
from bot.views.readings import set_target_button
from bot.views.saying import how_often, should, worded
from bot.views.speech import capital, say
from bot.views.targets import promise
from bot.views.wording import (
    baseline,
    code,
    due_state,
    files,
    key,
    mention,
    moved_note,
    name,
    period,
    status_with_value,
    unit,
    value,
)
from bot.views.working import can_be_worked_out, working_button
from bot.words import Words, words

EVERY_CHOICES = {
    "working_day": words("Every working day"),
    "day": words("Every day, weekends too"),
    "week": words("Every week"),
    "two_weeks": words("Every two weeks"),
    "month": words("Every month"),
    "quarter": words("Every quarter"),
}
"""What "how often" offers. All but "working_day" (some days of the week) and "two_weeks" (an interval of 14 days) are
values of `Every`.
"""

DUE_DAY_CHOICES: dict[str, Words | int] = {
    "working_day_after": words("First working day after"),
    "last_working_day": words("Last working day of the period"),
    **{str(number): number for number in range(7)},
}
"""What "due day" offers: two values of `DueKind`, or the number of a weekday."""


@dataclass(frozen=True)
class IndicatorDraft:
    """What the form starts with. Values and units are as typed; `kind`, `direction` and `level` are values of their
    enums, `every` and `due_day` keys of the tables above.
    """

    owner_user_id: str
    name: str = ""
    kind: str | None = None
    unit: str = ""
    direction: str | None = None
    every: str | None = None
    due_day: str | None = None
    level: str | None = None
    key: str = ""
    baseline: str = ""
    baseline_on: date | None = None
    target: str = ""
    target_by: date | None = None


_KINDS: dict[str, Words] = {
    ValueKind.NUMBER: words("A number or count"),
    ValueKind.PERCENT: words("Percent"),
    ValueKind.RATIO: words("A share, such as 31 of 50"),
    ValueKind.MONEY: words("Money"),
    ValueKind.DURATION: words("A duration"),
    ValueKind.YES_NO: words("Yes or no"),
    ValueKind.SCALE: words("A scale with labels"),
}
_LEVELS: dict[str, Words] = {
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
_TAKE_NO_READINGS = (State.CLOSED, State.PAUSED)
_COMBINED = {
    Combine.LAST: words("the last reading counts"),
    Combine.SUM: words("readings add up"),
    Combine.MEAN: words("the mean counts"),
    Combine.MIN: words("the lowest reading counts"),
    Combine.MAX: words("the highest reading counts"),
    Combine.RATIO: words("shares add up, part by part"),
}


def indicator_form(draft: IndicatorDraft, outcome: OutcomeName, viewer: Viewer, *, metadata: str = "") -> View:
    """The form of `/indicator new`: four required answers, the rest optional."""
    title = say(viewer, "For: {outcome}", outcome=said(outcome.statement, 300))
    blocks = [context(title), *_required(draft, viewer), *_optional(draft, viewer)]
    return modal(
        say(viewer, "New indicator"),
        blocks,
        callback=Form.INDICATOR_NEW,
        submit=say(viewer, "Save"),
        close=say(viewer, "Cancel"),
        metadata=metadata,
    )


def _labels(choices: Mapping[str, Words | int], viewer: Viewer) -> dict[str, str]:
    return {
        chosen: weekday(label, viewer) if isinstance(label, int) else worded(label, viewer)
        for chosen, label in choices.items()
    }


def _required(draft: IndicatorDraft, viewer: Viewer) -> list[Block]:
    directions = {direction.value: capital(should(direction, viewer)) for direction in Direction}
    every = _labels(EVERY_CHOICES, viewer)
    return [
        text_input(
            Field.NAME,
            say(viewer, "What is measured?"),
            typed=draft.name,
            placeholder=say(viewer, "For example: people sleeping rough"),
        ),
        select_input(Field.KIND, say(viewer, "Measured as"), _labels(_KINDS, viewer), chosen=draft.kind),
        select_input(Field.DIRECTION, say(viewer, "It should"), directions, chosen=draft.direction),
        select_input(Field.EVERY, say(viewer, "How often"), every, chosen=draft.every),
    ]


def _optional(draft: IndicatorDraft, viewer: Viewer) -> list[Block]:
    return [
        text_input(
            Field.UNIT,
            say(viewer, "Unit"),
            typed=draft.unit,
            optional=True,
            hint=say(viewer, "For example people, £, hours. For a scale its labels from the lowest: poor, fair, good"),
        ),
        text_input(
            Field.BASELINE,
            say(viewer, "Baseline"),
            typed=draft.baseline,
            optional=True,
            hint=say(viewer, "The value before the work began. It may come later."),
        ),
        date_input(Field.BASELINE_ON, say(viewer, "Measured on"), chosen=draft.baseline_on, optional=True),
        text_input(
            Field.VALUE,
            say(viewer, "Target"),
            typed=draft.target,
            optional=True,
            hint=say(viewer, "The promised value. For limits: between 5 and 10, at most 10, at least 5"),
        ),
        date_input(Field.DUE_ON, say(viewer, "Target date"), chosen=draft.target_by, optional=True),
        text_input(
            Field.LOWEST,
            say(viewer, "Lowest possible value"),
            optional=True,
            hint=say(viewer, "I ask before I take a reading outside of what can be."),
        ),
        text_input(Field.HIGHEST, say(viewer, "Highest possible value"), optional=True),
        person_input(
            Field.OWNER,
            say(viewer, "Owner"),
            chosen=draft.owner_user_id,
            optional=True,
            hint=say(viewer, "This person is asked for the readings."),
        ),
        select_input(
            Field.DUE_DAY,
            say(viewer, "Due on"),
            _labels(DUE_DAY_CHOICES, viewer),
            chosen=draft.due_day,
            optional=True,
        ),
        select_input(Field.LEVEL, say(viewer, "It shows"), _labels(_LEVELS, viewer), chosen=draft.level, optional=True),
        text_input(
            Field.KEY,
            say(viewer, "Short key"),
            typed=draft.key,
            optional=True,
            hint=say(viewer, "To type in commands. Left empty, it is made from the name."),
        ),
    ]


def indicator_saved(
    indicator: IndicatorName, viewer: Viewer, *, next_due: DueItem | None = None, has_target: bool
) -> View:
    """What follows the form: the key, how to give a reading, when the first is due, and the offer to set a target when
    none was given.
    """
    command = code(f"/reading {indicator.key} <value>")
    lines = [
        say(viewer, "✓ Saved: *{indicator}*", indicator=said(indicator.name)),
        say(viewer, "To give a reading: {command}", command=command),
    ]
    if next_due:
        of = the_period(next_due.period, indicator.cadence, viewer)
        lines.append(_first_due(of, next_due, viewer))
    blocks = [section("\n".join(lines))]
    if not has_target:
        blocks += [
            section(say(viewer, "It has no target yet. With one, every reading says how far ahead or behind it is.")),
            actions(set_target_button(indicator.key, indicator.name, viewer, primary=True)),
        ]
    return modal(say(viewer, "Indicator saved"), blocks, callback=Form.NOTICE, close=say(viewer, "Done"))


def _first_due(of: str, item: DueItem, viewer: Viewer) -> str:
    if item.due_on >= viewer.today:
        day = near_day(item.due_on, viewer)
        return say(viewer, "The first one, for {period}, is due {day}.", period=of, day=day)
    return say(viewer, "The first one, for {period}: {state}.", period=of, state=due_state(item, viewer))


def indicator_show(sheet: IndicatorSheet, viewer: Viewer) -> Message:
    """One indicator, in the order of somebody in a hurry: where it stands and why, what is promised, the latest
    readings, the rest in small print. For one person's eyes: it mentions people.
    """
    return message(
        section(
            f"*{said(sheet.indicator.name)}* {key(sheet.indicator.key)}\n{status_with_value(sheet.assessment, viewer)}"
        ),
        *_promise(sheet, viewer),
        *_readings(sheet, viewer),
        *_description(sheet, viewer),
        *_next_steps(sheet, viewer),
        context(_keeper(sheet, viewer), _how_it_counts(sheet, viewer)),
    )


def _promise(sheet: IndicatorSheet, viewer: Viewer) -> list[Block]:
    terms = sheet.assessment.terms
    if terms.target is not None:
        promised = promise(TargetSheet(sheet.indicator, sheet.assessment), viewer)
        moved = moved_note(sheet.assessment, sheet.indicator, viewer)
        return [section(f"{promised}\n🎯 {moved}" if moved else promised)]
    if terms.baseline is None:
        return []
    return [section(say(viewer, "From {start}.", start=baseline(terms.baseline, sheet.indicator, viewer)))]


def _readings(sheet: IndicatorSheet, viewer: Viewer) -> list[Block]:
    if not sheet.readings:
        command = code(f"/reading {sheet.indicator.key} <value>")
        return [section(say(viewer, "To give a reading: {command}", command=command))]
    lines = [_reading_line(reading, sheet, viewer) for reading in sheet.readings]
    return [section(say(viewer, "*Latest readings*")), *listing(lines, viewer, most=10)]


def _reading_line(reading: ShownReading, sheet: IndicatorSheet, viewer: Viewer) -> str:
    indicator = sheet.indicator
    parts = [f"*{value(reading.value, indicator, viewer)}*", name(reading.by)]
    if reading.state is DueState.LATE:
        parts.append(say(viewer, "late"))
    if reading.note:
        parts.append(f"“{said(reading.note)}”")
    parts += files(reading.evidence, viewer)
    when = capital(period(reading.period, indicator.cadence, viewer))
    first, last = reading.period.first, reading.period.last
    if is_unjudged(first, last, adds_up=sheet.combine.adds_up, today=viewer.today):
        when = say(viewer, "{period} so far", period=when)
    return say(viewer, "{period}: {reading}", period=when, reading=" · ".join(parts))


def _description(sheet: IndicatorSheet, viewer: Viewer) -> list[Block]:
    if not sheet.description:
        return []
    title = say(viewer, "*What counts*")
    return [section(f"{title}\n{said_at_length(sheet.description)}")]


def _next_steps(sheet: IndicatorSheet, viewer: Viewer) -> list[Block]:
    steps = []
    if sheet.assessment.terms.target is None:
        steps.append(set_target_button(sheet.indicator.key, sheet.indicator.name, viewer))
    elif can_be_worked_out(sheet.assessment):
        steps.append(working_button(sheet.indicator, viewer))
    if sheet.readings and sheet.assessment.state not in _TAKE_NO_READINGS:
        steps.append(correct_button(sheet.readings[0], sheet.indicator, viewer))
    if sheet.readings:
        steps.append(history_button(sheet.indicator, viewer))
    return [actions(*steps)] if steps else []


def _keeper(sheet: IndicatorSheet, viewer: Viewer) -> str:
    """Who is asked, when, and for what it is measured."""
    owner = mention(sheet.owner)
    kept = say(viewer, "Kept by {owner}", owner=owner)
    if sheet.backup:
        kept = say(viewer, "Kept by {owner}, backup {backup}", owner=owner, backup=mention(sheet.backup))
    parts = [
        kept,
        describe_cadence(sheet.indicator.cadence, viewer),
        *_next_due(sheet, viewer),
        say(
            viewer,
            "part of {outcome} {key}",
            outcome=f"*{said(sheet.outcome.statement)}*",
            key=key(sheet.outcome.key),
        ),
    ]
    return " · ".join(parts)


def _next_due(sheet: IndicatorSheet, viewer: Viewer) -> list[str]:
    if sheet.next_due is None:
        return []
    of = period(sheet.next_due.period, sheet.indicator.cadence, viewer)
    state = due_state(sheet.next_due, viewer)
    if sheet.next_due.state is DueState.UPCOMING:
        return [say(viewer, "next: {period}, {state}", period=of, state=state)]
    return [say(viewer, "open: {period}, {state}", period=of, state=state)]


def _how_it_counts(sheet: IndicatorSheet, viewer: Viewer) -> str:
    terms = sheet.assessment.terms
    level = say(viewer, SHOWS[sheet.level])
    parts = [
        said(unit(sheet.indicator, viewer)),
        say(viewer, "should {should}", should=should(terms.direction, viewer)),
        say(viewer, _COMBINED[sheet.combine]),
        *_bounds(sheet, viewer),
        level,
    ]
    return " · ".join(parts)


def _bounds(sheet: IndicatorSheet, viewer: Viewer) -> list[str]:
    """What a value can be, where that was set down."""
    low = value(sheet.lowest, sheet.indicator, viewer) if sheet.lowest is not None else ""
    high = value(sheet.highest, sheet.indicator, viewer) if sheet.highest is not None else ""
    if low and high:
        return [say(viewer, "can be from {low} to {high}", low=low, high=high)]
    if low:
        return [say(viewer, "can be {low} at least", low=low)]
    return [say(viewer, "can be {high} at most", high=high)] if high else []


def describe_cadence(cadence: Cadence, viewer: Viewer) -> str:
    """The cadence in words: "weekly, due Mondays"."""
    return say(viewer, "{how_often}, due {day}", how_often=how_often(cadence, viewer), day=_due_day(cadence, viewer))


def _due_day(cadence: Cadence, viewer: Viewer) -> str:
    rule = cadence.due
    if rule.kind is DueKind.LAST_WORKING_DAY:
        if cadence.every is Every.DAY:
            return say(viewer, "the same day")
        return say(viewer, "the last working day")
    if rule.kind is DueKind.WEEKDAY and rule.weekday is not None:
        day = weekday(rule.weekday, viewer)
        if cadence.every is Every.WEEK:
            return say(viewer, "every {weekday}", weekday=day)
        return say(viewer, "the first {weekday} after", weekday=day)
    match cadence.every:
        case Every.DAY:
            return say(viewer, "the next working day")
        case Every.WEEK:
            return say(viewer, "every {weekday}", weekday=weekday(0, viewer))
        case _:
            return say(viewer, "the first working day after")
