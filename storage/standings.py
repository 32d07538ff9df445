"""How indicators stand, as it is kept: read, written, and found where it is out of date."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from operator import itemgetter
from typing import Any, Final

from sqlalchemy import Table, bindparam, select, update
from sqlmodel import Session, col

from bot.domain.charting import Rule
from bot.domain.colours import State
from bot.domain.facts import Measured, Standing
from bot.domain.periods import Period
from bot.domain.process_limits import FROZEN_ON, Limits, Side
from bot.domain.process_so_far import Completed, ProcessSoFar
from bot.domain.values import Value
from storage.among import among
from storage.claiming import skip_locked
from storage.indicators import newest_of
from storage.inserting import insert_once
from storage.right_of_way import politely
from storage.tables import VALUE_PARTS, Indicator, IndicatorDefinition, KeptStanding, Ownership, Person

_TABLE: Final[Table] = KeptStanding.__table__  # type: ignore[attr-defined]  # SQLModel does not declare it
_VALUES: Final = frozenset({"value", "previous", "decided"})
_DATES: Final = frozenset({"speaks_for", "as_of", "since"})
_NUMBERS: Final = frozenset({"gap", "outside"})
_OTHERS: Final = frozenset({"latest", "process"})
_ALL_EQUAL: Final = ("unchanged", "level")
# Looked up: to ask an enum for its member takes four times as long, and of a process there are a dozen.
_RULES: Final[dict[str, Rule]] = {rule.value: rule for rule in Rule}
_SIDES: Final[dict[int, Side]] = {Side.BELOW: Side.BELOW, Side.ABOVE: Side.ABOVE}
_SIDE_OR_NONE: Final[dict[int | None, Side | None]] = {None: None, Side.BELOW: Side.BELOW, Side.ABOVE: Side.ABOVE}
_ASIDE: Final = -1
"""No version of the rules."""
_PERIOD: Final = {"key": "key", "first_on": "first", "last_on": "last"}
_PLAIN: Final = tuple(each.name for each in fields(Measured) if each.name not in _VALUES | _OTHERS)


@dataclass(frozen=True)
class Basis:
    """By what a standing is worked out, beside the indicator's own records: the version of the rules, and the
    workspace's thresholds.
    """

    rules: int
    on_track_gap: int
    at_risk_gap: int


@dataclass(frozen=True)
class Stands:
    """How an indicator stands, and what one more reading for its latest period starts from: how it stood before that
    period, as far as `to_go_on_from` has it (None where that is not known). `last_given_at` is when the newest reading
    that counts was given.
    """

    standing: Standing
    before_latest: Measured | None
    last_given_at: datetime | None


@dataclass(frozen=True)
class Kept:
    """One kept standing, after so many `changes` of its indicator; `unseen` of them have not been looked at."""

    stands: Stands
    basis: Basis
    revision: int
    changes: int
    unseen: int

    @property
    def standing(self) -> Standing:
        """How the indicator stood when it was worked out."""
        return self.stands.standing

    def holds(self, basis: Basis) -> bool:
        """Whether it is up to date, by this basis."""
        return not self.unseen and self.basis == basis


def kept(session: Session, indicator_ids: Collection[int], *, to_go_on: bool = False) -> dict[int, Kept]:
    """What is kept of these indicators; what a further reading starts from only `to_go_on`. One query."""
    rows = session.execute(_KEPT if to_go_on else _SHOWN, {"indicator_ids": list(indicator_ids)})
    return {row[0]: from_row(row) for row in politely(rows.all())}


def before_latest(session: Session, indicator_ids: Collection[int]) -> dict[int, Measured]:
    """How each of these indicators stood before its latest period, as far as that is kept. One query."""
    rows = session.execute(_BEFORE, {"indicator_ids": list(indicator_ids)})
    return {number: _from_json(before) for number, before in rows if before is not None}


@dataclass(frozen=True)
class Listed:
    """What a list needs to know of an indicator that is not retired: less than all that is kept of it."""

    indicator_id: int
    outcome_id: int
    level: str
    zone: str
    is_paused: bool
    combine: str
    latest_first: date | None
    latest_last: date | None
    state: State
    holds_until: date | None
    then: State | None
    basis: Basis
    unseen: int

    def holds(self, basis: Basis) -> bool:
        """Whether it is up to date, by this basis."""
        return not self.unseen and self.basis == basis

    def state_on(self, today: date) -> State:
        """The state on that day, by what is kept."""
        return Standing(state=self.state, holds_until=self.holds_until, then=self.then).state_on(today)


def listed(session: Session, outcome_ids: Collection[int]) -> list[Listed]:
    """The indicators of these outcomes, less the retired ones, in the order of their keys. One query."""
    rows = session.execute(_LISTED.where(col(Indicator.outcome_id).in_(outcome_ids)))
    return [
        Listed(
            number, outcome_id, level, zone, paused_at is not None, combine, first, last, state, until, then, by, unseen
        )
        for number, outcome_id, level, zone, paused_at, combine, first, last, state, until, then, *basis, unseen in rows
        for by in [Basis(*basis)]
    ]


def kept_and_held(session: Session, indicator_id: int) -> Kept | None:
    """What is kept of this indicator, as it stands before anybody else's change: others wait until we are done."""
    row = session.execute(_KEPT_AND_HELD, {"held_id": indicator_id}).first()
    return from_row(row) if row is not None else None


def hold(session: Session, indicator_ids: Collection[int]) -> None:
    """Have everybody else who works these out wait until we are done: what they would read is what we leave."""
    session.execute(_HOLD, {"indicator_ids": list(indicator_ids)})


def keep(session: Session, basis: Basis, standings: Mapping[int, Stands]) -> None:
    """Keep how these indicators stand, by number: all that was added so far has been seen."""
    rows = [{**_columns(stands), **vars(basis), "of_indicator": number} for number, stands in standings.items()]
    if rows:
        session.connection().execute(_KEEP, rows)


def keep_if_unchanged(
    session: Session, basis: Basis, number: int, stands: Stands, *, since: Kept, changes: int
) -> bool:
    """Keep how this indicator stands, if nothing has come `since` that was read but `changes` of our own; answers
    whether it is kept.
    """
    row = {**_columns(stands), **vars(basis), "of_indicator": number}
    row |= {"revision_then": since.revision, "changes_now": since.changes + changes}
    return bool(session.connection().execute(_KEEP_IF_UNCHANGED, row).rowcount)


def add(session: Session, indicator_id: int, *, workspace_id: int) -> None:
    """Make the row that the database itself made when the indicator was added, and that is gone."""
    insert_once(session, KeptStanding(indicator_id=indicator_id, workspace_id=workspace_id))


def set_aside(session: Session, indicator_ids: Collection[int]) -> None:
    """Leave these alone until something about them changes: they cannot be worked out. Readers do not take what is kept
    of them for up to date.
    """
    if indicator_ids:
        aside = {"rules": _ASIDE, "seen": _TABLE.c.changes, "revision": _TABLE.c.revision + 1}
        session.execute(_TABLE.update().where(_TABLE.c.indicator_id.in_(indicator_ids)).values(aside))


def take_outdated(session: Session, *, limit: int) -> Sequence[int]:
    """Indicators of which something was added since they were worked out, held for us."""
    found: Sequence[int] = session.scalars(_OUTDATED, {"most": limit}).all()
    return found


def outdate_unless(session: Session, basis: Basis, *, workspace_id: int) -> None:
    """Count as out of date what was worked out by another basis in this workspace."""
    other = (
        (col(KeptStanding.rules) != basis.rules)
        | (col(KeptStanding.on_track_gap) != basis.on_track_gap)
        | (col(KeptStanding.at_risk_gap) != basis.at_risk_gap)
    )
    is_seen = col(KeptStanding.changes) == KeptStanding.seen
    is_tried = col(KeptStanding.rules) != _ASIDE
    changed = update(KeptStanding).where(col(KeptStanding.workspace_id) == workspace_id, is_seen, is_tried, other)
    session.execute(changed.values(changes=KeptStanding.changes + 1))


def from_row(row: Sequence[Any]) -> Kept:
    """What a row of the table's columns says; what a further reading starts from, its last one, may be missing."""
    measured: dict[str, Any] = dict(zip(_PLAIN, _plain_of(row), strict=True))
    for name, (amount, numerator, denominator) in _VALUES_AT:
        measured[name] = None if row[amount] is None else Value(row[amount], row[numerator], row[denominator])
    key, first, last = _PERIOD_AT
    if row[key] is not None:
        measured["latest"] = Period(row[key], row[first], row[last])
    if row[_PROCESS_AT] is not None:
        measured["process"] = _process_from(row[_PROCESS_AT])
    state, holds_until, then, given_at = _state_of(row)
    before = row[_BEFORE_AT] if len(row) > _BEFORE_AT else None
    revision, changes, seen = _counts_of(row)
    return Kept(
        Stands(
            Standing(**measured, state=state, holds_until=holds_until, then=then),
            _from_json(before) if before is not None else None,
            given_at,
        ),
        Basis(*_basis_of(row)),
        revision=revision,
        changes=changes,
        unseen=changes - seen,
    )


def _at(*names: str) -> tuple[int, ...]:
    """Where these columns stand in a row of the table."""
    order = _TABLE.columns.keys()
    return tuple(order.index(name) for name in names)


_plain_of = itemgetter(*_at(*_PLAIN))
_VALUES_AT: Final = tuple((name, _at(*(f"{name}_{part}" for part in VALUE_PARTS))) for name in sorted(_VALUES))
_PERIOD_AT: Final = _at(*(f"latest_{column}" for column in _PERIOD))
_state_of = itemgetter(*_at("state", "holds_until", "then_state", "last_given_at"))
_counts_of = itemgetter(*_at("revision", "changes", "seen"))
_basis_of = itemgetter(*_at("rules", "on_track_gap", "at_risk_gap"))
_PROCESS_AT, _BEFORE_AT = _at("process", "before_latest")


def _columns(stands: Stands) -> dict[str, Any]:
    standing = stands.standing
    columns = {name: getattr(standing, name) for name in _PLAIN}
    columns |= {
        f"{name}_{part}": getattr(getattr(standing, name), part, None) for name in _VALUES for part in VALUE_PARTS
    }
    columns |= {f"latest_{column}": getattr(standing.latest, part, None) for column, part in _PERIOD.items()}
    columns |= {"state": standing.state, "holds_until": standing.holds_until, "then_state": standing.then}
    columns["process"] = _process_as_json(standing.process) if standing.process is not None else None
    before = stands.before_latest
    columns["before_latest"] = _as_json(before) if before is not None else None
    return columns | {"last_given_at": stands.last_given_at}


def _as_json(measured: Measured) -> dict[str, Any]:
    """What is not empty of it, numbers digit for digit."""
    plain: dict[str, Any] = {}
    for name, value in vars(measured).items():
        match value:
            case None:
                pass
            case Value(amount, numerator, denominator):
                plain[name] = [None if each is None else str(each) for each in (amount, numerator, denominator)]
            case Period():
                plain[name] = _period_as_json(value)
            case ProcessSoFar():
                plain[name] = _process_as_json(value)
            case Decimal() | date():
                plain[name] = str(value)
            case _:
                plain[name] = value
    return plain


def _from_json(plain: Mapping[str, Any]) -> Measured:
    said = dict(plain)
    for name in _VALUES & said.keys():
        amount, *ratio = said[name]
        said[name] = Value(Decimal(amount), *(None if each is None else Decimal(each) for each in ratio))
    if "latest" in said:
        said["latest"] = _period_from(said["latest"])
    for name in _DATES & said.keys():
        said[name] = date.fromisoformat(said[name])
    for name in _NUMBERS & said.keys():
        said[name] = Decimal(said[name])
    if "process" in said:
        said["process"] = _process_from(said["process"])
    if "colour" in said:
        said["colour"] = State(said["colour"])
    return Measured(**said)


def _process_as_json(process: ProcessSoFar) -> dict[str, Any]:
    """What is not empty of it, numbers digit for digit; from when its limits are frozen no moves any more. A process of
    the version before reads it too: `limits` are the two outer ones, and without them there are `moves`.
    """
    plain: dict[str, Any] = {}
    if process.frozen is not None:
        limits = process.frozen
        plain["limits"] = [str(each) for each in (limits.lower, limits.upper) if each is not None]
        plain |= {"centre": str(limits.centre), "run": list(process.run), "outer": list(process.outer)}
    else:
        plain["moves"] = [None if each is None else str(each) for each in process.moves]
    for name in _ALL_EQUAL:
        if (equal := getattr(process, name)) is not None:
            plain[name] = str(equal)
    if process.told:
        plain["told"] = [list(each) for each in process.told]
    if process.completed:
        plain["completed"] = [
            [each.rule, each.side, _period_as_json(each.period), each.given_at.isoformat()]
            for each in process.completed
        ]
    if process.left_at is not None:
        plain["left_at"] = _period_as_json(process.left_at)
    if process.given_at is not None:
        plain["given_at"] = process.given_at.isoformat()
    return plain


def _process_from(plain: Mapping[str, Any]) -> ProcessSoFar:
    found: dict[str, Any] = {name: Decimal(plain[name]) for name in _ALL_EQUAL if name in plain}
    if "moves" in plain:
        found["moves"] = tuple(None if each is None else Decimal(each) for each in plain["moves"])
    if "centre" in plain:  # what an earlier version has kept has none, and is out of date
        lower, upper = map(Decimal, plain["limits"]) if plain["limits"] else (None, None)
        found["frozen"] = Limits(FROZEN_ON, Decimal(plain["centre"]), lower=lower, upper=upper)
        found["run"] = _SIDE_OR_NONE[plain["run"][0]], plain["run"][1]
        found["outer"] = tuple(_SIDE_OR_NONE[side] for side in plain["outer"])
    found["told"] = tuple((_RULES[rule], _SIDES[side]) for rule, side in plain.get("told", ()))
    found["completed"] = tuple(
        Completed(_RULES[rule], _SIDES[side], _period_from(period), datetime.fromisoformat(given_at))
        for rule, side, period, given_at in plain.get("completed", ())
    )
    if "left_at" in plain:
        found["left_at"] = _period_from(plain["left_at"])
    if "given_at" in plain:
        found["given_at"] = datetime.fromisoformat(plain["given_at"])
    return ProcessSoFar(**found)


def _period_as_json(period: Period) -> list[str]:
    return [period.key, period.first.isoformat(), period.last.isoformat()]


def _period_from(plain: Sequence[str]) -> Period:
    key, first, last = plain
    return Period(key, date.fromisoformat(first), date.fromisoformat(last))


def _written() -> Iterable[str]:
    kept_by_us = {"indicator_id", "workspace_id", "revision", "changes", "seen"}
    return (column.name for column in _TABLE.columns if column.name not in kept_by_us)


_WANTED: list[Any] = [
    *(Indicator.id, Indicator.outcome_id, IndicatorDefinition.level, Person.zone, Indicator.paused_at),
    *(IndicatorDefinition.combine, _TABLE.c.latest_first_on, _TABLE.c.latest_last_on),
    *(_TABLE.c.state, _TABLE.c.holds_until, _TABLE.c.then_state),
    *(_TABLE.c.rules, _TABLE.c.on_track_gap, _TABLE.c.at_risk_gap, _TABLE.c.changes - _TABLE.c.seen),
]
_LISTED = (
    select(*_WANTED)
    .select_from(Indicator)
    .outerjoin(_TABLE, _TABLE.c.indicator_id == col(Indicator.id))
    .join(IndicatorDefinition, col(IndicatorDefinition.id) == newest_of(IndicatorDefinition))
    .join(Ownership, col(Ownership.id) == newest_of(Ownership))
    .join(Person, col(Person.id) == Ownership.owner_id)
    .where(col(Indicator.retired_at).is_(None))
    .order_by(Indicator.key)
)
# Built once: putting such a statement together takes longer than running it.
_ASKED = among(_TABLE.c.indicator_id, "indicator_ids")
_KEPT = select(_TABLE).where(_ASKED)
_SHOWN = select(*list(_TABLE.columns)[:_BEFORE_AT]).where(_ASKED)
_BEFORE = select(_TABLE.c.indicator_id, _TABLE.c.before_latest).where(_ASKED)
_HOLD = select(_TABLE.c.indicator_id).where(_ASKED).order_by(_TABLE.c.indicator_id).with_for_update()
_KEPT_AND_HELD = select(_TABLE).where(_TABLE.c.indicator_id == bindparam("held_id")).with_for_update()
_KEEP = (
    _TABLE.update()
    .where(_TABLE.c.indicator_id == bindparam("of_indicator"))
    .values(revision=_TABLE.c.revision + 1, seen=_TABLE.c.changes, **{name: bindparam(name) for name in _written()})
)
_KEEP_IF_UNCHANGED = _KEEP.where(
    _TABLE.c.revision == bindparam("revision_then"), _TABLE.c.changes == bindparam("changes_now")
)
_OUTDATED = skip_locked(
    select(col(KeptStanding.indicator_id))
    .where(col(KeptStanding.changes) != KeptStanding.seen)
    .order_by(col(KeptStanding.indicator_id))
    .limit(bindparam("most"))
)
