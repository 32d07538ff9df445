"""The button "Full chart": what Slack's own chart cannot say, as a picture in a direct message."""

from dataclasses import dataclass

from slack_bolt.async_app import AsyncApp
from sqlmodel import Session

from bot.actions.access import require_indicator_with_key
from bot.actions.charts import chart
from bot.errors import UserError
from bot.http import Delivered
from bot.results.charts import Chart
from bot.results.pictures import Picture
from bot.views.blocks import Message, clip
from bot.views.charts import alternative, chart_in_words, chart_is_coming, sentence_of
from bot.views.ids import Action
from bot.views.pictures import picture
from handlers.forms import on_press
from handlers.requests import Request
from handlers.slack_calls import NETWORK_TROUBLE

_MOST_HEARD = 1_000
"""Characters of what is heard in the place of a picture."""


@dataclass(frozen=True)
class _Upload:
    """A picture with the words that go with it."""

    png: bytes
    filename: str
    title: str
    words: str
    heard: str
    """In the place of the picture, raw."""


class _NotPutUp(Exception):
    """Slack did not take the bytes of a file."""


async def draw(request: Request) -> Message:
    """Have the chart drawn and sent, and say so at once: nobody is kept waiting for either."""

    def find(session: Session) -> Chart:
        found = require_indicator_with_key(session, request.text, by=request.actor)
        return chart(session, found.id, by=request.actor, now=request.now)

    of = await request.read(find)
    drawn = picture(of, request.viewer)
    if drawn is None:
        raise UserError("There are fewer than two values, and one alone makes no chart.")
    request.deps.background.start(_send(request, of, drawn), name="send a chart")
    return chart_is_coming(of, request.viewer)


async def _send(request: Request, of: Chart, wanted: Picture) -> None:
    """The picture with its words; the words alone where it is not drawn in time, or Slack does not take it."""
    client = request.responder.client
    png = await request.deps.studio.draw(wanted)
    opened = await client.conversations_open(users=request.actor.user_id)
    channel = str(opened["channel"]["id"])
    if png is not None:
        words, heard = sentence_of(of, request.viewer), clip(alternative(of, request.viewer), _MOST_HEARD)
        upload = _Upload(png, f"{of.indicator.key}.png", wanted.title, words, heard)
        try:
            await _share(request, upload, channel)
        except (*NETWORK_TROUBLE, _NotPutUp):
            png = None
    if png is None:
        message = chart_in_words(of, request.viewer)
        await client.chat_postMessage(channel=channel, text=message["text"], blocks=message["blocks"])


async def _share(request: Request, upload: _Upload, channel: str) -> None:
    """Put the file up, which nobody sees yet, and share it."""
    client = request.responder.client
    place = await client.files_getUploadURLExternal(
        filename=upload.filename, length=len(upload.png), alt_txt=upload.heard
    )
    if not isinstance(await request.deps.http.post_bytes(place["upload_url"], upload.png), Delivered):
        raise _NotPutUp
    await client.files_completeUploadExternal(
        files=[{"id": place["file_id"], "title": upload.title}],
        channel_id=channel,
        initial_comment=upload.words,
    )


def register(app: AsyncApp) -> None:
    """Listen for the button."""
    on_press(app, Action.DRAW_CHART, draw, in_place=False)
