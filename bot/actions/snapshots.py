"""Indicators as screens need them: what describes them, and how they stand. No history is read for that."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property

from sqlmodel import Session

from bot.actions import standings, wholes
from bot.actions.facts import terms_of, value_like
from bot.actions.people import Policy
from bot.domain.cadences import Cadence, decode
from bot.domain.calendar import local_day
from bot.domain.colours import State
from bot.domain.combining import Combine
from bot.domain.facts import Assessment, Level, Standing, Terms
from bot.domain.status import assess_standing, is_unjudged, without_latest
from bot.domain.values import Measure, Value
from bot.domain.wholes import PartsIn
from storage import plain_rows
from storage.indicators import Described
from storage.right_of_way import politely
from storage.running import reason_not_running
from storage.standings import Listed, Stands


@dataclass(frozen=True)
class IndicatorSnapshot:
    """An indicator with its records as values, and how it stands on the owner's `today`.

    `last_given_at` is when the newest of the readings that count was given.
    """

    described: Described
    measure: Measure
    cadence: Cadence
    level: Level
    today: date
    terms: Terms
    standing: Standing
    last_given_at: datetime | None
    parts_in: PartsIn | None = None

    @cached_property
    def assessment(self) -> Assessment:
        """How it stands; put together when it is first asked for, since not everybody asks."""
        assessment = assess_standing(self.standing, self.terms, today=self.today)
        return assessment if self.parts_in is None else replace(assessment, parts_in=self.parts_in)

    @property
    def id(self) -> int:
        return self.described.indicator.id

    @property
    def key(self) -> str:
        return self.described.indicator.key

    @property
    def name(self) -> str:
        return self.described.definition.name

    @property
    def like(self) -> Value | None:
        """A value that it might have, for an example: its latest one, else the one that it started with."""
        return self.standing.value or value_like(self.described)


def snapshots(
    session: Session, indicator_ids: Collection[int], *, policy: Policy, now: datetime
) -> dict[int, IndicatorSnapshot]:
    """How each of these indicators of one workspace stands, in the order asked for. A fixed number of queries, whose
    cost does not grow with the history; some more where any is made of others.
    """
    described = plain_rows.describe(session, indicator_ids)
    policies: Mapping[int, Policy] = {each.indicator.workspace_id: policy for each in described.values()}
    known = standings.current(session, described.values(), policies=policies)
    days = {zone: local_day(now, zone) for zone in {each.owner.zone for each in described.values()}}
    unjudged = {
        number: known[number]
        for number, each in described.items()
        if _is_unjudged(each, known[number], today=days[each.owner.zone])
    }
    known |= standings.with_what_was_before(session, unjudged)
    made = {
        number: (each, known[number].standing.latest)
        for number, each in described.items()
        if each.definition.made_of is not None and reason_not_running(each.indicator, each.home.outcome) is None
    }
    waiting = wholes.parts_in(session, made, now=now) if made else {}
    return {
        number: _snapshot(each, known[number], policy=policy, today=days[each.owner.zone], parts_in=waiting.get(number))
        for number, each in politely(described.items())
    }


def states_of(session: Session, of: Sequence[Listed], *, policy: Policy, now: datetime) -> dict[int, State]:
    """The state of each of these indicators, by number. What is out of date is worked out from its history."""
    basis = standings.basis_of(policy)
    today = {zone: local_day(now, zone) for zone in {each.zone for each in of}}

    def is_unjudged_now(each: Listed) -> bool:
        first, last = each.latest_first, each.latest_last
        return is_unjudged(first, last, adds_up=Combine(each.combine).adds_up, today=today[each.zone])

    outdated = [each.indicator_id for each in of if not each.holds(basis) or is_unjudged_now(each)]
    worked_out = snapshots(session, outdated, policy=policy, now=now) if outdated else {}
    kept = {
        each.indicator_id: State.PAUSED if each.is_paused else each.state_on(today[each.zone])
        for each in of
        if each.indicator_id not in worked_out
    }
    return kept | {number: at.assessment.state for number, at in worked_out.items()}


def snapshot_of(described: Described, stands: Stands, *, policy: Policy, now: datetime) -> IndicatorSnapshot:
    """One indicator from its records, and how it is known to stand."""
    return _snapshot(described, stands, policy=policy, today=local_day(now, described.owner.zone))


def _snapshot(
    described: Described, stands: Stands, *, policy: Policy, today: date, parts_in: PartsIn | None = None
) -> IndicatorSnapshot:
    definition = described.definition
    terms, standing = terms_of(described, policy=policy), stands.standing
    if _is_unjudged(described, stands, today=today):
        standing = without_latest(standing, stands.before_latest, terms)
    return IndicatorSnapshot(
        described=described,
        measure=terms.measure,
        cadence=terms.cadence or decode(definition.cadence),
        level=Level(definition.level),
        today=today,
        terms=terms,
        standing=standing,
        last_given_at=stands.last_given_at,
        parts_in=parts_in,
    )


def _is_unjudged(described: Described, stands: Stands, *, today: date) -> bool:
    latest, adds_up = stands.standing.latest, Combine(described.definition.combine).adds_up
    return latest is not None and is_unjudged(latest.first, latest.last, adds_up=adds_up, today=today)
