"""Messages that give way to newer ones, several at once, and what they say after downtime."""

from datetime import timedelta

from sqlmodel import Session

from bot.actions.people import policy_of
from bot.actions.putting_off import put_off
from bot.delivery.forecast import forecast
from bot.results.plan import Planned
from storage.tables import Workspace
from tests.delivery.conftest import Team
from tests.delivery.test_reminders import moves, utc
from tests.delivery.timeline import Timeline


def test_the_plan_is_told_where_the_messages_of_two_people_give_way_at_once(team: Team, timeline: Timeline) -> None:
    team.owns("alice", "rough")
    team.owns("bob", "calls")
    moves(team, "bob", "Europe/London", now=timeline.now)
    timeline.until(utc("2026-03-31 12:00"))
    until = timeline.now + timedelta(days=7)
    entries = forecast(timeline.database, now=timeline.now, until=until, settings=timeline.settings)
    asked = [(f"{each.at:%d %H:%M}", each.to) for each in entries if isinstance(each, Planned) and each.about]
    assert ("06 08:00", "alice (UALICE)") in asked
    assert ("06 08:00", "bob (UBOB)") in asked


def test_no_reminder_promises_a_time_that_went_by_while_we_were_down(team: Team, timeline: Timeline) -> None:
    team.owns("alice", "rough")
    team.owns("alice", "calls")
    timeline.until(utc("2026-03-30 12:00"))
    timeline.wakes_at(utc("2026-03-31 19:00"))
    team.gives("alice", "calls 3", now=timeline.now)
    timeline.round()
    assert "I ask once more, tomorrow at 09:00." in timeline.edits[-1][1]


def test_a_second_ping_that_was_put_off_gives_way_to_the_one_after_it(team: Team, timeline: Timeline) -> None:
    team.owns("alice", "rough")
    timeline.until(utc("2026-03-31 12:00"))

    def wait(session: Session) -> None:
        policy = policy_of(session.get_one(Workspace, team.workspace_id))
        put_off(session, by=team.people["alice"], policy=policy, now=timeline.now)

    timeline.database.run_here(wait)
    timeline.until(utc("2026-04-01 12:00"))
    assert [when for when, *_ in timeline.times] == ["2026-03-30 08:00", "2026-03-31 08:00", "2026-04-01 08:00"]
    assert timeline.withdrawn == ["second-ping:UALICE:2026-03-31"]
