"""How CLDR writes days, months and stretches of days in a language, turned round: patterns that read them again."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from babel import Locale
from babel.dates import format_date, parse_pattern

from bot.domain.locales import locale_for
from bot.domain.time_words import without_marks, words_of

_DAYS = ("MMMd", "MMMMd", "MMMEd", "MMMMEd", "yMMMd", "yMMMEd", "yMMMMEd")
_MONTHS = ("yMMM", "yMMMM")
_STRETCHES = ("MMMd", "yMMMd")
_ABBREVIATED = re.compile("(?<!M)MMM(?!M)")
_FIELD = re.compile(r"%\((\w+)\)s")
_DASH = re.compile(r"(?:\\ )?(?:\\-|~)(?:\\ )?")
_PARTS = {"y": "year", "M": "month", "L": "month", "d": "day", "E": "weekday", "c": "weekday"}


@dataclass(frozen=True)
class PrintedDay:
    """What of a day is said. A weekday is a number from 0, Monday."""

    day: int | None = None
    month: int | None = None
    year: int | None = None
    weekday: int | None = None


@dataclass(frozen=True)
class _Part:
    """What a group of a pattern holds: digits, or one of these names."""

    of_a_day: str
    names: Mapping[str, int | None] = field(default_factory=dict)

    def read(self, text: str) -> int | None:
        return self.names[text] if self.names else int(text)

    def expression(self) -> str:
        if self.names:
            names = "|".join(map(re.escape, sorted(self.names, key=len, reverse=True)))
            return rf"({names})\.?"
        return "([0-9]{4})" if self.of_a_day == "year" else "([0-9]{1,2})"


@dataclass(frozen=True)
class _Reader:
    """An expression, with the parts that its groups hold, in their order, for each day that it says."""

    pattern: re.Pattern[str]
    days: tuple[tuple[_Part, ...], ...]

    def read(self, words: str) -> tuple[PrintedDay, ...]:
        """What the words say, where they follow the pattern from end to end; otherwise nothing."""
        found = self.pattern.fullmatch(words)
        if found is None:
            return ()
        said = iter(found.groups())
        return tuple(PrintedDay(**{part.of_a_day: part.read(next(said)) for part in day}) for day in self.days)


def read_day(words: str, locale: str) -> PrintedDay | None:
    """The day that the words (as `words_of` has them) say as the language of `locale` writes it."""
    return next((day for (day,) in _read(words, _day_readers(locale))), None)


def read_month(words: str, locale: str) -> PrintedDay | None:
    """The same for a month with its year."""
    return next((month for (month,) in _read(words, _month_readers(locale))), None)


def read_stretch(words: str, locale: str) -> tuple[PrintedDay, PrintedDay] | None:
    """From which day to which. What both have in common is said with only one of them."""
    return next(((first, last) for first, last in _read(words, _stretch_readers(locale))), None)


def _read(words: str, readers: Iterable[_Reader]) -> Iterator[tuple[PrintedDay, ...]]:
    bare = without_marks(words)
    return filter(None, (reader.read(bare) for reader in readers))


@lru_cache(maxsize=128)
def _day_readers(locale: str) -> tuple[_Reader, ...]:
    where = locale_for(locale)
    patterns = [str(where.date_formats[length].pattern) for length in ("full", "long", "medium")]
    patterns += [str(where.datetime_skeletons[name].pattern) for name in _DAYS if name in where.datetime_skeletons]
    patterns += [_wide(pattern) for pattern in patterns]
    return tuple(_reader((pattern,), where) for pattern in dict.fromkeys(patterns) if not _has_digits_only(pattern))


@lru_cache(maxsize=128)
def _month_readers(locale: str) -> tuple[_Reader, ...]:
    where = locale_for(locale)
    return tuple(_reader((str(where.datetime_skeletons[name].pattern),), where) for name in _MONTHS)


@lru_cache(maxsize=128)
def _stretch_readers(locale: str) -> tuple[_Reader, ...]:
    where = locale_for(locale)
    ends = {
        tuple(map(_wide, where.interval_formats[skeleton][differ])): None
        for skeleton in _STRETCHES
        for differ in ("d", "M", "y")
        if differ in where.interval_formats[skeleton]
    }
    return tuple(_reader(patterns, where) for patterns in ends)


def _wide(pattern: str) -> str:
    return _ABBREVIATED.sub("MMMM", pattern)


def _has_digits_only(pattern: str) -> bool:
    """Whether it is one of those that `bot.domain.dates` reads by the order of its digits."""
    return re.fullmatch(r"[yMd./ -]+", pattern) is not None and "MMM" not in pattern


def _reader(patterns: tuple[str, ...], where: Locale) -> _Reader:
    """1. Each field of the CLDR pattern becomes a group. 2. What stands between is as it is when it has been typed."""
    expression, days = "", []
    for pattern in patterns:
        between, *others = _FIELD.split(str(parse_pattern(pattern).format).replace("%%", "%"))
        expression += _literal(between)
        parts = []
        for name, after in zip(others[::2], others[1::2], strict=True):
            if name[0] in _PARTS:
                parts.append(_part(name, where))
                expression += parts[-1].expression() + _literal(after)
            else:
                expression += _literal(format_date(date(2031, 1, 1), name, locale=where) + after)
        days.append(tuple(parts))
    whole = re.sub(r"^(?:\\ )+|(?:\\ )+$", "", expression)
    # What ends a sentence is no part of a period typed in it.
    return _Reader(re.compile(whole + "?" if whole.endswith(r"\.") else whole), tuple(days))


def _literal(text: str) -> str:
    # Between two letters white space is kept, and folded as in the words themselves.
    between = _DASH.sub(r" ?[-~—] ?", re.escape(_folded(f"x{text}x")[1:-1]))
    return between.replace(",", ",?")


def _part(name: str, where: Locale) -> _Part:
    part = _PARTS[name[0]]
    if part == "weekday":
        names = [_name(date(2031, 9, day), name, where) for day in range(1, 8)]
        # Without its mark, the Slovak "št" is another day.
        return _Part(part, {each: number if names.count(each) == 1 else None for number, each in enumerate(names)})
    if part == "month" and len(name) > 2:
        return _Part(part, {_name(date(2031, month, 1), name, where): month for month in range(12, 0, -1)})
    return _Part(part)


def _name(on: date, form: str, where: Locale) -> str:
    return _folded(format_date(on, form, locale=where)).rstrip(".")


def _folded(text: str) -> str:
    return without_marks(words_of(text))
