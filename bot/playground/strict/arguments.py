"""What Slack refuses in a call before it looks at any content: names and types of arguments.

Arguments have one meaning each, whichever method they belong to, so their types are kept by name. Form-encoded
calls send everything as strings: a number, a flag or JSON inside a string is as good as the real thing.
"""

import json
from collections.abc import Iterator
from typing import Any

from bot.playground.strict.methods import METHODS, RESPONSE_URL, Method
from bot.playground.strict.refusal import Refusal, refuse


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


NUMBERS = _words("limit count page length post_at")
FLAGS = _words(
    "as_user delete_original exclude_archived force include_all_metadata include_categories include_count "
    "include_disabled include_labels include_locale include_num_members include_slackbot_availability "
    "include_users inclusive is_private link_names mrkdwn prevent_creation replace_original reply_broadcast "
    "return_im show_files_hidden_by_limit test unfurl_links unfurl_media user_auth_required"
)
LISTS = _words("attachments blocks files user_auth_blocks")
OBJECTS = _words("message metadata unfurls view")
LISTS_OR_COMMAS = _words("channels file_ids types users")

_FLAG_WORDS = _words("true false 1 0")
# The content checks have names of their own for these, such as invalid_blocks_format.
_OWN_ERRORS = {
    "blocks": "invalid_blocks_format",
    "attachments": "invalid_attachments",
    "metadata": "invalid_metadata_format",
}
_VIEW_TYPES = {"views.open": "modal", "views.push": "modal", "views.publish": "home"}
_MOST_LISTED = {"conversations.history": 999, "conversations.replies": 999}
MOST_LISTED = 1_000
MOST_CHANNELS = 100


def check_arguments(method: str, arguments: dict[str, Any]) -> Refusal | None:
    """The refusal of a Web API call for its method or its arguments, or None when Slack would look at the content.

    `arguments` has no token in it. One that is None counts as not given. "response_url" is taken for a
    method too: the body posted to one has names of its own.
    """
    known = RESPONSE_URL if method == "response_url" else METHODS.get(method)
    if known is None:
        return Refusal("unknown_method")
    if known.anything:
        return None
    given = {name: value for name, value in arguments.items() if value is not None}
    if faults := [*_unknown(known, given), *_missing(known, given)]:
        return Refusal("invalid_arguments", tuple(f"[ERROR] {fault}" for fault in faults))
    for name, value in given.items():
        if sentence := _wrong_type(name, value):
            return refuse(_OWN_ERRORS.get(name, "invalid_arguments"), sentence, f"/{name}")
    return _check_together(method, given)


def _unknown(method: Method, given: dict[str, Any]) -> Iterator[str]:
    for name in given:
        if name not in method.known:
            yield f"unknown field: {name}"


def _missing(method: Method, given: dict[str, Any]) -> Iterator[str]:
    for name in sorted(method.needs):
        if name not in given or given[name] == "":
            yield f"missing required field: {name}"
    if method.one_of and len(method.one_of & given.keys()) != 1:
        yield f"must define exactly one of {' or '.join(f'`{name}`' for name in sorted(method.one_of))}"


def _wrong_type(name: str, value: Any) -> str | None:
    if name in NUMBERS:
        return None if _is_whole(value) else "must provide an integer"
    if name in FLAGS:
        return None if isinstance(value, bool) or str(value) in _FLAG_WORDS else "must provide a boolean"
    if name in LISTS:
        return None if isinstance(_decoded(value), list) else "must provide an array"
    if name in OBJECTS:
        return None if isinstance(_decoded(value), dict) else "must provide an object"
    if name in LISTS_OR_COMMAS and isinstance(value, list):
        return None if all(isinstance(item, str) for item in value) else "must provide strings"
    return None if isinstance(value, str) else "must provide a string"


def _is_whole(value: Any) -> bool:
    if isinstance(value, str):
        return value.removeprefix("-").isdecimal()
    return isinstance(value, int) and not isinstance(value, bool)


def _decoded(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return None


def _check_together(method: str, given: dict[str, Any]) -> Refusal | None:
    if "limit" in given and not 1 <= int(given["limit"]) <= _MOST_LISTED.get(method, MOST_LISTED):
        return Refusal("invalid_limit")
    if method == "files.getUploadURLExternal" and int(given["length"]) < 1:
        return refuse("invalid_arguments", "must be at least 1", "/length")
    if method == "files.completeUploadExternal":
        return _check_upload(given)
    if wanted := _VIEW_TYPES.get(method):
        return _check_view_type(_decoded(given["view"]), wanted)
    return None


def _check_view_type(view: dict[str, Any], wanted: str) -> Refusal | None:
    if view.get("type") in (wanted, None):
        return None
    return refuse("invalid_arguments", f"unsupported type: {view['type']}", "/view/type")


def _check_upload(given: dict[str, Any]) -> Refusal | None:
    files = _decoded(given["files"])
    if not files or not all(isinstance(file, dict) and isinstance(file.get("id"), str) for file in files):
        return refuse("invalid_arguments", "missing required field: id", "/files/0")
    channels = given.get("channels") or []
    listed = channels.split(",") if isinstance(channels, str) else channels
    if len(listed) > MOST_CHANNELS:
        return refuse("invalid_arguments", f"no more than {MOST_CHANNELS} items allowed", "/channels")
    if "thread_ts" in given and len(listed) + ("channel_id" in given) != 1:
        return refuse("invalid_arguments", "`thread_ts` needs exactly one channel")
    return None
