"""What was changed since the last digest, from the rows that were added to the history since."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Generic, TypeVar

from sqlmodel import Session

from bot.actions.due import name_of
from bot.actions.facts import baseline_of, target_of
from bot.actions.screens import named
from bot.actions.snapshots import IndicatorSnapshot
from bot.domain.cadences import decode
from bot.domain.calendar import local_day
from bot.domain.parts import IndicatorPart, OutcomePart, Part
from bot.domain.resources import Unit
from bot.results.changes import (
    AnswersNow,
    AskedOtherwise,
    BeginsAfresh,
    Change,
    EndMoved,
    PartChanged,
    PlanChanged,
    Renamed,
    StartMoved,
    TargetMoved,
    Who,
    WorkedOutOtherwise,
)
from bot.results.names import PersonName
from storage import digests, resources
from storage.outcomes import Home
from storage.people import people_by_id
from storage.tables import Baseline, IndicatorDefinition, OutcomeDefinition, Ownership, ResourcePlan, TargetRecord

Row = TypeVar("Row", OutcomeDefinition, IndicatorDefinition, Ownership, Baseline, TargetRecord)

Version = OutcomeDefinition | IndicatorDefinition | Ownership | Baseline | TargetRecord | ResourcePlan

_OTHER_OUTCOME_PARTS: tuple[tuple[Part, tuple[str, ...]], ...] = (
    (OutcomePart.WHY, ("why",)),
    (OutcomePart.CHANNEL, ("channel_id",)),
    (OutcomePart.PARENT, ("parent_id",)),
)
_COUNTED: tuple[tuple[Part, tuple[str, ...]], ...] = (
    (IndicatorPart.DESCRIPTION, ("description",)),
    (IndicatorPart.MEASURE, ("kind", "unit", "scale")),
    (IndicatorPart.DIRECTION, ("direction",)),
    (IndicatorPart.COMBINE, ("combine",)),
)
_OTHER_INDICATOR_PARTS: tuple[tuple[Part, tuple[str, ...]], ...] = (
    (IndicatorPart.LEVEL, ("level",)),
    (IndicatorPart.BOUNDS, ("lowest", "highest")),
    (IndicatorPart.SOURCE, ("source",)),
    (IndicatorPart.METHOD, ("method",)),
    (IndicatorPart.LIMITATIONS, ("limitations",)),
    (IndicatorPart.MOVEMENT, ("transform", "rule_set")),
    (IndicatorPart.LIMITS_FROM, ("rebases",)),
)


@dataclass(frozen=True)
class _Course(Generic[Row]):
    """The versions of one thing: the one that held before, and those since, of which the last holds now."""

    versions: Sequence[Row]

    @property
    def before(self) -> Row:
        return self.versions[0]

    @property
    def now(self) -> Row:
        return self.versions[-1]

    def differs(self, *names: str) -> bool:
        """Whether any of these columns says something else than before."""
        return any(getattr(self.before, name) != getattr(self.now, name) for name in names)

    def last_to_change(self, *names: str) -> Row:
        """The version that brought what is in these columns now."""
        for earlier, later in zip(self.versions[-2::-1], self.versions[:0:-1], strict=True):
            if any(getattr(earlier, name) != getattr(later, name) for name in names):
                return later
        return self.now


def changes_since(
    session: Session,
    homes: Mapping[int, Home],
    known: Mapping[int, IndicatorSnapshot],
    *,
    zone: str,
    since: datetime,
) -> tuple[Change, ...]:
    """What is another thing now than it was `since` then about these outcomes and indicators: targets first. What was
    new then, and was mended on its first day, has not changed. A fixed number of queries.
    """
    outcome_rows = digests.outcomes_defined(session, homes, since=since)
    indicator_rows = digests.indicators_defined(session, known, since=since)
    owner_rows = digests.owned(session, known, since=since)
    start_rows = digests.baselines_set(session, known, since=since)
    target_rows = digests.targets_set(session, known, since=since)
    plan_rows = resources.plans_since(session, homes, since=since)
    names = _Names(session, [*plan_rows, *outcome_rows, *indicator_rows, *owner_rows, *start_rows, *target_rows])
    outcomes = _courses(outcome_rows, "outcome_id", since, zone)
    indicators = _courses(indicator_rows, "indicator_id", since, zone)
    owned = _courses(owner_rows, "indicator_id", since, zone)
    starts = _courses(start_rows, "indicator_id", since, zone)
    targets = _courses(target_rows, "indicator_id", since, zone)
    found: list[Change] = []
    for number, target in targets.items():
        found += _of_target(known[number], target, names)
    for number, start in starts.items():
        found += _of_start(known[number], start, names)
    for number, definition in indicators.items():
        found += _of_indicator(known[number], definition, names)
    for number, ownership in owned.items():
        found += _of_owner(known[number], ownership, names)
    for number, outcome in outcomes.items():
        found += _of_outcome(homes[number], outcome, names)
    found += _of_plans(homes, plan_rows, names, since=since)
    return tuple(found)


def _courses(rows: Sequence[Row], parent: str, since: datetime, zone: str) -> dict[int, _Course[Row]]:
    """The versions of each thing that has changed since then."""
    of_each: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        of_each[getattr(row, parent)].append(row)
    found = {}
    for number, versions in of_each.items():
        if versions[0].made_at >= since:  # it is new: what it was at the end of its first day is where it began
            day = local_day(versions[0].made_at, zone)
            first = [row for row in versions if local_day(row.made_at, zone) == day]
            versions = versions[len(first) - 1 :]
        if len(versions) > 1:
            found[number] = _Course(versions)
    return found


class _Names:
    """Everybody whom the lines name, read at once."""

    def __init__(self, session: Session, rows: Sequence[Version]) -> None:
        numbers: set[int] = set()
        for row in rows:
            numbers.add(row.made_by_id)
            numbers.update(getattr(row, name) for name in ("accountable_id", "owner_id") if hasattr(row, name))
        self._people = {number: named(person) for number, person in people_by_id(session, numbers).items()}

    def of(self, number: int) -> PersonName:
        return self._people[number]

    def who(self, row: Version) -> Who:
        return Who(self.of(row.made_by_id), row.reason)


def _of_target(at: IndicatorSnapshot, course: _Course[TargetRecord], names: _Names) -> Iterator[Change]:
    before, after = target_of([course.before]), target_of([course.now])
    assert before is not None
    assert after is not None
    # What came before the indicator began afresh is no measure for what was promised since.
    is_comparable = at.terms.target is not None and at.terms.target.previous is not None
    if is_comparable and course.differs("amount", "low", "high", "due_on", "path", "points"):
        corrected = all(row.is_correction for row in course.versions[1:])
        yield TargetMoved(name_of(at), at.terms.direction, before, after, names.who(course.now), corrected)


def _of_start(at: IndicatorSnapshot, course: _Course[Baseline], names: _Names) -> Iterator[Change]:
    before, after = baseline_of(course.before), baseline_of(course.now)
    assert before is not None
    assert after is not None
    began_at = at.described.definition.begins_at
    is_comparable = began_at is None or course.before.made_at >= began_at
    if is_comparable and course.differs("amount", "numerator", "denominator", "measured_on"):
        yield StartMoved(name_of(at), before, after, names.who(course.now))


def _of_indicator(at: IndicatorSnapshot, course: _Course[IndicatorDefinition], names: _Names) -> Iterator[Change]:
    def who(*columns: str) -> Who:
        return names.who(course.last_to_change(*columns))

    if course.differs("begins_at") and at.terms.begins_on is not None:
        yield BeginsAfresh(name_of(at), at.terms.begins_on, who("begins_at"))
    elif course.differs("made_of"):
        yield WorkedOutOtherwise(at.name, course.now.made_of is not None, who("made_of"))
    if course.differs("name"):
        yield Renamed(course.before.name, course.now.name, who("name"))
    if course.differs("cadence"):
        before, after = decode(course.before.cadence), decode(course.now.cadence)
        yield AskedOtherwise(name_of(at), before, after, who("cadence"))
    counted = () if course.differs("begins_at") else _COUNTED
    for part, columns in (*counted, *_OTHER_INDICATOR_PARTS):
        if course.differs(*columns):
            yield PartChanged(at.name, part, who(*columns))


def _of_owner(at: IndicatorSnapshot, course: _Course[Ownership], names: _Names) -> Iterator[Change]:
    if course.differs("owner_id"):
        before, after = names.of(course.before.owner_id), names.of(course.now.owner_id)
        yield AnswersNow(at.name, before, after, names.who(course.last_to_change("owner_id")))
    elif course.differs("backup_id"):
        yield PartChanged(at.name, IndicatorPart.BACKUP, names.who(course.last_to_change("backup_id")))


def _of_outcome(home: Home, course: _Course[OutcomeDefinition], names: _Names) -> Iterator[Change]:
    about = home.definition.statement

    def who(*columns: str) -> Who:
        return names.who(course.last_to_change(*columns))

    if course.differs("statement"):
        yield Renamed(course.before.statement, course.now.statement, who("statement"))
    if course.differs("accountable_id"):
        before, after = names.of(course.before.accountable_id), names.of(course.now.accountable_id)
        yield AnswersNow(about, before, after, who("accountable_id"))
    if course.differs("ends_on"):
        yield EndMoved(about, course.before.ends_on, course.now.ends_on, who("ends_on"))
    elif course.differs("starts_on"):
        yield PartChanged(about, OutcomePart.DATES, who("starts_on"))
    for part, columns in _OTHER_OUTCOME_PARTS:
        if course.differs(*columns):
            yield PartChanged(about, part, who(*columns))


def _of_plans(
    homes: Mapping[int, Home], rows: Sequence[ResourcePlan], names: _Names, *, since: datetime
) -> Iterator[Change]:
    """Of each thing that is planned for an outcome. What was planned as the outcome was written down is part of it."""
    of_each: dict[tuple[int, Unit], list[ResourcePlan]] = defaultdict(list)
    for row in rows:
        of_each[row.outcome_id, Unit(row.kind, row.unit)].append(row)
    for (number, unit), course in of_each.items():
        home, last = homes[number], course[-1]
        earlier = [row for row in course if row.made_at < since]
        if last.made_at < since or (not earlier and home.outcome.created_at >= since):
            continue
        before = _planned(earlier[-1]) if earlier else None
        if before != _planned(last):
            yield PlanChanged(home.definition.statement, unit, before, _planned(last), names.who(last))


def _planned(of: ResourcePlan) -> Decimal | None:
    return None if of.is_dropped else of.amount
