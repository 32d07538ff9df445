"""The words that belong to a number and change it: units, magnitudes, currencies, and what one number is joined to
another by. From CLDR, in English and in the language of whoever typed; a small table of our own has what CLDR lacks.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Literal

from babel import Locale
from babel.numbers import get_currency_name, is_currency
from babel.units import format_unit

from bot.domain.locales import locale_for


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_SECONDS = {
    "duration-hour": 3_600,
    "duration-minute": 60,
    "duration-day": 86_400,
    "duration-week": 604_800,
    "duration-second": 1,
}
_OTHER_UNITS = _words(
    "duration-month duration-quarter duration-year duration-millisecond percent concentr-permille"
    " length-kilometer length-meter length-centimeter length-millimeter length-mile length-yard length-foot"
    " mass-tonne mass-kilogram mass-gram mass-milligram mass-pound mass-ounce"
    " volume-cubic-meter volume-hectoliter volume-liter volume-milliliter volume-gallon"
    " area-square-kilometer area-hectare area-square-meter area-acre"
    " digital-terabyte digital-gigabyte digital-megabyte digital-kilobyte"
    " energy-kilowatt-hour power-kilowatt power-megawatt temperature-celsius temperature-fahrenheit"
    " speed-kilometer-per-hour speed-mile-per-hour"
)
_LENGTHS: tuple[Literal["long"], Literal["short"], Literal["narrow"]] = ("long", "short", "narrow")
_COUNTS = (1, 2, 5, 11)
"""Each language's plural forms are among those for these numbers."""

_OWN_TIMES = {
    "h": 3_600, "hr": 3_600, "hrs": 3_600, "std": 3_600, "stdn": 3_600, "min": 60, "mins": 60, "m": 60, "d": 86_400,
    "w": 604_800, "wk": 604_800, "wks": 604_800, "s": 1, "sec": 1, "secs": 1,
}  # fmt: skip
_OWN_MAGNITUDES = {
    "k": 3, "m": 6, "mn": 6, "mln": 6, "mio": 6, "mill": 6, "bn": 9, "mrd": 9, "tsd": 3, "thousands": 3, "millions": 6,
    "billions": 9, "lakh": 5, "lakhs": 5, "crore": 7, "crores": 7,
}  # fmt: skip
_HUNDRED = {
    "en": _words("hundred hundreds"), "de": _words("hundert"), "fr": _words("cent cents"), "it": _words("cento"),
    "es": _words("cien ciento cientos"), "pt": _words("cem cento centos"), "nl": _words("honderd"),
    "sv": _words("hundra"), "da": _words("hundrede"), "nb": _words("hundre"), "pl": _words("sto"),
}  # fmt: skip
_LETTERS_OF_THEIR_OWN = frozenset("km")
"""Other single letters (CLDR has "t" for a trillion) are read as no magnitude: it would be too large a mistake."""
_SEVERAL = {"dozen": 12, "dozens": 12, "dutzend": 12, "douzaine": 12, "douzaines": 12, "docena": 12, "dozijn": 12}
_SPELLINGS_OF_PERCENT = {"%", "٪", "percent", "pct", "per cento"}
_FRACTIONS = {
    "half", "halves", "quarter", "quarters", "halb", "halbe", "einhalb", "demi", "demie", "medio", "media", "mezzo",
    "mezza", "halve", "halvt",
}  # fmt: skip

USUAL_CURRENCIES = ("USD", "GBP", "EUR", "JPY", "INR", "SEK", "DKK", "CHF", "PLN", "BRL")
_NOUN_FIRST = _words("fr es pt it ca ro pl")
"""Languages that say "livres sterling", where others say "British pounds"."""
_PARTS_OF_MONEY = _words("cent cents centimes pence penny p rappen öre øre tkr mkr mnkr mdkr")
_THOUSANDS_OF_MONEY = re.compile(r"(?:t|k|m|tsd|mio|mrd|mn|mln|bn)\.?(?P<currency>[a-z]{3}|[£$€¥₹])")
"""What stands in a report's heading: "TEUR", "k€", "MSEK"."""
_LIKELY_LANGUAGES = ("en-US", "de-DE", "fr-FR", "es-ES", "pt-BR", "it-IT", "nl-NL", "sv-SE", "da-DK", "pl-PL", "ja-JP")

_LONG = 4
_SHORT_BUT_CLEAR = _words("mil mld tys sek dagar")
_OTHER_WORDS_TOO = _words("time timer timers cent cents cento cien ciento mille sett secondo segundo seconde milia")
"""Units somewhere, and ordinary words elsewhere."""

MORE_OR_LESS = _words(
    "more fewer less mehr weniger plus moins más mas menos mais meer minder flere færre fler färre więcej mniej più"
    " meno another"
)
"""After a number they make it a difference: "3 more"."""

MORE_OR_LESS_IN_TWO = frozenset(["in più", "in meno"])

PARTS_OF_A_HUNDREDTH = _words("bps bp basis basispunkte permille promille promil pour-mille ‰ ‱")
"""Beside a percentage they make another one of it."""

NEGATIONS = _words("not nicht pas niet inte ikke")
"""Alone behind a yes they turn it around."""

CALCULATING = _words("minus times mal fois gånger keer volte vezes veces razy gange")
"""Between two numbers they make a sum of them."""

JOINING = _words(
    "to till until or and of from out bis zu oder und von aus à a ou et de sur o y e da di su entro of en van uit"
    " naar tot eller och og av af til till i do lub z × x から eine einen einer ein une una uno uma um een ett"
)
"""Between two numbers they make one of them: a range, a change, a part of a whole."""

CORRECTING = _words(
    "no nope sorry oops oop wait actually rather correction corrected correctly meant mean make that should be i"
    " instead nein ne nee äh ähm quatsch korrektur richtig doch vielmehr besser non pardon plutôt enfin"
    " désolé oups correction perdón perdon digo mejor corrección quise decir não nao desculpe desculpa aliás alias"
    " correção anzi scusa scusate non correzione nej oj ojdå förlåt rättelse fel undskyld rettelse"
    " beklager nie przepraszam raczej korekta いや 訂正 正しくは لا"
)
"""Between two numbers they take the first one back: "84 no, 86", "84 sorry, I mean 86"."""

PER = _words("per pro par por je à al alla a each every jede jeden chaque cada")

_NOT_A_UNIT = _words("a an in at as to or on no of t d c pt bar the am im al du de la le da do na e o y i")
"""Notes begin with these, whatever unit they are short for somewhere."""


def folded(word: str) -> str:
    """The word as it stands in the tables: in lower case, without the point of an abbreviation."""
    return unicodedata.normalize("NFKC", word).casefold().strip(" .\N{NO-BREAK SPACE}")


@lru_cache(maxsize=128)
def seconds_by_word(locale: str) -> Mapping[str, int]:
    """How many seconds each word for a time of fixed length is: from seconds to weeks."""
    found = dict(_OWN_TIMES)
    for where in _languages(locale):
        for unit, size in _SECONDS.items():
            for word in _names(unit, where, narrow=True):
                found.setdefault(word, size)
    return found


@lru_cache(maxsize=256)
def seconds_of(unit: str, locale: str) -> int | None:
    """How many seconds the unit of an indicator is, whose language need not be that of whoever types; None for a unit
    of something else.
    """
    tables = (seconds_by_word(tag) for tag in (locale, *_LIKELY_LANGUAGES))
    return next((table[folded(unit)] for table in tables if folded(unit) in table), None)


@lru_cache(maxsize=128)
def unit_words(locale: str) -> frozenset[str]:
    """Every word for a unit, in whatever number."""
    found = set(seconds_by_word(locale))
    for where in _languages(locale):
        for unit in _OTHER_UNITS:
            found.update(_names(unit, where))
    return frozenset(found - _NOT_A_UNIT)


@lru_cache(maxsize=128)
def percent_words(locale: str) -> tuple[str, ...]:
    """The sign and the words for percent, longest first."""
    named = {word for where in _languages(locale) for word in _names("percent", where)}
    found = named | _SPELLINGS_OF_PERCENT
    return tuple(sorted(found, key=lambda word: (-len(word), word)))


@lru_cache(maxsize=128)
def months_and_years(locale: str) -> frozenset[str]:
    """The words for times that are not always of the same length."""
    return frozenset(
        word
        for where in _languages(locale)
        for unit in ("duration-month", "duration-quarter", "duration-year")
        for word in _names(unit, where)
    )


@lru_cache(maxsize=128)
def magnitudes(locale: str) -> Mapping[str, frozenset[int]]:
    """What each word for a magnitude multiplies by. A word may say two things: "billion" is a thousand times as much in
    German as in English.
    """
    found: dict[str, set[int]] = {}
    for where in _languages(locale):
        for word, exponent in _magnitudes_of(where):
            found.setdefault(word, set()).add(10**exponent)
    for word, exponent in _OWN_MAGNITUDES.items():
        found.setdefault(word, {10**exponent})
    hundreds = {word for where in _languages(locale) for word in _HUNDRED.get(where.language, ())}
    found |= {word: {100} for word in hundreds} | {word: {size} for word, size in _SEVERAL.items()}
    return {word: frozenset(sizes) for word, sizes in found.items() if not _is_too_short(word)}


@lru_cache(maxsize=256)
def currency_names(code: str, locale: str) -> frozenset[str]:
    """What a currency is called in words: "pounds", "British pounds", "livres sterling"."""
    found: set[str] = set()
    for where in _languages(locale):
        names = {folded(get_currency_name(code, count=count, locale=where)) for count in _COUNTS}
        place = 0 if where.language in _NOUN_FIRST else -1
        found |= names | {name.split()[place] for name in names}
    return frozenset(found)


@lru_cache(maxsize=128)
def currency_words(locale: str) -> frozenset[str]:
    """The names of the usual currencies, and of their parts."""
    return _PARTS_OF_MONEY.union(*(currency_names(code, locale) for code in USUAL_CURRENCIES))


@lru_cache(maxsize=1)
def _in_likely_languages() -> frozenset[str]:
    found: set[str] = set()
    for tag in _LIKELY_LANGUAGES:
        found |= {word for word in (*seconds_by_word(tag), *magnitudes(tag)) if word.isalpha()}
    long = {word for word in found if len(word) >= _LONG or not word.isascii()}
    return frozenset(long | _SHORT_BUT_CLEAR) - _OTHER_WORDS_TOO


def is_foreign_unit(word: str) -> bool:
    """Whether the word is a time or a magnitude in some language that the person's Slack need not be in: with an
    English Slack too, "90 Minuten" are no 90 hours.
    """
    return folded(word) in _in_likely_languages()


def foreign_magnitudes(word: str) -> frozenset[int]:
    """What a word of some likely language multiplies by: one number, or more where the languages differ."""
    return frozenset().union(*(magnitudes(tag).get(folded(word), frozenset()) for tag in _LIKELY_LANGUAGES))


def is_currency_sign(word: str) -> bool:
    """Whether the word is a sign such as "€", or a code such as "EUR"; in small letters "all" and "try" are words."""
    sign = word.strip(".,;:")
    many = _THOUSANDS_OF_MONEY.fullmatch(folded(sign))
    if many and sign != sign.lower():
        return is_currency_sign(many["currency"].upper())
    return any(unicodedata.category(c) == "Sc" for c in sign) or (
        len(sign) == 3 and sign.isupper() and bool(is_currency(sign, "en"))
    )


def is_fraction(word: str) -> bool:
    """Whether the word is a part of one: "½", "half"."""
    return folded(word) in _FRACTIONS or any(unicodedata.category(c) == "No" for c in word)


def _languages(locale: str) -> tuple[Locale, Locale]:
    return locale_for(locale), locale_for("en-US")


def _is_too_short(word: str) -> bool:
    return len(word) == 1 and word.isascii() and word not in _LETTERS_OF_THEIR_OWN


def _names(unit: str, where: Locale, *, narrow: bool = False) -> Iterator[str]:
    for length in _LENGTHS if narrow else _LENGTHS[:2]:
        for count in _COUNTS:
            printed = format_unit(count, unit, length, locale=where)
            name = folded(re.sub(r"\d+", "", printed))
            if name and "-" not in name:  # where a length is missing, Babel prints the unit's own id
                yield name


def _magnitudes_of(where: Locale) -> Iterator[tuple[str, int]]:
    for forms in where.compact_decimal_formats.values():
        for by_size in forms.values():
            for size, pattern in by_size.items():
                text = getattr(pattern, "pattern", str(pattern))
                zeros = text.count("0")
                word = folded(text.replace("0", "").replace("'", ""))
                if word and zeros:
                    yield word, len(size) - zeros
