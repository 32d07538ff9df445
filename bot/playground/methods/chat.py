"""chat.*: posting, changing and deleting messages; also what a response address does with a body."""

from typing import Any

from bot.playground.api import Answer, Call, Method, refuse
from bot.playground.elements import with_ids
from bot.playground.errors import SlackError
from bot.playground.methods.targets import channel_of, posting_channel
from bot.playground.rendering import message_json
from bot.playground.state import Channel, Message
from bot.playground.strict import check_arguments, check_message
from bot.playground.text import count_mentions
from bot.playground.triggers import ResponseUrl
from bot.playground.world import World

UPDATE_TEXT_LIMIT = 4000
TEXT_LIMIT = 40_000
"""How much of a message's text Slack keeps; it cuts the rest without a word."""


def post_message(call: Call) -> Answer:
    """chat.postMessage."""
    refuse(check_message(call.arguments))
    channel = posting_channel(call)
    thread_ts = call.text("thread_ts")
    if thread_ts is not None:
        parent = call.world.state.find_message(channel, thread_ts)
        if parent is None or parent.in_thread:
            raise SlackError("thread_not_found" if parent is None else "invalid_thread_ts")
    message = post(call.world, channel, call.arguments, author=call.workspace.bot_user_id, thread_ts=thread_ts)
    return {"channel": channel.id, "ts": message.ts, "message": message_json(call.world.state, message)}


def update(call: Call) -> Answer:
    """chat.update: text without blocks takes the blocks away; metadata stays unless given, `{}` takes it away."""
    if call.text("channel") and str(call.arguments["channel"]).startswith(("U", "W")):
        raise SlackError("channel_not_found")
    channel = channel_of(call)
    message = _own_message(call, channel, "cant_update_message")
    text = call.text("text")
    if text is not None and len(text) > UPDATE_TEXT_LIMIT:
        raise SlackError("msg_too_long")
    refuse(check_message(call.arguments))
    if channel.is_archived:
        raise SlackError("is_archived")
    change(call.world, message, call.arguments)
    return {
        "channel": channel.id,
        "ts": message.ts,
        "text": message.text,
        "message": message_json(call.world.state, message),
    }


def delete(call: Call) -> Answer:
    """chat.delete."""
    channel = channel_of(call)
    message = _own_message(call, channel, "cant_delete_message")
    message.deleted = True
    call.world.state.touch(message)
    return {"channel": channel.id, "ts": message.ts}


def post_ephemeral(call: Call) -> Answer:
    """chat.postEphemeral."""
    refuse(check_message(call.arguments))
    channel = channel_of(call)
    if channel.is_archived:
        raise SlackError("is_archived")
    if call.workspace.bot_user_id not in channel.members:
        raise SlackError("not_in_channel")
    viewer = call.text("user") or ""
    if viewer not in channel.members:
        raise SlackError("user_not_in_channel")
    message = post(
        call.world,
        channel,
        call.arguments,
        author=call.workspace.bot_user_id,
        viewer=viewer,
        thread_ts=call.text("thread_ts"),
    )
    return {"message_ts": message.ts}


def get_permalink(call: Call) -> Answer:
    """chat.getPermalink."""
    channel = channel_of(call)
    message = call.world.state.find_message(channel, call.text("message_ts") or "")
    if message is None:
        raise SlackError("message_not_found")
    link = f"https://{call.workspace.domain}.slack.com/archives/{channel.id}/p{message.ts.replace('.', '')}"
    if message.in_thread:
        link += f"?thread_ts={message.thread_ts}&cid={channel.id}"
    return {"channel": channel.id, "permalink": link}


def post(
    world: World,
    channel: Channel,
    content: dict[str, Any],
    *,
    author: str,
    viewer: str | None = None,
    thread_ts: str | None = None,
) -> Message:
    """Store a message of the app, or of Slackbot, and tell of it."""
    workspace = channel.workspace
    message = Message(
        channel,
        world.state.next_ts(workspace),
        author,
        text=str(content.get("text") or content.get("markdown_text") or "")[:TEXT_LIMIT],
        blocks=with_ids(content.get("blocks") or []),
        attachments=list(content.get("attachments") or []),
        metadata=content.get("metadata") or None,
        thread_ts=thread_ts,
        bot_id=workspace.bot_id if author == workspace.bot_user_id else None,
        viewer=viewer,
    )
    count_mentions(world.state, message, content)
    world.state.store(message)
    if viewer is None:
        world.events.message(message)
    return message


def change(world: World, message: Message, content: dict[str, Any]) -> None:
    """Give a message new content."""
    if "text" in content or "blocks" in content:
        message.blocks = with_ids(content.get("blocks") or [])
    if content.get("text") is not None:
        message.text = str(content["text"])[:TEXT_LIMIT]
    if "attachments" in content:
        message.attachments = list(content["attachments"] or [])
    if "metadata" in content:
        message.metadata = content["metadata"] or None
    message.edited = {"user": message.user, "ts": f"{world.clock.seconds():.6f}"}
    count_mentions(world.state, message, {"text": message.text, "blocks": message.blocks})
    world.state.touch(message)


def respond(world: World, response: ResponseUrl, body: dict[str, Any]) -> Message | None:
    """Do with a body what a response address does: post, replace or delete; the message that it wrote."""
    refuse(check_arguments("response_url", body) or check_message(body))
    source = response.source
    if body.get("delete_original"):
        if source is not None:
            source.deleted = True
            world.state.touch(source)
        return None
    if body.get("replace_original") and source is not None:
        change(world, source, body)
        return source
    public = body.get("response_type") == "in_channel"
    return post(
        world,
        response.channel,
        body,
        author=response.channel.workspace.bot_user_id,
        viewer=None if public else response.user.id,
        thread_ts=body.get("thread_ts") if public else None,
    )


def _own_message(call: Call, channel: Channel, refusal: str) -> Message:
    message = call.world.state.find_message(channel, call.text("ts") or "")
    if message is None:
        raise SlackError("message_not_found")
    if message.user != call.workspace.bot_user_id:
        raise SlackError(refusal)
    return message


METHODS = {
    "chat.postMessage": Method(post_message, ("chat:write",)),
    "chat.update": Method(update, ("chat:write",)),
    "chat.delete": Method(delete, ("chat:write",)),
    "chat.postEphemeral": Method(post_ephemeral, ("chat:write",)),
    "chat.getPermalink": Method(get_permalink),
}
