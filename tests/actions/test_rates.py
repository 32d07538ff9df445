"""Every reading that was ever expected is in one part of the rates and in one only, whoever looks and at what."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, select

from bot.actions import pausing
from bot.actions.indicators import indicator_in_full
from bot.actions.ownership import make_owner
from bot.actions.people import policy_of
from bot.actions.readings import submit_line
from bot.actions.undoing import undo
from bot.delivery import planning
from bot.delivery.settings import DeliverySettings
from bot.domain.cadences import Cadence, Every
from bot.domain.due import DueState, Rates, rates
from bot.domain.readings import Route
from bot.errors import UserError
from storage import closings, digests, due, home, indicators
from storage.readings import counting_readings
from storage.tables import DueReading, Person
from tests.actions.conftest import Team
from tests.actions.test_hot_path import lots, undone_afterwards
from tests.make import make_channel, make_indicator, make_outcome

BEGAN = datetime(2026, 3, 18, 10, 0, tzinfo=UTC)
"""A Wednesday."""
DAYS = 17
KEYS = ("rough", "calls", "beds")
_SETTINGS = DeliverySettings()


@dataclass(frozen=True)
class Gives:
    """A reading of this indicator for a period so many back, or "no data"."""

    key: int
    back: int
    is_no_data: bool


@dataclass(frozen=True)
class TakesBack:
    """Alice's latest reading is taken back."""


@dataclass(frozen=True)
class Rests:
    """The indicator is paused, or asked for again."""

    key: int
    paused: bool


@dataclass(frozen=True)
class Moves:
    """The indicator is Bob's from now on, or Alice's again."""

    key: int
    to_bob: bool


Step = Gives | TakesBack | Rests | Moves
_KEY = st.integers(0, 2)
A_DAY = st.lists(
    st.builds(Gives, _KEY, st.integers(0, 2), st.booleans())
    | st.builds(TakesBack)
    | st.builds(Rests, _KEY, st.booleans())
    | st.builds(Moves, _KEY, st.booleans()),
    max_size=2,
)


@dataclass
class Expected:
    """What the test itself knows: whose each indicator is, whether it rests, and which periods fell due."""

    zones: dict[str, str] = field(default_factory=lambda: dict.fromkeys(KEYS, "Europe/London"))
    resting: set[str] = field(default_factory=set)
    periods: dict[str, set[str]] = field(default_factory=lambda: {key: set() for key in KEYS})

    seen: dict[str, date] = field(default_factory=lambda: dict.fromkeys(KEYS, BEGAN.date()))
    """The last day of each owner's that has begun."""

    def days_begin(self, key: str, now: datetime) -> None:
        """What falls due on each day that has begun since where the owner is, if it is asked for as it begins."""
        today = now.astimezone(ZoneInfo(self.zones[key])).date()
        while self.seen[key] < today:
            self.seen[key] += timedelta(days=1)
            if key not in self.resting:
                self.periods[key] |= _due_on(key, self.seen[key])


def _due_on(key: str, day: date) -> set[str]:
    """Weekly ones on Mondays for the week before; the daily one on working days for the working day before."""
    if key != "beds":
        return {_week(day - timedelta(days=1))} if day.weekday() == 0 else set()
    before = day - timedelta(days=3 if day.weekday() == 0 else 1)
    return {before.isoformat()} if day.weekday() < 5 and before >= BEGAN.date() else set()


def _week(day: date) -> str:
    return f"{day.isocalendar().year}-W{day.isocalendar().week:02}"


@pytest.fixture
def three(session: Session, team: Team) -> dict[str, int]:
    """Two weekly indicators in C1 and a daily one, on working days, in C2; all are Alice's."""
    make_channel(session, team.workspace, "C2")
    made = {}
    for key, channel, cadence in (
        ("rough", "C1", Cadence(Every.WEEK)),
        ("calls", "C1", Cadence(Every.WEEK)),
        ("beds", "C2", Cadence(Every.DAY, weekdays=frozenset(range(5)))),
    ):
        outcome = make_outcome(session, team.alice, f"Of {key}", channel_id=channel, key=f"o-{key}", now=BEGAN)
        made[key] = make_indicator(
            session, team.alice, outcome, f"How many {key}", key=key, cadence=cadence, now=BEGAN
        ).id
    return made


def live(session: Session, team: Team, three: dict[str, int], history: Sequence[Sequence[Step]]) -> Expected:
    """Day after day: planned after midnight in Kolkata and in the morning in London, then what people do."""
    known = Expected()
    for number in range(DAYS):
        day = BEGAN.date() + timedelta(days=number + 1)
        for hours in (-5, 9):  # a little after midnight in Kolkata, and in the morning
            now = datetime.combine(day, time(0, 30), UTC) + timedelta(hours=hours)
            planning.plan_due_readings(session, now=now, settings=_SETTINGS)
            session.flush()
            planning.mark_missed(session, now=now, settings=_SETTINGS)
            for key in KEYS:
                known.days_begin(key, now)
        for minute, step in enumerate(history[number] if number < len(history) else ()):
            with suppress(UserError), session.begin_nested():
                _take(session, team, three, step, known, now=now + timedelta(minutes=minute + 1))
        session.flush()
    return known


def _take(session: Session, team: Team, three: dict[str, int], step: Step, known: Expected, *, now: datetime) -> None:
    policy = policy_of(team.workspace)
    match step:
        case Gives(number, back, is_no_data):
            key = KEYS[number]
            day = now.date() - timedelta(days=back if key == "beds" else 7 * back)
            period = day.isoformat() if key == "beds" else _week(day)
            line = f"{key} {'n/d' if is_no_data else '7'} for {period} because it is so"
            submit_line(session, line, by=team.alice, policy=policy, route=Route.COMMAND, now=now)
        case TakesBack():
            undo(session, reading_id=None, by=team.alice, policy=policy, now=now)
        case Rests(number, True):
            pausing.pause(session, three[KEYS[number]], by=team.alice, now=now)
            known.resting.add(KEYS[number])
        case Rests(number, False):
            pausing.resume(session, three[KEYS[number]], by=team.alice, now=now)
            known.resting.discard(KEYS[number])
        case Moves(number, to_bob):
            owner = session.get_one(Person, (team.bob if to_bob else team.alice).person_id)
            described = indicators.describe(session, [three[KEYS[number]]])[three[KEYS[number]]]
            if described.owner.id == owner.id:
                return
            made_by = team.alice.person_id
            make_owner(session, described, owner, reason="", made_by_id=made_by, policy=policy, now=now)
            known.zones[KEYS[number]] = owner.zone


def added(parts: Iterable[Rates]) -> Rates:
    """Rates of several cuts together."""
    every = list(parts)
    names = ("expected", "on_time", "late", "missed", "excused", "no_data", "open")
    return Rates(**{name: sum(getattr(part, name) for part in every) for name in names})


@settings(lots, max_examples=12)
@given(history=st.lists(A_DAY, max_size=DAYS))
@example(history=[[Gives(2, 0, False)], [Rests(2, True)], [], [], [], [Rests(2, False)]])
@example(history=[[Rests(0, True)], [], [], [], [Rests(0, False)], [Moves(1, True)], [Gives(1, 1, True)]])
@example(history=[[], [], [], [], [], [Rests(0, True)], [Rests(0, False)], [Gives(0, 1, False)]])
@example(history=[[Moves(2, True)], [], [Gives(2, 1, False), TakesBack()], [Moves(2, False)]])
def test_on_time_late_missed_excused_no_data_and_open_are_all_that_was_expected(
    session: Session, team: Team, three: dict[str, int], history: list[list[Step]]
) -> None:
    with undone_afterwards(session):
        known = live(session, team, three, history)
        session.expire_all()
        rows = session.exec(select(DueReading)).all()
        of_each = {
            number: sorted(row.period_key for row in rows if row.indicator_id == number) for number in three.values()
        }
        # None more either, as for days off or before the beginning.
        assert of_each == {three[key]: sorted(periods) for key, periods in known.periods.items()}
        by_period = [rates([DueState(row.state)]) for row in rows]
        assert all(each.expected == 1 for each in by_period)
        whole = added(by_period)
        assert whole.expected == sum(map(len, known.periods.values()))
        first, last = min((row.due_on for row in rows), default=date.max), date(2026, 12, 31)
        assert whole == added(map(rates, closings.fell_due(session, list(three.values())).values()))
        owners = (team.alice.person_id, team.bob.person_id)
        asked = [home.asked_of(session, number, since=first) for number in owners]
        assert whole == added(rates(states.elements()) for states in asked)
        assert whole == rates(home.asked_in(session, team.workspace.id, since=first, until=last).elements())
        records = [
            due.record_of(session, owner_id=owner, indicator_id=number, since=first)[0]
            for owner in owners
            for number in three.values()
        ]
        assert whole == added(rates(states.elements()) for states in records)
        channels = [[three["rough"], three["calls"]], [three["beds"]]]
        in_channels = [digests.fell_due(session, numbers, first=first, last=last) for numbers in channels]
        assert whole == added(rates(DueState(row.state) for row in each) for each in in_channels)
        _is_as_defined(session, three, known, whole)


def _is_as_defined(session: Session, three: dict[str, int], known: Expected, whole: Rates) -> None:
    """Completeness is what came in, "no data" included, as a share of what was expected and not excused."""
    described = indicators.describe(session, list(three.values()))
    given_for = counting_readings(session, list(described.values()))
    is_excused = DueReading.state == DueState.EXCUSED  # it stays so, and may be given all the same
    excused = set(session.exec(select(DueReading.indicator_id, DueReading.period_key).where(is_excused)))
    received = sum(
        (three[key], period) not in excused
        for key in KEYS
        for period in known.periods[key] & {each.period_key for each in given_for[three[key]]}
    )
    asked = whole.expected - whole.excused
    assert (whole.completeness is None) == (asked == 0)
    if asked:
        assert whole.completeness == pytest.approx(Decimal(received) / asked)
        assert whole.timeliness == pytest.approx(Decimal(whole.on_time) / asked)


def test_an_owner_reads_how_they_kept_it_and_nobody_else_does(
    session: Session, team: Team, three: dict[str, int]
) -> None:
    live(session, team, three, [*[[]] * 4, [Gives(0, 1, False)], *[[]] * 6, [Gives(0, 1, True)]])
    now = BEGAN + timedelta(days=DAYS)
    show = [indicator_in_full(session, three["rough"], by=who, now=now) for who in (team.alice, team.bob, team.admin)]
    assert [each.own_record is not None for each in show] == [True, False, False]
    record = show[0].own_record
    assert record is not None
    assert record.since == date(2026, 3, 23)
    assert (record.rates.expected, record.rates.on_time, record.rates.no_data) == (2, 1, 1)
