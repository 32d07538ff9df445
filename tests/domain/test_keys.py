"""Keys: made from a statement or chosen, in any script."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.keys import RESERVED, check_key, free_key, key_from
from bot.errors import UserError
from tests.saying import refused, said


@pytest.mark.parametrize(
    ("statement", "key"),
    [
        ("Fewer people sleep rough in our borough", "fewer-people-sleep"),
        ("Customers get help the first time", "customers-get-help"),
        ("<!channel> Nobody goes hungry", "nobody-goes-hungry"),
        ("The and of", "the-and-of"),
        ("लोग बेघर नहीं रहते", "लोग-बेघर-नहीं"),
        ("عدد أقل من الناس", "عدد-أقل-من"),
        ("👍 🎉", "outcome"),
        ("Donaudampfschifffahrtsgesellschaftskapitäne", "donaudampfschifffahrtsgesellsc"),
    ],
)
def test_a_key_is_made_of_the_first_significant_words(statement: str, key: str) -> None:
    assert key_from(statement, taken=(), otherwise="outcome") == key


def test_a_taken_key_gets_the_next_free_number() -> None:
    assert key_from("Nobody goes hungry", taken={"nobody-goes-hungry"}, otherwise="x") == "nobody-goes-hungry-2"
    assert key_from("due", taken={"due-2"}, otherwise="x") == "due-3"
    long = "a" * 40
    assert key_from(long, taken={"a" * 30}, otherwise="x") == "a" * 28 + "-2"


def test_a_key_that_is_not_free_gets_a_number_and_stays_short() -> None:
    assert free_key("csat", taken={"churn"}) == "csat"
    assert free_key("csat", taken={"csat", "csat-2"}) == "csat-3"
    assert free_key("a" * 30, taken={"a" * 30}) == "a" * 28 + "-2"


@given(st.text(max_size=80), st.sets(st.text(max_size=10), max_size=5))
def test_any_text_gives_a_short_free_key_without_spaces(text: str, taken: set[str]) -> None:
    key = key_from(text, taken=taken, otherwise="outcome")

    assert 1 <= len(key) <= 30
    assert key not in taken
    assert key not in RESERVED
    assert not any(character.isspace() for character in key)


def test_a_chosen_key_is_kept_in_lower_case_with_hyphens() -> None:
    assert check_key("  Rough Sleeping ", taken=()) == "rough-sleeping"


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("84", "A key needs at least one letter."),
        ("🎉", "A key needs at least one letter."),
        ("a" * 31, "A key has at most 30 characters. This one has 31."),
        ("Off", '"off" is a word of the commands. Choose another key.'),
        ("Due", '"due" is a word of the commands. Choose another key.'),
        ("csat", 'The key "csat" is taken. Choose another one, or leave it empty.'),
    ],
)
def test_a_chosen_key_that_cannot_be_one_is_refused_with_the_reason(typed: str, why: str) -> None:
    with pytest.raises(UserError) as problem:
        check_key(typed, taken={"csat"})
    assert said(problem.value) == why


def test_a_text_of_nothing_but_marks_gives_no_word_of_a_key() -> None:
    assert key_from("\N{COMBINING ACUTE ACCENT}" * 3_000, taken=(), otherwise="outcome") == "outcome"
    assert key_from("\N{COMBINING ACUTE ACCENT} rough", taken=(), otherwise="outcome") == "rough"
    assert key_from("a" + "\N{COMBINING DOT BELOW}" * 40, taken=(), otherwise="outcome") == "outcome"


def test_a_key_that_is_far_too_long_is_refused_with_its_length() -> None:
    with refused(r"A key has at most 30 characters. This one has 40,000."):
        check_key("ﬃ" * 40_000, taken=())
