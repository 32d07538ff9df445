"""Text as people type it: what can be seen of it, its white space, its beginnings, a piece of it for a sentence."""

import pytest

from bot.domain.typed_text import alike, beginnings, legible, on_one_line, shown, spaced, storable


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " \n",
        "\N{COMBINING ACUTE ACCENT}",
        "\N{DEVANAGARI VOWEL SIGN AA}",
        "\N{ZERO WIDTH SPACE}",
        "\N{ZERO WIDTH JOINER} \N{VARIATION SELECTOR-16}",
        "\N{RIGHT-TO-LEFT MARK}\N{RIGHT-TO-LEFT OVERRIDE}",
        "\N{WORD JOINER}\N{SOFT HYPHEN}",
        "\N{HANGUL FILLER}",
        "\N{BRAILLE PATTERN BLANK}",
        "\N{TAG LATIN SMALL LETTER A}",
        "\U000e0fff",
        "\x00",
        "\x07",
        "\ud83d",
        "\udc69 \ud83d",
    ],
)
def test_what_nobody_could_see_is_no_text(typed: str) -> None:
    assert legible(typed).strip() == ""


@pytest.mark.parametrize(
    "typed",
    [
        "x",
        "a note\n  of two lines",
        "शिशु",
        "ไม่",
        "cafe\N{COMBINING ACUTE ACCENT}",
        "👩‍👩‍👧‍👦 🇬🇧 ❤️ 1️⃣",
        "\U0001fae9 \ue000",
        "…",
        "שלום",
        "²",
    ],
)
def test_what_can_be_seen_stays_as_it_was_typed(typed: str) -> None:
    assert legible(typed) == typed


def test_a_word_of_nothing_but_marks_is_left_out_and_a_lost_character_is_shown() -> None:
    assert (
        legible("csat 84 \N{ZERO WIDTH SPACE} half an\ud83d emoji") == "csat 84  half an\N{REPLACEMENT CHARACTER} emoji"
    )


def test_what_cannot_be_stored_is_shown_as_lost() -> None:
    assert storable("a\x00b\ud83dc👍") == "a\N{REPLACEMENT CHARACTER}b\N{REPLACEMENT CHARACTER}c👍"


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        (" between \n 5\tand   10 ", "between 5 and 10"),
        ("1\N{NO-BREAK SPACE}234 people", "1\N{NO-BREAK SPACE}234 people"),
        ("from\N{NO-BREAK SPACE}72 on\N{NARROW NO-BREAK SPACE}2 March", "from 72 on 2 March"),
        ("1\N{NO-BREAK SPACE}\N{NO-BREAK SPACE}234", "1  234"),
        ("84\n100 people", "84  100 people"),
        ("3\n000 h", "3  000 h"),
    ],
)
def test_white_space_is_folded_but_where_it_groups_digits(typed: str, folded: str) -> None:
    assert spaced(typed) == folded


def test_beginnings_are_folded_and_say_where_they_end() -> None:
    assert beginnings(" 3 h\n\n20 min late", most_words=3) == [("3 h 20", 8), ("3 h", 4), ("3", 2)]
    assert beginnings(" \n", most_words=3) == []


def test_a_piece_for_a_sentence_is_on_one_line_and_short() -> None:
    assert shown("of\n two   lines") == "of two lines"
    assert shown("word " * 20) == "word word word word word word word word…"
    assert shown(" " * 3_000 + "lots") == "lots"
    assert len(shown("x" * 3_000)) == 40


def test_a_word_of_several_lines_comes_onto_one() -> None:
    assert on_one_line(" Sehr\r\n\tkritisch\x07!\N{LINE SEPARATOR}") == "Sehr kritisch !"


@pytest.mark.parametrize(
    "other", ["AT RISK", "at\N{NO-BREAK SPACE}risk", "At  r\N{ZERO WIDTH SPACE}isk", "Ａｔ ｒｉｓｋ"]
)
def test_what_only_looks_different_is_alike(other: str) -> None:
    assert alike(other) == alike("At risk")


def test_what_says_something_else_is_not_alike() -> None:
    assert alike("At risk") != alike("A trisk")
