"""Asking Slack about a person: name, zone, locale, and whether they are still there."""

import logging
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.actions.people import Profile
from bot.domain.typed_text import legible
from bot.workspaces import error_name

log = logging.getLogger(__name__)


async def fetch_profile(client: AsyncWebClient, user_id: str) -> Profile | None:
    """What Slack says about this person now; None where it cannot say, and is to be asked again later."""
    try:
        answer = await client.users_info(user=user_id, include_locale=True)
    except SlackApiError as error:
        if error_name(error) in ("user_not_found", "user_not_visible"):
            return Profile(name="", zone=None, locale=None, is_admin=False, is_deactivated=True)
        log.warning("cannot ask about %s: %s", user_id, error_name(error))
        return None
    except Exception:  # the network: asked again later
        log.warning("cannot ask about %s", user_id, exc_info=True)
        return None
    return profile_of(answer["user"])


def profile_of(user: dict[str, Any]) -> Profile:
    """The profile in a `user` object, as users.info and the user_change event carry it."""
    details = user.get("profile") or {}
    name = details.get("display_name") or user.get("real_name") or details.get("real_name") or user.get("name", "")
    return Profile(
        name=legible(name).strip(),
        zone=user.get("tz"),
        locale=user.get("locale"),
        is_admin=bool(user.get("is_admin") or user.get("is_owner")),
        is_deactivated=bool(user.get("deleted")),
    )
