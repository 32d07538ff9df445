"""A chart as it is to be drawn: every word in its reader's language, every number where it belongs on the paper."""

from dataclasses import dataclass
from enum import StrEnum


class Stroke(StrEnum):
    """What a line beside the readings is; each has dashes of its own, so that no line is told by its colour alone."""

    PLANNED = "planned"
    TARGET = "target"
    CENTRE = "centre"
    LIMIT = "limit"


Place = tuple[float, float]
"""Days since the year 1, and an amount in the unit of the picture."""


@dataclass(frozen=True)
class Line:
    """One line beside the readings, and what stands at its end."""

    stroke: Stroke
    label: str
    places: tuple[Place, ...]
    in_steps: bool = False


@dataclass(frozen=True)
class Picture:
    """Everything that is drawn. `unit` stands over the scale at the left; `ticks` are places with what is written at
    them, along the days and along the amounts. `band` is what the values are to stay in, from its low to its high edge;
    `lowest` and `highest` are those of the paper. `marks` are the days of decisions, which are numbered from 1, and
    `notes` what is written about them below.
    """

    title: str
    unit: str
    readings: tuple[Place, ...]
    last_label: str
    day_ticks: tuple[tuple[float, str], ...]
    amount_ticks: tuple[tuple[float, str], ...]
    lowest: float
    highest: float
    lines: tuple[Line, ...] = ()
    band: tuple[float, float] | None = None
    signals: tuple[Place, ...] = ()
    signal_label: str = ""
    marks: tuple[float, ...] = ()
    notes: tuple[str, ...] = ()
    is_open: bool = False
    """Whether the last reading is of a period that is still running: its dot is hollow."""
