"""Words that look like a time, whether they name one or not: "the last few days", "last wek", "aprl"; and names of a
time that may be something else: "in the sun", "3/4 of them".
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from bot.domain.dates import YEARS
from bot.domain.locales import decimal_mark
from bot.domain.time_words import (
    MONTHS,
    RELATIVES,
    UNITS,
    WEEKDAYS,
    in_english,
    names_of_time,
    without_marks,
    without_particles,
    words_before_a_time,
    words_for_time,
    words_in_a_time,
    words_of,
)

_A_YEAR = re.compile(r"(?:19|2[01])[0-9]{2}\b")
_MOST_WORDS = 6
_SHORTEST_MISSPELT = 4
_CLOSE, _CLOSE_AFTER_ITS_WORD = 84, 75
"""How alike a misspelt word must be, in percent; less where "last" before it tells that it is a time."""
_NO_PART_OF_A_NAME = frozenset(("part", "half", "several"))
_CONNECTING = frozenset(("of", "to", "and", "from"))
_CONNECTING_SIGNS = frozenset(("-", "–", "—", "/", "&", "+", "or"))
_AROUND = ".,;:()!?\"'"


AFTER_A_NAME = ",;:."
"""Marks that may follow the name of a time."""
_ALSO_OTHER_WORDS = frozenset(
    ("so", "do", "mi", "di", "sa", "fr", "sun", "sat", "wed", "mar", "mer", "sam", "dim", "ma", "wo", "vr", "za",
     "zo", "set", "out", "sex", "dom", "nd", "to", "on", "ti", "ke", "la", "su", "pe",
     "segunda", "terça", "terca", "quarta", "quinta", "sexta")
)  # fmt: skip
"""Names of months and weekdays, most of them short, that are other words too."""
_NEVER_BEFORE_A_WEEKDAY = frozenset(("in", "at", "en", "im", "i", "nel"))
_MOST_WORDS_BEFORE_A_TIME = 5
_BEGINS_WITH_A_YEAR = re.compile(r"[0-9]{4}-[0-9WQHYwqhy]")
_EAST_ASIAN_DATE = re.compile("[0-9]{1,4}[年月년월]")
_BEGINS_A_SENTENCE = re.compile(rf"\b(?:this|last|next|ago|today|yesterday)\b|^(?!week).*\b(?:{'|'.join(MONTHS)})\b")
_NUMBER_OF_TIME = re.compile(r"((?:the )?[0-9]{1,2}(?:st|nd|rd|th)|([0-9]{4}))(?=[,;:.]|$)", re.IGNORECASE)
_HALF_OF_A_YEAR = re.compile(r"\bhalf(?:,? of)? [0-9]{4}$")
_MAY_BE_A_COUNT = re.compile(r"[0-9]{4}")
_MAY_BE_A_NUMBER = re.compile(r"[0-9]{1,2}[./-][0-9]{1,2}|quarter [1-4] [0-9]{2}")


@dataclass(frozen=True)
class Guess:
    """What looks like a time, as it was typed; and the whole text with its misspelt words put right."""

    typed: str
    corrected: str


def like_a_time(text: str, locale: str) -> Guess | None:
    """The beginning of the text that looks like a time: words that belong to one ("the last few"), and then a month, a
    weekday, or a unit, each perhaps misspelt.
    """
    typed = text.split(maxsplit=_MOST_WORDS)[:_MOST_WORDS]
    corrected = list(typed)
    leading: list[str] = []
    for place, word in enumerate(map(_looked_up, typed)):
        if _names_a_time(word, locale):
            corrected[place] = word if corrected[place].lower().endswith(("'s", "’s")) else corrected[place]
            return _guess(text, typed, corrected, place)
        if english := words_before_a_time(locale).get(word) or (word.isdecimal() and "number"):
            leading.append(english)
            if english in _NO_PART_OF_A_NAME:
                corrected[place] = ""
        elif meant := _meant(word, leading, locale):
            corrected[place] = meant
            return _guess(text, typed, corrected, place)
        elif place == 0 and (meant := _relative_meant(word, typed[1:2], locale)):
            corrected[place] = meant
            leading.append("last")
        else:
            return None
    return None


def goes_on_with_a_time(text: str, locale: str) -> bool:
    """Whether what follows a period seems to belong to it: "last week *of March*", "April *to June*"."""
    first, _, after = text.partition(" ")
    word = _looked_up(first)
    english = words_before_a_time(locale).get(word, "")
    if english in _CONNECTING or first in _CONNECTING_SIGNS or word in ("to", "or", "until", "bis", "oder"):
        is_number = after[:1].isdecimal() and english != "of"
        return is_number or _A_YEAR.match(after) is not None or like_a_time(after, locale) is not None
    return (english in RELATIVES or _names_a_time(word, locale)) and like_a_time(text, locale) is not None


def _guess(text: str, typed: list[str], corrected: list[str], place: int) -> Guess:
    rest = text.split(maxsplit=len(typed))[len(typed) :]
    while place + 1 < len(typed) and typed[place + 1][0].isdecimal():
        place += 1
    return Guess(" ".join(typed[: place + 1]).rstrip(_AROUND), " ".join(filter(None, [*corrected, *rest])))


def _names_a_time(word: str, locale: str) -> bool:
    """Whether it is the name of a time, with its number or without: "week", "w22"."""
    is_numbered = word[-1:].isdecimal() and in_english(word, locale).split()[0].rstrip("s") in UNITS
    return word in names_of_time(locale) or is_numbered


def _looked_up(word: str) -> str:
    whole = without_marks(words_of(word)).strip(_AROUND).removesuffix(" s")  # "yesterday's"
    return whole.split(" ")[-1]  # "l'année"


def _meant(word: str, leading: list[str], locale: str) -> str | None:
    """The name of a time that the word is a misspelling of."""
    names = names_of_time(locale)
    if any(before in RELATIVES for before in leading):
        single = [name for name in _long(names, shortest=3) if not names[name].endswith("s")]
        return _closest(word, single, _CLOSE_AFTER_ITS_WORD, goes_on=True)
    if not leading:
        return _closest(word, _long(names, shortest=_SHORTEST_MISSPELT + 1), _CLOSE)
    return _closest(word, [name for name in _long(names, shortest=4) if names[name].rstrip("s") in UNITS], _CLOSE)


def _relative_meant(word: str, following: list[str], locale: str) -> str | None:
    """ "last" for "lst", where a time follows."""
    if not following or not any(
        _names_a_time(next_word, locale) or _meant(next_word, ["last"], locale)
        for next_word in map(_looked_up, following)
    ):
        return None
    relatives = [typed for typed, english in words_before_a_time(locale).items() if english in RELATIVES]
    return _closest(word, relatives, _CLOSE_AFTER_ITS_WORD, shortest=3)


def _long(names: Mapping[str, str], *, shortest: int) -> list[str]:
    return [name for name in names if len(name) >= shortest]


def _closest(
    word: str,
    names: Collection[str],
    at_least: int,
    *,
    shortest: int = _SHORTEST_MISSPELT - 1,
    goes_on: bool = False,
) -> str | None:
    """The most similar of the names, if it begins alike. A word that only goes on after a name is another one,
    unless it `goes_on`: "mayor" is no misspelt "mayo".
    """
    if len(word) < shortest or not word.isalpha():
        return None
    alike = [name for name in names if name[0] == word[0] and (goes_on or not word.startswith(name))]
    letters = sorted(word)
    if len(word) > _SHORTEST_MISSPELT and (swapped := next((n for n in alike if sorted(n) == letters), None)):
        return swapped
    found = process.extractOne(word, alike, scorer=fuzz.ratio, score_cutoff=at_least)
    return found[0] if found else None


def like_a_number_of_time(text: str) -> Guess | None:
    """A day of a month or a year, where nothing follows that it could be the number of."""
    found = _NUMBER_OF_TIME.match(text)
    is_time = found and (found[2] is None or int(found[2]) in YEARS)
    return Guess(found[1], text) if found and is_time else None


def mentions_a_time(text: str, locale: str) -> bool:
    """Whether one of the first words has a digit or is one of a time, which is soon said of most notes."""
    known = words_for_time(locale)
    first = text.split(maxsplit=_MOST_WORDS_BEFORE_A_TIME)[:_MOST_WORDS_BEFORE_A_TIME]
    return any(_is_of_a_time(word, known) for word in first)


def may_end_a_time(word: str, locale: str) -> bool:
    """Whether a time may end with this word: it has a digit, is one of a time, or is written in other letters, where
    words are not always parted ("בפברואר" is "in February"). A look for each word of a note.
    """
    return not word.isascii() or _is_of_a_time(word, words_in_a_time(locale))


def _is_of_a_time(word: str, known: Collection[str]) -> bool:
    bare = word.rstrip(AFTER_A_NAME)
    if bare.isascii() and bare.isalpha():
        return bare.lower() in known
    return not word.isalpha() or without_marks(without_particles(words_of(word))).rstrip(AFTER_A_NAME) in known


def is_only_a_time(typed: str, locale: str) -> bool:
    """Whether the name of a time is nothing else in any sentence: not "Monday" or "March", with which a note may begin,
    nor "3/4".
    """
    if _BEGINS_WITH_A_YEAR.match(typed) or _EAST_ASIAN_DATE.match(typed):
        return True
    said = set(re.findall(r"[^\W\d]+|[0-9]", in_english(words_of(typed), locale)))
    return (
        not said.isdisjoint((*UNITS, *(unit + "s" for unit in UNITS), "fiscal", "today", "yesterday"))
        or _HALF_OF_A_YEAR.search(in_english(words_of(typed), locale)) is not None
        or (not said.isdisjoint(MONTHS) and any(part.isdecimal() for part in said))
        or (not said.isdisjoint(WEEKDAYS) and not said.isdisjoint(RELATIVES))
    )


def is_probably_no_time(typed: str, preposition: str, locale: str) -> bool:
    """Whether the name of a time is likely to be none, even at the end: "in the sun", "at 9.30", "en mer"."""
    words = words_of(typed)
    if _MAY_BE_A_NUMBER.fullmatch(words):
        return preposition == "at" or ("." in words and decimal_mark(locale) == ".")
    if in_english(words, locale) == "tomorrow":
        return True  # "por la mañana" and "am Morgen" are in the morning
    is_weekday = in_english(words, locale) in WEEKDAYS
    return is_weekday and preposition in _NEVER_BEFORE_A_WEEKDAY and words.split()[-1] in _ALSO_OTHER_WORDS


def may_go_on(typed: str, rest: str, preposition: str, locale: str) -> bool:
    """Whether what follows the name of a time, with nothing to part them, may belong to it, or make it part of a note:
    "yesterday was a holiday", "for 3/4 of them", "for March 99".
    """
    english = in_english(words_of(typed), locale)
    return (
        (not preposition and _BEGINS_A_SENTENCE.search(english) is not None)
        or words_of(typed) in _ALSO_OTHER_WORDS
        or _MAY_BE_A_NUMBER.fullmatch(english) is not None
        or _MAY_BE_A_COUNT.fullmatch(english) is not None
        or (rest[0].isdecimal() and english.split()[-1] in (*MONTHS, *WEEKDAYS))
        or goes_on_with_a_time(rest, locale)
    )
