"""Numbers as people type them: any script's digits, points and commas by locale, "3.4k"; and how they are printed."""

import re
import unicodedata
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from babel.numbers import NumberPattern, format_compact_decimal, parse_pattern

from bot.domain.exact import fits, wide
from bot.domain.locales import WITH_COMMA, WITH_POINT, decimal_mark, group_mark, is_known, locale_for
from bot.domain.unit_words import folded, magnitudes
from bot.words import Words, words

LONGEST = 60
TOO_LONG = words("That is too long.")
TOO_MANY_DIGITS = words("That has too many digits: 18 before the point and 9 after it are the most.")
_PARTS = {"½": Decimal("0.5"), "¼": Decimal("0.25"), "¾": Decimal("0.75")}

_MINUS = "-\N{MINUS SIGN}\N{EN DASH}\N{SMALL HYPHEN-MINUS}\N{FULLWIDTH HYPHEN-MINUS}\N{NON-BREAKING HYPHEN}"
_ARABIC_POINT, _ARABIC_COMMA = "\N{ARABIC DECIMAL SEPARATOR}", "\N{ARABIC THOUSANDS SEPARATOR}"
_QUOTES = "'\N{RIGHT SINGLE QUOTATION MARK}"

_NO_BREAK = "\N{NO-BREAK SPACE}"
_GROUPING = re.compile(f"(?<=[0-9]){_NO_BREAK}(?=[0-9])")

_BODY = re.compile(rf"[0-9.,' {_ARABIC_POINT}{_ARABIC_COMMA}]*[0-9]")
_WHOLE = re.compile(rf"[0-9]+|[1-9][0-9]{{0,2}}([.,' {_ARABIC_COMMA}])[0-9]{{3}}(?:\1[0-9]{{3}})*")
_LIKE_THOUSANDS = re.compile(r"-?[1-9][0-9]{0,2}\.[0-9]{3}")
_INDIAN_WHOLE = re.compile(r"[1-9][0-9]?(?:,[0-9]{2})+,[0-9]{3}")


class Unreadable(ValueError):
    """The text is no such value. `why` may say more, as a sentence of its own."""

    def __init__(self, why: Words | None = None) -> None:
        super().__init__(why)
        self.why = why


class Unclear(Unreadable):
    """The text can be read in two ways, and guessing could be wrong by a factor of a thousand. `readings` says how, by
    locale, where it is the person's own that is not known. Where it `depends_on_marks`, a known locale does not settle
    it; whoever reads the text again by `WITH_POINT` and by `WITH_COMMA` has both. `numbers` are those that it may be.
    """

    def __init__(
        self,
        why: Words,
        readings: tuple[tuple[str, str | Words], ...] = (),
        *,
        depends_on_marks: bool = False,
        numbers: tuple[Decimal, ...] = (),
    ) -> None:
        super().__init__(why)
        self.readings = readings
        self.depends_on_marks = depends_on_marks
        self.numbers = numbers


def plain(text: str) -> str:
    """The text with ASCII digits, signs and minus signs, without invisible marks, and with "'" for a no-break space
    between digits.
    """
    if text.isascii() and text.isprintable():
        return text.strip()
    return _GROUPING.sub("'", "".join(_plain_character(c) for c in text)).replace(_NO_BREAK, " ").strip()


def _plain_character(c: str) -> str:
    if c.isascii() and c != "\t":
        return c
    if c.isdecimal():
        return str(unicodedata.decimal(c))
    if c in _MINUS:
        return "-"
    if "\N{FULLWIDTH EXCLAMATION MARK}" <= c <= "\N{FULLWIDTH TILDE}":
        return chr(ord(c) - 0xFEE0)  # ASCII's own, as Japanese and Chinese keyboards type them
    if c in _QUOTES:
        return "'"
    match unicodedata.category(c):
        case "Cf":  # Direction marks: Babel prints them around numbers in Arabic, Hebrew and Persian.
            return ""
        case "Zs":
            return _NO_BREAK
        case "Cc":
            return " "
    return c


def read_number(text: str, locale: str, *, in_line: bool = False, settled: bool = True) -> Decimal:
    """The number in `text`, which holds nothing else. Raises Unreadable.

    A mark that can only be one thing is that thing in every locale ("1,234.5" and "1.234,5" are both 1234.5;
    "1,5" cannot be thousands). With three digits behind it a mark may be either: thousands, where the locale groups
    them so. Where it is the locale's mark for a fraction, it is one if that is `settled`; otherwise, and where it is
    neither, Unclear is raised, since people also type what they see in other languages. So it is for "84 100" with more
    words to come (`in_line`), unless the locale writes thousands that way.
    """
    if len(text) > LONGEST:
        raise Unreadable(TOO_LONG)
    body = plain(text)
    if part := _PARTS.get(body[-1:]):
        whole = body[:-1].strip()
        return part if not whole else _with_part(read_number(whole, locale, in_line=in_line, settled=settled), part)
    negative = body.startswith("-")
    body = body[1:].lstrip() if body[:1] in ("-", "+") else body
    if not _BODY.fullmatch(body):
        raise Unreadable
    mark = _decimal_mark(body, locale, settled=settled)
    whole, _, fraction = body.partition(mark) if mark else (body, "", "")
    if not _is_whole(whole or "0") or (mark and not fraction.isdecimal()):
        raise Unreadable
    if in_line and " " in whole and not group_mark(locale).isspace():
        joined = whole.replace(" ", "")
        raise Unclear(
            words(
                "That could be {joined}, or {first} and a note. Type {joined} if that is meant.",
                joined=joined,
                first=whole.split()[0],
            )
        )
    digits = re.sub("[^0-9]", "", whole) or "0"
    number = Decimal(f"{digits}.{fraction}" if fraction else digits)
    return _checked(-number if negative and number else number)


def _with_part(whole: Decimal, part: Decimal) -> Decimal:
    if whole != whole.to_integral_value():
        raise Unreadable
    return whole - part if whole < 0 else whole + part


def read_magnitude(text: str, locale: str, *, in_line: bool = False, settled: bool = True) -> Decimal:
    """As `read_number`, and "3.4k", "2m", "1.5 billion", "2,5 Mrd." for thousands, millions and so on. A letter alone
    stands at its number ("5 m" may be anything).
    """
    text = text.strip()
    if len(text) > LONGEST:
        raise Unreadable(TOO_LONG)
    found = _WITH_MAGNITUDE.fullmatch(text)
    sizes = magnitudes(locale).get(folded(found["word"])) if found else None
    if found is None or sizes is None or (found["gap"] and len(found["word"]) == 1 and found["word"].isascii()):
        return read_number(text, locale, in_line=in_line, settled=settled)
    number = read_number(found["number"], locale, in_line=in_line, settled=settled)
    if len(sizes) > 1:
        small, large = (_checked(number * size) for size in sorted(sizes))
        raise Unclear(
            words(
                '"{word}" says two things: {one} or {other}. Type the number in digits.',
                word=found["word"],
                one=_in_digits(small),
                other=_in_digits(large),
            ),
            numbers=(small, large),
        )
    (size,) = sizes
    return _checked(number * size)


_WITH_MAGNITUDE = re.compile(r"(?P<number>.*[\d½¼¾])(?P<gap>\s*)(?P<word>[^\d\s½¼¾][^\d]*)", re.DOTALL)


def _in_digits(number: Decimal) -> str:
    return f"{number.normalize():f}"


def _decimal_mark(body: str, locale: str, *, settled: bool) -> str | None:
    """Which mark in `body` comes before the fraction, if any does."""
    if _ARABIC_POINT in body:
        return _ARABIC_POINT
    points, commas = body.count("."), body.count(",")
    if points and commas:
        return max(".,", key=body.rfind)
    if points + commas != 1:
        return None
    mark = "." if points else ","
    whole, fraction = body.split(mark)
    if len(fraction) != 3 or not re.fullmatch("[1-9][0-9]{0,2}", whole):
        return mark
    if not is_known(locale):
        raise _unclear_without_locale(whole, mark, fraction)
    if mark == group_mark(locale):
        return None
    if settled and mark == decimal_mark(locale):
        return mark
    raise Unclear(
        words(
            "That could be {one} or {other}. Type the one that you mean.",
            one=f"{whole}{fraction}",
            other=f"{whole}{decimal_mark(locale)}{unmistakable(fraction)}",
        ),
        depends_on_marks=True,
    )


def unmistakable(fraction: str) -> str:
    """The digits of a fraction, in a number of places that groups nothing in any language: not three."""
    shortest = fraction.rstrip("0") or "0"
    return shortest if len(shortest) != 3 else f"{shortest}0"


def _unclear_without_locale(whole: str, mark: str, fraction: str) -> Unclear:
    thousands, decimal = f"{whole}{fraction}", f"{whole}.{fraction}0"  # four places group nothing, in any language
    by_thousands, by_decimals = (WITH_COMMA, WITH_POINT) if mark == "." else (WITH_POINT, WITH_COMMA)
    return Unclear(
        words(
            "That could be {thousands}, or {decimal} with decimals: Slack has not told your language yet. "
            "Type the one that you mean.",
            thousands=thousands,
            decimal=decimal,
        ),
        ((by_thousands, thousands), (by_decimals, words("{decimal} with decimals", decimal=decimal))),
    )


def _is_whole(whole: str) -> bool:
    return bool(_WHOLE.fullmatch(whole) or _INDIAN_WHOLE.fullmatch(whole))


def _checked(number: Decimal) -> Decimal:
    if not fits(number):
        raise Unreadable(TOO_MANY_DIGITS)
    return number


@lru_cache(maxsize=1024)
def grouped(whole: int, locale: str) -> str:
    """A whole number as `digits` prints it."""
    return str(whole) if 0 <= whole < 1000 else digits(Decimal(whole), locale)


def print_percent(p: Decimal, locale: str) -> str:
    """A share such as a progress or a rate as whole percent: 0.5 is "50 %", −0.25 "−25 %", 1.25 "125 %". It is "100 %"
    only where nothing is missing and nothing too much: 0.996 is "99.6 %".
    """
    return f"{digits(rounded_beside(p * 100, 0, Decimal(100)), locale)} %"


def print_in_short(amount: Decimal, locale: str) -> str:
    """A large amount along a scale, to three digits: "12.5M", "3 Mio." """
    printed: str = format_compact_decimal(amount, locale=locale_for(locale), fraction_digits=1)
    return printed.replace("-", "−")


@lru_cache(maxsize=4096)
def digits(amount: Decimal, locale: str, *, least_places: int = 0) -> str:
    """Every digit of the amount, grouped and pointed by the locale, with a true minus sign. Where that is not known,
    nothing is grouped and three places get a fourth: "1,234" and "1.234" would say two things.
    """
    with wide():
        printed: str = _pattern(locale, least_places).apply(
            amount.normalize() + 0, locale_for(locale), decimal_quantization=False
        )
    if not is_known(locale) and _LIKE_THOUSANDS.fullmatch(printed):
        printed += "0"
    return printed.replace("-", "−")


@lru_cache(maxsize=256)
def _pattern(locale: str, least_places: int) -> NumberPattern:
    """The locale's own pattern, with room for every digit of a fraction."""
    whole = locale_for(locale).decimal_formats[None].pattern.split(".")[0] if is_known(locale) else "0"
    return parse_pattern(f"{whole}.{'0' * least_places}{'#' * 20}")


def readable(amount: Decimal) -> Decimal:
    """Three significant digits at least for what is above 1, two for what is below; whole numbers from 100 on."""
    size = abs(amount)
    if size >= 100:
        return rounded(amount, 0)
    if size >= 10:
        return rounded(amount, 1)
    return rounded(amount, max(2, 1 - size.adjusted()) if size else 0)


def rounded(amount: Decimal, places: int) -> Decimal:
    with wide():
        return amount.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP) + 0


def rounded_beside(amount: Decimal, places: int, *limits: Decimal) -> Decimal:
    """The amount rounded to `places`, or to as many more as keep it on its side of each limit: what is above a limit of
    8 is never printed as 8, nor what is below.
    """
    printed = rounded(amount, places)
    while any(printed.compare(limit) != amount.compare(limit) for limit in limits):
        places += 1
        printed = rounded(amount, places)
    return printed
