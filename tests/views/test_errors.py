"""What a person is told when something did not work, and the help."""

import pytest

from bot.errors import Trouble
from bot.views.blocks import escape
from bot.views.errors import (
    choices,
    form_problem,
    giving_back,
    not_saved,
    problem,
    read_choice,
    unexpected,
    unknown_command,
)
from bot.views.help import Verb, help_screen, unknown_verb
from bot.views.ids import CHOSEN
from tests.views.make import HOSTILE, LONG, assert_sound, lines_of

VERBS = [
    Verb("new", "new [statement]", "Registers an outcome.", "/outcome new Fewer people sleep rough"),
    Verb("show", "show <outcome>", "Shows one outcome", "/outcome show rough"),
]
CSAT_OR_CALLS = [("csat", "Customer satisfaction"), ("calls", "Calls")]


def test_a_problem_is_told_in_one_sentence_that_pings_nobody() -> None:
    shown = problem('"csat" needs a number, for example 84 or 84.5 %. You wrote "<!channel>".')
    assert shown["text"] == '"csat" needs a number, for example 84 or 84.5 %. You wrote "&lt;!channel&gt;".'


def test_what_was_typed_is_given_back_whole() -> None:
    typed = "/reading csat 84 " + "<&x " * 1_500
    shown = giving_back(problem("A note holds up to 2,000 characters."), typed)
    assert_sound(shown)
    pieces = [element["text"] for element in shown["blocks"][-1]["elements"]]
    assert "".join(pieces) == f"You typed: {escape(typed)}"


def test_what_the_answer_says_anyway_is_not_repeated() -> None:
    told = problem('No outcome here is called "a<b". `/outcome list` shows what there is.')
    assert giving_back(told, "/outcome show a<b") == told


def test_a_choice_keeps_the_value() -> None:
    shown = choices('"c" could be several.', CSAT_OR_CALLS, '84 after "lunch"')
    assert shown["text"] == '"c" could be several.\n• Customer satisfaction `csat`\n• Calls `calls`'
    buttons = shown["blocks"][-1]["elements"]
    assert [read_choice(button["value"]) for button in buttons] == [
        ("csat", '84 after "lunch"'),
        ("calls", '84 after "lunch"'),
    ]
    assert all(CHOSEN.fullmatch(button["action_id"]) for button in buttons)


def test_candidates_of_the_same_name_are_told_apart_by_their_keys() -> None:
    shown = choices("Which one?", [("calls", "Calls"), ("calls-2", "Calls"), ("csat", "Customer satisfaction")], "84")
    labels = [button["text"]["text"] for button in shown["blocks"][-1]["elements"]]
    assert labels == ["Calls (calls)", "Calls (calls-2)", "Customer satisfaction"]


def test_a_value_too_long_for_a_button_is_not_cut() -> None:
    shown = choices("Which one?", CSAT_OR_CALLS, "x" * 2_000)
    assert shown["text"].endswith("Type it again with the key.")
    assert len(shown["blocks"]) == 1


def test_too_many_candidates_ask_for_more_of_the_name() -> None:
    shown = choices("Which one?", [(f"k{number}", "Calls") for number in range(23)], "84")
    assert shown["text"].endswith("… and 13 more. Type more of the name.")
    assert len(shown["blocks"][-1]["elements"]) == 10


def test_help_shows_every_verb_with_an_example() -> None:
    assert help_screen("/outcome", VERBS)["text"] == (
        "*What `/outcome` can do*\n"
        "`/outcome new [statement]`\n"
        "Registers an outcome. Example: `/outcome new Fewer people sleep rough`\n"
        "`/outcome show &lt;outcome&gt;`\n"
        "Shows one outcome. Example: `/outcome show rough`"
    )


def test_an_unknown_verb_gets_the_closest_one_and_the_help() -> None:
    lines = unknown_verb("/outcome", "nwe", "new", VERBS)["text"].splitlines()
    assert lines[0] == '`/outcome` has no "nwe". Did you mean `/outcome new`?'
    assert lines[1] == "`/outcome new [statement]`"
    assert unknown_verb("/outcome", "xyz", None, VERBS)["text"].splitlines()[0] == '`/outcome` has no "xyz".'


def test_a_form_that_cannot_go_on_says_why() -> None:
    view = form_problem("New outcome", "This channel has been archived.")
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
    assert not_saved(trouble, REFERENCE) == f"Not saved: {what} {then}"


def test_every_trouble_but_lateness_has_a_reference_and_no_other_sentence() -> None:
    sentences = {trouble: not_saved(trouble, REFERENCE) for trouble in Trouble}
    assert len(set(sentences.values())) == len(Trouble)
    assert {trouble for trouble, words in sentences.items() if REFERENCE not in words} == {Trouble.LATE}


@pytest.mark.parametrize("value", ["", "junk", "[]", "5", '["csat"]', '["csat", 5]', "[" * 1500, '["a", "b", "c"]'])
def test_what_no_choice_carries_is_none(value: str) -> None:
    with pytest.raises(ValueError, match="no choice"):
        read_choice(value)


def test_what_was_filled_in_is_given_back_where_the_form_is_gone() -> None:
    view = form_problem("Not saved", "It was too late.", ["Fewer people sleep rough", "5 < 6"])
    assert [block.get("elements", [block.get("text")])[0]["text"] for block in view["blocks"]] == [
        "It was too late.",
        "What you filled in:",
        "Fewer people sleep rough",
        "5 &lt; 6",
    ]


def test_an_unknown_command_is_answered_with_those_that_there_are() -> None:
    assert unknown_command("/goal", ["/outcome", "/target", "/reading"])["text"] == (
        "The bot has no command /goal. It has `/outcome`, `/target` and `/reading`."
    )


@pytest.mark.parametrize("typed", [HOSTILE, LONG, "", "x" * 3_001])
def test_no_text_breaks_an_explanation(typed: str) -> None:
    for screen in (
        problem(typed),
        choices(typed, [(typed[:80] or "k", typed)] * 30, typed[:200]),
        form_problem(typed, typed),
        unknown_verb("/outcome", typed, None, VERBS),
        unexpected(typed[:50]),
    ):
        assert_sound(screen)


def test_help_with_many_verbs_fits() -> None:
    assert_sound(help_screen("/outcome", VERBS * 60))
