"""How a target is to be reached, as people type it: milestones, steps, a straight line, nothing before a day, or
the shape of last year.
"""

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bot.domain.dates import parse_date
from bot.domain.target_lines import parse_target_line, take_reason
from bot.domain.targets import PathKind
from bot.domain.typed_text import shown, spaced
from bot.errors import UserError

ReadValue = Callable[[str], Decimal]
"""Reads a value as it was typed. Raises UserError."""

Points = tuple[tuple[date, Decimal], ...]

MOST_POINTS = 50
_MOST_WORDS_OF_A_DAY = 4
_STRAIGHT = re.compile(
    r"(?:in )?(?:a )?(?:straight(?: line)?|gerade|geradlinig|linear|droit|linéaire|recta?|lineal|lineare)",
    re.IGNORECASE,
)
_WAITING = re.compile(
    r"(?:nothing|none|nichts|rien|nada|niente|niets)(?: expected)? "
    r"(?:before|until|till|bis|vor|avant|antes de|hasta|prima del|fino al|voor|tot)"
    r"(?: dem| zum| le| el| il)? (?P<day>.+)",
    re.IGNORECASE,
)
_SEASONAL = re.compile(
    r"(?:in )?(?:the )?(?:season(?:al|s)?|(?:like|as) last year|shape of last year|last year['’]s shape)"
    r"|saisonal|wie letztes jahr|wie im vorjahr|saisonnier|comme l['’]an dernier|comme l['’]année dernière"
    r"|estacional|como el año pasado|stagionale|come l['’]anno scorso|sazonal|como no ano passado|seizoensgebonden",
    re.IGNORECASE,
)
_KIND = re.compile(
    r"(?P<steps>steps?|stufen|in stufen|étapes|paliers|escalones|pasos)"
    r"|(?P<milestones>milestones?|meilensteine?|jalons?|hitos?)",
    re.IGNORECASE,
)
_BETWEEN_POINTS = re.compile(r"\n|;|,(?=\s)|(?<=\d{4}-\d\d-\d\d),")


@dataclass(frozen=True)
class TypedPath:
    """The kind of path with its points, and why it changes, if that was said."""

    kind: PathKind
    points: Points = ()
    reason: str = ""


def parse_path(text: str, *, today: date, locale: str, value: ReadValue, start: Decimal) -> TypedPath:
    """`straight`, `seasonal`, `nothing before 1 May`, `2026-05-01=80 2026-06-01=82`, `steps 1 May 80, 1 June 82`, each
    with `because …` behind it. `start` is the value that holds while nothing is expected. The points of a seasonal path
    are no words of the person's. Raises UserError for anything else.
    """
    rest, reason = take_reason(text)
    in_a_line = spaced(rest).strip()
    if _STRAIGHT.fullmatch(in_a_line):
        return TypedPath(PathKind.STRAIGHT, reason=reason)
    if _SEASONAL.fullmatch(in_a_line):
        return TypedPath(PathKind.SEASONAL, reason=reason)
    if waiting := _WAITING.fullmatch(in_a_line):
        day = parse_date(waiting["day"], today=today, locale=locale)
        return TypedPath(PathKind.DELAYED, ((day, start),), reason)
    kind, rest = PathKind.MILESTONES, rest.strip()
    if named := _KIND.match(rest):
        kind = PathKind.STEPS if named["steps"] else PathKind.MILESTONES
        rest = rest[named.end() :].lstrip(" :\n")
    return TypedPath(kind, parse_points(rest, today=today, locale=locale, value=value), reason)


def parse_points(text: str, *, today: date, locale: str, value: ReadValue) -> Points:
    """Days with their values: `2026-05-01=80 2026-06-01=82`, or one a line, or parted by commas: `1 May 80`, `80 by 1
    May`. Raises UserError.
    """
    parts = [part for part in map(str.strip, _BETWEEN_POINTS.split(text)) if part]
    found: list[tuple[date, Decimal]] = []
    for part in parts:
        found += _with_signs(part, today, locale, value) if "=" in part else [_point(part, today, locale, value)]
        if len(found) > MOST_POINTS:
            raise UserError("A path has up to {most} milestones. Leave some out.", most=MOST_POINTS)
    if not found:
        raise UserError("Say by which day which value is expected, for example: {example}", example="1 May 80")
    return tuple(found)


def _with_signs(part: str, today: date, locale: str, value: ReadValue) -> Points:
    """ "2026-05-01=80 2026-06-01=82": what stands between two signs is a value and the next day."""
    first, *between = part.split("=")
    day, points = parse_date(first, today=today, locale=locale), []
    for place, each in enumerate(between):
        words = each.split()
        if place == len(between) - 1:
            points.append((day, value(" ".join(words))))
            break
        typed, following = _value_and_day(words, part, today, locale)
        points.append((day, value(typed)))
        day = following
    return tuple(points)


def _value_and_day(words: list[str], part: str, today: date, locale: str) -> tuple[str, date]:
    for place in range(max(1, len(words) - _MOST_WORDS_OF_A_DAY), len(words)):
        with suppress(UserError):
            return " ".join(words[:place]), parse_date(" ".join(words[place:]), today=today, locale=locale)
    raise _not_a_point(part)


def _point(part: str, today: date, locale: str, value: ReadValue) -> tuple[date, Decimal]:
    """ "1 May 80", "1 May: 80", "80 by 1 May"."""
    words = spaced(part).replace(": ", " ").split()
    for place in range(min(_MOST_WORDS_OF_A_DAY, len(words) - 1), 0, -1):
        with suppress(UserError):
            day = parse_date(" ".join(words[:place]), today=today, locale=locale)
            return day, value(" ".join(words[place:]))
    with suppress(UserError):
        line = parse_target_line(part, today=today, locale=locale)
        if line.due_on is not None:
            return line.due_on, value(line.amount)
    raise _not_a_point(part)


def _not_a_point(part: str) -> UserError:
    return UserError(
        'In "{typed}" I find no day with a value. Write it like this: {example}', typed=shown(part), example="1 May 80"
    )
