"""The help of a command, made from the same table that dispatches its verbs: a line for each, and an example from what
is the reader's own where the line is none already.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.results.names import Viewer
from bot.views.blocks import Block, Message, escape, listing, message, said, section
from bot.views.examples import example, is_filled
from bot.views.saying import worded
from bot.views.speech import say
from bot.views.wording import code
from bot.words import Words


@dataclass(frozen=True)
class Verb:
    """One verb: "show", "show <indicator>", "an indicator and its latest readings". `example` is a command with places
    in it, where the usage alone does not show how it is typed.
    """

    name: str
    usage: str
    does: Words
    example: str = ""


def help_screen(command: str, verbs: Sequence[Verb], viewer: Viewer) -> Message:
    """Every verb of `command` ("/outcome")."""
    title = say(viewer, "*What {command} can do*", command=code(command))
    return message(section(title), *_lines(command, verbs, viewer))


def unknown_verb(command: str, typed: str, closest: str | None, verbs: Sequence[Verb], viewer: Viewer) -> Message:
    """The answer to a verb that `command` does not have: the closest one, then the help."""
    shown, of = said(typed, 50), code(command)
    if closest:
        meant = code(f"{command} {closest}")
        problem = say(viewer, '{command} has no "{typed}". Did you mean {meant}?', command=of, typed=shown, meant=meant)
    else:
        problem = say(viewer, '{command} has no "{typed}".', command=of, typed=shown)
    return message(section(problem), *_lines(command, verbs, viewer))


def _lines(command: str, verbs: Sequence[Verb], viewer: Viewer) -> list[Block]:
    return listing([_line(command, verb, viewer) for verb in verbs], viewer)


def _line(command: str, verb: Verb, viewer: Viewer) -> str:
    usage, does = code(f"{command} {verb.usage}".strip()), escape(worded(verb.does, viewer))
    if verb.example and is_filled(verb.example, viewer):
        own = escape(example(verb.example, viewer))
        return say(viewer, "{usage}  {does}, for example {example}", usage=usage, does=does, example=own)
    return say(viewer, "{usage}  {does}", usage=usage, does=does)
