"""A database of the version before, brought to the newest, and the bot's life on it from the same morning on."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from bot.delivery import outbox, read_back
from storage import schema
from storage.db import Database
from storage.tables import Message
from tests.delivery.timeline import Timeline
from tests.storage.earlier import empty_database, make_of_version

UPGRADED_AT = datetime(2026, 4, 7, 8, 30, tzinfo=UTC)
"""Half past nine in London on the Tuesday on which the old program stopped, a minute after nine."""

NOT_IN_CHANNEL = (
    "Your outcome is saved. Its channel is private and I am not in it, so its digest cannot be posted there yet. "
    "Open the channel and type /invite @Outcome Bot"
)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def week(request: pytest.FixtureRequest) -> Iterator[Timeline]:
    """The week after: lived through once for each kind of database, and looked at by all tests."""
    with empty_database(request, request.param, name="living_on") as url:
        make_of_version(url, "0002")
        schema.migrate(url)
        database = Database(url)
        timeline = Timeline(database, UPGRADED_AT)
        look_for_what_may_have_arrived(timeline)
        for seconds in range(5):  # Slack takes so many messages and no more at once
            timeline.now = UPGRADED_AT + timedelta(minutes=1, seconds=seconds)
            timeline.round(started=seconds == 0)
        timeline.until(datetime(2026, 4, 14, 12, 0, tzinfo=UTC))
        yield timeline
        database.close()


def look_for_what_may_have_arrived(timeline: Timeline) -> None:
    """Slack has it: all that the old program was not sure of, or was sending when it stopped."""
    run, settings = timeline.database.run_here, timeline.settings
    run(outbox.recover, now=timeline.now, settings=settings)
    timeline.now = UPGRADED_AT + timedelta(minutes=1)
    for doubted in run(read_back.claim_unknown, now=timeline.now, settings=settings):
        address: dict[str, Any] = {"channel": doubted.channel or "DFRIDA", "ts": f"1775548800.{doubted.message_id:06}"}
        run(read_back.found, doubted, now=timeline.now, **address)


def notices(timeline: Timeline) -> list[tuple[str, str, str]]:
    """When who was told what about the bot itself; the first line."""
    told = [(post.when, post.to, post.text.splitlines()[0]) for post in timeline.posts if post.kind == "notice"]
    return sorted(told)


def test_a_notice_that_a_failure_had_overwritten_says_its_own_text(week: Timeline) -> None:
    told = {(to, text) for _, to, text in notices(week) if "nobody to ask" not in text}
    assert told == {
        ("UDANA", "A message could not be delivered (digest:C2:2026-04-07): is_archived."),
        ("UALICE", NOT_IN_CHANNEL),
        ("C1", "⚪ *Fewer people sleep rough in our borough* · Too early to judge"),
    }
    sent = {key: week.message(key).state for key in ("operator:27:UDANA", "invitation:C9:UALICE")}
    assert set(sent.values()) == {"sent"}


def test_what_nobody_was_asked_for_is_missed_and_the_others_are_told_once(week: Timeline) -> None:
    never_asked = [row for row in week.due() if row[0] in ("visits", "flats")]
    assert never_asked == [
        ("flats", "2026-W13", "missed"),
        ("visits", "2026-W13", "missed"),
        ("flats", "2026-W14", "missed"),
        ("visits", "2026-W14", "missed"),
        ("flats", "2026-W15", "due"),
        ("visits", "2026-W15", "due"),
    ]
    told = [
        (when[:10], to, text.split("*")[2].split()[0]) for when, to, text in notices(week) if "nobody to ask" in text
    ]
    assert sorted(told) == [
        ("2026-04-07", "UALICE", "Eve"),
        ("2026-04-07", "UALICE", "Grace"),
        ("2026-04-07", "UDANA", "Eve"),
        ("2026-04-07", "UDANA", "Grace"),
        ("2026-04-07", "UFRIDA", "Eve"),
        ("2026-04-07", "UFRIDA", "Grace"),
    ]


def test_what_was_on_its_way_or_has_arrived_is_not_sent_again(week: Timeline) -> None:
    assert [each for each in Counter((post.to, post.text) for post in week.posts).values() if each > 1] == []
    assert [(post.when, post.to) for post in week.posts if post.kind == "digest"] == [
        ("2026-04-12 03:30", "C4"),
        ("2026-04-14 08:00", "C1"),
        ("2026-04-14 08:00", "C2"),
        ("2026-04-14 08:00", "C5"),
    ]
    told_of_the_outage = [text for _, _, text in notices(week) if "was down" in text]
    assert told_of_the_outage == []


def test_people_are_asked_on_as_if_nothing_had_happened(week: Timeline) -> None:
    assert [each for each in week.times if each[1] != "notice"] == [
        ("2026-04-07 08:31", "second_ping", "UALICE"),
        ("2026-04-13 03:30", "reminder", "UBOB"),
        ("2026-04-13 08:00", "reminder", "UALICE"),
        # In India, where Bob is, the 14th is a public holiday.
        ("2026-04-14 08:00", "second_ping", "UALICE"),
    ]
    assert ("beds", "2026-W15", "due") not in week.due(), "it is paused"


def test_digests_go_on_where_the_last_one_ended(week: Timeline) -> None:
    first_lines = {post.to: post.text.splitlines()[:2] for post in week.posts if post.kind == "digest"}
    assert first_lines["C1"][1].startswith("7–13 April · ")
    days, *_, covers = first_lines["C2"][1].split(" · ")
    assert (days, covers) == ("24 March\N{THIN SPACE}–\N{THIN SPACE}13 April", "covers 3 weeks")
    days, outcomes, *_ = first_lines["C4"][1].split(" · ")
    assert (days, outcomes) == ("29 March\N{THIN SPACE}–\N{THIN SPACE}11 April", "1 outcome, no indicators yet")


def test_after_a_week_nothing_is_left_undecided(week: Timeline) -> None:
    def undecided(session: Session) -> list[str]:
        return [row.key for row in session.exec(select(Message)) if row.state in ("queued", "sending", "unknown")]

    assert week.database.read_here(undecided) == []
