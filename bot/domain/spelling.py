"""How a value is typed so that it can be nothing else: the spelling that a line carries when somebody chose it."""

from decimal import Decimal

from bot.domain.locales import decimal_mark, is_known
from bot.domain.numerals import unmistakable
from bot.domain.values import Measure, Value, ValueKind


def spelled(value: Value, measure: Measure, locale: str) -> str:
    """The value as its reader may type it: "1234.5", "31/50", "3h20min", "yes". `bot.domain.values` reads it as the
    same value by this locale, whatever separates thousands in it.
    """
    match measure.kind:
        case ValueKind.RATIO if value.numerator is not None and value.denominator is not None:
            return f"{_number(value.numerator, locale)}/{_number(value.denominator, locale)}"
        case ValueKind.DURATION:
            return _duration(value.amount, locale)
        case ValueKind.YES_NO:
            return "yes" if value.amount else "no"
        case ValueKind.SCALE:
            return measure.scale[int(value.amount)]
        case _:
            return _number(value.amount, locale)


def _number(amount: Decimal, locale: str) -> str:
    whole, _, fraction = f"{amount.normalize() + 0:f}".partition(".")
    mark = decimal_mark(locale) if is_known(locale) else "."
    return f"{whole}{mark}{unmistakable(fraction)}" if fraction else whole


def _duration(minutes: Decimal, locale: str) -> str:
    if minutes != minutes.to_integral_value() or abs(minutes) < 60:
        return f"{_number(minutes, locale)}min"
    hours, rest = divmod(int(abs(minutes)), 60)
    return f"{'-' if minutes < 0 else ''}{hours}h{f'{rest:02}' if rest else ''}"
