"""Which indicator a line begins with, and what follows it."""

from collections.abc import Sequence

import pytest
from sqlmodel import Session

from bot.actions.finding import find_indicator, find_outcome, take_indicator
from bot.errors import Ambiguous, Misspelt, NotFound
from tests.actions.conftest import Team
from tests.make import make_channel, make_indicator, make_outcome
from tests.saying import refused


def register(session: Session, team: Team, names: Sequence[tuple[str, str]]) -> None:
    outcome = make_outcome(session, team.alice)
    for key, name in names:
        make_indicator(session, team.alice, outcome, name, key=key)


CUSTOMERS = (("churn", "Customer churn"), ("csat", "Customer satisfaction"))


@pytest.mark.parametrize(
    "typed",
    [
        '"Customer satisfaction" 84',
        "“Customer satisfaction” 84",
        "”Customer satisfaction” 84",
        "„Customer satisfaction“ 84",
        "„Customer satisfaction” 84",
        "«Customer satisfaction» 84",
        "‘Customer satisfaction’ 84",
        '“Customer satisfaction" 84',
        "「Customer satisfaction」 84",
        "Customer satisfaction 84",
        "customer sat 84",
        "CSAT 84",
        "csat\n84",
    ],
)
def test_a_name_is_found_however_it_is_quoted(session: Session, team: Team, typed: str) -> None:
    register(session, team, CUSTOMERS)
    found, rest = take_indicator(session, typed, by=team.alice)
    assert (found.key, rest) == ("csat", "84")


@pytest.mark.parametrize(
    ("typed", "rest"),
    [
        ("cust 84 after the move", "84 after the move"),
        ("customer 84", "84"),
        ('"cust" 84', "84"),
        ('"customer s" 84', "84"),
        ("kustomer-satisfaction 84 line\n  two", "84 line\n  two"),
        ("cust", ""),
    ],
)
def test_what_follows_an_ambiguous_name_is_kept_as_it_was_typed(
    session: Session, team: Team, typed: str, rest: str
) -> None:
    register(session, team, (*CUSTOMERS, ("calls", "Customer satisfactions")))
    with pytest.raises(Ambiguous) as several:
        take_indicator(session, typed, by=team.alice)
    assert all(choice.line == f"{choice.key} {rest}".strip() for choice in several.value.choices)


@pytest.mark.parametrize(
    "typed", ["café 84", "cafe\N{COMBINING ACUTE ACCENT} 84", "\N{FULLWIDTH LATIN CAPITAL LETTER C}afé 84", "CAFÉ 84"]
)
def test_a_key_is_found_however_a_keyboard_composes_it(session: Session, team: Team, typed: str) -> None:
    register(session, team, (("café", "Visitors"), ("cave", "Sales")))
    found, rest = take_indicator(session, typed, by=team.alice)
    assert (found.key, rest) == ("café", "84")


def test_a_key_is_meant_before_a_name(session: Session, team: Team) -> None:
    register(session, team, (("churn", "Churn"), ("churn-2", "Churn")))
    assert find_indicator(session, "churn", by=team.alice).key == "churn"
    assert take_indicator(session, "churn 5 by 30 june", by=team.alice)[0].key == "churn"
    assert find_indicator(session, "churn-2", by=team.alice).key == "churn-2"


@pytest.mark.parametrize("typed", ["churn\0", "\ud800", "x" * 3000, "“”", "\N{RIGHT-TO-LEFT OVERRIDE}churn"])
def test_what_no_key_can_be_is_looked_for_among_the_names(session: Session, team: Team, typed: str) -> None:
    register(session, team, (("loss", "Customer churn"),))
    with refused('No indicator here is called "', kind=NotFound):
        find_indicator(session, typed, by=team.alice)


def test_a_name_that_two_have_is_asked_about(session: Session, team: Team) -> None:
    register(session, team, (("loss", "Churn rate"), ("loss-2", "Churn rate")))
    with pytest.raises(Ambiguous) as several:
        find_indicator(session, "churn rate", by=team.alice)
    assert [(each.key, each.label) for each in several.value.choices] == [
        ("loss", "Churn rate"),
        ("loss-2", "Churn rate"),
    ]


@pytest.mark.parametrize(
    "typed",
    ["\N{ARABIC LIGATURE SALLALLAHOU ALAYHE WASALLAM}", "\N{COMBINING ACUTE ACCENT}\N{COMBINING DOT BELOW}", "x"],
)
def test_what_is_longer_than_every_name_is_not_found(session: Session, team: Team, typed: str) -> None:
    register(session, team, CUSTOMERS)
    for text in (typed * 3_000, f'"{typed * 3_000}" 84', f"{typed * 3_000} 84"):
        with refused("No indicator here is called", kind=NotFound):
            take_indicator(session, text, by=team.alice)


def test_a_long_statement_is_found_by_all_of_it_or_its_beginning(session: Session, team: Team) -> None:
    statement = "Fewer people sleep rough in our borough, " * 10
    make_outcome(session, team.alice, statement.strip(), key="rough")
    for typed in (statement, statement[:250], "Fewer people"):
        assert find_outcome(session, typed, by=team.alice).key == "rough"


@pytest.mark.parametrize(
    ("typed", "key", "rest"),
    [
        ("csat-score 84", "csat-score", "84"),
        ("csatscore 84", "csat-score", "84"),
        ("csat score 84", "csat-score", "84"),
        ("Average-wait on-the phone 84", "wait", "84"),
        ("cast-score 84", "csat-score", "84"),
        ("wiat 84", "wait", "84"),
        ("*wait* 84", "wait", "84"),
        ("`wait` 84", "wait", "84"),
        ("_wait_: 84", "wait", "84"),
        ("wait: 84", "wait", "84"),
        ("wait = 84", "wait", "84"),
        ("*Average wait on the phone* 84", "wait", "84"),
    ],
)
def test_hyphens_spaces_marks_and_exchanged_letters_do_not_matter(
    session: Session, team: Team, typed: str, key: str, rest: str
) -> None:
    register(session, team, (("csat-score", "Satisfied"), ("wait", "Average wait on the phone")))
    found, left = take_indicator(session, typed, by=team.alice)
    assert (found.key, left) == (key, rest)


@pytest.mark.parametrize(
    ("typed", "key", "rest"),
    [("csat 2", "csat", "2"), ("mood good", "mood", "good"), ("rent 2 rooms", "rent-2", "2 rooms")],
)
def test_a_value_is_never_taken_for_a_part_of_a_key(
    session: Session, team: Team, typed: str, key: str, rest: str
) -> None:
    names = (("csat", "A"), ("csat-2", "B"), ("mood", "C"), ("mood-good", "D"), ("rent-2", "E"))
    register(session, team, names)
    found, left = take_indicator(session, typed, by=team.alice)
    assert (found.key, left) == (key, rest)


def test_a_short_word_with_another_letter_in_it_is_offered_and_not_taken(session: Session, team: Team) -> None:
    register(session, team, (("cost", "Spent on heating"), ("churn", "Customers lost")))
    with pytest.raises(Misspelt) as asked:
        take_indicator(session, "cast 84 note", by=team.alice)
    assert [choice.line for choice in asked.value.choices] == ["cost 84 note"]


def test_what_is_not_found_is_answered_with_the_three_nearest(session: Session, team: Team) -> None:
    register(session, team, (("phone", "A"), ("phones", "B"), ("phoned", "C"), ("stone", "D"), ("beds", "E")))
    with pytest.raises(Misspelt) as asked:
        take_indicator(session, "fone 6", by=team.alice)
    assert [choice.line for choice in asked.value.choices] == ["phone 6", "stone 6", "phoned 6"]


def test_a_bare_value_is_near_to_nothing(session: Session, team: Team) -> None:
    register(session, team, (("a12", "A"), ("b125", "B")))
    with pytest.raises(NotFound):
        take_indicator(session, "12.5", by=team.alice)


def test_of_one_name_ones_own_comes_first_and_each_says_whose_it_is(session: Session, team: Team) -> None:
    make_channel(session, team.workspace, "C2")
    board = make_outcome(session, team.bob, "Calls are answered", channel_id="C2")
    make_indicator(session, team.bob, board, "Average wait", key="a-wait")
    register(session, team, (("wait", "Average wait"),))
    with pytest.raises(Ambiguous) as several:
        take_indicator(session, "average wait 6", by=team.alice)
    assert [choice.line for choice in several.value.choices] == ["wait 6", "a-wait 6"]
    labels = [(choice.label.pattern, dict(choice.label.values)) for choice in several.value.choices]  # type: ignore[union-attr]
    assert labels[0] == ("{name} (yours)", {"name": "Average wait"})
    assert labels[1][1]["owner"] == "Bob"
