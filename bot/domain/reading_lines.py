"""What a person typed for a reading: a value or "n/d", perhaps a period, how sure they are, and a note."""

import re
from dataclasses import dataclass
from datetime import date
from functools import partial

from bot.domain.cadences import Cadence
from bot.domain.periods import Period, take_period
from bot.domain.readings import Confidence
from bot.domain.values import Measure, Quantity, Value, ValueKind, parse_value, split_value_and_rest
from bot.errors import UserError
from bot.words import Example, words

NO_DATA = "n/d"
"""What stands in the place of a value where there is none."""

_NO_DATA = re.compile(r"(?:n/d|n\.d\.|no data)(?:\s*[:;,]\s*|\s+(?:[-–—]\s+)?|$)(?P<why>.*)", re.IGNORECASE | re.DOTALL)
_CONFIDENCE = re.compile(rf"(?P<word>{'|'.join(Confidence)})(?:\s+|$)(?P<rest>.*)", re.IGNORECASE | re.DOTALL)
_PARTING = " \t\n-–—:;,"
"""What may stand between a value and its note, and belongs to neither."""

A_REASON = words("the counter was broken")
WHY_IN_A_FIELD = Example(f"{NO_DATA} <why>", {"why": A_REASON})
_EXAMPLES = {
    ValueKind.RATIO: "31/50",
    ValueKind.YES_NO: "yes",
    ValueKind.DURATION: "3h20",
    ValueKind.PERCENT: "84 %",
}


@dataclass(frozen=True)
class TypedReading:
    """A reading as somebody typed it; no `value` means that there is no data, and `note` says why. Without a `period`
    they named none. `typed` are the words of the value alone.
    """

    typed: str
    value: Value | None
    note: str = ""
    confidence: Confidence | None = None
    period: Period | None = None


def parse_reading_line(
    text: str,
    *,
    key: str,
    name: str,
    measure: Measure,
    cadence: Cadence,
    today: date,
    locale: str,
    like: Value | None = None,
) -> TypedReading:
    """What follows the indicator in one line: `<value> [for <period>] [sure|fairly|unsure] [note]`, or
    `n/d [for <period>] <reason>`. The confidence may stand before the period too.

    `today` is the local day of whoever typed it; `like` is a value of the indicator's own, for an example. Words after
    "for" that name no period belong to the note. Raises UserError where there is no value, or no reason why, and for a
    period that cannot be meant.
    """
    text = text.strip()
    period_in = partial(take_period, cadence=cadence, today=today, locale=locale)
    if not text:
        fills = {"indicator": key, "value": Quantity(like, measure) if like else typed_of(measure)}
        raise UserError(
            "What is the value? For example: {command}", command=Example("/reading <indicator> <value>", fills)
        )
    if declared := _NO_DATA.fullmatch(text):
        period, why = period_in(declared["why"])
        return _no_data(
            why, period, example=Example(f"/reading <indicator> {NO_DATA} <why>", {"indicator": key, "why": A_REASON})
        )
    value, rest = split_value_and_rest(text, measure, locale=locale, name=name, like=like)
    typed = text.removesuffix(rest).rstrip(_PARTING)
    period, rest = period_in(rest)
    confidence, rest = _take_confidence(rest)
    if period is None and confidence is not None:
        period, rest = period_in(rest)
    return TypedReading(typed, value, _noted(rest), confidence, period)


def parse_reading_field(
    text: str, note: str, *, name: str, measure: Measure, locale: str, like: Value | None = None
) -> TypedReading:
    """One answer of the check-in form, where period and note have their own places; the reason why there is no data
    may stand in either field.

    Raises UserError for what is no value, and for "n/d" without a reason.
    """
    text = text.strip()
    if declared := _NO_DATA.fullmatch(text):
        reasons = [declared["why"].strip(), note.strip()]
        return _no_data("\n".join(filter(None, reasons)), None, example=WHY_IN_A_FIELD)
    return TypedReading(text, parse_value(text, measure, locale=locale, name=name, like=like), note.strip())


def typed_of(measure: Measure) -> str:
    """How some value of this measure is typed, for an example where none of the indicator's own is known."""
    return measure.scale[-1] if measure.scale else _EXAMPLES.get(measure.kind, "84")


def declares_no_data(text: str) -> bool:
    """Whether the text says that there is no value, and perhaps why."""
    return _NO_DATA.fullmatch(text.strip()) is not None


def _no_data(why: str, period: Period | None, *, example: Example) -> TypedReading:
    why = _noted(why)
    if not why:
        raise UserError("Say why there is no data, for example: {example}", example=example)
    return TypedReading(NO_DATA, None, why, period=period)


def _noted(rest: str) -> str:
    """The note, without the colon that may part it from the period."""
    return rest.strip().removeprefix(":").lstrip()


def _take_confidence(text: str) -> tuple[Confidence | None, str]:
    said = _CONFIDENCE.fullmatch(text)
    return (Confidence(said["word"].lower()), said["rest"]) if said else (None, text)
