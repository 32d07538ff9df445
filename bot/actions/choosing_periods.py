"""Which period a reading is for: the one that was named, or the one that whoever gives it can only have meant. Where it
may be one of two, that is asked.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from bot.actions.authors import Author
from bot.actions.facts import period_of
from bot.actions.people import Actor
from bot.domain.cadences import Cadence, decode
from bot.domain.calendar import local_day
from bot.domain.due import DueState
from bot.domain.periods import NamedPeriod, Period, period_containing, previous_period, require_begun
from bot.errors import Question
from bot.words import Words, words
from storage.indicators import Described
from storage.tables import DueReading, Reading

UNDO_FOR = timedelta(minutes=15)
"""How long what somebody has given is fresh: it can be taken back, and another value takes its place."""

_JUST_BEGUN = 3
"""A period has only just begun in the first of so many parts of it."""


class WhichPeriod(Question):
    """A value may be for one of several periods; each with what its button says."""

    def __init__(self, periods: Sequence[tuple[Period, Words]]) -> None:
        super().__init__(words("{value} for which period?"))
        self.periods = tuple(periods)


def choose_period(
    named: Period | None,
    indicator: Described,
    open_rows: Sequence[DueReading],
    earlier: Sequence[Reading],
    *,
    by: Author,
    mentioned: Period | None = None,
    is_meant: bool = False,
    now: datetime,
) -> Period:
    """The period named. Without one: the newest now due; else the current one, where a person is, or where the owner is
    for a service; but the one just over, where the same person has given a value for it in the last quarter of an hour,
    which this one replaces. `earlier` are the readings of the latest periods, newest first.

    Raises UserError for a period that has begun neither where its author is nor where the owner is, unless it has
    fallen due all the same. Raises WhichPeriod unless it `is_meant`: where a value is as fresh for another period,
    where the current one has only just begun and an older one is open, and where the note has `mentioned` another one.
    """
    cadence = decode(indicator.definition.cadence)
    owners_day = local_day(now, indicator.owner.zone)
    today = local_day(now, by.zone) if isinstance(by, Actor) else owners_day
    if named is not None:
        # What fell due by a cadence of before may be the same days under another key: its reading settles it.
        fallen_due = next((period for period in map(period_of, open_rows) if period == named), None)
        if fallen_due is None:
            require_begun(named, cadence, today=max(today, owners_day))
        return fallen_due or named
    chosen = _newest_due(open_rows) or period_containing(cadence, today)
    if is_meant or not isinstance(by, Actor):
        return chosen
    fresh = _freshly_given(earlier, by=by, now=now)
    if mentioned is not None and mentioned.key != chosen.key:
        raise WhichPeriod([_as_choice(mentioned, cadence), _as_choice(chosen, cadence)])
    due = _newest_due(open_rows)
    if fresh is not None and fresh.key != chosen.key and (due is None or fresh > due):
        if due is None and fresh == previous_period(cadence, chosen):
            return fresh
        raise WhichPeriod([_instead(fresh, cadence), _as_choice(chosen, cadence)])
    missed = [period_of(row) for row in open_rows if row.state == DueState.MISSED]
    if missed and due is None and fresh is None and _has_just_begun(chosen, today):
        raise WhichPeriod([_as_choice(max(missed), cadence), _so_far(chosen, cadence)])
    return chosen


def _newest_due(open_rows: Sequence[DueReading]) -> Period | None:
    return max((period_of(row) for row in open_rows if row.state == DueState.DUE), default=None)


def _freshly_given(earlier: Sequence[Reading], *, by: Actor, now: datetime) -> Period | None:
    """The period of what this person gave last, while that can be taken back."""
    mine = [row for row in earlier if row.submitted_by_id == by.person_id and now - row.submitted_at <= UNDO_FOR]
    return period_of(max(mine, key=lambda row: row.id)) if mine else None


def _has_just_begun(period: Period, today: date) -> bool:
    length = (period.last - period.first).days + 1
    return length > 1 and ((today - period.first).days + 1) * _JUST_BEGUN <= length


def _as_choice(period: Period, cadence: Cadence) -> tuple[Period, Words]:
    return period, words("{period}", period=NamedPeriod(period, cadence))


def _instead(period: Period, cadence: Cadence) -> tuple[Period, Words]:
    return period, words("{period}, instead of it", period=NamedPeriod(period, cadence))


def _so_far(period: Period, cadence: Cadence) -> tuple[Period, Words]:
    return period, words("{period} so far", period=NamedPeriod(period, cadence))
