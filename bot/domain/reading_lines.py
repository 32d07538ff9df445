"""What a person typed for a reading: a value or "n/d", perhaps a period, how sure they are, and a note."""

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import partial

from bot.domain.cadences import Cadence
from bot.domain.no_data import NO_DATA, Declared, declared_no_data
from bot.domain.periods import NamedPeriod, Period, take_period
from bot.domain.readings import Confidence
from bot.domain.second_thoughts import ReadPeriod, Take, said_instead
from bot.domain.spelling import spelled
from bot.domain.time_guesses import may_end_a_time, mentions_a_time
from bot.domain.typed_text import shown
from bot.domain.value_lines import HARD, SOFT, TakenValue, take_value
from bot.domain.values import Measure, Quantity, Value, ValueKind, parse_value
from bot.errors import Choice, Question, UserError
from bot.words import Example, words


def _phrases(text: str) -> list[str]:
    return text.split("|")


_SURE = {
    **dict.fromkeys(
        _phrases("sure|certain|sicher|sûr|sûre|seguro|segura|certo|zeker|säker|sikker|pewne"), Confidence.SURE
    ),
    **dict.fromkeys(_phrases("fairly|fairly sure|ziemlich sicher|plutôt sûr|bastante seguro"), Confidence.FAIRLY),
    **dict.fromkeys(
        _phrases("unsure|not sure|uncertain|unsicher|nicht sicher|pas sûr|pas sûre|no seguro|no estoy seguro|incerto")
        + _phrases("onzeker|osäker|usikker|niepewne"),
        Confidence.UNSURE,
    ),
}
_SURE_WORDS = "|".join(sorted(map(re.escape, _SURE), key=len, reverse=True))
_CONFIDENCE = re.compile(
    rf"(?P<word>{_SURE_WORDS})\s*(?:[.!]?$|(?P<mark>[,;:])\s*|(?P<line>\n))(?P<rest>.*)", re.IGNORECASE | re.DOTALL
)
_ONLY_A_NUMBER = re.compile(r"[^\w\n]*\d[\d.,%\s]*")
"""No reason why there is no data: "- for last week 84"."""
_EMOJI = r":[-+\w]+:"
_WORDS_OF_A_TIME, _LONGEST_TIME = 6, 80
_WORDS_OF_A_NAME = 2
_LINKING = frozenset(["=", ":", "is", "are", "was", "were", "ist", "sind", "war", "est", "é", "es", "är", "er"])
_ADDING = re.compile(
    r"(?:\+\s*|(?:another|plus|add|noch|weitere|encore|otros?|otras?|altri|altre|mais|nog|ytterligare)\s+)(?=[£$€¥₹\d½¼¾])",
    re.IGNORECASE,
)

RESET = "reset"
"""What a counter's reading is marked with that began again from zero."""
_RESET_WORDS = (
    "reset|neu begonnen|zurückgesetzt|remis à zéro|remise à zéro|reiniciado|puesto a cero|azzerato|zerado|gereset"
)
_RESETS = re.compile(rf"(?:{_RESET_WORDS})(?!\w)\s*", re.IGNORECASE)
_RESETS_AT_THE_END = re.compile(rf"(?<=\S)\s+(?:{_RESET_WORDS})\s*[.!]?$", re.IGNORECASE)

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
    they named none. `typed` are the words of the value alone. What `adds` comes on top of what the period has. A time
    at the end of the note is `mentioned`: it may be the period. One that `resets` was read after the counter had begun
    again from zero.
    """

    typed: str
    value: Value | None
    note: str = ""
    confidence: Confidence | None = None
    period: Period | None = None
    adds: bool = False
    mentioned: Period | None = None
    resets: bool = False


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
    settled: bool = False,
    counts_up: bool = False,
) -> TypedReading:
    """What follows the indicator in one line: `<value> [for <period>] [sure|fairly|unsure] [note]`, or
    `n/d [for <period>] <reason>`. The period may stand before the value, and the confidence before the period. Behind
    a colon everything is the note. Where it `counts_up`, `<value> reset` says that the counter began again.

    `today` is the local day of whoever typed it; `like` is a value of the indicator's own, for an example. Every word
    is in the value, the period, the confidence or the note. Raises UserError where there is no value, or no reason why,
    and for a period that cannot be meant; Question, with the lines that may have been meant, where it could be several.
    """
    text = _without_link(text.strip())
    read_period = partial(take_period, cadence=cadence, today=today, locale=locale)
    if not text:
        fills = {"indicator": key, "value": Quantity(like, measure) if like else typed_of(measure)}
        raise UserError(
            "What is the value? For example: {command}", command=Example("/reading <indicator> <value>", fills)
        )
    if declared := declared_no_data(text, measure):
        return _declared(declared, text, key, read_period, zero=spelled(Value(Decimal(0)), measure, locale))
    adds = _ADDING.match(text) if measure.kind not in _LABELLED else None
    take = partial(
        take_value,
        measure=measure,
        locale=locale,
        name=name,
        like=like,
        settled=settled,
        is_time=partial(_is_time, read_period),
    )
    before, taken = _take(text[adds.end() :] if adds else text, take, read_period)
    found = TypedReading(f"{adds[0]}{taken.typed}" if adds else taken.typed, taken.value, adds=bool(adds))
    doubt = partial(
        _doubt, text=text, take=take, read_period=read_period, measure=measure, cadence=cadence, locale=locale
    )
    if counts_up and not taken.is_note and (rest := _after_reset(taken.rest, read_period)) is not None:
        found, taken = replace(found, resets=True), replace(taken, rest=rest[1:].strip(), is_note=True)
        if not rest.startswith(HARD):
            taken = replace(taken, rest=rest.lstrip(",;.! "), is_note=False)
    return _with_the_rest(replace(found, period=before), taken, read_period, doubt, locale)


def parse_reading_field(
    text: str,
    note: str,
    *,
    name: str,
    measure: Measure,
    locale: str,
    like: Value | None = None,
    counts_up: bool = False,
) -> TypedReading:
    """One answer of the check-in form, where period and note have their own places; the reason why there is no data
    may stand in either field, and `reset` behind the value of a counter.

    Raises UserError for what is no value, and for "n/d" without a reason.
    """
    text = text.strip()
    declared = declared_no_data(text, measure)
    if declared is not None and declared.is_sure:
        reasons = [declared.why.strip(), note.strip()]
        return _no_data("\n".join(filter(None, reasons)), None, example=WHY_IN_A_FIELD)
    said = _RESETS_AT_THE_END.search(text) if counts_up else None
    if said is not None:
        text = text[: said.start()]
    value = parse_value(text, measure, locale=locale, name=name, like=like)
    return TypedReading(text, value, note.strip(), resets=said is not None)


def line_of(reading: TypedReading) -> str:
    """The line that says all of this: the value, the period, the confidence and behind a colon the note."""
    period = f"for {reading.period.key}" if reading.period else ""
    reset = RESET if reading.resets else ""
    sure = f", {reading.confidence}" if reading.confidence else ""
    parts = " ".join(filter(None, [reading.typed, reset, period, sure]))
    return f"{parts.replace(' ,', ',')}{HARD} {reading.note}" if reading.note else parts.replace(" ,", ",")


def typed_of(measure: Measure) -> str:
    """How some value of this measure is typed, for an example where none of the indicator's own is known."""
    return measure.scale[-1] if measure.scale else _EXAMPLES.get(measure.kind, "84")


_LABELLED = (ValueKind.YES_NO, ValueKind.SCALE)
_Doubt = Callable[[TypedReading, str], None]


def _without_link(text: str) -> str:
    """The text without what links an indicator to its value: "= 84", ": 84", "is 84"."""
    first, *rest = text.split(maxsplit=1) or [""]
    if rest and first.casefold() in _LINKING:
        return rest[0]
    return text[1:] if re.match(r"[=:][-+£$€¥₹\w]", text) and not re.match(_EMOJI, text) else text


def _take(text: str, take: Callable[[str], TakenValue], read_period: ReadPeriod) -> tuple[Period | None, TakenValue]:
    """The value at the beginning, or behind a period there."""
    try:
        return None, take(text)
    except Question:
        raise
    except UserError:
        period, rest = _read_leading_period(text, take, read_period)
        if period is None or not rest:
            raise
    return period, take(_without_link(rest))


def _read_leading_period(text: str, take: Take, read_period: ReadPeriod) -> tuple[Period | None, str]:
    """The period that a line begins with, where a value has to follow: nothing there is a note."""
    try:
        return read_period(text)
    except Question as asked:
        asked.choices = tuple(
            choice for choice in asked.choices if _goes_on_with_a_value(choice.line, take, read_period)
        )
        if len(asked.choices) > 1:
            raise
        return read_period(asked.choices[0].line) if asked.choices else (None, text)


def _goes_on_with_a_value(line: str, take: Take, read_period: ReadPeriod) -> bool:
    """Whether behind the period that the line begins with there is a value, or what may be one."""
    if line.startswith(HARD):
        return False
    try:
        take(_without_link(read_period(line)[1]))
    except Question:
        return True
    except UserError:
        return False
    return True


def _is_time(read_period: ReadPeriod, text: str) -> bool:
    """Whether the text begins with a time, or with what may be one."""
    try:
        return read_period(text)[0] is not None
    except UserError:
        return True


def _with_the_rest(
    found: TypedReading, taken: TakenValue, read_period: ReadPeriod, doubt: _Doubt, locale: str
) -> TypedReading:
    """The reading with period, confidence and note out of what follows the value."""
    if taken.is_note:
        return replace(found, note=taken.rest)
    rest, confidence, period = taken.rest, None, found.period
    typed = f"{found.typed} {RESET}" if found.resets else found.typed
    for _ in range(2):  # the confidence may stand before the period or after it
        if period is None:
            said = f"{typed}, {confidence}" if confidence else typed
            period, rest = _read_period_after(said, rest, read_period)
        if confidence is None:
            confidence, rest, is_note = _take_confidence(rest)
            if is_note:
                return replace(found, period=period, confidence=confidence, note=_note(rest))
    note = _note(rest)
    read = replace(found, period=period, confidence=confidence, note=note)
    if (period or confidence) and not rest.startswith(HARD):
        doubt(read, rest)
    return replace(read, mentioned=_mentioned(note, read_period, locale) if period is None else None)


def _doubt(
    reading: TypedReading,
    rest: str,
    *,
    text: str,
    take: Take,
    read_period: ReadPeriod,
    measure: Measure,
    cadence: Cadence,
    locale: str,
) -> None:
    """Raises Question, with both readings, where the rest of a line says another value or period than its beginning."""
    if not (measure.kind in _LABELLED or any(map(str.isnumeric, rest)) or mentions_a_time(rest, locale)):
        return  # soon said of most notes
    instead = said_instead(rest, take, read_period)
    if instead is None or reading.value is None:
        return
    value, period = instead.value or reading.value, instead.period or reading.period
    if (value, period) == (reading.value, reading.period):
        return
    other = replace(reading, value=value, period=period, note=text)
    if value != reading.value:
        other = replace(other, typed=f"{'+' if reading.adds else ''}{spelled(value, measure, locale)}")
        labels = [words("{value}", value=Quantity(said, measure)) for said in (reading.value, value)]
        choices = [Choice(label, line_of(said)) for label, said in zip(labels, (reading, other), strict=True)]
        raise Question('"{typed}": which one?', typed=shown(text), choices=choices)
    raise _which_period(reading, other, rest, cadence)


def _which_period(reading: TypedReading, other: TypedReading, rest: str, cadence: Cadence) -> Question:
    choices = [
        Choice(words("{period}", period=NamedPeriod(said.period, cadence)), line_of(said))
        for said in (reading, other)
        if said.period
    ]
    return Question('Which period is "{typed}"?', typed=shown(rest), choices=choices)


def _mentioned(note: str, read_period: ReadPeriod, locale: str) -> Period | None:
    """The time that the last words of a note are: "counted twice for last week"."""
    end = note[-_LONGEST_TIME:]
    if not end or not may_end_a_time(end.split()[-1].rstrip(".!"), locale):
        return None  # as most notes
    starts = [word.start() for word in re.finditer(r"\S+", end)][1:]
    candidates = [end[start:] for start in starts[-_WORDS_OF_A_TIME:]]
    if len(note.split()) <= _WORDS_OF_A_NAME:
        candidates.append(f"for {note}")  # "Friday" alone
    for candidate in candidates:
        with suppress(UserError):
            period, rest = read_period(candidate)
            if period is not None and not rest.strip(" .!"):
                return period
    return None


def _read_period_after(said: str, rest: str, read_period: ReadPeriod) -> tuple[Period | None, str]:
    """The period that the rest of a line begins with; where it is asked about, what was said before stays."""
    try:
        return read_period(rest)
    except Question as asked:
        asked.put_after(said)
        raise


def _note(rest: str) -> str:
    return re.sub(rf"^(?!{_EMOJI})[,;:]\s*|^[-–—]\s+", "", rest.strip())


def _after_reset(rest: str, read_period: ReadPeriod) -> str | None:
    """What follows the word that a counter began again, where that stands alone: at the end, before a mark, or before a
    period or how sure they are. None elsewhere: "reset by the fitter" is a note.
    """
    said = _RESETS.match(rest)
    if said is None:
        return None
    after = rest[said.end() :]
    is_alone = not after or after[0] in ",;:.!" or "\n" in said[0] or _take_confidence(after)[0] is not None
    return after if is_alone or _is_time(read_period, after) else None


def _take_confidence(text: str) -> tuple[Confidence | None, str, bool]:
    """How sure they are, where a word for it stands alone: at the end, or before a mark. What follows it, and whether
    all of that is a note.
    """
    said = _CONFIDENCE.fullmatch(text.strip())
    if said is None:
        return None, text, False
    return _SURE[said["word"].casefold()], said["rest"], said["mark"] == HARD or bool(said["line"])


def _declared(declared: Declared, text: str, key: str, read_period: ReadPeriod, *, zero: str) -> TypedReading:
    if not declared.is_sure:
        raise _whether_no_data(declared, text, zero)
    period, why = _read_period_after(NO_DATA, declared.why, read_period)
    why = "" if _ONLY_A_NUMBER.fullmatch(why) else _note(why)
    return _no_data(
        why, period, example=Example(f"/reading <indicator> {NO_DATA} <why>", {"indicator": key, "why": A_REASON})
    )


def _whether_no_data(declared: Declared, text: str, zero: str) -> Question:
    """ "none" may be 0, and "no idea" may be meant as "no"."""
    nothing = Choice(words("No data: {why}", why=text), f"{NO_DATA} {SOFT} {text}")
    rest = f"{SOFT} {declared.said} {declared.why}".strip()
    none = [Choice("0", f"{zero}{rest}")] if declared.may_be_none else []
    return Question('"{typed}": which one?', typed=text, choices=[*none, nothing])


def _no_data(why: str, period: Period | None, *, example: Example) -> TypedReading:
    if not why.strip():
        raise UserError("Say why there is no data, for example: {example}", example=example)
    return TypedReading(NO_DATA, None, why.strip(), period=period)
