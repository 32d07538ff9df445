"""Choosing who is asked for an indicator's readings."""

from bot.fields import Field
from bot.results.indicators import HandedOver
from bot.results.names import PersonName
from bot.views.ids import Form
from bot.views.ownership import hand_over_form, handed_over
from tests.views.make import BOB, CSAT, HOSTILE, LONDON, assert_sound, inputs_of, lines_of, make_hostile


def test_the_form_asks_who_and_may_be_told_why() -> None:
    form = hand_over_form(CSAT, LONDON)
    inputs = inputs_of(form)
    assert (form["callback_id"], form["private_metadata"]) == (Form.HAND_OVER, "csat")
    assert (form["title"]["text"], form["submit"]["text"]) == ("Choose a new owner", "Hand over")
    assert form["blocks"][0]["text"]["text"] == "*Customer satisfaction* `csat`"
    assert [inputs[field]["label"]["text"] for field in inputs] == [
        "Who is asked for its readings?",
        "Why does it change?",
    ]
    assert [field for field in inputs if not inputs[field]["optional"]] == [Field.OWNER]


def test_what_follows_says_who_is_asked_from_now_on() -> None:
    shown = handed_over(HandedOver(CSAT, BOB), LONDON)
    assert lines_of(shown) == "✓ Bob is asked for *Customer satisfaction* `csat` from now on."
    assert shown["title"]["text"] == "Handed over"


def test_no_name_breaks_either() -> None:
    assert_sound(hand_over_form(make_hostile(), LONDON))
    assert_sound(handed_over(HandedOver(make_hostile(), PersonName("U123", HOSTILE)), LONDON))
