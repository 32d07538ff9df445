"""A question about one thing costs the same however much else there is."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import event
from sqlmodel import Session, select

from bot.actions import access, finding
from bot.actions.digest_settings import DigestRule, set_digest_rule
from bot.actions.due import answerable
from bot.actions.indicators import indicator_in_full, indicator_page
from bot.actions.notes import NewNote, note_outcome
from bot.actions.outcomes import outcome_in_full, outcome_page
from bot.actions.people import policy_of
from bot.actions.suggesting import suggest
from bot.actions.targets import Promise, set_target
from bot.delivery import planning
from bot.delivery.settings import DeliverySettings
from bot.domain.digests import Rhythm
from bot.domain.values import Value
from storage.tables import DueReading, OutcomeDefinition
from tests.actions.conftest import Team
from tests.make import FRIDAY, make_channel, make_indicator, make_outcome

MONDAY = datetime(2026, 3, 30, 8, 30, tzinfo=UTC)
JUNE = date(2026, 6, 30)
PROMISE = Promise(value=Value(Decimal(5)), due_on=JUNE)

Question = Callable[[Session, Team], object]

SUGGESTED: dict[str, Question] = {
    "a menu before anything is typed": lambda session, team: suggest(session, "", channel_id="C2", by=team.alice),
    "a menu with a name in it": lambda session, team: suggest(session, "name", channel_id="C2", by=team.alice),
    "a menu with a slip in it": lambda session, team: suggest(session, "Meels", channel_id="C2", by=team.alice),
}

QUESTIONS: dict[str, Question] = {
    "an outcome by number": lambda session, team: access.require_visible_outcome(session, 1, by=team.alice),
    "an outcome by key": lambda session, team: access.require_outcome_with_key(session, "hunger", by=team.alice),
    "an indicator by number": lambda session, team: access.require_visible_indicator(session, 1, by=team.alice),
    "an indicator by key": lambda session, team: access.require_indicator_with_key(session, "meals", by=team.alice),
    "a typed key of an outcome": lambda session, team: finding.find_outcome(session, "Hunger", by=team.alice),
    "a typed key of an indicator": lambda session, team: finding.find_indicator(session, "Meals", by=team.alice),
    "noting something about an outcome": lambda session, team: note_outcome(
        session, 1, NewNote("seen"), by=team.alice, now=FRIDAY
    ),
    "an outcome in full, with what it is part of": lambda session, team: outcome_in_full(
        session, 2, by=team.alice, now=FRIDAY
    ),
    "an indicator in full": lambda session, team: indicator_in_full(session, 1, by=team.alice, now=FRIDAY),
    "a form's due readings": lambda session, team: answerable(
        session, [1], by=team.alice, policy=policy_of(team.workspace), now=FRIDAY
    ),
    "setting a target": lambda session, team: set_target(session, 1, PROMISE, by=team.alice, now=FRIDAY),
    "setting a digest rule": lambda session, team: set_digest_rule(
        session, DigestRule(Rhythm.WEEKLY, 4, time(16)), channel_id="C1", by=team.alice, now=FRIDAY
    ),
}


@contextmanager
def asked_of(engine: Any) -> Iterator[list[tuple[str, Any]]]:
    """Every SELECT of the block, with its parameters."""
    statements: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        if statement.startswith("SELECT"):
            statements.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", note)


def cost(session: Session, team: Team, question: Question) -> tuple[int, int]:
    """How many statements ask for something, and how many rows they answer. What the question changes is undone."""
    attempt = session.begin_nested()
    session.expunge_all()
    with asked_of(session.get_bind()) as statements:
        question(session, team)
    connection = session.connection()
    rows = sum(len(connection.exec_driver_sql(*each).fetchall()) for each in statements)
    attempt.rollback()
    return len(statements), rows


def arrange(session: Session, team: Team) -> None:
    """Outcome 1 with indicator 1, of which a reading is due; outcome 2 is part of outcome 1. All in a private channel,
    where looking costs most.
    """
    make_channel(session, team.workspace, "C2", private_to=[team.alice])
    hunger = make_outcome(session, team.alice, "Nobody goes hungry", key="hunger", channel_id="C2")
    make_indicator(session, team.alice, hunger, "Meals served", key="meals")
    make_outcome(session, team.alice, "Nobody sleeps rough", key="rough", channel_id="C2")
    newest = session.exec(select(OutcomeDefinition).where(OutcomeDefinition.outcome_id == 2)).one()
    session.add(OutcomeDefinition(**newest.model_dump(exclude={"id"}) | {"parent_id": 1}))
    planning.plan_due_readings(session, now=MONDAY, settings=DeliverySettings())
    assert [row.id for row in session.exec(select(DueReading))] == [1]


def add_outcomes(session: Session, team: Team, numbers: range) -> None:
    for number in numbers:
        outcome = make_outcome(session, team.alice, f"Statement {number}", channel_id="C2")
        make_indicator(session, team.alice, outcome, f"Name {number}", key=f"indicator-{number}")


def test_no_question_about_one_thing_costs_more_when_there_is_more(session: Session, team: Team) -> None:
    arrange(session, team)
    few = {name: cost(session, team, question) for name, question in QUESTIONS.items()}

    add_outcomes(session, team, range(10))
    more = {name: cost(session, team, question) for name, question in QUESTIONS.items()}
    add_outcomes(session, team, range(10, 40))
    many = {name: cost(session, team, question) for name, question in QUESTIONS.items()}

    assert more == few
    assert many == few


def test_a_menu_is_filled_with_as_many_statements_however_much_there_is(session: Session, team: Team) -> None:
    statements = dict(zip(SUGGESTED, (6, 3, 3), strict=True))
    arrange(session, team)
    assert {name: cost(session, team, each)[0] for name, each in SUGGESTED.items()} == statements

    add_outcomes(session, team, range(40))
    assert {name: cost(session, team, each)[0] for name, each in SUGGESTED.items()} == statements


@pytest.mark.parametrize(
    "name", ["an outcome by number", "an outcome by key", "an indicator by number", "an indicator by key"]
)
def test_whether_somebody_sees_one_thing_is_one_statement(session: Session, team: Team, name: str) -> None:
    arrange(session, team)

    assert cost(session, team, QUESTIONS[name]) == (1, 1)


@pytest.mark.parametrize(
    "find",
    [
        lambda session, team: finding.find_indicator(session, "MEALS served", by=team.alice),
        lambda session, team: finding.find_indicator(session, "meals s", by=team.alice),
        lambda session, team: finding.find_indicator(session, "Meels served", by=team.alice),
    ],
    ids=["a name", "a beginning", "a slip"],
)
def test_a_name_is_found_by_looking_once_at_every_outcome_and_indicator(
    session: Session, team: Team, find: Question
) -> None:
    arrange(session, team)
    assert cost(session, team, find) == (2, 2 + 1)

    add_outcomes(session, team, range(30))
    assert cost(session, team, find) == (2, 32 + 31)


PAGES: dict[str, Question] = {
    "/outcome list": lambda session, team: outcome_page(session, "all", channel_id="C2", by=team.alice, now=MONDAY),
    "/outcome list mine": lambda session, team: outcome_page(
        session, "mine", channel_id="C2", by=team.alice, now=MONDAY
    ),
    "/indicator list": lambda session, team: indicator_page(session, "all", channel_id="C2", by=team.alice, now=MONDAY),
    "/indicator list mine": lambda session, team: indicator_page(
        session, "mine", channel_id="C2", by=team.alice, now=MONDAY
    ),
    "/indicator list here": lambda session, team: indicator_page(
        session, "here", channel_id="C2", by=team.alice, now=MONDAY
    ),
}


def test_a_page_of_a_list_takes_as_many_statements_however_long_the_list_is_and_everything_is_reached(
    session: Session, team: Team
) -> None:
    arrange(session, team)
    add_outcomes(session, team, range(3))
    few = {name: cost(session, team, page)[0] for name, page in PAGES.items()}

    add_outcomes(session, team, range(3, 60))
    assert {name: cost(session, team, page)[0] for name, page in PAGES.items()} == few

    def pages(find: Callable[[int], Any]) -> list[str]:
        found: list[str] = []
        while page := find(len(found)).lines:
            found += [each.outcome.key if hasattr(each, "outcome") else each.indicator.key for each in page]
        return found

    outcomes = pages(
        lambda first: outcome_page(session, "all", channel_id="C2", by=team.alice, now=MONDAY, first=first)
    )
    indicators = pages(
        lambda first: indicator_page(session, "all", channel_id="C2", by=team.alice, now=MONDAY, first=first)
    )
    assert (len(outcomes), len(set(outcomes))) == (62, 62)
    assert (len(indicators), len(set(indicators))) == (61, 61)
