"""Plain phrases that people write to the bot."""

import pytest

from bot.domain.phrases import Meaning, Phrase, phrase_of


@pytest.mark.parametrize(
    ("text", "meaning", "rest"),
    [
        ("hi", Meaning.GREETING, ""),
        ("Hello!", Meaning.GREETING, ""),
        ("Bonjour", Meaning.GREETING, ""),
        ("guten Morgen", Meaning.GREETING, ""),
        ("thanks :)", Meaning.THANKS, ""),
        ("Vielen Dank!", Meaning.THANKS, ""),
        ("what is this?", Meaning.HELP, ""),
        ("help", Meaning.HELP, ""),
        ("Help me please!", Meaning.HELP, ""),
        ("Hilfe", Meaning.HELP, ""),
        ("?", Meaning.HELP, ""),
        ("What’s due?", Meaning.DUE, ""),
        ("was ist fällig?", Meaning.DUE, ""),
        ("my indicators", Meaning.MINE, ""),
        ("show csat", Meaning.SHOW, "csat"),
        ("How is customer satisfaction?", Meaning.SHOW, "customer satisfaction"),
        ("zeig csat", Meaning.SHOW, "csat"),
        ("oops", Meaning.UNDO, ""),
        ("stop", Meaning.QUIET, ""),
        ("I am on holiday until Monday", Meaning.AWAY, "on holiday until Monday"),
        ("away until 8 June", Meaning.AWAY, "away until 8 June"),
        ("I'll be out of office next week!", Meaning.AWAY, "out of office next week"),
        ("je suis en vacances jusqu’au 8 juin", Meaning.AWAY, "en vacances jusqu'au 8 juin"),
        ("I'm back!", Meaning.BACK, ""),
        ("Ich bin wieder da", Meaning.BACK, ""),
        ("Ich bin krank", Meaning.AWAY, "krank"),
    ],
)
def test_a_plain_phrase_is_understood(text: str, meaning: Meaning, rest: str) -> None:
    assert phrase_of(text) == Phrase(meaning, rest)


@pytest.mark.parametrize(
    "text", ["csat 84", "hi 84", "stop 5", "show", "84", "due", "help 5", "", "high 5", "thanks 3"]
)
def test_what_may_be_a_reading_is_none(text: str) -> None:
    assert phrase_of(text) is None
