"""Lines that nobody thought of: what is read of them is printed, carried by a button and kept to the word."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.reading_lines import TypedReading, line_of
from bot.domain.time_words import english_words, prepositions, without_marks, words_of
from bot.domain.values import parse_value
from bot.errors import Question, UserError
from bot.views.amounts import exact
from tests.domain.corpus import MEASURES, assert_read_as_its_button_says, measure_of, read, rows
from tests.domain.settings import quick
from tests.saying import viewer


def parts(text: str) -> list[str]:
    return text.split("|")


NUMBERS = parts(
    "84|86|1,5|1.118|12.000|3½|-3|٨٤|31/50|3h20|6:30|£3.4k|1 118|0|2e9|+3|84%|12k|3時間|１２|84?|<85|80-85|$12"
    "|1\N{NO-BREAK SPACE}118"
)
UNITS = parts("people|%|km|Minuten|Mrd.|hundred|more|half|per week|timmar|TEUR|k€|min|h|€|Prozent|quid|万")
JOINTS = parts("to|->|-|–|/|of|and|no|sorry,|I mean|oder|ou|→|:arrow_right:|minus|(|vs|in|x|±|=|:|;|,")
TIMES = parts(
    "for last week|for w12|on friday|für KW 12|23 March|for 23/3|2026-W12|yesterday|gestern|for next week|for 31/02"
    "|last week|w13|hier|für letzte Woche|pour mars|先週|förra veckan|for lst week|for 29 February|today|0/1"
)
SURE = parts("unsure|sure,|fairly|not sure:|unsicher|pas sûr|säker")
NOTES = parts(
    "quiet|n/d|k.A.|none|yes|no|good|very good|👍|🎉|:tada:|*|`|שלום|after the move|(by hand)|may|second|am|der|le|a|…"
    "|\n|two sites missing|<@U1>|https://example.org/1?a=2|_late_|#12|don't|\N{RIGHT-TO-LEFT MARK}|\N{ZERO WIDTH SPACE}"
)
PARTS = st.sampled_from([*NUMBERS, *UNITS, *JOINTS, *TIMES, *SURE, *NOTES])
SPACES = st.sampled_from([*[" "] * 6, "  ", ", ", ": ", "; ", " - ", "\N{NO-BREAK SPACE}", "\n", "\t", ""])
LINES = st.builds(
    lambda first, rest: first + "".join(space + part for space, part in rest),
    st.sampled_from(NUMBERS) | PARTS,
    st.lists(st.tuples(SPACES, PARTS), max_size=8),
)
LOCALES = st.sampled_from(parts("en-GB|en-US|de-DE|fr-FR|es-ES|pt-BR|it-IT|nl-NL|sv-SE|da-DK|pl-PL|ja-JP|ar-EG|hi-IN|"))
A_MEASURE = st.sampled_from([*MEASURES, "percent daily", "people monthly"])

LINKS = frozenset(parts("=|-|–|—|is|are|was|were|ist|sind|war|est|é|es|är|er"))
"""What may stand between the parts of a line and is part of none."""
CONFIDENCE = frozenset(
    parts(
        "sure|certain|sicher|sûr|sûre|seguro|segura|certo|zeker|säker|sikker|pewne|fairly|ziemlich|plutôt|bastante"
        "|unsure|not|uncertain|unsicher|nicht|pas|no|estoy|incerto|onzeker|osäker|usikker|niepewne"
    )
)
AGO_AND_ARTICLES = frozenset(
    parts("ago|vor|geleden|fa|hace|ha|il|y|a|sedan|for|siden|temu|l|the|der|den|die|das|le|la|el|o|de")
)


def read_or_none(line: str, measure: str, locale: str) -> TypedReading | None:
    try:
        return read(line, measure, locale)
    except UserError:
        return None


def assert_printed_and_carried(found: TypedReading, measure: str, locale: str) -> None:
    """What is printed is read as the value that is recorded; and the line of the reading is the same reading."""
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


def assert_no_word_is_lost(line: str, found: TypedReading, locale: str) -> None:
    """Every word is in the note, in its order; or of the value; or is a link, a word of the period where one was read,
    or of the confidence where one was.
    """
    value = split(found.typed)
    for word in split(before_the_note(line, found.note)):
        if word in value:
            value.remove(word)
            continue
        assert (
            word in LINKS
            or (found.period is not None and is_of_a_time(word, locale))
            or (found.confidence is not None and word.casefold() in CONFIDENCE)
            or found.value is None
        ), word


def is_of_a_time(word: str, locale: str) -> bool:
    """Whether the calendar's own vocabulary has it, or a number in it. Nothing here is of the reader of lines."""
    looked_up = without_marks(words_of(word))
    known = {part for name in english_words(locale) for part in name.split()} | prepositions(locale) | AGO_AND_ARTICLES
    return looked_up in known or any(character.isdecimal() for character in word)


def before_the_note(line: str, note: str) -> str:
    """What is left of the line without the note, which it has to end with, whatever white space is in either."""
    line, note = seen(line), seen(note)
    at, left = len(line), "".join(note.split())
    while left:
        at -= 1
        assert at >= 0
        assert line[at].isspace() or line[at] == left[-1], note
        left = left if line[at].isspace() else left[:-1]
    return line[:at]


def seen(text: str) -> str:
    return re.sub("[\N{RIGHT-TO-LEFT MARK}\N{ZERO WIDTH SPACE}]", "", text)


def split(text: str) -> list[str]:
    """The words, without the marks that part one from the next."""
    words = re.split(r"[\s,;:'’]+", seen(text))
    return list(filter(None, (word.strip("*_~`.!=-–—") for word in words)))


@quick
@given(line=LINES, measure=A_MEASURE, locale=LOCALES)
@example(line="84 " + "x" * 3_000, measure="percent", locale="en-GB")
@example(line="84 for last week " + "no 86 " * 500, measure="percent", locale="en-GB")
@example(line="\N{RIGHT-TO-LEFT MARK}84 שלום for last week", measure="percent", locale="en-GB")
@example(line="\N{RIGHT-TO-LEFT MARK}٨٤\N{RIGHT-TO-LEFT MARK} بعد الانتقال", measure="percent", locale="ar-EG")
@example(line="84 👩‍👩‍👧 :tada: 🎉", measure="percent", locale="en-GB")
def test_what_is_read_is_what_is_printed_and_carried(line: str, measure: str, locale: str) -> None:
    if found := read_or_none(line, measure, locale):
        assert_printed_and_carried(found, measure, locale)


@quick
@given(line=LINES, measure=A_MEASURE, locale=LOCALES)
@example(line="84 " + "x" * 3_000, measure="percent", locale="en-GB")
@example(line="84 for last week, unsure: :tada: at last", measure="percent", locale="en-GB")
def test_no_word_is_lost(line: str, measure: str, locale: str) -> None:
    if found := read_or_none(line, measure, locale):
        assert_no_word_is_lost(line, found, locale)


@quick
@given(line=LINES, measure=A_MEASURE, locale=LOCALES)
def test_every_choice_is_read_as_its_button_says(line: str, measure: str, locale: str) -> None:
    try:
        read(line, measure, locale)
    except Question as asked:
        for choice in filter(lambda choice: choice.line, asked.choices):
            assert_read_as_its_button_says(asked, choice, measure, locale)
    except UserError:
        pass


@quick
@given(line=st.text(max_size=120) | st.text("0123456789.,:;/-+%£€ \n", max_size=40), measure=A_MEASURE, locale=LOCALES)
def test_any_text_is_read_or_refused_in_a_sentence(line: str, measure: str, locale: str) -> None:
    if found := read_or_none(line, measure, locale):
        assert_printed_and_carried(found, measure, locale)


@pytest.mark.parametrize("locale", sorted({locale for locale, *_ in rows()}))
def test_of_no_line_of_the_table_a_word_is_lost(locale: str) -> None:
    for by, measure, line, _ in rows():
        if by == locale and (found := read_or_none(line, measure, locale)):
            assert_printed_and_carried(found, measure, locale)
            assert_no_word_is_lost(line, found, locale)
