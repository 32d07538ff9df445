"""An answer that comes late."""

from datetime import datetime

from bot.results.names import Viewer
from bot.views.blocks import MOST_BLOCKS, MOST_TEXT, Message, clip, context
from bot.views.days import instant
from bot.views.speech import say


def late_answer(answer: Message, viewer: Viewer, *, asked_at: datetime) -> Message:
    """The answer as it was, under a line that says when it was true."""
    when = instant(asked_at, viewer)
    line = say(viewer, "Late. This answers what you wrote on {when}, as things stood then.", when=when)
    return {
        "text": clip(f"{line}\n{answer['text']}", MOST_TEXT),
        "blocks": [context(line), *answer["blocks"]][:MOST_BLOCKS],
    }
