"""What was ever recorded for an indicator, on both databases."""

from datetime import timedelta
from decimal import Decimal

from sqlmodel import Session

from bot.actions.history import ON_A_PAGE, indicator_history
from bot.actions.people import policy_of
from bot.actions.snapshots import IndicatorSnapshot
from bot.actions.undoing import undo
from bot.domain.values import Value
from bot.results.history import BaselineEntry, Entry, ReadingEntry, TargetEntry
from tests.actions.conftest import MONDAY, Team, give


def test_what_was_replaced_or_taken_back_stays_there(session: Session, team: Team, rough: IndicatorSnapshot) -> None:
    give(session, team, "rough 118 for last week")
    give(session, team, "rough 117 for last week", now=MONDAY + timedelta(minutes=1))
    undo(session, reading_id=None, by=team.alice, policy=policy_of(team.workspace), now=MONDAY + timedelta(minutes=2))

    second, first, target, baseline = indicator_history(session, rough.id, by=team.alice).entries

    assert isinstance(second, ReadingEntry)
    assert isinstance(first, ReadingEntry)
    assert (second.value, second.instead_of and second.instead_of.value) == (Value(Decimal(117)), Value(Decimal(118)))
    assert second.taken_back is not None
    assert second.taken_back.at == MONDAY + timedelta(minutes=2)
    assert (first.value, first.replaced_by, first.taken_back) == (Value(Decimal(118)), None, None)
    assert isinstance(target, TargetEntry)
    assert isinstance(baseline, BaselineEntry)


def test_pages_leave_nothing_out_and_show_nothing_twice(session: Session, team: Team, rough: IndicatorSnapshot) -> None:
    for number in range(ON_A_PAGE * 2):  # two in each instant
        give(session, team, f"rough {100 + number % 9} for last week", now=MONDAY + timedelta(minutes=number // 2))

    seen: list[Entry] = []
    place = ""
    while page := indicator_history(session, rough.id, place, by=team.alice):
        seen += page.entries
        if not (place := page.older):
            break

    assert len(seen) == ON_A_PAGE * 2 + 2
    assert [each.at for each in seen] == sorted((each.at for each in seen), reverse=True)
    assert len({id(each) for each in seen}) == len(seen)


def test_a_place_that_is_none_begins_with_the_newest(session: Session, team: Team, rough: IndicatorSnapshot) -> None:
    newest = indicator_history(session, rough.id, by=team.alice)
    for place in ("x", "2026-03-30 1 1", "2026-03-30T08:30:00 1 1", f"{MONDAY.isoformat()} 1 {10**30}"):
        assert indicator_history(session, rough.id, place, by=team.alice) == newest
