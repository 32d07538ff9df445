"""conversations.*: what the bot may learn of channels, and their history."""

from decimal import Decimal, InvalidOperation

from bot.playground.api import Answer, Call, Method
from bot.playground.errors import SlackError
from bot.playground.events import channel_type
from bot.playground.methods.paging import page
from bot.playground.methods.targets import channel_of, check_direct
from bot.playground.rendering import channel_json, message_json
from bot.playground.state import Channel, Message

_READ = ("channels:read", "groups:read", "im:read", "mpim:read")
_HISTORY = ("channels:history", "groups:history", "im:history", "mpim:history")
_SCOPE = {"im": "im", "group": "groups", "channel": "channels"}
_TYPES = {"im": "im", "group": "private_channel", "channel": "public_channel"}


def open_(call: Call) -> Answer:
    """conversations.open: the DM with one person."""
    if call.text("channel"):
        return {"channel": {"id": channel_of(call).id}}
    names = (call.text("users") or "").split(",")
    if len(names) != 1:
        raise SlackError("method_not_supported_for_channel_type")
    user = call.world.state.users.get(names[0].strip())
    if user is None or user.workspace is not call.workspace:
        raise SlackError("user_not_found")
    check_direct(call, user)
    known = call.world.state.find_direct(call.workspace, user.id) is not None
    channel = call.world.state.direct(call.workspace, user.id)
    body = channel_json(channel) if call.flag("return_im") else {"id": channel.id}
    return {"channel": body, **({"no_op": True, "already_open": True} if known else {})}


def info(call: Call) -> Answer:
    """conversations.info."""
    channel = channel_of(call)
    _need(call, channel, "read")
    body = channel_json(channel)
    if not call.flag("include_num_members"):
        body.pop("num_members", None)
    return {"channel": body}


def list_(call: Call) -> Answer:
    """conversations.list."""
    return _listed(call, _known(call))


def users_conversations(call: Call) -> Answer:
    """users.conversations: the channels of one person (of the bot without `user`)."""
    member = call.text("user") or call.workspace.bot_user_id
    return _listed(call, [channel for channel in _known(call) if member in channel.members])


def members(call: Call) -> Answer:
    """conversations.members."""
    channel = channel_of(call)
    _need(call, channel, "read")
    shown, more = page(call, sorted(channel.members))
    return {"members": shown, **more}


def join(call: Call) -> Answer:
    """conversations.join."""
    channel = channel_of(call)
    if channel.is_archived:
        raise SlackError("is_archived")
    if channel.is_private or channel.im_with:
        raise SlackError("method_not_supported_for_channel_type")
    if call.workspace.bot_user_id in channel.members:
        return {"channel": channel_json(channel), "warning": "already_in_channel"}
    channel.members.add(call.workspace.bot_user_id)
    call.world.events.membership(call.workspace.bot_user_id, channel, joined=True)
    call.world.changes.tell()
    return {"channel": channel_json(channel)}


def history(call: Call) -> Answer:
    """conversations.history: newest first, replies in threads left out."""
    channel = _readable(call)
    found = [message for message in _visible(call, channel) if not message.in_thread]
    return _messages(call, list(reversed(_between(call, found))))


def replies(call: Call) -> Answer:
    """conversations.replies: the parent, then its replies, oldest first."""
    channel = _readable(call)
    ts = call.text("ts") or ""
    visible = _visible(call, channel)
    parent = next((message for message in visible if message.ts == ts), None)
    if parent is None:
        raise SlackError("thread_not_found")
    root = parent.thread_ts or parent.ts
    thread = [message for message in visible if message.ts == root or message.thread_ts == root]
    first = [message for message in thread if message.ts == root]
    return _messages(call, first + _between(call, [message for message in thread if message.ts != root]))


def _readable(call: Call) -> Channel:
    channel = channel_of(call)
    if call.world.faults.history_forbidden:
        raise SlackError("missing_scope", needed="history", provided="")
    _need(call, channel, "history")
    if call.workspace.bot_user_id not in channel.members:
        raise SlackError("not_in_channel")
    return channel


def _visible(call: Call, channel: Channel) -> list[Message]:
    """What the history shows: nothing ephemeral, and nothing younger than the lag that a test asked for."""
    lag = call.world.faults.history_lag
    until = call.world.clock.pace() - lag
    return [message for message in call.world.state.in_channel(channel) if not lag or message.stored_pace <= until]


def _between(call: Call, messages: list[Message]) -> list[Message]:
    oldest, latest = _instant(call, "oldest", "0"), _instant(call, "latest", "99999999999")
    inclusive = call.flag("inclusive")
    return [
        message
        for message in messages
        if oldest < Decimal(message.ts) < latest or (inclusive and Decimal(message.ts) in (oldest, latest))
    ]


def _instant(call: Call, name: str, default: str) -> Decimal:
    try:
        return Decimal(call.text(name) or default)
    except InvalidOperation as error:
        raise SlackError(f"invalid_ts_{name}") from error


def _messages(call: Call, messages: list[Message]) -> Answer:
    shown, more = page(call, messages)
    everything = call.flag("include_all_metadata")
    cursor = more["response_metadata"]["next_cursor"]
    return {
        "messages": [message_json(call.world.state, message, all_metadata=everything) for message in shown],
        "has_more": bool(cursor),
        "pin_count": 0,
        **(more if cursor else {}),
    }


def _known(call: Call) -> list[Channel]:
    wanted = (call.text("types") or "public_channel").split(",")
    return [
        channel
        for channel in call.world.state.channels.values()
        if channel.workspace is call.workspace
        and _TYPES[channel_type(channel)] in [kind.strip() for kind in wanted]
        and (channel_type(channel) == "channel" or call.workspace.bot_user_id in channel.members)
        and not (channel.is_archived and call.flag("exclude_archived"))
    ]


def _listed(call: Call, channels: list[Channel]) -> Answer:
    shown, more = page(call, channels)
    return {"channels": [channel_json(channel) for channel in shown], **more}


def _need(call: Call, channel: Channel, what: str) -> None:
    needed = f"{_SCOPE[channel_type(channel)]}:{what}"
    provided = call.world.manifest.scopes
    if needed not in provided:
        raise SlackError("missing_scope", needed=needed, provided=",".join(sorted(provided)))


METHODS = {
    "conversations.open": Method(open_, ("im:write",)),
    "conversations.info": Method(info, _READ),
    "conversations.list": Method(list_, _READ),
    "conversations.members": Method(members, _READ),
    "conversations.join": Method(join, ("channels:join",)),
    "conversations.history": Method(history, _HISTORY),
    "conversations.replies": Method(replies, _HISTORY),
    "users.conversations": Method(users_conversations, _READ),
}
