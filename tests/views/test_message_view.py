"""A message as a view: what somebody reads who asked where no message can be shown."""

from bot.views.blocks import actions, button, message, section
from bot.views.message_view import message_view
from bot.words import words
from tests.views.make import LONDON, assert_sound, heard, lines_of

ANSWER = message(section("*84 %*"), actions(button("Undo", "undo_reading", "5", acts_on="Undo 84 %, last week")))


def test_a_message_in_a_view_keeps_its_buttons_and_can_only_be_closed() -> None:
    view = message_view(ANSWER, LONDON)
    assert (view["title"]["text"], view["close"]["text"]) == ("Outcome Bot", "Close")
    assert "submit" not in view
    assert lines_of(view) == "*84 %*\nUndo"
    assert heard(view) == ["Undo 84 %, last week"]
    assert_sound(view)


def test_a_view_may_have_a_title_of_its_own() -> None:
    assert message_view(ANSWER, LONDON, title=words("Not saved"))["title"]["text"] == "Not saved"
