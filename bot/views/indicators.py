"""One indicator in full. The form that registers one is in `indicator_form`."""

from typing import Any

from bot.domain.colours import State
from bot.domain.dates import Month
from bot.domain.due import DueState
from bot.domain.status import is_unjudged
from bot.domain.targets import Direction
from bot.results.indicators import IndicatorSheet, OwnRecord, ShownReading
from bot.results.names import Viewer
from bot.results.targets import TargetSheet
from bot.views.baselines import give_baseline_button, take_baseline_button
from bot.views.blocks import (
    Block,
    Drawn,
    Message,
    actions,
    context,
    listing,
    message,
    said,
    said_at_length,
    section,
)
from bot.views.changing_indicators import edit_indicator_button, rebase_button
from bot.views.charts import draw_button, native_chart, wants_a_picture
from bot.views.correcting import correct_button
from bot.views.days import month
from bot.views.defining import COMBINED, SHOWS, describe_cadence
from bot.views.giving import give_button
from bot.views.handing_over import hand_over_button
from bot.views.history import history_button
from bot.views.notes import note_blocks
from bot.views.pausing import paused_line, rest_buttons
from bot.views.readings import set_target_button
from bot.views.reference_sheet import next_question
from bot.views.saying import should
from bot.views.sources import fetch_button, fetched_words
from bot.views.speech import capital, say, say_counted
from bot.views.targets import change_target_button, promise
from bot.views.trends import how_looked_at, movement, where_it_leads
from bot.views.wholes import came_from_words, made_of_button, part_of_words, whole_blocks
from bot.views.wording import (
    as_measured,
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

FEWEST_FOR_A_RECORD = 3
"""Fewer readings say nothing about how somebody keeps an indicator."""

_TAKE_NO_READINGS = (State.CLOSED, State.PAUSED)


def indicator_show(sheet: IndicatorSheet, viewer: Viewer) -> Message:
    """One indicator, in the order of somebody in a hurry: where it stands and why, how it went, what is promised, the
    latest readings, the rest in small print. For one person's eyes: it mentions people.
    """
    return message(
        section(
            f"*{said(sheet.indicator.name)}* {key(sheet.indicator.key)}\n{status_with_value(sheet.assessment, viewer)}"
        ),
        *([section(paused_line(sheet.paused, viewer))] if sheet.paused is not None else []),
        *_chart(sheet, viewer),
        *_promise(sheet, viewer),
        *_trend(sheet, viewer),
        *(whole_blocks(sheet.made_of, viewer) if sheet.made_of is not None else []),
        *_readings(sheet, viewer),
        *_description(sheet, viewer),
        *note_blocks(sheet.notes, viewer),
        *_next_steps(sheet, viewer),
        *_changes(sheet, viewer),
        *_question(sheet, viewer),
        context(
            _keeper(sheet, viewer),
            _how_it_counts(sheet, viewer),
            *(fetched_words(sheet.source, viewer) if sheet.source is not None else []),
            *_own_record(sheet.own_record, viewer),
        ),
    )


def _chart(sheet: IndicatorSheet, viewer: Viewer) -> list[Drawn]:
    drawn = native_chart(sheet.chart, viewer) if sheet.chart is not None else None
    return [drawn] if drawn is not None else []


def _promise(sheet: IndicatorSheet, viewer: Viewer) -> list[Block]:
    terms = sheet.assessment.terms
    if terms.target is not None:
        promised = promise(TargetSheet(sheet.indicator, sheet.assessment), viewer)
        moved = moved_note(sheet.assessment, sheet.indicator, viewer)
        return [section(f"{promised}\n🎯 {moved}" if moved else promised)]
    if terms.baseline is None:
        return []
    return [section(say(viewer, "From {start}.", start=baseline(terms.baseline, sheet.indicator, viewer)))]


def _trend(sheet: IndicatorSheet, viewer: Viewer) -> list[Block]:
    """Where it leads, and whether the latest reading is more than ordinary movement."""
    if sheet.trend is None:
        return []
    leads = where_it_leads(sheet.trend, sheet.assessment, viewer)
    moves = " ".join(movement(sheet.trend, sheet.assessment, viewer))
    lines = [line for line in (leads, moves) if line]
    since, looked_at = sheet.trend.movement.rebase_from, how_looked_at(sheet.trend, sheet.assessment, viewer)
    offered = rebase_button(sheet.indicator, since.key, viewer) if since is not None and sheet.may_edit else None
    return [
        *([section("\n".join(said(line, 600) for line in lines), offered)] if lines else []),
        *([context(said(looked_at, 900))] if looked_at else []),
    ]


def _readings(sheet: IndicatorSheet, viewer: Viewer) -> list[Block]:
    if not sheet.readings and sheet.made_of is not None:
        return []
    if not sheet.readings:
        command = code(f"/reading {sheet.indicator.key} <value>")
        return [section(say(viewer, "To give a reading: {command}", command=command))]
    lines = [_reading_line(reading, sheet, viewer) for reading in sheet.readings]
    return [section(say(viewer, "*Latest readings*")), *listing(lines, viewer, most=10)]


def _reading_line(reading: ShownReading, sheet: IndicatorSheet, viewer: Viewer) -> str:
    indicator = as_measured(sheet.indicator, reading.measure)
    came_from, who = reading.came_from, name(reading.by)
    parts = [f"*{value(reading.value, indicator, viewer)}*"]
    if reading.carried is not None:
        parts.append(say(viewer, "{value} in all", value=value(reading.carried, indicator, viewer)))
    parts.append(came_from_words(came_from, viewer) if came_from is not None else who)
    if reading.state is DueState.LATE:
        parts.append(say(viewer, "late"))
    if reading.is_reset:
        parts.append(say(viewer, "began again from zero"))
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
    takes_readings = sheet.assessment.state not in _TAKE_NO_READINGS and sheet.made_of is None
    if takes_readings:
        steps.append(give_button(sheet.indicator, viewer, primary=True))
    if sheet.assessment.terms.target is None:
        steps.append(set_target_button(sheet.indicator.key, sheet.indicator.name, viewer))
    steps += _starts(sheet, viewer)
    if can_be_worked_out(sheet.assessment):
        steps.append(working_button(sheet.indicator, viewer))
    if sheet.readings and takes_readings:
        steps.append(correct_button(sheet.readings[0], sheet.indicator, viewer))
    if sheet.chart is not None and wants_a_picture(sheet.chart):
        steps.append(draw_button(sheet.indicator, viewer))
    if sheet.readings:
        steps.append(history_button(sheet.indicator, viewer))
    if sheet.may_edit and sheet.assessment.terms.target is not None and sheet.assessment.state is not State.CLOSED:
        steps.append(change_target_button(sheet.indicator, viewer))
    if sheet.may_edit and sheet.assessment.state is not State.CLOSED:
        steps.append(edit_indicator_button(sheet.indicator, viewer))
    return [actions(*steps)] if steps else []


def _question(sheet: IndicatorSheet, viewer: Viewer) -> list[Block]:
    if sheet.score is None or not sheet.may_edit or sheet.assessment.state is State.CLOSED:
        return []
    return next_question(sheet.score, sheet.indicator, sheet.indicator_id, viewer)


def _changes(sheet: IndicatorSheet, viewer: Viewer) -> list[Block]:
    """What its reader may do with it, where that is anything."""
    if not sheet.may_edit or sheet.assessment.state is State.CLOSED:
        return []
    is_paused = sheet.assessment.state is State.PAUSED
    rest = rest_buttons(sheet.indicator, viewer, is_paused=is_paused, indicator_id=sheet.indicator_id)
    making = made_of_button(sheet.indicator, viewer, is_made=sheet.made_of is not None)
    fetching = [fetch_button(sheet.indicator, viewer, is_used=True)] if sheet.source is not None else []
    return [actions(hand_over_button(sheet.indicator, viewer), *rest, making, *fetching)]


def _starts(sheet: IndicatorSheet, viewer: Viewer) -> list[dict[str, Any]]:
    """What a missing starting value may be replaced by."""
    terms = sheet.assessment.terms
    if terms.direction is Direction.MAINTAIN or not sheet.may_start or sheet.assessment.state is State.CLOSED:
        return []
    if terms.baseline is not None and not terms.baseline.provisional:
        return []
    buttons = [give_baseline_button(sheet.indicator, viewer, corrects=terms.baseline is not None)]
    if sheet.offered is not None:
        buttons.append(take_baseline_button(sheet.offered, sheet.indicator, sheet.indicator_id, viewer))
    return buttons


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
        *([part_of_words(sheet.part_of, viewer)] if sheet.part_of else []),
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
        *([say(viewer, COMBINED[sheet.combine])] if sheet.made_of is None else []),
        *_bounds(sheet, viewer),
        level,
    ]
    return " · ".join(parts)


def _own_record(record: OwnRecord | None, viewer: Viewer) -> list[str]:
    """How its owner has kept it, for them alone. What is still open speaks neither for nor against them."""
    if record is None:
        return []
    settled = record.rates.expected - record.rates.excused - record.rates.open
    if settled < FEWEST_FOR_A_RECORD:
        return []
    since = month(Month(record.since.month, record.since.year), viewer)
    return [
        say_counted(
            viewer,
            "You gave {on_time} of {count} in time since {month}. (Only you see this.)",
            "You gave {on_time} of {count} in time since {month}. (Only you see this.)",
            settled,
            on_time=record.rates.on_time,
            month=since,
        )
    ]


def _bounds(sheet: IndicatorSheet, viewer: Viewer) -> list[str]:
    """What a value can be, where that was set down."""
    low = value(sheet.lowest, sheet.indicator, viewer) if sheet.lowest is not None else ""
    high = value(sheet.highest, sheet.indicator, viewer) if sheet.highest is not None else ""
    if low and high:
        return [say(viewer, "can be from {low} to {high}", low=low, high=high)]
    if low:
        return [say(viewer, "can be {low} at least", low=low)]
    return [say(viewer, "can be {high} at most", high=high)] if high else []
