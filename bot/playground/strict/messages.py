"""What Slack refuses in a message: chat.postMessage, chat.update, chat.postEphemeral and bodies for a response_url."""

from typing import Any

from bot.playground.strict.blocks import MARKDOWN_CHARACTERS
from bot.playground.strict.payload import blocks_faults, every_block
from bot.playground.strict.refusal import Refusal, refuse, refuse_faults
from bot.playground.strict.schema import Faults, Place, Surface

MOST_TEXT_IN_AN_UPDATE = 4_000
MOST_ATTACHMENTS = 100
_CONTENT = ("text", "blocks", "attachments", "markdown_text")
_PARSE = ("none", "full", "client")
_MESSAGE = Place(Surface.MESSAGE)


def check_message(arguments: dict[str, Any]) -> Refusal | None:
    """The refusal of a message whose JSON arguments are decoded, or None when Slack would take it.

    Arguments with a `ts` are those of chat.update. Text over 40,000 characters is not refused: Slack cuts it.
    """
    if arguments.get("delete_original"):
        return _check_deletion(arguments)
    checks = (_check_text, _check_presentation, _check_metadata, _check_blocks, _check_attachments)
    return next((refusal for check in checks if (refusal := check(arguments))), None)


def _check_deletion(arguments: dict[str, Any]) -> Refusal | None:
    extra = [name for name in (*_CONTENT, "replace_original") if arguments.get(name)]
    return refuse("invalid_arguments", f"`delete_original` stands alone, without `{extra[0]}`") if extra else None


def _check_text(arguments: dict[str, Any]) -> Refusal | None:
    text, markdown = arguments.get("text") or "", arguments.get("markdown_text") or ""
    for name, value in (("text", text), ("markdown_text", markdown)):
        if not isinstance(value, str):
            return refuse("invalid_arguments", "must provide a string", f"/{name}")
    if markdown and (text or arguments.get("blocks")):
        return Refusal("markdown_text_conflict")
    if len(markdown) > MARKDOWN_CHARACTERS or ("ts" in arguments and len(text) > MOST_TEXT_IN_AN_UPDATE):
        return Refusal("msg_too_long")
    if text.strip() or markdown.strip() or arguments.get("blocks") or arguments.get("attachments"):
        return None
    return Refusal("no_text")


def _check_presentation(arguments: dict[str, Any]) -> Refusal | None:
    if arguments.get("parse") not in (None, *_PARSE):
        return refuse("invalid_arguments", f"must be a valid enum value: {', '.join(_PARSE)}", "/parse")
    if arguments.get("response_type") not in (None, "ephemeral", "in_channel"):
        return refuse("invalid_arguments", "must be a valid enum value: ephemeral, in_channel", "/response_type")
    return None


def _check_metadata(arguments: dict[str, Any]) -> Refusal | None:
    metadata = arguments.get("metadata")
    # An empty object takes the metadata off again, which only an update can.
    if metadata is None or ("ts" in arguments and metadata == {}):
        return None
    if not isinstance(metadata, dict):
        return Refusal("invalid_metadata_format")
    known = metadata.keys() <= {"event_type", "event_payload", "entities"}
    event_type, payload = metadata.get("event_type"), metadata.get("event_payload")
    complete = isinstance(event_type, str) and event_type and isinstance(payload, dict)
    linked = isinstance(metadata.get("entities"), list) and event_type is None and payload is None
    return None if known and (complete or linked) else Refusal("invalid_metadata_schema")


def _check_blocks(arguments: dict[str, Any]) -> Refusal | None:
    blocks = arguments.get("blocks")
    if not blocks:
        return None
    if not isinstance(blocks, list) or not all(isinstance(block, dict) for block in blocks):
        return Refusal("invalid_blocks_format")
    place = _MESSAGE.at("blocks")
    if refusal := refuse_faults("invalid_blocks", blocks_faults(blocks, place)):
        return refusal
    markdown = sum(len(block["text"]) for block, _ in every_block(blocks, place) if block.get("type") == "markdown")
    return Refusal("msg_blocks_too_long") if markdown > MARKDOWN_CHARACTERS else None


def _check_attachments(arguments: dict[str, Any]) -> Refusal | None:
    attachments = arguments.get("attachments") or []
    if not isinstance(attachments, list) or not all(isinstance(item, dict) for item in attachments):
        return Refusal("invalid_attachments")
    if len(attachments) > MOST_ATTACHMENTS:
        return Refusal("too_many_attachments")
    return refuse_faults("invalid_attachments", _attachments_faults(attachments))


def _attachments_faults(attachments: list[dict[str, Any]]) -> Faults:
    for index, attachment in enumerate(attachments):
        if "blocks" in attachment:
            yield from blocks_faults(attachment["blocks"], _MESSAGE.at("attachments", index, "blocks"))
