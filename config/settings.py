"""Settings from the environment (and a `.env` file): read once, checked as a whole, reported in sentences.

`config/example.env` lists every setting with its default; a test keeps the two in step.
"""

import re
import unicodedata
from datetime import time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import available_timezones

from pydantic import Field, ValidationError, ValidationInfo, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.domain.public_holidays import NO_CALENDAR, is_known
from bot.sealing import is_key
from storage.address import normal_url

Need = Literal["bot_token", "app_token", "signing_secret"]

_EXPIRES = (
    "is a token that expires after twelve hours, and this bot does not renew it: token rotation is on for your app. "
    "Make an app from what `outcome-bot manifest` prints, which has it off, install it, and copy its token (xoxb-…)"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class WrongSettings(Exception):
    """Something is missing or wrong; `problems` are all of it, a sentence each."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class _AsMeant(BaseSettings):
    """Settings as they were meant: without what files of secrets, editors and copying leave around them."""

    # Editors on Windows begin a file with a mark that would belong to the first name in it.
    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8-sig", env_ignore_empty=True, extra="ignore", frozen=True
    )

    @model_validator(mode="before")
    @classmethod
    def _strip(cls, given: Any) -> Any:
        stripped = {name: _stripped(value) if isinstance(value, str) else value for name, value in given.items()}
        return {name: value for name, value in stripped.items() if value != ""}


class Settings(_AsMeant):
    """Everything an operator can set."""

    slack_bot_token: str = Field(default="", repr=False)
    slack_app_token: str = Field(default="", repr=False)
    slack_signing_secret: str = Field(default="", repr=False)
    slack_api_url: str = "https://slack.com/api/"
    database_url: str = Field(default="sqlite:///outcome-bot.sqlite3", repr=False)
    token_keys: Annotated[tuple[str, ...], NoDecode] = Field(default=(), repr=False)

    default_zone: str = "UTC"
    working_days: Annotated[frozenset[int], NoDecode] = frozenset({0, 1, 2, 3, 4})
    holiday_calendar: str = ""
    reminder_time: time = time(9)
    grace_working_days: int = Field(default=2, ge=0, le=30)
    week_starts_on: int = 0
    fiscal_year_starts_in: int = 1
    on_track_gap: int = Field(default=8, ge=0, le=100)
    at_risk_gap: int = Field(default=20, ge=0, le=100)

    host: str = "0.0.0.0"  # noqa: S104  # behind a load balancer; `run` and `worker` listen only when PORT is set
    port: int | None = Field(default=None, ge=0, le=65535)
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"

    heartbeat_seconds: float = Field(default=5, gt=0, le=60)
    send_timeout_seconds: float = Field(default=10, gt=0, le=3600)
    lease_seconds: float = Field(default=60, gt=0, le=86_400)
    settle_seconds: float = Field(default=60, gt=0, le=86_400)
    messages_per_minute: Decimal = Field(default=Decimal(240), ge=Decimal("0.01"), le=1_000_000)
    channel_seconds: float = Field(default=1.05, ge=0, le=3600)
    sources_allowed_hosts: Annotated[tuple[str, ...], NoDecode] = ()
    translations: Path | None = None
    clock_file: Path | None = None

    @field_validator("slack_bot_token")
    @classmethod
    def _is_bot_token(cls, value: str) -> str:
        if value.startswith("xoxe"):
            raise ValueError(_EXPIRES)
        return _starting_with(value, "xoxb-", what="a bot token")

    @field_validator("slack_app_token")
    @classmethod
    def _is_app_token(cls, value: str) -> str:
        return _starting_with(value, "xapp-", what="an app-level token")

    @field_validator("slack_api_url")
    @classmethod
    def _is_address(cls, value: str) -> str:
        if not value.startswith(("https://", "http://")):
            raise ValueError("is not a web address; Slack's own is https://slack.com/api/")
        return value if value.endswith("/") else value + "/"

    @field_validator("database_url")
    @classmethod
    def _is_database(cls, value: str) -> str:
        normal_url(value)
        return value

    @field_validator("token_keys", mode="before")
    @classmethod
    def _as_keys(cls, value: Any) -> Any:
        return _keys(value) if isinstance(value, str) else value

    @field_validator("sources_allowed_hosts", mode="before")
    @classmethod
    def _as_hosts(cls, value: Any) -> Any:
        return _hosts(value) if isinstance(value, str) else value

    @field_validator("default_zone")
    @classmethod
    def _is_zone(cls, value: str) -> str:
        if value not in available_timezones():
            raise ValueError(f'is "{value}", which is not a time zone; use a name such as Europe/London')
        return value

    @field_validator("holiday_calendar")
    @classmethod
    def _is_calendar(cls, value: str) -> str:
        if value not in ("", NO_CALENDAR) and not is_known(value):
            raise ValueError(f'is "{value}", which is no country with public holidays; write it as GB-ENG, DE or none')
        return value

    @field_validator("reminder_time", mode="before")
    @classmethod
    def _is_time(cls, value: Any) -> Any:
        try:
            return time.fromisoformat(value) if isinstance(value, str) else value
        except ValueError:
            raise ValueError(f'is "{value}", which is not a time of day; write it as 09:00') from None

    @field_validator("working_days", mode="before")
    @classmethod
    def _as_days(cls, value: Any) -> Any:
        return _days(value) if isinstance(value, str) else value

    @field_validator("week_starts_on", mode="before")
    @classmethod
    def _as_a_day(cls, value: Any) -> Any:
        return _place(value, _DAYS, "a day of the week; write it as mon or sun") if isinstance(value, str) else value

    @field_validator("fiscal_year_starts_in", mode="before")
    @classmethod
    def _as_a_month(cls, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        return _place(value, _MONTHS, "a month; write it as jan or apr") + 1

    @field_validator("translations")
    @classmethod
    def _is_a_folder(cls, value: Path | None) -> Path | None:
        if value is not None and not value.is_dir():
            raise ValueError(f"is {value}, which is no folder")
        return value

    @field_validator("clock_file")
    @classmethod
    def _is_no_folder(cls, value: Path | None) -> Path | None:
        if value is not None and value.is_dir():
            raise ValueError(f"is {value}, which is a folder")
        return value

    @field_validator("*", mode="before")  # the last one: pydantic begins with it
    @classmethod
    def _can_be_seen(cls, value: Any, info: ValidationInfo) -> Any:
        is_token = info.field_name in _Tokens.model_fields
        if isinstance(value, str) and any(_is_hidden(each, in_token=is_token) for each in value):
            what = "a space or a character that no token has" if is_token else "a character that cannot be seen"
            raise ValueError(f"has {what} in it. Copy it anew")
        return value

    @model_validator(mode="after")
    def _hang_together(self) -> "Settings":
        if self.on_track_gap >= self.at_risk_gap:
            raise ValueError("ON_TRACK_GAP must be smaller than AT_RISK_GAP")
        if self.settle_seconds < self.lease_seconds:
            raise ValueError("SETTLE_SECONDS must be at least LEASE_SECONDS, or messages may be sent twice")
        if self.send_timeout_seconds >= self.lease_seconds * 0.75:
            raise ValueError("SEND_TIMEOUT_SECONDS must be well below LEASE_SECONDS (under three quarters of it)")
        return self

    @property
    def lease(self) -> timedelta:
        """How long a claimed message is ours."""
        return timedelta(seconds=self.lease_seconds)


class _Tokens(_AsMeant):
    """Only what may be missing: looked at also when something else is wrong, so that everything is said at once."""

    slack_bot_token: str = ""
    slack_app_token: str = ""
    slack_signing_secret: str = ""


def load(*needs: Need, **overrides: Any) -> Settings:
    """The settings, with everything that this command needs. Raises `WrongSettings` with all problems at once."""
    try:
        return _load(*needs, **overrides)
    except UnicodeDecodeError:
        raise WrongSettings(["The file .env is not plain text. Save it as UTF-8."]) from None
    except OSError as error:
        raise WrongSettings([f"The file .env cannot be read: {error.strerror}."]) from error


def _load(*needs: Need, **overrides: Any) -> Settings:
    problems: list[str] = []
    settings: Settings | None = None
    try:
        settings = Settings(**overrides)
    except ValidationError as error:
        problems = [_sentence(each) for each in error.errors()]
    tokens = _Tokens(**{name: value for name, value in overrides.items() if name in _Tokens.model_fields})
    problems += [_NEEDED[need] for need in needs if not getattr(tokens, f"slack_{need}")]
    if problems or settings is None:
        raise WrongSettings(problems)
    return settings


_NEEDED: dict[Need, str] = {
    "bot_token": "SLACK_BOT_TOKEN is not set. Copy the Bot User OAuth Token (xoxb-…) from your Slack app's "
    "“OAuth & Permissions” page.",
    "app_token": "SLACK_APP_TOKEN is not set. Make an app-level token (xapp-…) with the scope connections:write on "
    "your Slack app's “Basic Information” page.",
    "signing_secret": "SLACK_SIGNING_SECRET is not set. Copy it from your Slack app's “Basic Information” page.",
}


def _sentence(error: Any) -> str:
    """One problem as "NAME is … ." """
    name = "_".join(str(part) for part in error["loc"][:1]).upper()
    message = str(error["msg"]).removeprefix("Value error, ")
    if not name:
        return message.rstrip(".") + "."
    if error["type"] == "value_error":
        return f"{name} {message.rstrip('.')}."
    return f'{name} is "{error["input"]}": {message[:1].lower()}{message[1:].rstrip(".")}.'


_HOST = re.compile(r"(?:[A-Za-z0-9_-]+\.)*[A-Za-z0-9_-]+\.?|\[?[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*\]?")
_INVISIBLE = "\ufeff\u200b\u200c\u200d\u2060\0"
_QUOTES = {'"': '"', "'": "'", "“": "”", "‘": "’"}


def _stripped(value: str) -> str:
    """Without white space and unseen marks around it, and without quotes around the whole."""
    while True:
        inner = value.strip().strip(_INVISIBLE)
        if len(inner) > 1 and _QUOTES.get(inner[0]) == inner[-1]:
            inner = inner[1:-1]
        if inner == value:
            return value
        value = inner


def _is_hidden(character: str, *, in_token: bool) -> bool:
    """Whether nobody would see this character, or, in a token, whether none has it."""
    if in_token:
        return not "!" <= character <= "~"
    return unicodedata.category(character) in ("Cc", "Zl", "Zp")


def secrets_of(settings: Settings) -> list[str]:
    """All that must not be printed."""
    url = normal_url(settings.database_url)
    in_query = [str(value) for name, value in url.query.items() if "password" in name or "secret" in name]
    tokens = [settings.slack_bot_token, settings.slack_app_token, settings.slack_signing_secret, *settings.token_keys]
    return [each for each in [*tokens, url.password or "", *in_query] if each]


def _starting_with(value: str, *beginnings: str, what: str) -> str:
    if value and not value.startswith(beginnings):
        raise ValueError(f"is not {what}: it should begin with {beginnings[0]}")
    return value


def _keys(text: str) -> tuple[str, ...]:
    """Keys with commas between them. What is none of them is not repeated: it may be a key with a slip in it."""
    keys = tuple(part.strip() for part in text.split(","))
    for number, key in enumerate(keys, start=1):
        if not is_key(key):
            raise ValueError(f"has no key in place {number}. `outcome-bot key` makes one; put commas between several")
    return keys


def _hosts(text: str) -> tuple[str, ...]:
    """Names or numeric addresses of hosts with commas between them."""
    hosts = tuple(part.strip() for part in text.split(",") if part.strip())
    for host in hosts:
        if not _HOST.fullmatch(host):
            raise ValueError(
                f'has "{host}", which is no host. Write names alone, without https:// and ports: figures.internal'
            )
    return hosts


def _place(text: str, names: tuple[str, ...], what: str) -> int:
    """Where the name stands among them, in full or cut short, from 0."""
    try:
        return names.index(text.strip().lower()[:3])
    except ValueError:
        raise ValueError(f'is "{text}", which is not {what}') from None


def _days(text: str) -> frozenset[int]:
    """ "mon-fri", "sun-thu" or "mon,tue,thu" as weekday numbers, Monday 0."""
    days: set[int] = set()
    for part in text.lower().replace(" ", "").split(","):
        first, dash, last = part.partition("-")
        try:
            start, end = _DAYS.index(first[:3]), _DAYS.index((last if dash else first)[:3])
        except ValueError:
            raise ValueError(f'is "{text}"; write days as mon-fri or mon,tue,thu') from None
        days.update((start + offset) % 7 for offset in range((end - start) % 7 + 1))
    return frozenset(days)
