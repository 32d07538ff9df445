"""Where Slack shows a message."""

import pytest

from bot.domain.permalinks import permalink

HERE = "https://shelter.slack.com/"
TS = "1234567890.123456"


def test_a_message_is_found_by_its_channel_and_its_timestamp() -> None:
    assert permalink(HERE, "C123", TS) == "https://shelter.slack.com/archives/C123/p1234567890123456"
    assert permalink("https://shelter.slack-gov.com", "D1", TS) == (
        "https://shelter.slack-gov.com/archives/D1/p1234567890123456"
    )


def test_a_reply_is_found_in_its_thread_and_the_beginning_of_a_thread_by_itself() -> None:
    assert permalink(HERE, "C123", TS, thread_ts="1234567880.000100") == (
        "https://shelter.slack.com/archives/C123/p1234567890123456?thread_ts=1234567880.000100&cid=C123"
    )
    assert permalink(HERE, "C123", TS, thread_ts=TS) == "https://shelter.slack.com/archives/C123/p1234567890123456"


@pytest.mark.parametrize(
    ("workspace_url", "channel_id", "ts"),
    [
        ("", "C123", TS),
        ("http://shelter.slack.com/", "C123", TS),
        (HERE, "C1|<!here>", TS),
        (HERE, "", TS),
        (HERE, "C123", ""),
        (HERE, "C123", "1234567890"),
        (HERE, "C123", "1.2>"),
        (HERE, "C123", "١.٢"),
    ],
)
def test_what_would_lead_nowhere_is_no_link(workspace_url: str, channel_id: str, ts: str) -> None:
    assert permalink(workspace_url, channel_id, ts) == ""
