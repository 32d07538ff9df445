"""Settings from the environment (and a `.env` file): read once, checked as a whole, reported in sentences.

`config/example.env` lists every setting with its default; a test keeps the two in step.
"""

from datetime import time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import available_timezones

from pydantic import Field, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from bot.sealing import is_key

Need = Literal["bot_token", "app_token", "signing_secret"]

_EXPIRES = (
    "is a token that expires after twelve hours, and this bot does not renew it: token rotation is on for your app. "
    "Make an app from what `outcome-bot manifest` prints, which has it off, install it, and copy its token (xoxb-…)"
)
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class WrongSettings(Exception):
    """Something is missing or wrong; `problems` are all of it, a sentence each."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class Settings(BaseSettings):
    """Everything an operator can set."""

    model_config = SettingsConfigDict(env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True)

    slack_bot_token: str = Field(default="", repr=False)
    slack_app_token: str = Field(default="", repr=False)
    slack_signing_secret: str = Field(default="", repr=False)
    slack_api_url: str = "https://slack.com/api/"
    database_url: str = Field(default="sqlite:///outcome-bot.sqlite3", repr=False)
    token_keys: Annotated[tuple[str, ...], NoDecode] = Field(default=(), repr=False)

    default_zone: str = "UTC"
    working_days: Annotated[frozenset[int], NoDecode] = frozenset({0, 1, 2, 3, 4})
    reminder_time: time = time(9)
    grace_working_days: int = Field(default=2, ge=0, le=30)
    on_track_gap: int = Field(default=8, ge=0, le=100)
    at_risk_gap: int = Field(default=20, ge=0, le=100)

    host: str = "0.0.0.0"  # noqa: S104  # behind a load balancer; `run` and `worker` listen only when PORT is set
    port: int | None = Field(default=None, ge=0, le=65535)
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"

    heartbeat_seconds: float = Field(default=5, gt=0, le=60)
    send_timeout_seconds: float = Field(default=10, gt=0)
    lease_seconds: float = Field(default=60, gt=0)
    settle_seconds: float = Field(default=60, gt=0)
    messages_per_minute: Decimal = Field(default=Decimal(240), gt=0)
    channel_seconds: float = Field(default=1.05, ge=0)
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
        if not value.startswith(("sqlite:///", "postgres://", "postgresql://", "postgresql+psycopg://")):
            raise ValueError("is neither a SQLite file (sqlite:///path) nor a PostgreSQL address (postgresql://…)")
        try:
            make_url(value)
        except (ArgumentError, ValueError):
            raise ValueError("cannot be read; write it as postgresql://user:password@host:port/database") from None
        return value

    @field_validator("token_keys", mode="before")
    @classmethod
    def _as_keys(cls, value: Any) -> Any:
        return _keys(value) if isinstance(value, str) else value

    @field_validator("default_zone")
    @classmethod
    def _is_zone(cls, value: str) -> str:
        if value not in available_timezones():
            raise ValueError(f'is "{value}", which is not a time zone; use a name such as Europe/London')
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


class _Tokens(BaseSettings):
    """Only what may be missing: looked at also when something else is wrong, so that everything is said at once."""

    model_config = SettingsConfigDict(env_file=".env", env_ignore_empty=True, extra="ignore")

    slack_bot_token: str = ""
    slack_app_token: str = ""
    slack_signing_secret: str = ""


def load(*needs: Need, **overrides: Any) -> Settings:
    """The settings, with everything that this command needs. Raises `WrongSettings` with all problems at once."""
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
