"""The history of an indicator: everything that was recorded for it, also what was corrected or taken back."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime
from itertools import pairwise
from typing import TypeVar

from sqlmodel import Session

from bot.actions import access
from bot.actions.authors import author_names
from bot.actions.breakdowns import came_from
from bot.actions.due import name_of_described
from bot.actions.facts import baseline_of, measure_of, period_of, target_of, value_of
from bot.actions.measures import measures_of
from bot.actions.people import Actor
from bot.actions.screens import named
from bot.domain.charting import RuleSet, decode
from bot.domain.due import DueState
from bot.domain.readings import Confidence
from bot.domain.transforms import Transform
from bot.domain.values import Measure
from bot.results.history import (
    BaselineEntry,
    Entry,
    History,
    InterruptionEntry,
    MissedEntry,
    MovementEntry,
    Other,
    ReadingEntry,
    RebaseEntry,
    TakenBack,
    TargetEntry,
)
from bot.results.names import PersonName
from storage import history, indicators
from storage.history import Place, Recorded, Row
from storage.indicators import Described
from storage.people import people_by_id
from storage.tables import (
    Baseline,
    DueReading,
    IndicatorDefinition,
    InterruptionRecord,
    Reading,
    Retraction,
    TargetRecord,
)

ON_A_PAGE = 20

Made = TypeVar("Made", TargetRecord, Baseline)

_MADE = (TargetRecord, Baseline, InterruptionRecord, IndicatorDefinition)
"""What says who has made it."""
_UNDONE = "undo"
"""The reason that `bot.actions.undoing` gives: what happened says it already."""


def indicator_history(session: Session, indicator_id: int, before: str = "", *, after: str = "", by: Actor) -> History:
    """A page of an indicator's history: the newest, or what comes before or after a place that another page has said. A
    fixed number of queries. Raises NotFound where the person may not see it.
    """
    access.require_visible_indicator(session, indicator_id, by=by)
    described = indicators.describe(session, {indicator_id})[indicator_id]
    page, has_newer, has_older = _page(session, indicator_id, _place(before), _place(after))
    return History(
        indicator=name_of_described(described),
        entries=tuple(_Entries(session, described, [row for _, row in page], by=by).all()),
        newer=_as_text(page[0][0]) if page and has_newer else "",
        older=_as_text(page[-1][0]) if page and has_older else "",
    )


def _page(
    session: Session, indicator_id: int, before: Place | None, after: Place | None
) -> tuple[list[Recorded], bool, bool]:
    """What stands on the page, and whether anything is newer and older."""
    if after is not None:
        found = history.recorded_after(session, indicator_id, after, limit=ON_A_PAGE + 1)
        if len(found) > ON_A_PAGE:
            return found[-ON_A_PAGE:], True, True
        # The newest page is always a whole one.
    found = history.recorded_before(session, indicator_id, before, limit=ON_A_PAGE + 1)
    return found[:ON_A_PAGE], before is not None, len(found) > ON_A_PAGE


class _Entries:
    """What stands on a page, with all that its lines name, read at once."""

    def __init__(self, session: Session, described: Described, rows: Sequence[Row], *, by: Actor) -> None:
        self._rows, indicator_id = rows, described.indicator.id
        self._present, self._measures = measure_of(described.definition), measures_of(session, described)
        given = [row for row in rows if isinstance(row, Reading)]
        numbers = [row.id for row in given]
        self._retractions = history.retractions_of(session, numbers)
        self._successors = history.successors_of(session, numbers)
        self._superseded = history.readings_with(session, [row.supersedes_id for row in given if row.supersedes_id])
        self._due = history.due_in(session, indicator_id, {row.period_key for row in given})
        self._origins = came_from(session, given, by=by)
        self._authors = author_names(session, [*given, *self._successors.values(), *self._superseded.values()])
        makers = {row.made_by_id for row in rows if isinstance(row, _MADE)}
        makers |= {row.made_by_id for row in self._retractions.values()}
        makers |= {row.owner_id for row in rows if isinstance(row, DueReading)}
        self._people: Mapping[int, PersonName] = {
            number: named(person) for number, person in people_by_id(session, makers).items()
        }
        definitions = _numbers(rows, IndicatorDefinition)
        self._definitions_before = history.definitions_before(session, indicator_id, definitions)
        targets, baselines = _numbers(rows, TargetRecord), _numbers(rows, Baseline)
        self._targets_before = _before_each(
            history.targets_up_to(session, indicator_id, max(targets, default=0), limit=len(targets) + 1)
        )
        self._baselines_before = _before_each(
            history.baselines_up_to(session, indicator_id, max(baselines, default=0), limit=len(baselines) + 1)
        )

    def all(self) -> list[Entry]:
        return [self._entry(row) for row in self._rows]

    def _entry(self, row: Row) -> Entry:
        match row:
            case Reading():
                return self._of_reading(row)
            case TargetRecord():
                target = target_of([row])
                assert target is not None
                before = self._targets_before.get(row.id)
                replaced = target_of([before]) if before is not None else None
                who, measure = self._people[row.made_by_id], self._other_measure(row.made_at)
                return TargetEntry(row.made_at, who, target, row.reason, replaced, measure)
            case Baseline():
                baseline = baseline_of(row)
                assert baseline is not None
                earlier = baseline_of(self._baselines_before.get(row.id))
                who, measure = self._people[row.made_by_id], self._other_measure(row.made_at)
                return BaselineEntry(row.made_at, who, baseline, row.reason, earlier, measure)
            case InterruptionRecord():
                by = self._people[row.made_by_id]
                return InterruptionEntry(row.made_at, by, row.kind, row.until_on, row.reason)
            case IndicatorDefinition():
                return self._of_definition(row, self._definitions_before.get(row.id))
            case DueReading():
                assert row.settled_at is not None, "it is found by when it was missed"
                return MissedEntry(row.settled_at, self._people[row.owner_id], period_of(row))

    def _of_definition(self, row: IndicatorDefinition, before: IndicatorDefinition | None) -> Entry:
        assert before is not None, "there is only what changed something"
        by = self._people[row.made_by_id]
        if row.is_rebase:
            return RebaseEntry(row.made_at, by, _rebased_on(row), row.reason, _rebased_on(before))
        return MovementEntry(row.made_at, by, *_looked_at(row), *_looked_at(before), row.reason)

    def _of_reading(self, row: Reading) -> ReadingEntry:
        return ReadingEntry(
            at=row.submitted_at,
            by=self._authors[row.id],
            period=period_of(row),
            value=value_of(row),
            note=row.note,
            confidence=Confidence(row.confidence) if row.confidence else None,
            evidence=tuple(row.evidence or ()),
            is_reset=bool(row.is_reset),
            is_late=_is_late(row, self._due.get(row.period_key)),
            instead_of=self._named(self._superseded.get(row.supersedes_id or 0)),
            replaced_by=self._named(self._successors.get(row.id)),
            taken_back=self._taken_back(self._retractions.get(row.id)),
            measure=self._other_measure(row.submitted_at),
            came_from=self._origins.get(row.id),
        )

    def _other_measure(self, recorded_at: datetime) -> Measure | None:
        measure = self._measures.at(recorded_at)
        return measure if measure != self._present else None

    def _named(self, row: Reading | None) -> Other | None:
        return Other(value_of(row), self._authors[row.id], row.submitted_at) if row is not None else None

    def _taken_back(self, row: Retraction | None) -> TakenBack | None:
        if row is None:
            return None
        return TakenBack(self._people[row.made_by_id], row.made_at, "" if row.reason == _UNDONE else row.reason)


def _rebased_on(row: IndicatorDefinition) -> date | None:
    rebases = decode(row.rebases)
    return rebases[-1].on if rebases else None


def _looked_at(row: IndicatorDefinition) -> tuple[Transform | None, RuleSet]:
    return Transform(row.transform) if row.transform else None, RuleSet(row.rule_set or RuleSet.TWO)


def _numbers(rows: Sequence[Row], table: type[Row]) -> list[int]:
    return [row.id for row in rows if isinstance(row, table)]


def _before_each(newest_first: Sequence[Made]) -> dict[int, Made]:
    """What each of these rows replaced, by its number."""
    return {row.id: replaced for row, replaced in pairwise(newest_first)}


def _is_late(row: Reading, wanted: DueReading | None) -> bool:
    """Whether it is this reading that answered, too late, what had fallen due."""
    return wanted is not None and wanted.state == DueState.LATE and wanted.settled_at == row.submitted_at


def _as_text(place: Place) -> str:
    return f"{place.at.isoformat()} {place.table} {place.id}"


def _place(text: str) -> Place | None:
    """The place in `_as_text`'s words; None for anything else, which begins with the newest."""
    with suppress(ValueError, OverflowError):  # the first day of all has no instant in every zone
        at, table, number = text.split()
        when = datetime.fromisoformat(at)
        if when.tzinfo is not None and len(number) < len(str(2**62)):
            return Place(when.astimezone(UTC), int(table), int(number))
    return None
