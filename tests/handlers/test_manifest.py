"""The manifest asks Slack for what the handlers answer, no more and no less."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

import handlers
from bot.views.ids import Shortcut
from handlers.app import COMMANDS
from handlers.channels import CHANNEL_EVENTS
from tests.handlers.conftest import MANIFEST

SOURCES = [path.read_text() for path in Path(handlers.__file__).parent.glob("*.py")]


@pytest.fixture(scope="module")
def manifest() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(MANIFEST.read_text())
    return loaded


def test_every_command_is_declared_with_its_verbs_and_escaped(manifest: dict[str, Any]) -> None:
    declared = {each["command"]: each for each in manifest["features"]["slash_commands"]}

    assert list(declared) == [command.name for command in COMMANDS]
    for command in COMMANDS:
        assert declared[command.name]["should_escape"] is True
        hint = declared[command.name]["usage_hint"]
        hinted = set(re.findall(r"[a-z]+(?:-[a-z]+)*", hint))
        assert {verb.name for verb in command.table if verb.name} - hinted <= {"weekly", "monthly"}


def test_every_shortcut_is_declared_where_its_handler_looks_for_it(manifest: dict[str, Any]) -> None:
    declared = {each["callback_id"]: each["type"] for each in manifest["features"]["shortcuts"]}

    assert declared == {
        Shortcut.LOG_DECISION: "message",
        Shortcut.LOG_EVIDENCE: "message",
        Shortcut.CHECK_IN: "global",
    }
    assert set(declared) == set(Shortcut)


def test_every_event_that_is_subscribed_to_is_listened_for(manifest: dict[str, Any]) -> None:
    subscribed = {name.partition(".")[0] for name in manifest["settings"]["event_subscriptions"]["bot_events"]}
    listened_for = {name for source in SOURCES for name in re.findall(r"app\.event\(\"(\w+)\"", source)}
    listened_for |= set(CHANNEL_EVENTS)

    assert subscribed - {"message"} == listened_for - {"message"}


def test_every_scope_says_what_it_is_for() -> None:
    lines = MANIFEST.read_text().partition("    bot:\n")[2].partition("\nsettings:")[0].strip().splitlines()

    assert lines
    assert [line for line in lines if not re.fullmatch(r"\s*- [a-z_:]+ # .+", line)] == []
