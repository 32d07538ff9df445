"""What people type after `/digest` in the place of its verbs."""

from datetime import time

import pytest

from bot.domain.digest_words import DigestWords, Wish, digest_words, time_of, weekday_of


@pytest.mark.parametrize(
    ("locale", "text", "understood"),
    [
        ("en-GB", "on Tuesdays at 9", DigestWords(Wish.WEEKLY, "tuesdays at 9")),
        ("en-GB", "once a week", DigestWords(Wish.WEEKLY)),
        ("en-GB", "every other tuesday", DigestWords(Wish.IN_ANOTHER_RHYTHM, "tuesday")),
        ("en-GB", "every 2 weeks on friday", DigestWords(Wish.IN_ANOTHER_RHYTHM, "on friday")),
        ("en-GB", "daily 9:00", DigestWords(Wish.IN_ANOTHER_RHYTHM, "9:00")),
        ("en-GB", "every working day", DigestWords(Wish.IN_ANOTHER_RHYTHM)),
        ("en-GB", "at 10:00", DigestWords(Wish.AT_ANOTHER_TIME, "10:00")),
        ("en-GB", "last week", None),
        ("en-GB", "show settings", None),
        ("en-GB", "dienstag", None),
        ("de-DE", "jeden Dienstag um 9 Uhr", DigestWords(Wish.WEEKLY, "dienstag um 9 uhr")),
        ("de-DE", "dienstags", DigestWords(Wish.WEEKLY, "dienstags")),
        ("de-DE", "alle zwei Wochen", DigestWords(Wish.IN_ANOTHER_RHYTHM)),
        ("fr-FR", "tous les mardis", DigestWords(Wish.WEEKLY, "mardis")),
        ("fr-FR", "chaque semaine", DigestWords(Wish.WEEKLY)),
        ("fr-FR", "Arrête", DigestWords(Wish.OFF)),
        ("es-ES", "cada día", DigestWords(Wish.IN_ANOTHER_RHYTHM)),
        ("pt-BR", "toda semana", DigestWords(Wish.WEEKLY)),
    ],
)
def test_plain_words_are_known_in_many_languages(locale: str, text: str, understood: DigestWords | None) -> None:
    assert digest_words(text, locale=locale) == understood


def test_a_weekday_is_one_in_its_plural_too() -> None:
    assert [weekday_of(word, "fr-FR") for word in ("mardi", "mardis", "Tues.", "t", "mars")] == [1, 1, 1, None, None]


def test_a_time_is_read_as_people_write_it() -> None:
    assert [time_of(text) for text in ("9 Uhr", "9h30", "9 h", "9pm", "9")] == [
        time(9),
        time(9, 30),
        time(9),
        time(21),
        time(9),
    ]
    assert [time_of(text) for text in ("25:00", "9:99", "13pm", "", "x")] == [None] * 5
