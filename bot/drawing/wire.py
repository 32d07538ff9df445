"""A picture on its way from the process that has it drawn to the one that draws."""

import json
from dataclasses import asdict
from typing import Any

from bot.results.pictures import Line, Picture, Stroke


def to_json(picture: Picture) -> bytes:
    """The picture as JSON."""
    return json.dumps(asdict(picture)).encode()


def from_json(told: dict[str, Any]) -> Picture:
    """The picture that was told by `to_json`. Raises TypeError, KeyError or ValueError for anything else."""
    lines = (
        Line(Stroke(each["stroke"]), each["label"], _places(each["places"]), each["in_steps"]) for each in told["lines"]
    )
    known = {
        "readings": _places(told["readings"]),
        "signals": _places(told["signals"]),
        "day_ticks": tuple((at, text) for at, text in told["day_ticks"]),
        "amount_ticks": tuple((at, text) for at, text in told["amount_ticks"]),
        "lines": tuple(lines),
        "band": tuple(told["band"]) if told["band"] is not None else None,
        "marks": tuple(told["marks"]),
        "notes": tuple(told["notes"]),
    }
    return Picture(**(told | known))


def _places(told: list[list[float]]) -> tuple[tuple[float, float], ...]:
    return tuple((day, amount) for day, amount in told)
