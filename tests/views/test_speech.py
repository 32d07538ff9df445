"""Sentences in the reader's language, and what fills them."""

import pytest

from bot.results.names import Viewer
from bot.views.speech import capital, listed, say, say_counted
from tests.views.make import LONDON

AMERICAN = Viewer("en-US", "America/New_York", LONDON.today)
GERMAN = Viewer("de-DE", "Europe/Berlin", LONDON.today)


def test_what_fills_a_sentence_stands_in_it_as_it_is() -> None:
    assert say(LONDON, "{name} answers for it", name="A & {B}") == "A & {B} answers for it"
    assert say(LONDON, "To type {a} is fine.") == "To type {a} is fine."


def test_a_count_is_written_as_its_reader_does() -> None:
    assert say(LONDON, "It is {count}.", count=12_345) == "It is 12,345."
    assert say(GERMAN, "It is {count}.", count=12_345) == "It is 12.345."


@pytest.mark.parametrize(
    ("count", "words"), [(0, "0 readings"), (1, "1 reading"), (2, "2 readings"), (1_200, "1,200 readings")]
)
def test_a_sentence_agrees_with_its_count(count: int, words: str) -> None:
    assert say_counted(LONDON, "{count} reading", "{count} readings", count) == words


def test_things_are_listed_as_one_says_them() -> None:
    lists: list[list[str]] = [[], ["A"], ["A", "B"], ["A", "B", "C"]]
    assert [listed(LONDON, parts) for parts in lists] == ["", "A", "A and B", "A, B and C"]
    assert [listed(AMERICAN, parts) for parts in lists] == ["", "A", "A and B", "A, B, and C"]
    assert [listed(LONDON, parts, "or") for parts in lists] == ["", "A", "A or B", "A, B or C"]


def test_only_the_first_letter_becomes_a_capital() -> None:
    assert [capital(text) for text in ("last week", "go up", "Q1 2026", "")] == ["Last week", "Go up", "Q1 2026", ""]
