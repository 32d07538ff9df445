"""Slack's locale tags as Babel locales, and the few conventions of a locale that reading needs."""

from copy import deepcopy
from functools import cache, lru_cache

from babel import Locale, UnknownLocaleError, localedata
from babel.numbers import get_decimal_symbol, get_group_symbol

UNKNOWN = ""
"""The tag of a person whose language Slack has not told. What reads otherwise in another language is asked about, and
numbers are printed for them so that they read the same in every one.
"""

WITH_POINT, WITH_COMMA = "en-GB", "de-DE"
"""One locale for each way to write thousands and fractions: 1,234.5 and 1.234,5."""

_FALLBACK = "en_GB"
_SLACKS_OWN = {"es_LA": "es_419"}  # Slack's tag for Latin American Spanish; LA is Laos elsewhere.
_MAX_TAG = 35


def is_known(tag: str) -> bool:
    """Whether the tag is a person's own, as Slack told it."""
    return tag != UNKNOWN


@lru_cache(maxsize=128)
def locale_for(tag: str) -> Locale:
    """The locale of a tag such as "en-GB"; its language alone for an unknown country, British English at worst."""
    whole = tag[:_MAX_TAG].replace("-", "_")
    whole = _SLACKS_OWN.get(whole, whole)
    for candidate in (whole, whole.split("_")[0], _FALLBACK):
        try:
            locale = Locale.parse(candidate)
        except (UnknownLocaleError, ValueError, TypeError):
            continue
        _give_names_of_its_own(str(locale))
        return locale
    raise AssertionError("Babel always knows the fallback")


@cache  # once for each of the locales that Babel has, however many tags lead to it
def _give_names_of_its_own(locale: str) -> None:
    """Babel 2.18 lets languages share what they inherit, and writes the names of one into all of them: once a Japanese
    month has been looked up, a German one stands alone as "3月".
    """
    data = localedata.load(locale)
    for names in ("months", "days"):
        data[names] = deepcopy(data[names])


@lru_cache(maxsize=128)
def decimal_mark(tag: str) -> str:
    """ "," where the locale writes 84,5, and "." elsewhere."""
    return "," if get_decimal_symbol(locale_for(tag)) == "," else "."


@lru_cache(maxsize=128)
def group_mark(tag: str) -> str:
    """What the locale puts between thousands: a comma, a point, an apostrophe, or one of several spaces."""
    return get_group_symbol(locale_for(tag))
