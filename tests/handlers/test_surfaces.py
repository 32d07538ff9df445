"""Where a request came from, read from payloads in the forms in which Slack sends them."""

from typing import Any

import pytest

from handlers.surfaces import Origin, Surface, depth_of, origin_of, surface_of

USER = {"id": "U1", "username": "alice", "name": "alice", "team_id": "T1"}
COMMAND = {
    "token": "x",
    "team_id": "T1",
    "channel_id": "C1",
    "channel_name": "shelter",
    "user_id": "U1",
    "user_name": "alice",
    "command": "/reading",
    "text": "csat 84",
    "api_app_id": "A1",
    "response_url": "https://hooks.slack.com/commands/1",
    "trigger_id": "1.2.a",
}
PRESS = {"type": "block_actions", "user": USER, "team": {"id": "T1"}, "trigger_id": "1.2.b", "actions": [{}]}
IN_A_MESSAGE = PRESS | {
    "container": {"type": "message", "message_ts": "1.1", "channel_id": "C1", "is_ephemeral": False},
    "channel": {"id": "C1", "name": "shelter"},
    "message": {"type": "message", "text": "Due", "ts": "1.1"},
    "state": {"values": {}},
    "response_url": "https://hooks.slack.com/actions/1",
}
IN_AN_EPHEMERAL_MESSAGE = {key: value for key, value in IN_A_MESSAGE.items() if key != "message"}
IN_AN_ATTACHMENT = IN_A_MESSAGE | {"container": {"type": "message_attachment", "attachment_id": 1, "channel_id": "C1"}}
MODAL = {"id": "V1", "type": "modal", "callback_id": "check_in_form", "root_view_id": "V1", "previous_view_id": None}
HOME = {"id": "V2", "type": "home", "callback_id": "", "root_view_id": "V2", "previous_view_id": None}
IN_A_MODAL = PRESS | {"container": {"type": "view", "view_id": "V1"}, "view": MODAL}
IN_HOME = PRESS | {"container": {"type": "view", "view_id": "V2"}, "view": HOME}
SUBMISSION = {"type": "view_submission", "user": USER, "trigger_id": "1.2.c", "view": MODAL, "response_urls": []}
CLOSED = {"type": "view_closed", "user": USER, "view": MODAL, "is_cleared": False}
SHORTCUT = {"type": "shortcut", "user": USER, "callback_id": "check_in", "action_ts": "1.3", "trigger_id": "1.2.d"}
MESSAGE_SHORTCUT = {
    "type": "message_action",
    "user": USER,
    "callback_id": "record",
    "trigger_id": "1.2.e",
    "response_url": "https://hooks.slack.com/app/1",
    "channel": {"id": "C1", "name": "shelter"},
    "message": {"type": "message", "user": "U2", "text": "84 this week", "ts": "1.1"},
}
SAID = {"type": "message", "channel_type": "im", "channel": "D1", "user": "U1", "team": "T1", "text": "84", "ts": "1.4"}

CHANGED: dict[str, Any] = {
    "type": "message",
    "subtype": "message_changed",
    "channel_type": "im",
    "channel": "D1",
    "ts": "1.5",
    "message": {
        "type": "message",
        "user": "U1",
        "team": "T1",
        "text": "85",
        "ts": "1.4",
        "edited": {"user": "U1", "ts": "1.5"},
    },
    "previous_message": SAID,
}


def _event(event: dict[str, Any]) -> dict[str, Any]:
    return {"type": "event_callback", "team_id": "T1", "event_id": "Ev1", "event": event}


@pytest.mark.parametrize(
    ("body", "surface"),
    [
        (COMMAND, Surface.COMMAND),
        (IN_A_MESSAGE, Surface.MESSAGE),
        (IN_A_MESSAGE | {"view": None}, Surface.MESSAGE),
        (IN_AN_EPHEMERAL_MESSAGE, Surface.MESSAGE),
        (IN_AN_ATTACHMENT, Surface.MESSAGE),
        (IN_A_MESSAGE | {"type": "block_suggestion"}, Surface.MESSAGE),
        (IN_A_MODAL, Surface.MODAL),
        (SUBMISSION, Surface.MODAL),
        (CLOSED, Surface.MODAL),
        (IN_A_MODAL | {"type": "block_suggestion"}, Surface.MODAL),
        (IN_HOME, Surface.HOME),
        (IN_HOME | {"type": "block_suggestion"}, Surface.HOME),
        (SHORTCUT, Surface.SHORTCUT),
        (MESSAGE_SHORTCUT, Surface.SHORTCUT),
        (_event(SAID), Surface.DIRECT_MESSAGE),
        (_event(SAID | {"thread_ts": "1.1"}), Surface.DIRECT_MESSAGE),
        (_event(SAID | {"subtype": "file_share", "files": [{"id": "F1"}]}), Surface.DIRECT_MESSAGE),
        (_event(SAID | {"subtype": "thread_broadcast", "thread_ts": "1.1"}), Surface.DIRECT_MESSAGE),
        (_event(SAID | {"subtype": "me_message"}), Surface.DIRECT_MESSAGE),
        (_event(CHANGED), Surface.DIRECT_MESSAGE),
    ],
)
def test_every_kind_of_payload_has_its_surface(body: dict[str, Any], surface: Surface) -> None:
    assert surface_of(body) is surface


@pytest.mark.parametrize(
    "body",
    [
        _event(SAID | {"channel_type": "channel"}),
        _event(SAID | {"channel_type": "mpim"}),
        _event(SAID | {"bot_id": "B1"}),
        _event(SAID | {"subtype": "message_changed"}),
        _event(CHANGED | {"previous_message": CHANGED["message"]}),
        _event(CHANGED | {"message": CHANGED["message"] | {"bot_id": "B1"}}),
        _event(CHANGED | {"message": "csat 85"}),
        _event(SAID | {"subtype": "file_share", "bot_id": "B1"}),
        _event({key: value for key, value in SAID.items() if key != "user"}),
        _event({"type": "user_change", "user": USER}),
        _event({"type": "app_home_opened", "user": "U1", "channel": "D1", "tab": "home", "view": HOME}),
        {"type": "url_verification", "challenge": "x"},
        {"ssl_check": "1"},
        {},
    ],
)
def test_what_no_person_asked_for_has_no_origin(body: dict[str, Any]) -> None:
    assert origin_of(body) is None


def test_a_command_is_answered_at_its_address_or_with_its_trigger() -> None:
    assert origin_of(COMMAND) == Origin(
        Surface.COMMAND,
        "U1",
        trigger_id="1.2.a",
        response_url="https://hooks.slack.com/commands/1",
        channel_id="C1",
    )


def test_a_button_in_home_has_a_trigger_and_no_address() -> None:
    assert origin_of(IN_HOME) == Origin(Surface.HOME, "U1", team_id="T1", trigger_id="1.2.b", view=HOME)


def test_a_message_to_the_bot_has_a_channel_and_no_trigger() -> None:
    assert origin_of(_event(SAID | {"thread_ts": "1.1"})) == Origin(
        Surface.DIRECT_MESSAGE, "U1", team_id="T1", channel_id="D1", thread_ts="1.1"
    )


def test_a_message_of_another_workspace_names_the_one_of_its_writer() -> None:
    origin = origin_of(_event(SAID | {"user_team": "T2"}))
    assert origin is not None
    assert origin.team_id == "T2"


def test_only_a_shortcut_beside_a_message_has_an_address() -> None:
    beside, everywhere = origin_of(MESSAGE_SHORTCUT), origin_of(SHORTCUT)
    assert beside is not None
    assert everywhere is not None
    assert (beside.response_url, beside.channel_id) == ("https://hooks.slack.com/app/1", "C1")
    assert (everywhere.response_url, everywhere.channel_id) == ("", "")


@pytest.mark.parametrize(
    ("previous", "root", "depth"), [(None, "V1", 1), ("", "V1", 1), ("V1", "V1", 2), ("V2", "V1", 3)]
)
def test_the_depth_of_a_form_counts_the_ones_below(previous: str | None, root: str, depth: int) -> None:
    assert depth_of({"previous_view_id": previous, "root_view_id": root}) == depth


def test_a_message_that_does_not_say_where_it_was_written_is_nobodys() -> None:
    message = {"type": "message", "channel_type": "im", "user": "U1", "ts": "1774602000.000100"}
    assert surface_of({"event": message | {"channel": "D1"}}) is Surface.DIRECT_MESSAGE
    assert surface_of({"event": message}) is None
