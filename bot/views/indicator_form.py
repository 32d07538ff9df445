"""The form that registers an indicator: what is measured, from where to where, by when, who is asked. Kind, unit and
direction are read from the values; the form asks for them where they could be others, or in full.
"""

from dataclasses import dataclass
from typing import Any

from bot.domain.due import DueState
from bot.domain.facts import Level
from bot.domain.targets import Direction
from bot.fields import Field
from bot.results.due import DueItem
from bot.results.indicators import RegisteredIndicator
from bot.results.names import IndicatorName, OutcomeName, Viewer
from bot.results.targets import TargetSheet
from bot.views.asked import AskedForm
from bot.views.blocks import (
    Block,
    View,
    actions,
    button,
    context,
    modal,
    one_line,
    said,
    section,
    sentence,
    unmarked,
)
from bot.views.cadence_form import Rhythm, due_inputs, every_input
from bot.views.changing_indicators import edit_indicator_button
from bot.views.days import near_day, the_period
from bot.views.defining import KINDS, LEVELS, labels
from bot.views.giving import give_button
from bot.views.ids import Action, Form
from bot.views.inputs import person_input, select_input, text_input
from bot.views.readings import set_target_button
from bot.views.saying import how_often, should, worded
from bot.views.speech import capital, say
from bot.views.targets import promise
from bot.views.wording import due_state, key, mention, unit
from bot.words import Words, words


@dataclass(frozen=True)
class IndicatorDraft:
    """What the form starts with, values and days as typed; `kind`, `direction` and `level` are values of their enums,
    `every`, `due_day`, `due_month` and `shift` those of the options in `bot.views.cadence_form`.
    """

    owner_user_id: str
    name: str = ""
    today: str = ""
    goal: str = ""
    due_on: str = ""
    every: str | None = "week"
    kind: str | None = None
    unit: str = ""
    direction: str | None = None
    description: str = ""
    backup_user_id: str | None = None
    due_day: str | None = None
    shift: str | None = None
    due_month: str | None = None
    measured_days: tuple[str, ...] = ()
    counted_from: str = ""
    level: str | None = None
    lowest: str = ""
    highest: str = ""
    measured_on: str = ""
    key: str = ""

    @property
    def rhythm(self) -> Rhythm:
        """How often it is read, and when that is due."""
        return Rhythm(
            self.every, self.due_day, self.shift, self.measured_days, self.counted_from, due_month=self.due_month
        )


def indicator_form(
    draft: IndicatorDraft,
    outcome: OutcomeName,
    viewer: Viewer,
    *,
    asked: AskedForm,
    in_full: bool = False,
    is_new: bool = False,
    questions: tuple[Words, ...] = (),
) -> View:
    """The form of `/indicator new`, with what is asked about on top. `is_new` says that the outcome was saved just now;
    `asked` is what it carries along.
    """
    about = f"*{said(outcome.statement, 300)}*"
    if is_new:
        about = say(viewer, "✓ Saved: {outcome} {key}", outcome=about, key=key(outcome.key))
    blocks = [
        context(about),
        *(section(sentence(worded(each, viewer, quoting=unmarked))) for each in questions),
        *_asked_of_all(draft, viewer),
        *(_rest(draft, viewer) if in_full else [actions(_more(viewer))]),
    ]
    return modal(
        say(viewer, "How will you know?"),
        blocks,
        callback=Form.INDICATOR_NEW,
        submit=say(viewer, "Save"),
        close=say(viewer, "Later") if is_new else say(viewer, "Cancel"),
        metadata=asked.carried(),
    )


def _more(viewer: Viewer) -> dict[str, Any]:
    label = say(viewer, "More: what counts, backup, kind, short key")
    return button(label, Action.INDICATOR_IN_FULL, acts_on=label)


def _asked_of_all(draft: IndicatorDraft, viewer: Viewer) -> list[Block]:
    return [
        text_input(
            Field.NAME,
            say(viewer, "What do you count or measure?"),
            typed=draft.name,
            placeholder=say(viewer, "Days until the next routine appointment"),
        ),
        text_input(
            Field.BASELINE,
            say(viewer, "Today it is"),
            typed=draft.today,
            optional=True,
            hint=say(viewer, "14 days · 62 % · 31 of 50 · £4,200 · 3h20 · fair. Unknown? Leave it empty."),
        ),
        text_input(
            Field.VALUE,
            say(viewer, "It should become"),
            typed=draft.goal,
            optional=True,
            hint=say(viewer, "7 days, or: at most 3, between 5 and 15"),
        ),
        text_input(
            Field.DUE_ON,
            say(viewer, "By"),
            typed=draft.due_on,
            optional=True,
            placeholder=say(viewer, "30 June"),
        ),
        person_input(
            Field.OWNER,
            say(viewer, "Whom do I ask?"),
            chosen=draft.owner_user_id,
        ),
        *every_input(draft.rhythm, viewer),
    ]


def _rest(draft: IndicatorDraft, viewer: Viewer) -> list[Block]:
    directions = {direction.value: capital(should(direction, viewer)) for direction in Direction}
    return [
        select_input(Field.KIND, say(viewer, "Measured as"), labels(KINDS, viewer), chosen=draft.kind, optional=True),
        text_input(
            Field.UNIT,
            say(viewer, "Unit"),
            typed=draft.unit,
            optional=True,
            hint=say(viewer, "For example people, £, hours. For a scale its labels from the lowest: poor, fair, good"),
        ),
        select_input(Field.DIRECTION, say(viewer, "It should"), directions, chosen=draft.direction, optional=True),
        text_input(
            Field.DESCRIPTION,
            say(viewer, "What counts, and what does not?"),
            typed=draft.description,
            multiline=True,
            optional=True,
        ),
        person_input(
            Field.BACKUP,
            say(viewer, "Who stands in?"),
            chosen=draft.backup_user_id,
            optional=True,
        ),
        *due_inputs(draft.rhythm, viewer),
        text_input(
            Field.BASELINE_ON,
            say(viewer, "When was today's value measured?"),
            typed=draft.measured_on,
            optional=True,
            placeholder=say(viewer, "today"),
        ),
        text_input(
            Field.LOWEST,
            say(viewer, "Lowest possible value"),
            typed=draft.lowest,
            optional=True,
            hint=say(viewer, "I ask before I take a reading outside of what can be."),
        ),
        text_input(Field.HIGHEST, say(viewer, "Highest possible value"), typed=draft.highest, optional=True),
        select_input(Field.LEVEL, say(viewer, "It shows"), labels(LEVELS, viewer), chosen=draft.level, optional=True),
        text_input(
            Field.KEY,
            say(viewer, "Short key"),
            typed=draft.key,
            optional=True,
            hint=say(viewer, "To type in commands. Left empty, it is made from the name."),
        ),
    ]


def indicator_saved(saved: RegisteredIndicator, viewer: Viewer) -> View:
    """What follows the form: everything that was understood, when the first reading is due, and the next steps."""
    indicator, terms = saved.sheet.indicator, saved.sheet.assessment.terms
    lines = [
        say(
            viewer,
            "✓ *{indicator}* {key} of *{outcome}*",
            indicator=said(indicator.name),
            key=key(indicator.key),
            outcome=said(saved.outcome.statement, 300),
        )
    ]
    if terms.target is not None:
        lines.append(promise(TargetSheet(indicator, saved.sheet.assessment), viewer))
    lines.append(_read_as(indicator, terms.direction, viewer))
    lines.append(_asking(saved, viewer))
    steps = [give_button(indicator, viewer, primary=True)]
    if terms.target is None:
        steps.append(set_target_button(indicator.key, indicator.name, viewer))
    another = say(viewer, "Add another number")
    steps += [
        button(
            another,
            Action.ADD_INDICATOR,
            saved.outcome.key,
            acts_on=say(viewer, "Add another number to {outcome}", outcome=one_line(saved.outcome.statement)),
        ),
        _preview(saved.outcome, viewer),
        edit_indicator_button(indicator, viewer),
    ]
    if saved.lacks is not None:
        none = say(viewer, "There is none…")
        steps.append(button(none, Action.NO_COUNTERPART, saved.outcome.key, acts_on=none))
    balance = [context(say(viewer, _BALANCE[saved.lacks]))] if saved.lacks is not None else []
    return modal(
        say(viewer, "Saved"),
        [section("\n".join(lines)), *balance, actions(*steps)],
        callback=Form.NOTICE,
        close=say(viewer, "Done"),
    )


_BALANCE = {
    Level.PROCESS: words(
        "This number shows whether it works. Is there one that shows what you do for it, such as appointments offered?"
    ),
    Level.OUTCOME: words(
        "This number shows what you do. Is there one that shows what changes because of it, and for whom?"
    ),
}
"""What to say of an outcome whose numbers lack those of a level."""


def _read_as(indicator: IndicatorName, direction: Direction, viewer: Viewer) -> str:
    """ "I read it as days, and fewer is better."."""
    of = said(unit(indicator, viewer))
    match direction:
        case Direction.INCREASE:
            return say(viewer, "I read it as: {unit}, and more is better.", unit=of)
        case Direction.DECREASE:
            return say(viewer, "I read it as: {unit}, and less is better.", unit=of)
        case Direction.MAINTAIN:
            return say(viewer, "I read it as: {unit}, to be kept within limits.", unit=of)


def _asking(saved: RegisteredIndicator, viewer: Viewer) -> str:
    indicator, due = saved.sheet.indicator, saved.next_due
    who, often = mention(saved.owner), how_often(indicator.cadence, viewer)
    asked = say(viewer, "I ask {name} {how_often}.", name=who, how_often=often)
    return f"{asked} {_first_due(indicator, due, viewer)}" if due else asked


def _first_due(indicator: IndicatorName, item: DueItem, viewer: Viewer) -> str:
    of = the_period(item.period, indicator.cadence, viewer)
    if item.state is DueState.UPCOMING and item.due_on >= viewer.today:
        day = near_day(item.due_on, viewer)
        return say(viewer, "The first one, for {period}, is due {day}.", period=of, day=day)
    return say(viewer, "The first one, for {period}: {state}.", period=of, state=due_state(item, viewer))


def _preview(outcome: OutcomeName, viewer: Viewer) -> dict[str, Any]:
    label = say(viewer, "See what the channel will get")
    return button(label, Action.PREVIEW, outcome.key, acts_on=label)
