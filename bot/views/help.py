"""The help of a command, made from the same table that dispatches its verbs."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.views.blocks import Message


@dataclass(frozen=True)
class Verb:
    """One verb: "new", "new [statement]", "Registers an outcome", "/outcome new Fewer people sleep rough"."""

    name: str
    usage: str
    does: str
    example: str


def help_screen(command: str, verbs: Sequence[Verb]) -> Message:
    """Every verb of `command` ("/outcome") with one example each."""
    raise NotImplementedError


def unknown_verb(command: str, typed: str, closest: str | None, verbs: Sequence[Verb]) -> Message:
    """The answer to a verb that `command` does not have: the closest one, then the help."""
    raise NotImplementedError
