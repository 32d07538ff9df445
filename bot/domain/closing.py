"""How an outcome ended: what its indicators came to, and which result that speaks for."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from bot.domain.facts import Level
from bot.domain.progress import progress, reaches
from bot.domain.resources import Resource, ResourceKind, Unit
from bot.domain.targets import OPEN_ENDED, Baseline, Direction, Target
from bot.domain.values import Measure, Value, ValueKind

_HALF_THE_WAY = Decimal("0.5")


class OutcomeResult(StrEnum):
    """What came of an outcome, as whoever closed it sees it."""

    ACHIEVED = "achieved"
    PARTLY = "partly"
    NOT_ACHIEVED = "not_achieved"
    DROPPED = "dropped"


@dataclass(frozen=True)
class Figure:
    """What one indicator came to. `target` is what was promised in the end, with what it replaced; `given` and `due`
    are how many of its readings came in, of how many that were wanted.
    """

    key: str
    name: str
    measure: Measure
    direction: Direction
    level: Level
    start: Value | None = None
    last: Value | None = None
    target: Target | None = None
    given: int = 0
    due: int = 0

    @property
    def has_reached(self) -> bool:
        """Whether the last value meets the target."""
        return (
            self.target is not None and self.last is not None and reaches(self.direction, self.target, self.last.amount)
        )

    @property
    def is_half_way(self) -> bool:
        """Whether the last value has made at least half of the way from where it started to the target."""
        if self.start is None or self.last is None:
            return False
        made = progress(Baseline(self.start, date.min), self.target, self.last.amount)
        return made is not None and made >= _HALF_THE_WAY


@dataclass(frozen=True)
class Effort:
    """What it took: weeks, figures and decisions, the numbers of the people who gave the figures, and what was used of
    what had been planned.
    """

    weeks: int = 0
    figures: int = 0
    decisions: int = 0
    person_ids: tuple[int, ...] = ()
    resources: tuple[Resource, ...] = ()


def proposed_result(figures: Iterable[Figure]) -> OutcomeResult | None:
    """The result that the figures of the wanted change speak for; None where none of them has a target and a reading:
    nobody looked, and that is not the same as having failed.

    Achieved where all reached it, partly where some did or made half of the way.
    """
    judged = [each for each in figures if each.level is Level.OUTCOME and each.target is not None]
    if all(each.last is None for each in judged):
        return None
    if all(each.has_reached for each in judged):
        return OutcomeResult.ACHIEVED
    is_partly = any(each.has_reached or each.is_half_way for each in judged)
    return OutcomeResult.PARTLY if is_partly else OutcomeResult.NOT_ACHIEVED


def first_promised(target: Target) -> Target:
    """What was promised at first, before it was ever changed."""
    while target.previous is not None:
        target = target.previous
    return target


def is_eased(target: Target, direction: Direction) -> bool:
    """Whether the target is easier to reach than what was promised at first."""
    first = first_promised(target)
    if target.value is not None and first.value is not None and direction is not Direction.MAINTAIN:
        return target.value < first.value if direction is Direction.INCREASE else target.value > first.value
    if (target.low, target.high) == (first.low, first.high):
        return False
    is_lower = target.low is None or (first.low is not None and target.low <= first.low)
    return is_lower and (target.high is None or (first.high is not None and target.high >= first.high))


# As it is stored ----------------------------------------------------------------------------------------------------


def encode(figures: Sequence[Figure], effort: Effort) -> dict[str, Any]:
    """The figures as they stand, to be kept as JSON."""
    return {
        "indicators": [_encoded(each) for each in figures],
        "weeks": effort.weeks,
        "figures": effort.figures,
        "decisions": effort.decisions,
        "people": list(effort.person_ids),
        "resources": [
            [each.unit.kind, each.unit.name, _text(each.planned), _text(each.used)] for each in effort.resources
        ],
    }


def decode(stored: Mapping[str, Any]) -> tuple[tuple[Figure, ...], Effort]:
    """What `encode` made."""
    figures = tuple(_figure(each) for each in stored.get("indicators", ()))
    counted = {name: stored.get(name, 0) for name in ("weeks", "figures", "decisions")}
    resources = tuple(_resource(*each) for each in stored.get("resources", ()))
    return figures, Effort(**counted, person_ids=tuple(stored.get("people", ())), resources=resources)


def _resource(kind: str, unit: str, planned: str | None, used: str) -> Resource:
    return Resource(Unit(ResourceKind(kind), unit), _number(planned), Decimal(used))


def _encoded(figure: Figure) -> dict[str, Any]:
    measure, target = figure.measure, figure.target
    return {
        "key": figure.key,
        "name": figure.name,
        "kind": measure.kind,
        "unit": measure.unit,
        "scale": list(measure.scale),
        "direction": figure.direction,
        "level": figure.level,
        "start": _encoded_value(figure.start),
        "last": _encoded_value(figure.last),
        "target": _encoded_target(target),
        "promised": _encoded_target(first_promised(target)) if target is not None and target.previous else None,
        "given": figure.given,
        "due": figure.due,
    }


def _figure(stored: Mapping[str, Any]) -> Figure:
    return Figure(
        key=stored["key"],
        name=stored["name"],
        measure=Measure(ValueKind(stored["kind"]), stored["unit"], tuple(stored["scale"])),
        direction=Direction(stored["direction"]),
        level=Level(stored["level"]),
        start=_value(stored["start"]),
        last=_value(stored["last"]),
        target=_target(stored["target"], previous=_target(stored["promised"])),
        given=stored["given"],
        due=stored["due"],
    )


def _encoded_value(value: Value | None) -> list[str | None] | None:
    return None if value is None else [_text(value.amount), _text(value.numerator), _text(value.denominator)]


def _value(stored: Sequence[str | None] | None) -> Value | None:
    if stored is None or stored[0] is None:
        return None
    return Value(Decimal(stored[0]), _number(stored[1]), _number(stored[2]))


def _encoded_target(target: Target | None) -> dict[str, str | None] | None:
    if target is None:
        return None
    due_on = None if target.due_on == OPEN_ENDED else target.due_on.isoformat()
    set_on = target.set_on.isoformat() if target.set_on else None
    amounts = {"value": _text(target.value), "low": _text(target.low), "high": _text(target.high)}
    return {**amounts, "due_on": due_on, "starts_on": target.starts_on.isoformat(), "set_on": set_on}


def _target(stored: Mapping[str, str | None] | None, *, previous: Target | None = None) -> Target | None:
    if stored is None:
        return None
    return Target(
        value=_number(stored["value"]),
        due_on=_day(stored["due_on"]) or OPEN_ENDED,
        starts_on=_day(stored["starts_on"]) or date.min,
        low=_number(stored["low"]),
        high=_number(stored["high"]),
        set_on=_day(stored["set_on"]),
        previous=previous,
    )


def _text(amount: Decimal | None) -> str | None:
    return None if amount is None else str(amount)


def _number(stored: str | None) -> Decimal | None:
    return None if stored is None else Decimal(stored)


def _day(stored: str | None) -> date | None:
    return None if stored is None else date.fromisoformat(stored)
