"""What an indicator's values are, and how people type them."""

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from bot.domain import currencies
from bot.domain.exact import fits, round_quotient, wide
from bot.domain.locales import decimal_mark
from bot.domain.numerals import (
    LONGEST,
    TOO_LONG,
    TOO_MANY_DIGITS,
    Unclear,
    Unreadable,
    plain,
    read_magnitude,
    read_number,
    rounded,
)
from bot.domain.typed_text import beginnings, shown, spaced
from bot.errors import Choice, UnclearValue, UserError
from bot.words import Words, sentences, words


class ValueKind(StrEnum):
    """What sort of thing a value is. It decides how the value is typed, printed and combined."""

    NUMBER = "number"
    PERCENT = "percent"
    RATIO = "ratio"
    MONEY = "money"
    DURATION = "duration"
    YES_NO = "yes_no"
    SCALE = "scale"


@dataclass(frozen=True)
class Measure:
    """How an indicator is measured.

    `unit` is the person's own word ("people"), a currency code or sign for money ("GBP", "£"), or "h" or "min"
    for a duration whose bare numbers are hours or minutes. `scale` lists an ordered scale's labels from the
    lowest to the highest.
    """

    kind: ValueKind
    unit: str = ""
    scale: tuple[str, ...] = ()


@dataclass(frozen=True)
class Value:
    """One measured value. `amount` is what all arithmetic uses:

    a number or sum of money as it is; percent in points (84 % is 84); a ratio as a fraction (31 of 50 is 0.62)
    with both parts kept; a duration in minutes; yes and no as 1 and 0; a scale's label as its rank, from 0.
    """

    amount: Decimal
    numerator: Decimal | None = None
    denominator: Decimal | None = None


@dataclass(frozen=True)
class Quantity:
    """A value of this measure, as words take it."""

    value: Value
    measure: Measure


def ratio(numerator: Decimal, denominator: Decimal) -> Value:
    """The value "numerator of denominator". Raises UserError where the denominator is 0: that is no value, and
    not zero.
    """
    if not denominator:
        raise UserError(
            "{numerator} of 0 is no value. Say that there is no data instead: n/d and the reason.",
            numerator=numerator,
        )
    with wide():
        return Value(round_quotient(numerator / denominator), numerator, denominator)


# Reading


def parse_value(
    text: str, measure: Measure, *, locale: str, name: str | None = None, like: Value | None = None
) -> Value:
    """The value that a person typed, read by the conventions of `locale` (a tag as Slack gives it, "en-GB").

    Raises UserError with a sentence that names the indicator `name`, what it needs, with a value of its own (`like`)
    for an example, and what was typed. Whatever `bot.views.amounts` printed is read as the same value.
    """
    try:
        return _read(spaced(text), measure, locale, in_line=False)
    except Unreadable as fault:
        raise _refusal(text, fault, measure, locale, name, like) from None


def parse_goal(
    text: str, measure: Measure, *, locale: str, name: str | None = None, like: Value | None = None
) -> Value:
    """As `parse_value`, for what is aimed at and not measured: a ratio may be given as a percentage, "80 %", since
    that is all there is to it and how limits are printed.
    """
    try:
        return parse_value(text, measure, locale=locale, name=name, like=like)
    except UserError:
        if measure.kind is not ValueKind.RATIO or _without_percent(text) is None:
            raise
        share = Value(rounded(like.amount * 100, 1)) if like is not None else None
        percent = parse_value(text, Measure(ValueKind.PERCENT), locale=locale, name=name, like=share)
        return Value(round_quotient(percent.amount / 100))


def split_value_and_rest(
    text: str, measure: Measure, *, locale: str, name: str | None = None, like: Value | None = None
) -> tuple[Value, str]:
    """The longest beginning of `text` that is a value, and what follows it: "3 h 20 min after lunch" is 200
    minutes and "after lunch".

    Raises UserError where `text` begins with no value, or where it is not clear what of it belongs to the value.
    """
    fault = Unreadable()
    for beginning, end in beginnings(text, most_words=_MOST_WORDS):
        try:
            value = _read(beginning.rstrip(",;:."), measure, locale, in_line=True)
        except Unclear as unclear:
            raise _refusal(text, unclear, measure, locale, name, like) from None
        except Unreadable as unreadable:
            fault = unreadable
        else:
            rest = text[end:].strip()
            if of_the_value := _goes_on(rest, measure):
                why = words(
                    'There "{words}" could belong to the value, or begin a note. Type it as in the example.',
                    words=of_the_value,
                )
                raise _refusal(text, Unclear(why), measure, locale, name, like)
            return value, re.sub(r"^[-–—:;,]+\s+", "", rest)
    raise _refusal(text, fault, measure, locale, name, like)


_MOST_WORDS = 16
"""No value has more words than this."""

_MAGNITUDE = re.compile(r"(?:k|m|mn|bn|mio|thousand|million|billion|lakh|crore)s?\b", re.IGNORECASE)
_GOES_ON = {
    ValueKind.NUMBER: _MAGNITUDE,
    ValueKind.MONEY: _MAGNITUDE,
    ValueKind.PERCENT: re.compile(r"(?:out )?of \d\S*", re.IGNORECASE),
    ValueKind.DURATION: re.compile(r"(?:d|days?|weeks?|months?|years?|s|secs?|seconds?)\b", re.IGNORECASE),
}


def _goes_on(rest: str, measure: Measure) -> str | None:
    """Which words after a value would make it another one: "5" and "thousand", "2" and "days", "40" and "of 50"."""
    words = _GOES_ON.get(measure.kind)
    found = words.match(rest) if words else None
    return found[0] if found else None


def _read(text: str, measure: Measure, locale: str, *, in_line: bool) -> Value:
    """The value that `text` is, with its white space folded."""
    if len(text) > _longest(measure):
        raise Unreadable(TOO_LONG)
    match measure.kind:
        case ValueKind.NUMBER:
            return Value(read_magnitude(_without_unit(text, measure.unit), locale, in_line=in_line))
        case ValueKind.PERCENT:
            bare = _without_percent(text)
            return Value(read_number(text if bare is None else bare, locale, in_line=in_line))
        case ValueKind.RATIO:
            return _read_ratio(text, measure, locale, in_line=in_line)
        case ValueKind.MONEY:
            return Value(read_magnitude(_without_currency(text, measure.unit, locale), locale, in_line=in_line))
        case ValueKind.DURATION:
            return Value(_read_duration(text, measure, locale, in_line=in_line))
        case ValueKind.YES_NO:
            return Value(_read_yes_no(text))
        case ValueKind.SCALE:
            return Value(_read_label(text, measure))


def _longest(measure: Measure) -> int:
    """How long the text of a value can be: two numbers, and a unit or label. What is longer is not looked at."""
    return 3 * LONGEST + max(len(measure.unit), *map(len, measure.scale), 0)


_PERCENT = ("%", "٪", "percent", "pct")


def _without_percent(text: str) -> str | None:
    """The text without the sign or word for percent at its end; None where it ends with none."""
    text = plain(text)
    sign = next((sign for sign in _PERCENT if text[-len(sign) :].lower() == sign), None)
    return None if sign is None else text[: -len(sign)].rstrip()


def _without_unit(text: str, unit: str) -> str:
    """The text without its unit, where it ends with it."""
    text, unit = text.strip(), spaced(unit)
    if unit and text.lower().endswith(unit.lower()) and len(text) > len(unit):
        return text[: -len(unit)].rstrip()
    return text


def _without_currency(text: str, unit: str, locale: str) -> str:
    text = plain(text)
    sign = text[:1] if text[:1] in ("-", "+") else ""
    body = text[len(sign) :].lstrip()
    for spelling in currencies.spellings(unit.strip(), locale):
        spelled = plain(spelling)
        if body.lower().startswith(spelled.lower()):
            return sign + body[len(spelled) :].lstrip(" '")
        if body.lower().endswith(spelled.lower()):
            return sign + body[: -len(spelled)].rstrip(" '")
    return text


_PRINTED_RATIO = re.compile(r"[^(]*% ?\((.+)\)")
_RATIO = re.compile(r"([^/:]*\d)\s*(?:/|:|\bof\b|\bout of\b)\s*(\d[^/:]*)")


def _read_ratio(text: str, measure: Measure, locale: str, *, in_line: bool) -> Value:
    bare = plain(text)
    if printed := _PRINTED_RATIO.fullmatch(bare):
        bare = printed[1]
    parts = _RATIO.fullmatch(_without_unit(bare, measure.unit))
    if parts is None:
        raise Unreadable
    numerator, denominator = (read_magnitude(part.strip(), locale, in_line=in_line) for part in parts.groups())
    if numerator < 0:
        raise Unreadable(words("Its first part is below 0."))
    if not denominator:
        raise Unclear(
            words("That has no value, because its second part is 0. If there is no data, say n/d and the reason.")
        )
    return ratio(numerator, denominator)


_HOUR, _MINUTE = r"(?:hours?|hrs?|h)", r"(?:minutes?|mins?|m)"
_CLOCK = re.compile(rf"(\d+)\s*(?:{_HOUR}|:)(\s*)(\d{{1,2}})\s*{_MINUTE}?", re.IGNORECASE)
_SPELLED = re.compile(rf"(?:([\d.,'٫٬]+)\s*{_HOUR})?\s*(?:([\d.,'٫٬]+)\s*{_MINUTE})?", re.IGNORECASE)
_BARE = {"h": 60, "hour": 60, "hours": 60, "min": 1, "mins": 1, "minute": 1, "minutes": 1, "m": 1}


def _read_duration(text: str, measure: Measure, locale: str, *, in_line: bool) -> Decimal:
    """Minutes."""
    if len(text) > LONGEST:
        raise Unreadable(TOO_LONG)
    bare = plain(text)
    negative = bare.startswith("-")
    bare = bare[1:].lstrip() if negative else bare
    minutes = _minutes(bare, measure, locale, in_line=in_line)
    if not fits(minutes):
        raise Unreadable(TOO_MANY_DIGITS)
    return -minutes if negative and minutes else minutes


def _minutes(bare: str, measure: Measure, locale: str, *, in_line: bool) -> Decimal:
    if clock := _CLOCK.fullmatch(bare):
        if in_line and clock[2] and not bare[-1].isalpha():
            raise Unclear(
                words(
                    "That could be {together}, or {hours} h and a note. Type it without a space.",
                    together=f"{clock[1]}h{clock[3]}",
                    hours=clock[1],
                )
            )
        return 60 * read_number(clock[1], locale) + read_number(clock[3], locale)
    if (spelled := _SPELLED.fullmatch(bare)) and bare:
        hours, minutes = (read_number(part, locale) if part else Decimal(0) for part in spelled.groups())
        return 60 * hours + minutes
    per_unit = _BARE.get(measure.unit.strip().lower())
    if per_unit is None:
        raise Unreadable
    return per_unit * read_number(bare, locale, in_line=in_line)


def _read_yes_no(text: str) -> Decimal:
    word = text.strip().casefold()
    if word in ("yes", "y", "true", "1"):
        return Decimal(1)
    if word in ("no", "n", "false", "0"):
        return Decimal(0)
    raise Unreadable


def _read_label(text: str, measure: Measure) -> Decimal:
    labels = [" ".join(label.casefold().split()) for label in measure.scale]
    try:
        return Decimal(labels.index(" ".join(text.casefold().split())))
    except ValueError:
        raise Unreadable from None


def _refusal(
    text: str, fault: Unreadable, measure: Measure, locale: str, name: str | None, like: Value | None
) -> UserError:
    typed = shown(text)
    wrote = words('You wrote "{typed}".', typed=typed) if typed else words("You wrote nothing.")
    sentence = sentences(_needs(measure, locale, name, like), wrote, *([fault.why] if fault.why else []))
    if not isinstance(fault, Unclear):
        return UserError(sentence)
    return UnclearValue(sentence, choices=[Choice(label, locale=by) for by, label in fault.readings])


def _needs(measure: Measure, locale: str, name: str | None, like: Value | None) -> Words:
    """What the indicator needs, with its own latest value for an example where there is one."""
    needed = _needed(measure, locale, like)
    return (
        words('"{name}" needs {needed}.', name=name, needed=needed)
        if name
        else words("This needs {needed}.", needed=needed)
    )


def _needed(measure: Measure, locale: str, like: Value | None) -> Words:
    match measure.kind:
        case ValueKind.NUMBER | ValueKind.PERCENT:
            return words("a number, for example {value}", value=Quantity(like or Value(Decimal(84)), measure))
        case ValueKind.RATIO:
            return words("a ratio, for example {value}", value=_as_ratio(like) or "31/50")
        case ValueKind.MONEY:
            like = like or Value(Decimal(3400))
            short = f"3{decimal_mark(locale)}4k"
            return words("an amount, for example {value} or {short}", value=Quantity(like, measure), short=short)
        case ValueKind.DURATION:
            return words("a duration, for example {value}", value=Quantity(like, measure) if like else "3h20")
        case ValueKind.YES_NO:
            return words("yes or no")
        case ValueKind.SCALE:
            return words("one of: {labels}", labels=", ".join(measure.scale))


def _as_ratio(of: Value | None) -> str | None:
    if of is None or of.numerator is None or of.denominator is None:
        return None
    return f"{of.numerator:f}/{of.denominator:f}"
