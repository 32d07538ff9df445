"""What is asked about a decision when its day to look again has come, and what was answered."""

from dataclasses import dataclass
from datetime import date

from bot.domain.facts import Assessment
from bot.domain.values import Value
from bot.results.names import IndicatorName, OutcomeName, PersonName
from bot.results.notes import LookedAgain


@dataclass(frozen=True)
class Moved:
    """An indicator before a decision and now: the value of the last period that was over before its day, and the newest
    one since. Either is None where there is none.
    """

    indicator: IndicatorName
    before: Value | None
    now: Value | None
    assessment: Assessment


@dataclass(frozen=True)
class DecisionQuestion:
    """Did it help? Of the indicators that it concerns some are in `figures`, and `left_out` are not. With `is_last` no
    digest asks again. `looked` is what somebody has answered already.
    """

    note_id: int
    outcome: OutcomeName
    text: str
    by: PersonName
    made_on: date
    figures: tuple[Moved, ...] = ()
    left_out: int = 0
    is_last: bool = False
    looked: LookedAgain | None = None


@dataclass(frozen=True)
class DecisionAnswered:
    """A decision, and what somebody said came of it."""

    outcome: OutcomeName
    text: str
    made_on: date
    looked: LookedAgain


@dataclass(frozen=True)
class OpenDecision:
    """A decision of an outcome that has waited for an answer since a day."""

    note_id: int
    text: str
    by: PersonName
    made_on: date
    since_on: date
