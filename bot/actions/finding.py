"""From what a person typed to the outcome or indicator they mean, among those they may see.

A key, or any unambiguous beginning or close spelling of a key or name, in quotes or not. Several candidates are the
person's to choose from; what they may not see does not exist.
"""

import re
from collections.abc import Callable, Sequence

from rapidfuzz import fuzz, process
from sqlmodel import Session

from bot.actions.people import Actor
from bot.domain.keys import MOST_CHARACTERS, folded
from bot.errors import Ambiguous, NotFound
from storage import access
from storage.access import Named

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


def take_indicator(session: Session, text: str, *, by: Actor) -> tuple[Named, str]:
    """The indicator that `text` begins with, and the rest of the text; of several that fit, what is running goes before
    what is not. Raises NotFound or Ambiguous.
    """
    return _take(text, visible_indicators(session, by=by), what="indicator", command="/indicator")


def find_indicator(session: Session, text: str, *, by: Actor) -> Named:
    """The indicator that the whole of `text` names. Raises NotFound or Ambiguous. A whole key, the usual case, is one
    query.
    """
    exact = access.visible_indicator_with_key(session, _as_key(text), by=by)
    return exact or _find(text, visible_indicators(session, by=by), what="indicator", command="/indicator")


def find_outcome(session: Session, text: str, *, by: Actor) -> Named:
    """The outcome that the whole of `text` names. Raises NotFound or Ambiguous. A whole key, the usual case, is one
    query.
    """
    exact = access.visible_outcome_with_key(session, _as_key(text), by=by)
    return exact or _find(text, visible_outcomes(session, by=by), what="outcome", command="/outcome")


def visible_outcomes(session: Session, *, by: Actor) -> list[Named]:
    """Every outcome that this person may see, closed ones too."""
    return access.visible_outcomes(session, by=by)


def visible_indicators(session: Session, *, by: Actor) -> list[Named]:
    """Every indicator of an outcome that this person may see, less the retired ones."""
    return access.visible_indicators(session, by=by)


def closest(word: str, known: Sequence[str]) -> str | None:
    """The known word that `word` is probably a slip of; None where nothing is close."""
    found = process.extractOne(word.lower(), [each.lower() for each in known], scorer=fuzz.ratio, score_cutoff=55)
    return known[found[2]] if found else None


def _take(text: str, known: Sequence[Named], *, what: str, command: str) -> tuple[Named, str]:
    """1. What stands in quotes. 2. The longest beginning that is a key or name. 3. The longest beginning that begins
    one. 4. The first word, if it is close to one.
    """
    text = text.strip()
    quoted, rest = _quoted(text)
    if quoted is not None:
        return _find(quoted, known, what=what, command=command, rest=rest), rest
    words = list(re.finditer(r"\S+", text))[:_LONGEST_NAME_IN_WORDS]
    beginnings = [(text[: word.end()], text[word.end() :].strip()) for word in reversed(words)]
    for fitting in (_called, _beginning):
        for beginning, rest in beginnings:
            if candidates := fitting(known, beginning):
                return _only(candidates, beginning, what=what, rest=rest), rest
    first = words[0].group() if words else ""
    rest = text[len(first) :].strip()
    return _find(first, known, what=what, command=command, rest=rest), rest


def _find(text: str, known: Sequence[Named], *, what: str, command: str, rest: str = "") -> Named:
    text = _bare(text)
    for fitting in (_called, _beginning, _close_to):
        candidates = fitting(known, text) if text else []
        if candidates:
            return _only(candidates, text, what=what, rest=rest)
    if not known:
        raise NotFound(f"There is no {what} yet that you can see. Add one with `{command} new`.")
    hint = f"`{command} list` shows" if what == "outcome" else "`/outcome list` shows"
    raise NotFound(f'No {what} here is called "{_short(text)}". {hint} what there is.')


def _as_key(text: str) -> str:
    """The key that the text may be; empty where it can be none."""
    key = folded(_bare(text))
    # PostgreSQL refuses even to look for what it cannot store, such as a NUL.
    return key if len(key) <= MOST_CHARACTERS and key.isprintable() else ""


def _bare(text: str) -> str:
    """The text without white space and quotes around it."""
    return text.strip().strip(_MARKS)


def _only(candidates: Sequence[Named], text: str, *, what: str, rest: str) -> Named:
    running = [each for each in candidates if each.is_running]
    if len(running) == 1 or len(candidates) == 1:
        return (running or candidates)[0]
    raise Ambiguous(
        f'"{_short(text)}" fits {len(candidates)} {what}s. Which one do you mean?',
        [(each.key, each.name) for each in candidates],
        rest=rest,
    )


def _called(known: Sequence[Named], text: str) -> list[Named]:
    """What has this key; where nothing has, what has this name."""
    # A key is one thing's alone. Were it weighed against names, whoever is asked which one they mean could not say.
    text = folded(text)
    having_the_key = [each for each in known if folded(each.key) == text]
    return having_the_key or [each for each in known if folded(each.name) == text]


def _beginning(known: Sequence[Named], text: str) -> list[Named]:
    start = folded(text)
    return [each for each in known if folded(each.key).startswith(start) or folded(each.name).startswith(start)]


def _close_to(known: Sequence[Named], text: str) -> list[Named]:
    return [each for each in known if _is_close_to(each, text)]


def _is_close_to(each: Named, text: str) -> bool:
    likeness: Callable[[str, str], float] = fuzz.ratio
    return max(likeness(folded(text), folded(name)) for name in (each.key, each.name)) >= CLOSE_ENOUGH


def _quoted(text: str) -> tuple[str | None, str]:
    """What stands in quotes at the beginning, and the rest; (None, text) where nothing does."""
    closing = _QUOTES.get(text[:1], "")
    end = next((index for index, character in enumerate(text) if index and character in closing), 0)
    return (text[1:end], text[end + 1 :].strip()) if end else (None, text)


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"
