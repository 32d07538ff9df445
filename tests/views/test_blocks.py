"""What people type, made safe and cut to size."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.views.blocks import (
    button,
    clip,
    clip_mrkdwn,
    context,
    escape,
    header,
    limited,
    listing,
    message,
    modal,
    one_line,
    plain,
    said,
    said_at_length,
    section,
    sentence,
)
from bot.views.inputs import select_input, text_input
from tests.views.make import HOSTILE, LONDON, LONG, assert_sound


def test_escaping_is_done_once_and_in_the_right_order() -> None:
    assert escape("a & b <!channel> &lt;") == "a &amp; b &lt;!channel&gt; &amp;lt;"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("  two \n lines\t", "two lines"),
        ("bell\x07 and \x1b[31mcolour", "bell and [31mcolour"),
        ("a\u2028b\r\nc", "a b c"),
        ("1\u202f234", "1\u202f234"),
        ("\ud800", "—"),
        ("", "—"),
        ("*bold* ~gone~ `code`", "∗bold∗ ∼gone∼ ˋcodeˋ"),
        ("snake_case", "snake_case"),
        ("Customer שלום", "\u2068Customer שלום\u2069"),
        ("\u202egnp.exe", "gnp.exe"),
    ],
)
def test_what_people_type_stays_on_its_line(typed: str, shown: str) -> None:
    assert said(typed) == shown


def test_a_long_name_is_cut_where_it_does_not_hurt() -> None:
    assert said("x" * 200) == "x" * 148 + "…"
    assert said("&" * 200, 10) == "&amp;" * 8 + "…"
    assert one_line("ש" * 200, 10) == "\u2068" + "ש" * 8 + "…\u2069"


def test_a_cut_never_leaves_half_an_entity_or_half_a_mention() -> None:
    assert clip_mrkdwn("aaa &amp; b", 8) == "aaa…"
    assert clip_mrkdwn("aaa <@U123456> b", 12) == "aaa…"
    assert clip_mrkdwn("\u2068שלום שלום\u2069", 8) == "\u2068שלום…\u2069"


def test_a_cut_never_leaves_half_an_emoji() -> None:
    assert clip("go 🏳️‍🌈 go", 8) == "go 🏳…"


def test_text_of_its_own_place_keeps_its_lines() -> None:
    assert said_at_length("one\ntwo\n\n\n\nthree") == "one\ntwo\n\nthree"


def test_a_right_to_left_quote_does_not_turn_the_sentence_around() -> None:
    assert (
        sentence('"csat" needs a number. You wrote "שלום".') == '"csat" needs a number. You wrote \u2068"שלום"\u2069.'
    )


def test_text_that_slack_shows_as_it_stands_is_not_escaped() -> None:
    assert plain("R&D <b>", 75) == {"type": "plain_text", "text": "R&D <b>", "emoji": False}


def test_a_list_says_how_much_it_leaves_out() -> None:
    assert limited(["a", "b", "c"], LONDON, most=2, characters=100) == "a\nb\n… and 1 more"
    assert limited(["aaaa", "bbbb", "c"], LONDON, most=9, characters=10) == "aaaa\nbbbb\n… and 1 more"
    assert limited(["a"], LONDON, most=1, characters=100) == "a"
    assert limited(["a"] * 1_500, LONDON, most=2, characters=100) == "a\na\n… and 1,498 more"


def test_a_long_list_is_spread_over_sections() -> None:
    blocks = listing(["x" * 1000] * 5, LONDON)
    assert [len(block["text"]["text"]) for block in blocks] == [2001, 2001, 1000]


def test_the_text_of_a_message_is_all_that_its_blocks_say() -> None:
    shown = message(header("R&D"), section("*84 %*"), context("small", "print"))
    assert shown["text"] == "R&amp;D\n*84 %*\nsmall\nprint"


def test_a_message_never_has_more_than_fifty_blocks() -> None:
    shown = message(*[section(str(number)) for number in range(120)])
    assert len(shown["blocks"]) == 50
    assert shown["blocks"][-1]["elements"][0]["text"] == "… +71"
    assert_sound(shown)


@pytest.mark.parametrize("typed", [HOSTILE, LONG, "", "&" * 3001, "<" * 3001, "שלום " * 900])
def test_any_text_makes_a_message_that_slack_takes(typed: str) -> None:
    assert_sound(message(section(said_at_length(typed)), context(said(typed)), header(typed), section(sentence(typed))))


def test_a_button_is_heard_with_what_it_acts_on() -> None:
    assert button("Undo", "undo_reading", "5", acts_on="Undo 84 %, last week") == {
        "type": "button",
        "text": {"type": "plain_text", "text": "Undo", "emoji": False},
        "action_id": "undo_reading",
        "value": "5",
        "accessibility_label": "Undo 84 %, last week",
    }
    # Said twice it would only take longer.
    assert "accessibility_label" not in button("Undo", "undo_reading", acts_on="Undo")


@pytest.mark.parametrize(
    ("acts_on", "label"),
    [
        ("x" * 76, "x" * 73 + "…"),
        ("Add to \u2068" + "ש" * 80 + "\u2069", "Add to \u2068" + "ש" * 65 + "…\u2069"),
        ("Undo 84 %,\nlast\tweek \u202e", "Undo 84 %, last week"),
        ("", "—"),
    ],
    ids=["long", "long from right to left", "with breaks and overrides", "empty"],
)
def test_what_is_heard_of_a_button_fits(acts_on: str, label: str) -> None:
    heard = button("Undo", "undo_reading", acts_on=acts_on)["accessibility_label"]
    assert heard == label
    assert len(heard) <= 75


@pytest.mark.parametrize("typed", [HOSTILE, LONG, "", "   "])
def test_any_text_makes_a_form_that_slack_takes(typed: str) -> None:
    inputs = [
        text_input("a", typed, typed=typed, hint=typed, placeholder=typed),
        select_input("b", typed, {str(number): typed for number in range(150)}, chosen="0"),
    ]
    assert_sound(modal(typed, inputs, callback="x", submit="Save", close=typed))


def test_a_choice_that_is_no_longer_offered_is_not_preselected() -> None:
    assert "initial_option" not in select_input("parent", "Part of", {"a": "A"}, chosen="gone")["element"]


@given(
    st.text(st.characters() | st.sampled_from("&<>`*\n\u202e\u2068\u2069\u200dש"), max_size=200), st.integers(3, 120)
)
def test_no_text_escapes_and_no_cut_breaks_an_entity(typed: str, most: int) -> None:
    for shown in (said(typed, most), said_at_length(typed, most), sentence(typed, most)):
        assert shown
        assert "<" not in shown
        assert ">" not in shown
        assert re.sub("&(?:amp|lt|gt);", "", shown).count("&") == 0
        assert shown.count("\u2068") == shown.count("\u2069")
    assert len(said_at_length(typed, most)) <= most
    assert "\n" not in said(typed, most)
