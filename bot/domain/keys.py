"""Keys: the short names of outcomes and indicators that people type in commands, in any script."""

import re
import unicodedata
from collections.abc import Collection, Sequence
from itertools import count

from bot.domain.key_words import folded_words, is_a_mark, telling_words
from bot.errors import UserError

MOST_CHARACTERS = 30

_FAR_ENOUGH = 10 * MOST_CHARACTERS
"""Characters of a text in which the words of its key are looked for. Composing characters takes the square of a run of
marks, so nothing longer is folded.
"""

MOST_COMPARED = 200
"""Characters in which names are told apart: more than a key or an indicator's name has. Of a longer text, or of an
outcome's statement, only so much is looked at.
"""

_WORDS_OF_COMMANDS = (
    "all away back close closed due edit every fix fetch formula help here history list mine monthly new note now off "
    "parts pause preview rebase reopen resume retire set settings show undo weekly baseline path resources"
)
RESERVED = frozenset({*_WORDS_OF_COMMANDS.split(), "hand-over"})
"""Words that commands give a meaning of their own, and some that they will: typed where a key may stand, they would not
mean the key.
"""

_MOST_WORDS = 3
_SMALL_WORDS = (
    "a an and are as at be by each every for from had has have how in into is it its more of on or our per that the "
    "their there they this to was we were what when where which who will with your"
)
_SMALL = frozenset(_SMALL_WORDS.split())
_MARKUP = re.compile(r"<[^<>]*>")


def key_from(text: str, *, taken: Collection[str], otherwise: str) -> str:
    """A key made of the last words of `text` that say something, at most 30 characters, neither reserved nor in
    `taken`: "Patients get a GP appointment sooner" is "gp-appointment". One that is not free gets more words before it
    gets a number. Text in another script than Latin, or of nothing but small words, gives its first words; text without
    a letter or digit `otherwise`.
    """
    text = _beginning(_MARKUP.sub(" ", text))
    keys = [_joined(words) for words in telling_words(text) if len("-".join(words)) <= MOST_CHARACTERS]
    keys = keys or [_first_words(text) or otherwise]
    occupied = RESERVED.union(taken)
    return next((key for key in keys if key not in occupied), None) or free_key(keys[0], taken=taken)


def _beginning(text: str) -> str:
    """As much of the text as is looked at, without a word that is cut there."""
    if len(text) <= _FAR_ENOUGH:
        return text
    whole, _, _ = text[: _FAR_ENOUGH + 1].rpartition(" ")
    return whole or text[:_FAR_ENOUGH]


def _first_words(text: str) -> str:
    words = folded_words(text)
    return _joined([word for word in words if word not in _SMALL] or words)


def free_key(base: str, *, taken: Collection[str]) -> str:
    """The key itself, or with the first number that makes it one neither reserved nor in `taken`: "csat", "csat-2"."""
    taken = RESERVED.union(taken)
    if base not in taken:
        return base
    for number in count(2):
        ending = f"-{number}"
        candidate = _cut(base, MOST_CHARACTERS - len(ending)) + ending
        if candidate not in taken:
            return candidate
    raise AssertionError("counting never ends")


def check_key(text: str, *, taken: Collection[str]) -> str:
    """The key that a person chose, in the form in which it is kept. Raises UserError where it cannot be one: too long,
    without a letter, reserved, or in `taken`.
    """
    if len(text) > _FAR_ENOUGH:
        raise UserError(
            "A key has at most {most} characters. This one has {length}.", most=MOST_CHARACTERS, length=len(text)
        )
    key = "-".join(folded_words(text))
    if not key or not any(unicodedata.category(character).startswith("L") for character in key):
        raise UserError("A key needs at least one letter.")
    if len(key) > MOST_CHARACTERS:
        raise UserError(
            "A key has at most {most} characters. This one has {length}.", most=MOST_CHARACTERS, length=len(key)
        )
    if key in RESERVED:
        raise UserError('"{key}" is a word of the commands. Choose another key.', key=key)
    if key in taken:
        raise UserError('The key "{key}" is taken. Choose another one, or leave it empty.', key=key)
    return key


def folded(text: str) -> str:
    """The text in the form in which names are compared: in lower case, and alike however a keyboard composes it."""
    return unicodedata.normalize("NFKC", text).casefold()


def as_compared(text: str) -> str:
    """As much of the text, folded, as is looked at when names are told apart."""
    # Cut before and after: composing takes the square of a run of marks, and one ligature may become 18 letters.
    return folded(text[:MOST_COMPARED])[:MOST_COMPARED]


def _joined(words: Sequence[str]) -> str:
    """As many of the first three words as fit, joined; a first word that does not fit is cut."""
    if not words:
        return ""
    key = _cut(words[0], MOST_CHARACTERS)
    for word in words[1:_MOST_WORDS]:
        if len(key) + 1 + len(word) > MOST_CHARACTERS:
            break
        key += "-" + word
    return key


def _cut(key: str, most: int) -> str:
    """At most `most` characters, none of them without the marks that follow it."""
    while 0 < most < len(key) and is_a_mark(key[most]):
        most -= 1
    return key[:most].rstrip("-")
