"""What an indicator's values are, and how people type them."""

import re
from contextlib import suppress
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from bot.domain import currencies
from bot.domain.durations import read_duration
from bot.domain.exact import FRACTION_DIGITS, round_quotient, wide
from bot.domain.labels import read_label, read_yes_no
from bot.domain.locales import WITH_COMMA, WITH_POINT, decimal_mark
from bot.domain.numerals import (
    LONGEST,
    TOO_LONG,
    Unclear,
    Unreadable,
    plain,
    read_magnitude,
    read_number,
    rounded,
)
from bot.domain.typed_text import shown, spaced
from bot.domain.unit_words import currency_names, percent_words, seconds_of
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


@dataclass(frozen=True)
class Manner:
    """How a text is read: by which locale; whether more words may follow it (`in_line`); and whether a fraction of
    three digits is `settled` to be none of thousands.
    """

    locale: str
    in_line: bool = False
    settled: bool = False


def parse_value(
    text: str,
    measure: Measure,
    *,
    locale: str,
    name: str | None = None,
    like: Value | None = None,
    settled: bool = False,
) -> Value:
    """The value that a person typed, read by the conventions of `locale` (a tag as Slack gives it, "en-GB").

    Raises UserError with a sentence that names the indicator `name`, what it needs, with a value of its own (`like`)
    for an example, and what was typed; UnclearValue where it may be one of several, unless what the locale says of
    numbers is `settled`. Whatever `bot.views.amounts` printed is read as the same value.
    """
    manner = Manner(locale, settled=settled or has_three_places(like))
    try:
        return read_value(spaced(text), measure, manner)
    except Unreadable as fault:
        raise refusal(text, fault, measure, manner, name=name, like=like) from None


def parse_goal(
    text: str,
    measure: Measure,
    *,
    locale: str,
    name: str | None = None,
    like: Value | None = None,
    settled: bool = False,
) -> Value:
    """As `parse_value`, for what is aimed at and not measured: a ratio may be given as a percentage, "80 %", since
    that is all there is to it and how limits are printed.
    """
    try:
        return parse_value(text, measure, locale=locale, name=name, like=like, settled=settled)
    except UserError:
        if measure.kind is not ValueKind.RATIO or _without_percent(text, locale) is None:
            raise
        share = Value(rounded(like.amount * 100, 1)) if like is not None else None
        percent = parse_value(text, Measure(ValueKind.PERCENT), locale=locale, name=name, like=share)
        return Value(round_quotient(percent.amount / 100))


def has_three_places(like: Value | None) -> bool:
    """Whether the indicator's values have three places behind the point, so that "1.234" is no question."""
    if like is None:
        return False
    exponent = like.amount.normalize().as_tuple().exponent
    return isinstance(exponent, int) and exponent <= -3


def read_value(typed: str, measure: Measure, manner: Manner) -> Value:
    """The value that the whole of a text is, with its white space folded. Raises Unreadable and Unclear."""
    text = _BEFORE_A_VALUE.sub("", without_marks(typed))
    if len(text) > _longest(measure):
        raise Unreadable(TOO_LONG)
    match measure.kind:
        case ValueKind.NUMBER:
            return Value(_read_number(_without_unit(text, measure.unit), measure, manner))
        case ValueKind.PERCENT:
            bare = _without_percent(text, manner.locale)
            # As thousands it would be no percentage.
            manner = replace(manner, settled=True)
            return Value(_number(text if bare is None else bare, manner))
        case ValueKind.RATIO:
            return _read_ratio(text, measure, manner)
        case ValueKind.MONEY:
            return Value(_magnitude(_without_currency(text, measure.unit, manner.locale), manner))
        case ValueKind.DURATION:
            minutes = read_duration(text, measure.unit, manner.locale, in_line=manner.in_line, settled=manner.settled)
            return Value(minutes)
        case ValueKind.YES_NO:
            return Value(Decimal(_or_unreadable(read_yes_no(text))))
        case ValueKind.SCALE:
            rank = read_label(typed, measure.scale)  # a label may have marks of its own
            return Value(Decimal(_or_unreadable(read_label(text, measure.scale) if rank is None else rank)))


def meanings(text: str, measure: Measure, manner: Manner) -> list[Value]:
    """Every value that a text may be whose marks may separate thousands or a fraction."""
    found: list[Value] = []
    for tag in (WITH_POINT, WITH_COMMA):
        with suppress(Unreadable):
            value = read_value(text, measure, replace(manner, locale=tag, settled=True))
            if value not in found:
                found.append(value)
    return sorted(found, key=lambda value: -value.amount)


_SMALLEST = Decimal(1).scaleb(-FRACTION_DIGITS)
"""What the database keeps of a number."""
_BEFORE_A_VALUE = re.compile(r"^[=≈~]\s*")
_MARKS = "*_~`"


def without_marks(text: str) -> str:
    """The text without Slack's marks around its words: "*84*" is 84. A mark before or between digits stays."""
    return " ".join(word.strip(_MARKS) or word for word in text.split(" ")) if any(map(text.count, _MARKS)) else text


def _number(text: str, manner: Manner) -> Decimal:
    return read_number(text, manner.locale, in_line=manner.in_line, settled=manner.settled)


def _magnitude(text: str, manner: Manner) -> Decimal:
    return read_magnitude(text, manner.locale, in_line=manner.in_line, settled=manner.settled)


def _read_number(text: str, measure: Measure, manner: Manner) -> Decimal:
    """A number of the indicator's unit. Where that is a time, another one is converted: "2 weeks" are 14 days."""
    try:
        return _magnitude(text, manner)
    except Unclear:
        raise
    except Unreadable:
        seconds = seconds_of(measure.unit, manner.locale) if measure.unit.strip() else None
        if seconds is None:
            raise
        minutes = read_duration(text, "", manner.locale, in_line=manner.in_line, settled=manner.settled)
        with wide():
            return (minutes * 60 / seconds).quantize(_SMALLEST).normalize() + 0


def _or_unreadable(found: int | None) -> int:
    if found is None:
        raise Unreadable
    return found


def _longest(measure: Measure) -> int:
    """How long the text of a value can be: two numbers, and a unit or label. What is longer is not looked at."""
    return 3 * LONGEST + max(len(measure.unit), *map(len, measure.scale), 0)


def _without_percent(text: str, locale: str) -> str | None:
    """The text without the sign or word for percent at its end; None where it ends with none."""
    text = plain(text)
    sign = next((sign for sign in percent_words(locale) if text[-len(sign) :].lower() == sign), None)
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
    code = currencies.code_of(unit.strip())
    names = sorted(currency_names(code, locale), key=len, reverse=True) if code else []
    for spelling in (*currencies.spellings(unit.strip(), locale), *names):
        spelled = plain(spelling)
        if body.lower().startswith(spelled.lower()):
            return sign + body[len(spelled) :].lstrip(" '")
        if body.lower().endswith(spelled.lower()):
            return sign + body[: -len(spelled)].rstrip(" '")
    return text


_PRINTED_RATIO = re.compile(r"[^(]*% ?\((.+)\)")
_OF = r"/|:|\b(?:of|out of|von|sur|de|di|su|van|av|af|z|из)\b"
_RATIO = re.compile(rf"([^/:]*?\d)\s*(?:{_OF})\s*(\d[^/:]*)", re.IGNORECASE)


def _read_ratio(text: str, measure: Measure, manner: Manner) -> Value:
    bare = plain(text)
    if printed := _PRINTED_RATIO.fullmatch(bare):
        bare = printed[1]
    parts = _RATIO.fullmatch(_without_unit(bare, measure.unit))
    if parts is None:
        raise Unreadable
    numerator, denominator = (_magnitude(part.strip(), manner) for part in parts.groups())
    if numerator < 0:
        raise Unreadable(words("Its first part is below 0."))
    if not denominator:
        raise Unclear(
            words("That has no value, because its second part is 0. If there is no data, say n/d and the reason.")
        )
    return ratio(numerator, denominator)


def refusal(
    text: str,
    fault: Unreadable,
    measure: Measure,
    manner: Manner,
    *,
    name: str | None = None,
    like: Value | None = None,
) -> UserError:
    """What is said of a text that is no value, or may be one of several."""
    typed, locale = shown(text), manner.locale
    wrote = words('You wrote "{typed}".', typed=typed) if typed else words("You wrote nothing.")
    sentence = sentences(_needs(measure, locale, name, like), wrote, *([fault.why] if fault.why else []))
    if not isinstance(fault, Unclear):
        return UserError(sentence)
    return UnclearValue(sentence, choices=[Choice(label, locale=by) for by, label in fault.readings], typed=typed)


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
