"""What people are told about the bot itself: its own troubles, and what only they can mend."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.domain.messages import Failure, FailureCode
from bot.results.names import PersonName, Viewer
from bot.results.notices import (
    ChannelOutOfReach,
    ClockWasAhead,
    NobodyToAsk,
    NotHearing,
    Notice,
    NotInChannel,
    OwnerOutOfSight,
    Undeliverable,
    WasAway,
)
from bot.views.ids import Action
from bot.views.notices import notice
from tests.views.make import (
    ALICE,
    CSAT,
    HEBREW,
    HOSTILE,
    LONDON,
    LONG_NAME,
    assert_sound,
    buttons_of,
    heard,
    make_hostile,
)

# London's clocks went forward in between, on 29 March 2026.
BEGAN_AT = datetime(2026, 3, 27, 18, 0, tzinfo=UTC)
ENDED_AT = datetime(2026, 3, 30, 9, 30, tzinfo=UTC)
EIGHT = datetime(2026, 3, 30, 8, 0, tzinfo=UTC)
NINE = datetime(2026, 3, 30, 9, 0, tzinfo=UTC)
REFUSED = Failure(FailureCode.REFUSED, "invalid_auth")


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
    assert told(kolkata).startswith("Outcome Bot was down from Fri, 27 March 23:30 to Mon, 30 March 15:00 your time. ")


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


def test_who_owns_what_they_do_not_see_can_be_replaced_at_once() -> None:
    shown = notice(OwnerOutOfSight(ALICE, CSAT, "C1"), LONDON)
    assert shown["text"] == (
        "*Customer satisfaction `csat` needs somebody to ask.* Alice owns it and is not in <#C1>, where it lives: "
        "they do not see it and are not reminded any more.\n"
        "Choose somebody else, or invite them to the channel again. Until then anybody who is in it can give a "
        "reading: `/reading csat &lt;value&gt;`"
    )
    (button,) = buttons_of(shown)
    assert (button["text"]["text"], button["action_id"], button["value"]) == (
        "Choose a new owner",
        Action.HAND_OVER,
        "csat",
    )
    assert heard(shown) == ["Choose a new owner for Customer satisfaction"]


@pytest.mark.parametrize(
    ("name", "label"),
    [
        (LONG_NAME, "Choose a new owner for People who have slept rough in our borough for mor…"),
        (HEBREW.name, f"Choose a new owner for \u2068{HEBREW.name}\u2069"),
    ],
    ids=["long", "right to left"],
)
def test_the_button_for_any_name_is_heard_in_seventy_five_characters(name: str, label: str) -> None:
    shown = notice(OwnerOutOfSight(ALICE, replace(CSAT, name=name), "C1"), LONDON)
    assert heard(shown) == [label]
    assert_sound(shown)


def test_a_channel_that_the_bot_cannot_see_is_named_with_what_to_type_there() -> None:
    assert notice(ChannelOutOfReach("C1"), LONDON)["text"] == (
        "I am not in <#C1> any more, so Slack does not tell me who is. Until it does, nobody sees the outcomes that "
        "live there, and nobody is asked for their readings. To put that right, open the channel and type "
        "/invite @Outcome Bot"
    )
    assert notice(NotInChannel("C1"), LONDON)["text"] == (
        "Your outcome is saved. Its channel is private and I am not in it, so its digest cannot be posted there yet. "
        "Open the channel and type /invite @Outcome Bot"
    )


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (
            NotHearing(EIGHT, REFUSED),
            (
                "I have not heard from Slack since Mon 30 March 09:00 your time: it refuses my app-level token or "
                "Socket Mode (invalid_auth). Nothing that people type or press reaches me, while reminders and digests "
                "go out. Whoever runs me has to look at the app's settings, and restart me if that is a new token."
            ),
        ),
        (
            NotHearing(EIGHT, Failure(FailureCode.NOT_CONNECTED, "slack.com: Connection refused")),
            (
                "I have not heard from Slack since Mon 30 March 09:00 your time: the connection does not stand. "
                "Nothing that people type or press reaches me, while reminders and digests go out. "
                "I go on trying. If that does not help, whoever runs me has to look at the log and the network."
            ),
        ),
        (
            NotHearing(EIGHT, Failure(FailureCode.NO_ANSWER, "it was cut"), until=NINE),
            (
                "From Mon 30 March 09:00 to Mon 30 March 10:00 your time I did not hear Slack: the connection does not "
                "stand. What people typed or pressed then did not reach me."
            ),
        ),
    ],
    ids=["refused", "not connected", "over"],
)
def test_a_bot_that_does_not_hear_says_since_when_and_what_to_do(content: Notice, words: str) -> None:
    assert notice(content, LONDON)["text"] == words


@pytest.mark.parametrize(
    ("until", "words"),
    [
        # London's clocks went forward at 01:00 UTC on 29 March 2026.
        (datetime(2026, 3, 29, 0, 59, tzinfo=UTC), "Sun 29 March 00:59"),
        (datetime(2026, 3, 29, 1, 0, tzinfo=UTC), "Sun 29 March 02:00"),
    ],
)
def test_a_clock_that_was_ahead_is_told_with_what_became_of_the_plan(until: datetime, words: str) -> None:
    assert notice(ClockWasAhead(until), LONDON)["text"] == (
        f"The clock of the machine that I run on was ahead for a while: it told times up to {words} your time. "
        "Reminders and digests may have come too early. What I had planned by it is planned anew, and what counted as "
        "missed because of it is due again. Whoever runs me should look at that clock."
    )


def test_a_notice_is_sound_whatever_it_says() -> None:
    for content in (
        Undeliverable(HOSTILE * 100, Failure(FailureCode.REFUSED, HOSTILE * 100)),
        NotInChannel(HOSTILE),
        WasAway(BEGAN_AT, ENDED_AT),
        NobodyToAsk(PersonName("U1", HOSTILE), (make_hostile(),) * 100, others=3),
        OwnerOutOfSight(PersonName("U1", HOSTILE), make_hostile(), "C1"),
        ChannelOutOfReach("C1"),
        NotHearing(EIGHT, Failure(FailureCode.REFUSED, HOSTILE * 100)),
        ClockWasAhead(NINE),
    ):
        assert_sound(notice(content, LONDON))
