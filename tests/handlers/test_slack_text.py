"""A command's text as Slack sends it, and as the person wrote it."""

import pytest

from handlers.slack_text import as_typed, make_storable


@pytest.mark.parametrize(
    ("sent", "typed"),
    [
        ("csat 84", "csat 84"),
        ("csat 84 by <@U012AB|alice> in <#C1|shelter>", "csat 84 by @alice in #shelter"),
        ("csat 84 by <@U012AB>", "csat 84 by @U012AB"),
        ("csat 84 <!channel> <!subteam^S1|@board>", "csat 84 @channel @board"),
        ("see <https://example.org/a?b=1&amp;c=2>", "see https://example.org/a?b=1&c=2"),
        ("see <https://example.org|example.org> <mailto:a@example.org|a@example.org>", "see example.org a@example.org"),
        ("a &lt; b &amp;&amp; c &gt; d", "a < b && c > d"),
        ("&lt;!channel&gt;", "<!channel>"),
        ("&amp;lt;", "&lt;"),
        ("\u2068כתר\u2069 84", "כתר 84"),
        # Slack escapes three characters. Whatever else looks like an escape was typed, with any number of digits.
        ("csat 84 &amp;copy; &copy; &#36;", "csat 84 &copy; &copy; &#36;"),
        ("&#" + "1" * 5_000, "&#" + "1" * 5_000),
        ("\u200b", ""),
        ("csat 84 \u0301 x", "csat 84  x"),
    ],
)
def test_tokens_become_words_and_escapes_are_undone_once(sent: str, typed: str) -> None:
    assert as_typed(sent) == typed


def test_a_payload_is_made_storable_wherever_something_stands_in_it() -> None:
    body = {"view": {"id": "V1", "values": [{"value": "half\ud83d"}, ["\x00", 5, None]]}, "text": "👍"}

    make_storable(body)

    assert body == {"view": {"id": "V1", "values": [{"value": "half\ufffd"}, ["\ufffd", 5, None]]}, "text": "👍"}
