"""What is printed holds no tokens, tickets or passwords, whoever printed them and however they got in."""

import io
import logging

import pytest

from bot.redaction import RedactingFormatter, redacted


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("refused xoxb-123-Abc and xapp-1-A0-9-ff.", "refused … and …."),
        ("got xoxe.xoxb-1-Mi0 with xoxe-1-My0, and xoxp-1", "got … with …, and …"),
        ("it should begin with xoxb-.", "it should begin with xoxb-."),
        ("an app-level token (xapp-…)", "an app-level token (xapp-…)"),
        (
            "Failed: wss://wss.slack.com/link/?ticket=12-ab%2F&app_id=A1",
            "Failed: wss://wss.slack.com/link/?ticket=…&app_id=A1",
        ),
        ("URL('wss://host/?a=1&ticket=abc')", "URL('wss://host/?a=1&ticket=…')"),
        ("postgres://user:p@ss/w:ord@host/db", "postgres://…@host/db"),
        ("http://proxy:secret@10.0.0.1:8080 refused", "http://…@10.0.0.1:8080 refused"),
        ("dbname=x password=secret host=y, sslpassword=more", "dbname=x password=… host=y, sslpassword=…"),
        (
            "write it as postgresql://user:password@host:port/database",
            "write it as postgresql://user:password@host:port/database",
        ),
        ("see https://slack.com/api/ @ noon", "see https://slack.com/api/ @ noon"),
    ],
)
def test_what_is_shaped_like_a_secret_is_not_printed(text: str, printed: str) -> None:
    assert redacted(text) == printed


def test_what_is_known_to_be_secret_is_not_printed_whatever_its_shape() -> None:
    assert redacted('password authentication failed for "open sesame"', ["open sesame"]) == (
        'password authentication failed for "…"'
    )
    assert redacted("longer-secret and secret", ["secret", "longer-secret"]) == "… and …"
    assert redacted("bob writes bot.app", ["bob", ""]) == "bob writes bot.app", "too short to be told from a word"


def test_a_traceback_in_the_log_holds_no_ticket_and_no_password() -> None:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(RedactingFormatter("%(levelname)s %(message)s", ["open sesame"]))
    record = logging.LogRecord("slack_sdk", logging.ERROR, "", 0, "Failed to connect (error: %s)", ("xapp-1-A",), None)
    try:
        raise ConnectionError("wss://host/link?ticket=0815 said open sesame")
    except ConnectionError as error:
        record.exc_info = (type(error), error, error.__traceback__)
    handler.handle(record)
    said = stream.getvalue()
    assert said.startswith("ERROR Failed to connect (error: …)\nTraceback")
    assert said.endswith("wss://host/link?ticket=… said …\n")
    assert "0815" not in said


@pytest.mark.parametrize("shape", ["://", "xoxb-", "://a@", "ticket=", "password=", "xoxe.xox"])
def test_a_long_line_of_nonsense_costs_no_more_than_its_length(shape: str) -> None:
    """Sixty thousand characters: what took their square would not end within the time for a test."""
    assert len(redacted(shape * (60_000 // len(shape)))) <= 60_000
