"""One row that cannot be dealt with does not hold up the others."""

from datetime import UTC, datetime

from sqlmodel import Session, select

from storage.tables import Indicator, IndicatorDefinition, Message
from tests.delivery.conftest import Team
from tests.delivery.timeline import Timeline

MONDAY = datetime(2026, 3, 30, 23, 0, tzinfo=UTC)


def _spoil(session: Session, *, key: str) -> None:
    """Give the indicator a definition that no version of the program has ever written."""
    indicator = session.exec(select(Indicator).where(Indicator.key == key)).one()
    definition = session.exec(select(IndicatorDefinition).where(IndicatorDefinition.indicator_id == indicator.id)).one()
    values = definition.model_dump(exclude={"id"}) | {"cadence": {"every": "blue moon"}}
    session.add(IndicatorDefinition(**values))


def test_an_indicator_that_cannot_be_read_does_not_keep_others_from_falling_due(team: Team, timeline: Timeline) -> None:
    team.owns("alice", "broken")
    team.owns("charlie", "sound")
    timeline.database.run_here(_spoil, key="broken")
    timeline.until(MONDAY)
    assert timeline.times == [("2026-03-30 13:00", "reminder", "UCHARLIE")]


def test_a_message_that_cannot_be_put_together_is_tried_again_and_others_go_out(team: Team, timeline: Timeline) -> None:
    team.owns("alice", "broken")
    team.owns("charlie", "sound")
    timeline.now = datetime(2026, 3, 30, 8, 0, tzinfo=UTC)
    timeline.plan()
    timeline.database.run_here(_spoil, key="broken")
    timeline.until(MONDAY)
    assert [post.to for post in timeline.posts] == ["UCHARLIE"]
    (unsent,) = timeline.database.read_here(
        lambda session: session.exec(select(Message).where(Message.state != "sent")).all()
    )
    assert unsent.attempts > 1
