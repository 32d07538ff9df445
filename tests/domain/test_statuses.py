"""Which Slack statuses mean that somebody is away."""

import pytest

from bot.domain.statuses import USUAL, read_words, says_away
from tests.saying import refused


@pytest.mark.parametrize(
    ("text", "emoji"),
    [
        ("Vacationing", ":palm_tree:"),
        ("Out sick", ":face_with_thermometer:"),
        ("On vacation until Monday", ":speech_balloon:"),
        ("Im Urlaub", ""),
        ("En congés", ""),
        ("夏の休暇です", ""),
        ("OOO", ""),
        ("", ":palm_tree:"),
    ],
)
def test_words_and_emoji_say_that_somebody_is_away(text: str, emoji: str) -> None:
    assert says_away(text, emoji, "")


@pytest.mark.parametrize(
    ("text", "emoji"),
    [
        ("", ""),
        ("In a meeting", ":spiral_calendar_pad:"),
        ("Homesick", ""),
        ("Working remotely", ":house_with_garden:"),
    ],
)
def test_any_other_status_does_not(text: str, emoji: str) -> None:
    assert not says_away(text, emoji, "")


def test_a_workspace_has_words_of_its_own() -> None:
    words = read_words("Field trip\n:tent: ,, field trip")
    assert words == "Field trip, :tent:"
    assert says_away("on a field  trip", "", words)
    assert says_away("", ":tent::skin-tone-2:", words)
    assert not says_away("vacation", ":palm_tree:", words)
    assert not says_away("vacation", ":palm_tree:", read_words("None"))


def test_the_usual_words_are_kept_as_none() -> None:
    assert (read_words(USUAL), read_words(" ")) == ("", "")
    with refused("up to 1000 fit|up to 1,000 fit"):
        read_words("x" * 1_001)
