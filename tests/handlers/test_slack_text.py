"""A command's text as Slack sends it, and as the person wrote it."""

import pytest

from handlers.slack_text import as_typed


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
    ],
)
def test_tokens_become_words_and_escapes_are_undone_once(sent: str, typed: str) -> None:
    assert as_typed(sent) == typed
