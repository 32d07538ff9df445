"""For whom a screen is printed, and the names that several screens share."""

from dataclasses import dataclass
from datetime import date

from bot.domain.cadences import Cadence
from bot.domain.values import Measure, Value


@dataclass(frozen=True)
class Own:
    """What is the reader's own, for examples: an indicator with a value that it might have (`value`) and one that it
    might be to reach (`goal`), and the outcome it belongs to.
    """

    indicator_key: str
    outcome_key: str
    measure: Measure | None = None
    value: Value | None = None
    goal: Value | None = None


@dataclass(frozen=True)
class ColourWords:
    """What a workspace calls its colours, as its administrators typed it. Empty where it is the usual word."""

    on_track: str = ""
    at_risk: str = ""
    off_track: str = ""


USUAL_WORDS = ColourWords()


@dataclass(frozen=True)
class Viewer:
    """The locale ("en-GB") and zone to print for, and the date it is there. A channel has its zone and its locale.
    `own` is there where an example may have to be given, and `colour_words` are those of the workspace, as is what new
    rhythms begin with: the weekday on which weeks begin (Monday 0), and the month in which fiscal years do.
    """

    locale: str
    zone: str
    today: date
    own: Own | None = None
    colour_words: ColourWords = USUAL_WORDS
    week_starts_on: int = 0
    fiscal_year_starts_in: int = 1


@dataclass(frozen=True)
class PersonName:
    """A person. Screens that only one person sees mention them by id; what others see has the name as plain text."""

    user_id: str
    name: str


@dataclass(frozen=True)
class ServiceName:
    """A program of the workspace's own that gives readings."""

    name: str


@dataclass(frozen=True)
class WorkedOut:
    """Nobody: the value was worked out from other readings."""

    name: str = ""


AuthorName = PersonName | ServiceName | WorkedOut
"""Whoever gave a reading."""


@dataclass(frozen=True)
class OutcomeName:
    """An outcome as screens refer to it."""

    key: str
    statement: str


@dataclass(frozen=True)
class IndicatorName:
    """An indicator as screens refer to it, and what it takes to print its values and periods."""

    key: str
    name: str
    measure: Measure
    cadence: Cadence
