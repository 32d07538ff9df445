"""How each kind of message leaves, and how one of unknown fate is looked for. No transaction is open meanwhile.

Every call ends as a value: whatever goes wrong is an answer here.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from slack_sdk.web.async_client import AsyncWebClient

from bot import crashpoints, http
from bot.delivery import outbox, results
from bot.delivery.outbox import Held
from bot.delivery.settings import DeliverySettings
from bot.deps import Deps
from bot.domain.messages import Carrier, Failure, FailureCode
from bot.slack_client import pages
from storage import destinations

EVENT_TYPE = "outcome_bot_message"
_BEFORE_THE_TRY = 3600
"""Seconds: Slack's clock and ours may differ; a key is unique, so looking at too much does no harm."""

Content = Mapping[str, Any]
T = TypeVar("T")


@dataclass(frozen=True)
class Answered(Generic[T]):
    """The other side answered, and what."""

    value: T


async def carry(
    deps: Deps, client: AsyncWebClient, held: Held, content: Content, *, send_by: float, settings: DeliverySettings
) -> results.Result:
    """Send the message where it belongs; `held.channel` is known by now where the carrier needs one. What people would
    see is not begun after `send_by`, on the steady clock: it could outlast the lease.
    """
    match held.kind.carrier:
        case Carrier.POST:
            return await attempt(lambda: _post(client, held, content), settings)
        case Carrier.FILE:
            return _of_file(await _upload(deps, client, held, content, send_by=send_by, settings=settings))
        case Carrier.HOME:
            return await attempt(lambda: _publish(client, held, content), settings)
        case Carrier.CALL:
            return await _ended(
                lambda: deps.http.post_once(content["url"], content["body"], key=held.key), settings, read=_of_http
            )


async def attempt(call: Callable[[], Awaitable[Any]], settings: DeliverySettings) -> results.Result:
    """What became of one call that posts or edits. Ten seconds from the first byte to the last."""
    return await _ended(call, settings, read=results.of_answer)


async def caught(call: Callable[[], Awaitable[T]], settings: DeliverySettings) -> Answered[T] | results.Result:
    """What was answered, or what became of the call: every failure is a value here."""
    try:
        async with asyncio.timeout(settings.send_timeout_for):
            return Answered(await call())
    except Exception as error:  # noqa: BLE001  # see above
        return results.classify(error)


async def take_away(client: AsyncWebClient, channel: str, ts: str, settings: DeliverySettings) -> results.Result:
    """Delete a message of ours. One that somebody has deleted before is gone as well."""
    match await attempt(lambda: client.chat_delete(channel=channel, ts=ts), settings):
        case results.Sent() | results.Impossible(Failure(FailureCode.REFUSED, "message_not_found")):
            return results.Gone()
        case other:
            return other


async def open_dm(deps: Deps, client: AsyncWebClient, held: Held, settings: DeliverySettings) -> str | results.Result:
    """The D… channel of the person, kept for ever: looking for a message later needs it. Opening twice does no harm."""

    async def open_it() -> str:
        return str((await client.conversations_open(users=held.user_id))["channel"]["id"])

    opened = await caught(open_it, settings)
    if not isinstance(opened, Answered):
        return _certain(opened)  # whatever it was, nothing was posted
    crashpoints.reached("opening: answered")
    await deps.database.run(destinations.keep_dm, person_id=held.person_id, channel_id=opened.value)
    return opened.value


async def find(
    client: AsyncWebClient, doubted: Held, settings: DeliverySettings
) -> Answered[str | None] | results.Result:
    """The ts under which Slack has this message, None where it has not; or why nobody could look."""
    return await caught(lambda: _find(client, doubted), settings)


async def _find(client: AsyncWebClient, doubted: Held) -> str | None:
    """Where Slack has this message, by what makes it one of a kind, on whichever page; None where it has not."""
    if doubted.kind.carrier is Carrier.FILE and doubted.file_id is None:
        return None  # it was never shared
    async for message in _history(client, doubted):
        if doubted.file_id is not None:
            if any(file.get("id") == doubted.file_id for file in message.get("files") or []):
                return str(message["ts"])
        elif (message.get("metadata") or {}).get("event_payload", {}).get("key") == doubted.key:
            return str(message["ts"])
    return None


async def _history(client: AsyncWebClient, doubted: Held) -> AsyncIterator[dict[str, Any]]:
    oldest = f"{doubted.tried_at.timestamp() - _BEFORE_THE_TRY:.6f}"
    channel = doubted.channel or ""
    if doubted.thread_ts is None:
        found = pages(
            client.conversations_history, channel=channel, oldest=oldest, limit=200, include_all_metadata=True
        )
    else:
        found = pages(
            client.conversations_replies,
            channel=channel,
            ts=doubted.thread_ts,
            oldest=oldest,
            limit=200,
            include_all_metadata=True,
        )
    async for page in found:
        for message in page["messages"]:
            yield message


async def _ended(
    call: Callable[[], Awaitable[Any]], settings: DeliverySettings, *, read: Callable[[Any], results.Result]
) -> results.Result:
    answered = await caught(call, settings)
    return read(answered.value) if isinstance(answered, Answered) else answered


async def _post(client: AsyncWebClient, held: Held, content: Content) -> Any:
    return await client.chat_postMessage(
        channel=held.channel or "",
        thread_ts=held.thread_ts,
        text=content["text"],
        blocks=content["blocks"],
        metadata={"event_type": EVENT_TYPE, "event_payload": {"key": held.key}},
        unfurl_links=False,
        unfurl_media=False,
    )


async def _publish(client: AsyncWebClient, held: Held, content: Content) -> dict[str, Any]:
    await client.views_publish(user_id=held.user_id or "", view=content["view"])
    return {"channel": held.user_id, "ts": ""}


async def _upload(
    deps: Deps, client: AsyncWebClient, held: Held, content: Content, *, send_by: float, settings: DeliverySettings
) -> results.Result:
    """The file is put up and then shared. Only sharing it shows it to anybody, and works once for each file: its id is
    kept before, and is what a file of unknown fate is looked for by.
    """
    uploaded = await _put_up(deps, client, content, settings)
    if not isinstance(uploaded, str):
        return uploaded
    if not await deps.database.run(outbox.keep_file, held, file_id=uploaded):
        return results.TryLater(Failure(FailureCode.TURN_TOO_LATE))
    crashpoints.reached("uploading: put up")
    # Putting it up has taken its time: a share that could outlast the lease is not started.
    if time.monotonic() > send_by:
        return results.TryLater(Failure(FailureCode.TURN_TOO_LATE))

    async def share() -> dict[str, Any]:
        await client.files_completeUploadExternal(
            files=[{"id": uploaded, "title": content["title"]}],
            channel_id=held.channel,
            thread_ts=held.thread_ts,
            initial_comment=content.get("text"),
        )
        return {"channel": held.channel, "ts": ""}

    return await attempt(share, settings)


async def _put_up(
    deps: Deps, client: AsyncWebClient, content: Content, settings: DeliverySettings
) -> str | results.Result:
    """Slack's id of the file, which nobody sees yet."""

    async def put_up() -> tuple[str, http.Answer]:
        raw = content["content"]
        body = raw.encode() if isinstance(raw, str) else raw
        place = await client.files_getUploadURLExternal(
            filename=content["filename"], length=len(body), alt_txt=content.get("alt_text")
        )
        return str(place["file_id"]), await deps.http.post_bytes(place["upload_url"], body)

    answered = await caught(put_up, settings)
    if not isinstance(answered, Answered):
        return _certain(answered)  # whatever it was, nobody has seen anything
    file_id, answer = answered.value
    return file_id if isinstance(answer, http.Delivered) else _certain(_of_http(answer))


def _of_file(result: results.Result) -> results.Result:
    """The same, but that a scope which files alone need is no reason to hold back whatever else goes there."""
    match result:
        case results.LockedOut(Failure(FailureCode.REFUSED, "missing_scope") as why):
            return results.Impossible(why)
        case _:
            return result


def _certain(result: results.Result) -> results.Result:
    """The same of a call that shows nothing to anybody: where it is not clear what became of it, it is made again."""
    return results.TryLater(result.why) if isinstance(result, results.Unclear) else result


def _of_http(answer: http.Answer) -> results.Result:
    match answer:
        case http.Delivered():
            return results.Sent("", "")
        case http.TryLater(why, after):
            return results.TryLater(Failure(FailureCode.NO_ANSWER, why), after)
        case http.Refused(why):
            return results.Impossible(Failure(FailureCode.REFUSED, why))
