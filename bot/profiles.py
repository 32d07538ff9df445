"""What Slack says about a person, and the one place that decides whether the bot has to do with them."""

import logging
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum, auto
from typing import Any

from slack_sdk.errors import SlackApiError

from bot.actions.people import Profile
from bot.domain.typed_text import legible, storable
from bot.pauses import SlackPaused
from bot.slack_client import SlackClient, pages
from bot.workspaces import error_name

log = logging.getLogger(__name__)

SLACKBOT = "USLACKBOT"
"""Slack's own, which `users.info` does not call a bot."""
_NOBODY_HERE = ("user_not_found", "user_not_visible", "users_not_found")
_A_PAGE = 200


class Standing(Enum):
    """Whether the bot serves and asks an account, and why not."""

    SERVED = auto()
    """A person of this workspace, guests included."""
    DEACTIVATED = auto()
    APP = auto()
    STRANGER = auto()
    """Somebody of another workspace, met in a shared channel; or nobody at all."""


@dataclass(frozen=True)
class Told:
    """What Slack says about an account now. `channel_ids` are the channels that a guest is in."""

    standing: Standing
    profile: Profile
    channel_ids: frozenset[str] = frozenset()


_NOBODY = Told(Standing.STRANGER, Profile(name="", zone=None, locale=None, is_admin=False, is_deactivated=True))


async def fetch_person(client: SlackClient, user_id: str, *, team_id: str) -> Told | None:
    """What Slack says about this account in that workspace; None where it cannot say, and is to be asked later."""
    try:
        answer = await client.users_info(user=user_id, include_locale=True)
        user: dict[str, Any] = answer["user"]
        told = Told(standing_of(user, team_id=team_id), profile_of(user, team_id=team_id))
        if told.standing is Standing.SERVED and told.profile.is_guest:
            return Told(told.standing, told.profile, await _channels_of(client, user_id))
    except SlackApiError as error:
        if error_name(error) in _NOBODY_HERE:
            return _NOBODY
        log.warning("cannot ask about %s: %s", user_id, error_name(error))
        return None
    except SlackPaused:
        return None
    except Exception as error:  # noqa: BLE001  # the network, or an answer that is none: asked again later
        log.warning("cannot ask about %s: %s: %s", user_id, type(error).__name__, error)
        return None
    return told


def standing_of(user: dict[str, Any], *, team_id: str) -> Standing:
    """Whether the workspace `team_id` counts this account, a `user` object of Slack's, among its people."""
    if user.get("is_bot") or user.get("id") == SLACKBOT:
        return Standing.APP
    if user.get("is_stranger") or not _belongs(user, team_id):
        return Standing.STRANGER
    return Standing.DEACTIVATED if user.get("deleted") else Standing.SERVED


def profile_of(user: dict[str, Any], *, team_id: str) -> Profile:
    """The profile in a `user` object, as users.info and the user_change event carry it."""
    details = user.get("profile") or {}
    name = details.get("display_name") or user.get("real_name") or details.get("real_name") or user.get("name") or ""
    return Profile(
        name=legible(name).strip(),
        zone=user.get("tz"),
        locale=user.get("locale"),
        is_admin=bool(user.get("is_admin") or user.get("is_owner")),
        is_deactivated=standing_of(user, team_id=team_id) is not Standing.SERVED,
        is_guest=bool(user.get("is_restricted") or user.get("is_ultra_restricted")),
        status_text=storable(details.get("status_text") or ""),
        status_emoji=storable(details.get("status_emoji") or ""),
        status_until=instant_of(details.get("status_expiration")),
    )


def instant_of(seconds: Any) -> datetime | None:
    """The instant that Slack gives in seconds; None for 0, which means never, and for what is none."""
    try:
        return datetime.fromtimestamp(int(seconds), UTC) if seconds else None
    except (ValueError, TypeError, OverflowError, OSError):
        return None


def _belongs(user: dict[str, Any], team_id: str) -> bool:
    """In an Enterprise organisation somebody's own workspace may be another one, and this one of the list of theirs."""
    own = user.get("team_id")
    teams = (user.get("enterprise_user") or {}).get("teams") or ()
    return own is None or own == team_id or team_id in teams


async def _channels_of(client: SlackClient, user_id: str) -> frozenset[str]:
    """The channels that somebody is in, as far as the bot may know: all public ones, and private ones that it is in."""
    found: set[str] = set()
    kinds = "public_channel,private_channel"
    async for page in pages(client.users_conversations, user=user_id, types=kinds, limit=_A_PAGE):
        found |= {channel["id"] for channel in page["channels"]}
    return frozenset(found)
