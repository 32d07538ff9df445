"""What an app manifest says about the app: its commands, shortcuts, scopes, events and how it is reached."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

MOST_COMMANDS = 50
LONGEST_COMMAND = 32
MOST_SHORTCUTS = 10
LONGEST_SHORTCUT = 24
LONGEST_CALLBACK = 255
LONGEST_DESCRIPTION = 150


@dataclass(frozen=True)
class SlashCommand:
    """One slash command of the app."""

    name: str
    should_escape: bool = False
    description: str = ""
    usage_hint: str = ""


@dataclass(frozen=True)
class Shortcut:
    """One entry of the shortcuts menu, or with `of_message` of the menu beside a message."""

    name: str
    callback_id: str
    of_message: bool = False
    description: str = ""


@dataclass(frozen=True)
class AppManifest:
    """The app as its manifest describes it."""

    name: str
    commands: Mapping[str, SlashCommand]
    shortcuts: Mapping[str, Shortcut]
    scopes: frozenset[str]
    events: frozenset[str]
    socket_mode: bool
    request_url: str | None
    home_tab: bool
    messages_tab: bool
    messages_tab_read_only: bool
    interactive: bool


def read_manifest(source: Mapping[str, Any] | Path | str) -> AppManifest:
    """The app that a manifest, or a YAML file with one, describes. Raises ValueError."""
    if isinstance(source, (Path, str)):
        source = yaml.safe_load(Path(source).read_text("utf-8"))
        assert isinstance(source, dict)
    features = source.get("features") or {}
    settings = source.get("settings") or {}
    home = features.get("app_home") or {}
    subscriptions = settings.get("event_subscriptions") or {}
    interactivity = settings.get("interactivity") or {}
    commands = [
        SlashCommand(
            command["command"],
            bool(command.get("should_escape", False)),
            command.get("description", ""),
            command.get("usage_hint", ""),
        )
        for command in features.get("slash_commands") or []
    ]
    if len(commands) > MOST_COMMANDS:
        raise ValueError(f"an app has at most {MOST_COMMANDS} slash commands, not {len(commands)}")
    for command in commands:
        if len(command.name) > LONGEST_COMMAND:
            raise ValueError(f"{command.name} has more than {LONGEST_COMMAND} characters")
    return AppManifest(
        name=(features.get("bot_user") or {}).get("display_name")
        or (source.get("display_information") or {}).get("name", "App"),
        commands={command.name: command for command in commands},
        shortcuts={each.name: each for each in _shortcuts(features.get("shortcuts") or [])},
        scopes=frozenset(((source.get("oauth_config") or {}).get("scopes") or {}).get("bot") or []),
        events=frozenset(subscriptions.get("bot_events") or []),
        socket_mode=bool(settings.get("socket_mode_enabled", False)),
        request_url=subscriptions.get("request_url") or interactivity.get("request_url"),
        home_tab=bool(home.get("home_tab_enabled", False)),
        messages_tab=bool(home.get("messages_tab_enabled", False)),
        messages_tab_read_only=bool(home.get("messages_tab_read_only_enabled", False)),
        interactive=bool(interactivity.get("is_enabled", False)),
    )


def _shortcuts(declared: Sequence[Mapping[str, Any]]) -> list[Shortcut]:
    if len(declared) > MOST_SHORTCUTS:
        raise ValueError(f"an app has at most {MOST_SHORTCUTS} shortcuts, not {len(declared)}")
    limits = {"name": LONGEST_SHORTCUT, "callback_id": LONGEST_CALLBACK, "description": LONGEST_DESCRIPTION}
    for each in declared:
        for part, most in limits.items():
            if not 0 < len(each.get(part) or "") <= most:
                raise ValueError(f"a shortcut needs a {part} of at most {most} characters: {each}")
        if each.get("type") not in ("global", "message"):
            raise ValueError(f"a shortcut is global or of a message: {each}")
    if len({each["callback_id"] for each in declared}) < len(declared):
        raise ValueError("two shortcuts have the same callback_id")
    return [
        Shortcut(each["name"], each["callback_id"], each["type"] == "message", each["description"]) for each in declared
    ]
