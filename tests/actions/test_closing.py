"""What closing an outcome keeps, which result its figures speak for, and what is told of it."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlmodel import Session, select

from bot.actions import resources
from bot.actions.closing import Ending, close_outcome, closing_draft, reopen_outcome
from bot.actions.snapshots import IndicatorSnapshot
from bot.delivery import notices
from bot.domain.closing import Effort, Figure, OutcomeResult, decode, encode, is_eased, proposed_result
from bot.domain.facts import Level
from bot.domain.resources import Resource, ResourceKind, TypedAmount, TypedUse, Unit
from bot.domain.targets import OPEN_ENDED, Direction, Target
from bot.domain.values import Measure, Value, ValueKind
from bot.errors import NotFound
from bot.results.notices import OutcomeClosed
from bot.views.closing import outcome_closed
from storage.tables import Closing, Indicator, Message, Outcome
from tests.actions.conftest import MONDAY, Team, give
from tests.make import PEOPLE
from tests.saying import refused, viewer

EUROS = Unit(ResourceKind.MONEY, "EUR")
JUNE = date(2026, 6, 30)
TO_SEVEN = Target(Decimal(7), JUNE, date(2026, 4, 20))
TO_NINE = Target(Decimal(9), JUNE, date(2026, 4, 20), set_on=date(2026, 6, 4), previous=TO_SEVEN)


def days(last: str | None, *, target: Target | None = TO_SEVEN, level: Level = Level.OUTCOME) -> Figure:
    """Days until the next appointment, from 14 on."""
    return Figure(
        key="appointment",
        name="Days until the next appointment",
        measure=Measure(ValueKind.NUMBER, "days"),
        direction=Direction.DECREASE,
        level=level,
        start=Value(Decimal(14)),
        last=Value(Decimal(last)) if last else None,
        target=target,
        given=10,
        due=11,
    )


@pytest.mark.parametrize(
    ("figures", "result"),
    [
        ([days("7")], OutcomeResult.ACHIEVED),
        ([days("7"), days("13", target=None)], OutcomeResult.ACHIEVED),
        ([days("7"), days("13", level=Level.PROCESS)], OutcomeResult.ACHIEVED),
        ([days("7"), days("13")], OutcomeResult.PARTLY),
        ([days("10.5")], OutcomeResult.PARTLY),
        ([days("10.51")], OutcomeResult.NOT_ACHIEVED),
        ([days("13"), days(None)], OutcomeResult.NOT_ACHIEVED),
        ([days(None)], None),
        ([days("7", target=None)], None),
        ([days("7", level=Level.OUTPUT)], None),
        ([], None),
    ],
)
def test_the_figures_of_the_wanted_change_speak_for_a_result(
    figures: list[Figure], result: OutcomeResult | None
) -> None:
    assert proposed_result(figures) is result


def test_a_target_is_eased_where_it_is_easier_to_reach_than_at_first() -> None:
    band = Target(None, OPEN_ENDED, date(2026, 4, 20), low=Decimal(5), high=Decimal(15))
    wider = Target(None, OPEN_ENDED, date(2026, 4, 20), low=Decimal(4), high=Decimal(15), previous=band)
    shifted = Target(None, OPEN_ENDED, date(2026, 4, 20), low=Decimal(4), high=Decimal(14), previous=band)

    assert is_eased(TO_NINE, Direction.DECREASE)
    assert not is_eased(TO_NINE, Direction.INCREASE)
    assert not is_eased(TO_SEVEN, Direction.DECREASE)
    assert is_eased(wider, Direction.MAINTAIN)
    assert not is_eased(shifted, Direction.MAINTAIN)


def test_what_is_kept_of_the_figures_reads_as_they_stood() -> None:
    share = Figure(
        key="seen",
        name="Seen the same day",
        measure=Measure(ValueKind.RATIO),
        direction=Direction.INCREASE,
        level=Level.OUTCOME,
        last=Value(Decimal("0.62"), Decimal(31), Decimal(50)),
    )
    figures = (days("9.5", target=TO_NINE), share)
    effort = Effort(11, 21, 2, (1, 2, 3), (Resource(EUROS, Decimal(20_000), Decimal("12400.50")),))

    assert decode(encode(figures, effort)) == (figures, effort)
    assert decode({}) == ((), Effort())


def close(session: Session, team: Team, *, by: str = "alice", **wanted: object) -> int:
    found = session.exec(select(Outcome)).one()
    ending = Ending(OutcomeResult.PARTLY, **wanted)  # type: ignore[arg-type]  # its own fields
    close_outcome(session, found.id, ending, by=getattr(team, by), now=MONDAY)
    return found.id


def test_an_outcome_without_indicators_is_closed_too(session: Session, team: Team, rough: IndicatorSnapshot) -> None:
    indicator = session.get_one(Indicator, rough.id)
    indicator.retired_at = MONDAY
    session.add(indicator)
    session.flush()

    outcome_id = rough.described.indicator.outcome_id
    assert closing_draft(session, outcome_id, by=team.alice, now=MONDAY).proposed is None
    close(session, team)

    assert session.exec(select(Closing)).one().figures["indicators"] == []


def test_a_paused_indicator_stays_paused_when_its_outcome_goes_on(
    session: Session, team: Team, rough: IndicatorSnapshot
) -> None:
    indicator = session.get_one(Indicator, rough.id)
    indicator.paused_at = MONDAY
    session.add(indicator)
    outcome_id = close(session, team)
    later = MONDAY + timedelta(days=30)

    assert reopen_outcome(session, outcome_id, "It goes on", by=team.admin, now=later).indicators == 0
    assert (indicator.next_due_at, indicator.next_period_key) == (None, None)


def test_the_figures_are_those_of_the_moment(session: Session, team: Team, rough: IndicatorSnapshot) -> None:
    give(session, team, "rough 80")
    give(session, team, "rough 70 for this week", by=team.bob)
    close(session, team, sentence="Fewer.", lesson="Begin in autumn.")

    closing = session.exec(select(Closing)).one()
    (figure,), effort = decode(closing.figures)
    assert (figure.start, figure.last) == (Value(Decimal(120)), Value(Decimal(80)))  # this week is not over
    assert (figure.given, figure.due, figure.measure) == (1, 1, PEOPLE)
    assert effort == Effort(0, 2, 0, (team.alice.person_id, team.bob.person_id))
    assert (closing.sentence, closing.lesson, closing.made_by_id) == (
        "Fewer.",
        "Begin in autumn.",
        team.alice.person_id,
    )


def test_what_it_took_is_told_with_what_came_of_it(session: Session, team: Team, rough: IndicatorSnapshot) -> None:
    give(session, team, "rough 80")
    outcome_id = rough.described.indicator.outcome_id
    resources.plan(session, outcome_id, TypedAmount(EUROS, Decimal(20_000)), "", by=team.alice, now=MONDAY)
    for amount, unit in ((12_400, EUROS), (30 * 60, Unit(ResourceKind.EFFORT, "h"))):
        used = TypedUse(TypedAmount(unit, Decimal(amount)), date(2026, 3, 28), "")
        resources.note_use(session, outcome_id, used, by=team.alice, now=MONDAY)
    close(session, team)

    told = session.exec(select(Message).where(Message.template == "outcome_closed")).one()
    notice = notices.compose(session, told)
    assert isinstance(notice, OutcomeClosed)
    said = outcome_closed(notice.ended, viewer())["text"].splitlines()
    assert said[-1] == "1 person, 1 figure, €12,400 of €20,000 used (62 %), 30 h used. Thank you: Alice."


def test_a_channel_is_not_told_of_what_is_open_again(session: Session, team: Team, rough: IndicatorSnapshot) -> None:
    outcome_id = close(session, team)
    told = session.exec(select(Message).where(Message.template == "outcome_closed")).one()
    assert (told.person_id, told.channel_id is not None) == (None, True)
    assert notices.compose(session, told) is not None

    reopen_outcome(session, outcome_id, "Too early", by=team.alice, now=MONDAY)

    assert notices.compose(session, told) is None


def test_nothing_is_closed_out_of_sight_and_no_reason_is_too_long(
    session: Session, team: Team, rough: IndicatorSnapshot
) -> None:
    outcome_id = close(session, team)

    with pytest.raises(NotFound):
        close_outcome(session, outcome_id + 1, Ending(OutcomeResult.DROPPED), by=team.alice, now=MONDAY)
    with refused("This holds up to 300 characters; you wrote 301."):
        reopen_outcome(session, outcome_id, "x" * 301, by=team.alice, now=MONDAY)
    with refused('"Fewer people sleep rough in our borough" is closed already'):
        close_outcome(session, outcome_id, Ending(OutcomeResult.DROPPED), by=team.alice, now=MONDAY)
