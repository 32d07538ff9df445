"""What people type after `/digest` in the place of its verbs: "stop", "tuesday", "jeden Dienstag um 9 Uhr", "10:00"."""

import re
from dataclasses import dataclass
from datetime import time
from enum import Enum, auto

from bot.domain.time_words import RELATIVES, UNITS, WEEKDAYS, in_english, without_marks, words_of


class Wish(Enum):
    """What is wanted of a channel's digest."""

    OFF = auto()
    WEEKLY = auto()
    MONTHLY = auto()
    AT_ANOTHER_TIME = auto()
    """As often as it comes now."""
    IN_ANOTHER_RHYTHM = auto()
    """Daily, every two weeks, quarterly: as often as none comes."""
    NOW = auto()
    PREVIEW = auto()


@dataclass(frozen=True)
class DigestWords:
    """What was understood; `rest` is what follows, in which a weekday and a time may stand."""

    wish: Wish
    rest: str = ""


# All without accents, as many type them.
_SMALL = (
    "at|on|every|each|the|jede|jeden|jeder|jedes|immer|alle|am|um|uhr|tous|toutes|chaque|les|le|a|cada|todos|todas|los|"
    "las|os|as|el|ogni|tutti|i|elke|iedere|op|om|varje|hver|pa|kl|co|kazdy"
)
_SMALL_WORDS = frozenset(_SMALL.split("|"))
"""What stands before a weekday, a unit or a time, and says no more than they do."""
_LONGEST_SMALL_WORD = 10
_WORDS = {
    Wish.OFF: (
        "stop|end|pause|mute|quiet|never|none|no|disable|aus|stopp|stoppen|nie|arret|arrete|arreter|arretez|stopper|"
        "jamais|parar|para|nunca|desactivar|desativar|basta|uit|av|fra|wylacz"
    ),
    Wish.WEEKLY: (
        "on|start|resume|again|enable|an|ein|wochentlich|woechentlich|hebdomadaire|semanal|semanalmente|settimanale|"
        "wekelijks|varje|veckovis|ugentlig|ugentligt|ukentlig|tygodniowo"
    ),
    Wish.MONTHLY: (
        "monatlich|mensuel|mensuelle|mensual|mensualmente|mensal|mensalmente|mensile|maandelijks|manadsvis|manedlig|"
        "manedligt|miesiecznie"
    ),
    Wish.IN_ANOTHER_RHYTHM: (
        "daily|everyday|hourly|biweekly|bi-weekly|fortnightly|fortnight|bimonthly|quarterly|yearly|annually|weekday|"
        "weekdays|workday|workdays|taglich|taeglich|werktags|werktag|stundlich|vierzehntaglich|zweiwochentlich|"
        "vierteljahrlich|jahrlich|quotidien|quotidienne|trimestriel|annuel|diario|diaria|diariamente|quincenal|"
        "trimestral|anual|quotidiano|giornaliero|trimestrale|annuale|dagelijks|dagligen|daglig|dagligt|codziennie"
    ),
    Wish.NOW: "post|send|publish",
    Wish.PREVIEW: "show|view|see",
}
_WISHES = {word: wish for wish, typed in _WORDS.items() for word in typed.split("|")}
_UNIT = "|".join(UNITS)
_OFTEN = re.compile(rf"(?P<how>(?:\S+ ){{0,2}})(?P<unit>{_UNIT})(?P<several>s?)")
_EVERY_OTHER = re.compile(rf"(?:other|second|third|[2-6]) (?P<weekday>{'|'.join(WEEKDAYS)})")
_ONCE = ("", "1 ", "once 1 ", "once ")
_MOST_WORDS = 3
_CLOCK = re.compile(
    r"(?P<hour>\d{1,2})(?:(?:[:.]|\s?h\s?)(?P<minute>\d{2}))?\s*(?:(?P<half>am|pm)|h|uhr|o clock|o'clock)?",
    re.IGNORECASE,
)


def digest_words(text: str, *, locale: str) -> DigestWords | None:
    """What these words ask for, in English or the person's language; None for any others."""
    typed = without_marks(words_of(text)).split()
    bare = typed[next((place for place, word in enumerate(typed) if word not in _SMALL_WORDS), 0) :]
    if not bare:
        return None
    if weekday_of(bare[0], locale) is not None:
        return DigestWords(Wish.WEEKLY, " ".join(bare))
    if wish := _WISHES.get(bare[0]):
        rest = " ".join(bare[1:])
        return None if rest and wish in (Wish.NOW, Wish.PREVIEW) else DigestWords(wish, rest)
    if time_of(" ".join(bare)) is not None:
        return DigestWords(Wish.AT_ANOTHER_TIME, " ".join(bare))
    return _how_often(bare, locale)


def _how_often(bare: list[str], locale: str) -> DigestWords | None:
    """ "week", "month", "two weeks", "other tuesday", "day", with what follows."""
    for length in range(1, min(_MOST_WORDS, len(bare)) + 1):
        english, rest = in_english(" ".join(bare[:length]), locale), " ".join(bare[length:])
        if other := _EVERY_OTHER.fullmatch(english):
            return DigestWords(Wish.IN_ANOTHER_RHYTHM, f"{other['weekday']} {rest}".strip())
        found = _OFTEN.fullmatch(english)
        if found is None or found["how"].strip() in RELATIVES:
            continue
        if found["how"] in _ONCE and not found["several"] and found["unit"] in ("week", "month"):
            return DigestWords(Wish.WEEKLY if found["unit"] == "week" else Wish.MONTHLY, rest)
        return DigestWords(Wish.IN_ANOTHER_RHYTHM, rest)
    return None


def without_small_words(text: str) -> str:
    """The text without "at", "every", "um" and their like."""
    return " ".join(word for word in text.split() if not _is_small(word))


def _is_small(word: str) -> bool:
    return len(word) <= _LONGEST_SMALL_WORD and without_marks(word.lower()) in _SMALL_WORDS


def weekday_of(word: str, locale: str) -> int | None:
    """The number of the weekday that the word names in English or the person's language, Monday being 0; also of its
    plural, "mardis".
    """
    typed = words_of(word).rstrip(".")
    for form in (typed, typed.removesuffix("s")):
        english = in_english(form, locale)
        fits = [number for number, name in enumerate(WEEKDAYS) if len(english) >= 2 and name.startswith(english)]
        if len(fits) == 1:
            return fits[0]
    return None


def time_of(text: str) -> time | None:
    """The time of day in "09:00", "9am", "9 Uhr", "9h30"; None where it is none."""
    found = _CLOCK.fullmatch(text.strip())
    hour, minute = (int(found["hour"]), int(found["minute"] or 0)) if found else (24, 0)
    if found and found["half"]:
        hour = hour % 12 + (12 if found["half"].lower() == "pm" else 0) if 1 <= hour <= 12 else 24
    return time(hour, minute) if hour <= 23 and minute <= 59 else None
