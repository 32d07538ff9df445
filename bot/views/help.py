"""The help of a command, made from the same table that dispatches its verbs."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.views.blocks import Block, Message, escape, listing, message, said, section
from bot.views.wording import code


@dataclass(frozen=True)
class Verb:
    """One verb: "new", "new [statement]", "Registers an outcome", "/outcome new Fewer people sleep rough"."""

    name: str
    usage: str
    does: str
    example: str


def help_screen(command: str, verbs: Sequence[Verb]) -> Message:
    """Every verb of `command` ("/outcome") with one example each."""
    return message(section(f"*What `{command}` can do*"), *_lines(command, verbs))


def unknown_verb(command: str, typed: str, closest: str | None, verbs: Sequence[Verb]) -> Message:
    """The answer to a verb that `command` does not have: the closest one, then the help."""
    guess = f" Did you mean `{command} {closest}`?" if closest else ""
    return message(section(f'`{command}` has no "{said(typed, 50)}".{guess}'), *_lines(command, verbs))


def _lines(command: str, verbs: Sequence[Verb]) -> list[Block]:
    return listing([_line(command, verb) for verb in verbs])


def _line(command: str, verb: Verb) -> str:
    usage = " ".join([command, verb.usage]).strip()
    return f"{code(usage)}\n{escape(verb.does.rstrip('.'))}. Example: {code(verb.example)}"
