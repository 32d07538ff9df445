"""Demands on several fields of one object at once, shared by elements and blocks."""

from typing import Any

from bot.playground.strict.schema import Faults, Place, Rule


def _quoted(names: tuple[str, ...]) -> str:
    return " or ".join(f"`{name}`" for name in names)


def at_least_one(*names: str) -> Rule:
    """Slack wants one of these fields, or several."""

    def rule(value: dict[str, Any], place: Place) -> Faults:
        if not any(name in value for name in names):
            yield place.fault(f"must define either {_quoted(names)}")

    return rule


def exactly_one(*names: str) -> Rule:
    """Slack wants one of these fields and refuses two."""

    def rule(value: dict[str, Any], place: Place) -> Faults:
        if sum(name in value for name in names) != 1:
            yield place.fault(f"must define exactly one of {_quoted(names)}")

    return rule


def at_most_one(*names: str) -> Rule:
    """Slack takes one of these fields, or none."""

    def rule(value: dict[str, Any], place: Place) -> Faults:
        if sum(name in value for name in names) > 1:
            yield place.fault(f"must not define more than one of {_quoted(names)}")

    return rule


def ordered(low: str, high: str) -> Rule:
    """Two bounds, numbers or strings of numbers, must leave room between them."""

    def rule(value: dict[str, Any], place: Place) -> Faults:
        if low in value and high in value and float(value[low]) > float(value[high]):
            yield place.at(low).fault(f"must not be greater than `{high}`")

    return rule


def unique_action_ids(value: dict[str, Any], place: Place) -> Faults:
    """An action_id names one element of a block."""
    seen: set[str] = set()
    for index, element in enumerate(value["elements"]):
        action_id = element.get("action_id")
        if action_id in seen:
            yield place.at("elements", index, "action_id").fault(f"`action_id` {action_id} already exists")
        if action_id is not None:
            seen.add(action_id)
