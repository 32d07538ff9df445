"""Questions with a button for each answer."""

import pytest

from bot.errors import Ambiguous, Choice, Question
from bot.results.names import Viewer
from bot.views.blocks import Message
from bot.views.ids import CHOSEN
from bot.views.questions import Chosen, question, read_choice
from bot.words import words
from tests.views.make import HEBREW, HOSTILE, LONDON, LONG, LONG_NAME, assert_sound, buttons_of, heard

CSAT_OR_CALLS = [("csat", "Customer satisfaction"), ("calls", "Calls")]


def which(candidates: list[tuple[str, str]], rest: str = "84", viewer: Viewer = LONDON) -> Message:
    """The question which of these is meant by "c"."""
    asked = Ambiguous('"{typed}" could be several.', candidates=candidates, rest=rest, typed="c")
    return question(asked, "/reading", viewer)


def test_a_choice_keeps_the_value() -> None:
    shown = which(CSAT_OR_CALLS, '84 after "lunch"')

    assert shown["text"] == '"c" could be several.\n• Customer satisfaction `csat`\n• Calls `calls`'
    assert [read_choice(button["value"]) for button in buttons_of(shown)] == [
        Chosen("/reading", 'csat 84 after "lunch"'),
        Chosen("/reading", 'calls 84 after "lunch"'),
    ]
    assert all(CHOSEN.fullmatch(button["action_id"]) for button in buttons_of(shown))


def test_a_choice_carries_the_verb_and_how_it_is_to_be_taken() -> None:
    asked = Question("Which?", choices=[Choice("130 is right", "csat 130", is_meant=True)])

    (button,) = buttons_of(question(asked, "/reading", LONDON, verb="fix"))

    assert read_choice(button["value"]) == Chosen("/reading", "fix csat 130", "", is_meant=True)


def test_a_choice_without_a_line_carries_what_was_typed() -> None:
    asked = Question("Which?", choices=[Choice("1.5", locale="en-GB")])

    (button,) = buttons_of(question(asked, "/target", LONDON, verb="set", typed="csat 1.5"))

    assert read_choice(button["value"]) == Chosen("/target", "set csat 1.5", "en-GB")


def test_a_choice_is_heard_with_what_was_typed() -> None:
    assert heard(which(CSAT_OR_CALLS)) == ['Customer satisfaction, for "c"', 'Calls, for "c"']


def test_a_choice_with_a_long_name_or_one_from_right_to_left_is_heard_in_seventy_five_characters() -> None:
    shown = which([("long", LONG_NAME), ("service", HEBREW.name)])
    assert heard(shown) == [
        "People who have slept rough in our borough for more than seven night…, fo…",
        f'\u2068{HEBREW.name}\u2069, for "c"',
    ]
    assert_sound(shown)


def test_candidates_of_the_same_name_are_told_apart_by_their_keys() -> None:
    shown = which([("calls", "Calls"), ("calls-2", "Calls"), ("csat", "Customer satisfaction")])
    labels = [button["text"]["text"] for button in buttons_of(shown)]
    assert labels == ["Calls (calls)", "Calls (calls-2)", "Customer satisfaction"]
    assert heard(shown)[:2] == ['Calls (calls), for "c"', 'Calls (calls-2), for "c"']


def test_a_value_too_long_for_a_button_is_not_cut() -> None:
    shown = which(CSAT_OR_CALLS, "x" * 2_000)
    assert shown["text"].endswith("Type it again with the key.")
    assert len(shown["blocks"]) == 1


def test_too_many_candidates_ask_for_more_of_the_name() -> None:
    shown = which([(f"k{number}", "Calls") for number in range(23)])
    assert shown["text"].endswith("… and 13 more. Type more of the name.")
    assert len(buttons_of(shown)) == 10


def test_a_number_that_reads_in_two_ways_has_a_button_for_each() -> None:
    two = [Choice("1.5 %", "1.5 because", locale="en-GB"), Choice(words("{count} people", count=15), "15 because")]
    shown = question(Question("1.5 could be either.", choices=two), "/reading", LONDON)

    assert shown["text"] == "1.5 could be either."
    assert [button["text"]["text"] for button in buttons_of(shown)] == ["1.5 %", "15 people"]
    assert [read_choice(button["value"]) for button in buttons_of(shown)] == [
        Chosen("/reading", "1.5 because", "en-GB"),
        Chosen("/reading", "15 because"),
    ]
    assert heard(shown) == ["It means 1.5 %", "It means 15 people"]


def test_where_a_number_cannot_be_carried_the_question_stands_alone() -> None:
    asked = Question("Type it another way.", choices=[Choice("1.5 %", "x" * 2_000)])
    shown = question(asked, "/reading", LONDON)
    assert shown["text"] == "Type it another way."
    assert buttons_of(shown) == []


@pytest.mark.parametrize(
    "value",
    ["", "junk", "[]", "5", '["csat"]', '["csat", "84"]', "[" * 1500, '["a", "b", "c", "d"]', '["a", "b", "c", 1]'],
)
def test_what_no_choice_carries_is_none(value: str) -> None:
    with pytest.raises(ValueError, match="no choice"):
        read_choice(value)


@pytest.mark.parametrize("typed", [HOSTILE, LONG, "", "x" * 3_001, HEBREW.name * 100])
def test_no_text_breaks_a_question(typed: str) -> None:
    quoting = '"{typed}" could be several.'
    assert_sound(which([(typed[:80] or "k", typed)] * 30, typed[:200]))
    choices = [Choice(typed, typed[:200]), Choice(words("{typed}", typed=typed), typed[:200])]
    assert_sound(question(Question(quoting, choices=choices, typed=typed), "/reading", LONDON))
