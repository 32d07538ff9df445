"""The history of an indicator, page by page and with what was there before, on both databases."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlmodel import Session

from bot.actions.history import ON_A_PAGE, indicator_history
from bot.actions.snapshots import IndicatorSnapshot
from bot.domain.due import DueState
from bot.results.history import BaselineEntry, MissedEntry, ReadingEntry, TargetEntry
from storage.tables import Baseline, DueReading, Retraction, TargetRecord
from tests.actions.conftest import MONDAY, Team, give, the_due_reading

A_MINUTE = timedelta(minutes=1)


def missed(session: Session) -> DueReading:
    """What is due, missed on Thursday."""
    row = the_due_reading(session)
    row.state, row.settled_at = DueState.MISSED, MONDAY + timedelta(days=3)
    session.add(row)
    session.flush()
    return row


def test_what_is_missed_stands_there_until_it_is_given(session: Session, team: Team, rough: IndicatorSnapshot) -> None:
    row = missed(session)

    newest = indicator_history(session, rough.id, by=team.bob).entries[0]
    assert isinstance(newest, MissedEntry)
    assert (newest.at, newest.asked.name, newest.period.key) == (row.settled_at, "Alice", "2026-W13")

    give(session, team, "rough 118 for last week", now=MONDAY + timedelta(days=4))
    session.expire_all()
    entries = indicator_history(session, rough.id, by=team.bob).entries
    assert not [each for each in entries if isinstance(each, MissedEntry)]
    assert isinstance(entries[0], ReadingEntry)
    assert entries[0].is_late


def test_what_a_target_and_a_baseline_replaced_is_told_across_pages(
    session: Session, team: Team, rough: IndicatorSnapshot
) -> None:
    for number in range(ON_A_PAGE + 1):
        session.add(
            TargetRecord(
                workspace_id=team.workspace.id,
                indicator_id=rough.id,
                amount=Decimal(50 - number),
                starts_on=date(2026, 3, 1),
                due_on=date(2026, 12, 31),
                effective_on=date(2026, 3, 30),
                made_at=MONDAY + number * A_MINUTE,
                made_by_id=team.alice.person_id,
            )
        )
        session.flush()
    session.add(
        Baseline(
            workspace_id=team.workspace.id,
            indicator_id=rough.id,
            amount=Decimal(119),
            measured_on=date(2026, 3, 2),
            effective_on=date(2026, 3, 30),
            made_at=MONDAY + timedelta(hours=1),
            made_by_id=team.alice.person_id,
        )
    )
    session.flush()

    first = indicator_history(session, rough.id, by=team.bob)
    second = indicator_history(session, rough.id, first.older, by=team.bob)

    targets = [each for page in (first, second) for each in page.entries if isinstance(each, TargetEntry)]
    assert [each.target.value for each in targets] == [*range(30, 51), 60]
    assert [each.before and each.before.value for each in targets] == [*range(31, 51), 60, None]
    baselines = [each for page in (first, second) for each in page.entries if isinstance(each, BaselineEntry)]
    assert [each.before and each.before.value.amount for each in baselines] == [120, None]


def test_one_gets_back_to_where_one_was(session: Session, team: Team, rough: IndicatorSnapshot) -> None:
    for number in range(ON_A_PAGE * 2 + 5):  # two in each instant
        give(session, team, f"rough {100 + number % 9} for last week", now=MONDAY + number // 2 * A_MINUTE)
    first = indicator_history(session, rough.id, by=team.alice)
    second = indicator_history(session, rough.id, first.older, by=team.alice)
    third = indicator_history(session, rough.id, second.older, by=team.alice)

    assert (first.newer, third.older, len(third.entries)) == ("", "", 7)
    assert indicator_history(session, rough.id, after=third.newer, by=team.alice) == second
    assert indicator_history(session, rough.id, after=second.newer, by=team.alice) == first


def test_the_newest_page_is_whole_whatever_came_meanwhile(
    session: Session, team: Team, rough: IndicatorSnapshot
) -> None:
    for number in range(ON_A_PAGE):
        give(session, team, f"rough {100 + number % 9} for last week", now=MONDAY + number * A_MINUTE)
    older = indicator_history(
        session, rough.id, indicator_history(session, rough.id, by=team.alice).older, by=team.alice
    )
    give(session, team, "rough 99 for last week", now=MONDAY + timedelta(hours=1))

    newest = indicator_history(session, rough.id, by=team.alice)

    between = indicator_history(session, rough.id, after=older.newer, by=team.alice)
    assert len(between.entries) == ON_A_PAGE
    assert indicator_history(session, rough.id, after=between.newer, by=team.alice) == newest


def test_why_a_reading_was_taken_back_is_told_unless_it_was_undone(
    session: Session, team: Team, rough: IndicatorSnapshot
) -> None:
    for reason in ("undo", "replaced"):
        reading_id = give(session, team, "rough 118 for last week").reading_id
        session.add(
            Retraction(
                workspace_id=team.workspace.id,
                indicator_id=rough.id,
                reading_id=reading_id,
                made_at=MONDAY,
                made_by_id=team.bob.person_id,
                reason=reason,
            )
        )
        session.flush()

    page = indicator_history(session, rough.id, by=team.alice)

    told = [each.taken_back for each in page.entries if isinstance(each, ReadingEntry)]
    assert [each and (each.by.name, each.reason) for each in told] == [("Bob", "replaced"), ("Bob", "")]


@pytest.mark.parametrize("place", ["0001-01-01T00:00:00+05:00 1 1", "9999-12-31T23:59:59-05:00 1 1"])
def test_a_place_before_or_after_all_time_is_none(
    session: Session, team: Team, rough: IndicatorSnapshot, place: str
) -> None:
    newest = indicator_history(session, rough.id, by=team.alice)
    assert indicator_history(session, rough.id, place, by=team.alice) == newest
    assert indicator_history(session, rough.id, after=place, by=team.alice) == newest
