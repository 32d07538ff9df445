"""What is a payload of Slack's and what is not: the types that every listener takes for granted."""

from typing import Any

import pytest

from bot.payloads import MalformedPayload, clipped, kind_of, require_well_formed

USER = {"id": "U1", "name": "alice", "team_id": "T1"}
COMMAND: dict[str, Any] = {
    "command": "/reading",
    "text": "csat 84",
    "team_id": "T1",
    "user_id": "U1",
    "channel_id": "C1",
}
PRESS: dict[str, Any] = {
    "type": "block_actions",
    "user": USER,
    "team": {"id": "T1"},
    "actions": [{"action_id": "undo_reading", "block_id": "b", "value": "1"}],
}
VIEW: dict[str, Any] = {"id": "V1", "type": "modal", "callback_id": "check_in_form", "state": {"values": {}}}
SUBMISSION: dict[str, Any] = {"type": "view_submission", "user": USER, "team": {"id": "T1"}, "view": VIEW}
QUESTION: dict[str, Any] = {"type": "block_suggestion", "user": USER, "action_id": "typed", "value": "a", "view": VIEW}
BESIDE: dict[str, Any] = {
    "type": "message_action",
    "user": USER,
    "callback_id": "log_decision",
    "channel": {"id": "C1", "name": "shelter"},
    "message": {"user": "U2", "ts": "1.1", "thread_ts": "1.0", "text": "We open on Saturdays"},
}
WRITTEN: dict[str, Any] = {
    "type": "message",
    "channel": "D1",
    "channel_type": "im",
    "user": "U1",
    "ts": "1.1",
    "text": "x",
}


def event(**fields: Any) -> dict[str, Any]:
    return {"type": "event_callback", "team_id": "T1", "event_id": "Ev1", "event": fields}


def filled_in(typed: Any) -> dict[str, Any]:
    return SUBMISSION | {"view": VIEW | {"state": {"values": {"7": {"typed": typed}}}}}


GOOD: list[dict[str, Any]] = [
    COMMAND,
    COMMAND | {"text": "", "channel_id": "", "trigger_id": "", "response_url": ""},
    SUBMISSION | {"view": VIEW | {"previous_view_id": "", "private_metadata": ""}},
    COMMAND | {"text": "half a character: \ud800"},
    PRESS,
    SUBMISSION,
    filled_in({"type": "plain_text_input", "value": None}),
    filled_in({"type": "static_select", "selected_option": {"value": "week"}}),
    QUESTION,
    SUBMISSION | {"type": "view_closed", "view": {"id": "V1", "type": "modal", "callback_id": "x"}},
    SUBMISSION | {"team": None, "enterprise": {"id": "E1", "name": "Org"}, "is_enterprise_install": True},
    {"type": "shortcut", "user": USER, "callback_id": "x"},
    BESIDE,
    BESIDE | {"message": {"bot_id": "B1", "bot_profile": {"name": "CI"}, "username": None, "blocks": []}},
    {"type": "message_action", "user": USER, "callback_id": "x"},
    {"type": "app_rate_limited", "team_id": "T1", "minute_rate_limited": 1},
    {"type": "url_verification", "challenge": "x"},
    {"ssl_check": "1", "token": "x"},
    event(**WRITTEN),
    event(type="message", subtype="message_changed", channel="C1", ts="1.1", message={"user": "U1"}),
    event(type="user_change", user={"id": "U1", "profile": {"display_name": "Alice"}, "tz": None}),
    event(type="member_joined_channel", user="U1", channel="C1"),
    event(type="channel_rename", channel={"id": "C1", "name": "new"}),
    event(type="something_new", user={"id": "U1"}, channel=None),
]

BAD: list[tuple[Any, str]] = [
    ([], "a list in place of an object"),
    ({}, "neither a command nor anything with a type"),
    ({"type": ["block_actions"]}, "neither a command nor anything with a type"),
    (COMMAND | {"text": 84}, "command: text: "),
    (COMMAND | {"user_id": None}, "command: user_id: "),
    (COMMAND | {"user_id": "U\ud800"}, "command: user_id: "),
    (COMMAND | {"channel_id": "C\x00"}, "command: channel_id: "),
    (COMMAND | {"user_id": "U" * 256}, "command: user_id: "),
    (COMMAND | {"response_url": "ftp://somewhere"}, "command: response_url: "),
    ({key: value for key, value in PRESS.items() if key != "user"}, "block_actions: user: "),
    (PRESS | {"user": ["id"]}, "block_actions: user: "),
    (PRESS | {"actions": []}, "block_actions: actions: "),
    (PRESS | {"actions": [{}]}, "block_actions: actions.0.action_id: "),
    (PRESS | {"actions": [{"action_id": "undo_reading", "value": 1}]}, "block_actions: actions.0.value: "),
    (SUBMISSION | {"view": {"id": "V1", "type": "modal", "callback_id": "x"}}, "view_submission: view.state: "),
    (SUBMISSION | {"view": None}, "view_submission: view: "),
    (SUBMISSION | {"view": VIEW | {"private_metadata": 7}}, "view_submission: view.private_metadata: "),
    (filled_in({"value": 5}), "view_submission: view.state.values.7.typed.value: "),
    (filled_in([]), "view_submission: view.state.values.7.typed: "),
    ({"ssl_check": "yes"}, "ssl_check: ssl_check: "),
    (QUESTION | {"action_id": {}}, "block_suggestion: action_id: "),
    (BESIDE | {"message": "We open"}, "message_action: message: "),
    (BESIDE | {"message": {"text": 5}}, "message_action: message.text: "),
    (BESIDE | {"message": {"ts": 1.1}}, "message_action: message.ts: "),
    (BESIDE | {"message": {"bot_profile": "CI"}}, "message_action: message.bot_profile: "),
    (BESIDE | {"channel": {"id": "C1", "name": 5}}, "message_action: channel.name: "),
    (event(), "event_callback: event.type: "),
    ({"type": "event_callback", "event": "message"}, "event_callback: event: "),
    (event(**WRITTEN | {"text": 5}), "event message: text: "),
    (event(**WRITTEN | {"user": None}), "event message: : Value error, nobody wrote it"),
    (event(type="user_change", user="U1"), "event user_change: user: "),
    (event(type="member_left_channel", channel="C1"), "event member_left_channel: user: "),
    ({"type": "of_version_one", "event": "message"}, "of_version_one: event: "),
    (COMMAND | {"user": ["id"]}, "command: user."),
    ({"type": "of_version_one", "actions": ["shelter"]}, "of_version_one: actions.0: "),
    (event(**WRITTEN) | {"actions": ["shelter"]}, "event_callback: actions.0: "),
    (COMMAND | {"event": 5}, "command: event: "),
    (event(type="of_version_one", item={"channel": ["id"]}), "event_callback: event.item.channel"),
    ({"type": "event_callback", "event": WRITTEN, "authorizations": 5}, "event_callback: authorizations: "),
]


@pytest.mark.parametrize("payload", GOOD)
def test_what_slack_sends_is_taken(payload: dict[str, Any]) -> None:
    require_well_formed(payload)


@pytest.mark.parametrize(("payload", "why"), BAD)
def test_anything_else_is_refused_by_its_place(payload: Any, why: str) -> None:
    with pytest.raises(MalformedPayload) as refused:
        require_well_formed(payload)
    assert str(refused.value).startswith(why)


@pytest.mark.parametrize(
    ("payload", "named"),
    [
        (COMMAND, "/reading"),
        (PRESS, "block_actions undo_reading"),
        (SUBMISSION, "view_submission check_in_form"),
        (QUESTION, "block_suggestion typed"),
        (event(**WRITTEN), "event message"),
        (COMMAND | {"command": "/x\ny\u202e"}, r"/x\ny\u202e"),
    ],
)
def test_the_log_names_what_came(payload: dict[str, Any], named: str) -> None:
    assert kind_of(payload) == named


def test_words_of_others_in_the_log_are_short_and_plain() -> None:
    assert clipped("a\nb\u202e" + "c" * 500) == r"a\nb\u202e" + "c" * (120 - 10) + "…"
