"""What people typed in Slack, as they typed it."""

import re
from dataclasses import dataclass
from typing import Any

from bot.domain.typed_text import is_web_address, legible, storable

# Slack turns names into tokens and escapes the rest: `<@U1|alice>`, `<#C1|shelter>`, `<!channel>`, `<https://…|label>`.
_TOKEN = re.compile(r"<([@#!]?)([^<>|]*)(?:\|([^<>]*))?>")

_ISOLATES = dict.fromkeys(map(ord, "\u2066\u2067\u2068\u2069"))


def as_typed(text: str) -> str:
    """A command's text as the person wrote it: mentions and links as words, "&lt;" as "<".

    Without the marks that keep right-to-left text in its place in what we print: whoever copies a key out of an answer
    copies them along. And without words that nobody can see, so that what is only marks counts as empty.
    """
    return legible(_unescaped(_TOKEN.sub(_word, text)).translate(_ISOLATES)).strip()


@dataclass(frozen=True)
class Mention:
    """Somebody named in a command: their id, and the word that `as_typed` has for it."""

    user_id: str
    typed: str


def mentions_in(text: str) -> tuple[Mention, ...]:
    """The people named in a command's raw text, in their order."""
    found = (token for token in _TOKEN.finditer(text) if token[1] == "@" and token[2])
    return tuple(Mention(token[2], as_typed(token[0])) for token in found)


_MOST_LINKS = 3
"""A button that asks about the line carries them along."""


def links_to(files: Any) -> tuple[str, ...]:
    """The addresses in Slack of the files that came with a message."""
    told = files if isinstance(files, list) else []
    named = (each.get("permalink") for each in told if isinstance(each, dict))
    return tuple(address for address in named if is_web_address(address))[:_MOST_LINKS]


def make_storable(body: dict[str, Any]) -> None:
    """Put "�" in the place of what neither a database nor Slack takes, wherever it stands in a payload. JSON can carry
    half an emoji and NUL in any text, that of a button as well as that of a person.
    """
    waiting: list[Any] = [body]
    while waiting:  # no recursion: a payload may be nested as deep as JSON can be read
        node = waiting.pop()
        for place, value in list(node.items() if isinstance(node, dict) else enumerate(node)):
            if isinstance(value, str):
                node[place] = storable(value)
            elif isinstance(value, dict | list):
                waiting.append(value)


def _unescaped(text: str) -> str:
    """The three characters that Slack escapes. No others: what looks like one of HTML's names was typed like that."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _word(token: re.Match[str]) -> str:
    sign, target, label = token.groups()
    if sign in ("@", "#"):
        return sign + (label or target).removeprefix(sign)
    if sign == "!":
        return "@" + (label or target).removeprefix("@")
    return label or target.removeprefix("mailto:")
