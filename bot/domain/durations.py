"""Durations as people type them: "3h20", "90 Minuten", "1 hour and 30 minutes", "6:30", "2 weeks"."""

import re
from decimal import Decimal

from bot.domain.exact import FRACTION_DIGITS, fits, wide
from bot.domain.numerals import LONGEST, TOO_LONG, TOO_MANY_DIGITS, Unclear, Unreadable, plain, read_number
from bot.domain.unit_words import JOINING, folded, months_and_years, seconds_by_word, seconds_of
from bot.words import words

_HOUR, _MINUTE = 3_600, 60
_SMALLEST = Decimal(1).scaleb(-FRACTION_DIGITS)
"""What the database keeps of a minute: a third of one is 20 seconds all the same."""
_CLOCK = re.compile(r"(\d{1,4}):([0-5]\d)(?::([0-5]\d))?(?:\s*(?P<unit>[^\W\d_]+)\.?)?")
_TWO_PARTS = re.compile(r"(?P<first>\d+)\s*(?P<word>[^\W\d_]+)\.?(?P<gap>\s*)(?P<second>\d{1,2})")
_PART = re.compile(r"(?P<number>[0-9½¼¾](?:[0-9.,'٫٬ ½¼¾]*[0-9½¼¾])?)\s*(?P<word>[^0-9½¼¾]+)")


def read_duration(text: str, unit: str, locale: str, *, in_line: bool = False, settled: bool = True) -> Decimal:
    """The minutes that `text` says. A bare number is in the indicator's `unit`, as is a clock's first part: "6:30" is
    six and a half minutes where minutes are measured, hours and minutes elsewhere; "6:30 h" says it.

    Units are known from seconds to weeks, in English and in the language of `locale`. Raises Unreadable; Unclear where
    it could be another duration, and for months and years, which have no length.
    """
    if len(text) > LONGEST:
        raise Unreadable(TOO_LONG)
    bare = plain(text)
    negative = bare.startswith("-")
    bare = bare[1:].lstrip() if negative else bare
    seconds = _seconds(bare, unit, locale, in_line=in_line, settled=settled)
    with wide():
        minutes = (seconds / _MINUTE).quantize(_SMALLEST).normalize() + 0
    if not fits(minutes):
        raise Unreadable(TOO_MANY_DIGITS)
    return -minutes if negative and minutes else minutes


def _seconds(bare: str, unit: str, locale: str, *, in_line: bool, settled: bool) -> Decimal:
    own = seconds_of(unit, locale) if unit.strip() else None
    if clock := _CLOCK.fullmatch(bare):
        named = seconds_by_word(locale).get(folded(clock["unit"])) if clock["unit"] else own
        if not clock["unit"] or named in (_HOUR, _MINUTE):
            return _on_a_clock(clock, named)
    if (found := _two_parts(bare, locale, in_line=in_line)) is not None:
        return found
    if (found := _in_parts(bare, locale, in_line=in_line, settled=settled)) is not None:
        return found
    if own is None:
        raise Unreadable
    return own * read_number(bare, locale, in_line=in_line, settled=settled)


def _on_a_clock(clock: re.Match[str], own: int | None) -> Decimal:
    first, second, third = (int(part) if part else None for part in clock.groups()[:3])
    assert first is not None
    assert second is not None
    size = _MINUTE if own == _MINUTE and third is None else _HOUR
    return Decimal(first * size + second * size // 60 + (third or 0))


def _two_parts(bare: str, locale: str, *, in_line: bool) -> Decimal | None:
    """ "3h20", and "6 min 30": a number without a unit is of the next smaller one."""
    found = _TWO_PARTS.fullmatch(bare)
    size = seconds_by_word(locale).get(folded(found["word"])) if found else None
    if found is None or size not in (_HOUR, _MINUTE):
        return None
    if in_line and found["gap"]:
        together = f"{found['first']}{found['word']}{found['second']}"
        raise Unclear(
            words(
                "That could be {together}, or {first} {unit} and a note. Type it without a space.",
                together=together,
                first=found["first"],
                unit=found["word"],
            )
        )
    return Decimal(int(found["first"]) * size + int(found["second"]) * size // 60)


def _in_parts(bare: str, locale: str, *, in_line: bool, settled: bool) -> Decimal | None:
    """ "1 hour and 30 minutes": numbers with their units, each smaller than the one before; None for anything else."""
    parts = list(_PART.finditer(bare))
    if not parts or "".join(part[0] for part in parts) != bare:
        return None
    total, smaller_than = Decimal(0), None
    for place, part in enumerate(parts):
        word = part["word"] if place == len(parts) - 1 else _without_joint(part["word"])
        size = _size(word, locale)
        if size is None or (smaller_than is not None and size >= smaller_than):
            return None
        with wide():
            total += size * read_number(part["number"], locale, in_line=in_line, settled=settled)
        smaller_than = size
    return total


def _size(word: str, locale: str) -> int | None:
    if folded(word) in months_and_years(locale) and folded(word) not in seconds_by_word(locale):
        raise Unclear(words('"{word}" can be longer or shorter: type it in days or hours.', word=word.strip()))
    return seconds_by_word(locale).get(folded(word))


def _without_joint(word: str) -> str:
    """The word without what joins it to the next part: "hour and" is "hour"."""
    first, *joints = word.replace(",", " ").split()
    return first if all(folded(joint) in JOINING for joint in joints) else word
