"""What a JSON value may look like: small descriptions that put together describe all of Block Kit.

Each kind answers with every fault it finds in a value, in Slack's sentences. Nothing here knows any particular block.
"""

import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, Protocol


class Surface(StrEnum):
    """Where blocks can be shown."""

    MESSAGE = "message"
    MODAL = "modal"
    HOME = "home"


EVERYWHERE = frozenset(Surface)
ONLY_MESSAGES = frozenset({Surface.MESSAGE})
ONLY_MODALS = frozenset({Surface.MODAL})
ONLY_HOME = frozenset({Surface.HOME})


@dataclass(frozen=True)
class Fault:
    """One thing that Slack does not take, and where it is."""

    sentence: str
    pointer: str

    def __str__(self) -> str:
        return f"{self.sentence} [json-pointer:{self.pointer}]"


@dataclass(frozen=True)
class Place:
    """Where in which kind of payload a value sits."""

    surface: Surface
    pointer: str = ""

    def at(self, *steps: str | int) -> "Place":
        """The place further in, one key or index after the other."""
        escaped = (str(step).replace("~", "~0").replace("/", "~1") for step in steps)
        return replace(self, pointer="/".join([self.pointer, *escaped]))

    def fault(self, sentence: str) -> Fault:
        """A fault at this place."""
        return Fault(sentence, self.pointer or "/")


Faults = Iterator[Fault]
Rule = Callable[[dict[str, Any], Place], Faults]
"""A demand on several fields of an object at once; called only when each field by itself is right."""


class Kind(Protocol):
    """A description of a value."""

    def faults(self, value: Any, place: Place) -> Faults:
        """Everything about the value that Slack would refuse."""
        ...


@dataclass(frozen=True)
class Text:
    """A bare string of `least` to `most` characters."""

    most: int
    least: int = 1
    pattern: str = ""
    meaning: str = "in the right format"

    def faults(self, value: Any, place: Place) -> Faults:
        if not isinstance(value, str):
            yield place.fault("must provide a string")
        elif len(value) < self.least:
            yield place.fault(f"must be more than {self.least - 1} characters")
        elif len(value) > self.most:
            yield place.fault(f"must be less than {self.most + 1} characters")
        elif self.pattern and not re.fullmatch(self.pattern, value, re.DOTALL):
            yield place.fault(f"must be {self.meaning}")


@dataclass(frozen=True)
class Parsed:
    """A bare string that `parse` understands; a ValueError from it is the fault."""

    parse: Callable[[str], object]
    meaning: str

    def faults(self, value: Any, place: Place) -> Faults:
        if not isinstance(value, str):
            yield place.fault("must provide a string")
            return
        try:
            self.parse(value)
        except ValueError:
            yield place.fault(f"must be {self.meaning}")


@dataclass(frozen=True)
class Flag:
    """True or false, not a word for it."""

    def faults(self, value: Any, place: Place) -> Faults:
        if not isinstance(value, bool):
            yield place.fault("must provide a boolean")


@dataclass(frozen=True)
class Whole:
    """A whole number within bounds that belong to it."""

    least: int
    most: int

    def faults(self, value: Any, place: Place) -> Faults:
        if isinstance(value, bool) or not isinstance(value, int):
            yield place.fault("must provide an integer")
        elif value < self.least:
            yield place.fault(f"must be at least {self.least}")
        elif value > self.most:
            yield place.fault(f"must be at most {self.most}")


@dataclass(frozen=True)
class Number:
    """A finite number, above `above` where that is given."""

    above: float = -math.inf

    def faults(self, value: Any, place: Place) -> Faults:
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            yield place.fault("must provide a number")
        elif value <= self.above:
            yield place.fault(f"must be greater than {self.above:g}")


class Choice:
    """One of a few strings."""

    def __init__(self, *values: str) -> None:
        self.values = values

    def faults(self, value: Any, place: Place) -> Faults:
        if value not in self.values:
            yield place.fault(f"must be a valid enum value: {', '.join(self.values)}")


@dataclass(frozen=True)
class Items:
    """A list of `least` to `most` values of one kind."""

    kind: Kind
    most: int
    least: int = 1
    unique: bool = False

    def faults(self, value: Any, place: Place) -> Faults:
        if not isinstance(value, list):
            yield place.fault("must provide an array")
            return
        if len(value) < self.least:
            yield place.fault(f"no fewer than {self.least} items allowed")
        if len(value) > self.most:
            yield place.fault(f"no more than {self.most} items allowed")
        for index, item in enumerate(value):
            yield from self.kind.faults(item, place.at(index))
            if self.unique and item in value[:index]:
                yield place.at(index).fault("must be unique")


@dataclass(frozen=True)
class Nullable:
    """A value, or null to leave it out."""

    kind: Kind

    def faults(self, value: Any, place: Place) -> Faults:
        if value is not None:
            yield from self.kind.faults(value, place)


@dataclass(frozen=True)
class Shape:
    """An object with these fields and no others, on these surfaces, that keeps these rules."""

    required: Mapping[str, Kind] = field(default_factory=dict)
    optional: Mapping[str, Kind] = field(default_factory=dict)
    rules: tuple[Rule, ...] = ()
    surfaces: frozenset[Surface] = EVERYWHERE

    def faults(self, value: Any, place: Place) -> Faults:
        if not isinstance(value, dict):
            yield place.fault("must provide an object")
            return
        found = list(self._field_faults(value, place))
        yield from found
        if not found:
            for rule in self.rules:
                yield from rule(value, place)

    def _field_faults(self, value: dict[str, Any], place: Place) -> Faults:
        if place.surface not in self.surfaces:
            yield place.at("type").fault(f"unsupported type: {value.get('type')} (not on {place.surface} surfaces)")
        for name in [name for name in self.required if name not in value]:
            yield place.fault(f"missing required field: {name}")
        known = {**self.required, **self.optional}
        for name, item in value.items():
            if kind := known.get(name):
                yield from kind.faults(item, place.at(name))
            elif name != "type":
                yield place.fault(f"invalid additional property: {name}")

    def but(self, *, surfaces: frozenset[Surface]) -> "Shape":
        """The same object, allowed elsewhere."""
        return replace(self, surfaces=surfaces)


@dataclass(frozen=True)
class Record(Shape):
    """A shape without a `type` of its own."""

    def faults(self, value: Any, place: Place) -> Faults:
        if isinstance(value, dict) and "type" in value and "type" not in {*self.required, *self.optional}:
            yield place.fault("invalid additional property: type")
        yield from super().faults(value, place)


@dataclass(frozen=True)
class Tagged:
    """An object whose `type` says which of several shapes it has."""

    shapes: Mapping[str, Kind]

    def faults(self, value: Any, place: Place) -> Faults:
        if not isinstance(value, dict):
            yield place.fault("must provide an object")
        elif "type" not in value:
            yield place.fault("missing required field: type")
        elif not isinstance(value["type"], str) or value["type"] not in self.shapes:
            yield place.at("type").fault(f"unsupported type: {value['type']}")
        else:
            yield from self.shapes[value["type"]].faults(value, place)
