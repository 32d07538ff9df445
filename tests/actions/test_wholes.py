"""What is made of other indicators follows them: on each database, through every level, and in each order."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import event
from sqlmodel import Session, col, select

from bot.actions import making_wholes
from bot.actions.changing_outcomes import NewHome, change_outcome
from bot.actions.closing import Ending, close_outcome
from bot.actions.people import Actor, policy_of
from bot.actions.readings import submit_line
from bot.actions.snapshots import snapshots
from bot.actions.standings import disagreeing
from bot.actions.undoing import undo
from bot.domain.cadences import Cadence, Every
from bot.domain.closing import OutcomeResult
from bot.domain.readings import Route
from bot.domain.wholes import Waiting
from bot.errors import UserError
from storage import tables
from storage.db import Database
from tests.actions.conftest import MONDAY, Team, give
from tests.make import PEOPLE, make_channel, make_indicator, make_outcome, make_person, make_workspace


@pytest.fixture
def make_whole(session: Session, team: Team) -> Callable[..., int]:
    """Four ordinary indicators a, b, c and d, and what is made of them by a line such as "sum a b"."""
    outcome = make_outcome(session, team.alice, key="beds")
    for key in "abcd":
        make_indicator(session, team.alice, outcome, f"Site {key}", key=key)

    def make(key: str, line: str, **more: Any) -> int:
        number = number_of(session, key) or make_indicator(session, team.alice, outcome, f"All {key}", key=key).id
        read = making_wholes.read_formula if "{" in line else making_wholes.read_parts
        wanted = read(session, line, by=team.alice)
        asked = {"from_the_start": None, "now": MONDAY} | more
        making_wholes.define(session, number, wanted, by=team.alice, **asked)
        return number

    return make


def number_of(session: Session, key: str) -> int | None:
    return session.exec(select(tables.Indicator.id).where(tables.Indicator.key == key)).first()


def values(session: Session, key: str) -> list[str]:
    """What was ever worked out for it, oldest first."""
    number = number_of(session, key)
    rows = select(tables.Reading).where(tables.Reading.indicator_id == number).order_by(col(tables.Reading.id))
    return [row.typed for row in session.exec(rows)]


def awaited(session: Session, team: Team, number: int, *, after: timedelta = timedelta(0)) -> list[tuple[str, Waiting]]:
    at = snapshots(session, [number], policy=policy_of(team.workspace), now=MONDAY + after)[number]
    assert disagreeing(session, [number]) == []
    return [(each.key, each.why) for each in at.parts_in.awaited] if at.parts_in is not None else []


def test_what_is_above_is_worked_out_once_each_from_the_lowest_level_up(
    session: Session, team: Team, make_whole: Callable[..., int]
) -> None:
    make_whole("double", "2 * {a}")
    make_whole("triple", "3 * {a}")
    make_whole("top", "{double} + {triple} + {b}")
    give(session, team, "b 1")

    give(session, team, "a 10")
    given = give(session, team, "a 20")

    assert (values(session, "double"), values(session, "triple")) == (["20", "40"], ["30", "60"])
    assert values(session, "top") == ["51", "101"]
    assert [each.indicator.key for each in given.wholes] == ["double", "triple"]


def test_taking_a_part_back_takes_back_all_that_is_above_it(
    session: Session, team: Team, make_whole: Callable[..., int]
) -> None:
    make_whole("sum-ab", "sum a b")
    top = make_whole("top", "{sum-ab} * 2")
    for line in ("a 12", "b 7", "b 8"):
        given = give(session, team, line)
    assert values(session, "top") == ["38", "40"]

    policy = policy_of(team.workspace)
    undo(session, reading_id=given.reading_id, by=team.alice, policy=policy, now=MONDAY)
    assert values(session, "top") == ["38", "40", "38"]  # what it had replaced counts again
    undo(session, reading_id=None, by=team.alice, policy=policy, now=MONDAY)

    at = snapshots(session, [top], policy=policy, now=MONDAY)[top]
    assert at.standing.value is None
    assert awaited(session, team, top) == []  # nothing is over that anything was given for


def test_history_is_worked_out_for_every_period_that_has_all_parts(
    session: Session, team: Team, make_whole: Callable[..., int]
) -> None:
    for week, amounts in ((10, "1 2"), (11, "3"), (12, "5 6")):
        for key, amount in zip("ab", amounts.split(), strict=False):
            give(session, team, f"{key} {amount} for 2026-W{week}")

    number = make_whole("sum-ab", "sum a b")

    assert values(session, "sum-ab") == ["3", "11"]
    give(session, team, "b 4 for 2026-W11")
    assert values(session, "sum-ab") == ["3", "11", "7"]
    assert disagreeing(session, [number]) == []


def test_from_today_on_the_past_stays_as_it_was_and_counts_no_more(
    session: Session, team: Team, make_whole: Callable[..., int]
) -> None:
    for line in ("a 1 for last week", "b 2 for last week", "c 4 for last week"):
        give(session, team, line)
    number = make_whole("sum", "sum a b")
    with pytest.raises(UserError, match="Since when"):
        make_whole("sum", "sum a c")
    later, policy = MONDAY + timedelta(minutes=1), policy_of(team.workspace)
    make_whole("sum", "sum a c", from_the_start=False, now=later)

    assert snapshots(session, [number], policy=policy, now=later)[number].standing.value is None
    give(session, team, "a 2 for last week", now=later)  # of a period before
    assert values(session, "sum") == ["3"]
    give(session, team, "a 5 for this week", now=later)
    give(session, team, "c 6 for this week", now=later)
    assert values(session, "sum") == ["3", "11"]

    make_whole("sum", "sum a b", from_the_start=True, now=later)
    assert snapshots(session, [number], policy=policy, now=later)[number].standing.value is None
    assert disagreeing(session, [number]) == []


def test_a_part_that_cannot_count_any_more_is_named_and_nothing_is_worked_out(
    session: Session, team: Team, make_whole: Callable[..., int]
) -> None:
    hers = make_outcome(session, team.alice, "A site of its own", key="own")
    make_indicator(session, team.alice, hers, "Annex", key="annex", measure=PEOPLE)
    number = make_whole("sum", "sum a annex")
    give(session, team, "a 1 for last week")
    give(session, team, "annex 2 for last week")
    make_channel(session, team.workspace, "C9", private_to=[team.alice, team.bob])

    def move(channel_id: str) -> None:
        definitions = select(tables.OutcomeDefinition.id).where(tables.OutcomeDefinition.outcome_id == hers.outcome_id)
        seen = max(session.exec(definitions))
        change_outcome(session, hers.outcome_id, NewHome(channel_id), seen_id=seen, by=team.alice, now=MONDAY)

    move("C9")
    give(session, team, "a 5 for last week")

    assert values(session, "sum") == ["3"]
    assert awaited(session, team, number) == [("", Waiting.OUT_OF_SIGHT)]
    move("C1")
    assert values(session, "sum") == ["3", "7"]  # what was given meanwhile counts


def test_parts_of_other_periods_and_too_many_levels_are_refused(
    session: Session, team: Team, make_whole: Callable[..., int]
) -> None:
    outcome = make_outcome(session, team.alice, "Monthly things", key="monthly-things")
    make_indicator(session, team.alice, outcome, "Rent", key="rent", cadence=Cadence(Every.MONTH))
    with pytest.raises(UserError, match="only what is read for the same periods"):
        make_whole("sum", "sum a rent")
    make_whole("l1", "{a} + {b}")
    for level in range(2, 6):
        make_whole(f"l{level}", f"{{l{level - 1}}} + 1")
    with pytest.raises(UserError, match="one above the other"):
        make_whole("l6", "{l5} + 1")
    with pytest.raises(UserError, match="made of itself"):
        make_whole("a", "{l4} + 1")


def test_an_ordinary_reading_costs_one_statement_more(
    session: Session, team: Team, make_whole: Callable[..., int]
) -> None:
    def statements(line: str) -> list[str]:
        seen: list[str] = []

        def note(_c: Any, _cursor: Any, statement: str, *_: Any) -> None:
            seen.append(statement)

        engine = session.get_bind()
        event.listen(engine, "before_cursor_execute", note)
        try:
            give(session, team, line)
        finally:
            event.remove(engine, "before_cursor_execute", note)
        return seen

    assert sum("whole_part" in each for each in statements("d 1 for 2026-W10")) == 1
    make_whole("sum", "sum a b")
    give(session, team, "a 1 for 2026-W10")
    give(session, team, "a 1 for 2026-W11")
    give(session, team, "b 1 for 2026-W12")
    few = len(statements("b 1 for 2026-W10"))
    for week in range(14, 24):
        submit = MONDAY + timedelta(weeks=week - 13)
        for key in "ab":
            give(session, team, f"{key} 1 for 2026-W{week}", now=submit)
    assert len(statements("b 1 for 2026-W11")) == few


def test_the_next_outcome_is_made_of_the_next_parts(
    session: Session, team: Team, make_whole: Callable[..., int]
) -> None:
    other = make_outcome(session, team.alice, "Elsewhere", key="elsewhere")
    make_indicator(session, team.alice, other, "Annex", key="annex")
    number = make_whole("sum", "{a} + {annex}")
    for line in ("a 1", "annex 2"):
        give(session, team, line)
    outcome_id = session.get_one(tables.Indicator, number).outcome_id

    ending = Ending(OutcomeResult.PARTLY, begin_next=True)
    close_outcome(session, outcome_id, ending, by=team.alice, now=MONDAY)

    shown, _ = making_wholes.as_typed(session, number_of(session, "sum-2") or 0, by=team.alice)
    assert making_wholes.as_typed(session, shown.indicator.id, by=team.alice)[1] == "{a-2} + {annex}"
    give(session, team, "annex 3")
    give(session, team, "a-2 4")
    assert (values(session, "sum"), values(session, "sum-2")) == (["3"], ["7"])


def test_of_two_parts_that_come_in_together_the_later_one_sees_the_other(database: Database) -> None:
    ready = Barrier(1 if database.engine.dialect.name == "sqlite" else 2)  # SQLite has one writer

    def arrange(session: Session) -> tuple[Actor, int]:
        workspace = make_workspace(session)
        make_channel(session, workspace, "C1")
        alice = make_person(session, workspace, "Alice")
        outcome = make_outcome(session, alice, key="beds")
        numbers = [make_indicator(session, alice, outcome, key, key=key).id for key in ("a", "b", "sum")]
        wanted = making_wholes.read_parts(session, "sum a b", by=alice)
        making_wholes.define(session, numbers[-1], wanted, from_the_start=None, by=alice, now=MONDAY)
        return alice, numbers[-1]

    alice, number = database.run_here(arrange)

    def submit(session: Session, line: str) -> None:
        workspace = session.get_one(tables.Workspace, alice.workspace_id)
        ready.wait(timeout=30)
        submit_line(session, line, by=alice, policy=policy_of(workspace), route=Route.COMMAND, now=MONDAY)

    for week in range(1, 9):
        with ThreadPoolExecutor(2) as pool:
            for done in [pool.submit(database.run_here, submit, f"{key} 1 for 2026-W0{week}") for key in "ab"]:
                done.result(timeout=60)
    found = database.read_here(
        lambda s: [row.typed for row in s.exec(select(tables.Reading)) if row.indicator_id == number]
    )
    assert found == ["2"] * 8
