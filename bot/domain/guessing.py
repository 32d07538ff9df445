"""What is measured, as far as "Today it is" and "It should become" tell: the kind of value, its unit and its direction.

What was typed is in the guess whole, or refused with a sentence. What else it may have been is told with it.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from bot.domain import currencies
from bot.domain.keys import MOST_COMPARED
from bot.domain.known_scales import scales_with
from bot.domain.name_hints import direction_in_name, unit_in_name
from bot.domain.target_lines import Limits, limits_of
from bot.domain.targets import OPEN_ENDED, Baseline, Direction, Target, check_target
from bot.domain.typed_measures import TypedValue, cleaned, typed_value
from bot.domain.typed_text import shown, spaced
from bot.domain.unit_words import seconds_of
from bot.domain.values import Measure, Value, ValueKind, parse_goal
from bot.errors import UserError

TODAY, GOAL = "baseline", "value"
"""The fields that a refusal belongs to: what it is today, and what it should become."""

_WHOLE = 100
_ENDING = 2
_SAME_WORD = 3
_MOST_SCALES = 4


@dataclass(frozen=True)
class Guess:
    """What is measured, how, and from where to where: to one `goal`, or to stay within `low` and `high`.

    `otherwise` are measures that would have been likely too; without `says_direction` nothing said where it should go.
    """

    measure: Measure
    direction: Direction
    baseline: Value | None
    goal: Value | None
    low: Decimal | None = None
    high: Decimal | None = None
    says_direction: bool = True
    otherwise: tuple[Measure, ...] = ()

    @property
    def is_sure(self) -> bool:
        """Whether it can hardly be anything else."""
        return self.says_direction and not self.otherwise


@dataclass(frozen=True)
class _Typed:
    """What stands in the two fields: today's value, and the promised one or its limits."""

    today: str
    goal: str
    limits: Limits | None = None

    @property
    def value(self) -> str:
        return self.goal if self.limits is None else ""

    def each(self) -> Iterator[tuple[str, str]]:
        """Every value that was typed, with its field."""
        goals = (self.value,) if self.limits is None else (self.limits.low, self.limits.high)
        for text, field in ((self.today, TODAY), *((goal, GOAL) for goal in goals)):
            if text:
                yield text, field


@dataclass(frozen=True)
class _Values:
    """The same, read."""

    baseline: Value | None = None
    value: Value | None = None
    low: Value | None = None
    high: Value | None = None

    @property
    def goal(self) -> Value | None:
        return self.value or self.low or self.high


def guess(
    today: str,
    goal: str,
    *,
    locale: str,
    name: str = "",
    direction: Direction | None = None,
    measure: Measure | None = None,
    settled: bool = False,
) -> Guess:
    """What a person means who typed these two, either of which may be empty, about what is called `name`. A `measure`
    or `direction` that they chose is taken as it is; one without its unit or labels gets those that were typed.

    Raises UserError, for the field that it belongs to, where something typed is no value, both are of different kinds
    or units, or they contradict each other; UnclearValue where a number may be two, unless what the locale says of
    numbers is `settled`.
    """
    name, typed = name[:MOST_COMPARED].strip(), _split(today, goal)
    found, otherwise = _measured(typed, measure, name=name, locale=locale)
    values = _read(typed, found, locale=locale, settled=settled, is_chosen=measure is not None)
    _refuse_a_difference(typed, values, found)
    way, is_said = _direction(direction, values, typed, found, name=name)
    promise = _promised(values, typed, way)
    _check(promise, values, found, way, has_goal=bool(typed.goal))
    likely = tuple(each for each in otherwise if _reads(typed, each, locale=locale))
    return Guess(
        found,
        way,
        values.baseline,
        promise.goal,
        promise.low,
        promise.high,
        says_direction=is_said,
        otherwise=likely,
    )


def _split(today: str, goal: str) -> _Typed:
    today, goal = spaced(today), spaced(goal)
    try:
        limits = limits_of(goal)
    except UserError as problem:
        problem.put_at(GOAL)
        raise
    return _Typed(today, goal, limits)


# Which measure


def _measured(typed: _Typed, chosen: Measure | None, *, name: str, locale: str) -> tuple[Measure, tuple[Measure, ...]]:
    """The measure of all that was typed, and others that are likely. Raises UserError where there is none."""
    if chosen is None:
        return _agreed(_each_typed(typed, locale=locale), name=name, locale=locale)
    if chosen.unit or chosen.scale:
        return chosen, ()
    if chosen.kind is ValueKind.SCALE:
        return _scale(tuple(text for text, _ in typed.each())) if any(typed.each()) else (chosen, ())
    with suppress(UserError):
        found, _ = _agreed(_each_typed(typed, locale=locale), name=name, locale=locale)
        counts_time = found.kind is ValueKind.NUMBER and seconds_of(found.unit, locale) is not None
        if found.kind is chosen.kind or (chosen.kind is ValueKind.DURATION and counts_time):
            return replace(chosen, unit=found.unit), ()
    return chosen, ()


def _each_typed(typed: _Typed, *, locale: str) -> list[TypedValue]:
    found = []
    for text, field in typed.each():
        try:
            found.append(typed_value(text, locale=locale))
        except UserError as problem:
            problem.put_at(field)
            raise
    return found


def _agreed(typed: Sequence[TypedValue], *, name: str, locale: str) -> tuple[Measure, tuple[Measure, ...]]:
    telling = [each for each in typed if not each.is_bare]
    if not telling:
        return _of_bare_numbers(typed, name=name, locale=locale)
    kinds = {each.measure.kind for each in telling}
    if ValueKind.SCALE in kinds:
        if any(not each.is_label for each in typed):
            raise _mixed(typed)
        return _scale(tuple(each.text for each in typed))
    otherwise = tuple(dict.fromkeys(each for value in telling for each in value.otherwise))
    units = [each.measure.unit for each in telling]
    if kinds == {ValueKind.RATIO, ValueKind.PERCENT}:
        return next(each.measure for each in telling if each.measure.kind is ValueKind.RATIO), ()
    if kinds <= {ValueKind.NUMBER, ValueKind.DURATION} and len(kinds) > 1:
        if all(each.measure.kind is ValueKind.DURATION or seconds_of(each.measure.unit, locale) for each in telling):
            return Measure(ValueKind.DURATION), ()
        raise _mixed(typed)
    if len(kinds) > 1:
        raise _mixed(typed)
    (kind,) = kinds
    match kind:
        case ValueKind.NUMBER:
            return Measure(kind, _unit(telling, typed, locale=locale)), otherwise
        case ValueKind.DURATION:
            # Bare numbers of it would be hours to one and minutes to another.
            return Measure(kind, units[0] if len(set(units)) == 1 else ""), otherwise
        case ValueKind.MONEY if len({currencies.code_of(unit) or unit for unit in units}) > 1:
            raise _mixed(typed)
        case ValueKind.RATIO if len({unit.casefold() for unit in units if unit}) > 1:
            raise _mixed(typed)
        case _:
            return Measure(kind, max(units, key=bool)), otherwise


def _mixed(typed: Sequence[TypedValue]) -> UserError:
    """Of the values that were typed, two cannot be of one measure."""
    return UserError(
        '"{one}" and "{other}" are of different kinds or units. Type both in the same one.',
        one=shown(typed[0].text),
        other=shown(typed[-1].text),
        field=GOAL,
    )


def _of_bare_numbers(typed: Sequence[TypedValue], *, name: str, locale: str) -> tuple[Measure, tuple[Measure, ...]]:
    number, named = Measure(ValueKind.NUMBER), unit_in_name(name, locale=locale)
    if name.endswith("?") and all(each.text in ("0", "1") for each in typed):
        return number, (Measure(ValueKind.YES_NO),)
    if named.kind is ValueKind.PERCENT and not all(_is_a_percentage(each.text) for each in typed):
        return number, ()
    if named.kind is ValueKind.PERCENT:
        return named, (number,)
    if seconds_of(named.unit, locale) and named.kind is ValueKind.NUMBER:
        return named, (Measure(ValueKind.DURATION, "h"),) if not typed else ()
    return named, ()


def _is_a_percentage(text: str) -> bool:
    """Whether a number looks like one of a hundred, and not like a part of one."""
    return text.isdecimal() and int(text) <= _WHOLE and text not in ("0", "1")


def _unit(telling: Sequence[TypedValue], typed: Sequence[TypedValue], *, locale: str) -> str:
    """The unit of them all: the one of the largest number, where it is singular and plural; the shorter, where both are
    times.
    """
    units = list(dict.fromkeys(each.measure.unit for each in telling))
    sizes = [seconds_of(unit, locale) for unit in units]
    if all(sizes) and len(set(sizes)) > 1:
        return min(units, key=lambda unit: seconds_of(unit, locale) or 0)
    for one in telling:
        for other in telling:
            if not _are_the_same_unit(one, other, locale=locale):
                raise _mixed(typed)
    return units[0] if len(units) == 1 else _of_the_largest(telling, locale=locale)


def _of_the_largest(telling: Sequence[TypedValue], *, locale: str) -> str:
    number = Measure(ValueKind.NUMBER)
    with suppress(UserError):  # a number that may be two is asked about where it is read
        return max(telling, key=lambda each: abs(parse_goal(each.number, number, locale=locale).amount)).measure.unit
    return telling[-1].measure.unit


def _are_the_same_unit(one: TypedValue, other: TypedValue, *, locale: str) -> bool:
    """Whether two units are one, perhaps in singular and plural: of "1 child" and "3 children" the first is one."""
    first, second = _letters(one.measure.unit), _letters(other.measure.unit)
    size = seconds_of(one.measure.unit, locale)
    if first == second or (size is not None and size == seconds_of(other.measure.unit, locale)):
        return True
    same = next((place for place, (a, b) in enumerate(zip(first, second, strict=False)) if a != b), None)
    in_common = min(len(first), len(second)) if same is None else same
    if "1" in (one.number, other.number) and one.number != other.number:
        return in_common >= 1
    return in_common >= _SAME_WORD and max(len(first), len(second)) - in_common <= _ENDING


def _letters(unit: str) -> str:
    """The unit without its accents, in lower case: "Männer" is "manner"."""
    decomposed = unicodedata.normalize("NFKD", unit.casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def _scale(labels: tuple[str, ...]) -> tuple[Measure, tuple[Measure, ...]]:
    scales = scales_with(labels)
    if not scales:
        raise UserError(
            "It is not known which labels there are beside {typed}. Write them all in order, from the lowest to the "
            "highest, for example: poor, fair, good.",
            typed=", ".join(f'"{shown(label)}"' for label in labels),
            field=GOAL,
        )
    first, *others = (Measure(ValueKind.SCALE, scale=scale) for scale in scales[:_MOST_SCALES])
    return first, tuple(others)


# Which values


def _read(typed: _Typed, measure: Measure, *, locale: str, settled: bool, is_chosen: bool) -> _Values:
    def value(text: str, field: str) -> Value | None:
        if not text:
            return None
        try:
            number = cleaned(text) if is_chosen else _in_unit(text, measure, locale=locale)
            return parse_goal(number, measure, locale=locale, settled=settled)
        except UserError as problem:
            problem.put_at(field)
            raise

    limits = typed.limits or Limits()
    return _Values(
        value(typed.today, TODAY), value(typed.value, GOAL), value(limits.low, GOAL), value(limits.high, GOAL)
    )


def _in_unit(text: str, measure: Measure, *, locale: str) -> str:
    """The text as this measure reads it: the number alone where the unit is the same in another form, "1" of "1 day"
    beside "14 days". Times of another length are converted.
    """
    each = typed_value(text, locale=locale)
    if measure.kind is not ValueKind.NUMBER or each.measure.kind is not ValueKind.NUMBER or not each.measure.unit:
        return each.text
    own, other = seconds_of(each.measure.unit, locale), seconds_of(measure.unit, locale)
    return each.text if own and other and own != other else each.number


def _reads(typed: _Typed, measure: Measure, *, locale: str) -> bool:
    """Whether all that was typed is of this measure too."""
    try:
        _read(typed, measure, locale=locale, settled=True, is_chosen=True)
    except UserError:
        return False
    return True


def _refuse_a_difference(typed: _Typed, values: _Values, measure: Measure) -> None:
    """ "+10 %" is more of it, and no value that it should become; neither is "-5 %" of what is above 0."""
    counts_from_zero = measure.kind in (ValueKind.PERCENT, ValueKind.RATIO)
    is_below = values.value is not None and values.value.amount < 0 <= (values.baseline or Value(Decimal(0))).amount
    has_sign = typed.value.startswith("+") and not typed.today.startswith(("+", "-", "\N{MINUS SIGN}"))
    if has_sign or (counts_from_zero and is_below):
        raise UserError(
            '"{typed}" could be a difference. Type the value itself that it should become, without a sign.',
            typed=shown(typed.value),
            field=GOAL,
        )


# Which way


def _direction(
    chosen: Direction | None, values: _Values, typed: _Typed, measure: Measure, *, name: str
) -> tuple[Direction, bool]:
    """The direction, and whether it was said."""
    if chosen is not None:
        return chosen, True
    today, goal = values.baseline, values.goal
    if typed.limits is not None:
        low, high = values.low, values.high
        if today is None or (low and high):
            return Direction.MAINTAIN, True
        if low:
            return (Direction.INCREASE if today.amount < low.amount else Direction.MAINTAIN), True
        return (Direction.DECREASE if high and today.amount > high.amount else Direction.MAINTAIN), True
    if today is not None and goal is not None:
        return (Direction.INCREASE if goal.amount > today.amount else Direction.DECREASE), True
    if goal is not None and not goal.amount:
        return Direction.DECREASE, False  # towards nothing, no, or the lowest label
    if goal is not None and measure.kind in (ValueKind.YES_NO, ValueKind.SCALE):
        return Direction.INCREASE, False
    return direction_in_name(name), False


@dataclass(frozen=True)
class _Promise:
    goal: Value | None = None
    low: Decimal | None = None
    high: Decimal | None = None


def _promised(values: _Values, typed: _Typed, direction: Direction) -> _Promise:
    """What is promised: one value, or limits. "At most 3" is the value 3 for what should fall. Raises UserError for a
    limit on the other side.
    """
    low, high = values.low, values.high
    if typed.limits is None:
        return _Promise(values.value)
    if direction is Direction.MAINTAIN or (low and high):
        return _Promise(None, low.amount if low else None, high.amount if high else None)
    if (low is None) == (direction is Direction.INCREASE):
        raise UserError(
            'It should {should}, and "{typed}" is a limit on the other side. Type the value that it is to reach.',
            should=direction,
            typed=shown(typed.goal),
            field=GOAL,
        )
    return _Promise(low or high)


def _check(promise: _Promise, values: _Values, measure: Measure, direction: Direction, *, has_goal: bool) -> None:
    """Refuse what no target may be. Its days are not known yet: any will do."""
    if not has_goal:
        return
    baseline = Baseline(values.baseline, date.min) if values.baseline else None
    value = promise.goal.amount if promise.goal else None
    target = Target(value, OPEN_ENDED, date.min, promise.low, promise.high)
    try:
        check_target(direction, baseline, target, measure=measure)
    except UserError as problem:
        problem.field = GOAL
        raise
