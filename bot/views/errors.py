"""What a person is told when something did not work: what happened and what to do instead."""

import json
from collections.abc import Sequence

from bot.views.blocks import (
    MOST_IN_A_CONTEXT,
    Message,
    View,
    actions,
    button,
    context,
    escape,
    message,
    modal,
    one_line,
    said,
    section,
    sentence,
    whole,
)
from bot.views.ids import Action, Form
from bot.views.wording import key

MOST_CHOICES = 10
MOST_IN_A_BUTTON = 2_000
MAYBE_SAVED = (
    "The connection to the database broke in the moment of saving, so this may have been saved or not. Look whether it "
    "is there; if not, do it again."
)


def problem(explanation: str) -> Message:
    """The message of a `UserError`, for the one person who can put it right."""
    return message(section(sentence(explanation)))


def giving_back(answer: Message, typed: str) -> Message:
    """The answer and below it the command as it was typed, unless the answer has every word of it.

    Slack takes a command out of the line where it was typed and shows it nowhere else.
    """
    if all(escape(word) in answer["text"] for word in typed.split()):
        return answer
    return message(*answer["blocks"], context(*whole(f"You typed: {typed}", MOST_IN_A_CONTEXT)))


def choices(question: str, candidates: Sequence[tuple[str, str]], value: str) -> Message:
    """A button for each (key, name) that may have been meant; each carries its key and `value`, see `read_choice`.

    Where `value` is too long for a button the keys are listed to be typed instead.
    """
    offered = candidates[:MOST_CHOICES]
    lines = [sentence(question), *(f"• {said(name)} {key(of)}" for of, name in offered)]
    if left_out := len(candidates) - len(offered):
        lines.append(f"… and {left_out} more. Type more of the name.")
    carried = [json.dumps([of, value], ensure_ascii=False) for of, _ in offered]
    if any(len(text) > MOST_IN_A_BUTTON for text in carried):
        return message(section("\n".join([*lines, "Type it again with the key."])))
    buttons = [
        button(label, f"{Action.CHOOSE}:{index}", text)
        for index, (label, text) in enumerate(zip(_labels(offered), carried, strict=True))
    ]
    return message(section("\n".join(lines)), *([actions(*buttons)] if buttons else []))


def _labels(offered: Sequence[tuple[str, str]]) -> list[str]:
    """The names; where two are the same, each with its key."""
    names = [name for _, name in offered]
    return [one_line(name, 70) if names.count(name) == 1 else f"{one_line(name, 40)} ({of})" for of, name in offered]


def read_choice(button_value: str) -> tuple[str, str]:
    """The key and the value that a button of `choices` carries."""
    chosen, value = json.loads(button_value)
    return chosen, value


def form_problem(view_title: str, explanation: str) -> View:
    """What replaces a form whose problem belongs to none of its fields."""
    return modal(view_title, [section(sentence(explanation))], callback=Form.NOTICE)


def unexpected(reference: str) -> Message:
    """Something failed that the person cannot mend; `reference` finds it in the log."""
    return message(
        section(
            "Something went wrong on our side. Try again in a minute. "
            f"If it happens again, give an administrator this reference: {key(reference)}"
        )
    )


def not_saved() -> Message:
    """The database did not answer in time, and nothing was saved."""
    return message(section("Not saved: the database did not answer in time. Try again in a moment."))
