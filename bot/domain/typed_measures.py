"""What a value that somebody typed tells of its measure: "14 days" counts days, "£4,200" is money, "3h20" a duration.

The measure of an indicator is made of several of them in `bot.domain.guessing`. Numbers are read by `bot.domain.values`
and nowhere else.
"""

import re
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from bot.domain import currencies
from bot.domain.durations import read_duration
from bot.domain.labels import read_yes_no
from bot.domain.numerals import LONGEST, Unclear, Unreadable, plain, read_magnitude
from bot.domain.typed_text import beginnings, shown, spaced
from bot.domain.unit_words import (
    JOINING,
    MORE_OR_LESS,
    MORE_OR_LESS_IN_TWO,
    PER,
    USUAL_CURRENCIES,
    currency_names,
    folded,
    is_currency_sign,
    months_and_years,
    percent_words,
    seconds_by_word,
    seconds_of,
    unit_words,
)
from bot.domain.values import Manner, Measure, ValueKind, parse_value, read_value, without_marks
from bot.errors import UserError

_A_DAY = 86_400
_IN_HOURS = Measure(ValueKind.DURATION, "h")
_UNITS_OF_DURATIONS = {3_600: "h", 60: "min", 1: "s"}
_LONGEST_UNIT = 40
_MOST_WORDS = 16
_SHORTEST_TIME = 4
_WORDS_OF_A_MAGNITUDE = 2

_ENDS = " .!,;…"
_ABOUT = "=≈~ "
_SIGN = r"[-+\N{MINUS SIGN}–]?\s?"
_NUMBER = re.compile(
    rf"(?P<number>{_SIGN}[\d.,'’ \N{{NO-BREAK SPACE}}\N{{NARROW NO-BREAK SPACE}}٫٬½¼¾]*[\d½¼¾])\s*(?P<rest>.*)",
    re.DOTALL,
)
_CLOCK = re.compile(r"-?\d{1,4}:[0-5]\d")
_FIRST_UNIT = re.compile(r"[\d½¼¾][\d.,:'٫٬ ½¼¾]*(?P<word>[^\W\d_]+)")
_OUTSIDE_OF_A_UNIT = re.compile(r"[()\[\]{}<>:;,!?=≈~\"“”„&@*|←-⇿➔➙-➿]|(?<![^\W\d_])[\d½¼¾]")
_CODE = re.compile(r"[A-Za-z]{3}")
_AROUND_DIGITS = re.compile(r"[^\s\d.,'’+½¼¾-]+")


@dataclass(frozen=True)
class TypedValue:
    """A value as it was typed, of the measure that it has by itself: a number alone is one of no unit, and words that
    are no value are of a scale whose labels are not known. `number` is the text without its unit, and `otherwise` what
    it may measure too.
    """

    text: str
    measure: Measure
    number: str = ""
    otherwise: tuple[Measure, ...] = ()

    @property
    def is_bare(self) -> bool:
        return self.measure == Measure(ValueKind.NUMBER)

    @property
    def is_label(self) -> bool:
        return self.measure.kind is ValueKind.SCALE


def typed_value(text: str, *, locale: str) -> TypedValue:
    """What was typed, as a value of its own measure. Raises UserError for what is none of any kind."""
    text = cleaned(text)
    if len(text) > 3 * LONGEST:
        raise _not_understood(text)
    if not _has_digits(text):
        if _is_spelled_out(text, locale):
            raise _not_understood(text)
        kind = ValueKind.SCALE if read_yes_no(text) is None else ValueKind.YES_NO
        return TypedValue(text, Measure(kind))
    for found in (_percentage, _on_a_clock, _time, _ratio, _money, _number):
        value = found(text, locale)
        if value is not None:
            return value
    raise _not_understood(text)


def cleaned(text: str) -> str:
    """Without marks around it, and without the point at the end of a sentence."""
    text = without_marks(spaced(text)).lstrip(_ABOUT)
    return text.rstrip(_ENDS) or text


def _has_digits(text: str) -> bool:
    return any(character.isdecimal() or character in "½¼¾" for character in text)


def _is_spelled_out(text: str, locale: str) -> bool:
    """ "two days": no label of a scale."""
    words = [folded(word) for word in text.split()]
    return any(len(word) >= _SHORTEST_TIME and word in seconds_by_word(locale) for word in words)


def _not_understood(text: str) -> UserError:
    return UserError(
        '"{typed}" is not a value of any kind. Type it like one of these: 14 days, 62 %, 31 of 50, £4,200, 3h20, yes, '
        "fair.",
        typed=shown(text),
    )


def _is(text: str, measure: Measure, locale: str) -> bool:
    """Whether the text is a value of this measure, also one that will be asked about."""
    try:
        read_value(text, measure, Manner(locale))
    except Unclear:
        return True
    except Unreadable:
        return False
    return True


def _percentage(text: str, locale: str) -> TypedValue | None:
    bare, percent = plain(text), Measure(ValueKind.PERCENT)
    if bare.lower().endswith(percent_words(locale)) and _is(text, percent, locale):
        return TypedValue(text, percent)
    found = _NUMBER.fullmatch(text)
    if found and plain(found["rest"]).startswith("%") and not bare.endswith(")"):
        parse_value(text, percent, locale=locale)  # "62 % of calls": what follows belongs to the name
    return None


def _on_a_clock(text: str, _: str) -> TypedValue | None:
    """ "6:30" may be hours and minutes, and six of thirty."""
    if not _CLOCK.fullmatch(plain(text)):
        return None
    return TypedValue(text, Measure(ValueKind.DURATION), otherwise=(Measure(ValueKind.RATIO),))


def _ratio(text: str, locale: str) -> TypedValue | None:
    for beginning, end in beginnings(text, most_words=_MOST_WORDS):
        unit = text[end:].strip()
        if _is(beginning, Measure(ValueKind.RATIO), locale) and (not unit or _is_unit(unit)):
            return TypedValue(text, Measure(ValueKind.RATIO, unit))
    return None


def _money(text: str, locale: str) -> TypedValue | None:
    for unit in _currencies_in(text):
        if _is(text, Measure(ValueKind.MONEY, unit), locale):
            return TypedValue(text, Measure(ValueKind.MONEY, unit))
    said = folded(text)
    for code in USUAL_CURRENCIES:
        names = [name for name in currency_names(code, locale) if said.endswith(name) or said.startswith(name)]
        if names and _is(text, Measure(ValueKind.MONEY, code), locale):
            return TypedValue(text, Measure(ValueKind.MONEY, code), otherwise=tuple(_weights(text, locale)))
    if any(unicodedata.category(character) == "Sc" for character in text):
        sign = next(iter(_currencies_in(text)), "")
        parse_value(text, Measure(ValueKind.MONEY, sign), locale=locale)  # "£4 per head" is refused as money
    return None


def _currencies_in(text: str) -> Iterator[str]:
    """The signs and codes in the text, as an indicator's unit: "£", "GBP" for "gbp" too."""
    for word in _AROUND_DIGITS.findall(text):
        signs = "".join(character for character in word if unicodedata.category(character) == "Sc")
        if word.lower() in currencies.SIGNS or (signs and is_currency_sign(word)):
            yield word
        elif _CODE.fullmatch(word) and (is_currency_sign(word) or word.upper() in USUAL_CURRENCIES):
            yield word.upper()
        if signs and signs != word:
            yield signs  # "k€" is a thousand of them


def _weights(text: str, locale: str) -> Iterator[Measure]:
    """ "200 pounds" may be a weight."""
    found = _counted(text, locale)
    if found and folded(found[1]) in ("pound", "pounds"):
        yield Measure(ValueKind.NUMBER, found[1])


def _time(text: str, locale: str) -> TypedValue | None:
    """A duration, but a number of days or weeks: they are counted."""
    counted = _counted(text, locale)
    if counted and folded(counted[1]) in months_and_years(locale) - seconds_by_word(locale).keys():
        return TypedValue(text, Measure(ValueKind.NUMBER, counted[1]), counted[0])
    try:
        read_duration(plain(text), "", locale)
    except Unclear:
        pass
    except Unreadable:
        return None
    first = _FIRST_UNIT.search(text)
    size = seconds_of(first["word"], locale) if first else None
    if not counted or _has_digits(counted[1]) or size is None or size < _A_DAY:
        unit = _UNITS_OF_DURATIONS.get(size or 0, "")
        return TypedValue(text, Measure(ValueKind.DURATION, unit), otherwise=tuple(_lengths(text, counted, locale)))
    return TypedValue(text, Measure(ValueKind.NUMBER, counted[1]), counted[0], (_IN_HOURS,))


def _lengths(text: str, counted: tuple[str, str] | None, locale: str) -> Iterator[Measure]:
    """ "5m" may be five million, and "5 m" five metres."""
    if counted and folded(counted[1]) == "m":
        yield Measure(ValueKind.NUMBER, "" if _reads(text, locale) else counted[1])


def _number(text: str, locale: str) -> TypedValue | None:
    if _reads(text, locale):
        return TypedValue(text, Measure(ValueKind.NUMBER), text)
    counted = _counted(text, locale)
    if counted is None:
        return None
    if _is_a_difference(counted[1]):
        raise UserError('"{typed}" is a difference. Type the value itself that it should become.', typed=shown(text))
    if not _is_unit(counted[1]):
        return None
    number, unit = counted
    otherwise = (_IN_HOURS,) if seconds_of(unit, locale) else ()
    return TypedValue(text, Measure(ValueKind.NUMBER, unit), number, otherwise)


def _counted(text: str, locale: str) -> tuple[str, str] | None:
    """The number, with its magnitude, and the unit behind it: "3.4k" and "calls"; None where there are not both."""
    found = _NUMBER.fullmatch(text)
    if found is None:
        return None
    for following in range(_WORDS_OF_A_MAGNITUDE, -1, -1):
        ends = [word.end() for word in re.finditer(r"\S+", found["rest"])]
        if following > len(ends):
            continue
        end = found.start("rest") + ends[following - 1] if following else found.end("number")
        number, unit = text[:end].strip(), text[end:].strip(" .\N{NO-BREAK SPACE}")
        if unit and _reads(number, locale):
            return number, unit
    return None


def _reads(number: str, locale: str) -> bool:
    try:
        read_magnitude(number, locale)
    except Unclear:
        return True
    except Unreadable:
        return False
    return True


def _is_a_difference(unit: str) -> bool:
    words = [folded(word) for word in unit.split()]
    return any(word in MORE_OR_LESS for word in words) or " ".join(words[:2]) in MORE_OR_LESS_IN_TWO


def _is_unit(text: str) -> bool:
    """Whether this may be the unit behind a number: words without another number, and no part of a longer sentence."""
    first = folded(text.split()[0])
    joins = first in JOINING and first not in PER
    return len(text) <= _LONGEST_UNIT and not joins and not _OUTSIDE_OF_A_UNIT.search(text)


def measure_in_name(name: str, *, locale: str) -> Measure | None:
    """The measure of a name that says it at its end: "Waiting time (days)", "Turnover in €"."""
    found = _AT_THE_END.search(name[-_LONGEST_UNIT:])
    if found is None:
        return None
    unit = found["bracketed"] or found["behind"]
    with suppress(UserError):
        measure = typed_value(f"2 {unit}", locale=locale).measure
        is_unit = seconds_of(unit, locale) is not None or folded(unit) in unit_words(locale)
        return measure if is_unit or measure.kind is not ValueKind.NUMBER else None
    return None


_AT_THE_END = re.compile(r"\((?P<bracketed>[^()\d]{1,20})\)$| (?:in|en) (?P<behind>[^\s\d()]{1,20})$")
