"""Slack's own slash commands with which people say how they are: `/status` and `/dnd`, wherever they type."""

import re

from bot.playground.state import User
from bot.playground.world import World

OWN_COMMANDS = ("/status", "/dnd")

_EMOJI = re.compile(r"(:[a-z0-9_+'-]+:)\s*")
_FOR = re.compile(r"(?:for )?(\d{1,4}) ?(m|min|minutes?|h|hours?)?")
_USUAL_EMOJI = ":speech_balloon:"


def own_command(world: World, user: User, name: str, text: str) -> str:
    """Do what was typed, and answer what Slackbot says."""
    text = text.strip()
    return _status(world, user, text) if name == "/status" else _dnd(world, user, text)


def set_status(world: World, user: User, text: str, emoji: str, expiration: int) -> None:
    """Give somebody this status, until the second `expiration` since 1970 or, for 0, until they change it."""
    user.status_text, user.status_emoji, user.status_expiration = text, emoji, expiration
    world.events.user_changed(user)
    world.changes.tell()


def pause_notifications(world: World, user: User, minutes: int) -> None:
    """Have nothing disturb somebody for so long; for 0 they are told again."""
    since = int(world.clock.seconds()) if minutes else 0
    world.events.do_not_disturb(user, since=since, until=since + 60 * minutes)
    world.changes.tell()


def _status(world: World, user: User, text: str) -> str:
    if text in ("", "clear"):
        set_status(world, user, "", "", 0)
        return "Your status has been cleared."
    found = _EMOJI.match(text)
    said = text[found.end() :] if found else text
    set_status(world, user, said, found[1] if found else _USUAL_EMOJI, 0)
    return f"Your status has been set to {user.status_emoji} {said}".rstrip() + "."


def _dnd(world: World, user: User, text: str) -> str:
    found = _FOR.fullmatch(text)
    if found is None:
        pause_notifications(world, user, 0)
        return "Notifications are on again."
    minutes = int(found[1]) * (60 if (found[2] or "m").startswith("h") else 1)
    pause_notifications(world, user, minutes)
    return f"Notifications are paused for {minutes} minutes."
