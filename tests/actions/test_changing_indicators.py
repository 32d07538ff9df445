"""Changing an indicator: what of it counts, and what is asked when it is read more or less often."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from sqlmodel import Session, select

from bot.actions.changing import ChangedMeanwhile
from bot.actions.changing_indicators import Description, Heading, Name, Rhythm, change_indicator
from bot.actions.indicators import indicator_in_full
from bot.actions.snapshots import IndicatorSnapshot
from bot.actions.targets import current_snapshot
from bot.delivery import planning
from bot.delivery.settings import DeliverySettings
from bot.domain import events
from bot.domain.cadences import LAST, Cadence, DueKind, DueRule, Every
from bot.domain.colours import State
from bot.domain.due import DueState
from bot.domain.targets import Direction
from bot.domain.values import Value
from bot.errors import NotAllowed, NotFound
from storage import indicators
from storage.announcing import announced
from storage.tables import DueReading, Indicator, IndicatorDefinition
from tests.actions.conftest import MONDAY, Team, give
from tests.make import make_channel, make_indicator, make_outcome
from tests.saying import refused

TUESDAY = datetime(2026, 3, 31, 8, 30, tzinfo=UTC)
WEDNESDAYS = Cadence(Every.WEEK, DueRule(DueKind.WEEKDAY, 2))


def seen(session: Session, indicator_id: int) -> int:
    """The definition that somebody sees now."""
    return indicators.describe(session, [indicator_id])[indicator_id].definition.id


def change(session: Session, team: Team, number: int, wanted: object, *, now: datetime = MONDAY) -> None:
    """Alice changes it as she sees it."""
    change_indicator(session, number, wanted, seen_id=seen(session, number), by=team.alice, now=now)  # type: ignore[arg-type]


def due_rows(session: Session) -> list[tuple[str, date]]:
    """What has fallen due, and when, in the order in which it did."""
    session.expire_all()
    rows = session.exec(select(DueReading).order_by(DueReading.id)).all()  # type: ignore[arg-type]  # a column
    return [(row.period_key, row.due_on) for row in rows]


def plan(session: Session, now: datetime) -> None:
    planning.plan_due_readings(session, now=now, settings=DeliverySettings())
    session.flush()


def test_what_was_due_is_kept_and_not_asked_twice(session: Session, team: Team, rough: IndicatorSnapshot) -> None:
    assert due_rows(session) == [("2026-W13", date(2026, 3, 30))]

    change(session, team, rough.id, Rhythm(WEDNESDAYS))
    plan(session, datetime(2026, 4, 1, 8, tzinfo=UTC))
    assert due_rows(session) == [("2026-W13", date(2026, 3, 30))]

    plan(session, datetime(2026, 4, 8, 8, tzinfo=UTC))
    assert due_rows(session) == [("2026-W13", date(2026, 3, 30)), ("2026-W14", date(2026, 4, 8))]


def test_what_had_ended_and_was_not_due_yet_is_due_at_once_where_its_day_is_over(session: Session, team: Team) -> None:
    make_channel(session, team.workspace, "C9")
    at = make_indicator(session, team.alice, make_outcome(session, team.alice), cadence=WEDNESDAYS)

    change(session, team, at.id, Rhythm(Cadence(Every.WEEK)), now=TUESDAY)
    plan(session, TUESDAY)

    assert due_rows(session) == [("2026-W13", date(2026, 3, 30))]
    assert session.get_one(Indicator, at.id).next_period_key == "2026-W14"


@pytest.mark.parametrize(
    ("cadence", "key", "due_at"),
    [
        (Cadence(Every.MONTH), "2026-03", datetime(2026, 3, 31, 23, tzinfo=UTC)),
        (Cadence(Every.QUARTER), "2026-Q1", datetime(2026, 3, 31, 23, tzinfo=UTC)),
        (Cadence(Every.DAY), "2026-03-30", datetime(2026, 3, 30, 23, tzinfo=UTC)),
        (
            Cadence(Every.INTERVAL, interval_days=14, anchor=date(2026, 3, 30)),
            "2026-03-30+14",
            datetime(2026, 4, 12, 23, tzinfo=UTC),
        ),
        # Monday 30 March: last week is due already, and so are the days up to Sunday.
        (Cadence(Every.WEEK, week_start=6), "2026-03-29+7", datetime(2026, 4, 5, 23, tzinfo=UTC)),
        (
            Cadence(Every.INTERVAL, interval_days=21, anchor=date(2026, 3, 25)),
            "2026-03-25+21",
            datetime(2026, 4, 14, 23, tzinfo=UTC),
        ),
        (Cadence(Every.DAY, weekdays=frozenset({1, 3})), "2026-03-31", datetime(2026, 3, 31, 23, tzinfo=UTC)),
        (
            Cadence(Every.MONTH, DueRule(DueKind.DAY_OF_MONTH, day=15)),
            "2026-03",
            datetime(2026, 4, 14, 23, tzinfo=UTC),
        ),
        (
            Cadence(Every.MONTH, DueRule(DueKind.NTH_WEEKDAY, weekday=4, nth=LAST)),
            "2026-04",
            datetime(2026, 4, 23, 23, tzinfo=UTC),
        ),
        (Cadence(Every.HALF_YEAR), "2026-H1", datetime(2026, 6, 30, 23, tzinfo=UTC)),
        (Cadence(Every.YEAR), "2026-Y", datetime(2027, 1, 1, 0, tzinfo=UTC)),
        (Cadence(Every.QUARTER, first_month=4), "2025-04-Q4", datetime(2026, 3, 31, 23, tzinfo=UTC)),
        (Cadence(Every.HALF_YEAR, first_month=7), "2025-07-H2", datetime(2026, 6, 30, 23, tzinfo=UTC)),
        (Cadence(Every.YEAR, first_month=4), "2025-04-Y", datetime(2026, 3, 31, 23, tzinfo=UTC)),
    ],
)
def test_the_next_one_is_of_the_new_cadence(
    session: Session, team: Team, rough: IndicatorSnapshot, cadence: Cadence, key: str, due_at: datetime
) -> None:
    change(session, team, rough.id, Rhythm(cadence))

    row = session.get_one(Indicator, rough.id)
    assert (row.next_period_key, row.next_due_at) == (key, due_at)
    assert due_rows(session) == [("2026-W13", date(2026, 3, 30))]


def test_a_quarter_that_is_due_is_settled_under_its_fiscal_name_too(session: Session, team: Team) -> None:
    at = make_indicator(session, team.alice, make_outcome(session, team.alice), cadence=Cadence(Every.QUARTER))
    in_april = datetime(2026, 4, 1, 8, tzinfo=UTC)
    plan(session, in_april)
    assert due_rows(session) == [("2026-Q1", date(2026, 4, 1))]

    change(session, team, at.id, Rhythm(Cadence(Every.QUARTER, first_month=4)), now=in_april)
    plan(session, in_april)
    give(session, team, f"{at.described.indicator.key} 110 for FY 2025/26 Q4", now=in_april)

    session.expire_all()
    (row,) = session.exec(select(DueReading)).all()
    assert (row.period_key, row.state) == ("2026-Q1", DueState.ON_TIME)
    assert session.get_one(Indicator, at.id).next_period_key == "2026-04-Q1"


def test_every_two_weeks_again_is_no_change(session: Session, team: Team, rough: IndicatorSnapshot) -> None:
    change(session, team, rough.id, Rhythm(Cadence(Every.INTERVAL, interval_days=14, anchor=date(2026, 3, 30))))

    with refused("That is what it says already"):
        change(session, team, rough.id, Rhythm(Cadence(Every.INTERVAL, interval_days=14, anchor=date(2026, 4, 6))))


def test_what_was_before_is_no_part_of_how_it_stands(session: Session, team: Team, rough: IndicatorSnapshot) -> None:
    give(session, team, "rough 110")
    change(session, team, rough.id, Description("Everybody on a bench"), now=TUESDAY)  # it was not said before
    assert current_snapshot(session, rough.id, by=team.alice, now=TUESDAY).terms.begins_on is None

    change(session, team, rough.id, Description("Everybody in a tent too"), now=TUESDAY)

    at = current_snapshot(session, rough.id, by=team.alice, now=TUESDAY)
    assert (at.assessment.state, at.terms.baseline, at.terms.target) == (State.NO_DATA, None, None)
    assert at.terms.begins_on == date(2026, 3, 31)
    told = announced(session)[-2:]
    assert told == [
        events.IndicatorChanged(rough.id),
        events.StatusChanged(rough.id, State.TOO_EARLY, State.NO_DATA),
    ]
    later = datetime(2026, 3, 31, 9, tzinfo=UTC)
    recorded = give(session, team, "rough 150 for last week", now=later)
    assert (recorded.previous, recorded.assessment.state) == (None, State.NO_TARGET)
    sheet = indicator_in_full(session, rough.id, by=team.alice, now=later)
    assert [reading.value for reading in sheet.readings] == [Value(Decimal(150))]


def test_better_words_leave_everything_as_it_was(session: Session, team: Team, rough: IndicatorSnapshot) -> None:
    give(session, team, "rough 110")
    before = current_snapshot(session, rough.id, by=team.alice, now=TUESDAY).standing

    change_indicator(
        session,
        rough.id,
        Description("Everybody without a roof at midnight"),
        seen_id=seen(session, rough.id),
        corrected=True,
        by=team.alice,
        now=TUESDAY,
    )

    assert current_snapshot(session, rough.id, by=team.alice, now=TUESDAY).standing == before


def test_another_direction_needs_a_target_of_its_own(session: Session, team: Team, rough: IndicatorSnapshot) -> None:
    change(session, team, rough.id, Heading(Direction.MAINTAIN), now=TUESDAY)

    at = current_snapshot(session, rough.id, by=team.alice, now=TUESDAY)
    assert (at.terms.direction, at.terms.target) == (Direction.MAINTAIN, None)


def test_nobody_else_changes_it_and_nothing_is_said_of_what_is_not_seen(
    session: Session, team: Team, rough: IndicatorSnapshot
) -> None:
    make_channel(session, team.workspace, "C9", private_to=[team.alice])
    hidden = make_indicator(
        session, team.alice, make_outcome(session, team.alice, channel_id="C9", key="hidden"), key="hidden"
    )
    with refused('You cannot change "People sleeping rough"', kind=NotAllowed):
        change_indicator(session, rough.id, Name("Mine"), seen_id=seen(session, rough.id), by=team.charlie, now=MONDAY)
    with refused("no longer there, or you no longer see it", kind=NotFound):
        change_indicator(session, hidden.id, Name("Mine"), seen_id=seen(session, hidden.id), by=team.admin, now=MONDAY)
    assert len(session.exec(select(IndicatorDefinition)).all()) == 2


def test_two_who_change_the_same_see_each_others(session: Session, team: Team, rough: IndicatorSnapshot) -> None:
    both_saw = seen(session, rough.id)
    change_indicator(session, rough.id, Name("Without a home"), seen_id=both_saw, by=team.admin, now=MONDAY)

    with pytest.raises(ChangedMeanwhile) as told:
        change_indicator(session, rough.id, Name("In a tent"), seen_id=both_saw, by=team.alice, now=TUESDAY)

    assert (told.value.meanwhile.by.name, told.value.meanwhile.at) == ("Dana", MONDAY)
    change_indicator(session, rough.id, Description("Tents too"), seen_id=both_saw, by=team.alice, now=TUESDAY)
    definition = indicators.describe(session, [rough.id])[rough.id].definition
    assert (definition.name, definition.description) == ("Without a home", "Tents too")
