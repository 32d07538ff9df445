"""What is to come, as the operator reads it."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.messages import MessageKind, SkipReason
from bot.results.plan import Entry, Fetching, HeldBack, Planned
from bot.views.plan import local, plan_line, why

# The Monday after the clocks went ahead in London.
MONDAY = datetime(2026, 3, 30, 8, 0, tzinfo=UTC)
LONDON, NEW_YORK = ZoneInfo("Europe/London"), ZoneInfo("America/New_York")


@pytest.mark.parametrize(
    ("entry", "line"),
    [
        (
            Planned(MONDAY, MessageKind.SECOND_PING, "Alice (U1)", ("rough 2026-W13", "housed 2026-W13")),
            "Mon 2026-03-30 09:00  second ping to Alice (U1): rough 2026-W13, housed 2026-W13",
        ),
        (
            Planned(
                MONDAY,
                MessageKind.REMINDER,
                "Alice (U1)",
                ("rough 2026-W13", "housed 2026-W13"),
                (Fetching("rough 2026-W13", MONDAY - timedelta(minutes=10)),),
            ),
            (
                "Mon 2026-03-30 09:00  reminder to Alice (U1): "
                "rough 2026-W13 (unless its system answers at Mon 08:50), housed 2026-W13"
            ),
        ),
        (
            HeldBack(MONDAY, MessageKind.REMINDER, "Bob (U2)", SkipReason.NOBODY_TO_ASK),
            (
                "Mon 2026-03-30 09:00  held back  reminder to Bob (U2): "
                "the account is deactivated, so there is nobody to ask"
            ),
        ),
        (
            HeldBack(MONDAY, None, "Shelter", SkipReason.LOCKED_OUT, detail="token_revoked"),
            "Mon 2026-03-30 09:00  held back  everything to Shelter: Slack refuses our token: token_revoked",
        ),
    ],
    ids=["planned", "fetched", "held back", "a whole workspace"],
)
def test_each_entry_is_a_line_with_when_what_to_whom_and_why(entry: Entry, line: str) -> None:
    assert plan_line(entry, LONDON) == line


def test_times_are_those_of_the_zone_that_was_asked_for() -> None:
    assert local(MONDAY, LONDON) == "Mon 2026-03-30 09:00"
    assert local(MONDAY, NEW_YORK) == "Mon 2026-03-30 04:00"


@pytest.mark.parametrize("reason", list(SkipReason))
def test_every_reason_for_silence_has_words_of_its_own(reason: SkipReason) -> None:
    words = why(reason, "x")
    assert words
    assert "{" not in words
    assert [other for other in SkipReason if why(other, "x") == words] == [reason]
