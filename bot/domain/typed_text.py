"""Text as people type it: what of it can be stored and seen, its white space folded, and a piece of it for a sentence.

Every function takes time in step with the text, whatever stands in it.
"""

import re
import unicodedata
from itertools import islice
from typing import TypeGuard

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"

_WORD = re.compile(r"\S+")
_SPACE = re.compile(r"\s+")
_BETWEEN_DIGITS = re.compile(r"(?<=\d)\s+(?=\d)")
_WEB_ADDRESS = re.compile(r"https://[^\s<>|]{1,300}")
_GROUPING = frozenset(" \u00a0\u2007\u202f")

# Letters and symbols that nothing is drawn for, and the sign for a character that was lost.
_UNSEEN = frozenset("\u115f\u1160\u3164\uffa0\u2800" + _REPLACEMENT)
_IGNORABLE = (range(0x2065, 0x2066), range(0xFFF0, 0xFFF9), range(0xE0000, 0xE1000))


def storable(text: str) -> str:
    """The text with "�" for what neither a database nor Slack takes: half an emoji (a lone surrogate), and NUL."""
    return _UNSTORABLE.sub(_REPLACEMENT, text) if not text.isascii() or "\x00" in text else text


def is_web_address(text: object) -> TypeGuard[str]:
    """Whether this is an address that can be shown as a link as it stands."""
    return isinstance(text, str) and _WEB_ADDRESS.fullmatch(text) is not None


def legible(text: str) -> str:
    """The text without words that nobody could see: marks without a letter, direction marks, zero-width spaces."""
    if text.isascii() and text.replace("\n", "").isprintable():
        return text  # nearly always
    return _WORD.sub(lambda word: word[0] if any(map(_is_seen, word[0])) else "", storable(text))


def _is_seen(character: str) -> bool:
    match unicodedata.category(character)[0]:
        case "L" | "N" | "P" | "S":
            return character not in _UNSEEN
        case "C":
            # An emoji may be newer than this Python, and a company may have signs of its own.
            is_a_sign = unicodedata.category(character) in ("Cn", "Co")
            return is_a_sign and not any(ord(character) in ignorable for ignorable in _IGNORABLE)
        case _:
            return False


def spaced(text: str) -> str:
    """The text with each run of white space as one space. Between digits, where a single space or no-break space may
    group them, that stays as it is, and anything else becomes two spaces: a line end groups nothing.
    """
    if _BETWEEN_DIGITS.search(text) is None:
        return " ".join(text.split())
    return _SPACE.sub(_folded, text.strip())


def _folded(run: re.Match[str]) -> str:
    before, after = run.string[run.start() - 1], run.string[run.end()]
    if not (before.isdecimal() and after.isdecimal()):
        return " "
    return run[0] if run[0] in _GROUPING else "  "


def on_one_line(text: str) -> str:
    """The text with each run of white space and control characters as one space."""
    return " ".join("".join(" " if unicodedata.category(each) == "Cc" else each for each in text).split())


def alike(text: str) -> str:
    """The text as it is compared where two must not be taken for each other: capitals, width and the unseen count for
    nothing.
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join("".join(each for each in folded if unicodedata.category(each) != "Cf").split())


def beginnings(text: str, *, most_words: int) -> list[tuple[str, int]]:
    """The beginnings of `text` that end with a word, with their white space folded, and where in `text` they end;
    longest first, up to so many words long.
    """
    ends = [word.end() for word in islice(_WORD.finditer(text), most_words)]
    folded = spaced(text[: ends[-1]]) if ends else ""
    # Folding neither adds nor takes a word, so both have theirs in step.
    folded_ends = [word.end() for word in _WORD.finditer(folded)]
    return [(folded[:of_folded], end) for of_folded, end in zip(reversed(folded_ends), reversed(ends), strict=True)]


def shown(text: str, most: int = 40) -> str:
    """A piece of the text for a sentence that says what was typed: on one line, at most `most` characters."""
    typed = " ".join(text.split(maxsplit=most)[:most])  # so many words are longer than that, with what parts them
    return typed if len(typed) <= most else typed[: most - 1] + "…"
