"""Setting and changing targets."""

from datetime import date
from decimal import Decimal

import pytest
from sqlmodel import Session, select

from bot.actions.snapshots import IndicatorSnapshot
from bot.actions.targets import Promise, TypedTarget, read_target, set_target
from bot.domain.targets import Direction
from bot.domain.values import Value
from bot.errors import NotAllowed
from bot.fields import Field
from storage.tables import Baseline, TargetRecord
from tests.actions.conftest import Team
from tests.make import FRIDAY, PERCENT, make_indicator, make_outcome
from tests.saying import refused

JUNE = date(2026, 6, 30)


@pytest.fixture
def csat(session: Session, team: Team) -> IndicatorSnapshot:
    """Customer satisfaction, Alice's, to increase from 72 on 2 March, without a target."""
    return make_indicator(
        session,
        team.alice,
        make_outcome(session, team.alice),
        "Customer satisfaction",
        key="csat",
        measure=PERCENT,
        direction=Direction.INCREASE,
        baseline=("72", date(2026, 3, 2)),
    )


def promise(amount: str, due_on: date | None = JUNE) -> Promise:
    return Promise(value=Value(Decimal(amount)), due_on=due_on)


@pytest.mark.parametrize(
    ("text", "understood"),
    [
        ("85 by 30 June", TypedTarget(promise("85"))),
        ("85 % by 2026-06-30 because we hired", TypedTarget(promise("85"), reason="we hired")),
        (
            "85 by 30 June from 70 on 1 March because of a recount",
            TypedTarget(promise("85"), (Value(Decimal(70)), date(2026, 3, 1)), "of a recount"),
        ),
        (
            "85 from 70 on 1 March by 30 June",
            TypedTarget(promise("85"), (Value(Decimal(70)), date(2026, 3, 1))),
        ),
        ("between 80 and 90", TypedTarget(Promise(low=Decimal(80), high=Decimal(90)))),
        ("at least 85 by 30 June", TypedTarget(promise("85"))),
        (">=85 by 30 June", TypedTarget(promise("85"))),
        ("85 or more by 30 June", TypedTarget(promise("85"))),
        ("between  80\n and \t90", TypedTarget(Promise(low=Decimal(80), high=Decimal(90)))),
        (f"85{' ' * 500}%   by\n30  June", TypedTarget(promise("85"))),
        (
            "85 from\n70 on\N{NO-BREAK SPACE}1 March because it is\n  late",
            TypedTarget(promise("85", None), (Value(Decimal(70)), date(2026, 3, 1)), "it is\n  late"),
        ),
    ],
)
def test_a_target_is_read_as_people_type_it(
    csat: IndicatorSnapshot, team: Team, text: str, understood: TypedTarget
) -> None:
    assert read_target(text, csat, by=team.alice, now=FRIDAY) == understood


def test_the_old_target_stays_on_record_with_the_reason(session: Session, team: Team, csat: IndicatorSnapshot) -> None:
    set_target(session, csat.id, promise("85"), by=team.alice, now=FRIDAY)

    at = set_target(session, csat.id, promise("90"), reason="More staff", by=team.alice, now=FRIDAY)

    rows = session.exec(select(TargetRecord).order_by(TargetRecord.id)).all()  # type: ignore[arg-type]  # a column
    assert [(str(row.amount), row.reason) for row in rows] == [("85", ""), ("90", "More staff")]
    target = at.assessment.terms.target
    assert target is not None
    assert target.previous is not None
    assert (target.value, target.previous.value) == (Decimal(90), Decimal(85))


def test_a_change_without_a_reason_is_refused(session: Session, team: Team, csat: IndicatorSnapshot) -> None:
    set_target(session, csat.id, promise("85"), by=team.alice, now=FRIDAY)

    with refused("Say why the target changes") as refusal:
        set_target(session, csat.id, promise("90"), by=team.alice, now=FRIDAY)
    assert refusal.error.field == Field.REASON


def test_only_owner_accountable_and_admin_change_a_target(
    session: Session, team: Team, csat: IndicatorSnapshot
) -> None:
    set_target(session, csat.id, promise("85"), by=team.charlie, now=FRIDAY)  # anybody may set the first one

    with refused(r"Alice \(owner\) or a workspace admin can", kind=NotAllowed):
        set_target(session, csat.id, promise("90"), reason="I say so", by=team.charlie, now=FRIDAY)
    set_target(session, csat.id, promise("91"), reason="More staff", by=team.admin, now=FRIDAY)


def test_a_baseline_given_along_is_kept_and_starts_the_path(
    session: Session, team: Team, csat: IndicatorSnapshot
) -> None:
    baseline = (Value(Decimal(70)), date(2026, 3, 1))

    at = set_target(session, csat.id, promise("85"), baseline=baseline, by=team.alice, now=FRIDAY)

    assert len(session.exec(select(Baseline)).all()) == 2
    assert at.assessment.terms.baseline is not None
    assert at.assessment.terms.baseline.value.amount == Decimal(70)
    assert at.assessment.terms.target is not None
    assert at.assessment.terms.target.starts_on == date(2026, 3, 1)


@pytest.mark.parametrize(
    ("wanted", "field", "why"),
    [
        (promise("85", None), Field.DUE_ON, "By when?"),
        (promise("85", date(2026, 3, 27)), Field.DUE_ON, "This date is in the past, or today."),
        (promise("72"), Field.VALUE, "Baseline and target are both 72 %"),
        (promise("60"), Field.VALUE, "From 72 % to 60 % is a decrease, but this indicator should go up"),
        (Promise(low=Decimal(80)), Field.VALUE, "An indicator that should go up needs one value"),
    ],
)
def test_a_target_that_cannot_be_is_refused_at_its_field(
    session: Session, team: Team, csat: IndicatorSnapshot, wanted: Promise, field: Field, why: str
) -> None:
    with refused(why) as refusal:
        set_target(session, csat.id, wanted, by=team.alice, now=FRIDAY)

    assert refusal.error.field == field
    assert session.exec(select(TargetRecord)).all() == []
