"""Over twelve hundred lines as people type them, in a dozen languages, and what each of them comes to."""

import pytest

from bot.errors import Question, UserError
from tests.domain.corpus import assert_read_as_its_button_says, comes_to, read, rows

ROWS = rows()


def test_the_table_is_large_enough() -> None:
    assert len({(locale, measure, line) for locale, measure, line, _ in ROWS}) == len(ROWS) >= 1_200
    assert len({locale.split("-")[0] for locale, *_ in ROWS if locale}) >= 13


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
                    assert_read_as_its_button_says(asked, choice, measure, locale)
        except UserError:
            pass
