"""What every form that changes one thing has in common."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.domain.parts import Part
from bot.fields import Field
from bot.results.changing import Meanwhile
from bot.results.names import Viewer
from bot.views.blocks import Block, Message, View, actions, button, message, modal, one_line, said, section
from bot.views.days import near_instant
from bot.views.ids import Action, Form, part_carried, record_id
from bot.views.inputs import radio_input, text_input
from bot.views.speech import say
from bot.views.wording import name

TODAY, START = "today", "start"
"""From when on it holds: something else was agreed, or it was meant so all along."""


@dataclass(frozen=True)
class Carried:
    """What a form carries: the record it is about, the version of it that it shows, what of it is to be changed, and
    what it has asked about, if anything.
    """

    record_id: int
    version_id: int
    part: str
    asked: str = ""


def carried(of: Carried) -> str:
    """The same as the form carries it."""
    return f"{of.record_id} {of.version_id} {of.part} {of.asked}".strip()


def read_carried(metadata: str) -> Carried | None:
    """What a form of ours carries; None for anything else."""
    numbers, rest = metadata.split(" ")[:2], metadata.split(" ")[2:]
    found = [record_id(number) for number in numbers]
    if len(found) < 2 or not 1 <= len(rest) <= 2:
        return None
    record, version = found
    return Carried(record, version, *rest) if record is not None and version is not None else None


def menu(title: str, lines: Sequence[str], buttons: Sequence[dict[str, Any]], viewer: Viewer) -> Message:
    """What there is, line by line, and a button for each of it. `title` is mrkdwn."""
    question = say(viewer, "What do you want to change?")
    return message(section(f"{title}\n{question}"), section("\n".join(lines)), actions(*buttons))


def part_button(label: str, action: Action, place: int, part: Part, number: int, about: str) -> dict[str, Any]:
    """The button that opens the form for this part; `about` is what the record is called, raw."""
    acts_on = f"{label}: {one_line(about)}"
    return button(label, f"{action}:{place}", part_carried(part, number), acts_on=acts_on)


def line(label: str, value: str, viewer: Viewer) -> str:
    """One thing and how it is now, as mrkdwn."""
    return say(viewer, "• {what}: {value}", what=label, value=value)


def change_form(
    title: str,
    about: str,
    inputs: Sequence[Block],
    viewer: Viewer,
    *,
    callback: Form,
    metadata: str,
    notes: Sequence[str] = (),
) -> View:
    """A form for one thing. `about` and `notes` are mrkdwn."""
    shown = [section(f"*{said(about, 300)}*"), *(section(note) for note in notes)]
    return modal(
        title,
        [*shown, *inputs],
        callback=callback,
        submit=say(viewer, "Save"),
        close=say(viewer, "Cancel"),
        metadata=metadata,
    )


def meanwhile_note(of: Meanwhile, now: str, viewer: Viewer) -> str:
    """That somebody has changed the same thing since, and to what (mrkdwn); what was typed stands below."""
    return say(
        viewer,
        "*{name} changed it {when}* to: {value}\nYours is below. Save again to put it in its place.",
        name=name(of.by),
        when=near_instant(of.at, viewer),
        value=now,
    )


def reason_input(viewer: Viewer, *, typed: str = "") -> Block:
    """Why it changes, which may stay open."""
    hint = say(viewer, "What was before is kept, with this reason.")
    return text_input(Field.REASON, say(viewer, "Why does it change?"), typed=typed, hint=hint, optional=True)


def holds_from_input(today: str, start: str, viewer: Viewer, *, chosen: str | None = None, hint: str = "") -> Block:
    """From when on it holds: what to choose for something else from `today` on, and for what was always meant."""
    options = {START: start, TODAY: today}
    return radio_input(Field.HOLDS_FROM, say(viewer, "From when on?"), options, chosen=chosen, hint=hint)


def changed(lines: Sequence[str], viewer: Viewer, *buttons: dict[str, Any]) -> View:
    """What follows the form."""
    blocks = [section("\n".join(lines)), *([actions(*buttons)] if buttons else [])]
    return modal(say(viewer, "Changed"), blocks, callback=Form.NOTICE, close=say(viewer, "Done"))


def was_and_is(label: str, before: str, after: str, viewer: Viewer) -> str:
    """ "✓ Ends on: 30 June (was 31 May)"."""
    return say(viewer, "✓ {what}: *{now}* (was {before})", what=label, now=after, before=before)
