"""The verbs of the commands, and the keys that people type beside them."""

import pytest

from bot.domain.keys import RESERVED, check_key, key_from
from bot.views.blocks import Message
from bot.views.help import Verb
from bot.words import words
from handlers.app import COMMANDS
from handlers.commands import Command, Handled
from handlers.requests import Request
from tests.saying import refused

VERBS = sorted({verb.name for command in COMMANDS for verb in command.table if verb.name} | {"help"})


async def answer(request: Request) -> Message | None:
    """Answers nothing."""


def test_every_command_offers_its_verbs_here() -> None:
    assert VERBS == [
        "away",
        "back",
        "baseline",
        "close",
        "due",
        "edit",
        "every",
        "fetch",
        "fix",
        "formula",
        "hand-over",
        "help",
        "history",
        "list",
        "mine",
        "monthly",
        "new",
        "note",
        "now",
        "off",
        "parts",
        "path",
        "pause",
        "preview",
        "rebase",
        "reopen",
        "resources",
        "resume",
        "retire",
        "set",
        "settings",
        "show",
        "undo",
        "weekly",
    ]


@pytest.mark.parametrize("verb", VERBS)
def test_no_verb_of_any_command_can_become_a_key(verb: str) -> None:
    assert key_from(verb.capitalize(), taken=(), otherwise="outcome") == (
        "hand" if verb == "hand-over" else f"{verb}-2"
    )
    with refused(f'^"{verb}" is a word of the commands. Choose another key.$'):
        check_key(verb.capitalize(), taken=())


def test_a_command_with_a_verb_that_could_be_a_key_cannot_be_made() -> None:
    new = Handled(
        Verb("weigh", "weigh <indicator>", words("weighs an indicator"), "/indicator weigh <indicator>"), answer
    )

    assert "weigh" not in RESERVED
    with pytest.raises(ValueError, match=r"reserve weigh in bot\.domain\.keys: no key may be a verb"):
        Command("/indicator", (new,))
