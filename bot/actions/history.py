"""The history of an indicator: everything that was recorded for it, also what was corrected or taken back."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime

from sqlmodel import Session

from bot.actions import access
from bot.actions.authors import author_names
from bot.actions.due import name_of_described
from bot.actions.facts import baseline_of, period_of, target_of, value_of
from bot.actions.people import Actor
from bot.actions.screens import named
from bot.domain.due import DueState
from bot.domain.readings import Confidence
from bot.domain.values import Value
from bot.results.history import BaselineEntry, Entry, History, ReadingEntry, TargetEntry
from bot.results.names import AuthorName, PersonName
from storage import history, indicators
from storage.history import Place
from storage.people import people_by_id
from storage.tables import Baseline, DueReading, Reading, Retraction, TargetRecord

ON_A_PAGE = 20


def indicator_history(session: Session, indicator_id: int, before: str = "", *, by: Actor) -> History:
    """A page of an indicator's history: the newest, or what follows after `before`, which the page before has said. A
    fixed number of queries. Raises NotFound where the person may not see it.
    """
    access.require_visible_indicator(session, indicator_id, by=by)
    described = indicators.describe(session, {indicator_id})[indicator_id]
    found = history.recorded_before(session, indicator_id, _place(before), limit=ON_A_PAGE + 1)
    page = found[:ON_A_PAGE]
    return History(
        indicator=name_of_described(described),
        entries=tuple(_Entries(session, indicator_id, [row for _, row in page]).all()),
        older=_as_text(page[-1][0]) if len(found) > len(page) else "",
    )


class _Entries:
    """What stands on a page, with all that its lines name, read at once."""

    def __init__(self, session: Session, indicator_id: int, rows: Sequence[Reading | TargetRecord | Baseline]) -> None:
        self._rows = rows
        given = [row for row in rows if isinstance(row, Reading)]
        numbers = [row.id for row in given]
        self._retractions = history.retractions_of(session, numbers)
        self._successors = history.successors_of(session, numbers)
        self._superseded = history.readings_with(session, [row.supersedes_id for row in given if row.supersedes_id])
        self._due = history.due_in(session, indicator_id, {row.period_key for row in given})
        self._authors = author_names(session, [*given, *self._successors.values(), *self._superseded.values()])
        makers = {row.made_by_id for row in rows if not isinstance(row, Reading)}
        makers |= {row.made_by_id for row in self._retractions.values()}
        self._people: Mapping[int, PersonName] = {
            number: named(person) for number, person in people_by_id(session, makers).items()
        }

    def all(self) -> list[Entry]:
        return [self._entry(row) for row in self._rows]

    def _entry(self, row: Reading | TargetRecord | Baseline) -> Entry:
        match row:
            case Reading():
                return self._of_reading(row)
            case TargetRecord():
                target = target_of([row])
                assert target is not None
                return TargetEntry(row.made_at, self._people[row.made_by_id], target, row.reason)
            case Baseline():
                baseline = baseline_of(row)
                assert baseline is not None
                return BaselineEntry(row.made_at, self._people[row.made_by_id], baseline, row.reason)

    def _of_reading(self, row: Reading) -> ReadingEntry:
        return ReadingEntry(
            at=row.submitted_at,
            by=self._authors[row.id],
            period=period_of(row),
            value=value_of(row),
            note=row.note,
            confidence=Confidence(row.confidence) if row.confidence else None,
            evidence=tuple(row.evidence or ()),
            is_late=_is_late(row, self._due.get(row.period_key)),
            instead_of=self._named(self._superseded.get(row.supersedes_id or 0)),
            replaced_by=self._named(self._successors.get(row.id)),
            taken_back=self._taken_back(self._retractions.get(row.id)),
        )

    def _named(self, row: Reading | None) -> tuple[Value | None, AuthorName] | None:
        return (value_of(row), self._authors[row.id]) if row is not None else None

    def _taken_back(self, row: Retraction | None) -> tuple[PersonName, datetime] | None:
        return (self._people[row.made_by_id], row.made_at) if row is not None else None


def _is_late(row: Reading, wanted: DueReading | None) -> bool:
    """Whether it is this reading that answered, too late, what had fallen due."""
    return wanted is not None and wanted.state == DueState.LATE and wanted.settled_at == row.submitted_at


def _as_text(place: Place) -> str:
    return f"{place.at.isoformat()} {place.table} {place.id}"


def _place(text: str) -> Place | None:
    """The place in `_as_text`'s words; None for anything else, which begins with the newest."""
    with suppress(ValueError):
        at, table, number = text.split()
        when = datetime.fromisoformat(at)
        if when.tzinfo is not None and len(number) < len(str(2**62)):
            return Place(when.astimezone(UTC), int(table), int(number))
    return None
