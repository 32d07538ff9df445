"""What administrators read about a bot that does not hear, or whose clock was wrong."""

from datetime import UTC, datetime

import pytest

from bot.domain.messages import Failure, FailureCode
from bot.results.notices import ClockWasAhead, NotHearing, Notice
from bot.views.notices import notice
from tests.views.make import LONDON

EIGHT = datetime(2026, 3, 30, 8, 0, tzinfo=UTC)
NINE = datetime(2026, 3, 30, 9, 0, tzinfo=UTC)
REFUSED = Failure(FailureCode.REFUSED, "invalid_auth")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (
            NotHearing(EIGHT, REFUSED),
            "do not hear Slack: it refuses my app-level token or Socket Mode (invalid_auth). Nothing that people type",
        ),
        (
            NotHearing(EIGHT, Failure(FailureCode.NOT_CONNECTED, "slack.com: Connection refused")),
            "do not hear Slack: the connection does not stand.",
        ),
        (
            NotHearing(EIGHT, Failure(FailureCode.NO_ANSWER, "it was cut"), until=NINE),
            "I did not hear Slack: the connection does not stand. What people typed or pressed then did not reach me.",
        ),
        (ClockWasAhead(NINE), "What I had planned by it is planned anew"),
    ],
)
def test_a_notice_says_what_happened_and_what_to_do(content: Notice, words: str) -> None:
    assert words in notice(content, LONDON)["text"]
