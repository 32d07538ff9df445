"""What a digest says was changed: what is another thing now than at the last one."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from sqlmodel import Session, select

from bot.actions import making_wholes, resources
from bot.actions.changing_indicators import Backup, Description, IndicatorChange, Name, Rhythm, change_indicator
from bot.actions.changing_outcomes import Accountable, Dates, OutcomeChange, Statement, change_outcome
from bot.actions.digests import Span, compose_span
from bot.actions.handing_over import answer, hand_over
from bot.actions.people import policy_of
from bot.actions.snapshots import IndicatorSnapshot
from bot.actions.targets import Promise, set_target
from bot.domain.cadences import Cadence, Every
from bot.domain.digests import Rhythm as DigestRhythm
from bot.domain.resources import ResourceKind, TypedAmount, Unit
from bot.domain.values import Value
from bot.results.digests import Digest
from bot.views.changes import change_lines
from storage import indicators, outcomes
from storage.tables import Channel, Indicator
from tests.actions.conftest import Team
from tests.actions.test_cost_of_access import cost
from tests.make import make_indicator, make_outcome
from tests.saying import viewer

EUROS = Unit(ResourceKind.MONEY, "EUR")
FRIDAY = datetime(2026, 3, 27, 8, 0, tzinfo=UTC)
TUESDAY = datetime(2026, 3, 31, 8, 0, tzinfo=UTC)
WEDNESDAY = datetime(2026, 4, 1, 8, 0, tzinfo=UTC)
NEXT_TUESDAY = datetime(2026, 4, 7, 8, 0, tzinfo=UTC)


def make_rough(session: Session, team: Team) -> IndicatorSnapshot:
    """On Friday Alice's indicator was registered: from 120 on 1 March to 60 by the end of the year."""
    return make_indicator(
        session,
        team.alice,
        make_outcome(session, team.alice),
        baseline=("120", date(2026, 3, 1)),
        target=("60", date(2026, 12, 31)),
    )


def digest(session: Session, team: Team) -> Digest:
    """The one of the week from Tuesday on."""
    channel = session.exec(select(Channel)).one()
    content = compose_span(
        session,
        channel_row_id=channel.id,
        span=Span(date(2026, 3, 31), date(2026, 4, 7)),
        zone="Europe/London",
        rhythm=DigestRhythm.WEEKLY,
        policy=policy_of(team.workspace),
        now=NEXT_TUESDAY,
    )
    assert content is not None
    return content


def lines(session: Session, team: Team) -> list[str]:
    session.expire_all()
    return change_lines(digest(session, team).changes, viewer(today=NEXT_TUESDAY.date()))


def change(
    session: Session, team: Team, at: IndicatorSnapshot, wanted: IndicatorChange, *, corrected: bool = False
) -> None:
    described = indicators.describe(session, [at.id])[at.id]
    seen = described.ownership.id if isinstance(wanted, Backup) else described.definition.id
    change_indicator(session, at.id, wanted, seen_id=seen, corrected=corrected, by=team.alice, now=WEDNESDAY)


def change_home(
    session: Session, team: Team, at: IndicatorSnapshot, wanted: OutcomeChange, *, reason: str = ""
) -> None:
    number = at.described.home.outcome.id
    seen = outcomes.homes_of(session, [number])[number].definition.id
    change_outcome(session, number, wanted, seen_id=seen, reason=reason, by=team.alice, now=WEDNESDAY)


def promise(session: Session, team: Team, at: IndicatorSnapshot, amount: str, due_on: date, reason: str) -> None:
    wanted = Promise(value=Value(Decimal(amount)), due_on=due_on)
    set_target(session, at.id, wanted, reason=reason, by=team.alice, now=WEDNESDAY)


def test_what_was_registered_has_not_changed(session: Session, team: Team) -> None:
    make_rough(session, team)
    assert lines(session, team) == []


def test_a_target_is_eased_raised_or_moved(session: Session, team: Team) -> None:
    at, year = make_rough(session, team), date(2026, 12, 31)

    promise(session, team, at, "70", year, "Two hostels closed")
    assert lines(session, team) == [
        "🎯 People sleeping rough: target eased: 60 people → *70 people by 31 December*. Alice: “Two hostels closed”"
    ]
    promise(session, team, at, "50", year, "A new hostel")
    assert lines(session, team) == [
        "🎯 People sleeping rough: target raised: 60 people → *50 people by 31 December*. Alice: “A new hostel”"
    ]
    promise(session, team, at, "50", date(2027, 3, 31), "In spring")
    assert lines(session, team) == [
        "🎯 People sleeping rough: target moved: 60 people → *50 people by 31 March 2027*. Alice: “In spring”"
    ]
    promise(session, team, at, "60", year, "As it was")
    assert lines(session, team) == []


def test_a_target_that_was_written_down_wrongly_is_corrected(session: Session, team: Team) -> None:
    at = make_rough(session, team)
    wanted = Promise(value=Value(Decimal(70)), due_on=date(2026, 12, 31))
    set_target(session, at.id, wanted, reason="A slip", corrected=True, by=team.alice, now=WEDNESDAY)

    assert lines(session, team) == [
        "🎯 People sleeping rough: target corrected: 60 people → *70 people by 31 December*. Alice: “A slip”"
    ]


def test_the_changed_target_is_said_once(session: Session, team: Team) -> None:
    at = make_rough(session, team)
    promise(session, team, at, "70", date(2026, 12, 31), "Two hostels closed")

    from bot.views.digest import digest as shown  # beside a helper of that name

    session.expire_all()
    text = shown(digest(session, team), viewer(today=NEXT_TUESDAY.date()))["text"]
    assert text.count("🎯") == 1
    assert "*Changed*\n🎯 People sleeping rough: target eased" in text


def test_every_kind_of_change_has_its_line(session: Session, team: Team) -> None:
    at = make_rough(session, team)
    change(session, team, at, Name("People without a bed"))
    change(session, team, at, Rhythm(Cadence(Every.MONTH)))
    change(session, team, at, Backup(team.charlie.user_id))
    change(session, team, at, Description("Everybody on a bench"))
    change(session, team, at, Description("Cars too"))
    change_home(session, team, at, Statement("Nobody sleeps rough"), reason="Shorter")
    change_home(session, team, at, Dates(None, date(2026, 12, 31)))
    change_home(session, team, at, Accountable(team.bob.user_id))

    assert lines(session, team) == [
        "• People without a bed: starts afresh from 1 April, what is counted was changed. (Alice)",
        "• Renamed: People sleeping rough → *People without a bed*. (Alice)",
        (
            "• People without a bed: asked *monthly, due the first working day after* from now on "
            "(was weekly, due every Monday). (Alice)"
        ),
        "• People without a bed: who stands in was changed. (Alice)",
        "• Renamed: Fewer people sleep rough in our borough → *Nobody sleeps rough*. Alice: “Shorter”",
        "• Nobody sleeps rough: *Bob* answers for it now (was Alice). (Alice)",
        "• Nobody sleeps rough: ends open → *31 December*. (Alice)",
    ]


def test_another_rule_for_all_that_was_ever_given_is_said(session: Session, team: Team) -> None:
    home = make_outcome(session, team.alice, now=FRIDAY)
    for key in ("north", "south", "both"):
        make_indicator(session, team.alice, home, f"Beds {key}", key=key, now=FRIDAY)
    number = indicator_number(session, "both")

    def make(line: str | None, now: datetime) -> None:
        made_of = None if line is None else making_wholes.read_parts(session, line, by=team.alice)
        making_wholes.define(session, number, made_of, from_the_start=True, reason="agreed", by=team.alice, now=now)

    make("sum north south", FRIDAY)
    assert lines(session, team) == []
    make("mean north south", WEDNESDAY)
    assert lines(session, team) == ["• Beds both: how it is worked out from others was changed. Alice: “agreed”"]
    make(None, WEDNESDAY)
    assert lines(session, team) == ["• Beds both: it is asked for now, not worked out from others. Alice: “agreed”"]


def indicator_number(session: Session, key: str) -> int:
    return session.exec(select(Indicator.id).where(Indicator.key == key)).one()


def test_somebody_else_is_asked(session: Session, team: Team) -> None:
    at = make_rough(session, team)
    offer = hand_over(session, at.id, to_user_id=team.bob.user_id, reason="A new job", by=team.alice, now=WEDNESDAY)
    answer(session, offer.number, accepts=True, by=team.bob, now=WEDNESDAY)

    assert lines(session, team) == ["• People sleeping rough: *Bob* answers for it now (was Alice). Alice: “A new job”"]


def test_what_is_new_and_mended_on_its_first_day_has_not_changed(session: Session, team: Team) -> None:
    at = make_indicator(session, team.alice, make_outcome(session, team.alice, now=TUESDAY), now=WEDNESDAY)
    change(session, team, at, Name("People without a bed"))
    change_home(session, team, at, Statement("Nobody sleeps rough"))

    assert lines(session, team) == [
        "• Renamed: Fewer people sleep rough in our borough → *Nobody sleeps rough*. (Alice)"
    ]


def test_better_words_for_what_counts_are_no_new_beginning(session: Session, team: Team) -> None:
    at = make_rough(session, team)
    change(session, team, at, Description("Without a roof at midnight"), corrected=True)

    assert lines(session, team) == ["• People sleeping rough: what counts is said better. (Alice)"]


@pytest.mark.parametrize(
    ("planned", "said"),
    [
        ([(FRIDAY, 20_000)], []),
        ([(FRIDAY, 20_000), (WEDNESDAY, 25_000)], ["planned €20,000 → *€25,000*. Alice: “rents”"]),
        ([(WEDNESDAY, 20_000)], ["*€20,000* planned. Alice: “rents”"]),
        ([(FRIDAY, 20_000), (WEDNESDAY, None)], ["€20,000 is not planned any more. (Alice)"]),
        ([(FRIDAY, 20_000), (WEDNESDAY, 25_000), (WEDNESDAY, 20_000)], []),
    ],
)
def test_what_is_planned_for_an_outcome_is_said(
    session: Session, team: Team, planned: Sequence[tuple[datetime, int | None]], said: list[str]
) -> None:
    outcome_id = make_rough(session, team).described.indicator.outcome_id
    for now, amount in planned:
        if amount is None:
            resources.drop(session, outcome_id, EUROS, by=team.alice, now=now)
        else:
            typed = TypedAmount(EUROS, Decimal(amount))
            resources.plan(session, outcome_id, typed, "rents", by=team.alice, now=now)
    about = "• Fewer people sleep rough in our borough: "
    assert lines(session, team) == [about + each for each in said]


def test_a_long_history_costs_no_more_queries(session: Session, team: Team) -> None:
    at = make_rough(session, team)

    def compose(session: Session, team: Team) -> None:
        digest(session, team)

    change(session, team, at, Name("Another name"))  # whoever made changes is asked for once there are any
    before = cost(session, team, compose)
    for number in range(5):
        change(session, team, at, Name(f"Name {number}"))
        promise(session, team, at, str(70 + number), date(2026, 12, 31), "so")
    after = cost(session, team, compose)

    assert after[0] == before[0]
