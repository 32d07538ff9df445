"""Choosing who is asked for an indicator's readings."""

from dataclasses import replace
from datetime import UTC, date, datetime

from bot.domain.handovers import HandoverAnswer
from bot.fields import Field
from bot.results.handovers import Handover, TookEffect
from bot.results.names import PersonName
from bot.views.handing_over import (
    answer_taken,
    handover_answered,
    handover_offered,
    handover_took_effect,
    offer_made,
    offer_made_view,
    withdrawn,
)
from bot.views.ids import Form
from bot.views.ownership import hand_over_form
from tests.views.make import BOB, CSAT, HOSTILE, LONDON, assert_sound, inputs_of, lines_of, make_hostile

ALICE = PersonName("UALICE", "Alice")
OFFER = Handover(
    number=7,
    indicator=CSAT,
    from_=ALICE,
    to=BOB,
    offered_by=ALICE,
    answer=HandoverAnswer.OPEN,
    until_on=date(2026, 6, 3),
    takes_effect_at=datetime(2026, 4, 9, 9, tzinfo=UTC),
)


def test_the_form_asks_who_until_when_and_for_a_line() -> None:
    form = hand_over_form(CSAT, LONDON)
    inputs = inputs_of(form)
    assert (form["callback_id"], form["private_metadata"]) == (Form.HAND_OVER, "csat")
    assert (form["title"]["text"], form["submit"]["text"]) == ("Choose a new owner", "Hand over")
    assert form["blocks"][0]["text"]["text"] == "*Customer satisfaction* `csat`"
    assert [inputs[field]["label"]["text"] for field in inputs] == [
        "Who is asked for its readings?",
        "Until when?",
        "One line to them",
    ]
    assert [field for field in inputs if not inputs[field]["optional"]] == [Field.OWNER]


def test_what_follows_says_who_is_asked_from_now_on() -> None:
    shown = offer_made_view(replace(OFFER, answer=HandoverAnswer.ACCEPTED, until_on=None), LONDON)
    assert lines_of(shown) == "✓ Bob is asked for *Customer satisfaction* `csat` from now on."
    assert shown["title"]["text"] == "Handed over"


def test_no_name_breaks_anything() -> None:
    assert_sound(hand_over_form(make_hostile(), LONDON))
    somebody = PersonName("U123", HOSTILE)
    for answer in HandoverAnswer:
        offer = replace(
            OFFER,
            indicator=make_hostile(),
            from_=somebody,
            to=somebody,
            offered_by=somebody,
            answer=answer,
            reason=HOSTILE,
        )
        assert_sound(offer_made_view(offer, LONDON))
        for draw in (offer_made, withdrawn, handover_offered, answer_taken, handover_answered):
            assert_sound(draw(offer, LONDON))
        for went_back in (False, True):
            assert_sound(handover_took_effect(TookEffect(offer, went_back), LONDON))
