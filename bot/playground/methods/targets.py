"""Finding the channel or person that a call names, with Slack's refusals."""

from bot.playground.api import Call
from bot.playground.errors import SlackError
from bot.playground.state import Channel, User


def channel_of(call: Call, name: str = "channel") -> Channel:
    """The channel that the bot can know of: public ones, and those in which it is."""
    channel = call.world.state.channels.get(call.text(name) or "")
    if channel is None or channel.workspace is not call.workspace:
        raise SlackError("channel_not_found")
    if (channel.is_private or channel.im_with) and call.workspace.bot_user_id not in channel.members:
        raise SlackError("channel_not_found")
    return channel


def user_of(call: Call, name: str = "user") -> User:
    """The person of this workspace, or one who shares a channel with it."""
    user = call.world.state.users.get(call.text(name) or "")
    if user is None:
        raise SlackError("user_not_found")
    shared = any(
        user.id in channel.members and channel.workspace is call.workspace
        for channel in call.world.state.channels.values()
    )
    if user.workspace is not call.workspace and not shared:
        raise SlackError("user_not_visible" if user.deleted else "user_not_found")
    return user


def posting_channel(call: Call) -> Channel:
    """The channel into which a message goes; a person's id opens the DM."""
    name = call.text("channel") or ""
    if name.startswith(("U", "W")):
        user = call.world.state.users.get(name)
        if user is None or user.workspace is not call.workspace:
            raise SlackError("channel_not_found")
        check_direct(call, user)
        return call.world.state.direct(call.workspace, user.id)
    if name.startswith("#"):
        found = call.world.state.find_channel(name, call.workspace)
        if found is None or found.is_private:
            raise SlackError("channel_not_found")
        channel = found
    else:
        channel = channel_of(call)
    if channel.im_with:
        check_direct(call, call.world.state.users[channel.im_with])
    if channel.is_archived:
        raise SlackError("is_archived")
    public = not channel.is_private and "chat:write.public" in call.world.manifest.scopes
    if call.workspace.bot_user_id not in channel.members and not public:
        raise SlackError("not_in_channel")
    return channel


def check_direct(call: Call, user: User) -> None:
    """Refuse a DM that Slack does not allow."""
    if user.is_bot:
        raise SlackError("cannot_dm_bot")
    if user.deleted:
        raise SlackError("user_disabled")
    if not call.world.manifest.messages_tab:
        raise SlackError("messages_tab_disabled")
