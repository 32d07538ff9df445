"""What is kept so that finding need not fold every name says what folding anew would say, and changes no answer."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from rapidfuzz import fuzz
from sqlmodel import Session, col, delete, select

from bot.actions import finding
from bot.actions.finding import find_indicator, find_outcome, take_indicator
from bot.domain.keys import as_compared
from bot.errors import Ambiguous, NotFound
from storage import indicators, spellings
from storage.access import Spelled, visible_indicators, visible_outcomes
from storage.tables import (
    Indicator,
    IndicatorDefinition,
    IndicatorSpelling,
    Outcome,
    OutcomeDefinition,
    OutcomeSpelling,
)
from tests.actions.conftest import Team
from tests.domain.settings import quick
from tests.make import make_indicator, make_outcome

lots = settings(
    quick,
    max_examples=30,
    # Each example is undone: the next one finds the records as the fixture left them.
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)

IN_MANY_SCRIPTS = (
    "Kundenzufriedenheit in der Außenstelle",
    "ΠΕΛΆΤΕΣ ΠΟΥ ΜΈΝΟΥΝ ΊΔΙΟΣ",
    "İSTANBUL’DA GECELER",
    "ग्राहकों की संतुष्टि",
    "ตัวชี้วัดความพึงพอใจ",
    "Tỷ lệ khách hàng hài lòng",
    "Tỷ lệ khách hàng hài lòng",
    "高齢者の満足度 ㍿",
    "고객 만족도",
    "رضا العملاء \N{ARABIC LIGATURE SALLALLAHOU ALAYHE WASALLAM}",
    "שביעות רצון",
    "ﬃnancial eﬀort",
    "\N{MATHEMATICAL BOLD CAPITAL A} 👩‍👩‍👧‍👦",
)
NAMES = st.sampled_from(IN_MANY_SCRIPTS) | st.text(
    st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=150
)


@contextmanager
def undone_afterwards(session: Session) -> Iterator[None]:
    savepoint = session.begin_nested()
    try:
        yield
    finally:
        savepoint.rollback()
        session.expire_all()


def forget_spellings(session: Session) -> None:
    """As if a version of the program that keeps none had added everything."""
    session.exec(delete(OutcomeSpelling))
    session.exec(delete(IndicatorSpelling))


def answers(session: Session, team: Team, names: Sequence[str]) -> list[object]:
    """What is answered to these names, to their beginnings, and to slips of them."""
    typed = [text for name in names for text in (name, name.upper(), name[: len(name) // 2], name[:-2] + "x")]
    return [
        answer_to(find, session, text, team)
        for text in typed
        for find in (find_indicator, find_outcome, take_indicator)
    ]


def answer_to(find: object, session: Session, text: str, team: Team) -> object:
    assert callable(find)
    try:
        return find(session, text, by=team.alice)
    except Ambiguous as several:
        return str(several), several.choices
    except NotFound as nothing:
        return str(nothing)


@lots
@given(names=st.lists(NAMES, min_size=1, max_size=4))
def test_what_is_kept_is_what_folding_anew_says(session: Session, team: Team, names: list[str]) -> None:
    assume(all(name.strip() for name in names))
    with undone_afterwards(session):
        for name in names:
            make_indicator(session, team.alice, make_outcome(session, team.alice, name), name, key="")

        outcomes = session.exec(
            select(Outcome.key, OutcomeDefinition.statement, OutcomeSpelling.key, OutcomeSpelling.name)
            .join_from(Outcome, OutcomeSpelling, col(OutcomeSpelling.outcome_id) == Outcome.id)
            .join(OutcomeDefinition, col(OutcomeDefinition.id) == OutcomeSpelling.definition_id)
        ).all()
        indicators = session.exec(
            select(Indicator.key, IndicatorDefinition.name, IndicatorSpelling.key, IndicatorSpelling.name)
            .join_from(Indicator, IndicatorSpelling, col(IndicatorSpelling.indicator_id) == Indicator.id)
            .join(IndicatorDefinition, col(IndicatorDefinition.id) == IndicatorSpelling.definition_id)
        ).all()
        assert len(outcomes) == len(indicators) == len(names)
        for key, name, *kept in (*outcomes, *indicators):
            assert kept == [as_compared(key), as_compared(name)]

        with_them = answers(session, team, names)
        forget_spellings(session)
        assert answers(session, team, names) == with_them


def test_what_was_registered_by_an_earlier_version_is_found(session: Session, team: Team) -> None:
    outcome = make_outcome(session, team.alice, "Nobody goes hungry", key="hunger")
    make_indicator(session, team.alice, outcome, "Ausgegebene Mahlzeiten", key="meals")
    forget_spellings(session)
    make_indicator(session, team.alice, outcome, "Belegte Betten", key="beds")

    assert find_outcome(session, "NOBODY goes", by=team.alice).key == "hunger"
    assert find_indicator(session, "AUSGEGEBENE Mahlzeiten", by=team.alice).key == "meals"
    assert find_indicator(session, "Ausgegebene Malzeiten", by=team.alice).key == "meals"
    assert find_indicator(session, "belegte", by=team.alice).key == "beds"


def test_of_a_name_that_holds_no_more_nothing_kept_is_used(session: Session, team: Team) -> None:
    at = make_indicator(session, team.alice, make_outcome(session, team.alice), "Meals served", key="m")
    values = indicators.describe(session, [at.id])[at.id].definition.model_dump(exclude={"id"})
    session.add(IndicatorDefinition(**values | {"name": "Warme Mahlzeiten"}))
    session.flush()

    assert find_indicator(session, "warme", by=team.alice).name == "Warme Mahlzeiten"
    with pytest.raises(NotFound):
        find_indicator(session, "meals served", by=team.alice)

    spellings.keep_indicator(session, at.id)
    kept = session.exec(select(IndicatorSpelling)).one()
    assert (kept.key, kept.name) == ("m", "warme mahlzeiten")
    assert find_indicator(session, "warme", by=team.alice).name == "Warme Mahlzeiten"


def test_a_statement_that_changes_is_kept_anew(session: Session, team: Team) -> None:
    outcome = make_outcome(session, team.alice, "Nobody goes hungry", key="hunger")
    values = session.exec(select(OutcomeDefinition)).one().model_dump(exclude={"id"})
    session.add(OutcomeDefinition(**values | {"statement": "Jeder wird satt"}))
    session.flush()
    spellings.keep_outcome(session, outcome.outcome_id)

    kept = session.exec(select(OutcomeSpelling)).one()
    assert (kept.key, kept.name) == ("hunger", "jeder wird satt")


def test_only_what_is_in_sight_is_spelled(session: Session, team: Team) -> None:
    make_indicator(session, team.alice, make_outcome(session, team.alice, channel_id="C9"), "Meals served", key="m")

    assert [each.key for each in visible_indicators(session, by=team.alice)] == ["m"]
    assert visible_indicators(session, by=team.bob) == []
    assert visible_outcomes(session, by=team.bob) == []


@quick
@given(names=st.lists(st.text("abcde ", max_size=12), max_size=12), typed=st.text("abcde ", min_size=1, max_size=12))
def test_a_slip_is_what_each_pair_by_itself_says(names: list[str], typed: str) -> None:
    known = [Spelled(place, f"k{place}", name, True, f"k{place}", name) for place, name in enumerate(names)]

    assert finding._close_to(known, typed) == [
        each
        for each in known
        if max(fuzz.ratio(each.key_compared, typed), fuzz.ratio(each.name_compared, typed)) >= finding.CLOSE_ENOUGH
        or are_two_letters_exchanged(each.name_compared, typed)
    ]


def are_two_letters_exchanged(one: str, other: str) -> bool:
    exchanged = [one[:at] + one[at + 1] + one[at] + one[at + 2 :] for at in range(len(one) - 1)]
    return other in exchanged
