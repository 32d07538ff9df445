"""Values, amounts and differences in their unit, as their reader writes numbers.

What somebody typed is printed with every digit; what was computed, as `bot.domain.reasons` rounded it.
`bot.domain.values` reads what is printed here.
"""

from decimal import Decimal

from bot.domain import currencies
from bot.domain.exact import fits, wide
from bot.domain.numerals import digits, readable, rounded, rounded_beside
from bot.domain.unit_words import seconds_of
from bot.domain.values import Measure, Value, ValueKind
from bot.results.names import Viewer
from bot.views.speech import listed, say

_A_DAY = 86_400
_LOST = Decimal("0.000001")
"""Seconds that are lost where a minute is kept with nine digits behind the point."""
_SHORTEST_WORD = 4
"""Letters from which a unit is taken for a word, which has a plural, and not for a sign such as "kWh"."""


def exact(of: Value, measure: Measure, viewer: Viewer) -> str:
    """The value in its unit, exactly: "84 %", "62 % (31 of 50)", "£3,400", "3 h 20 min", "118 people", "yes", a scale's
    label.
    """
    match measure.kind:
        case ValueKind.RATIO if of.numerator is not None and of.denominator is not None:
            parts = say(
                viewer,
                "{numerator} of {denominator}",
                numerator=digits(of.numerator, viewer.locale),
                denominator=digits(of.denominator, viewer.locale),
            )
            return f"{_share(of.amount, viewer)} ({parts})"
        case ValueKind.RATIO:
            return _share(of.amount, viewer)
        case ValueKind.YES_NO | ValueKind.SCALE:
            return _label(of.amount, measure, viewer)
        case ValueKind.DURATION:
            return _in_days(of.amount, measure, viewer) or _duration(of.amount, viewer)
        case _:
            return _in_unit(of.amount, measure, viewer)


def typed(amount: Decimal, measure: Measure, viewer: Viewer) -> str:
    """A target, limit or milestone in its unit, every digit as somebody typed it: "99.95 %", "1,234.5 people". Only a
    ratio that no decimal can hold, such as 2 of 3, is rounded.
    """
    if measure.kind is ValueKind.RATIO and fits(amount):
        return f"{digits(amount * 100, viewer.locale)} %"
    return exact(Value(amount), measure, viewer)


def bare(amount: Decimal, measure: Measure, viewer: Viewer) -> str:
    """An amount beside one that has its unit, which is said once: "113", but "£3,400" and "3 h 20 min", whose unit is
    part of the number. A ratio is its percentage.
    """
    match measure.kind:
        case ValueKind.NUMBER | ValueKind.PERCENT:
            return digits(amount, viewer.locale)
        case ValueKind.RATIO:
            return f"{_percent_of(amount, viewer)} %"
        case _:
            return exact(Value(amount), measure, viewer)


def beside(amount: Decimal, measure: Measure, viewer: Viewer) -> str:
    """The same of what was computed: a duration to the second, and both labels for a rank between two."""
    match measure.kind:
        case ValueKind.DURATION:
            return _in_days(readable(amount), measure, viewer) or _in_seconds(amount, viewer)
        case ValueKind.SCALE | ValueKind.YES_NO if amount != amount.to_integral_value():
            low = amount.to_integral_value("ROUND_FLOOR")
            labels = (_label(rank, measure, viewer) for rank in (low, low + 1))
            return listed(viewer, labels, "or")
        case _:
            return bare(amount, measure, viewer)


def as_typed(of: Value, measure: Measure, viewer: Viewer) -> str:
    """The value as one types it, in a few keystrokes: "12", "36/50", "£3,900". A fraction of three digits, which is
    asked about, has a fourth.
    """
    if measure.kind is ValueKind.RATIO and of.numerator is not None and of.denominator is not None:
        return f"{digits(of.numerator, viewer.locale)}/{digits(of.denominator, viewer.locale)}"
    if measure.kind in (ValueKind.NUMBER, ValueKind.PERCENT, ValueKind.MONEY) and _has_three_places(of.amount):
        return digits(of.amount, viewer.locale, least_places=4)
    return bare(of.amount, measure, viewer)


def _has_three_places(amount: Decimal) -> bool:
    return amount.normalize().as_tuple().exponent == -3


def distance(size: Decimal, measure: Measure, viewer: Viewer) -> str:
    """How far two amounts are from each other, without its sign; the unit is said beside it: "1.9", "£300", "5 s", "4"
    for percentages. Empty for labels, which have no distance.
    """
    size = abs(size)
    match measure.kind:
        case ValueKind.YES_NO | ValueKind.SCALE:
            return ""
        case ValueKind.RATIO:
            return _percent_of(size, viewer)
        case _:
            return beside(size, measure, viewer)


def _percent_of(fraction: Decimal, viewer: Viewer) -> str:
    return digits(rounded(fraction * 100, 1), viewer.locale)


def _in_unit(amount: Decimal, measure: Measure, viewer: Viewer) -> str:
    match measure.kind:
        case ValueKind.PERCENT:
            return f"{digits(amount, viewer.locale)} %"
        case ValueKind.MONEY:
            return _money(amount, measure.unit, viewer)
        case _:
            return f"{digits(amount, viewer.locale)} {_unit_of(amount, measure.unit)}".rstrip()


def _unit_of(amount: Decimal, unit: str) -> str:
    """The unit, but not "1 people": nobody has told us its singular."""
    unit = unit.strip()
    is_a_word = len(unit) >= _SHORTEST_WORD and unit.replace(" ", "").isalpha()
    return "" if abs(amount) == 1 and is_a_word else unit


def _money(amount: Decimal, unit: str, viewer: Viewer) -> str:
    whole = amount == amount.to_integral_value()
    printed = digits(abs(amount), viewer.locale, least_places=0 if whole else 2)
    return ("−" if amount < 0 else "") + currencies.with_unit(printed, unit.strip(), viewer.locale)


def _in_days(minutes: Decimal, measure: Measure, viewer: Viewer) -> str:
    """ "14 days", where that is what is measured, and a number of a few digits; else empty."""
    seconds = seconds_of(measure.unit, viewer.locale) if measure.unit.strip() else None
    if seconds is None or seconds < _A_DAY:
        return ""
    with wide():
        amount = minutes * 60 / seconds
        is_short = amount == rounded(amount, 2)
    return f"{digits(amount, viewer.locale)} {_unit_of(amount, measure.unit)}".rstrip() if is_short else ""


def _duration(minutes: Decimal, viewer: Viewer) -> str:
    """ "3 h 20 min", with every digit; what has more than two after the point, in seconds."""
    with wide():
        hours, rest = divmod(abs(minutes), 60)
        whole, seconds = divmod(rest * 60, 60)
    is_in_seconds = rest != rounded(rest, 2) and abs(seconds - rounded(seconds, 0)) < _LOST
    parts = [say(viewer, "{hours} h", hours=digits(hours, viewer.locale))] if hours else []
    if is_in_seconds:
        parts += [say(viewer, "{minutes} min", minutes=digits(whole, viewer.locale))] if whole else []
        parts.append(say(viewer, "{seconds} s", seconds=digits(rounded(seconds, 0), viewer.locale)))
    elif rest or not hours:
        parts.append(say(viewer, "{minutes} min", minutes=digits(rest, viewer.locale)))
    return ("−" if minutes < 0 else "") + " ".join(parts)


def _in_seconds(minutes: Decimal, viewer: Viewer) -> str:
    """ "6 min 26 s": what was computed is told to the second below an hour, and to the minute above."""
    size = abs(minutes)
    whole = size.to_integral_value("ROUND_FLOOR")
    seconds = rounded((size - whole) * 60, 0)
    if size >= 60 or (whole and not seconds) or seconds == 60:
        return _duration(rounded(minutes, 0), viewer)
    if not seconds:  # less than one, and never nothing
        return _duration(minutes, viewer)
    parts = [say(viewer, "{minutes} min", minutes=digits(whole, viewer.locale))] if whole else []
    parts.append(say(viewer, "{seconds} s", seconds=digits(seconds, viewer.locale)))
    return ("−" if minutes < 0 else "") + " ".join(parts)


def _share(fraction: Decimal, viewer: Viewer) -> str:
    return f"{digits(rounded_beside(fraction * 100, 1, Decimal(0), Decimal(100)), viewer.locale)} %"


def _label(rank: Decimal, measure: Measure, viewer: Viewer) -> str:
    """The label at a rank; a mean between two ranks is printed as the nearest."""
    labels = measure.scale if measure.kind is ValueKind.SCALE else (say(viewer, "no"), say(viewer, "yes"))
    nearest = int(rounded(rank, 0))
    return labels[max(0, min(nearest, len(labels) - 1))]
