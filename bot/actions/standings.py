"""Keeping how each indicator stands: worked out when something changes, in the transaction in which it does.

The core alone computes it. What is kept is only ever what the core says of the indicator's history; where it is out of
date, readers are answered from the history, and the bot works it out again.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session

from bot.actions.facts import counted_value_of, facts_of, period_of, points_of, terms_of
from bot.actions.people import Policy, policy_of
from bot.domain.calendar import local_day
from bot.domain.colours import State
from bot.domain.combining import Combine
from bot.domain.events import (
    DueReadingChanged,
    Event,
    IndicatorChanged,
    OwnerChanged,
    ReadingMissed,
    ReadingTakenBack,
    StatusChanged,
    TargetChanged,
    WholeLookedAt,
)
from bot.domain.facts import Facts, Point, Standing
from bot.domain.periods import Period
from bot.domain.status import RULES_VERSION, advance, stand, state_on, to_go_on_from
from bot.domain.values import Value
from storage import due, hot_path, indicators, standings, wholes, workspaces
from storage.indicators import Described
from storage.readings import counting_readings
from storage.standings import Basis, Kept, Stands
from storage.tables import DueReading, Reading


@dataclass(frozen=True)
class TakenIn:
    """What one more reading made of it: how the indicator stood (None where that was not known) and stands, the value
    of the reading's period, and the newest of an earlier one.
    """

    before: Standing | None
    after: Stands
    in_period: Value | None
    previous: Value | None


def basis_of(policy: Policy) -> Basis:
    """By what a standing is worked out under these rules."""
    return Basis(RULES_VERSION, int(policy.thresholds.on_track), int(policy.thresholds.at_risk))


def current(session: Session, described: Iterable[Described], *, policies: Mapping[int, Policy]) -> dict[int, Stands]:
    """How these indicators stand, by number: as it is kept, or from their histories where that is out of date. A query;
    a few more where anything is.
    """
    wanted = {each.indicator.id: each for each in described}
    kept, bases = standings.kept(session, wanted), _bases(policies)
    outdated = [each for number, each in wanted.items() if not _holds(kept.get(number), each, bases)]
    known = {number: each.stands for number, each in kept.items()}
    return known | from_history(session, outdated, policies=policies)


def with_what_was_before(session: Session, known: Mapping[int, Stands]) -> dict[int, Stands]:
    """The same with how these indicators stood before their latest period. A query where any is given without."""
    missing = [number for number, stands in known.items() if stands.before_latest is None]
    before = standings.before_latest(session, missing) if missing else {}
    return {
        number: replace(stands, before_latest=before[number]) if number in before else stands
        for number, stands in known.items()
    }


def from_history(
    session: Session, described: Sequence[Described], *, policies: Mapping[int, Policy]
) -> dict[int, Stands]:
    """How these indicators stand, worked out from everything that was ever given. A fixed number of queries."""
    if not described:
        return {}
    readings = counting_readings(session, described)
    missed = _missed_of(session, described)
    found = {}
    for each in described:
        number, policy = each.indicator.id, policies[each.indicator.workspace_id]
        found[number] = _stands(facts_of(each, readings[number], missed[number], policy=policy), readings[number])
    return found


def _missed_of(session: Session, described: Sequence[Described]) -> dict[int, list[DueReading]]:
    """What was missed and never given, by the indicator's number: of a whole, what was of the ordinary indicators of
    which it is made in the end, since nobody is asked for it itself.
    """
    made = [each.indicator.id for each in described if each.definition.made_of is not None]
    parts_of = wholes.all_below(session, made) if made else {}
    below = {number: wholes.ordinary_below(number, parts_of) for number in made}
    asked_for = {each.indicator.id for each in described}.union(*below.values())
    missed = due.missed_periods(session, asked_for)
    return missed | {number: [row for part in parts for row in missed[part]] for number, parts in below.items()}


def work_out(session: Session, indicator_ids: Collection[int], *, now: datetime) -> list[StatusChanged]:
    """Work out how these indicators stand from their histories and keep it; answers whose state is another one since.

    A fixed number of queries, and one statement for all rows.
    """
    standings.hold(session, indicator_ids)
    described = indicators.describe(session, indicator_ids)
    policies = policies_of(session, {each.indicator.workspace_id for each in described.values()})
    before = standings.kept(session, described)
    for number in described.keys() - before.keys():
        standings.add(session, number, workspace_id=described[number].indicator.workspace_id)
    after = from_history(session, list(described.values()), policies=policies)
    _keep(session, described, after, policies=policies)
    changes = []
    for number, each in described.items():
        change = _change(each, before.get(number), after[number].standing, now=now)
        if change is not None:
            changes.append(change)
    return changes


def take_in(
    session: Session,
    described: Described,
    reading: Reading,
    missed: Sequence[Period],
    *,
    policy: Policy,
    known: Kept | None,
    changes: int,
) -> TakenIn:
    """Work out what this reading, just added, makes of the indicator, and keep it.

    `missed` are the periods that are missed once it is given, and `changes` what the database counts as having changed
    since the reading was given. `known` is what was read as kept before that. Where more has changed, or the reading is
    of an earlier period than the latest, the history is gone through.
    """
    number, basis = described.indicator.id, basis_of(policy)
    if known is not None and known.holds(basis):
        taken = _taken_at_the_end(session, known.stands, described, reading, missed, policy=policy)
        if taken is not None and standings.keep_if_unchanged(
            session, basis, number, taken.after, since=known, changes=changes
        ):
            return taken
    kept = standings.kept_and_held(session, number)
    # Anew, now that nobody else changes it: a target may have come since it was read.
    described = indicators.describe(session, [number])[number]
    is_current = kept is not None and kept.unseen == changes and kept.basis == basis
    stood = kept.stands if kept is not None and is_current else None
    taken = None
    if stood is not None:
        taken = _taken_at_the_end(session, stood, described, reading, missed, policy=policy)
    if taken is None:
        before = stood.standing if stood is not None else None
        taken = _taken_into_history(session, before, described, reading, missed, policy=policy)
    standings.keep(session, basis, {number: taken.after})
    return taken


def _taken_at_the_end(
    session: Session,
    known: Stands,
    described: Described,
    reading: Reading,
    missed: Sequence[Period],
    *,
    policy: Policy,
) -> TakenIn | None:
    """What a reading of a later period, or of the latest, makes of what is known; None where more has to be known."""
    period, terms, before = period_of(reading), terms_of(described, policy=policy), known.standing
    given_at = max(filter(None, (known.last_given_at, reading.submitted_at)))
    if before.latest is None or before.latest < period:
        value = counted_value_of(reading, described)
        point = Point(period, value, reading.as_of_on, reading.submitted_at) if value is not None else None
        start = to_go_on_from(before) if point is not None else known.before_latest
        after = advance(before, point, terms, missed=missed)
        return TakenIn(before, Stands(after, start, given_at), value, before.value)
    if before.latest != period or known.before_latest is None:
        return None
    given = [reading]
    if not Combine(described.definition.combine).counts_last:
        given = hot_path.counting_in_period(session, described.indicator.id, period.first)
    points = points_of([row for row in given if row.period_key == period.key], described)
    if not points:
        return None  # there is no value any more, and an earlier period's is the latest again
    start = known.before_latest
    after = advance(start, points[0], terms, missed=missed)
    return TakenIn(before, Stands(after, start, given_at), points[0].value, start.value)


def _taken_into_history(
    session: Session,
    before: Standing | None,
    described: Described,
    reading: Reading,
    missed: Sequence[Period],
    *,
    policy: Policy,
) -> TakenIn:
    readings, period = counting_readings(session, [described])[described.indicator.id], period_of(reading)
    points = points_of(readings, described)
    facts = Facts(**vars(terms_of(described, policy=policy)), points=points, missed=tuple(missed))
    earlier = [point.value for point in points if point.period < period]
    return TakenIn(
        before,
        _stands(facts, readings),
        next((point.value for point in points if point.period == period), None),
        earlier[-1] if earlier else None,
    )


_THAT_CHANGE = (
    ReadingTakenBack
    | ReadingMissed
    | DueReadingChanged
    | TargetChanged
    | IndicatorChanged
    | OwnerChanged
    | WholeLookedAt
)
"""Events after which an indicator may stand otherwise, or be there for the first time."""


def follow(session: Session, events: Sequence[Event], *, now: datetime) -> list[StatusChanged]:
    """Work out anew what these events have changed; answers what follows from that. One query where they changed
    nothing.

    A reading is taken in by the one way in for readings, which has loaded already what this would load again.
    """
    concerned = {event.indicator_id for event in events if isinstance(event, _THAT_CHANGE)}
    if not concerned:
        return []
    # Of a whole the database does not see what its parts have missed.
    by_parts = {event.indicator_id for event in events if isinstance(event, WholeLookedAt) and event.is_outdated}
    kept_now = standings.kept(session, concerned)
    outdated = [number for number, kept in kept_now.items() if kept.unseen or number in by_parts]
    return work_out(session, outdated, now=now) if outdated else []


def status_change(described: Described, taken: TakenIn, *, now: datetime) -> StatusChanged | None:
    """What the reading changed about the indicator's state, if anything."""
    return None if taken.before is None else _changed(described, taken.before, taken.after.standing, now=now)


def take_out_of_date(session: Session, *, limit: int) -> list[int]:
    """A batch of indicators of which what is kept is out of date, held for us: after an upgrade, where a process of an
    earlier version or somebody by hand has added something, or where the rules are others by now.
    """
    return list(standings.take_outdated(session, limit=limit))


def outdate_by_rules(session: Session, workspace_ids: Collection[int]) -> None:
    """Have worked out anew what was worked out by other thresholds than these workspaces have now, or by other
    `RULES_VERSION`. Until then readers are answered from the histories.
    """
    for workspace_id, policy in policies_of(session, workspace_ids).items():
        standings.outdate_unless(session, basis_of(policy), workspace_id=workspace_id)


def disagreeing(session: Session, indicator_ids: Collection[int]) -> list[int]:
    """Those of these indicators whose kept standing is said to be up to date and is another than their history says, or
    is not there at all.
    """
    described = indicators.describe(session, indicator_ids)
    policies = policies_of(session, {each.indicator.workspace_id for each in described.values()})
    kept, bases = standings.kept(session, described, to_go_on=True), _bases(policies)
    known = from_history(session, list(described.values()), policies=policies)
    return [
        number
        for number, each in described.items()
        if number not in kept or (_holds(kept[number], each, bases) and known[number] != kept[number].stands)
    ]


def policies_of(session: Session, workspace_ids: Collection[int]) -> dict[int, Policy]:
    """The rules of these workspaces, by number. One query."""
    return {number: policy_of(row) for number, row in workspaces.by_id(session, workspace_ids).items()}


def _bases(policies: Mapping[int, Policy]) -> dict[int, Basis]:
    return {number: basis_of(policy) for number, policy in policies.items()}


def _holds(kept: Kept | None, described: Described, bases: Mapping[int, Basis]) -> bool:
    return kept is not None and kept.holds(bases[described.indicator.workspace_id])


def _stands(facts: Facts, readings: Sequence[Reading]) -> Stands:
    """From the whole history."""
    given_at = max((row.submitted_at for row in readings), default=None)
    if not facts.points:
        return Stands(stand(facts), None, given_at)
    *earlier, latest = facts.points
    start = to_go_on_from(stand(replace(facts, points=tuple(earlier))))
    return Stands(advance(start, latest, facts.terms, missed=facts.missed), start, given_at)


def _keep(
    session: Session, described: Mapping[int, Described], after: Mapping[int, Stands], *, policies: Mapping[int, Policy]
) -> None:
    by_basis: dict[Basis, dict[int, Stands]] = defaultdict(dict)
    for number, each in described.items():
        basis = basis_of(policies[each.indicator.workspace_id])
        by_basis[basis][number] = after[number]
    for basis, those in by_basis.items():
        standings.keep(session, basis, those)


def _change(described: Described, before: Kept | None, after: Standing, *, now: datetime) -> StatusChanged | None:
    """What has changed about its state; nothing is known of one that was never worked out."""
    if before is None or before.basis.rules == 0:
        return None
    return _changed(described, before.standing, after, now=now)


def _changed(described: Described, before: Standing, after: Standing, *, now: datetime) -> StatusChanged | None:
    was, stands = (_state(described, each, now=now) for each in (before, after))
    return StatusChanged(described.indicator.id, was, stands) if stands is not was else None


def _state(described: Described, standing: Standing, *, now: datetime) -> State:
    return state_on(
        standing,
        today=local_day(now, described.owner.zone),
        closed=described.home.outcome.closed_at is not None,
        paused=described.indicator.paused_at is not None,
    )
