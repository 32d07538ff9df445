"""Two transactions at once: what a person submits while planning is under way."""

from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from sqlmodel import Session

from bot.actions.people import policy_of
from bot.actions.readings import submit_line
from bot.actions.standings import disagreeing
from bot.actions.targets import Promise, set_target
from bot.delivery import planning
from bot.domain.readings import Route
from bot.domain.values import Value
from storage import standings
from storage.tables import Workspace
from tests.databases import let_it_wait_for
from tests.delivery.conftest import Team
from tests.delivery.timeline import Timeline

DUE_FROM = datetime(2026, 3, 29, 23, 0, tzinfo=UTC)
"""The Monday begins in London: last week's reading falls due."""


@pytest.mark.parametrize("line", ["rough 110 for 2026-W13", "indicator rough 110 for 2026-W13"])
def test_a_reading_given_while_its_period_falls_due_settles_it(team: Team, timeline: Timeline, line: str) -> None:
    team.owns("alice", "rough")
    given: list[Future[None]] = []
    with ThreadPoolExecutor(1) as another:

        def plan(session: Session) -> None:
            planning.plan_due_readings(session, now=DUE_FROM, settings=timeline.settings)
            given.append(another.submit(team.gives, "alice", line, now=DUE_FROM))
            let_it_wait_for(session)

        timeline.database.run_here(plan)
        given[0].result(timeout=20)
    assert timeline.due() == [("rough", "2026-W13", "on_time")]


def test_a_reading_taken_back_while_its_period_falls_due_is_asked_for(team: Team, timeline: Timeline) -> None:
    team.owns("alice", "rough")
    given_at = DUE_FROM - timedelta(minutes=10)
    team.gives("alice", "rough 110 for 2026-W13", now=given_at)
    taken_back: list[Future[None]] = []
    with ThreadPoolExecutor(1) as another:

        def plan(session: Session) -> None:
            planning.plan_due_readings(session, now=DUE_FROM, settings=timeline.settings)
            taken_back.append(another.submit(team.takes_back, "alice", now=DUE_FROM))
            let_it_wait_for(session)

        timeline.database.run_here(plan)
        taken_back[0].result(timeout=20)
    assert timeline.due() == [("rough", "2026-W13", "due")]


@pytest.mark.parametrize("line", ["rough 110 for this week", "indicator rough 110 for this week"])
def test_what_two_change_at_once_is_kept_as_history_says(team: Team, timeline: Timeline, line: str) -> None:
    """A reading is given while somebody sets the target: it was looked up with the old one."""
    team.owns("alice", "rough")
    team.gives("alice", "rough 120 for 2026-W12", now=DUE_FROM)
    alice, now = team.people["alice"], DUE_FROM
    given: list[Future[None]] = []
    with ThreadPoolExecutor(1) as another:

        def promise(session: Session) -> None:
            measured = (Value(Decimal(130)), now.date() - timedelta(weeks=8))
            wanted = Promise(value=Value(Decimal(60)), due_on=now.date() + timedelta(weeks=20))
            set_target(session, 1, wanted, baseline=measured, by=alice, now=now)
            given.append(another.submit(team.gives, "alice", line, now=now))
            let_it_wait_for(session)

        timeline.database.run_here(promise)
        given[0].result(timeout=20)
    assert timeline.database.read_here(standings.kept, [1])[1].unseen == 0
    assert timeline.database.read_here(disagreeing, [1]) == []


def test_two_readings_given_at_once_are_both_kept(team: Team, timeline: Timeline) -> None:
    team.owns("alice", "rough")
    given: list[Future[None]] = []
    with ThreadPoolExecutor(1) as another:

        def give(session: Session) -> None:
            policy = policy_of(session.get_one(Workspace, team.workspace_id))
            by = team.people["alice"]
            submit_line(session, "rough 120 for 2026-W12", by=by, policy=policy, route=Route.COMMAND, now=DUE_FROM)
            given.append(another.submit(team.gives, "alice", "rough 110 for 2026-W13", now=DUE_FROM))
            let_it_wait_for(session)

        timeline.database.run_here(give)
        given[0].result(timeout=20)
    kept = timeline.database.read_here(standings.kept, [1])[1]
    assert (kept.unseen, kept.standing.readings_received) == (0, 2)
    assert timeline.database.read_here(disagreeing, [1]) == []
