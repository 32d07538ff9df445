"""The locales that Slack's tags stand for."""

import pytest
from babel.dates import get_month_names

from bot.domain.locales import locale_for


@pytest.mark.parametrize(
    ("tag", "march"), [("de-DE", "März"), ("fr-FR", "mars"), ("sv-SE", "mars"), ("en-GB", "March"), ("ja-JP", "3月")]
)
def test_months_keep_their_names_when_another_language_was_asked_before(tag: str, march: str) -> None:
    get_month_names("wide", context="stand-alone", locale=locale_for("ja-JP"))

    assert get_month_names("wide", context="stand-alone", locale=locale_for(tag))[3] == march
