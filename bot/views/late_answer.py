"""An answer that comes late."""

from datetime import datetime

from bot.results.names import Viewer
from bot.views.blocks import MOST_BLOCKS, MOST_TEXT, Message, clip, context
from bot.views.wording import instant


def late_answer(answer: Message, viewer: Viewer, *, asked_at: datetime) -> Message:
    """The answer as it was, under a line that says when it was true."""
    line = f"Late. This answers what you wrote on {instant(asked_at, viewer)}, as things stood then."
    return {
        "text": clip(f"{line}\n{answer['text']}", MOST_TEXT),
        "blocks": [context(line), *answer["blocks"]][:MOST_BLOCKS],
    }
