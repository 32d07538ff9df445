"""Some six hundred lines as people type them, in fifteen languages, and what each of them comes to."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.reading_lines import line_of
from bot.domain.values import parse_value
from bot.errors import Choice, Question, UserError
from bot.views.amounts import exact
from tests.domain.corpus import MEASURES, comes_to, measure_of, read, rows, value_of
from tests.domain.settings import quick
from tests.saying import said, viewer

ROWS = rows()


def test_the_table_is_large_enough() -> None:
    assert len({(locale, measure, line) for locale, measure, line, _ in ROWS}) >= 400
    assert len({locale.split("-")[0] for locale, *_ in ROWS if locale}) >= 8


GROUPS = sorted({(locale, measure) for locale, measure, *_ in ROWS})


@pytest.mark.parametrize(("locale", "measure"), GROUPS)
def test_a_line_comes_to_what_the_table_says(locale: str, measure: str) -> None:
    expected = {row[2]: row[3] for row in ROWS if row[:2] == (locale, measure)}

    assert {line: comes_to(line, measure, locale).replace("\n", "⏎") for line in expected} == expected


@pytest.mark.parametrize(("locale", "measure"), GROUPS)
def test_every_choice_is_read_as_its_button_says(locale: str, measure: str) -> None:
    """Or leads to another question; never to a refusal."""
    for line in (row[2] for row in ROWS if row[:2] == (locale, measure)):
        try:
            read(line, measure, locale)
        except Question as asked:
            for choice in asked.choices:
                if choice.line:  # else the same line, by another way to write numbers
                    _is_read_as_it_says(asked, choice, measure, locale)
        except UserError:
            pass


def _is_read_as_it_says(asked: Question, choice: Choice, measure: str, locale: str) -> None:
    chosen = comes_to(choice.line, measure, locale)
    assert not chosen.startswith("! "), choice.line
    label = choice.label if isinstance(choice.label, str) else said(choice.label, locale)
    value = value_of(choice.line, measure, locale)
    if value is not None and asked.words.pattern.endswith("which one?"):
        assert label == "0" or label.split(",")[0].rstrip() in exact(value, measure_of(measure), viewer(locale))


# What somebody types who types anything

NUMBERS = st.sampled_from(
    ["84", "1,5", "1.118", "12.000", "3½", "-3", "٨٤", "31/50", "3h20", "6:30", "£3.4k", "1 118", "0", "2e9"]
)
WORDS = st.sampled_from(
    [
        *(
            "people",
            "%",
            "km",
            "Minuten",
            "Mrd.",
            "hundred",
            "more",
            "to",
            "86",
            "->",
            "-",
            "–",
            "/",
            "of",
            "and",
            "half",
        ),
        *(
            "per",
            "week",
            "for",
            "last",
            "w12",
            "on",
            "friday",
            "für",
            "KW",
            "12",
            "23",
            "March",
            "2026-W12",
            "yesterday",
        ),
        *("gestern", "unsure", "sure,", "fairly", "quiet", ":", ";", ",", "n/d", "k.A.", "none", "yes", "no", "good"),
        *("👍", "🎉", "*", "`", "\N{RIGHT-TO-LEFT MARK}", "שלום", "after", "the", "move", "(by", "hand)", "<85", "\n"),
    ]
)
LINES = st.builds(lambda first, rest: " ".join([first, *rest]), NUMBERS | WORDS, st.lists(NUMBERS | WORDS, max_size=8))
LOCALES = st.sampled_from(["en-GB", "de-DE", "fr-FR", "sv-SE", "ja-JP", "ar-EG", "pt-BR", ""])


@quick
@given(line=LINES, measure=st.sampled_from(list(MEASURES)), locale=LOCALES)
@example(line="84 " + "x" * 3_000, measure="percent", locale="en-GB")
@example(line="\N{RIGHT-TO-LEFT MARK}84 שלום for last week", measure="percent", locale="en-GB")
def test_what_is_read_is_what_is_printed_and_carried(line: str, measure: str, locale: str) -> None:
    try:
        found = read(line, measure, locale)
    except UserError:
        return

    if found.value is not None:
        printed = exact(found.value, measure_of(measure), viewer(locale))
        assert parse_value(printed, measure_of(measure), locale=locale, like=found.value) == found.value
    again = read(line_of(found), measure, locale)
    assert (again.value, again.period, again.confidence, again.adds) == (
        found.value,
        found.period,
        found.confidence,
        found.adds,
    )
    assert again.note.split() == found.note.split()


@quick
@given(line=LINES, measure=st.sampled_from(list(MEASURES)), locale=LOCALES)
@example(line="84 " + "x" * 3_000, measure="percent", locale="en-GB")
def test_no_word_is_lost(line: str, measure: str, locale: str) -> None:
    """What is neither value, period nor confidence is in the note."""
    try:
        found = read(line, measure, locale)
    except UserError:
        return

    note = found.note.split()
    kept = line.split()[len(line.split()) - len(note) :]
    assert [_bare(word) for word in kept] == [_bare(word) for word in note]
    taken = [_bare(word) for word in line.split()[: len(line.split()) - len(note)]]
    value = [_bare(word) for word in found.typed.split()]
    others = [word for word in taken if word not in value and word]
    if found.value is not None and found.period is None and found.confidence is None:
        assert others == [] or _only_links(others), others


def _only_links(words: list[str]) -> bool:
    return set(words) <= {"=", "-", "–"}


def _bare(word: str) -> str:
    return word.strip("*_~`,;:.!=-–—\N{RIGHT-TO-LEFT MARK}")
