"""An answer that comes late."""

from datetime import UTC, datetime

from bot.results.names import Viewer
from bot.views.blocks import actions, button, message, section
from bot.views.late_answer import late_answer
from tests.views.make import LONDON, LONG, assert_sound, heard

ANSWER = message(section("*84 %*"), actions(button("Undo", "undo_reading", "5", acts_on="Undo 84 %, last week")))
# London's clocks went forward at 01:00 UTC on 29 March 2026.
ASKED_AT = datetime(2026, 3, 29, 1, 0, tzinfo=UTC)


def test_a_late_answer_is_the_answer_under_when_it_was_true() -> None:
    shown = late_answer(ANSWER, LONDON, asked_at=ASKED_AT)
    assert shown["text"] == ("Late. This answers what you wrote on Sun 29 March 02:00, as things stood then.\n*84 %*")
    assert shown["blocks"][1:] == ANSWER["blocks"]
    assert heard(shown) == ["Undo 84 %, last week"]


def test_the_time_is_the_readers() -> None:
    kolkata = Viewer("en-IN", "Asia/Kolkata", LONDON.today)
    assert late_answer(ANSWER, kolkata, asked_at=ASKED_AT)["text"].startswith(
        "Late. This answers what you wrote on Sun, 29 March 06:30,"
    )


def test_a_long_answer_still_fits() -> None:
    long = message(*[section(LONG.replace("<", ""))] * 60)
    shown = late_answer(long, LONDON, asked_at=ASKED_AT)
    assert len(shown["blocks"]) == 50
    assert_sound(late_answer(message(*[section("x" * 3_000)] * 50), LONDON, asked_at=ASKED_AT))
