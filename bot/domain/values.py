"""What an indicator's values are, how people type them, and how they are printed."""

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from bot.domain import currencies
from bot.domain.exact import fits, round_quotient, wide
from bot.domain.numerals import (
    LONGEST,
    Unclear,
    Unreadable,
    digits,
    plain,
    read_magnitude,
    read_number,
    readable,
    rounded,
    rounded_beside,
)
from bot.domain.typed_text import beginnings, shown, spaced
from bot.errors import UnclearValue, UserError


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


def ratio(numerator: Decimal, denominator: Decimal) -> Value:
    """The value "numerator of denominator". Raises UserError where the denominator is 0: that is no value, and
    not zero.
    """
    if not denominator:
        raise UserError(f"{numerator:f} of 0 is no value. Say that there is no data instead: n/d and the reason.")
    with wide():
        return Value(round_quotient(numerator / denominator), numerator, denominator)


# Reading


def parse_value(text: str, measure: Measure, *, locale: str, name: str | None = None) -> Value:
    """The value that a person typed, read by the conventions of `locale` (a tag as Slack gives it, "en-GB").

    Raises UserError with a sentence that names the indicator `name`, what it needs and what was typed. Whatever
    `print_value` printed is read as the same value.
    """
    try:
        return _read(spaced(text), measure, locale, in_line=False)
    except Unreadable as fault:
        raise _refusal(text, fault, measure, locale, name) from None


def parse_goal(text: str, measure: Measure, *, locale: str, name: str | None = None) -> Value:
    """As `parse_value`, for what is aimed at and not measured: a ratio may be given as a percentage, "80 %", since
    that is all there is to it and how limits are printed.
    """
    try:
        return parse_value(text, measure, locale=locale, name=name)
    except UserError:
        if measure.kind is not ValueKind.RATIO or _without_percent(text) is None:
            raise
        points = parse_value(text, Measure(ValueKind.PERCENT), locale=locale, name=name)
        return Value(round_quotient(points.amount / 100))


def split_value_and_rest(text: str, measure: Measure, *, locale: str, name: str | None = None) -> tuple[Value, str]:
    """The longest beginning of `text` that is a value, and what follows it: "3 h 20 min after lunch" is 200
    minutes and "after lunch".

    Raises UserError where `text` begins with no value, or where it is not clear what of it belongs to the value.
    """
    fault = Unreadable()
    for beginning, end in beginnings(text, most_words=_MOST_WORDS):
        try:
            value = _read(beginning.rstrip(",;:."), measure, locale, in_line=True)
        except Unclear as unclear:
            raise _refusal(text, unclear, measure, locale, name) from None
        except Unreadable as unreadable:
            fault = unreadable
        else:
            rest = text[end:].strip()
            if of_the_value := _goes_on(rest, measure):
                hint = f'where "{of_the_value}" could belong to the value, or begin a note. Type it as in the example'
                raise _refusal(text, Unclear(hint), measure, locale, name)
            return value, re.sub(r"^[-–—:;,]+\s+", "", rest)
    raise _refusal(text, fault, measure, locale, name)


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
        raise Unreadable("which is too long")
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
        raise Unreadable("where the first part is below 0")
    if not denominator:
        raise Unclear("which has no value, because the second part is 0. If there is no data, say n/d and the reason")
    return ratio(numerator, denominator)


_HOUR, _MINUTE = r"(?:hours?|hrs?|h)", r"(?:minutes?|mins?|m)"
_CLOCK = re.compile(rf"(\d+)\s*(?:{_HOUR}|:)(\s*)(\d{{1,2}})\s*{_MINUTE}?", re.IGNORECASE)
_SPELLED = re.compile(rf"(?:([\d.,'٫٬]+)\s*{_HOUR})?\s*(?:([\d.,'٫٬]+)\s*{_MINUTE})?", re.IGNORECASE)
_BARE = {"h": 60, "hour": 60, "hours": 60, "min": 1, "mins": 1, "minute": 1, "minutes": 1, "m": 1}


def _read_duration(text: str, measure: Measure, locale: str, *, in_line: bool) -> Decimal:
    """Minutes."""
    if len(text) > LONGEST:
        raise Unreadable("which is too long")
    bare = plain(text)
    negative = bare.startswith("-")
    bare = bare[1:].lstrip() if negative else bare
    minutes = _minutes(bare, measure, locale, in_line=in_line)
    if not fits(minutes):
        raise Unreadable("which has too many digits")
    return -minutes if negative and minutes else minutes


def _minutes(bare: str, measure: Measure, locale: str, *, in_line: bool) -> Decimal:
    if clock := _CLOCK.fullmatch(bare):
        if in_line and clock[2] and not bare[-1].isalpha():
            raise Unclear(f"which could be {clock[1]}h{clock[3]}, or {clock[1]} h and a note. Type it without a space")
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


def _refusal(text: str, fault: Unreadable, measure: Measure, locale: str, name: str | None) -> UserError:
    who = f'"{name}"' if name else "This"
    typed = shown(text)
    wrote = f'You wrote "{typed}"' if typed else "You wrote nothing"
    hint = f", {fault.hint}" if fault.hint else ""
    sentence = f"{who} needs {_needed(measure, locale)}. {wrote}{hint}."
    return UnclearValue(sentence, fault.readings) if isinstance(fault, Unclear) else UserError(sentence)


def _needed(measure: Measure, locale: str) -> str:
    fraction = digits(Decimal("84.5"), locale)
    match measure.kind:
        case ValueKind.NUMBER:
            return f"a number, for example 84 or {fraction}"
        case ValueKind.PERCENT:
            return f"a number, for example 84 or {fraction} %"
        case ValueKind.RATIO:
            return "a ratio, for example 31/50"
        case ValueKind.MONEY:
            return f"an amount, for example {_money(Decimal(3400), measure.unit, locale)} or 3{fraction[2]}4k"
        case ValueKind.DURATION:
            return "a duration, for example 3h20 or 45 min"
        case ValueKind.YES_NO:
            return "yes or no"
        case ValueKind.SCALE:
            return f"one of: {', '.join(measure.scale)}"


# Printing


def print_value(value: Value, measure: Measure, *, locale: str) -> str:
    """The value in its unit, exactly: "84 %", "62 % (31 of 50)", "£3,400", "3 h 20 min", "118 people", "yes", a
    scale's label.
    """
    match measure.kind:
        case ValueKind.RATIO if value.numerator is not None and value.denominator is not None:
            of = f"{digits(value.numerator, locale)} of {digits(value.denominator, locale)}"
            return f"{_ratio_percent(value.amount, locale)} ({of})"
        case ValueKind.RATIO:
            return _ratio_percent(value.amount, locale)
        case ValueKind.YES_NO | ValueKind.SCALE:
            return _label(value.amount, measure)
        case _:
            return _in_unit(value.amount, measure, locale)


def print_in_brackets(value: Value, measure: Measure, *, locale: str) -> str:
    """The same without the parts of a ratio, "62 %": for brackets, which do not nest."""
    return print_value(Value(value.amount), measure, locale=locale)


def print_typed(amount: Decimal, measure: Measure, *, locale: str) -> str:
    """A target, limit or milestone in its unit, every digit as somebody typed it: "99.95 %", "1,234.5 people". Only a
    ratio that no decimal can hold, such as 2 of 3, is rounded.
    """
    if measure.kind is ValueKind.RATIO and fits(amount):
        return f"{digits(amount * 100, locale)} %"
    return print_value(Value(amount), measure, locale=locale)


def print_amount(amount: Decimal, measure: Measure, *, locale: str) -> str:
    """A computed amount in its unit, rounded to what one can read: an expected 80.2209 is "80.2", a ratio of
    0.8 is "80 %".
    """
    if measure.kind in (ValueKind.RATIO, ValueKind.YES_NO, ValueKind.SCALE):
        return print_value(Value(amount), measure, locale=locale)
    return _in_unit(_readable(amount, measure), measure, locale)


def print_change(delta: Decimal, measure: Measure, *, locale: str, signed: bool = True) -> str:
    """A difference between two amounts, rounded for reading: "+2.15 people", "−£40"; percent and ratio in
    "percentage points", since "points" alone are those of the path.

    Without `signed` it prints the size only, for sentences that say the direction in words.
    """
    if measure.kind is ValueKind.RATIO:
        delta = delta * 100
    change = _readable(delta, measure)
    size = abs(change)
    match measure.kind:
        case ValueKind.PERCENT | ValueKind.RATIO:
            printed = _counted(size, "percentage point", locale)
        case ValueKind.YES_NO | ValueKind.SCALE:
            printed = _counted(size, "step", locale)
        case _:
            printed = _in_unit(size, measure, locale)
    sign = "" if not signed or not change else "−" if change < 0 else "+"
    return sign + printed


def _readable(amount: Decimal, measure: Measure) -> Decimal:
    """Rounded for reading. An amount of money is printed with its cents, so below 100 they are real ones."""
    if measure.kind is ValueKind.MONEY and 10 <= abs(amount) < 100:
        return rounded(amount, 2)
    return readable(amount)


def _in_unit(amount: Decimal, measure: Measure, locale: str) -> str:
    match measure.kind:
        case ValueKind.PERCENT:
            return f"{digits(amount, locale)} %"
        case ValueKind.MONEY:
            return _money(amount, measure.unit, locale)
        case ValueKind.DURATION:
            return _duration(amount, locale)
        case _:
            return f"{digits(amount, locale)} {measure.unit.strip()}".rstrip()


def _money(amount: Decimal, unit: str, locale: str) -> str:
    whole = amount == amount.to_integral_value()
    printed = digits(abs(amount), locale, least_places=0 if whole else 2)
    return ("−" if amount < 0 else "") + currencies.with_unit(printed, unit.strip(), locale)


def _duration(minutes: Decimal, locale: str) -> str:
    with wide():
        hours, rest = divmod(abs(minutes), 60)
    parts = [f"{digits(hours, locale)} h"] if hours else []
    if rest or not hours:
        parts.append(f"{digits(rest, locale)} min")
    return ("−" if minutes < 0 else "") + " ".join(parts)


def _ratio_percent(fraction: Decimal, locale: str) -> str:
    return f"{digits(rounded_beside(fraction * 100, 1, Decimal(0), Decimal(100)), locale)} %"


def _label(rank: Decimal, measure: Measure) -> str:
    """The label at a rank; a mean between two ranks is printed as the nearest."""
    labels = measure.scale if measure.kind is ValueKind.SCALE else ("no", "yes")
    nearest = int(rounded(rank, 0))
    return labels[max(0, min(nearest, len(labels) - 1))]


def _counted(size: Decimal, noun: str, locale: str) -> str:
    return f"{digits(size, locale)} {noun}{'' if size == 1 else 's'}"
