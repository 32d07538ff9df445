"""The one way in for readings, whoever gives them and however they come. History is only ever added to."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from bot import crashpoints
from bot.actions import breakdowns
from bot.actions import due as dues
from bot.actions.authors import Author, ServiceActor, author_names
from bot.actions.choosing_periods import choose_period
from bot.actions.doubting import require_plausible
from bot.actions.facts import counted_value_of, counts, period_of, targets_now, value_of
from bot.actions.people import Actor, Policy
from bot.actions.snapshots import IndicatorSnapshot, snapshot_of
from bot.actions.standings import TakenIn, status_change, take_in
from bot.actions.telling import tell_all
from bot.domain import due as lateness
from bot.domain import events
from bot.domain.calendar import local_day
from bot.domain.combining import Combine
from bot.domain.due import DueState
from bot.domain.facts import as_of_day
from bot.domain.no_data import NO_DATA
from bot.domain.periods import Period
from bot.domain.plausibility import MOST_COMPARED
from bot.domain.process_so_far import Completed, newly_completed
from bot.domain.reading_lines import WHY_IN_A_FIELD
from bot.domain.readings import Confidence, Route
from bot.domain.running import NotRunning
from bot.domain.status import is_unjudged
from bot.domain.values import Value
from bot.errors import UserError
from bot.results.readings import RecordedReading
from bot.words import words
from storage import hot_path
from storage.indicators import Described, with_resets
from storage.running import reason_not_running
from storage.standings import Kept
from storage.tables import DueReading, Reading

LONGEST_NOTE = 2_000
LONGEST_TYPED = 200


def record_reading(
    session: Session,
    indicator: Described,
    value: Value | None,
    period: Period | None = None,
    note: str = "",
    *,
    by: Author,
    route: Route,
    policy: Policy,
    now: datetime,
    typed: str | None = None,
    confidence: Confidence | None = None,
    kept: Kept | None = None,
    adds: bool = False,
    mentioned: Period | None = None,
    corrects: Reading | None = None,
    is_meant: bool = False,
    evidence: Sequence[str] = (),
    resets: bool = False,
) -> RecordedReading:
    """Put a reading on record, and settle what was due for its period.

    Without a `value` there is no data, and `note` says why. Without a `period` it is the one that `choose_period`
    finds, which `mentioned` is perhaps another than. Whoever has given a value for it already replaces that, unless
    this one `adds` to it; what it `corrects` it replaces, whoever gave that. `typed` is the value as it was written,
    where somebody wrote it, `evidence` the links to files that came with it, and `kept` how the indicator is kept to
    stand, where that has been read. What `is_meant` has been asked about. A counter that `resets` had begun again from
    zero before it was read: what it showed before stays, and later values go on from there.

    Whoever calls has seen to it that `by` may see the indicator, and holds it as `hot_path.hold` does unless its period
    has fallen due already. Raises UserError, Doubtful and WhichPeriod among them, and changes nothing then.

    1. Refuse what cannot be recorded. 2. Choose the period. 3. Doubt what looks like a slip. 4. Add the reading.
    5. Mark what was due. 6. Say what it did.
    """
    assert by.workspace_id == indicator.indicator.workspace_id
    _require_running(indicator)
    _require_given(session, indicator, by=by)
    note, typed = note.strip(), _as_written(value) if typed is None else typed
    _require_fitting(value, note, typed)
    counts_up = Combine(indicator.definition.combine).counts_up
    if resets and not counts_up:
        raise UserError('"{name}" is no counter that could begin again.', name=indicator.definition.name)
    open_rows = hot_path.open_rows(session, indicator.indicator.id)
    about = period.first if period is not None else local_day(now, indicator.owner.zone)
    earlier = _earlier(session, indicator, about)
    period = choose_period(
        period, indicator, open_rows, earlier, by=by, mentioned=mentioned, is_meant=is_meant, now=now
    )
    if len(earlier) > MOST_COMPARED and all(row.period_key == period.key for row in earlier):
        # So much was given for this period that nothing else has come along.
        earlier = _earlier(session, indicator, period.first)
    if not is_meant:
        require_plausible(indicator, value, period, earlier, resets=resets)
    own = corrects
    if own is None and not adds:
        own = _replaced(session, earlier, indicator.indicator.id, period, by=by)
        if resets and own is not None and not own.is_reset:
            own = None  # what the counter had come to stays, and this comes on top
    _require_of_the_newest_beginning(indicator, own, period)
    resets = resets or _still_resets(indicator, own, value)
    reading = hot_path.add_reading(
        session,
        indicator_id=indicator.indicator.id,
        supersedes_id=own.id if own is not None else None,
        evidence=list(evidence) or None,
        is_reset=resets,
        **_value_columns(value, typed, note, confidence),
        **_period_columns(indicator, period, now=now),
        **_origin_columns(by, route, now=now),
    )
    crashpoints.reached("recording: reading added")
    if counts_up:
        (indicator,) = with_resets(session, [indicator])
    answered = next((row for row in open_rows if row.period_key == period.key), None)
    settled_as = _mark_due(session, indicator, reading, answered, now=now)
    others = [row for row in open_rows if row is not answered]
    was_missed = answered is not None and answered.state == DueState.MISSED
    missed = [period_of(row) for row in others if row.state == DueState.MISSED]
    taken = take_in(session, indicator, reading, missed, policy=policy, known=kept, changes=1 + was_missed)
    due_id = answered.id if answered is not None else None
    recorded = events.ReadingRecorded(indicator.indicator.id, reading.id, due_id)
    change = status_change(indicator, taken, now=now)
    told = tell_all(session, [recorded, change] if change is not None else [recorded], now=now)
    at = snapshot_of(indicator, taken.after, policy=policy, now=now)
    saved = replace(
        _recorded(at, reading, taken, others, settled_as, indicator),
        wholes=breakdowns.effects(session, told, indicator.indicator.id, period, by=by),
    )
    return replace(saved, **_replacing(session, own, by=by), **_circumstances(indicator, reading, by=by, now=now))


_NOT_RUNNING = {
    NotRunning.CLOSED: words('"{name}" belongs to an outcome that is closed, so no more readings are taken for it.'),
    NotRunning.PAUSED: words('"{name}" is paused, so no readings are taken for it at the moment.'),
    NotRunning.RETIRED: words('"{name}" was retired, so no more readings are taken for it.'),
}


def _earlier(session: Session, indicator: Described, first_on: date) -> list[Reading]:
    """The readings to compare with, as `hot_path.latest_given` has them; less what was of other things."""
    given = hot_path.latest_given(session, indicator.indicator.id, first_on=first_on, most=MOST_COMPARED + 1)
    return [row for row in given if counts(row.submitted_at, indicator.definition)]


def _require_running(indicator: Described) -> None:
    """Raises UserError where nothing is measured at present, or any more."""
    reason = reason_not_running(indicator.indicator, indicator.home.outcome)
    if reason is not None:
        raise UserError(_NOT_RUNNING[reason].filled(name=indicator.definition.name))


def _require_given(session: Session, indicator: Described, *, by: Author) -> None:
    """Raises UserError for what is worked out: nobody gives that."""
    if indicator.definition.made_of is not None:
        raise UserError(breakdowns.is_worked_out(session, indicator, by=by))


def _require_fitting(value: Value | None, note: str, typed: str) -> None:
    """Raises UserError for what is too long, and for "no data" without a reason."""
    if value is None and not note:
        raise UserError("Say why there is no data, for example: {example}", example=WHY_IN_A_FIELD)
    if len(note) > LONGEST_NOTE:
        raise UserError(
            "A note holds up to {most} characters; this one has {length}. Shorten it.",
            most=LONGEST_NOTE,
            length=len(note),
        )
    if len(typed) > LONGEST_TYPED:
        raise UserError("A value holds up to {most} characters. Put the rest into the note.", most=LONGEST_TYPED)


def _as_written(value: Value | None) -> str:
    if value is None:
        return NO_DATA
    if value.numerator is not None and value.denominator is not None:
        return f"{value.numerator:f}/{value.denominator:f}"
    return f"{value.amount:f}"


def _replaced(
    session: Session, earlier: Sequence[Reading], indicator_id: int, period: Period, *, by: Author
) -> Reading | None:
    """The same person's newest reading of the period, held: nobody else replaces it meanwhile."""
    own = _own(earlier, period, by=by)
    while own is not None:
        hot_path.hold_reading(session, own.id)
        # Somebody may have replaced it while we waited.
        newest = _own(hot_path.counting_in_period(session, indicator_id, period.first)[::-1], period, by=by)
        if newest is None or newest.id == own.id:
            return newest
        own = newest
    return None


def _require_of_the_newest_beginning(indicator: Described, replaced: Reading | None, period: Period) -> None:
    """Raises UserError where a counter began again in this period after what is to be replaced: what takes its place
    would come behind that, and count as what the new one shows.
    """
    if replaced is not None and any(
        reset.place[0] == period.first and reset.place[1] > replaced.id for reset in indicator.resets
    ):
        raise UserError(
            "The counter began again later in this period, so this reading cannot be replaced any more. "
            "Take back the one with which it began again first."
        )


def _still_resets(indicator: Described, replaced: Reading | None, value: Value | None) -> bool:
    """Whether what takes the place of the reading with which a counter began again is of that new beginning too: as
    long as it is less than what the counter had come to before.
    """
    if replaced is None or not replaced.is_reset or value is None:
        return False
    return any(reset.place[1] == replaced.id and value.amount < reset.before for reset in indicator.resets)


def _replacing(session: Session, replaced: Reading | None, *, by: Author) -> dict[str, Any]:
    """What the reply says of the reading that was there before."""
    if replaced is None:
        return {}
    is_own = isinstance(by, Actor) and replaced.submitted_by_id == by.person_id
    return {
        "replaced": value_of(replaced),
        "replaced_from": None if is_own else author_names(session, [replaced])[replaced.id],
    }


def _circumstances(indicator: Described, reading: Reading, *, by: Author, now: datetime) -> dict[str, Any]:
    """What the reply says besides: whose indicator it is, and whether the period is still running."""
    is_own = isinstance(by, Actor) and by.person_id in (indicator.owner.id, indicator.ownership.backup_id)
    return {
        "is_owners": isinstance(by, Actor) and by.person_id == indicator.owner.id,
        "kept_by": "" if is_own else indicator.owner.name,
        "is_running": is_unjudged(
            reading.period_first_on,
            reading.period_last_on,
            adds_up=Combine(indicator.definition.combine).adds_up,
            today=local_day(now, indicator.owner.zone),
        ),
        "confidence": Confidence(reading.confidence) if reading.confidence else None,
    }


def _own(newest_first: Sequence[Reading], period: Period, *, by: Author) -> Reading | None:
    if not isinstance(by, Actor):
        return None
    mine = (row for row in newest_first if row.period_key == period.key and row.submitted_by_id == by.person_id)
    return next(mine, None)


def _value_columns(value: Value | None, typed: str, note: str, confidence: Confidence | None) -> dict[str, object]:
    return {
        "is_no_data": value is None,
        "amount": value.amount if value else None,
        "numerator": value.numerator if value else None,
        "denominator": value.denominator if value else None,
        "typed": typed,
        "note": note,
        "confidence": confidence,
    }


def _period_columns(indicator: Described, period: Period, *, now: datetime) -> dict[str, object]:
    targets = targets_now(indicator)
    starts_on = targets[-1].starts_on if targets else None
    given_on = local_day(now, indicator.owner.zone)
    return {
        "period_key": period.key,
        "period_first_on": period.first,
        "period_last_on": period.last,
        "as_of_on": as_of_day(period, given_on=given_on, starts_on=starts_on),
    }


def _origin_columns(by: Author, route: Route, *, now: datetime) -> dict[str, object]:
    return {
        "workspace_id": by.workspace_id,
        "route": route,
        "submitted_at": now,
        "submitted_by_id": by.person_id if isinstance(by, Actor) else None,
        "submitted_by_service_id": by.service_id if isinstance(by, ServiceActor) else None,
    }


def _mark_due(
    session: Session, indicator: Described, reading: Reading, row: DueReading | None, *, now: datetime
) -> DueState | None:
    """What has become of the obligation for the reading's period; None where none is open."""
    if row is None:
        return None
    state = lateness.classify(
        due_on=row.due_on,
        zone=indicator.owner.zone,
        now=now,
        grace_ends_at=row.grace_ends_at,
        received_at=None if reading.is_no_data else now,
        no_data=reading.is_no_data,
    )
    hot_path.mark_due(session, row.id, state=state, at=now)
    return state


def _recorded(
    at: IndicatorSnapshot,
    reading: Reading,
    taken: TakenIn,
    others: Sequence[DueReading],
    settled_as: DueState | None,
    indicator: Described,
) -> RecordedReading:
    given, in_period, name = value_of(reading), taken.in_period, dues.name_of(at)
    counted = counted_value_of(reading, indicator)
    is_carried = given is not None and counted is not None and given.amount != counted.amount
    is_combined = not is_carried and given is not None and in_period is not None and given.amount != in_period.amount
    return RecordedReading(
        reading_id=reading.id,
        indicator=name,
        period=period_of(reading),
        value=given,
        assessment=at.assessment,
        previous=taken.previous,
        combined=in_period if is_combined else None,
        carried=counted if is_carried else None,
        is_reset=bool(reading.is_reset),
        note=reading.note,
        evidence=tuple(reading.evidence or ()),
        late=settled_as is DueState.LATE,
        still_open=tuple(dues.as_item(row, name) for row in others),
        later=_completed_later(taken, period_of(reading)),
    )


def _completed_later(taken: TakenIn, period: Period) -> tuple[Completed, ...]:
    """The signals that readings of later periods complete since this one is there; none where it is not known how the
    indicator stood before.
    """
    if taken.before is None:
        return ()
    found = newly_completed(taken.before.process, taken.after.standing.process)
    return tuple(each for each in found if each.period > period)
