"""A target as people type it in one line: the value or its limits, by when, from where, and why.

The little words that part it are known in the languages that this table has, whichever the person's is: what stands
behind them decides whether they were meant, so that "do" is the Polish "by" only before a day.
"""

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from itertools import islice

from bot.domain.dates import parse_date
from bot.domain.typed_text import shown, spaced
from bot.errors import UserError
from bot.words import words

_ONE_WORD = (
    "by|until|till|before|bis|vor|avant|hasta|antes|até|entro|tegen|vóór|voor|tot|senast|til|innan|inden|før|do|le|au"
    "|pour|para"
)
_TWO_WORDS = (
    "bis zum|bis am|vor dem|d'ici au|d'ici le|d'ici|jusqu'au|jusqu'en|avant le|pour le|hasta el|antes del|antes de"
    "|para el|até o|até a|até ao|antes do|entro il|entro la|entro fine|fino al|prima del|senast den|till den"
)
# Phones and Macs type ’ for '.
BEFORE_A_DAY = re.compile(rf"(?:^|(?<= ))(?:{_TWO_WORDS}|{_ONE_WORD}) ".replace("'", "['’]"), re.IGNORECASE)
_BEFORE_PERHAPS_A_DAY = re.compile(r"(?<= )(?:on|am|el|il|op|den|em|på) ", re.IGNORECASE)
"""These mean a target's day only where one follows: "on time" may be the label of a scale."""
_TO = re.compile(r"(?:to|auf|à|a|op|till|til|na) (?=[\d<>=≤≥⩽⩾])", re.IGNORECASE)
_IN_A_DAY = "0123456789年月日/.-"
_MOST_WORDS = 4
"""Each is tried, and reading a day takes time in step with the text."""
_BECAUSE = re.compile(
    r"(?:^|\s)(?:because|weil|denn|parce que|car|puisque|porque|perché|poiché|omdat|eftersom|fordi|ponieważ)"
    r"(?:\s+(?P<reason>.*))?$",
    re.IGNORECASE | re.DOTALL,
)
_FROM = re.compile(r"(?:^|(?<= ))(?:from|von|desde|de|da|van|från|fra|od) ", re.IGNORECASE)
_ON = re.compile(r" (?:on|am|vom|le|el|em|il|op|den|d\.) ", re.IGNORECASE)

# In text whose white space is folded: with `\s+` on both sides of `.+?` each would try every way to share out a run.
_AT_MOST = (
    r"at most|no more than|not more than|max(?:imum|imal)?\.?|up to|höchstens|au plus|au maximum|como máximo|máximo"
    r"|no máximo|al massimo|massimo|hoogstens|maximaal|högst|højst|najwyżej"
)
_AT_LEAST = (
    r"at least|no less than|not less than|min(?:imum|imal)?\.?|mindestens|au moins|au minimum|como mínimo|al menos"
    r"|mínimo|pelo menos|no mínimo|almeno|minimo|minstens|minimaal|minst|mindst|co najmniej"
)
_LIMITS = re.compile(
    r"(?:between|zwischen|entre|tra|tussen|mellan|mellem|między) (?P<low>.+?)"
    r" (?:and|und|et|y|e|en|och|og|i) (?P<high>.+)"
    rf"|(?:(?:{_AT_MOST}) |(?:<=|=<|≤|⩽) ?)(?P<most>.+)|(?:(?:{_AT_LEAST}) |(?:>=|=>|≥|⩾) ?)(?P<least>.+)"
    r"|(?P<most_behind>.+?) (?:or less|or fewer|oder weniger|ou moins|o menos|o meno|au plus|höchstens)"
    r"|(?P<least_behind>.+?) (?:or more|oder mehr|ou plus|o más|ou mais|o più|au moins|mindestens)",
    re.IGNORECASE,
)
_OPEN = re.compile(r"(?P<sign>[<>])(?![<>=])\s*(?P<value>.+)")


@dataclass(frozen=True)
class TargetLine:
    """The parts of the line. `amount` is a value or its limits, and `baseline` the value from which it goes, with its
    day; both as typed.
    """

    amount: str
    due_on: date | None = None
    baseline: tuple[str, date] | None = None
    reason: str = ""


@dataclass(frozen=True)
class Limits:
    """What was typed as the lowest and the highest value; one of them may be left open."""

    low: str = ""
    high: str = ""


def parse_target_line(text: str, *, today: date, locale: str) -> TargetLine:
    """`85 by 30 June`, `between 5 and 10`, `<=4 h bis 1. Mai`, with `from 72 on 2 March` and `because …` anywhere after
    the value. Raises UserError for a day that is none.
    """
    text, reason = take_reason(text)
    text = spaced(text)
    text, baseline = _take_baseline(text, today=today, locale=locale)
    text, due_on = _take_day(text, today=today, locale=locale)
    amount = text.strip()
    if to := _TO.match(amount):
        amount = amount[to.end() :]
    return TargetLine(amount, due_on, baseline, reason)


@dataclass(frozen=True)
class BaselineLine:
    """What follows the indicator where its start is given: the value as typed, its day, and why it changes."""

    amount: str
    on: date | None = None
    reason: str = ""


def parse_baseline_line(text: str, *, today: date, locale: str) -> BaselineLine:
    """`72 on 2 March because …`. What is no day belongs to the value."""
    text, reason = take_reason(text)
    text = spaced(text).strip()
    for found in reversed(list(_ON.finditer(text))[-_MOST_WORDS:]):
        with suppress(UserError):
            day = parse_date(text[found.end() :], today=today, locale=locale, prefer="past")
            return BaselineLine(text[: found.start()].strip(), day, reason)
    return BaselineLine(text, None, reason)


def take_reason(text: str) -> tuple[str, str]:
    """The text before `because`, and what stands behind it."""
    because = _BECAUSE.search(text)
    if because is None:
        return text, ""
    return text[: because.start()], (because["reason"] or "").strip()


def limits_of(text: str) -> Limits | None:
    """The limits in "between 5 and 10", "at most 10", "≤10", "5 or more"; None where it is one value.

    Raises UserError for "<10", which leaves its own value out: a target that is reached is one that includes it.
    """
    text = spaced(text)
    found = _LIMITS.fullmatch(text)
    if found is None:
        if leaves_out := _OPEN.fullmatch(text):
            refusal = _BELOW if leaves_out["sign"] == "<" else _ABOVE
            raise UserError(refusal.filled(typed=shown(text), value=shown(leaves_out["value"])))
        return None
    low = found["low"] or found["least"] or found["least_behind"] or ""
    return Limits(low.strip(), (found["high"] or found["most"] or found["most_behind"] or "").strip())


_BELOW = words('"{typed}" leaves {value} itself out, and a target includes its value. Type at most, and the value.')
_ABOVE = words('"{typed}" leaves {value} itself out, and a target includes its value. Type at least, and the value.')


def _take_baseline(text: str, *, today: date, locale: str) -> tuple[str, tuple[str, date] | None]:
    # Only the first of these words is looked at: where no day follows it, none follows a later one.
    begins = _FROM.search(text)
    on = _ON.search(text, begins.end()) if begins else None
    if begins is None or on is None:
        return text, None
    ends = min((found.start() for found in BEFORE_A_DAY.finditer(text, on.end())), default=len(text))
    day = parse_date(text[on.end() : ends], today=today, locale=locale, prefer="past")
    return f"{text[: begins.start()]}{text[ends:]}", (text[begins.end() : on.start()], day)


def _take_day(text: str, *, today: date, locale: str) -> tuple[str, date | None]:
    until = text.removesuffix("に")
    if until.endswith("まで"):
        until = until.removesuffix("まで")
        rest = until.rstrip(_IN_A_DAY)
        return rest, parse_date(until[len(rest) :], today=today, locale=locale)
    refused: UserError | None = None
    for found in islice(BEFORE_A_DAY.finditer(text), _MOST_WORDS):
        try:
            return text[: found.start()], parse_date(text[found.end() :], today=today, locale=locale)
        except UserError as problem:
            refused = refused or problem
    if refused is not None:
        raise refused
    for found in islice(_BEFORE_PERHAPS_A_DAY.finditer(text), _MOST_WORDS):
        with suppress(UserError):
            return text[: found.start()], parse_date(text[found.end() :], today=today, locale=locale)
    return _take_day_at_the_end(text, today=today, locale=locale)


def _take_day_at_the_end(text: str, *, today: date, locale: str) -> tuple[str, date | None]:
    """ "85 30 June". Only what has a word and a number in it: "1/2" may be half of something, and "friday" a label."""
    words_in_it = text.rsplit(" ", _MOST_WORDS)
    for place in range(1, len(words_in_it)):
        ending = " ".join(words_in_it[place:])
        if not any(map(str.isalpha, ending)) or not any(map(str.isdecimal, ending)):
            continue
        with suppress(UserError):
            return " ".join(words_in_it[:place]), parse_date(ending, today=today, locale=locale)
    return text, None
