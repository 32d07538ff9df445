"""A value at the beginning of a line, and what follows it: a note only where it could not change the value."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial

from bot.domain.exact import wide
from bot.domain.labels import read_label
from bot.domain.numerals import Unclear, Unreadable, plain
from bot.domain.spelling import spelled
from bot.domain.typed_text import beginnings, shown
from bot.domain.unit_words import (
    CALCULATING,
    CORRECTING,
    JOINING,
    MORE_OR_LESS,
    MORE_OR_LESS_IN_TWO,
    NEGATIONS,
    PARTS_OF_A_HUNDREDTH,
    PER,
    currency_words,
    folded,
    foreign_magnitudes,
    is_currency_sign,
    is_foreign_unit,
    is_fraction,
    magnitudes,
    seconds_of,
    unit_words,
)
from bot.domain.values import (
    Manner,
    Measure,
    Quantity,
    Value,
    ValueKind,
    has_three_places,
    meanings,
    read_value,
    refusal,
    without_marks,
)
from bot.errors import Choice, UnclearValue, UserError
from bot.words import Words, words

HARD, SOFT = ":", ";"
"""Behind a colon everything is the note. Behind a semicolon nothing belongs to the value, but a period may follow."""

_MOST_WORDS = 16
"""No value has more words than this."""
_NEXT = 100
"""So many characters after a value can belong to it. No text costs more than its length because of what follows."""
_ENDS = ",;:.!"
_AROUND = ",;:.…!?()"
"""Marks around a word, which say nothing of it."""
_MOST_WORDS_OF_A_CORRECTION = 6
_SPACED_SIGN = re.compile(r"[-\N{MINUS SIGN}–—]\s+(?=[\d½¼¾.,])")
_SIGNED_NUMBER = re.compile(r"[-+\N{MINUS SIGN}–—]?[.,]?[£$€¥₹]?\d")
_OPERATOR = re.compile(
    r"(?:[-\N{MINUS SIGN}–—+/×x*~<>=&^|…÷≈≠≤≥〜～]|\.\.|:arrow_\w+:)+[>\s]*(?=[£$€¥₹]?[.,]?[\d½¼¾])"
    r"|[»←-⇿➔➙-➿⟵-⟿⬅-⬎]\N{VARIATION SELECTOR-16}?\s*"
)
_GLUED = re.compile(
    r"(?P<first>-?[£$€¥₹]?\d[\d.,]*[%€£$¥₹]?)(?P<sign>-+>?|=+>|[–—~/×x*…]|\.\.+|[←-⇿])"
    r"(?=[£$€¥₹]?\d[\d.,]*[%€£$¥₹]?(?:[\s,;:]|$))"
)
_IN_ENGLISH = {1: "s", 60: "min", 3_600: "h", 86_400: "d", 604_800: "weeks"}
"""A unit's name that is known in every language, by its seconds."""
_EMOJI = re.compile(r"(?:^| ):[-+\w]+:$")
_NUMBERS = re.compile(r"\d[\d.,]*")
_ONE_PLACE = Decimal("0.1")
_GROUP = re.compile(r"\d{3}(?!\d)")


@dataclass(frozen=True)
class TakenValue:
    """A value that a line begins with. `typed` are its words; `rest` is what follows, of which all is a note where it
    `is_note`.
    """

    typed: str
    value: Value
    rest: str
    is_note: bool = False


def _is_never(_: str) -> bool:
    return False


def take_value(
    text: str,
    measure: Measure,
    *,
    locale: str,
    name: str | None = None,
    like: Value | None = None,
    settled: bool = False,
    is_time: Callable[[str], bool] = _is_never,
) -> TakenValue:
    """The longest beginning of `text` that is a value: "3 h 20 min after lunch" is 200 minutes and "after lunch".

    What follows belongs to a note only if nothing of it could change the value: no number, sign, unit, magnitude or
    currency stands next to it. Raises UserError where `text` begins with no value, and UnclearValue with the choices
    where it is not clear what of it belongs to the value, or what value it is. What the locale says of numbers is no
    question where it is `settled`; neither is a unit or a number with which a time begins ("KW 22").
    """
    text = text.strip()
    line, _, further = text.partition("\n")
    manner = Manner(locale, in_line=True, settled=settled or has_three_places(like))
    refuse = partial(refusal, text, measure=measure, manner=manner, name=name, like=like)
    ask = partial(_question, text, measure=measure, locale=locale)
    if sign := _SPACED_SIGN.match(line):
        raise ask(_either_sign(line[sign.end() :], measure, manner, refuse))
    fault = Unreadable()
    for beginning, end in beginnings(line, most_words=_MOST_WORDS):
        typed = _without_ends(beginning)
        rest = line[end:].strip()
        try:
            value = read_value(typed, measure, manner)
        except Unclear as unclear:
            raise _asked(line, typed, rest, unclear, measure, manner, refuse, ask) from None
        except Unreadable as unreadable:
            fault = unreadable
            if typed.endswith("?") and (doubted := _read(typed.rstrip("? "), measure, manner)) is not None:
                raise _how_sure(line, doubted, rest, measure, locale) from None
        else:
            separator = beginning[len(typed) :][-1:].strip()
            typed = typed if measure.scale else without_marks(typed)
            return _followed(TakenValue(typed, value, rest), separator, further, measure, manner, ask, is_time)
    if (apart := _apart(line)) and not is_time(line):
        try:
            take_value(apart, measure, locale=locale, name=name, like=like, settled=settled, is_time=is_time)
        except UnclearValue:
            raise
        except UserError:
            pass  # what cannot be read apart either is refused as it was typed
    if (asked := _of_how_many(text, measure, manner, like)) is not None:
        raise asked
    raise refuse(fault)


def _apart(line: str) -> str:
    """The line with the sign between the two numbers that it begins with set apart: "80-85" as "80 - 85"."""
    found = _GLUED.match(line)
    return f"{found['first']} {found['sign']} {line[found.end() :]}" if found else ""


def _without_ends(beginning: str) -> str:
    """The beginning without the marks behind it; the colon of ":+1:" is none."""
    bare = beginning.rstrip(_ENDS).rstrip()
    emoji = beginning[: len(bare) + 1]
    return emoji if _EMOJI.search(emoji[-_NEXT:]) else bare


_Ask = Callable[[list[tuple[Value, str]]], UnclearValue]
_Refuse = Callable[[Unreadable], Exception]


def _followed(
    taken: TakenValue,
    separator: str,
    further: str,
    measure: Measure,
    manner: Manner,
    ask: _Ask,
    is_time: Callable[[str], bool],
) -> TakenValue:
    """The value with what follows it, once that is known to belong to a note."""
    rest = f"{taken.rest}\n{further}".strip()
    if separator == HARD:
        return TakenValue(taken.typed, taken.value, rest, is_note=True)
    belonging = _belongs(taken, separator, measure, manner)
    if belonging and not is_time(rest) and not _is_the_same(taken, belonging, rest, measure, manner):
        raise _doubted(taken, belonging, rest, measure, manner, ask)
    return TakenValue(taken.typed, taken.value, re.sub(r"^[-–—:;,]+\s+", "", rest), is_note=not taken.rest)


def _belongs(taken: TakenValue, separator: str, measure: Measure, manner: Manner) -> str:
    """The words after a value that would make it another one; empty where none would."""
    if separator == SOFT or not taken.rest:
        return ""
    match measure.kind:
        case ValueKind.YES_NO | ValueKind.SCALE:
            another = _nothing_but_another_label(taken, measure, manner) or _nothing_but_a_negation(taken.rest)
            return another if another or separator else _another_label(taken, measure, manner)
    if separator:
        group = _GROUP.match(taken.rest) if separator in ",." else None
        if group and taken.typed[-1:].isdigit():
            return group[0]
        return _corrected(taken.rest) or _nothing_but_a_value(taken.rest, measure, manner)
    return _another_number(taken.rest, manner.locale)


def _corrected(rest: str) -> str:
    """ "no, 86", "sorry, I mean 86": a number behind words that take the one before it back."""
    following = rest[:_NEXT].split()[:_MOST_WORDS_OF_A_CORRECTION]
    takes_back = False
    for place, word in enumerate(following):
        if takes_back and _SIGNED_NUMBER.match(word):
            return " ".join(following[: place + 1])
        word = folded(word.strip(_AROUND))
        takes_back = takes_back or word in CORRECTING
        if word not in CORRECTING and word not in JOINING:
            return ""
    return ""


def without_correction(text: str) -> str:
    """The text without words and signs at its beginning that take back what stands before it: "86" of "no, 86"."""
    for _ in range(_MOST_WORDS_OF_A_CORRECTION):
        first, _, after = text.partition(" ")
        operator = None if _SIGNED_NUMBER.match(first) else _OPERATOR.match(text)
        if not operator and folded(first.strip(_AROUND)) not in CORRECTING:
            return text
        text = (text[operator.end() :] if operator else after).strip()
    return text


def _nothing_but_a_value(rest: str, measure: Measure, manner: Manner) -> str:
    """The rest, where it is a value like the one before it: "84, 86"."""
    return rest if len(rest) < _NEXT and _read(rest.strip(_ENDS), measure, manner) is not None else ""


def _another_number(rest: str, locale: str) -> str:
    rest = plain(rest[:_NEXT])
    first, *others = rest.split()[:4] or [""]  # what cannot be seen is nothing
    if operator := _OPERATOR.match(rest):
        return rest[: operator.end()] + rest[operator.end() :].split()[0] if rest[operator.end() :].split() else ""
    if _SIGNED_NUMBER.match(first) or is_currency_sign(first) or is_fraction(first):
        return first
    joined = _joined([first, *others]) or _corrected(rest)
    if joined:
        return joined
    word = folded(first.strip(_AROUND))
    is_unit = word in magnitudes(locale) or word in unit_words(locale) or word in currency_words(locale)
    if is_unit or is_foreign_unit(word) or word in MORE_OR_LESS or word in PARTS_OF_A_HUNDREDTH:
        return first
    in_two = " ".join([first, *others[:1]])
    return in_two if folded(in_two.strip(_AROUND)) in MORE_OR_LESS_IN_TWO else _rate([first, *others], locale)


def _joined(following: list[str]) -> str:
    """ "to 86", "out of 50", "and a half": a number behind one or two words that join numbers."""
    for place, word in enumerate(following[:3]):
        if place and (_SIGNED_NUMBER.match(word) or is_fraction(word) or folded(word) in MORE_OR_LESS):
            return " ".join(following[: place + 1])
        if folded(word) not in JOINING and folded(word) not in CALCULATING:
            return ""
    return ""


def _rate(following: list[str], locale: str) -> str:
    """ "per month", "/month": so much in each of some time is another number than in all of it."""
    first, *others = following
    if first.startswith("/") and folded(first[1:]) in unit_words(locale):
        return first
    if folded(first) in PER and others and folded(others[0].strip(",;:.")) in unit_words(locale):
        return f"{first} {others[0]}"
    return ""


_UNDECIDED = ("and", "or", "und", "oder", "et", "ou", "y", "o", "e", "/", "to", "bis", "&", "-", "–", "→", "->")
_BUT = ("but", "aber", "mais", "pero", "mas", "ma", "maar", "men", "ale", "でも")
_KNOWS_NOTHING = ("idea", "clue", "data", "info", "information", "figure", "figures", "answer", "reply", "one")


def _another_label(taken: TakenValue, measure: Measure, manner: Manner) -> str:
    """ "and no" after "yes", "idea" after "no": words that say that it is not just this one."""
    if taken.typed.isdecimal() and (number := _another_number(taken.rest, manner.locale)):
        return number
    first, *others = taken.rest[:_NEXT].split()[:3] or [""]
    if measure.kind is ValueKind.YES_NO and folded(first) in _KNOWS_NOTHING:
        return first
    labels = measure.scale or ("yes", "no", "ja", "nein", "oui", "non", "sí", "sì", "si", "sim", "não", "nej", "nee")
    parts = re.fullmatch(r"(?P<joint>/|->|→|-|–)(?P<word>\S+)", first)
    joint, following = (parts["joint"], parts["word"]) if parts else (folded(first) or first, " ".join(others[:1]))
    if joint in _UNDECIDED and following and read_label(following, labels) is not None:
        return first if parts else f"{first} {following}"
    return ""


def _nothing_but_another_label(taken: TakenValue, measure: Measure, manner: Manner) -> str:
    """The rest, where behind words that take the value back there is another and no more: "sorry, yes" after "no"."""
    following = taken.rest.split() if len(taken.rest) < _NEXT else []
    for place, word in enumerate(following[:_MOST_WORDS_OF_A_CORRECTION]):
        value = _read(_without_ends(" ".join(following[place:])), measure, manner)
        if value is not None:
            return "" if value == taken.value else taken.rest
        if folded(word.strip(_AROUND)) not in CORRECTING.union(_UNDECIDED, _BUT):
            return ""
    return ""


def _nothing_but_a_negation(rest: str) -> str:
    """ "yes, not": the rest, where it is a word that turns the one before it around."""
    return rest if folded(rest.strip(_AROUND)) in NEGATIONS else ""


def _doubted(taken: TakenValue, belonging: str, rest: str, measure: Measure, manner: Manner, ask: _Ask) -> UnclearValue:
    """The question whether words belong to the value, with every number that may be meant."""
    mine = (taken.value, f"{SOFT} {rest}")
    others = _together(taken, belonging, rest, measure, manner) or _in_its_language(
        taken, belonging, rest, measure, manner
    )
    for value in _said_in(belonging, rest, measure, manner):
        if value != taken.value:
            others.append((value, f"{SOFT} {taken.typed} {rest}"))
    if measure.kind is ValueKind.PERCENT and (part := _as_part(taken, belonging, manner)) not in (None, taken.value):
        others.append((part, f"{SOFT} {taken.typed} {rest}"))
    if others:
        # First what all of it is together, if it is something.
        return ask([mine, *others] if len(others[0][1]) > len(mine[1]) else [others[0], mine, *others[1:]])
    return UnclearValue(
        '"{typed}": does "{words}" belong to the value? If so, type it as one.',
        typed=shown(f"{taken.typed} {rest}"),
        words=shown(belonging),
        choices=[_choice(taken.value, mine[1], measure, manner.locale, alone=True)],
    )


def _said_in(belonging: str, rest: str, measure: Measure, manner: Manner) -> list[Value]:
    """The values in words that may belong to another: the longest that begins there, "4h 20 min" in "no 4h"; or else
    every number.
    """
    operator = _OPERATOR.match(belonging)
    words_there = plain(rest[:_NEXT])[operator.end() if operator else 0 :].split()
    if measure.kind in (ValueKind.YES_NO, ValueKind.SCALE) and folded(words_there[0]) in _UNDECIDED:
        return []  # "yes and no" is neither
    for place in range(len(belonging.split())):
        for beginning, _ in beginnings(" ".join(words_there[place:]), most_words=_MOST_WORDS):
            value = _read(beginning.rstrip(_ENDS + ")"), measure, manner)
            if value is not None:
                return [value]
    numbers = [_read(number.rstrip(".,"), measure, manner) for number in _NUMBERS.findall(plain(belonging))]
    return [value for value in numbers if value is not None]


def _together(
    taken: TakenValue, belonging: str, rest: str, measure: Measure, manner: Manner
) -> list[tuple[Value, str]]:
    """What the digits are if those that follow belong to them: "$12 300/month", "1 234km", "1, 234"."""
    group = _GROUP.match(belonging)
    value = _read(f"{taken.typed} {group[0]}", measure, replace(manner, in_line=False)) if group else None
    return [(value, f"{SOFT} {rest[len(group[0]) :].strip()}".rstrip(f"{SOFT} "))] if value and group else []


def _in_its_language(
    taken: TakenValue, belonging: str, rest: str, measure: Measure, manner: Manner
) -> list[tuple[Value, str]]:
    """What the value is with a word of a language that the person's Slack is not in: "90 Minuten", "2 Millionen"."""
    word, after = belonging.strip(_AROUND), rest[len(belonging) :].strip()
    if not is_foreign_unit(word) or not taken.typed[-1:].isdigit():
        return []
    seconds = seconds_of(word, manner.locale)
    time = _read(f"{taken.typed} {_IN_ENGLISH[seconds]}", measure, manner) if seconds else None
    with wide():
        numbers = [Value(taken.value.amount * size) for size in sorted(foreign_magnitudes(word))]
    found = [time] if time else numbers if measure.kind in (ValueKind.NUMBER, ValueKind.MONEY) else []
    return [(value, f"{SOFT} {after}".rstrip(f"{SOFT} ")) for value in found]


def _is_the_same(taken: TakenValue, belonging: str, rest: str, measure: Measure, manner: Manner) -> bool:
    """Whether the words name what was read anyway: "3 Stunden" where hours are measured."""
    return [value for value, _ in _in_its_language(taken, belonging, rest, measure, manner)] == [taken.value]


def _how_sure(text: str, value: Value, rest: str, measure: Measure, locale: str) -> UnclearValue:
    """ "84?" may be a value that somebody is not sure of."""
    spelling, quantity = spelled(value, measure, locale), Quantity(value, measure)
    return UnclearValue(
        '"{typed}": which one?',
        typed=shown(text),
        choices=[
            Choice(words("{value}, unsure", value=quantity), f"{spelling} unsure{f': {rest}' if rest else ''}"),
            Choice(words("{value}", value=quantity), f"{spelling}{f'{SOFT} {rest}' if rest else ''}"),
        ],
    )


def _as_part(taken: TakenValue, belonging: str, manner: Manner) -> Value | None:
    """The percentage that "12 / 40" and "40 of 50" are."""
    number = _NUMBERS.search(belonging)
    is_part = re.match(r"/|of\b|out of\b|von\b|sur\b|de\b|di\b|su\b|van\b|av\b|af\b", belonging.casefold())
    whole = _read(number[0].rstrip(".,"), Measure(ValueKind.NUMBER), manner) if number and is_part else None
    if whole is None or whole.amount <= 0 or not 0 <= taken.value.amount <= whole.amount:
        return None
    with wide():
        return Value((taken.value.amount * 100 / whole.amount).quantize(_ONE_PLACE).normalize() + 0)


def _read(text: str, measure: Measure, manner: Manner) -> Value | None:
    try:
        return read_value(text, measure, manner)
    except Unreadable:
        return None


def _either_sign(number: str, measure: Measure, manner: Manner, refuse: _Refuse) -> list[tuple[Value, str]]:
    """ "- 84" after the indicator: a dash before 84, or −84."""
    found = []
    for sign in ("", "-"):
        for beginning, end in beginnings(number, most_words=_MOST_WORDS):
            value = _read(sign + beginning.rstrip(_ENDS), measure, manner)
            if value is not None:
                found.append((value, number[end:].strip()))
                break
    if not found:
        raise refuse(Unreadable())
    return found


def _asked(
    text: str,
    typed: str,
    rest: str,
    unclear: Unclear,
    measure: Measure,
    manner: Manner,
    refuse: _Refuse,
    ask: _Ask,
) -> Exception:
    """The question which of several values was typed; where they are not known, what to type."""
    found = [(Value(number), rest) for number in unclear.numbers]
    if unclear.depends_on_marks:
        found = [(value, rest) for value in meanings(typed, measure, manner)]
    elif not found and (whole := _read(typed, measure, replace(manner, in_line=False))) is not None:
        found = [(whole, rest), *_shorter(text, typed, measure, manner)]
    return ask(found) if len(found) > 1 else refuse(unclear)


def _shorter(text: str, typed: str, measure: Measure, manner: Manner) -> list[tuple[Value, str]]:
    """The value that the line begins with if the last word of what was typed is none of it."""
    for beginning, end in beginnings(text, most_words=len(typed.split()) - 1):
        value = _read(beginning.rstrip(_ENDS), measure, manner)
        if value is not None:
            return [(value, f"{SOFT} {text[end:].strip()}")]
    return []


def _of_how_many(text: str, measure: Measure, manner: Manner, like: Value | None) -> UnclearValue | None:
    """ "36" for a ratio: of how many? As many as last time, perhaps."""
    if measure.kind is not ValueKind.RATIO or like is None or like.denominator is None:
        return None
    for beginning, end in beginnings(text, most_words=2):
        number = _read(beginning.rstrip(_ENDS), Measure(ValueKind.NUMBER, measure.unit), manner)
        if number is None or not 0 <= number.amount <= like.denominator:
            continue
        if _another_number(text[end:].strip(), manner.locale) if text[end:].strip() else "":
            return None
        with wide():
            value = Value(number.amount / like.denominator, number.amount, like.denominator)
        return UnclearValue(
            '"{typed}": of how many? Type both, for example {example}.',
            typed=shown(text),
            example=spelled(value, measure, manner.locale),
            choices=[
                Choice(
                    words("{value}", value=Quantity(value, measure)),
                    f"{spelled(value, measure, manner.locale)} {text[end:].strip()}".strip(),
                )
            ],
        )
    return None


def _question(text: str, candidates: list[tuple[Value, str]], *, measure: Measure, locale: str) -> UnclearValue:
    """Which of several values was meant; each with what then follows it in the line."""
    return UnclearValue(
        '"{typed}": which one?',
        typed=shown(text),
        choices=[_choice(value, rest, measure, locale) for value, rest in candidates],
    )


def _choice(value: Value, rest: str, measure: Measure, locale: str, *, alone: bool = False) -> Choice:
    quantity = Quantity(value, measure)
    label: Words = words("{value}, the rest is a note", value=quantity) if alone else words("{value}", value=quantity)
    separator = "" if rest.startswith(SOFT) else " "
    return Choice(label, f"{spelled(value, measure, locale)}{separator}{rest}".strip())
