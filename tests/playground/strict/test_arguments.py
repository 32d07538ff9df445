"""Calls as a whole: methods, names and types of arguments."""

import inspect
import json
from typing import Any

import pytest
from slack_sdk.web.client import WebClient

from bot.playground.strict import check_arguments
from bot.playground.strict.methods import METHODS
from tests.playground.strict.make import home, modal

MESSAGE = {"channel": "C1", "text": "84"}
UPLOAD = {"files": [{"id": "F1", "title": "a.csv"}]}


def error_of(method: str, arguments: dict[str, Any]) -> str | None:
    refusal = check_arguments(method, arguments)
    return refusal.error if refusal else None


def test_an_unknown_method_is_refused() -> None:
    assert error_of("chat.shout", MESSAGE) == "unknown_method"


@pytest.mark.parametrize(
    ("method", "arguments", "sentence"),
    [
        ("chat.postMessage", {"text": "84"}, "missing required field: channel"),
        ("chat.postMessage", {"channel": "", "text": "84"}, "missing required field: channel"),
        ("chat.postMessage", {"channel": None, "text": "84"}, "missing required field: channel"),
        ("chat.postMessage", {**MESSAGE, "client_msg_id": "1"}, "unknown field: client_msg_id"),
        ("chat.postEphemeral", {**MESSAGE, "user": "U1", "metadata": {}}, "unknown field: metadata"),
        ("chat.update", MESSAGE, "missing required field: ts"),
        ("chat.update", {**MESSAGE, "ts": "1.2", "thread_ts": "1.1"}, "unknown field: thread_ts"),
        ("chat.getPermalink", {"channel": "C1", "ts": "1.2"}, "unknown field: ts"),
        ("users.info", {}, "missing required field: user"),
        ("users.lookupByEmail", {}, "missing required field: email"),
        ("conversations.history", {}, "missing required field: channel"),
        ("conversations.replies", {"channel": "C1"}, "missing required field: ts"),
        ("conversations.open", {}, "must define exactly one of `channel` or `users`"),
        ("usergroups.users.list", {}, "missing required field: usergroup"),
        ("views.open", {"trigger_id": "1.2.a"}, "missing required field: view"),
        ("views.open", {"view": modal()}, "must define exactly one of `interactivity_pointer` or `trigger_id`"),
        ("views.update", {"view": modal()}, "must define exactly one of `external_id` or `view_id`"),
        (
            "views.update",
            {"view": modal(), "view_id": "V1", "external_id": "a"},
            "must define exactly one of `external_id` or `view_id`",
        ),
        ("views.publish", {"view": home()}, "missing required field: user_id"),
        ("views.publish", {"view": home(), "user_id": "U1", "trigger_id": "1"}, "unknown field: trigger_id"),
        (
            "blocks.validate",
            {"blocks": [], "view": {}},
            "must define exactly one of `blocks` or `message` or `view`",
        ),
        ("files.getUploadURLExternal", {"filename": "a.csv"}, "missing required field: length"),
        ("oauth.v2.access", {"client_id": "1"}, "must define exactly one of `code` or `refresh_token`"),
        ("auth.test", {"user": "U1"}, "unknown field: user"),
    ],
)
def test_names_of_arguments_are_checked(method: str, arguments: dict[str, Any], sentence: str) -> None:
    refusal = check_arguments(method, arguments)

    assert refusal is not None
    assert refusal.error == "invalid_arguments"
    assert f"[ERROR] {sentence}" in refusal.messages


@pytest.mark.parametrize(
    ("method", "arguments", "error", "pointer"),
    [
        ("chat.postMessage", {**MESSAGE, "thread_ts": 1774602000.0001}, "invalid_arguments", "/thread_ts"),
        ("chat.postMessage", {**MESSAGE, "unfurl_links": "no"}, "invalid_arguments", "/unfurl_links"),
        ("chat.postMessage", {**MESSAGE, "blocks": "[{"}, "invalid_blocks_format", "/blocks"),
        ("chat.postMessage", {**MESSAGE, "blocks": {"type": "divider"}}, "invalid_blocks_format", "/blocks"),
        ("chat.postMessage", {**MESSAGE, "metadata": "{"}, "invalid_metadata_format", "/metadata"),
        ("chat.postMessage", {**MESSAGE, "attachments": "{}"}, "invalid_attachments", "/attachments"),
        ("chat.scheduleMessage", {**MESSAGE, "post_at": "tomorrow"}, "invalid_arguments", "/post_at"),
        ("conversations.history", {"channel": "C1", "limit": "many"}, "invalid_arguments", "/limit"),
        ("views.open", {"trigger_id": "1.2.a", "view": "[]"}, "invalid_arguments", "/view"),
        ("views.open", {"trigger_id": "1.2.a", "view": home()}, "invalid_arguments", "/view/type"),
        ("views.publish", {"user_id": "U1", "view": modal()}, "invalid_arguments", "/view/type"),
        ("files.completeUploadExternal", {"files": []}, "invalid_arguments", "/files/0"),
        (
            "files.completeUploadExternal",
            {**UPLOAD, "channels": ",".join(["C1"] * 101)},
            "invalid_arguments",
            "/channels",
        ),
        ("files.getUploadURLExternal", {"filename": "a.csv", "length": 0}, "invalid_arguments", "/length"),
    ],
)
def test_types_of_arguments_are_checked(method: str, arguments: dict[str, Any], error: str, pointer: str) -> None:
    refusal = check_arguments(method, arguments)

    assert refusal is not None
    assert (refusal.error, refusal.pointer) == (error, pointer)


def test_a_file_joins_one_thread_only() -> None:
    upload = {**UPLOAD, "thread_ts": "1.2"}

    assert error_of("files.completeUploadExternal", {**upload, "channel_id": "C1"}) is None
    assert error_of("files.completeUploadExternal", upload) == "invalid_arguments"
    assert error_of("files.completeUploadExternal", {**upload, "channels": "C1,C2"}) == "invalid_arguments"


@pytest.mark.parametrize(("limit", "error"), [(0, "invalid_limit"), (1, None), ("999", None), (1000, "invalid_limit")])
def test_history_is_read_in_pages(limit: int | str, error: str | None) -> None:
    assert error_of("conversations.history", {"channel": "C1", "limit": limit}) == error


@pytest.mark.parametrize(
    ("method", "arguments"),
    [
        ("api.test", {"error": "my_error", "anything": "1"}),
        ("auth.test", {}),
        ("apps.connections.open", {}),
        ("chat.postMessage", {**MESSAGE, "unfurl_links": False, "metadata": {"event_type": "a", "event_payload": {}}}),
        ("chat.postMessage", {"channel": "C1", "blocks": json.dumps([{"type": "divider"}]), "mrkdwn": "0"}),
        ("chat.update", {**MESSAGE, "ts": "1774602000.000100", "link_names": "0", "metadata": "{}"}),
        ("chat.delete", {"channel": "C1", "ts": "1774602000.000100"}),
        ("conversations.history", {"channel": "C1", "limit": "200", "include_all_metadata": "true", "oldest": "1.2"}),
        ("conversations.open", {"users": ["U1", "U2"]}),
        ("conversations.open", {"users": "U1,U2"}),
        ("users.info", {"user": "U1", "include_locale": "1"}),
        ("views.open", {"trigger_id": "1.2.a", "view": json.dumps(modal())}),
        ("views.push", {"trigger_id": "1.2.a", "view": modal()}),
        ("views.update", {"view_id": "V1", "hash": "1", "view": modal()}),
        ("views.publish", {"user_id": "U1", "view": home()}),
        ("files.getUploadURLExternal", {"filename": "a.csv", "length": "12"}),
        ("files.completeUploadExternal", UPLOAD),
        ("oauth.v2.access", {"code": "abc"}),
        ("response_url", {"text": "84", "replace_original": True}),
    ],
)
def test_it_is_accepted(method: str, arguments: dict[str, Any]) -> None:
    assert error_of(method, arguments) is None


def test_a_response_url_knows_names_of_its_own() -> None:
    assert error_of("response_url", {"text": "84", "channel": "C1"}) == "invalid_arguments"


@pytest.mark.parametrize("method", [name for name in METHODS if name != "oauth.v2.exchange"])
def test_the_names_are_those_that_slack_sdk_sends(method: str) -> None:
    signature = inspect.signature(getattr(WebClient, method.replace(".", "_")))
    sent = signature.parameters.keys() - {"self", "kwargs", "token", "app_token"}

    assert METHODS[method].anything or sent <= METHODS[method].known
