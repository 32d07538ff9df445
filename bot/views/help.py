"""Help: what the bot is for, and how it is asked. A line for each command, and for the one that was asked about a line
for each verb, made from the same table that dispatches them; with examples from what is the reader's own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.results.names import Viewer
from bot.views.blocks import Block, Message, actions, button, escape, listing, message, said, section
from bot.views.examples import example, is_filled
from bot.views.ids import Action
from bot.views.outcomes import new_outcome_button
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
    """The verbs of the command that was asked about ("/outcome"), then the others in a line each."""
    title = say(viewer, "*I ask for figures and report how it goes.*")
    asked = [_line(command, verb, viewer) for verb in verbs]
    others = [line for name, line in _in_a_line(viewer).items() if name != command]
    return message(section(title), *listing([*asked, *others], viewer), actions(*_buttons(viewer)))


def overview(viewer: Viewer) -> Message:
    """The whole bot in five lines."""
    title = say(viewer, "*I ask for figures and report how it goes.*")
    return message(section("\n".join([title, *_in_a_line(viewer).values()])), actions(*_buttons(viewer)))


def _in_a_line(viewer: Viewer) -> dict[str, str]:
    """Each command with what it is mostly for."""
    given = escape(example("<indicator> <value>", viewer))
    promised = escape(example("/target <indicator> <goal> by <date>", viewer))
    return {
        "/reading": say(
            viewer,
            "{form}  what is due, in one form · {given}  one figure, here or after {form}",
            form=code("/reading"),
            given=given,
        ),
        "/outcome": say(
            viewer,
            "{new}  something that should change · {list}  how things stand",
            new=code("/outcome new"),
            list=code("/outcome list"),
        ),
        "/indicator": say(viewer, "{list}  the numbers, the worst first", list=code("/indicator list|show|new")),
        "/target": say(viewer, "{set}  what one is to become", set=promised),
        "/digest": say(viewer, "{digest}  the channel's report", digest=code("/digest preview|now|off")),
    }


def _buttons(viewer: Viewer) -> list[dict[str, Any]]:
    stand = say(viewer, "How things stand")
    return [
        button(say(viewer, "Check in"), Action.CHECK_IN, acts_on=say(viewer, "Check in: what is due")),
        new_outcome_button(viewer),
        button(stand, Action.LIST_OUTCOMES, acts_on=stand),
    ]


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
