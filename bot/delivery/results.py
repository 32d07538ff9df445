"""What became of one call to Slack that posts or edits a message, by who may act on it."""

import asyncio
import json
from dataclasses import dataclass
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError

from bot import retry_after
from bot.domain.messages import Failure, FailureCode
from bot.pauses import SlackPaused
from bot.workspaces import TOKEN_REFUSED


@dataclass(frozen=True)
class Sent:
    """Slack has it, under this address."""

    channel: str
    ts: str


@dataclass(frozen=True)
class Gone:
    """Slack does not have it any more, as was asked for."""


@dataclass(frozen=True)
class TryLater:
    """Slack certainly does not have it. `after` is the pause in seconds that "too many requests" calls for;
    `holds_back_all` says that it is for everything that goes to that workspace, and not for this message alone.
    """

    why: Failure
    after: float | None = None
    holds_back_all: bool = False


@dataclass(frozen=True)
class Unclear:
    """Slack may have it or not: only its own history can tell."""

    why: Failure


@dataclass(frozen=True)
class Impossible:
    """This message can never arrive there; somebody has to know."""

    why: Failure


@dataclass(frozen=True)
class LockedOut:
    """Nothing at all can be sent to this workspace until an operator does something."""

    why: Failure


@dataclass(frozen=True)
class NotOurs:
    """This process cannot speak with that workspace; another one may."""


Result = Sent | Gone | TryLater | Unclear | Impossible | LockedOut | NotOurs

_LOCKED_OUT = TOKEN_REFUSED | {
    "app_missing_action_url",
    "ekm_access_denied",
    "missing_scope",
    "no_permission",
    "not_allowed_token_type",
    "org_login_required",
    "team_access_not_granted",
}
_UNCLEAR = frozenset({"fatal_error", "internal_error", "request_timeout", "service_unavailable"})
_LATER = frozenset(
    {"message_limit_exceeded", "rate_limited", "ratelimited", "restricted_too_many", "team_added_to_org"}
)
_NOT_CONNECTED = (aiohttp.ClientConnectorError,)  # name not found, refused, TLS: nothing was sent


def of_answer(answer: Any) -> Result:
    """What an answer says about the message: Slack has it, unless it does not say where."""
    channel, ts = answer.get("channel"), answer.get("ts")
    if not (isinstance(channel, str) and isinstance(ts, str)):
        return Unclear(Failure(FailureCode.NO_ADDRESS))
    return Sent(channel, ts)


def classify(error: BaseException) -> Result:
    """What an exception from slack-sdk says about the message.

    `internal_error` and `fatal_error` are Slack's own words for "part of it may have succeeded". Whatever is
    not known for certain counts as unclear: asking the history is cheap, a doubled message is not.
    """
    if isinstance(error, SlackPaused):
        return TryLater(Failure(FailureCode.REFUSED, f"{error.method} is paused"), after=error.after)
    if isinstance(error, SlackApiError):
        return _of_answer(error)
    if isinstance(error, _NOT_CONNECTED):
        return TryLater(Failure(FailureCode.NOT_CONNECTED, str(error)))
    if isinstance(error, TimeoutError | asyncio.CancelledError | aiohttp.ClientError | OSError | json.JSONDecodeError):
        return Unclear(Failure(FailureCode.NO_ANSWER, f"{type(error).__name__}: {error}"))
    return Unclear(Failure(FailureCode.UNEXPECTED, f"{type(error).__name__}: {error}"))


def _of_answer(error: SlackApiError) -> Result:
    response = error.response
    status = getattr(response, "status_code", 200)
    body = getattr(response, "data", response)
    name = body.get("error", "") if isinstance(body, dict) else ""
    if status == 429 or name in _LATER:
        headers = {key.lower(): value for key, value in (getattr(response, "headers", None) or {}).items()}
        asked_for = retry_after.seconds_asked_for(headers.get("retry-after"))
        after = retry_after.DEFAULT if asked_for is None and status == 429 else asked_for
        return TryLater(_failure(name, status), after=after, holds_back_all=_is_a_post(response))
    if status >= 500 or name in _UNCLEAR or not name:
        return Unclear(_failure(name, status))
    if name in _LOCKED_OUT:
        return LockedOut(_failure(name, status))
    details = body.get("errors") if isinstance(body, dict) else None
    return Impossible(_failure(f"{name}: {'; '.join(map(str, details))}" if details else name, status))


def _failure(name: str, status: int) -> Failure:
    return Failure(FailureCode.REFUSED, name) if name else Failure(FailureCode.STATUS, str(status))


def _is_a_post(response: object) -> bool:
    """Whether it answers `chat.postMessage`, whose limits the outbox keeps for all messages together; any other method
    is limited alone.
    """
    return str(getattr(response, "api_url", "")).endswith("chat.postMessage")
