"""From what a person typed to the outcome or indicator they mean, among those they may see.

A key, or any unambiguous beginning or close spelling of a key or name, in quotes or not. Several candidates are the
person's to choose from; what they may not see does not exist.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice

from rapidfuzz import fuzz, process
from sqlmodel import Session

from bot.actions.people import Actor
from bot.domain.keys import MOST_CHARACTERS, MOST_COMPARED, as_compared
from bot.domain.typed_text import shown
from bot.errors import Ambiguous, NotFound
from bot.words import Words, counted, words
from storage import access
from storage.access import Named, Spelled, visible_indicators, visible_outcomes

CLOSE_ENOUGH = 78
"""Similarity in percent from which a spelling counts as a slip of the one meant."""

_LONGEST_NAME_IN_WORDS = 8
# What opens a quotation, and what may close it: languages differ, and keyboards mix.
_QUOTES = {
    '"': '"“”',
    "“": '”"',
    "”": '”"',
    "„": '“”"',
    "'": "'’",
    "‘": "’'",
    "’": "’'",
    "«": "»",
    "»": "«",
    "「": "」",
}
_MARKS = "".join({*"".join(_QUOTES), *"".join(_QUOTES.values())})


_Fitting = Callable[[Sequence[Spelled], str], list[Spelled]]
"""Those that a folded text may mean."""


@dataclass(frozen=True)
class _What:
    """What is looked for, and what is said where it is not found."""

    none_yet: Words
    not_called: Words
    several: Words


_INDICATOR = _What(
    words("There is no indicator yet that you can see. Add one with `/indicator new`."),
    words('No indicator here is called "{typed}". `/outcome list` shows what there is.'),
    counted(
        '"{typed}" fits {count} indicator. Which one do you mean?',
        '"{typed}" fits {count} indicators. Which one do you mean?',
        2,
    ),
)
_OUTCOME = _What(
    words("There is no outcome yet that you can see. Add one with `/outcome new`."),
    words('No outcome here is called "{typed}". `/outcome list` shows what there is.'),
    counted(
        '"{typed}" fits {count} outcome. Which one do you mean?',
        '"{typed}" fits {count} outcomes. Which one do you mean?',
        2,
    ),
)


def take_indicator(session: Session, text: str, *, by: Actor) -> tuple[Named, str]:
    """The indicator that `text` begins with, and the rest of the text; of several that fit, what is running goes before
    what is not. Raises NotFound or Ambiguous.
    """
    return _take(text, visible_indicators(session, by=by), what=_INDICATOR)


def indicator_taker(session: Session, *, by: Actor) -> Callable[[str], tuple[Named, str]]:
    """`take_indicator` for many texts: what there is to choose from is read once."""
    return partial(_take, known=visible_indicators(session, by=by), what=_INDICATOR)


def find_indicator(session: Session, text: str, *, by: Actor) -> Named:
    """The indicator that the whole of `text` names. Raises NotFound or Ambiguous. A whole key, the usual case, is one
    query.
    """
    key = _as_key(text)
    exact = access.visible_indicator_with_key(session, key, by=by) if key else None
    return exact or _find(text, visible_indicators(session, by=by), what=_INDICATOR)


def find_outcome(session: Session, text: str, *, by: Actor) -> Named:
    """The outcome that the whole of `text` names. Raises NotFound or Ambiguous. A whole key, the usual case, is one
    query.
    """
    key = _as_key(text)
    exact = access.visible_outcome_with_key(session, key, by=by) if key else None
    return exact or _find(text, visible_outcomes(session, by=by), what=_OUTCOME)


def closest(word: str, known: Sequence[str]) -> str | None:
    """The known word that `word` is probably a slip of; None where nothing is close."""
    word = word[:MOST_COMPARED].lower()
    found = process.extractOne(word, [each.lower() for each in known], scorer=fuzz.ratio, score_cutoff=55)
    return known[found[2]] if found else None


def _take(text: str, known: Sequence[Spelled], *, what: _What) -> tuple[Named, str]:
    """1. What stands in quotes. 2. The longest beginning that is a key or name. 3. The longest beginning that begins
    one. 4. The first word, if it is close to one.
    """
    text = text.strip()
    quoted, rest = _quoted(text)
    if quoted is not None:
        return _find(quoted, known, what=what, rest=rest), rest
    words = list(islice(re.finditer(r"\S+", text), _LONGEST_NAME_IN_WORDS))
    beginnings = [(as_compared(text[: word.end()]), word.end()) for word in reversed(words)]
    for fitting in (_called, _beginning):
        for beginning, end in beginnings:
            if candidates := fitting(known, beginning):
                rest = text[end:].strip()
                return _only(candidates, text[:end], what=what, rest=rest), rest
    first = words[0].group() if words else ""
    rest = text[len(first) :].strip()
    return _find(first, known, what=what, rest=rest), rest


def _find(text: str, known: Sequence[Spelled], *, what: _What, rest: str = "") -> Named:
    text = _bare(text)
    looked_for = as_compared(text)
    fittings: tuple[_Fitting, ...] = (_called, _beginning, _close_to)
    for fitting in fittings:
        candidates = fitting(known, looked_for) if looked_for else []
        if candidates:
            return _only(candidates, text, what=what, rest=rest)
    if not known:
        raise NotFound(what.none_yet)
    raise NotFound(what.not_called.filled(typed=shown(text, 60)))


def _as_key(text: str) -> str:
    """The key that the text may be; empty where it can be none: too long, several words, or with a NUL in it, for which
    PostgreSQL refuses even to look.
    """
    key = as_compared(_bare(text))
    return key if len(key) <= MOST_CHARACTERS and key.isprintable() and " " not in key else ""


def _bare(text: str) -> str:
    """The text without white space and quotes around it."""
    return text.strip().strip(_MARKS)


def _only(candidates: Sequence[Spelled], text: str, *, what: _What, rest: str) -> Named:
    running = [each for each in candidates if each.is_running]
    if len(running) == 1 or len(candidates) == 1:
        return (running or candidates)[0].named
    several = what.several
    raise Ambiguous(
        replace(several, count=len(candidates)).filled(typed=shown(text, 60), count=len(candidates)),
        candidates=[(each.key, each.name) for each in candidates],
        rest=rest,
    )


def _called(known: Sequence[Spelled], text: str) -> list[Spelled]:
    """What has this key; where nothing has, what has this name."""
    # A key is one thing's alone. Were it weighed against names, whoever is asked which one they mean could not say.
    having_the_key = [each for each in known if each.key_compared == text]
    return having_the_key or [each for each in known if each.name_compared == text]


def _beginning(known: Sequence[Spelled], text: str) -> list[Spelled]:
    return [each for each in known if each.key_compared.startswith(text) or each.name_compared.startswith(text)]


def _close_to(known: Sequence[Spelled], text: str) -> list[Spelled]:
    close = _like(text, [each.key_compared for each in known]) | _like(text, [each.name_compared for each in known])
    return [known[place] for place in sorted(close)]


def _like(text: str, spellings: Sequence[str]) -> set[int]:
    """The places of those that the text may be a slip of."""
    close = process.extract(text, spellings, scorer=fuzz.ratio, score_cutoff=CLOSE_ENOUGH, limit=None)
    return {place for _, _, place in close}


def _quoted(text: str) -> tuple[str | None, str]:
    """What stands in quotes at the beginning, and the rest; (None, text) where nothing does."""
    closing = _QUOTES.get(text[:1], "")
    end = next((index for index, character in enumerate(text) if index and character in closing), 0)
    return (text[1:end], text[end + 1 :].strip()) if end else (None, text)
