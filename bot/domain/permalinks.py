"""Where Slack shows a message."""

import re

_CHANNEL = re.compile(r"[A-Z0-9]{1,50}")
_TS = re.compile(r"[0-9]{1,12}\.[0-9]{1,9}")


def permalink(workspace_url: str, channel_id: str, ts: str, *, thread_ts: str = "") -> str:
    """The address of a message, as `chat.getPermalink` would give it, worked out without asking: a form has to be open
    within three seconds. Empty where it cannot be known.

    A message with the timestamp 1234567890.123456 is at https://<domain>.slack.com/archives/C123/p1234567890123456; a
    reply in a thread names its beginning too: …/p1234567890123456?thread_ts=1234567880.000100&cid=C123.
    """
    if not workspace_url.startswith("https://") or not _CHANNEL.fullmatch(channel_id) or not _TS.fullmatch(ts):
        return ""
    address = f"{workspace_url.rstrip('/')}/archives/{channel_id}/p{ts.replace('.', '')}"
    if _TS.fullmatch(thread_ts) and thread_ts != ts:
        address += f"?thread_ts={thread_ts}&cid={channel_id}"
    return address
