"""The help of a command, and the answer to a verb that it does not have."""

from dataclasses import replace

from bot.results.names import Own
from bot.views.help import Verb, help_screen, overview, unknown_verb
from bot.words import words
from tests.views.make import HOSTILE, LONDON, LONG, assert_sound, buttons_of

VERBS = [
    Verb("new", "new [statement]", words("registers an outcome, in a form")),
    Verb("show", "show <outcome>", words("one outcome with its indicators"), "/outcome show <outcome>"),
]
OWNER = replace(LONDON, own=Own("rough", "rough-sleeping"))


def test_help_has_a_line_for_every_verb_and_for_every_other_command() -> None:
    assert help_screen("/outcome", VERBS, OWNER)["text"].splitlines() == [
        "*I ask for figures and report how it goes.*",
        "`/outcome new [statement]`  registers an outcome, in a form",
        "`/outcome show &lt;outcome&gt;`  one outcome with its indicators, for example `/outcome show rough-sleeping`",
        "`/reading`  what is due, in one form · `rough &lt;value&gt;`  one figure, here or after `/reading`",
        "`/indicator list|show|new`  the numbers, the worst first",
        "`/target rough &lt;value&gt; by 30 June`  what one is to become",
        "`/digest preview|now|off`  the channel's report",
    ]


def test_the_whole_bot_is_told_in_five_lines() -> None:
    screen = overview(OWNER)
    assert len(screen["text"].splitlines()) == 6
    assert [each["text"]["text"] for each in buttons_of(screen)] == [
        "Check in",
        "Write down an outcome",
        "How things stand",
    ]
    assert_sound(screen)


def test_an_example_is_made_of_what_is_the_readers_own() -> None:
    assert help_screen("/outcome", VERBS, OWNER)["text"].splitlines()[2] == (
        "`/outcome show &lt;outcome&gt;`  one outcome with its indicators, for example `/outcome show rough-sleeping`"
    )


def test_nobody_learns_from_a_key_that_is_not_theirs() -> None:
    # They own an indicator without a reading yet: there is no value to show.
    give = Verb("", "<indicator> <value>", words("gives a reading"), "/reading <indicator> <value>")
    assert help_screen("/reading", [give], OWNER)["text"].splitlines()[1] == (
        "`/reading &lt;indicator&gt; &lt;value&gt;`  gives a reading"
    )


def test_an_unknown_verb_gets_the_closest_one_and_the_help() -> None:
    lines = unknown_verb("/outcome", "nwe", "new", VERBS, LONDON)["text"].splitlines()
    assert lines == [
        '`/outcome` has no "nwe". Did you mean `/outcome new`?',
        "`/outcome new [statement]`  registers an outcome, in a form",
        "`/outcome show &lt;outcome&gt;`  one outcome with its indicators",
    ]
    assert unknown_verb("/outcome", "xyz", None, VERBS, LONDON)["text"].splitlines()[0] == '`/outcome` has no "xyz".'


def test_help_fits_whatever_there_is() -> None:
    assert_sound(help_screen("/outcome", VERBS * 60, OWNER))
    for typed in (HOSTILE, LONG, ""):
        assert_sound(unknown_verb("/outcome", typed, None, VERBS, LONDON))
