"""Stretches of days as people type them: "24 December", "1 to 8 June", "24 December 2026 – 2 January 2027"."""

import re
from collections.abc import Iterator
from datetime import date

from bot.domain.dates import Prefer, parse_date
from bot.domain.typed_text import shown
from bot.errors import UserError

_BETWEEN = re.compile(r"\s+(?:to|until|till|through|and|bis|und|au|al|a|t/m|tot|til|till|až|do)\s+|\s*[–—]\s*|\s+-\s+")
_DASH = re.compile(r"(?<=\d)-(?=\d)")
_DAY_ALONE = re.compile(r"(\d{1,2})(?:st|nd|rd|th|er|\.|º)?")
_FROM = re.compile(r"(?:from|between|von|vom|du|del|dal|vanaf|från|fra|od)\s+", re.IGNORECASE)


def parse_span(text: str, *, today: date, locale: str, prefer: Prefer = "future") -> tuple[date, date]:
    """The first and the last day of what was typed; the same day twice for a single one.

    Where the first has no month or year, it has the last one's, or the year before. Raises UserError for what is no
    stretch of days, and for one that ends before it begins.
    """
    typed = _FROM.sub("", text.strip(), count=1) if _FROM.match(text.strip()) else text.strip()
    try:
        only = parse_date(typed, today=today, locale=locale, prefer=prefer)
    except UserError as problem:
        for first, last in _halves(typed):
            try:
                return _span(first, last, today=today, locale=locale, prefer=prefer)
            except _NotAStretch:
                continue
        raise problem
    return only, only


class _NotAStretch(Exception):
    """One of the two is no day."""


def _halves(text: str) -> Iterator[tuple[str, str]]:
    """Every way to take the text as two days, with what stands between them gone."""
    for pattern in (_BETWEEN, _DASH):
        for found in pattern.finditer(text):
            first, last = text[: found.start()].strip(), text[found.end() :].strip()
            if first and last:
                yield first, last


def _span(first: str, last: str, *, today: date, locale: str, prefer: Prefer) -> tuple[date, date]:
    try:
        ends_on = parse_date(last, today=today, locale=locale, prefer=prefer)
    except UserError:
        raise _NotAStretch from None
    begins_on = _begins_on(first, ends_on, today=today, locale=locale)
    if begins_on > ends_on:
        raise UserError(
            '"{typed}" ends before it begins: {first} is after {last}. Type the earlier day first.',
            typed=shown(f"{first} – {last}", 60),
            first=begins_on,
            last=ends_on,
        )
    return begins_on, ends_on


def _begins_on(first: str, ends_on: date, *, today: date, locale: str) -> date:
    if found := _DAY_ALONE.fullmatch(first):
        try:
            return ends_on.replace(day=int(found[1]))
        except ValueError:
            raise _NotAStretch from None
    try:
        # As seen from its end: of "24 December to 2 January 2027", the first is in the year before.
        has_year = re.search(r"\d{4}", first) is not None
        seen_from = ends_on if not has_year and any(each.isdigit() for each in first) else today
        return parse_date(first, today=seen_from, locale=locale, prefer="past" if seen_from == ends_on else "future")
    except UserError:
        raise _NotAStretch from None
