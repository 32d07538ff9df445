"""What a person is told when something did not work: what happened and what to do instead."""

import json
from collections.abc import Sequence
from contextlib import suppress

from bot.errors import Trouble
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

NOT_ALL_IN_SIGHT = (
    "Slack does not say at the moment who may see some of the channels, so what lives there is left out. "
    "Try again in a minute."
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


def noting(answer: Message, note: str) -> Message:
    """The answer, and below it what else is to be known about it."""
    return message(*answer["blocks"], context(note))


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


def ways_to_read(question: str, readings: Sequence[tuple[str, str]], value: str) -> Message:
    """A button for each (locale, label) by which a number may be read; each carries its locale and `value`, see
    `read_choice`. Where `value` is too long for a button the question alone has to do: it says what to type.
    """
    carried = [json.dumps([locale, value], ensure_ascii=False) for locale, _ in readings]
    buttons = [
        button(label, f"{Action.CHOOSE_READING}:{index}", text)
        for index, ((_, label), text) in enumerate(zip(readings, carried, strict=True))
        if len(text) <= MOST_IN_A_BUTTON
    ]
    return message(section(sentence(question)), *([actions(*buttons)] if buttons else []))


def _labels(offered: Sequence[tuple[str, str]]) -> list[str]:
    """The names; where two are the same, each with its key."""
    names = [name for _, name in offered]
    return [one_line(name, 70) if names.count(name) == 1 else f"{one_line(name, 40)} ({of})" for of, name in offered]


def read_choice(button_value: str) -> tuple[str, str]:
    """The key and the value that a button of `choices` carries. Raises ValueError for what is none of ours."""
    with suppress(ValueError, RecursionError):
        match json.loads(button_value):
            case [str() as chosen, str() as value]:
                return chosen, value
    raise ValueError("no choice")


def form_problem(view_title: str, explanation: str, typed: Sequence[str] = ()) -> View:
    """What is shown over a form whose problem belongs to none of its fields; with what was filled in where that is not
    to be seen any more.
    """
    given_back = ["What you filled in:", *typed] if typed else []
    pieces = [context(*whole(text, MOST_IN_A_CONTEXT)) for text in given_back]
    return modal(view_title, [section(sentence(explanation)), *pieces], callback=Form.NOTICE)


def missed_message(text: str) -> Message:
    """The answer to what somebody wrote on an earlier day, when the bot was not running."""
    return message(
        section(
            "I was not running when you wrote this, and did nothing about it: it may have meant another period. "
            "If it still holds, send it again."
        ),
        context(*whole(f"You wrote: {text}", MOST_IN_A_CONTEXT)),
    )


def unexpected(reference: str) -> Message:
    """Something failed that the person cannot mend; `reference` finds it in the log."""
    return message(
        section(
            "Something went wrong on our side. Try again in a minute. "
            f"If it happens again, give an administrator this reference: {key(reference)}"
        )
    )


def not_saved(trouble: Trouble, reference: str = "", *, retry: str = "Try again in a moment.") -> str:
    """What kept the database from saving, and who can do something about it. `reference` finds it in the log."""
    what, then = _TROUBLES[trouble]
    return f"Not saved: {what} {then.format(reference=reference) or retry}"


_OPERATORS = "Give an administrator this reference: {reference}. Once they have mended it, try again."
_TROUBLES = {
    Trouble.LATE: ("the database did not answer in time.", ""),
    Trouble.FULL: ("the disk under the bot's database is full.", _OPERATORS),
    Trouble.DISK: ("the bot's database cannot read or write its own files.", _OPERATORS),
    Trouble.READ_ONLY: ("the bot's database takes nothing new at the moment.", _OPERATORS),
    Trouble.FORBIDDEN: ("the bot may not use its database as it has to.", _OPERATORS),
    Trouble.NO_TABLES: ("the bot's database lacks the tables of this version.", _OPERATORS),
    Trouble.CONSTRAINT: (
        "it contradicts what is stored already, perhaps since a moment ago.",
        "Look again how things stand. If it still does not work, give an administrator this reference: {reference}",
    ),
    Trouble.VALUE: (
        "there is something in it that the database cannot hold.",
        "Write it in another way. If that does not work either, give an administrator this reference: {reference}",
    ),
    Trouble.OTHER: (
        "the database refused it.",
        "Try again in a minute. If it happens again, give an administrator this reference: {reference}",
    ),
}


OLD_FORM = (
    "This form is from an older version of the bot, and nothing was saved. Open it again with its command, and copy "
    "over what you have filled in."
)
OLD_BUTTON = (
    "This button is from an older version of the bot, and nothing was changed. Type the command instead; its help says "
    "how, for example /reading help."
)


def unknown_command(name: str, commands: Sequence[str]) -> Message:
    """Somebody typed a command that this bot does not have, although Slack brought it here."""
    *others, last = (key(command) for command in commands)
    its_own = f"{', '.join(others)} and {last}"
    return message(section(f"The bot has no command {said(name, 60)}. It has {its_own}."))
