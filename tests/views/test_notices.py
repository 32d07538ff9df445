"""What administrators read about the bot's own troubles."""

from datetime import UTC, datetime

import pytest

from bot.domain.messages import Failure, FailureCode
from bot.results.names import PersonName, Viewer
from bot.results.notices import NobodyToAsk, NotInChannel, Undeliverable, WasAway
from bot.views.notices import notice
from tests.views.make import ALICE, CSAT, HOSTILE, LONDON, assert_sound, make_hostile

# London's clocks went forward in between, on 29 March 2026.
BEGAN_AT = datetime(2026, 3, 27, 18, 0, tzinfo=UTC)
ENDED_AT = datetime(2026, 3, 30, 9, 30, tzinfo=UTC)


def told(viewer: Viewer = LONDON, *, reminders: int = 0, digests: int = 0, dropped: int = 0) -> str:
    return str(notice(WasAway(BEGAN_AT, ENDED_AT, reminders, digests, dropped), viewer)["text"])


def test_a_downtime_is_told_in_sentences_and_in_the_readers_zone() -> None:
    assert told(reminders=1, digests=2, dropped=1) == (
        "Outcome Bot was down from Fri 27 March 18:00 to Mon 30 March 10:30 your time. "
        "1 reminder was sent late; it names everything that fell due in between. "
        "2 digests were posted late. "
        "1 digest was left out; the next one covers its time. "
        "Readings that were due then have more time before they count as missed."
    )
    kolkata = Viewer("en-IN", "Asia/Kolkata", LONDON.today)
    assert told(kolkata).startswith("Outcome Bot was down from Fri 27 March 23:30 to Mon 30 March 15:00 your time. ")


def test_only_what_happened_is_told() -> None:
    assert told(reminders=3) == (
        "Outcome Bot was down from Fri 27 March 18:00 to Mon 30 March 10:30 your time. "
        "3 reminders were sent late; each names everything that fell due in between. "
        "Readings that were due then have more time before they count as missed."
    )
    assert told() == (
        "Outcome Bot was down from Fri 27 March 18:00 to Mon 30 March 10:30 your time. "
        "No message came late because of it. "
        "Readings that were due then have more time before they count as missed."
    )


@pytest.mark.parametrize(
    ("failure", "words"),
    [
        (Failure(FailureCode.REFUSED, "is_archived"), "is_archived"),
        (Failure(FailureCode.STATUS, "500"), "status 500"),
        (Failure(FailureCode.NEVER_CLEAR), "three attempts, and Slack never said what became of them"),
        (Failure(FailureCode.UNREADABLE, "missing_scope"), "Slack's history cannot be read (missing_scope)"),
    ],
)
def test_a_failure_is_told_with_the_message_and_what_went_wrong(failure: Failure, words: str) -> None:
    told = notice(Undeliverable("digest:C1:2026-03-31", failure), LONDON)["text"]
    assert told == f"A message could not be delivered (digest:C1:2026-03-31): {words}."


def test_every_failure_has_its_words() -> None:
    for code in FailureCode:
        assert "{" not in notice(Undeliverable("digest", Failure(code, "x")), LONDON)["text"]


def test_those_who_can_act_read_what_nobody_can_be_asked_for() -> None:
    told = notice(NobodyToAsk(ALICE, (CSAT,), others=2), LONDON)["text"]
    assert told == (
        "*There is nobody to ask.* Alice has left this workspace and still owns:\n"
        "• *Customer satisfaction* `csat`\n… and 2 more\n"
        "Their readings count as missed. Anybody who sees them can give one: `/reading csat &lt;value&gt;`"
    )


def test_what_the_reader_may_not_see_is_counted_and_not_named() -> None:
    told = notice(NobodyToAsk(ALICE, (), others=1), LONDON)["text"]
    assert told == (
        "*There is nobody to ask.* Alice has left this workspace and still owns:\n"
        "• 1 indicator of private channels\nTheir readings count as missed."
    )


def test_a_notice_is_sound_whatever_it_says() -> None:
    for content in (
        Undeliverable(HOSTILE * 100, Failure(FailureCode.REFUSED, HOSTILE * 100)),
        NotInChannel(HOSTILE),
        WasAway(BEGAN_AT, ENDED_AT),
        NobodyToAsk(PersonName("U1", HOSTILE), (make_hostile(),) * 100, others=3),
    ):
        assert_sound(notice(content, LONDON))
