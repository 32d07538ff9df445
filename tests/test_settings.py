"""Settings as they were meant, or a sentence: whatever files of secrets, editors and copying leave in them."""

from datetime import time
from pathlib import Path
from typing import Any

import pytest

from config.settings import Settings, WrongSettings, load, secrets_of


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No settings, neither in the environment nor in a file."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)


def problems(**given: Any) -> list[str]:
    with pytest.raises(WrongSettings) as raised:
        load(**given)
    return raised.value.problems


@pytest.mark.parametrize(
    "around", ["{}\n", "{}\r\n", "  {}\t", '"{}"', "'{}'\n", "\ufeff{}", "“{}”", " \u00a0{}\u200b", '" {} "\r\n']
)
def test_what_stands_around_a_setting_is_no_part_of_it(
    around: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    meant = {
        "SLACK_BOT_TOKEN": "xoxb-1",
        "SLACK_APP_TOKEN": "xapp-1",
        "SLACK_SIGNING_SECRET": "5ec2e7",
        "DATABASE_URL": f"sqlite:///{tmp_path}/bot.sqlite3",
        "TOKEN_KEYS": "b2xkLW9sZC1vbGQtb2xkLW9sZC1vbGQtb2xkLW9sZC0=",
        "SLACK_API_URL": "https://slack-gov.com/api",
        "DEFAULT_ZONE": "Europe/London",
        "REMINDER_TIME": "08:30",
        "PORT": "3000",
        "HOST": "::",
        "LOG_LEVEL": "DEBUG",
    }
    for name, value in meant.items():
        monkeypatch.setenv(name, around.format(value))
    settings = load("bot_token", "app_token", "signing_secret")
    assert (settings.slack_bot_token, settings.slack_app_token, settings.slack_signing_secret) == (
        "xoxb-1",
        "xapp-1",
        "5ec2e7",
    )
    assert settings.database_url == f"sqlite:///{tmp_path}/bot.sqlite3"
    assert settings.token_keys == (meant["TOKEN_KEYS"],)
    assert settings.slack_api_url == "https://slack-gov.com/api/"
    assert (settings.default_zone, settings.reminder_time, settings.port) == ("Europe/London", time(8, 30), 3000)
    assert (settings.host, settings.log_level) == ("::", "DEBUG")


def test_hosts_are_names_alone() -> None:
    meant = load(sources_allowed_hosts="figures.internal, 10.0.0.7,[fd00::7]")
    assert meant.sources_allowed_hosts == ("figures.internal", "10.0.0.7", "[fd00::7]")
    with pytest.raises(WrongSettings) as wrong:
        load(sources_allowed_hosts="https://figures.internal")
    [problem] = wrong.value.problems
    assert problem.startswith(
        'SOURCES_ALLOWED_HOSTS has "https://figures.internal", which is no host. Write names alone'
    )


def test_a_setting_of_nothing_but_space_is_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SLACK_BOT_TOKEN", "PORT", "DATABASE_URL", "HOST"):
        monkeypatch.setenv(name, ' "" \n')
    assert problems_of_needs("bot_token") == ["SLACK_BOT_TOKEN is not set. Copy the Bot User OAuth Token"]
    settings = load()
    assert (settings.port, settings.host, settings.database_url) == (None, "0.0.0.0", "sqlite:///outcome-bot.sqlite3")


def problems_of_needs(*needs: Any) -> list[str]:
    with pytest.raises(WrongSettings) as raised:
        load(*needs)
    return [problem.split(" (xoxb")[0] for problem in raised.value.problems]


@pytest.mark.parametrize(
    "token", ["xoxb-1\n2-secret", "xoxb-1 2-secret", "xoxb-…secret", "xoxb-\u200bsecret", "xoxb-\0x"]
)
def test_a_token_with_a_character_that_none_has_is_refused_and_not_repeated(token: str) -> None:
    found = problems(slack_bot_token=token, slack_signing_secret=token)
    assert found == [
        "SLACK_BOT_TOKEN has a space or a character that no token has in it. Copy it anew.",
        "SLACK_SIGNING_SECRET has a space or a character that no token has in it. Copy it anew.",
    ]


def test_a_character_that_cannot_be_seen_is_refused_in_every_setting() -> None:
    assert problems(database_url="sqlite:///one\ntwo", host="a\tb", default_zone="UTC\u2028x", port="3\x7f0") == [
        "DATABASE_URL has a character that cannot be seen in it. Copy it anew.",
        "DEFAULT_ZONE has a character that cannot be seen in it. Copy it anew.",
        "HOST has a character that cannot be seen in it. Copy it anew.",
        "PORT has a character that cannot be seen in it. Copy it anew.",
    ]


def test_a_file_as_windows_writes_it_is_read(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(
        b"\xef\xbb\xbfSLACK_BOT_TOKEN=xoxb-1\r\nDEFAULT_ZONE=Europe/London\r\nPORT= 3000 \r\n"
    )
    settings = load("bot_token")
    assert (settings.slack_bot_token, settings.default_zone, settings.port) == ("xoxb-1", "Europe/London", 3000)


def test_a_file_that_cannot_be_read_is_said_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes("SLACK_BOT_TOKEN=xoxb-1".encode("utf-16"))
    assert problems() == ["The file .env is not plain text. Save it as UTF-8."]


@pytest.mark.parametrize("number", ["inf", "1e300", "nan"])
def test_a_number_beyond_all_measure_is_refused(number: str) -> None:
    names = ("send_timeout_seconds", "lease_seconds", "settle_seconds", "messages_per_minute", "channel_seconds")
    found = problems(**dict.fromkeys(names, number))
    assert [problem.split(" is ")[0] for problem in found] == [name.upper() for name in names]


def test_a_clock_file_that_is_a_folder_is_refused(tmp_path: Path) -> None:
    assert problems(clock_file=str(tmp_path)) == [f"CLOCK_FILE is {tmp_path}, which is a folder."]


def test_every_secret_is_known_to_whoever_prints() -> None:
    settings = load(
        slack_bot_token="xoxb-1",
        slack_app_token="xapp-1",
        slack_signing_secret="5ec2e7",
        token_keys="b2xkLW9sZC1vbGQtb2xkLW9sZC1vbGQtb2xkLW9sZC0=",
        database_url="postgres://user:open%20sesame@host/db?sslpassword=more",
    )
    assert secrets_of(settings) == [
        "xoxb-1",
        "xapp-1",
        "5ec2e7",
        "b2xkLW9sZC1vbGQtb2xkLW9sZC1vbGQtb2xkLW9sZC0=",
        "open sesame",
        "more",
    ]
    assert not any(secret in repr(settings) for secret in secrets_of(settings))


@pytest.mark.parametrize(("week", "day"), [("mon", 0), ("Sunday", 6), (" sat ", 5)])
@pytest.mark.parametrize(("year", "month"), [("jan", 1), ("April", 4), ("oct", 10)])
def test_weeks_and_fiscal_years_begin_where_they_are_said_to(week: str, day: int, year: str, month: int) -> None:
    settings = load(week_starts_on=week, fiscal_year_starts_in=year)
    assert (settings.week_starts_on, settings.fiscal_year_starts_in) == (day, month)


def test_a_week_and_a_year_that_begin_nowhere_are_said() -> None:
    assert problems(week_starts_on="1", fiscal_year_starts_in="4") == [
        'WEEK_STARTS_ON is "1", which is not a day of the week; write it as mon or sun.',
        'FISCAL_YEAR_STARTS_IN is "4", which is not a month; write it as jan or apr.',
    ]
