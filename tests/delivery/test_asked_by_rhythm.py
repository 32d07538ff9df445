"""Each kind of rhythm, from the day on which it falls due to the question in a direct message: literal calendars."""

from datetime import UTC, datetime

import pytest
from sqlmodel import Session, select

from bot.domain.cadences import LAST, Cadence, DueKind, DueRule, Every, Shift
from storage.tables import DueReading
from tests.delivery.conftest import Team
from tests.delivery.timeline import Timeline

SUNDAY = 6


@pytest.mark.parametrize(
    ("cadence", "until", "due", "asked"),
    [
        pytest.param(
            Cadence(Every.DAY, weekdays=frozenset({0, 3})),
            "2026-04-01",
            [("2026-03-26", "2026-03-27"), ("2026-03-30", "2026-03-31")],
            # The clocks in London go ahead on 29 March.
            ["2026-03-27 09:00", "2026-03-31 08:00"],
            id="Mondays and Thursdays",
        ),
        pytest.param(
            Cadence(Every.WEEK, DueRule(DueKind.WEEKDAY, 2), week_start=SUNDAY),
            "2026-04-02",
            [("2026-03-22+7", "2026-03-25"), ("2026-03-29+7", "2026-04-01")],
            ["2026-03-25 09:00", "2026-04-01 08:00"],
            id="weeks from Sunday, due on Wednesday inside them",
        ),
        pytest.param(
            Cadence(Every.MONTH, DueRule(DueKind.DAY_OF_MONTH, day=4, shift=Shift.BEFORE)),
            "2026-04-04",
            [("2026-03", "2026-04-03")],  # 4 April is a Saturday
            ["2026-04-03 08:00"],
            id="monthly on the 4th, or before",
        ),
        pytest.param(
            Cadence(Every.MONTH, DueRule(DueKind.NTH_WEEKDAY, weekday=4, nth=LAST)),
            "2026-03-28",
            [("2026-03", "2026-03-27")],
            ["2026-03-27 09:00"],
            id="the last Friday of the month",
        ),
        pytest.param(
            Cadence(Every.YEAR, first_month=4),
            "2026-04-02",
            [("2025-04-Y", "2026-04-01")],
            ["2026-04-01 08:00"],
            id="a fiscal year that ends in March",
        ),
    ],
)  # fmt: skip
def test_what_falls_due_is_asked_for_on_its_day(
    team: Team, timeline: Timeline, cadence: Cadence, until: str, due: list[tuple[str, str]], asked: list[str]
) -> None:
    team.owns("alice", "calls", cadence=cadence)

    timeline.until(datetime.fromisoformat(until).replace(tzinfo=UTC))

    assert timeline.database.read_here(due_days) == due
    reminded = [post.when for post in timeline.posts if post.kind == "reminder"]
    assert [when for when in asked if when not in reminded] == []


def due_days(session: Session) -> list[tuple[str, str]]:
    rows = session.exec(select(DueReading)).all()
    return sorted((row.period_key, row.due_on.isoformat()) for row in rows)
