"""Currency signs and codes: how an amount's unit may be typed, and on which side of the digits it is printed."""

from functools import lru_cache

from babel.numbers import get_currency_symbol, is_currency

from bot.domain.locales import locale_for

# The signs that people type, with the currencies that go by them; the first is meant where nothing else is known.
SIGNS = {
    "$": ("USD", "AUD", "CAD", "HKD", "MXN", "NZD", "SGD", "TWD"),
    "£": ("GBP",),
    "€": ("EUR",),
    "¥": ("JPY", "CNY"),
    "₹": ("INR",),
    "kr": ("SEK", "DKK", "NOK", "ISK"),
}


@lru_cache(maxsize=256)
def spellings(unit: str, locale: str) -> tuple[str, ...]:
    """Every way in which an amount in `unit` may name it, longest first. Without a unit, every sign is accepted."""
    if not unit:
        return tuple(SIGNS)
    code = code_of(unit)
    found = {unit}
    if code:
        found |= {code, get_currency_symbol(code, locale_for(locale)), get_currency_symbol(code, "en_US")}
        found |= {sign for sign, codes in SIGNS.items() if code in codes}
    return tuple(sorted(found, key=lambda s: (-len(s), s)))


def with_unit(digits: str, unit: str, locale: str) -> str:
    """Unsigned digits with the currency where the locale puts it: "£3,400", "3.400 €"."""
    if not unit:
        return digits
    sign = get_currency_symbol(unit.upper(), locale_for(locale)) if _is_code(unit) else unit
    pattern = locale_for(locale).currency_formats["standard"].pattern.split(";")[0]
    if pattern.index("¤") > pattern.index("0"):
        return f"{digits} {sign}"
    gap = " " if sign[-1].isalpha() or not pattern.lstrip("\u200e\u200f").startswith(("¤#", "¤0")) else ""
    return f"{sign}{gap}{digits}"


def code_of(unit: str) -> str | None:
    """The code of a currency, whichever way it is written; None for what is none."""
    if _is_code(unit):
        return unit.upper()
    return SIGNS.get(unit.lower(), (None,))[0]


def _is_code(unit: str) -> bool:
    return len(unit) == 3 and bool(is_currency(unit.upper(), "en"))
