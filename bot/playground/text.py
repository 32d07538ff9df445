"""Slack's markup: what a person reads in it, whom it mentions, and how what a person typed is encoded."""

import html
import re
from collections.abc import Iterator
from typing import Any

from bot.playground.state import Channel, Message, State, Workspace

_TOKEN = re.compile(r"<([^<>]*)>")
_EMPHASIS = re.compile(r"(?<![\w*_~`])([*_~`])(?=\S)((?:(?!\1).)+)(?<=\S)\1(?![\w*_~`])")
_PLAIN_NAMES = re.compile(r"(?<!\w)@(here|channel|everyone|[\w.-]+)")
_TYPED = re.compile(r"https?://[^\s<>]+|(?<![\w@#])@[\w.-]*\w|(?<![\w@#])#[\w-]+")


def mrkdwn_lines(state: State, text: str) -> str:
    """The text as a person reads it: names for ids, labels for links, no marks of emphasis."""

    def shown(match: re.Match[str]) -> str:
        target, _, label = match[1].partition("|")
        if target.startswith("@"):
            user = state.users.get(target[1:])
            return f"@{user.real_name if user else label or target[1:]}"
        if target.startswith("#"):
            channel = state.channels.get(target[1:])
            return f"#{channel.name if channel else label or target[1:]}"
        if target.startswith("!date^"):
            return label
        if target.startswith("!"):
            return label or "@" + target[1:].partition("^")[0]
        return label or target

    return html.unescape(_EMPHASIS.sub(r"\2", _TOKEN.sub(shown, text)))


def message_lines(state: State, message: dict[str, Any]) -> list[str]:
    """The lines that a person reads in a message: its blocks, or its text where it has none."""
    blocks = message.get("blocks") or []
    lines = list(blocks_lines(state, blocks)) if blocks else mrkdwn_lines(state, message.get("text") or "").split("\n")
    for attachment in message.get("attachments") or []:
        lines += blocks_lines(state, attachment.get("blocks") or [])
        lines += mrkdwn_lines(state, attachment.get("text") or "").split("\n") if attachment.get("text") else []
    return [line for line in lines if line.strip()]


def blocks_lines(state: State, blocks: list[dict[str, Any]]) -> Iterator[str]:
    """The lines that a person reads in blocks, in their order; labels of buttons are not among them."""
    for block in blocks:
        for piece in _pieces(state, block):
            yield from piece.split("\n")


def _pieces(state: State, block: dict[str, Any]) -> Iterator[str]:
    match block.get("type"):
        case "rich_text" | "rich_text_section" | "rich_text_quote" | "rich_text_preformatted" | "rich_text_list":
            yield from _rich_text(state, block)
        case "table" | "data_table":
            for row in block.get("rows") or []:
                yield " | ".join(_cell(state, cell) for cell in row)
        case "image":
            yield block.get("alt_text", "")
        case "markdown":
            yield str(block.get("text", ""))
        case "input":
            yield from _text_of(state, block.get("label"))
            yield from _text_of(state, block.get("hint"))
        case "data_visualization":
            yield str(block.get("title", ""))
        case _:
            for key in ("title", "subtitle", "text", "body", "subtext"):
                yield from _text_of(state, block.get(key))
            for part in [*(block.get("fields") or []), *(block.get("elements") or [])]:
                if part.get("type") in ("mrkdwn", "plain_text"):
                    yield from _text_of(state, part)
                elif part.get("type") == "image":
                    yield str(part.get("alt_text", ""))
            for child in block.get("child_blocks") or []:
                yield from _pieces(state, child)


def _text_of(state: State, text: Any) -> Iterator[str]:
    if isinstance(text, str):
        yield text
    elif isinstance(text, dict):
        value = str(text.get("text", ""))
        yield mrkdwn_lines(state, value) if text.get("type") == "mrkdwn" else value


def _cell(state: State, cell: dict[str, Any]) -> str:
    if cell.get("type") == "rich_text":
        return " ".join(_rich_text(state, cell))
    return str(cell.get("text", cell.get("value", "")))


def _rich_text(state: State, element: dict[str, Any]) -> Iterator[str]:
    children = element.get("elements") or []
    if any("elements" in child for child in children):
        for child in children:
            yield from _rich_text(state, child)
        return
    yield "".join(_leaf(state, leaf) for leaf in children)


def _leaf(state: State, leaf: dict[str, Any]) -> str:
    match leaf.get("type"):
        case "user":
            user = state.users.get(leaf.get("user_id", ""))
            return f"@{user.real_name if user else leaf.get('user_id')}"
        case "channel":
            channel = state.channels.get(leaf.get("channel_id", ""))
            return f"#{channel.name if channel else leaf.get('channel_id')}"
        case "broadcast":
            return f"@{leaf.get('range')}"
        case "emoji":
            return f":{leaf.get('name')}:"
        case "date":
            return str(leaf.get("fallback", ""))
        case _:
            return str(leaf.get("text") or leaf.get("url") or "")


def mentioned(state: State, channel: Channel, message: dict[str, Any]) -> frozenset[str]:
    """Everybody whom a message in `channel` mentions.

    The fallback `text` counts although blocks hide it: Slack reads it out in the notification. Plain `@names` count
    only where the message asks for them (`link_names`, `parse: full`).
    """
    found: set[str] = set()
    by_name = str(message.get("link_names", "")).lower() in ("1", "true") or message.get("parse") == "full"
    for text in _markup(message):
        for target in _TOKEN.findall(text):
            found |= _whom(state, channel, target.partition("|")[0])
        if by_name:
            found |= {user for name in _PLAIN_NAMES.findall(text) for user in _named(state, channel, name)}
    for leaf in _leaves(message.get("blocks") or []):
        if leaf.get("type") == "user":
            found.add(leaf.get("user_id", ""))
        elif leaf.get("type") == "broadcast":
            found |= _people(state, channel)
        elif leaf.get("type") == "usergroup":
            found |= _whom(state, channel, f"!subteam^{leaf.get('usergroup_id')}")
    return frozenset(found & set(state.users))


def _markup(node: Any) -> Iterator[str]:
    """Each string that Slack parses for mentions: text at the top, mrkdwn objects and markdown blocks below."""
    if not isinstance(node, dict):
        return
    if isinstance(node.get("text"), str) and node.get("type") in (None, "mrkdwn", "markdown", "message"):
        yield node["text"]
    for key, value in node.items():
        if key in ("metadata", "private_metadata", "value"):
            continue
        for child in value if isinstance(value, list) else [value]:
            yield from _markup(child)


def _leaves(node: Any) -> Iterator[dict[str, Any]]:
    for child in node if isinstance(node, list) else node.values() if isinstance(node, dict) else []:
        if isinstance(child, dict) and child.get("type") in ("user", "broadcast", "usergroup"):
            yield child
        yield from _leaves(child)


def _whom(state: State, channel: Channel, target: str) -> set[str]:
    if target.startswith("@"):
        return {target[1:]}
    if target.startswith("!subteam^"):
        return set(state.groups.get(target.split("^")[1], ("", frozenset()))[1])
    if target.partition("^")[0] in ("!here", "!channel", "!everyone", "!group"):
        return _people(state, channel)
    return set()


def _named(state: State, channel: Channel, name: str) -> set[str]:
    if name in ("here", "channel", "everyone"):
        return _people(state, channel)
    user = state.find_user(name, channel.workspace)
    return {user.id} if user else set()


def _people(state: State, channel: Channel) -> set[str]:
    return {member for member in channel.members if not state.users[member].is_bot}


def count_mentions(state: State, message: Message, arguments: dict[str, Any]) -> None:
    """Write into a message whom it mentions now and, at its posting, whose Slack made itself heard."""
    message.mentions = mentioned(state, message.channel, arguments)
    if message.edited is None:
        heard = set(message.mentions)
        if message.channel.im_with:
            heard.add(message.channel.im_with)
        if message.viewer:
            heard &= {message.viewer}
        message.notified = frozenset(heard - {message.user})


def encode_typed(state: State, workspace: Workspace, text: str, *, mentions: bool) -> str:
    """What Slack sends for what a person typed: the text as it is or, with `mentions`, escaped and with tokens.

    Tokens stand for names and addresses; `@channel` typed by a person becomes a real `<!channel>`. Characters that
    merely look like a token stay text.
    """
    if not mentions:
        return text

    def token(match: re.Match[str]) -> str:
        word = match[0]
        if word.startswith("http"):
            return f"<{word}>"
        if word in ("@here", "@channel", "@everyone"):
            return f"<!{word[1:]}>"
        if word.startswith("@"):
            user = state.find_user(word, workspace)
            return f"<@{user.id}>" if user else word
        channel = state.find_channel(word, workspace)
        if channel is None:
            return word
        return f"<#{channel.id}|{'' if channel.is_private else channel.name}>"

    return _TYPED.sub(token, html.escape(text, quote=False))
