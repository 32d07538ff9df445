"""The shapes of Slack's payloads, of every kind that we listen for or that the library looks into.

Only what is used is described: what else is there may be anything. `bot.payloads` holds payloads to them.
"""

from typing import Annotated, Any, Literal

import httpx
from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    InstanceOf,
    StringConstraints,
    model_validator,
)

Id = Annotated[str, StringConstraints(pattern=r"^[\x21-\x7e]{1,255}$")]
"""Slack's name for something, and the like: a timestamp, a trigger."""

Maybe = Annotated[str, StringConstraints(pattern=r"^[\x21-\x7e]{0,255}$")] | None
"""The same, where it may be missing or empty."""

Text = InstanceOf[str]
"""Anything that a person may have written; half a character, too, is for whoever reads it to refuse."""


def is_address(text: str) -> bool:
    """Whether something can be posted there."""
    try:
        url = httpx.URL(text)
    except httpx.InvalidURL:
        return False
    return url.scheme in ("http", "https") and bool(url.host)


def _require_address(address: str | None) -> str | None:
    if address and not is_address(address):
        raise ValueError("no address")
    return address


Address = Annotated[Maybe, AfterValidator(_require_address)]


class Shape(BaseModel):
    model_config = ConfigDict(strict=True)


class _Named(Shape):
    id: Id
    team_id: Maybe = None


class _Team(Shape):
    id: Id
    enterprise_id: Maybe = None


class _Enterprise(Shape):
    id: Maybe = None


class _Option(Shape):
    value: Text | None = None


class _Element(Shape):
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


class _State(Shape):
    values: dict[Text, dict[Text, _Element]] | None = None


class _Block(Shape):
    type: Text
    block_id: Text | None = None


class _View(Shape):
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


class _Within(Shape):
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
    view: _View | None = None
    actions: list[_Element] | None = None
    callback_id: Text | None = None
    action_id: Text | None = None
    block_id: Text | None = None
    function_data: dict[str, Any] | None = None


class _Authorization(Shape):
    team_id: Maybe = None
    enterprise_id: Maybe = None
    user_id: Maybe = None
    is_enterprise_install: bool | None = None


class _ResponseUrl(Shape):
    response_url: Address = None
    channel_id: Maybe = None


class Command(_Payload):
    command: Text
    user_id: Id
    text: Text | None = None


class _Interaction(_Payload):
    type: Text
    user: _Named  # type: ignore[assignment]  # narrower, here and below
    channel: _Named | None = None  # type: ignore[assignment]
    container: dict[str, Any] | None = None


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


class _App(Shape):
    """An app, by its name."""

    name: Text | None = None


class _ChannelOfMessage(_Named):
    name: Text | None = None


class _Said(_Within):
    """The message that a shortcut was chosen for."""

    ts: Maybe = None
    text: Text | None = None
    username: Text | None = None
    bot_profile: _App | None = None


class _MessageShortcut(_Shortcut):
    channel: _ChannelOfMessage | None = None  # type: ignore[assignment]  # narrower again
    message: _Said | None = None


class Other(_Payload):
    """What we do not know: Slack tells more than what people do."""

    type: Text


class _Event(_Payload):
    event: "AnyEvent"
    event_id: Maybe = None


class AnyEvent(_Payload):
    """What every event has, whether anybody listens for it or not."""

    type: Text
    subtype: Text | None = None


class _Message(AnyEvent):
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


class _Profile(Shape):
    real_name: Text | None = None
    display_name: Text | None = None
    status_text: Text | None = None
    status_emoji: Text | None = None


class _User(_Named):
    """Somebody in full. Their other details are only ever held to be true or not."""

    name: Text | None = None
    real_name: Text | None = None
    tz: Text | None = None
    locale: Text | None = None
    profile: _Profile | None = None
    enterprise_user: dict[str, Any] | None = None


class _OfAUser(AnyEvent):
    user: _User  # type: ignore[assignment]  # narrower than in other events


class _DndStatus(Shape):
    dnd_enabled: bool | None = None
    next_dnd_start_ts: int | float | None = None
    next_dnd_end_ts: int | float | None = None


class _OfDnd(AnyEvent):
    user: Id
    dnd_status: _DndStatus


class _OfAMember(AnyEvent):
    user: Id
    channel: Id


class _OfAChannel(AnyEvent):
    channel: Id


class _Channel(_Named):
    name: Text | None = None


class _OfAChannelInFull(AnyEvent):
    channel: _Channel  # type: ignore[assignment]  # narrower than in other events


class _OfAPerson(AnyEvent):
    user: Id
    tab: Text | None = None


class _Challenge(Shape):
    challenge: Text


class SslCheck(_Payload):
    ssl_check: Literal["1"]


EVENT = "event_callback"

KINDS: dict[str, type[Shape]] = {
    EVENT: _Event,
    "url_verification": _Challenge,
    "block_actions": _Press,
    "block_suggestion": _Question,
    "view_submission": _Submission,
    "view_closed": _OfAForm,
    "shortcut": _Shortcut,
    "message_action": _MessageShortcut,
    "interactive_message": _OldPress,
    "workflow_step_edit": _OldStep,
}

EVENTS: dict[str, type[AnyEvent]] = {
    "message": _Message,
    "app_mention": _Message,
    "app_home_opened": _OfAPerson,
    "dnd_updated_user": _OfDnd,
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
    **dict.fromkeys(("channel_convert_to_private", "channel_convert_to_public", "channel_id_changed"), AnyEvent),
}
