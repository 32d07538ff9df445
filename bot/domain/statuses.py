"""Whether somebody's Slack status says that they are away: by words and emoji that their workspace may choose."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

from bot.domain.typed_text import alike, on_one_line
from bot.errors import UserError

_WORDS = (
    "vacation vacationing holiday sick ooo urlaub krank elternzeit abwesend congé congés vacances malade vacaciones "
    "férias ferie malattia vakantie ziek sjuk ferien urlop 休暇 休み"
)
_PHRASES = "on_leave parental_leave out_of_office out_of_the_office de_baja"
_EMOJI_NAMES = ":palm_tree: :beach_with_umbrella: :face_with_thermometer: :hospital:"
USUAL: Final = ", ".join(
    [*_WORDS.split(), *(each.replace("_", " ") for each in _PHRASES.split()), *_EMOJI_NAMES.split()]
)
NOTHING: Final = "none"
"""What is typed, and kept, where no status means that somebody is away."""

LONGEST: Final = 1_000
_EMOJI = re.compile(r":([a-z0-9_+'-]+)(?:::[a-z0-9_-]+)?:")


def read_words(typed: str) -> str:
    """The words and emoji as they are kept: with commas between them, empty for the usual ones. Raises UserError."""
    words = [on_one_line(each) for each in re.split(r"[,;\n]", typed)]
    different: dict[str, str] = {}
    for word in filter(None, words):
        different.setdefault(alike(word), word)
    kept = ", ".join(different.values())
    if len(kept) > LONGEST:
        raise UserError(
            "These are {length} characters; up to {most} fit. Leave some out.", length=len(kept), most=LONGEST
        )
    return "" if alike(kept) == alike(USUAL) else kept


def says_away(text: str, emoji: str, words: str) -> bool:
    """Whether a status with this text and emoji (":palm_tree:") means that somebody is away."""
    names, pattern = _compiled(words or USUAL)
    return _name(emoji) in names or (pattern is not None and pattern.search(alike(text)) is not None)


@lru_cache(maxsize=64)
def _compiled(words: str) -> tuple[frozenset[str], re.Pattern[str] | None]:
    each = [part.strip() for part in words.split(",") if part.strip()]
    if [alike(part) for part in each] == [NOTHING]:
        return frozenset(), None
    names = frozenset(name for part in each if (name := _name(part)))
    phrases = [alike(part) for part in each if not _name(part)]
    parts = [re.escape(phrase) if _has_no_spaces(phrase) else rf"\b{re.escape(phrase)}\b" for phrase in phrases]
    return names, re.compile("|".join(parts)) if parts else None


def _name(emoji: str) -> str:
    """The name of an emoji, without the tone of its skin; empty for what is none."""
    found = _EMOJI.fullmatch(emoji.strip())
    return found[1] if found else ""


def _has_no_spaces(phrase: str) -> bool:
    """Whether it is of a script that puts none between words."""
    return any(unicodedata.name(each, "").startswith(("CJK", "HIRAGANA", "KATAKANA")) for each in phrase)
