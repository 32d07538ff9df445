"""Notes about outcomes and indicators: what was just noted, what stands on record, and the form to note a decision."""

from collections.abc import Sequence

from bot.domain.digests import NoteKind
from bot.fields import Field
from bot.results.names import IndicatorName, OutcomeName, Viewer
from bot.results.notes import NewlyNoted, Notes, ShownNote
from bot.views.blocks import (
    Block,
    Message,
    View,
    actions,
    and_more,
    button,
    link,
    message,
    modal,
    one_line,
    said,
    section,
)
from bot.views.days import day, weekday_and_day
from bot.views.decisions import what_was_found
from bot.views.ids import Action, Form
from bot.views.inputs import date_input, radio_input, select_input, text_input
from bot.views.speech import say
from bot.views.wording import code, name

_QUOTED = 300


def noted(note: NewlyNoted, viewer: Viewer) -> Message:
    """The reply to a note: what was understood, and where it will be read. A remark may have been a decision."""
    steps = [] if note.kind is not NoteKind.REMARK else [actions(_was_decision(note, viewer))]
    return message(section(f"{_what(note, viewer)}\n{_where(note, viewer)}"), *steps)


def noted_in_form(note: NewlyNoted, viewer: Viewer) -> View:
    """The same in the place of a form."""
    shown = section(f"{_what(note, viewer)}\n{_where(note, viewer)}")
    return modal(say(viewer, "Logged"), [shown], callback=Form.NOTICE, close=say(viewer, "Done"))


def _what(note: NewlyNoted, viewer: Viewer) -> str:
    about = f"*{said(note.indicator or note.outcome.statement)}*"
    text = said(note.text, _QUOTED)
    match note.kind:
        case NoteKind.DECISION:
            return say(viewer, "✓ Logged as a decision for {about}: “{text}”", about=about, text=text)
        case NoteKind.EVIDENCE:
            return say(viewer, "✓ Logged as evidence for {about}: “{text}”", about=about, text=text)
        case NoteKind.REMARK | NoteKind.OVERRIDE:
            return say(viewer, "✓ Noted for {about}: “{text}”", about=about, text=text)


def _where(note: NewlyNoted, viewer: Viewer) -> str:
    channel = f"<#{note.channel_id}>"
    if note.look_again_on is not None and note.in_next_digest:
        asked_on = weekday_and_day(note.look_again_on, viewer)
        return say(
            viewer,
            "It is in the next digest of {channel}, and the first one from {day} on asks whether it helped.",
            channel=channel,
            day=asked_on,
        )
    if note.look_again_on is not None:
        return say(
            viewer,
            "From {day} on {command} asks whether it helped; {channel} gets no digest that could.",
            channel=channel,
            day=weekday_and_day(note.look_again_on, viewer),
            command=code(f"/outcome show {note.outcome.key}"),
        )
    if note.in_next_digest:
        return say(viewer, "It is in the next digest of {channel}.", channel=channel)
    return say(viewer, "It is kept: {command} has it.", command=code(f"/outcome show {note.outcome.key}"))


def _was_decision(note: NewlyNoted, viewer: Viewer) -> Block:
    return button(
        say(viewer, "It was a decision"),
        Action.WAS_DECISION,
        str(note.note_id),
        acts_on=say(viewer, "It was a decision: {text}", text=one_line(note.text)),
    )


def log_decision_button(outcome: OutcomeName, viewer: Viewer) -> Block:
    """The button that opens the form for a decision about this outcome."""
    return button(
        say(viewer, "Log a decision"),
        Action.LOG_DECISION,
        outcome.key,
        acts_on=say(viewer, "Log a decision for {outcome}", outcome=one_line(outcome.statement)),
    )


def decision_form(
    outcome: OutcomeName,
    viewer: Viewer,
    *,
    indicators: Sequence[IndicatorName] = (),
    why_none: bool = False,
    metadata: str = "",
) -> View:
    """The form of *Log a decision*, which may be about one of the outcome's `indicators`; with `why_none` it begins the
    remark that says why there is no number of the other kind.
    """
    begun = say(viewer, "There is no other number for this, because ") if why_none else ""
    kinds = {
        NoteKind.DECISION.value: say(viewer, "A decision"),
        NoteKind.REMARK.value: say(viewer, "A remark"),
    }
    blocks = [
        section(f"*{said(outcome.statement, 300)}*"),
        text_input(Field.NOTE, say(viewer, "What was decided?"), typed=begun, multiline=True),
        radio_input(Field.KIND, say(viewer, "It is"), kinds, chosen=NoteKind.REMARK if why_none else NoteKind.DECISION),
    ]
    if not why_none:
        blocks += [look_again_input(viewer), *_which_number(indicators, viewer)]
    return modal(
        say(viewer, "Log a decision"),
        blocks,
        callback=Form.DECISION,
        submit=say(viewer, "Save"),
        close=say(viewer, "Cancel"),
        metadata=metadata,
    )


def look_again_input(viewer: Viewer) -> Block:
    """The field for the day on which to look again at a decision."""
    return date_input(
        Field.LOOK_AGAIN,
        say(viewer, "Look again on"),
        optional=True,
        hint=say(viewer, "The first report from that day on asks whether it helped, with the figure before and after."),
    )


def _which_number(indicators: Sequence[IndicatorName], viewer: Viewer) -> list[Block]:
    """Which of several numbers it should move."""
    if len(indicators) < 2:
        return []
    return [
        select_input(
            Field.INDICATOR,
            say(viewer, "Which number should it move?"),
            {each.key: one_line(each.name, 73) for each in indicators},
            hint=say(viewer, "Without one it is about all numbers of the outcome."),
            optional=True,
        )
    ]


def note_blocks(notes: Notes, viewer: Viewer) -> list[Block]:
    """The latest notes, a line each, and how many more there are."""
    if not notes.latest:
        return []
    lines = [_line(note, viewer) for note in notes.latest]
    if (more := notes.count - len(lines)) > 0:
        lines.append(and_more(more, viewer))
    return [section("\n".join(lines))]


def _line(note: ShownNote, viewer: Viewer) -> str:
    """ "Decided: 2 June “Second phone line on Mondays” (Dora) · conversation"."""
    about = [said(note.indicator, 80)] if note.indicator else []
    return " · ".join([_said(note, viewer), *about, *_looked_at(note, viewer), *conversation(note.link, viewer)])


def _looked_at(note: ShownNote, viewer: Viewer) -> list[str]:
    """ "look again on 2 July", or what was found then."""
    if note.looked is not None:
        return [what_was_found(note.looked, viewer)]
    if note.look_again_on is None or note.look_again_on <= viewer.today:
        return []
    return [say(viewer, "look again on {day}", day=day(note.look_again_on, viewer))]


def _said(note: ShownNote, viewer: Viewer) -> str:
    text, who, on = said(note.text, _QUOTED), name(note.by), day(note.made_on, viewer)
    match note.kind:
        case NoteKind.DECISION:
            return say(viewer, "Decided: {day} “{text}” ({name})", day=on, text=text, name=who)
        case NoteKind.EVIDENCE:
            return say(viewer, "Evidence: {day} “{text}” ({name})", day=on, text=text, name=who)
        case NoteKind.REMARK | NoteKind.OVERRIDE:
            return say(viewer, "Noted: {day} “{text}” ({name})", day=on, text=text, name=who)


def conversation(address: str, viewer: Viewer) -> list[str]:
    """A link to where it was said, if that is known."""
    return [link(address, say(viewer, "conversation"))] if address else []
