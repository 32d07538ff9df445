"""What a person is told when something did not work."""

from decimal import Decimal

import pytest

from bot.domain.values import Measure, Quantity, Value, ValueKind
from bot.errors import Trouble
from bot.results.names import Viewer
from bot.views.blocks import escape
from bot.views.errors import (
    MAYBE_SAVED,
    NOT_ALL_IN_SIGHT,
    OLD_BUTTON,
    OLD_FORM,
    form_problem,
    giving_back,
    missed_message,
    not_saved,
    noting,
    problem,
    unexpected,
    unexpected_in_form,
    unknown_command,
)
from bot.words import words
from tests.saying import said
from tests.views.make import HEBREW, HOSTILE, LONDON, LONG, assert_sound, lines_of


def test_a_problem_is_told_in_one_sentence_that_pings_nobody() -> None:
    shown = problem(words('"csat" needs a number. You wrote "{typed}".', typed="<!channel>"), LONDON)
    assert shown["text"] == '"csat" needs a number. You wrote "&lt;!channel&gt;".'


def test_a_problem_names_values_as_its_reader_writes_them() -> None:
    too_much = words(
        "{value} is more than I can take.", value=Quantity(Value(Decimal("1234.5")), Measure(ValueKind.PERCENT))
    )
    german = Viewer("de-DE", "Europe/Berlin", LONDON.today)
    assert problem(too_much, LONDON)["text"] == "1,234.5 % is more than I can take."
    assert problem(too_much, german)["text"] == "1.234,5 % is more than I can take."


def test_what_was_typed_is_given_back_whole() -> None:
    typed = "/reading csat 84 " + "<&x " * 1_500
    shown = giving_back(problem(words("A note holds up to 2,000 characters."), LONDON), typed, LONDON)
    assert_sound(shown)
    pieces = [element["text"] for element in shown["blocks"][-1]["elements"]]
    assert "".join(pieces) == f"You typed: {escape(typed)}"


def test_what_the_answer_says_anyway_is_not_repeated() -> None:
    told = problem(
        words('No outcome here is called "{typed}". `/outcome list` shows what there is.', typed="a<b"), LONDON
    )
    assert giving_back(told, "/outcome show a<b", LONDON) == told


def test_what_else_is_to_be_known_stands_below_the_answer() -> None:
    shown = noting(problem(words("There is none."), LONDON), NOT_ALL_IN_SIGHT, LONDON)
    assert shown["text"] == (
        "There is none.\nSlack does not say at the moment who may see some of the channels, so what lives there is "
        "left out. Try again in a minute."
    )


def test_a_form_that_cannot_go_on_says_why() -> None:
    view = form_problem(words("New outcome"), words("This channel has been archived."), LONDON)
    assert view["title"]["text"] == "New outcome"
    assert lines_of(view) == "This channel has been archived."
    assert "submit" not in view


REFERENCE = "1f2e3d4c"


@pytest.mark.parametrize(
    ("trouble", "what", "then"),
    [
        (Trouble.LATE, "the database did not answer in time.", "Try again in a moment."),
        (
            Trouble.FULL,
            "the disk under the bot's database is full.",
            "Give an administrator this reference: 1f2e3d4c. Once they have mended it, try again.",
        ),
        (
            Trouble.CONSTRAINT,
            "it contradicts what is stored already, perhaps since a moment ago.",
            "Look again how things stand. If it still does not work, give an administrator this reference: 1f2e3d4c",
        ),
        (
            Trouble.VALUE,
            "there is something in it that the database cannot hold.",
            "Write it in another way. If that does not work either, give an administrator this reference: 1f2e3d4c",
        ),
    ],
)
def test_each_trouble_of_the_database_has_its_own_sentence(trouble: Trouble, what: str, then: str) -> None:
    assert said(not_saved(trouble, REFERENCE)) == f"Not saved: {what} {then}"


def test_every_trouble_but_lateness_has_a_reference_and_no_other_sentence() -> None:
    sentences = {trouble: said(not_saved(trouble, REFERENCE)) for trouble in Trouble}
    assert len(set(sentences.values())) == len(Trouble)
    assert {trouble for trouble, sentence in sentences.items() if REFERENCE not in sentence} == {Trouble.LATE}


def test_what_failed_for_no_known_reason_has_a_reference_for_an_administrator() -> None:
    assert said(unexpected(REFERENCE)) == (
        "Something went wrong on our side. Try again in a minute. "
        "If it happens again, give an administrator this reference: 1f2e3d4c"
    )
    assert said(unexpected_in_form(REFERENCE)) == (
        "Something went wrong on our side, and nothing was saved. Close this and try again in a minute. "
        "If it happens again, give an administrator this reference: 1f2e3d4c"
    )


def test_every_way_to_fail_says_what_to_do_instead() -> None:
    assert said(MAYBE_SAVED).endswith("Look whether it is there; if not, do it again.")
    assert said(OLD_FORM).endswith("Open it again with its command, and copy over what you have filled in.")
    assert said(OLD_BUTTON).endswith("Type the command instead; its help says how, for example /reading help.")


def test_what_was_written_on_an_earlier_day_is_given_back_and_not_done() -> None:
    assert missed_message("rough 5 < 6", LONDON)["text"] == (
        "I was not running when you wrote this, and did nothing about it: it may have meant another period. "
        "If it still holds, send it again.\nYou wrote: rough 5 &lt; 6"
    )


def test_what_was_filled_in_is_given_back_where_the_form_is_gone() -> None:
    view = form_problem(words("Not saved"), words("It was too late."), LONDON, ["Fewer people sleep rough", "5 < 6"])
    assert [block.get("elements", [block.get("text")])[0]["text"] for block in view["blocks"]] == [
        "It was too late.",
        "What you filled in:",
        "Fewer people sleep rough",
        "5 &lt; 6",
    ]


def test_an_unknown_command_is_answered_with_those_that_there_are() -> None:
    assert unknown_command("/goal", ["/outcome", "/target", "/reading"], LONDON)["text"] == (
        "The bot has no command /goal. It has `/outcome`, `/target` and `/reading`."
    )


@pytest.mark.parametrize("typed", [HOSTILE, LONG, "", "x" * 3_001, HEBREW.name * 100])
def test_no_text_breaks_an_explanation(typed: str) -> None:
    quoting = words('I cannot read "{typed}".', typed=typed)
    for screen in (
        problem(quoting, LONDON),
        form_problem(quoting, quoting, LONDON, [typed] if typed else []),
        missed_message(typed, LONDON),
        unknown_command(typed, [typed], LONDON),
        problem(unexpected(typed[:50]), LONDON),
    ):
        assert_sound(screen)
