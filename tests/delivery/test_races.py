"""Two transactions at once: what a person submits while planning is under way."""

from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session

from bot.delivery import planning
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
