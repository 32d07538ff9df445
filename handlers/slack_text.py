"""What people typed in Slack, as they typed it."""

import html
import re

# Slack turns names into tokens and escapes the rest: `<@U1|alice>`, `<#C1|shelter>`, `<!channel>`, `<https://…|label>`.
_TOKEN = re.compile(r"<([@#!]?)([^<>|]*)(?:\|([^<>]*))?>")

_ISOLATES = dict.fromkeys(map(ord, "\u2066\u2067\u2068\u2069"))


def as_typed(text: str) -> str:
    """A command's text as the person wrote it: mentions and links as words, "&lt;" as "<".

    Without the marks that keep right-to-left text in its place in what we print: whoever copies a key out of an answer
    copies them along.
    """
    return html.unescape(_TOKEN.sub(_word, text)).translate(_ISOLATES).strip()


def _word(token: re.Match[str]) -> str:
    sign, target, label = token.groups()
    if sign in ("@", "#"):
        return sign + (label or target).removeprefix(sign)
    if sign == "!":
        return "@" + (label or target).removeprefix("@")
    return label or target.removeprefix("mailto:")
