"""A message as a view: what somebody reads who asked where no message can be shown."""

from bot.results.names import Viewer
from bot.views.blocks import Message, View, modal
from bot.views.ids import Form
from bot.views.saying import worded
from bot.views.speech import say
from bot.words import Words, words

OUR_NAME = words("Outcome Bot")


def message_view(answer: Message, viewer: Viewer, *, title: Words = OUR_NAME) -> View:
    """The answer in a view of its own, with its buttons. It only says something: there is nothing to submit."""
    return modal(worded(title, viewer), answer["blocks"], callback=Form.NOTICE, close=say(viewer, "Close"))
