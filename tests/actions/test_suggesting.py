"""What a menu offers for what is typed into it."""

import pytest
from sqlmodel import Session

from bot.actions.finding import take_outcome
from bot.actions.suggesting import living_in, suggest
from bot.errors import Ambiguous, NotFound
from bot.results.notes import Suggested, Suggestions
from storage.tables import Indicator, Outcome
from tests.actions.conftest import Team
from tests.make import FRIDAY, make_channel, make_indicator, make_outcome


@pytest.fixture
def many(session: Session, team: Team) -> None:
    """Two outcomes of Bob's in C1, one of Alice's and one that is closed in C2, each with an indicator."""
    make_channel(session, team.workspace, "C2")
    for who, statement, key, channel in (
        (team.bob, "Fewer people sleep rough", "rough-1", "C1"),
        (team.bob, "Beds are free", "beds-1", "C1"),
        (team.alice, "Young people find work", "work-1", "C2"),
        (team.bob, "A cleaner river", "river-1", "C2"),
    ):
        outcome = make_outcome(session, who, statement, key=key, channel_id=channel)
        make_indicator(session, who, outcome, f"Number of {key}", key=f"n-{key}")
    session.get_one(Outcome, 4).closed_at = FRIDAY
    session.get_one(Indicator, 2).paused_at = FRIDAY
    session.flush()


def names(found: Suggestions) -> tuple[list[str], list[str]]:
    return [each.name for each in found.outcomes], [each.name for each in found.indicators]


@pytest.mark.usefixtures("many")
def test_before_anything_is_typed_what_goes_on_is_offered_and_what_is_near_first(session: Session, team: Team) -> None:
    beds, rough, work = "Beds are free", "Fewer people sleep rough", "Young people find work"

    of_alice = suggest(session, " ", channel_id="C1", by=team.alice)
    assert names(of_alice) == ([beds, rough, work], ["Number of rough-1", "Number of work-1"])
    from_elsewhere = suggest(session, "", channel_id="D1", by=team.alice)
    assert names(from_elsewhere) == ([work, beds, rough], ["Number of work-1", "Number of rough-1"])


@pytest.mark.usefixtures("many")
@pytest.mark.parametrize(
    ("typed", "outcomes", "indicators"),
    [
        ("river", ["A cleaner river"], ["Number of river-1"]),
        ("YOUNG PEOPLE", ["Young people find work"], []),
        ("people", ["Fewer people sleep rough", "Young people find work"], []),
        ("beds 1", ["Beds are free"], []),
        ("n-work-1", ["Young people find work"], ["Number of work-1"]),
        ("Beds are fre", ["Beds are free"], []),
        ("Beds are frei", ["Beds are free"], []),
        ("%", [], []),
        ("x" * 3_000, [], []),
    ],
)
def test_what_is_typed_is_found_anywhere_in_a_name_or_key_the_surest_first(
    session: Session, team: Team, typed: str, outcomes: list[str], indicators: list[str]
) -> None:
    assert names(suggest(session, typed, channel_id="C1", by=team.alice)) == (outcomes, indicators)


def test_a_menu_holds_a_hundred_and_nothing_out_of_sight(session: Session, team: Team) -> None:
    make_channel(session, team.workspace, "C2", private_to=[team.alice])
    for number in range(60):
        outcome = make_outcome(session, team.alice, f"Outcome {number}", channel_id="C2", key=f"o-{number}")
        make_indicator(session, team.alice, outcome, f"Indicator {number}", key=f"i-{number}")

    for typed in ("", "o"):
        found = suggest(session, typed, channel_id="C1", by=team.alice)
        assert (len(found.outcomes), len(found.indicators)) == (50, 50)
        assert suggest(session, typed, channel_id="C2", by=team.bob) == Suggestions((), ())
    assert living_in(session, "C2", by=team.bob) == ()


@pytest.mark.usefixtures("many")
def test_the_outcomes_of_a_channel_are_its_open_ones(session: Session, team: Team) -> None:
    assert living_in(session, "C2", by=team.charlie) == (Suggested(3, "Young people find work"),)
    assert living_in(session, "", by=team.charlie) == ()


@pytest.mark.usefixtures("many")
@pytest.mark.parametrize(
    ("line", "key", "rest"),
    [
        ("work-1 we hire two", "work-1", "we hire two"),
        ("young people find work we hire two", "work-1", "we hire two"),
        ("„Young people“ we hire two", "work-1", "we hire two"),
        ("Young people find: we hire two", "work-1", "we hire two"),
        ("river-1\nthe fish are back", "river-1", "the fish are back"),
        ("beds-1", "beds-1", ""),
    ],
)
def test_an_outcome_is_taken_off_the_front_of_a_line(
    session: Session, team: Team, line: str, key: str, rest: str
) -> None:
    found, note = take_outcome(session, line, by=team.alice)

    assert (found.key, note) == (key, rest)


def test_a_long_statement_is_taken_whole(session: Session, team: Team) -> None:
    statement = "More children of the borough can swim at the end of year four than could two years ago"
    make_outcome(session, team.alice, statement, key="swim")

    found, note = take_outcome(session, f"{statement} a second pool opens", by=team.alice)

    assert (found.key, note) == ("swim", "a second pool opens")


@pytest.mark.usefixtures("many")
def test_of_several_outcomes_that_fit_one_is_asked_for_with_the_rest_kept(session: Session, team: Team) -> None:
    make_outcome(session, team.alice, "Fewer people drive", key="drive")

    with pytest.raises(Ambiguous) as asked:
        take_outcome(session, "fewer people a second bus", by=team.alice)
    assert [each.line for each in asked.value.choices] == ["drive a second bus", "rough-1 a second bus"]
    with pytest.raises(NotFound):
        take_outcome(session, "xyzzy a second bus", by=team.alice)
