"""When a reading is due, whether it came in time, and the rates that follow."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from bot.domain.calendar import WorkCalendar
from bot.domain.periods import Cadence, Period


class DueState(StrEnum):
    """What has become of one due reading."""

    UPCOMING = "upcoming"
    DUE = "due"
    ON_TIME = "on_time"
    LATE = "late"
    MISSED = "missed"
    EXCUSED = "excused"
    NO_DATA = "no_data"


def due_on(cadence: Cadence, period: Period, calendar: WorkCalendar) -> date:
    """The day on which the reading for `period` is due. It follows from the calendar alone, so due days never drift."""
    raise NotImplementedError


def grace_ends_at(first_asked_on: date, grace_working_days: int, calendar: WorkCalendar, zone: str) -> datetime:
    """The instant (UTC) from which an unanswered reading is missed: the end of the local day that many working days
    after the first ask.
    """
    raise NotImplementedError


def classify(
    *,
    due_on: date,
    zone: str,
    now: datetime,
    grace_ends_at: datetime | None,
    received_at: datetime | None = None,
    no_data: bool = False,
    excused: bool = False,
) -> DueState:
    """The state of one due reading at the instant `now`, in the owner's zone.

    A reading that was received is on time until the due day ends and late ever after, whatever was declared before
    it. `no_data` and `excused` are what people declared. Without an answer it is upcoming before the due day, then
    due, and missed from `grace_ends_at` on; None there means that nobody has been asked yet, so nothing can be
    missed.
    """
    raise NotImplementedError


@dataclass(frozen=True)
class Rates:
    """How many readings were expected and what became of them; the parts add up to `expected`, or ValueError."""

    expected: int
    on_time: int
    late: int
    missed: int
    excused: int
    no_data: int
    open: int

    @property
    def completeness(self) -> Decimal | None:
        """Received (a "no data" declaration included) as a share of expected less excused; None when none was due."""
        raise NotImplementedError

    @property
    def timeliness(self) -> Decimal | None:
        """On time as a share of expected less excused; None when none was due."""
        raise NotImplementedError


def rates(states: Iterable[DueState]) -> Rates:
    """The rates of these due readings. One that is still upcoming is not expected yet."""
    raise NotImplementedError


def is_stale(latest: Period | None, missed: Iterable[Period]) -> bool:
    """Whether a period later than the latest reading's has been missed."""
    raise NotImplementedError
