"""Questions with a button for each answer, where something typed may have meant several things."""

import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from bot.domain.typed_text import is_web_address
from bot.errors import Choice, Question
from bot.fields import Field
from bot.results.names import Viewer
from bot.views.blocks import (
    Message,
    View,
    actions,
    button,
    message,
    modal,
    one_line,
    said,
    section,
    sentence,
    unmarked,
)
from bot.views.ids import Action, Form
from bot.views.inputs import text_input
from bot.views.saying import worded
from bot.views.speech import say, say_counted
from bot.views.wording import key

MOST_CHOICES = 10
MOST_IN_A_BUTTON = 2_000


@dataclass(frozen=True)
class Chosen:
    """What somebody chose: the command's name and its text, and how both are to be taken (see `Choice`)."""

    command: str
    text: str
    locale: str = ""
    is_meant: bool = False
    evidence: tuple[str, ...] = ()
    wants_note: bool = False


def question(
    asked: Question,
    command: str,
    viewer: Viewer,
    *,
    verb: str = "",
    typed: str = "",
    evidence: Sequence[str] = (),
) -> Message:
    """The question with a button for each choice, which carries the whole command; `typed` is the line after its verb,
    and `evidence` the links that came with it. Where one of them is too long for a button, the keys are listed to be
    typed instead, or the question alone has to do: it says what to type.
    """
    offered = asked.choices[:MOST_CHOICES]
    lines = [sentence(worded(asked.words, viewer, quoting=unmarked))]
    lines += [f"• {said(_label(each, viewer))} {key(each.key)}" for each in offered if each.key]
    if left_out := len(asked.choices) - len(offered):
        lines.append(
            say_counted(
                viewer,
                "… and {count} more. Type more of the name.",
                "… and {count} more. Type more of the name.",
                left_out,
            )
        )
    carried = [_carried(each, command, f"{verb} {each.line or typed}".strip(), evidence) for each in offered]
    if any(len(text) > MOST_IN_A_BUTTON for text in carried):
        if any(each.key for each in offered):
            lines.append(say(viewer, "Type it again with the key."))
        return message(section("\n".join(lines)))
    labels = _labels(offered, viewer)
    buttons = [
        button(label, f"{Action.CHOOSE}:{place}", text, acts_on=_meant(label, asked, viewer))
        for place, (label, text) in enumerate(zip(labels, carried, strict=True))
    ]
    return message(section("\n".join(lines)), *([actions(*buttons)] if buttons else []))


def read_choice(button_value: str) -> Chosen:
    """What a button of `question` carries. Raises ValueError for what is none of ours."""
    with suppress(ValueError, RecursionError):
        match json.loads(button_value):
            case [str() as command, str() as text, str() as locale, bool() as is_meant]:
                return Chosen(command, text, locale, is_meant)
            case [str() as command, str() as text, str() as locale, bool() as is_meant, list(links)]:
                return Chosen(command, text, locale, is_meant, tuple(filter(is_web_address, links)))
            case [str() as command, str() as text, str() as locale, bool() as is_meant, list(links), bool() as note]:
                return Chosen(command, text, locale, is_meant, tuple(filter(is_web_address, links)), note)
    raise ValueError("no choice")


def note_form(about: str, carried: str, viewer: Viewer, *, answer_at: str = "") -> View:
    """The form that asks for the note to what was chosen, which is `about` this, as mrkdwn, and whose button `carried`
    it; `answer_at` is the address that
    takes what comes in the place of the question.
    """
    return modal(
        say(viewer, "With a note"),
        [
            section(about),
            text_input(Field.NOTE, say(viewer, "What explains it?"), multiline=True),
        ],
        callback=Form.NOTE,
        submit=say(viewer, "Save"),
        close=say(viewer, "Cancel"),
        metadata=f"{carried}\n{answer_at}",
    )


def read_note_form(metadata: str) -> tuple[Chosen, str]:
    """What `note_form` carries: what was chosen, and the address as it stands. Raises ValueError for what is none of
    ours.
    """
    carried, _, address = metadata.partition("\n")
    return read_choice(carried), address


def _carried(choice: Choice, command: str, text: str, evidence: Sequence[str]) -> str:
    carried: list[object] = [command, text, choice.locale, choice.is_meant]
    if evidence or choice.wants_note:
        carried.append(list(evidence))
    if choice.wants_note:
        carried.append(True)
    return json.dumps(carried, ensure_ascii=False)


def _meant(label: str, asked: Question, viewer: Viewer) -> str:
    typed = asked.words.values.get("typed")
    if typed is None:
        return say(viewer, "It means {value}", value=label)
    return say(viewer, '{choice}, for "{typed}"', choice=label, typed=str(typed))


def _label(choice: Choice, viewer: Viewer) -> str:
    return choice.label if isinstance(choice.label, str) else worded(choice.label, viewer)


def _labels(offered: Sequence[Choice], viewer: Viewer) -> list[str]:
    """The labels; where two are the same, each with its key."""
    labels = [_label(each, viewer) for each in offered]
    return [
        one_line(label, 70) if labels.count(label) == 1 or not each.key else f"{one_line(label, 40)} ({each.key})"
        for label, each in zip(labels, offered, strict=True)
    ]
