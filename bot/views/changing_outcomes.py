"""Changing an outcome: what there is to change, a small form for each of it, and what was changed."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bot.domain.parts import OutcomePart
from bot.fields import Field
from bot.results.changing import ChangedOutcome, Meanwhile, Move, OutcomeFace
from bot.results.names import OutcomeName, Viewer
from bot.views.blocks import Block, Message, View, button, one_line, said
from bot.views.changing import (
    START,
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
from bot.views.days import day
from bot.views.ids import Action, Form
from bot.views.inputs import channel_input, date_input, person_input, select_or_search_input, text_input
from bot.views.speech import listed, say, say_counted
from bot.views.wording import key, mention, name
from bot.words import words

LABELS = {
    OutcomePart.STATEMENT: words("What should change"),
    OutcomePart.WHY: words("Why it matters"),
    OutcomePart.CHANNEL: words("Home channel"),
    OutcomePart.ACCOUNTABLE: words("Who answers for it"),
    OutcomePart.DATES: words("Start and end"),
    OutcomePart.PARENT: words("Part of"),
}


@dataclass(frozen=True)
class OutcomeTyped:
    """What stands in a form: as the outcome is now, or as somebody has typed it."""

    text: str = ""
    channel_id: str | None = None
    user_id: str | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    parent_key: str | None = None
    holds_from: str | None = None
    reason: str = ""
    parents: Sequence[OutcomeName] = field(default=())


def edit_outcome_button(outcome: OutcomeName, viewer: Viewer) -> dict[str, Any]:
    """The button that asks what is to be changed."""
    acts_on = say(viewer, "Edit {outcome}", outcome=one_line(outcome.statement))
    return button(say(viewer, "Edit"), Action.EDIT_OUTCOME, outcome.key, acts_on=acts_on)


def outcome_menu(face: OutcomeFace, viewer: Viewer) -> Message:
    """Everything that can be changed, as it is now."""
    title = f"*{said(face.name.statement, 300)}* {key(face.name.key)}"
    lines = [line(say(viewer, LABELS[part]), _now(face, part, viewer), viewer) for part in OutcomePart]
    buttons = [
        part_button(say(viewer, LABELS[part]), Action.CHANGE_OUTCOME, place, part, face.outcome_id, face.name.statement)
        for place, part in enumerate(OutcomePart)
    ]
    return menu(title, lines, buttons, viewer)


def outcome_change_form(
    face: OutcomeFace,
    part: OutcomePart,
    typed: OutcomeTyped,
    viewer: Viewer,
    *,
    meanwhile: Meanwhile | None = None,
    move: Move | None = None,
) -> View:
    """The form for one thing. With `meanwhile` it says on top what somebody else has made of it since, and with `move`
    who will see what: saved again, it is moved.
    """
    notes = [meanwhile_note(meanwhile, _now(face, part, viewer), viewer)] if meanwhile is not None else []
    notes += [_who_sees(move, viewer)] if move is not None else []
    asked = move.channel_id if move is not None else ""
    return change_form(
        say(viewer, "Change an outcome"),
        face.name.statement,
        [*_inputs(face, part, typed, viewer), reason_input(viewer, typed=typed.reason)],
        viewer,
        callback=Form.OUTCOME_CHANGE,
        metadata=carried(Carried(face.outcome_id, face.definition_id, part, asked)),
        notes=notes,
    )


def as_it_is(face: OutcomeFace, part: OutcomePart, parents: Sequence[OutcomeName]) -> OutcomeTyped:
    """What the form starts with."""
    return OutcomeTyped(
        text=face.name.statement if part is OutcomePart.STATEMENT else face.why,
        channel_id=face.channel_id,
        user_id=face.accountable.user_id,
        starts_on=face.starts_on,
        ends_on=face.ends_on,
        parent_key=face.parent.key if face.parent else None,
        parents=tuple(each for each in parents if each.key != face.name.key),
        holds_from=START,
    )


def outcome_changed(done: ChangedOutcome, viewer: Viewer) -> View:
    """What follows the form: what it was and is."""
    before, after = (_now(face, done.part, viewer) for face in (done.before, done.after))
    return changed([was_and_is(say(viewer, LABELS[done.part]), before, after, viewer)], viewer)


def _inputs(face: OutcomeFace, part: OutcomePart, typed: OutcomeTyped, viewer: Viewer) -> list[Block]:
    label = say(viewer, LABELS[part])
    match part:
        case OutcomePart.STATEMENT:
            statement = text_input(Field.STATEMENT, label, typed=typed.text, multiline=True)
            other, same = say(viewer, "Something else from today on"), say(viewer, "The same in better words")
            return [statement, holds_from_input(other, same, viewer, chosen=typed.holds_from)]
        case OutcomePart.WHY:
            return [text_input(Field.WHY, label, typed=typed.text, multiline=True, optional=True)]
        case OutcomePart.CHANNEL:
            hint = say(viewer, "Its digest is posted there. In a private channel only its members see the outcome.")
            return [channel_input(Field.CHANNEL, label, chosen=typed.channel_id, hint=hint)]
        case OutcomePart.ACCOUNTABLE:
            return [person_input(Field.ACCOUNTABLE, label, chosen=typed.user_id)]
        case OutcomePart.DATES:
            agreed, wrong = say(viewer, "Agreed anew, from today on"), say(viewer, "It was written down wrongly")
            return [
                date_input(Field.STARTS_ON, say(viewer, "Starts on"), chosen=typed.starts_on, optional=True),
                date_input(Field.ENDS_ON, say(viewer, "Ends on"), chosen=typed.ends_on, optional=True),
                holds_from_input(agreed, wrong, viewer, chosen=typed.holds_from),
            ]
        case OutcomePart.PARENT:
            options = {parent.key: parent.statement for parent in typed.parents} or {"": "—"}
            hint = say(viewer, "It is part of an outcome that you do not see.") if face.has_hidden_parent else ""
            return [select_or_search_input(Field.PARENT, label, options, chosen=typed.parent_key, hint=hint)]


def _now(face: OutcomeFace, part: OutcomePart, viewer: Viewer) -> str:
    """This part as it is, as mrkdwn."""
    nothing = say(viewer, "nothing")
    match part:
        case OutcomePart.STATEMENT:
            return said(face.name.statement, 300)
        case OutcomePart.WHY:
            return said(face.why, 300) if face.why else say(viewer, "not said yet")
        case OutcomePart.CHANNEL:
            return f"<#{face.channel_id}>"
        case OutcomePart.ACCOUNTABLE:
            return mention(face.accountable)
        case OutcomePart.DATES:
            return _dates(face, viewer)
        case OutcomePart.PARENT:
            if face.has_hidden_parent:
                return say(viewer, "an outcome that you do not see")
            return said(face.parent.statement) if face.parent else nothing


def _dates(face: OutcomeFace, viewer: Viewer) -> str:
    parts = [
        say(viewer, "from {day}", day=day(face.starts_on, viewer)) if face.starts_on else "",
        say(viewer, "until {day}", day=day(face.ends_on, viewer)) if face.ends_on else "",
    ]
    return " ".join(filter(None, parts)) or say(viewer, "open")


def _who_sees(move: Move, viewer: Viewer) -> str:
    """ "<#C2> is private: only its 5 members will see it. Owen keeps *Overtime* and is not in it: …"."""
    lines = [_in_general(move, viewer)]
    for each in move.unseeing:
        who = name(each.who)
        if each.indicators:
            kept = listed(viewer, [f"*{said(indicator, 80)}*" for indicator in each.indicators[:5]])
            lines.append(_will_not_be_asked(who, kept, viewer))
        if each.answers:
            lines.append(say(viewer, "{name} answers for it and is not in it.", name=who))
    if move.uncounted:
        names = listed(viewer, [f"*{said(each, 80)}*" for each in move.uncounted[:5]])
        lines.append(
            say(
                viewer,
                "{indicators} could not be worked out any more: its parts would be out of sight.",
                indicators=names,
            )
        )
    again = say(viewer, "Save again to move it.")
    return "\n".join([" ".join(lines), f"*{again}*"])


def _will_not_be_asked(who: str, kept: str, viewer: Viewer) -> str:
    return say(
        viewer,
        "{name} keeps {indicators} and is not in it: they will not be asked any more.",
        name=who,
        indicators=kept,
    )


def _in_general(move: Move, viewer: Viewer) -> str:
    channel = f"<#{move.channel_id}>"
    if not move.is_private:
        return say(
            viewer, "{channel} is public: everybody here will see it, with all its readings and notes.", channel=channel
        )
    if move.members is None:
        return say(viewer, "{channel} is private, or Slack has not told yet who is in it.", channel=channel)
    return say_counted(
        viewer,
        "{channel} is private: only its {count} member will see it.",
        "{channel} is private: only its {count} members will see it.",
        move.members,
        channel=channel,
    )
