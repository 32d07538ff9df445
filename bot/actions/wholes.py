"""What is made of other indicators is worked out whenever a reading of a part changes, in the same transaction.

What a whole comes to in a period is a reading like any other, on record with what it came from. So states, charts,
digests and projections need not know of it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlmodel import Session

from bot.actions.facts import begins_on, measure_of, period_of, points_of, targets_now, value_of
from bot.domain import events
from bot.domain.cadences import decode as decode_cadence
from bot.domain.calendar import ONE_DAY, local_day
from bot.domain.events import (
    DueReadingChanged,
    Event,
    IndicatorChanged,
    OutcomeChanged,
    ReadingMissed,
    ReadingRecorded,
    ReadingTakenBack,
    WholeLookedAt,
)
from bot.domain.facts import as_of_day
from bot.domain.no_data import NO_DATA
from bot.domain.periods import Period
from bot.domain.readings import Route
from bot.domain.wholes import (
    Awaited,
    Made,
    NoValue,
    PartReading,
    PartsIn,
    Waiting,
    Whole,
    decode,
    encode_made,
    is_a_quotient,
    levels,
    make,
    unfit,
)
from storage import due, hot_path, indicators, outcomes, readings, wholes
from storage.indicators import Described
from storage.running import reason_not_running
from storage.tables import IndicatorDefinition, Reading, Retraction

_ABOUT_A_PART = ReadingRecorded | ReadingTakenBack | ReadingMissed | DueReadingChanged | IndicatorChanged
_LONG_AGO = date.min


def whole_of(definition: IndicatorDefinition) -> Whole | None:
    """How the indicator is made of others by this definition; None for an ordinary one."""
    return decode(definition.made_of)


def follow(session: Session, happened: Sequence[Event], *, now: datetime) -> list[Event]:
    """Work out anew what is made of the indicators about which something happened; answers what came to pass by that.

    One query where nothing is made of them. Otherwise as many as there are levels above them, and a fixed number; two
    statements for each reading that is another one.
    """
    concerned = {event.indicator_id for event in happened if isinstance(event, _ABOUT_A_PART)}
    moved = {event.outcome_id for event in happened if isinstance(event, OutcomeChanged)}
    if moved:
        concerned |= {number for each in outcomes.indicators_of(session, moved).values() for number in each}
    if not concerned:
        return []
    above = wholes.all_above(session, concerned)
    changed = {event.indicator_id for event in happened if isinstance(event, IndicatorChanged)}
    if moved or changed:
        above |= {
            number: parts for number, parts in wholes.all_below(session, concerned).items() if number in concerned
        }
    if not above:
        return []
    wholes.hold(session, above)
    given = {e.reading_id: e for e in happened if isinstance(e, ReadingRecorded | ReadingTakenBack)}
    rows = readings.by_id(session, given)
    periods = {period_of(row) for row in rows}
    taken_back = [e.reading_id for e in given.values() if isinstance(e, ReadingTakenBack)]
    by_id = next(iter(wholes.retracted_by(session, taken_back).values()), None) if taken_back else None
    # What a counter had come to before it began again goes into all that is after that.
    is_all_another = bool(moved or changed) or any(row.is_reset for row in rows)
    work = _Work.begin(session, above, None if is_all_another else periods, now=now)
    work.run(taken_back_by_id=by_id)
    is_outdated = _may_stand_otherwise(happened)
    return [*work.told, *(WholeLookedAt(number, is_outdated) for number in sorted(above))]


def _may_stand_otherwise(happened: Sequence[Event]) -> bool:
    """Whether what is missed of a part may be something else than before."""
    return any(
        isinstance(event, ReadingMissed | DueReadingChanged | ReadingTakenBack | IndicatorChanged)
        or (isinstance(event, ReadingRecorded) and event.due_id is not None)
        for event in happened
    )


def make_anew(session: Session, indicator_id: int, *, by_id: int, now: datetime) -> None:
    """Take back what was worked out for this whole, and what is above it, in periods in which it cannot be any more."""
    above = wholes.all_above(session, [indicator_id])
    above |= {
        number: parts for number, parts in wholes.all_below(session, [indicator_id]).items() if number == indicator_id
    }
    _Work.begin(session, above, None, now=now).run(taken_back_by_id=by_id)


# Working out ----------------------------------------------------------------------------------------------------------


@dataclass
class _Work:
    """What is known of some wholes and their parts, while they are worked out from the lowest level up.

    `rows` are the readings that count, by indicator and period, oldest first; those that are added on the way too.
    """

    session: Session
    now: datetime
    above: Mapping[int, Collection[int]]
    described: Mapping[int, Described]
    rows: dict[int, dict[Period, list[Reading]]]
    told: list[Event] = field(default_factory=list)

    @classmethod
    def begin(
        cls,
        session: Session,
        above: Mapping[int, Collection[int]],
        periods: Collection[Period] | None,
        *,
        now: datetime,
    ) -> "_Work":
        """Load these wholes and all of their parts, with their readings in these periods, or (None, and where one of
        them is a counter that began again) all there are.
        """
        described = indicators.describe(session, list(above))
        wanted = {number for each in described.values() for number in _parts_of(each)}
        described |= indicators.describe(session, list(wanted - described.keys()))
        if periods is None or any(each.resets for each in described.values()):
            found = readings.counting_readings(session, described.values())
        else:
            days = {period.first for period in periods}
            found = readings.counting_in(session, {(number, day) for number in described for day in days})
        rows = {number: _by_period(found.get(number, ())) for number in described}
        return cls(session, now, above, described, rows)

    def run(self, *, taken_back_by_id: int | None) -> None:
        """Every whole in every period of which something is known, the lowest level first."""
        for number in _lowest_first(self.above):
            whole = whole_of(self.described[number].definition)
            each = self.described[number]
            if whole is None or reason_not_running(each.indicator, each.home.outcome) is not None:
                continue
            if any(_cannot_count(each, whole, self.described[part]) for part in whole.part_ids):
                continue
            since = begins_on(each) or _LONG_AGO
            periods = {period for part in (number, *whole.part_ids) for period in self.rows[part]}
            for period in sorted(period for period in periods if period.last >= since):
                self._settle(each, whole, period, taken_back_by_id=taken_back_by_id)

    def _settle(self, each: Described, whole: Whole, period: Period, *, taken_back_by_id: int | None) -> None:
        made = make(whole, self._given(whole, period), measure=measure_of(each.definition))
        present = self.rows[each.indicator.id].get(period, [])
        if made is not None:
            self._record(each, period, made, present)
        elif taken_back_by_id is not None and any(row.came_from is not None for row in present):
            self._take_back(each, period, by_id=taken_back_by_id)

    def _given(self, whole: Whole, period: Period) -> dict[int, PartReading]:
        return {
            part: reading
            for part in whole.part_ids
            if (reading := part_reading(self.described[part], self.rows[part].get(period, ()))) is not None
        }

    def _record(self, each: Described, period: Period, made: Made, present: Sequence[Reading]) -> None:
        came_from = encode_made(made)
        latest = present[-1] if present else None
        if latest is not None and latest.came_from == came_from and value_of(latest) == made.value:
            return
        for other in present[:-1]:  # of several that combine only one can be superseded
            self._retract(other.id, each, by_id=each.definition.made_by_id)
        value, targets, today = made.value, targets_now(each), local_day(self.now, each.owner.zone)
        reading = hot_path.add_reading(
            self.session,
            workspace_id=each.indicator.workspace_id,
            indicator_id=each.indicator.id,
            supersedes_id=latest.id if latest is not None else None,
            evidence=None,
            came_from=came_from,
            is_no_data=value is None,
            amount=value.amount if value else None,
            numerator=value.numerator if value else None,
            denominator=value.denominator if value else None,
            typed=f"{value.amount:f}" if value else NO_DATA,
            note="",
            confidence=None,
            period_key=period.key,
            period_first_on=period.first,
            period_last_on=period.last,
            as_of_on=as_of_day(period, given_on=today, starts_on=targets[-1].starts_on if targets else None),
            route=Route.COMPUTED,
            submitted_at=self.now,
            submitted_by_id=None,
            submitted_by_service_id=None,
        )
        self.rows[each.indicator.id][period] = [reading]
        self.told.append(events.ReadingRecorded(each.indicator.id, reading.id, None))

    def _take_back(self, each: Described, period: Period, *, by_id: int) -> None:
        """All of them: one that was superseded would count again."""
        for number in wholes.worked_out(self.session, each.indicator.id, period.first):
            self._retract(number, each, by_id=by_id)
        self.session.flush()
        left = readings.counting_in(self.session, {(each.indicator.id, period.first)}).get(each.indicator.id, [])
        self.rows[each.indicator.id][period] = [row for row in left if row.period_key == period.key]

    def _retract(self, reading_id: int, each: Described, *, by_id: int) -> None:
        self.session.add(
            Retraction(
                workspace_id=each.indicator.workspace_id,
                indicator_id=each.indicator.id,
                reading_id=reading_id,
                made_at=self.now,
                made_by_id=by_id,
            )
        )
        self.told.append(events.ReadingTakenBack(each.indicator.id, reading_id, None))


def part_reading(part: Described, rows: Sequence[Reading]) -> PartReading | None:
    """What a part came to in the period of these readings that count; None where it has not come in."""
    points = points_of(rows, part)
    if points:
        return PartReading(part.indicator.id, points[-1].value)
    return PartReading(part.indicator.id, None) if rows and rows[-1].is_no_data else None


def _parts_of(each: Described) -> tuple[int, ...]:
    whole = whole_of(each.definition)
    return whole.part_ids if whole is not None else ()


def _by_period(rows: Iterable[Reading]) -> dict[Period, list[Reading]]:
    found: dict[Period, list[Reading]] = defaultdict(list)
    for row in rows:
        found[period_of(row)].append(row)
    return dict(found)


def _lowest_first(above: Mapping[int, Collection[int]]) -> list[int]:
    level_of = levels(above, above)
    return sorted(above, key=lambda number: (level_of[number], number))


def _cannot_count(whole_at: Described, whole: Whole, part: Described) -> Waiting | None:
    """Why this part cannot count into the whole as things are by now, whatever is on record of it."""
    if lives_out_of_sight(whole_at, part):
        return Waiting.OUT_OF_SIGHT
    problem = unfit(
        whole.making,
        measure_of(whole_at.definition),
        measure_of(part.definition),
        of=decode_cadence(whole_at.definition.cadence),
        part_of=decode_cadence(part.definition.cadence),
        is_quotient=not whole.formula or is_a_quotient(whole.parsed),
    )
    return Waiting.MEASURED_OTHERWISE if problem is not None else None


def lives_out_of_sight(whole_at: Described, part: Described) -> bool:
    """Whether the part lives in a private channel that is not the whole's own: what the whole comes to would tell
    others of it.
    """
    return part.home.channel.is_private and part.home.channel.id != whole_at.home.channel.id


# What is still to come ------------------------------------------------------------------------------------------------


def parts_in(
    session: Session, of: Mapping[int, tuple[Described, Period | None]], *, now: datetime
) -> dict[int, PartsIn]:
    """What each of these wholes waits for, given the period of its latest value: for the newest period that is over and
    of which something was due or came in. Nothing is said of what is complete. A fixed number of queries, and one for
    each level below.
    """
    below = wholes.all_below(session, of)
    if not below:
        return {}
    leaves = {number: wholes.ordinary_below(number, below) for number in of}
    described = {number: each for number, (each, _) in of.items()}
    wanted = {part for each in described.values() for part in _parts_of(each)}
    described |= indicators.describe(session, list(wanted - described.keys()))
    since = min((latest.last if latest is not None else _LONG_AGO) for _, latest in of.values())
    found = readings.counting_since(session, {*wanted, *of}, first=since + ONE_DAY)
    rows = {number: _by_period(found.get(number, ())) for number in (*wanted, *of)}
    waited_for: dict[int, set[Period]] = defaultdict(set)
    for row in due.of_indicators(session, set().union(*leaves.values())):
        waited_for[row.indicator_id].add(period_of(row))
    answers = {}
    for number, (each, latest) in of.items():
        asked = {period for leaf in leaves[number] for period in waited_for[leaf]}
        today = local_day(now, each.owner.zone)
        answer = _parts_in(each, latest, described, rows, asked, today=today)
        if answer is not None:
            answers[number] = answer
    return answers


def _parts_in(
    each: Described,
    latest: Period | None,
    described: Mapping[int, Described],
    rows: Mapping[int, Mapping[Period, Sequence[Reading]]],
    asked: Collection[Period],
    *,
    today: date,
) -> PartsIn | None:
    whole = whole_of(each.definition)
    assert whole is not None, "it is found among the wholes"
    since = begins_on(each) or _LONG_AGO
    known = {*asked, *(period for part in whole.part_ids for period in rows[part])}
    open_periods = [
        period
        for period in known
        if period.last >= since and period.last < today and (latest is None or latest < period)
    ]
    period = max(open_periods, default=None)
    own = rows[each.indicator.id].get(period, ()) if period is not None else ()
    return parts_in_of(
        each, described, {p: rows[p].get(period, ()) if period else () for p in whole.part_ids}, period, own
    )


def parts_in_of(
    each: Described,
    described: Mapping[int, Described],
    rows: Mapping[int, Sequence[Reading]],
    period: Period | None,
    own: Sequence[Reading] = (),
) -> PartsIn | None:
    """Which parts of the whole are in for this period, by their readings in it; None where all are, and it has a value.
    Without a period, only what keeps a part from counting at all is told.
    """
    whole = whole_of(each.definition)
    assert whole is not None, "only wholes are asked about"
    awaited = tuple(_awaited(each, whole, described[part], rows[part], period) for part in whole.part_ids)
    missing = tuple(part for part in awaited if part is not None)
    why = None
    if period is not None and own and own[-1].came_from is not None and own[-1].is_no_data:
        why = NoValue(own[-1].came_from.get("why", NoValue.NO_DATA))
    if not missing and why is None:
        return None
    return PartsIn(period, decode_cadence(each.definition.cadence), len(whole.part_ids), missing, why)


def _awaited(
    whole_at: Described, whole: Whole, part: Described, rows: Sequence[Reading], period: Period | None
) -> Awaited | None:
    why = _cannot_count(whole_at, whole, part)
    if why is Waiting.OUT_OF_SIGHT:
        return Awaited("", "", why)
    given = part_reading(part, rows)
    if why is None and given is not None:
        why = Waiting.NO_DATA if given.value is None else None
    elif why is None:
        why = _at_rest(part) or (Waiting.NOT_GIVEN if period is not None else None)
    if why is None:
        return None
    return Awaited(part.indicator.key, part.owner.name or part.owner.user_id, why)


def _at_rest(part: Described) -> Waiting | None:
    if part.indicator.retired_at is not None:
        return Waiting.RETIRED
    if part.home.outcome.closed_at is not None:
        return Waiting.CLOSED
    return Waiting.PAUSED if part.indicator.paused_at is not None else None


# What a part's reading did to it --------------------------------------------------------------------------------------


def directly_above(
    session: Session, above: Collection[int], part_id: int, period: Period
) -> Iterator[tuple[Described, Made | None, PartsIn | None]]:
    """Those of these wholes that are made of this part itself: what they come to in that period, or what is not in yet.
    A fixed number of queries.
    """
    found = indicators.describe(session, list(above))
    direct = {number: each for number, each in found.items() if part_id in _parts_of(each)}
    wanted = {part for each in direct.values() for part in _parts_of(each)}
    described = found | indicators.describe(session, list(wanted - found.keys()))
    rows = readings.counting_in(session, {(number, period.first) for number in (*direct, *wanted)})
    rows = {number: [row for row in each if row.period_key == period.key] for number, each in rows.items()}
    for number, each in direct.items():
        whole = whole_of(each.definition)
        assert whole is not None, "it has parts"
        given = {part: rows.get(part, ()) for part in whole.part_ids}
        own = rows.get(number, ())
        waiting = parts_in_of(each, described, given, period, own)
        made = None
        if own and own[-1].came_from is not None and own[-1].amount is not None:
            made = Made((), value_of(own[-1]))
        yield each, made, waiting
