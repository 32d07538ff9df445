"""The help of a command, and the answer to a verb that it does not have."""

from dataclasses import replace

from bot.results.names import Own
from bot.views.help import Verb, help_screen, unknown_verb
from bot.words import words
from tests.views.make import HOSTILE, LONDON, LONG, assert_sound

VERBS = [
    Verb("new", "new [statement]", words("registers an outcome, in a form")),
    Verb("show", "show <outcome>", words("one outcome with its indicators"), "/outcome show <outcome>"),
]
OWNER = replace(LONDON, own=Own("rough", "rough-sleeping"))


def test_help_has_a_line_for_every_verb() -> None:
    assert help_screen("/outcome", VERBS, LONDON)["text"] == (
        "*What `/outcome` can do*\n"
        "`/outcome new [statement]`  registers an outcome, in a form\n"
        "`/outcome show &lt;outcome&gt;`  one outcome with its indicators"
    )


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
