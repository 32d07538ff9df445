"""A message as a view: what somebody reads who asked where no message can be shown."""

from bot.views.blocks import Message, View, modal
from bot.views.ids import Form


def message_view(answer: Message, *, title: str = "Outcome Bot") -> View:
    """The answer in a view of its own, with its buttons. It only says something: there is nothing to submit."""
    return modal(title, answer["blocks"], callback=Form.NOTICE)
