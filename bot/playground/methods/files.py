"""files.*: the three steps of an upload."""

import mimetypes
import secrets
from typing import Any

from bot.playground.api import Answer, Call, Method
from bot.playground.errors import SlackError
from bot.playground.methods.chat import post
from bot.playground.methods.targets import channel_of
from bot.playground.state import File


def get_upload_url(call: Call) -> Answer:
    """files.getUploadURLExternal."""
    file = File(
        call.world.state.new_id("F"),
        call.workspace,
        call.text("filename") or "",
        call.number("length", 0),
        alt_text=call.text("alt_txt") or "",
    )
    call.world.state.files[file.id] = file
    ticket = secrets.token_urlsafe(18)
    call.world.uploads[ticket] = file
    return {"upload_url": f"{call.world.identity.url}/upload/{ticket}", "file_id": file.id}


def complete_upload(call: Call) -> Answer:
    """files.completeUploadExternal: once per file; shares it where a channel is named."""
    wanted = call.arguments.get("files")
    if not isinstance(wanted, list) or not wanted:
        raise SlackError("invalid_arguments")
    files = [_uploaded(call, item) for item in wanted]
    names = call.text("channel_id") or call.text("channels") or ""
    for name in filter(None, names.split(",")):
        channel = channel_of(Call(call.world, call.method, {"channel": name.strip()}, call.workspace))
        if call.workspace.bot_user_id not in channel.members:
            raise SlackError("not_in_channel")
        message = post(
            call.world,
            channel,
            {"text": call.text("initial_comment") or ""},
            author=call.workspace.bot_user_id,
            thread_ts=call.text("thread_ts"),
        )
        message.files = [file_json(file) for file in files]
        for file in files:
            file.channels.append(channel.id)
    for file in files:
        file.completed = True
    call.world.changes.tell()
    # The reply comes before the scan has ended: no type, no shares.
    return {"files": [{"id": file.id, "title": file.title} for file in files]}


def info(call: Call) -> Answer:
    """files.info."""
    file = call.world.state.files.get(call.text("file") or "")
    if file is None or not file.completed or file.workspace is not call.workspace:
        raise SlackError("file_not_found")
    return {"file": file_json(file), "comments": [], "response_metadata": {"next_cursor": ""}}


def file_json(file: File) -> dict[str, Any]:
    """A file as the Web API writes it."""
    return {
        "id": file.id,
        "name": file.name,
        "title": file.title or file.name,
        "mimetype": mimetypes.guess_type(file.name)[0] or "application/octet-stream",
        "size": len(file.content or b""),
        "alt_txt": file.alt_text,
        "channels": list(file.channels),
        "is_public": bool(file.channels),
        "permalink": f"https://{file.workspace.domain}.slack.com/files/{file.id}",
    }


def _uploaded(call: Call, item: Any) -> File:
    file = call.world.state.files.get(str(item.get("id"))) if isinstance(item, dict) else None
    if file is None or file.content is None or file.completed or file.workspace is not call.workspace:
        raise SlackError("file_not_found")
    file.title = str(item.get("title") or file.name)
    return file


METHODS = {
    "files.getUploadURLExternal": Method(get_upload_url, ("files:write",)),
    "files.completeUploadExternal": Method(complete_upload, ("files:write",)),
    "files.info": Method(info, ("files:read",)),
}
