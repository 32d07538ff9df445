"""What a payload of Slack's has to look like before anything is done with it: the one place that says so.

Whoever lets a payload in checks it here first, over HTTP and over the socket. After that the library and every
listener may take what is described here for granted: what is there has its type, and what they cannot do without is
there. Values that only a person could have put in are not judged here; those are answered with a sentence.
"""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

import httpx
from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    InstanceOf,
    StringConstraints,
    ValidationError,
    model_validator,
)

MOST_SHOWN = 120


class MalformedPayload(Exception):
    """Nothing that Slack sends. Says where it is wrong, and nothing of what stood there."""


def require_well_formed(body: Any) -> None:
    """Return if `body` is a payload as Slack sends them. Raises `MalformedPayload`."""
    if not isinstance(body, dict):
        raise MalformedPayload(f"a {type(body).__name__} in place of an object")
    kind, shape = _kind_of(body)
    try:
        shape.model_validate(body)
        if kind == _EVENT:
            kind = f"event {body['event']['type']}"
            _EVENTS.get(body["event"]["type"], _AnyEvent).model_validate(body["event"])
    except ValidationError as error:
        raise MalformedPayload(clipped(f"{kind}: {_where(error)}")) from None


def clipped(text: str) -> str:
    """Words for a line of the log, of which somebody else may have written some: short, and on one line."""
    shown = ascii(text)[1:-1]
    return shown if len(shown) <= MOST_SHOWN else f"{shown[:MOST_SHOWN]}…"


def kind_of(body: Mapping[str, Any]) -> str:
    """What a well-formed payload is, for the log: the command's name, the event's or the interaction's kind, and what
    was pressed or submitted.
    """
    view, actions = body.get("view") or {}, body.get("actions") or [{}]
    if "command" in body:
        named = body["command"]
    elif body.get("type") == _EVENT:
        named = f"event {body['event']['type']}"
    else:
        of = actions[0].get("action_id") or body.get("action_id") or body.get("callback_id") or view.get("callback_id")
        named = f"{body.get('type', '')} {of or ''}".strip()
    return clipped(named)


# The shapes ---------------------------------------------------------------------------------------------------------

Id = Annotated[str, StringConstraints(pattern=r"^[\x21-\x7e]{1,255}$")]
"""Slack's name for something, and the like: a timestamp, a trigger."""

Maybe = Annotated[str, StringConstraints(pattern=r"^[\x21-\x7e]{0,255}$")] | None
"""The same, where it may be missing or empty."""

Text = InstanceOf[str]
"""Anything that a person may have written; half a character, too, is for whoever reads it to refuse."""


def _is_web_address(address: str | None) -> str | None:
    if not address:
        return address
    try:
        url = httpx.URL(address)
    except httpx.InvalidURL:
        raise ValueError("no address") from None
    if url.scheme not in ("http", "https") or not url.host:
        raise ValueError("no address")
    return address


Address = Annotated[Maybe, AfterValidator(_is_web_address)]


class _Shape(BaseModel):
    model_config = ConfigDict(strict=True)


class _Named(_Shape):
    id: Id
    team_id: Maybe = None


class _Team(_Shape):
    id: Id
    enterprise_id: Maybe = None


class _Enterprise(_Shape):
    id: Maybe = None


class _Option(_Shape):
    value: Text | None = None


class _Element(_Shape):
    """A field of a form, or what was pressed: of the many kinds, each has one of these."""

    action_id: Text | None = None
    block_id: Text | None = None
    action_ts: Text | None = None
    type: Text | None = None
    value: Text | None = None
    selected_option: _Option | None = None
    selected_options: list[_Option] | None = None
    selected_date: Text | None = None
    selected_time: Text | None = None
    selected_user: Maybe = None
    selected_users: list[Id] | None = None
    selected_channel: Maybe = None
    selected_channels: list[Id] | None = None
    selected_conversation: Maybe = None
    selected_conversations: list[Id] | None = None


class _Pressed(_Element):
    action_id: Text


class _State(_Shape):
    values: dict[Text, dict[Text, _Element]] | None = None


class _Block(_Shape):
    type: Text
    block_id: Text | None = None


class _View(_Shape):
    id: Id
    type: Text
    callback_id: Text | None = None
    private_metadata: Text | None = None
    state: _State | None = None
    blocks: list[_Block] | None = None
    previous_view_id: Maybe = None
    root_view_id: Maybe = None
    team_id: Maybe = None
    app_installed_team_id: Maybe = None


class _Form(_View):
    type: Literal["modal", "home"]
    callback_id: Text


class _Submitted(_Form):
    state: _State


class _Within(_Shape):
    """What the library looks for in a payload, and in whatever a payload tells of, to find out whose it is."""

    user: Maybe | dict[str, Any] = None
    user_id: Maybe = None
    channel: Maybe | dict[str, Any] = None
    channel_id: Maybe = None
    thread_ts: Maybe = None
    item: "_Within | None" = None
    assistant_thread: "_Within | None" = None
    message: "_Within | None" = None
    previous_message: "_Within | None" = None
    team: _Team | Maybe = None
    team_id: Maybe = None
    enterprise: _Enterprise | Maybe = None
    enterprise_id: Maybe = None
    is_enterprise_install: bool | Text | None = None
    authorizations: "list[_Authorization] | None" = None
    event: "_Within | None" = None
    bot_id: Maybe = None
    user_team: Maybe = None


class _Payload(_Within):
    """Any of them, and what an answer goes by."""

    is_ext_shared_channel: bool | None = None
    trigger_id: Maybe = None
    response_url: Address = None
    response_urls: "list[_ResponseUrl] | None" = None
    function_data: dict[str, Any] | None = None


class _Authorization(_Shape):
    team_id: Maybe = None
    enterprise_id: Maybe = None
    user_id: Maybe = None
    is_enterprise_install: bool | None = None


class _ResponseUrl(_Shape):
    response_url: Address = None
    channel_id: Maybe = None


class _Command(_Payload):
    command: Text
    user_id: Id
    text: Text | None = None


class _Interaction(_Payload):
    type: Text
    user: _Named  # type: ignore[assignment]  # narrower, here and below
    channel: _Named | None = None  # type: ignore[assignment]
    container: dict[str, Any] | None = None
    view: _View | None = None
    actions: list[_Element] | None = None
    callback_id: Text | None = None
    action_id: Text | None = None
    block_id: Text | None = None


class _Press(_Interaction):
    actions: list[_Pressed] = Field(min_length=1)  # type: ignore[assignment]  # never none of them, and each has its id


class _OldPress(_Interaction):
    actions: list[_Element] = Field(min_length=1)


class _OldStep(_Interaction):
    workflow_step: dict[str, Any]


class _Question(_Interaction):
    """A select asks for its options."""

    action_id: Text
    value: Text | None = None


class _OfAForm(_Interaction):
    view: _Form


class _Submission(_Interaction):
    view: _Submitted


class _Shortcut(_Interaction):
    callback_id: Text


class _Other(_Payload):
    """What we do not know: Slack tells more than what people do."""

    type: Text


class _Event(_Payload):
    event: "_AnyEvent"
    event_id: Maybe = None


class _AnyEvent(_Payload):
    """What every event has, whether anybody listens for it or not."""

    type: Text
    subtype: Text | None = None


class _Message(_AnyEvent):
    channel: Id
    ts: Id
    user: Maybe = None
    text: Text | None = None
    channel_type: Text | None = None

    @model_validator(mode="after")
    def _is_somebodys(self) -> "_Message":
        if self.user is None and self.bot_id is None and self.subtype is None:
            raise ValueError("nobody wrote it")
        return self


class _Profile(_Shape):
    real_name: Text | None = None
    display_name: Text | None = None


class _User(_Named):
    """Somebody in full. Their other details are only ever held to be true or not."""

    name: Text | None = None
    real_name: Text | None = None
    tz: Text | None = None
    locale: Text | None = None
    profile: _Profile | None = None
    enterprise_user: dict[str, Any] | None = None


class _OfAUser(_AnyEvent):
    user: _User  # type: ignore[assignment]  # narrower than in other events


class _OfAMember(_AnyEvent):
    user: Id
    channel: Id


class _OfAChannel(_AnyEvent):
    channel: Id


class _Channel(_Named):
    name: Text | None = None


class _OfAChannelInFull(_AnyEvent):
    channel: _Channel  # type: ignore[assignment]  # narrower than in other events


class _OfAPerson(_AnyEvent):
    user: Id
    tab: Text | None = None


class _Challenge(_Shape):
    challenge: Text


class _SslCheck(_Payload):
    ssl_check: Literal["1"]


_EVENT = "event_callback"

_KINDS: dict[str, type[_Shape]] = {
    _EVENT: _Event,
    "url_verification": _Challenge,
    "block_actions": _Press,
    "block_suggestion": _Question,
    "view_submission": _Submission,
    "view_closed": _OfAForm,
    "shortcut": _Shortcut,
    "message_action": _Shortcut,
    "interactive_message": _OldPress,
    "workflow_step_edit": _OldStep,
}

_EVENTS: dict[str, type[_AnyEvent]] = {
    "message": _Message,
    "app_mention": _Message,
    "app_home_opened": _OfAPerson,
    "member_joined_channel": _OfAMember,
    "member_left_channel": _OfAMember,
    **dict.fromkeys(("user_change", "team_join", "user_profile_changed", "user_status_changed"), _OfAUser),
    **dict.fromkeys(("channel_created", "channel_rename", "group_rename"), _OfAChannelInFull),
    **dict.fromkeys(
        (
            f"{what}_{happened}"
            for what in ("channel", "group")
            for happened in ("archive", "unarchive", "deleted", "left", "shared", "unshared")
        ),
        _OfAChannel,
    ),
    **dict.fromkeys(("channel_convert_to_private", "channel_convert_to_public", "channel_id_changed"), _AnyEvent),
}


def _kind_of(body: dict[Any, Any]) -> tuple[str, type[_Shape]]:
    if "ssl_check" in body:
        return "ssl_check", _SslCheck
    if "command" in body:
        return "command", _Command
    kind = body.get("type")
    if not isinstance(kind, str):
        raise MalformedPayload("neither a command nor anything with a type")
    return kind, _KINDS.get(kind, _Other)


def _where(error: ValidationError) -> str:
    """The first thing that is wrong, by its place and without its value."""
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    return f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
