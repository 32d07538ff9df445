"""What of an outcome and of an indicator can be changed, one at a time, and how people call it when they type."""

from enum import StrEnum


class OutcomePart(StrEnum):
    """What of an outcome can be changed."""

    STATEMENT = "statement"
    WHY = "why"
    CHANNEL = "channel"
    ACCOUNTABLE = "accountable"
    DATES = "dates"
    PARENT = "parent"


class IndicatorPart(StrEnum):
    """What of an indicator can be changed."""

    NAME = "name"
    DESCRIPTION = "description"
    MEASURE = "measure"
    DIRECTION = "direction"
    CADENCE = "cadence"
    BACKUP = "backup"
    LEVEL = "level"
    COMBINE = "combine"
    BOUNDS = "bounds"
    SOURCE = "source"
    METHOD = "method"
    LIMITATIONS = "limitations"
    MOVEMENT = "movement"
    LIMITS_FROM = "limits_from"


Part = OutcomePart | IndicatorPart


def _words(typed: str) -> frozenset[str]:
    return frozenset(typed.split())


_OUTCOME_WORDS = {
    OutcomePart.STATEMENT: _words("statement wording text says"),
    OutcomePart.WHY: _words("why because"),
    OutcomePart.CHANNEL: _words("channel home"),
    OutcomePart.ACCOUNTABLE: _words("accountable lead who responsible owner"),
    OutcomePart.DATES: _words("dates date start starts end ends until"),
    OutcomePart.PARENT: _words("parent part part-of partof"),
}
_INDICATOR_WORDS = {
    IndicatorPart.NAME: _words("name title"),
    IndicatorPart.DESCRIPTION: _words("definition description counts what"),
    IndicatorPart.MEASURE: _words("unit kind measure scale labels"),
    IndicatorPart.DIRECTION: _words("direction should"),
    IndicatorPart.CADENCE: _words("cadence often how-often every due rhythm"),
    IndicatorPart.BACKUP: _words("backup stand-in deputy"),
    IndicatorPart.LEVEL: _words("level shows"),
    IndicatorPart.COMBINE: _words("combine combines sum mean"),
    IndicatorPart.BOUNDS: _words("bounds limits lowest highest"),
    IndicatorPart.SOURCE: _words("source from where"),
    IndicatorPart.METHOD: _words("method collected collection"),
    IndicatorPart.LIMITATIONS: _words("limitations caveats weaknesses"),
    IndicatorPart.MOVEMENT: _words("movement signals rules transform noise"),
    IndicatorPart.LIMITS_FROM: _words("rebase limits-from"),
}


def outcome_part(word: str) -> OutcomePart | None:
    """The part of an outcome that somebody means by this word."""
    return next((part for part, called in _OUTCOME_WORDS.items() if word.lower() in called), None)


def indicator_part(word: str) -> IndicatorPart | None:
    """The part of an indicator that somebody means by this word."""
    return next((part for part, called in _INDICATOR_WORDS.items() if word.lower() in called), None)
