"""`/indicator list`: what there is, the worst first, a page at a time."""

import pytest
from sqlmodel import Session, select

from bot.actions import people
from bot.actions.outcomes import RegisteredOutcome
from storage import tables
from tests.handlers.conftest import Bot, Shelter, words
from tests.make import make_indicator


async def test_the_list_has_a_line_for_each_indicator_with_how_it_stands(bot: Bot, shelter: Shelter) -> None:
    await shelter.alice.types("/reading csat 60 for last week")

    answer = await shelter.bob.types("/indicator list", channel="#shelter")

    assert "Customer satisfaction csat · @Alice" in words(answer)
    assert "Customer churn churn · @Alice" in words(answer)


@pytest.mark.parametrize(
    ("which", "who", "found"), [("mine", "alice", True), ("mine", "bob", False), ("here", "bob", True)]
)
async def test_the_list_can_be_those_of_a_person_or_a_channel(
    bot: Bot, shelter: Shelter, which: str, who: str, found: bool
) -> None:
    answer = await getattr(shelter, who).types(f"/indicator list {which}", channel="#shelter")

    assert ("csat" in words(answer)) is found


async def test_another_list_is_not_known(bot: Bot, shelter: Shelter) -> None:
    answer = await shelter.alice.types("/indicator list red")

    assert 'There is no list called "red". /indicator list takes mine, here or all.' in words(answer)


async def test_everything_is_reached_page_by_page(bot: Bot, shelter: Shelter) -> None:
    bot.deps.database.run_here(_sixty_more)

    first = await shelter.alice.types("/indicator list", channel="#shelter")
    second = await shelter.alice.presses("Next 25")
    third = await shelter.alice.presses("Next 12")

    shown = [key for page in (first, second, third) for key in words(page).split() if key.startswith("k-")]
    assert sorted(shown) == sorted(f"k-{number}" for number in range(60))
    assert third.buttons == ()


def _sixty_more(session: Session) -> None:
    team = session.exec(select(tables.Workspace)).one()
    user = session.exec(select(tables.Person).where(tables.Person.name == "Alice")).one()
    alice = people.known(session, team_id=team.team_id, user_id=user.user_id)
    outcome = session.exec(select(tables.Outcome)).first()
    assert alice is not None
    assert outcome is not None
    for number in range(60):
        registered = RegisteredOutcome(outcome.id, outcome.key, "")
        make_indicator(session, alice.actor, registered, f"Number {number}", key=f"k-{number}")
