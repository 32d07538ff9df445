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
    choices,
    form_problem,
    giving_back,
    missed_message,
    not_saved,
    noting,
    problem,
    read_choice,
    unexpected,
    unexpected_in_form,
    unknown_command,
    ways_to_read,
)
from bot.views.ids import CHOSEN, READ_AS
from bot.words import Words, words
from tests.saying import said
from tests.views.make import HEBREW, HOSTILE, LONDON, LONG, LONG_NAME, assert_sound, buttons_of, heard, lines_of

WHICH = words('"{typed}" could be several.', typed="c")
CSAT_OR_CALLS = [("csat", "Customer satisfaction"), ("calls", "Calls")]


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


def test_a_choice_keeps_the_value() -> None:
    shown = choices(WHICH, CSAT_OR_CALLS, '84 after "lunch"', LONDON)
    assert shown["text"] == '"c" could be several.\n• Customer satisfaction `csat`\n• Calls `calls`'
    assert [read_choice(button["value"]) for button in buttons_of(shown)] == [
        ("csat", '84 after "lunch"'),
        ("calls", '84 after "lunch"'),
    ]
    assert all(CHOSEN.fullmatch(button["action_id"]) for button in buttons_of(shown))


def test_a_choice_is_heard_with_what_was_typed() -> None:
    assert heard(choices(WHICH, CSAT_OR_CALLS, "84", LONDON)) == ['Customer satisfaction, for "c"', 'Calls, for "c"']


def test_a_choice_with_a_long_name_or_one_from_right_to_left_is_heard_in_seventy_five_characters() -> None:
    shown = choices(WHICH, [("long", LONG_NAME), ("service", HEBREW.name)], "84", LONDON)
    assert heard(shown) == [
        "People who have slept rough in our borough for more than seven night…, fo…",
        f'\u2068{HEBREW.name}\u2069, for "c"',
    ]
    assert_sound(shown)


def test_candidates_of_the_same_name_are_told_apart_by_their_keys() -> None:
    calls = [("calls", "Calls"), ("calls-2", "Calls"), ("csat", "Customer satisfaction")]
    shown = choices(WHICH, calls, "84", LONDON)
    labels = [button["text"]["text"] for button in buttons_of(shown)]
    assert labels == ["Calls (calls)", "Calls (calls-2)", "Customer satisfaction"]
    assert heard(shown)[:2] == ['Calls (calls), for "c"', 'Calls (calls-2), for "c"']


def test_a_value_too_long_for_a_button_is_not_cut() -> None:
    shown = choices(WHICH, CSAT_OR_CALLS, "x" * 2_000, LONDON)
    assert shown["text"].endswith("Type it again with the key.")
    assert len(shown["blocks"]) == 1


def test_too_many_candidates_ask_for_more_of_the_name() -> None:
    shown = choices(WHICH, [(f"k{number}", "Calls") for number in range(23)], "84", LONDON)
    assert shown["text"].endswith("… and 13 more. Type more of the name.")
    assert len(buttons_of(shown)) == 10


def test_a_number_that_reads_in_two_ways_has_a_button_for_each() -> None:
    two: list[tuple[str, str | Words]] = [("en-GB", "1.5 %"), ("de-DE", words("{count} people", count=15))]
    shown = ways_to_read(words("1.5 could be either."), two, "1.5 because", LONDON)
    assert shown["text"] == "1.5 could be either."
    assert [button["text"]["text"] for button in buttons_of(shown)] == ["1.5 %", "15 people"]
    assert [read_choice(button["value"]) for button in buttons_of(shown)] == [
        ("en-GB", "1.5 because"),
        ("de-DE", "1.5 because"),
    ]
    assert all(READ_AS.fullmatch(button["action_id"]) for button in buttons_of(shown))
    assert heard(shown) == ["It means 1.5 %", "It means 15 people"]


def test_where_a_number_cannot_be_carried_the_question_stands_alone() -> None:
    shown = ways_to_read(words("Type it another way."), [("en-GB", "1.5 %")], "x" * 2_000, LONDON)
    assert shown["text"] == "Type it another way."
    assert buttons_of(shown) == []


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


@pytest.mark.parametrize("value", ["", "junk", "[]", "5", '["csat"]', '["csat", 5]', "[" * 1500, '["a", "b", "c"]'])
def test_what_no_choice_carries_is_none(value: str) -> None:
    with pytest.raises(ValueError, match="no choice"):
        read_choice(value)


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
        choices(quoting, [(typed[:80] or "k", typed)] * 30, typed[:200], LONDON),
        ways_to_read(quoting, [("en-GB", typed), ("de-DE", words("{typed}", typed=typed))], typed[:200], LONDON),
        form_problem(quoting, quoting, LONDON, [typed] if typed else []),
        missed_message(typed, LONDON),
        unknown_command(typed, [typed], LONDON),
        problem(unexpected(typed[:50]), LONDON),
    ):
        assert_sound(screen)
