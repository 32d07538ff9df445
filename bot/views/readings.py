"""Replies about readings: what was understood, what it did to the status, what is still open."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.periods import Period
from bot.domain.status import Assessment
from bot.domain.values import Value
from bot.views.blocks import Message
from bot.views.reader import DueItem, IndicatorName, Reader


@dataclass(frozen=True)
class Recorded:
    """A reading that is now on record. Without a `value` there is no data this period, and `note` says why.

    `previous` is the newest value of an earlier period. `combined` is the period's value where several readings of it
    combine to something else than this one. `replaced` is what a correction superseded. `still_open` are the other
    periods of this indicator without a reading.
    """

    reading_id: int
    indicator: IndicatorName
    period: Period
    value: Value | None
    assessment: Assessment
    previous: Value | None = None
    combined: Value | None = None
    replaced: Value | None = None
    note: str = ""
    late: bool = False
    still_open: tuple[DueItem, ...] = ()


@dataclass(frozen=True)
class Undone:
    """A reading that was taken back. `now_counts` is the period's value without it, `due` what is open again."""

    indicator: IndicatorName
    period: Period
    value: Value | None
    now_counts: Value | None = None
    due: DueItem | None = None


def recorded(reading: Recorded, reader: Reader, *, undo: bool = True) -> Message:
    """The reply to a reading or to "no data", with an Undo button while it can be taken back."""
    raise NotImplementedError


def recorded_line(reading: Recorded, reader: Reader) -> str:
    """The same in one line of mrkdwn: "Customer satisfaction: 84 % (was 81 %) for the week of 30 March. On track …"."""
    raise NotImplementedError


def already_recorded(reading: Recorded, reader: Reader) -> Message:
    """The reply to the same reading sent twice: once is enough, nothing was changed."""
    raise NotImplementedError


def undone(reading: Undone, reader: Reader) -> Message:
    """The reply to an undo; it replaces the message whose button was pressed."""
    raise NotImplementedError


def nothing_to_undo() -> Message:
    """The reply to an undo where there is nothing to take back."""
    raise NotImplementedError


def due_list(items: Sequence[DueItem], reader: Reader) -> Message:
    """What is due for the person and when, with the Check in button when something is open."""
    raise NotImplementedError
