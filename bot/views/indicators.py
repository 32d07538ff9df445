"""Indicators: the registration form, and one indicator in full."""

from dataclasses import dataclass
from datetime import date

from bot.domain.cadences import describe_cadence
from bot.domain.combining import Combine
from bot.domain.due import DueState
from bot.domain.facts import Level
from bot.domain.targets import SHOULD, Direction
from bot.domain.values import ValueKind
from bot.fields import Field
from bot.results.due import DueItem
from bot.results.indicators import IndicatorSheet, ShownReading
from bot.results.names import IndicatorName, OutcomeName, Viewer
from bot.views.blocks import (
    Block,
    Message,
    View,
    actions,
    button,
    context,
    fields,
    listing,
    message,
    modal,
    said,
    said_at_length,
    section,
)
from bot.views.ids import Action, Form
from bot.views.inputs import date_input, person_input, select_input, text_input
from bot.views.wording import (
    baseline,
    capital,
    code,
    due_state,
    key,
    mention,
    name,
    near_day,
    period,
    status_and_why,
    target,
    the_period,
    unit,
    value,
)

EVERY_CHOICES = {
    "day": "Every day",
    "week": "Every week",
    "two_weeks": "Every two weeks",
    "month": "Every month",
    "quarter": "Every quarter",
}
"""What "how often" offers. All but "two_weeks" (an interval of 14 days) are values of `Every`."""

DUE_DAY_CHOICES = {
    "working_day_after": "First working day after",
    "last_working_day": "Last working day of the period",
    "0": "Monday",
    "1": "Tuesday",
    "2": "Wednesday",
    "3": "Thursday",
    "4": "Friday",
    "5": "Saturday",
    "6": "Sunday",
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


_KINDS: dict[str, str] = {
    ValueKind.NUMBER: "A number or count",
    ValueKind.PERCENT: "Percent",
    ValueKind.RATIO: "A share, such as 31 of 50",
    ValueKind.MONEY: "Money",
    ValueKind.DURATION: "A duration",
    ValueKind.YES_NO: "Yes or no",
    ValueKind.SCALE: "A scale with labels",
}
_DIRECTIONS: dict[str, str] = {direction: capital(should) for direction, should in SHOULD.items()}
_WAYS = {Direction.INCREASE: "up", Direction.DECREASE: "down", Direction.MAINTAIN: "within limits"}
_LEVELS: dict[str, str] = {
    Level.OUTCOME: "The change that is wanted",
    Level.OUTPUT: "What comes out of the work",
    Level.PROCESS: "The work itself",
}
_COMBINED = {
    Combine.LAST: "the last reading counts",
    Combine.SUM: "readings add up",
    Combine.MEAN: "the mean counts",
    Combine.MIN: "the lowest reading counts",
    Combine.MAX: "the highest reading counts",
    Combine.RATIO: "shares add up, part by part",
}


def indicator_form(draft: IndicatorDraft, outcome: OutcomeName, *, metadata: str = "") -> View:
    """The form of `/indicator new`: four required answers, the rest optional."""
    blocks = [context(f"For: {said(outcome.statement, 300)}"), *_required(draft), *_optional(draft)]
    return modal("New indicator", blocks, callback=Form.INDICATOR_NEW, submit="Save", close="Cancel", metadata=metadata)


def _required(draft: IndicatorDraft) -> list[Block]:
    return [
        text_input(Field.NAME, "What is measured?", typed=draft.name, placeholder="For example: people sleeping rough"),
        select_input(Field.KIND, "Measured as", _KINDS, chosen=draft.kind),
        select_input(Field.DIRECTION, "It should", _DIRECTIONS, chosen=draft.direction),
        select_input(Field.EVERY, "How often", EVERY_CHOICES, chosen=draft.every),
    ]


def _optional(draft: IndicatorDraft) -> list[Block]:
    return [
        text_input(
            Field.UNIT,
            "Unit",
            typed=draft.unit,
            optional=True,
            hint="For example people, £, hours. For a scale its labels from the lowest: poor, fair, good",
        ),
        text_input(
            Field.BASELINE,
            "Baseline",
            typed=draft.baseline,
            optional=True,
            hint="The value before the work began. It may come later.",
        ),
        date_input(Field.BASELINE_ON, "Measured on", chosen=draft.baseline_on, optional=True),
        text_input(
            Field.VALUE,
            "Target",
            typed=draft.target,
            optional=True,
            hint="The promised value. For limits: between 5 and 10, at most 10, at least 5",
        ),
        date_input(Field.DUE_ON, "Target date", chosen=draft.target_by, optional=True),
        person_input(
            Field.OWNER,
            "Owner",
            chosen=draft.owner_user_id,
            optional=True,
            hint="This person is asked for the readings.",
        ),
        select_input(Field.DUE_DAY, "Due on", DUE_DAY_CHOICES, chosen=draft.due_day, optional=True),
        select_input(Field.LEVEL, "It shows", _LEVELS, chosen=draft.level, optional=True),
        text_input(
            Field.KEY,
            "Short key",
            typed=draft.key,
            optional=True,
            hint="To type in commands, for example csat. Left empty, it is made from the name.",
        ),
    ]


def indicator_saved(
    indicator: IndicatorName, viewer: Viewer, *, next_due: DueItem | None = None, has_target: bool
) -> View:
    """What follows the form: the key, how to give a reading, when the first is due, and the offer to set a target when
    none was given.
    """
    lines = [f"Saved: *{said(indicator.name)}*", f"To give a reading: {code(f'/reading {indicator.key} <value>')}"]
    if next_due:
        of = the_period(next_due.period, indicator.cadence, viewer)
        lines.append(f"The first one, for {of}, {_falls_due(next_due, viewer)}.")
    blocks = [section("\n".join(lines))]
    if not has_target:
        blocks += [
            section("It has no target yet. With one, every reading says how far ahead or behind it is."),
            actions(button("Set a target", Action.SET_TARGET, indicator.key, primary=True)),
        ]
    return modal("Indicator saved", blocks, callback=Form.NOTICE, close="Done")


def _falls_due(item: DueItem, viewer: Viewer) -> str:
    return f"is due {near_day(item.due_on, viewer)}" if item.due_on >= viewer.today else due_state(item, viewer)


def indicator_show(sheet: IndicatorSheet, viewer: Viewer) -> Message:
    """One indicator: status with its reason, definition, latest readings. For one person's eyes: it mentions people."""
    blocks = [
        section(
            f"*{said(sheet.indicator.name)}* {key(sheet.indicator.key)}\n{status_and_why(sheet.assessment, viewer)}"
        ),
        fields(_definition(sheet, viewer)),
        *([section(f"*What counts*\n{said_at_length(sheet.description)}")] if sheet.description else []),
        *_readings(sheet, viewer),
        context(f"Part of: {said(sheet.outcome.statement)} {key(sheet.outcome.key)}"),
    ]
    return message(*blocks)


def _definition(sheet: IndicatorSheet, viewer: Viewer) -> list[tuple[str, str]]:
    terms = sheet.assessment.terms
    backup = f", backup {mention(sheet.backup)}" if sheet.backup else ""
    pairs = [
        ("Unit", said(unit(sheet.indicator))),
        ("Direction", _WAYS[terms.direction]),
        ("Baseline", baseline(terms.baseline, sheet.indicator, viewer)),
        ("Target", target(terms.target, sheet.indicator, viewer)),
        ("Owner", f"{mention(sheet.owner)}{backup}"),
        ("How often", f"{describe_cadence(sheet.indicator.cadence)}; {_COMBINED[sheet.combine]}"),
        ("Level", f"{sheet.level.value}: {_LEVELS[sheet.level].lower()}"),
    ]
    if sheet.next_due:
        of = period(sheet.next_due.period, sheet.indicator.cadence, viewer)
        pairs.append(("Next", f"{of}, {due_state(sheet.next_due, viewer)}"))
    return pairs


def _readings(sheet: IndicatorSheet, viewer: Viewer) -> list[Block]:
    if not sheet.readings:
        return [section(f"No readings yet. To give one: {code(f'/reading {sheet.indicator.key} <value>')}")]
    lines = [_reading_line(reading, sheet.indicator, viewer) for reading in sheet.readings]
    return [section("*Latest readings*"), *listing(lines, most=10)]


def _reading_line(reading: ShownReading, indicator: IndicatorName, viewer: Viewer) -> str:
    late = " · late" if reading.state is DueState.LATE else ""
    note = f" · {said(reading.note)}" if reading.note else ""
    when = capital(period(reading.period, indicator.cadence, viewer))
    return f"{when}: *{value(reading.value, indicator, viewer)}* · {name(reading.by)}{late}{note}"
