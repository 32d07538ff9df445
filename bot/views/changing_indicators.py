"""Changing an indicator: what there is to change, a small form for each of it, and what was changed."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from bot.domain.charting import RuleSet
from bot.domain.measures import rules_for
from bot.domain.parts import IndicatorPart
from bot.domain.periods import period_containing
from bot.domain.targets import Direction
from bot.domain.values import Value, ValueKind
from bot.fields import Field
from bot.results.changing import ChangedIndicator, IndicatorFace, Meanwhile
from bot.results.names import IndicatorName, Viewer
from bot.views.amounts import exact
from bot.views.baselines import give_baseline_button
from bot.views.blocks import Block, Message, View, button, message, one_line, said, section
from bot.views.cadence_form import USUAL, Rhythm, due_inputs, every_input, rhythm_of
from bot.views.changing import (
    Carried,
    carried,
    change_form,
    changed,
    holds_from_input,
    line,
    meanwhile_note,
    menu,
    part_button,
    reason_input,
    was_and_is,
)
from bot.views.defining import COMBINED, KINDS, LEVELS, describe_cadence, labels
from bot.views.ids import Action, Form
from bot.views.inputs import person_input, select_input, text_input
from bot.views.readings import set_target_button
from bot.views.saying import should
from bot.views.signals import SCALES, looked_at, rule_set
from bot.views.speech import capital, say
from bot.views.wording import code, key, mention, period, unit, value
from bot.words import words

LABELS = {
    IndicatorPart.NAME: words("Name"),
    IndicatorPart.DESCRIPTION: words("What counts"),
    IndicatorPart.MEASURE: words("Unit"),
    IndicatorPart.DIRECTION: words("It should"),
    IndicatorPart.CADENCE: words("How often"),
    IndicatorPart.BACKUP: words("Backup"),
    IndicatorPart.LEVEL: words("It shows"),
    IndicatorPart.COMBINE: words("Several readings"),
    IndicatorPart.BOUNDS: words("Possible values"),
    IndicatorPart.SOURCE: words("Where it is taken from"),
    IndicatorPart.METHOD: words("How it is collected"),
    IndicatorPart.LIMITATIONS: words("Known limitations"),
    IndicatorPart.MOVEMENT: words("Ordinary movement"),
    IndicatorPart.LIMITS_FROM: words("Ordinary movement from"),
}
AS_IT_IS = "as_it_is"
"""The choice of no other scale."""
_HINTS = {
    IndicatorPart.SOURCE: words("For example: the booking system, report 7"),
    IndicatorPart.METHOD: words("For example: counted by two people on Thursday nights"),
    IndicatorPart.LIMITATIONS: words("For example: calls at night are not counted"),
}


@dataclass(frozen=True)
class IndicatorTyped:
    """What stands in a form: as the indicator is now, or as somebody has typed it. Choices are the values of their
    options.
    """

    text: str = ""
    kind: str | None = None
    chosen: str | None = None
    rhythm: Rhythm = USUAL
    user_id: str | None = None
    lowest: str = ""
    highest: str = ""
    holds_from: str | None = None
    reason: str = ""


def edit_indicator_button(indicator: IndicatorName, viewer: Viewer) -> dict[str, Any]:
    """The button that asks what is to be changed."""
    acts_on = say(viewer, "Edit {indicator}", indicator=one_line(indicator.name))
    return button(say(viewer, "Edit"), Action.EDIT_INDICATOR, indicator.key, acts_on=acts_on)


def indicator_menu(face: IndicatorFace, viewer: Viewer) -> Message:
    """Everything that can be changed, as it is now."""
    title = f"*{said(face.name.name)}* {key(face.name.key)}"
    lines = [line(say(viewer, LABELS[part]), _now(face, part, viewer), viewer) for part in IndicatorPart]
    lines.append(line(say(viewer, "Owner"), mention(face.owner), viewer))
    buttons = [
        part_button(say(viewer, LABELS[part]), Action.CHANGE_INDICATOR, place, part, face.indicator_id, face.name.name)
        for place, part in enumerate(IndicatorPart)
    ]
    owner = say(viewer, "Owner")
    buttons.append(button(owner, Action.HAND_OVER, face.name.key, acts_on=f"{owner}: {one_line(face.name.name)}"))
    return menu(title, lines, buttons, viewer)


def indicator_change_form(
    face: IndicatorFace,
    part: IndicatorPart,
    typed: IndicatorTyped,
    viewer: Viewer,
    *,
    meanwhile: Meanwhile | None = None,
    seen_id: int | None = None,
) -> View:
    """The form for one thing. With `meanwhile` it says on top what somebody else has made of it since; `seen_id` is the
    version that the person has seen, where that is another one than the present one.
    """
    notes = [meanwhile_note(meanwhile, _now(face, part, viewer), viewer)] if meanwhile is not None else []
    version_id = face.ownership_id if part is IndicatorPart.BACKUP else face.definition_id
    return change_form(
        say(viewer, "Change an indicator"),
        face.name.name,
        [*_inputs(face, part, typed, viewer), reason_input(viewer, typed=typed.reason)],
        viewer,
        callback=Form.INDICATOR_CHANGE,
        metadata=carried(Carried(face.indicator_id, seen_id or version_id, part)),
        notes=notes,
    )


def as_it_is(face: IndicatorFace, part: IndicatorPart, viewer: Viewer) -> IndicatorTyped:
    """What the form starts with."""
    measure = face.name.measure
    match part:
        case IndicatorPart.NAME:
            return IndicatorTyped(text=face.name.name)
        case IndicatorPart.DESCRIPTION:
            return IndicatorTyped(text=face.description)
        case IndicatorPart.MEASURE:
            text = ", ".join(measure.scale) if measure.kind is ValueKind.SCALE else measure.unit
            return IndicatorTyped(text=text, kind=measure.kind)
        case IndicatorPart.DIRECTION:
            return IndicatorTyped(chosen=face.direction)
        case IndicatorPart.CADENCE:
            return IndicatorTyped(rhythm=rhythm_of(face.name.cadence, viewer))
        case IndicatorPart.BACKUP:
            return IndicatorTyped(user_id=face.backup.user_id if face.backup else None)
        case IndicatorPart.LEVEL:
            return IndicatorTyped(chosen=face.level)
        case IndicatorPart.COMBINE:
            return IndicatorTyped(chosen=face.combine)
        case IndicatorPart.SOURCE:
            return IndicatorTyped(text=face.source)
        case IndicatorPart.METHOD:
            return IndicatorTyped(text=face.method)
        case IndicatorPart.LIMITATIONS:
            return IndicatorTyped(text=face.limitations)
        case IndicatorPart.MOVEMENT:
            return IndicatorTyped(kind=face.transform or AS_IT_IS, chosen=face.rules)
        case IndicatorPart.LIMITS_FROM:
            return IndicatorTyped(text=_anew_from(face, viewer) if face.rebase is not None else "")
        case IndicatorPart.BOUNDS:
            lowest, highest = (_printed(each, face, viewer) for each in (face.lowest, face.highest))
            return IndicatorTyped(lowest=lowest, highest=highest)


def indicator_changed(done: ChangedIndicator, viewer: Viewer) -> View:
    """What follows the form: what it was and is, and what follows from that."""
    before, after = (_now(face, done.part, viewer) for face in (done.before, done.after))
    lines = [was_and_is(say(viewer, LABELS[done.part]), before, after, viewer)]
    if not done.begins_afresh:
        return changed(lines, viewer)
    lines.append(
        say(viewer, "It starts afresh today: what was given before stays in its history, and counts no longer.")
    )
    indicator = done.after.name
    steps = [set_target_button(indicator.key, indicator.name, viewer), give_baseline_button(indicator, viewer)]
    return changed(lines, viewer, *steps)


def rebased(done: ChangedIndicator, viewer: Viewer) -> Message:
    """From when on its limits are worked out anew now."""
    indicator, rebase = said(done.after.name.name), done.after.rebase
    if rebase is None:
        told = say(
            viewer, "✓ The ordinary movement of *{indicator}* counts all its readings again.", indicator=indicator
        )
        return message(section(told))
    told = say(
        viewer,
        "✓ The ordinary movement of *{indicator}* is worked out anew, from *{period}* on: “{reason}”\n"
        "With twelve readings from then on it has limits. To take it back: {command}",
        indicator=indicator,
        period=said(_anew_from(done.after, viewer)),
        reason=said(rebase.reason, 300),
        command=code(f"/indicator rebase {done.after.name.key} off"),
    )
    return message(section(told))


def rebase_button(indicator: IndicatorName, period_key: str, viewer: Viewer) -> dict[str, Any]:
    """The button that opens the form for it, with this period."""
    acts_on = say(viewer, "Use new limits from here: {indicator}", indicator=one_line(indicator.name))
    return button(
        say(viewer, "Use new limits from here…"), Action.REBASE, f"{indicator.key} {period_key}", acts_on=acts_on
    )


def _inputs(face: IndicatorFace, part: IndicatorPart, typed: IndicatorTyped, viewer: Viewer) -> list[Block]:
    label = say(viewer, LABELS[part])
    match part:
        case IndicatorPart.NAME:
            hint = say(viewer, "Its key stays: {key}", key=face.name.key)
            return [text_input(Field.NAME, label, typed=typed.text, hint=hint)]
        case IndicatorPart.DESCRIPTION:
            hint = say(viewer, "What counts, what does not, and from where it is known.")
            what = text_input(Field.DESCRIPTION, label, typed=typed.text, multiline=True, hint=hint, optional=True)
            return [what, *([_from_when(typed, viewer)] if face.description else [])]
        case IndicatorPart.SOURCE | IndicatorPart.METHOD | IndicatorPart.LIMITATIONS:
            hint = say(viewer, _HINTS[part])
            return [text_input(part.value, label, typed=typed.text, multiline=True, hint=hint, optional=True)]
        case IndicatorPart.MEASURE:
            return [*_measure(typed, viewer), _from_when(typed, viewer)]
        case IndicatorPart.DIRECTION:
            directions = {direction.value: capital(should(direction, viewer)) for direction in Direction}
            which = select_input(Field.DIRECTION, label, directions, chosen=typed.chosen)
            return [which, _from_when(typed, viewer)]
        case IndicatorPart.CADENCE:
            often = every_input(typed.rhythm, viewer, present=face.name.cadence)
            return [*often, *due_inputs(typed.rhythm, viewer, present=face.name.cadence)]
        case IndicatorPart.BACKUP:
            hint = say(viewer, "Whoever stands in may change it too. Leave it empty for nobody.")
            return [person_input(Field.BACKUP, label, chosen=typed.user_id, hint=hint, optional=True)]
        case IndicatorPart.LEVEL:
            return [select_input(Field.LEVEL, label, labels(LEVELS, viewer), chosen=typed.chosen)]
        case IndicatorPart.COMBINE:
            rules = {rule.value: capital(say(viewer, COMBINED[rule])) for rule in rules_for(face.name.measure.kind)}
            rule = select_input(Field.COMBINE, say(viewer, "In one period"), rules, chosen=typed.chosen)
            return [rule, _from_when(typed, viewer)]
        case IndicatorPart.MOVEMENT:
            scales = {AS_IT_IS: say(viewer, "as they are")} | labels(SCALES, viewer)
            rules = {each.value: rule_set(each, viewer) for each in RuleSet}
            hint = say(viewer, "Its limits are worked out on that scale, and drawn on its own.")
            return [
                select_input(
                    Field.TRANSFORM, say(viewer, "Values are looked at"), scales, chosen=typed.kind, hint=hint
                ),
                select_input(Field.RULE_SET, say(viewer, "More than ordinary is"), rules, chosen=typed.chosen),
            ]
        case IndicatorPart.LIMITS_FROM:
            hint = say(viewer, "For example: last week, March, 2026-W14. Empty: as before that.")
            return [text_input(Field.LIMITS_FROM, label, typed=typed.text, hint=hint, optional=True)]
        case IndicatorPart.BOUNDS:
            hint = say(viewer, "I ask before I take a reading outside of what can be.")
            lowest, highest = say(viewer, "Lowest possible value"), say(viewer, "Highest possible value")
            return [
                text_input(Field.LOWEST, lowest, typed=typed.lowest, hint=hint, optional=True),
                text_input(Field.HIGHEST, highest, typed=typed.highest, optional=True),
            ]


def _measure(typed: IndicatorTyped, viewer: Viewer) -> list[Block]:
    hint = say(viewer, "For example people, £, hours. For a scale its labels from the lowest: poor, fair, good")
    return [
        select_input(Field.KIND, say(viewer, "Measured as"), labels(KINDS, viewer), chosen=typed.kind),
        text_input(Field.UNIT, say(viewer, "Unit"), typed=typed.text, hint=hint, optional=True),
    ]


def _from_when(typed: IndicatorTyped, viewer: Viewer) -> Block:
    return holds_from_input(
        say(viewer, "From today: something else is counted"),
        say(viewer, "From the start: it was meant like this"),
        viewer,
        chosen=typed.holds_from,
        hint=say(viewer, "From today, it starts afresh: give it a new starting value and a new target then."),
    )


def _printed(amount: Decimal | None, face: IndicatorFace, viewer: Viewer) -> str:
    return exact(Value(amount), face.name.measure, viewer) if amount is not None else ""


def _now(face: IndicatorFace, part: IndicatorPart, viewer: Viewer) -> str:
    """This part as it is, as mrkdwn."""
    nothing = say(viewer, "not said yet")
    match part:
        case IndicatorPart.NAME:
            return said(face.name.name)
        case IndicatorPart.DESCRIPTION:
            return said(face.description, 300) if face.description else nothing
        case IndicatorPart.MEASURE:
            return said(unit(face.name, viewer), 300)
        case IndicatorPart.DIRECTION:
            return should(face.direction, viewer)
        case IndicatorPart.CADENCE:
            return describe_cadence(face.name.cadence, viewer)
        case IndicatorPart.BACKUP:
            return mention(face.backup) if face.backup else say(viewer, "nobody")
        case IndicatorPart.LEVEL:
            return say(viewer, LEVELS[face.level])
        case IndicatorPart.COMBINE:
            return say(viewer, COMBINED[face.combine])
        case IndicatorPart.BOUNDS:
            return _bounds(face, viewer)
        case IndicatorPart.MOVEMENT:
            return " · ".join(filter(None, (looked_at(face.transform, viewer), rule_set(face.rules, viewer))))
        case IndicatorPart.LIMITS_FROM if face.rebase is None:
            return say(viewer, "all its readings")
        case IndicatorPart.LIMITS_FROM:
            return said(_anew_from(face, viewer))
        case IndicatorPart.SOURCE:
            return said(face.source, 300) if face.source else nothing
        case IndicatorPart.METHOD:
            return said(face.method, 300) if face.method else nothing
        case IndicatorPart.LIMITATIONS:
            return said(face.limitations, 300) if face.limitations else nothing


def _anew_from(face: IndicatorFace, viewer: Viewer) -> str:
    """The period from which on its limits are worked out anew; raw."""
    assert face.rebase is not None
    return period(period_containing(face.name.cadence, face.rebase.on), face.name.cadence, viewer)


def _bounds(face: IndicatorFace, viewer: Viewer) -> str:
    low = value(Value(face.lowest), face.name, viewer) if face.lowest is not None else ""
    high = value(Value(face.highest), face.name, viewer) if face.highest is not None else ""
    if low and high:
        return say(viewer, "{low} to {high}", low=low, high=high)
    if low:
        return say(viewer, "at least {limit}", limit=low)
    return say(viewer, "at most {limit}", limit=high) if high else say(viewer, "any")
