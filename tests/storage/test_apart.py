"""No row points to one of another workspace: the database itself refuses."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Table, inspect
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from bot.domain.decisions import Verdict
from bot.domain.handovers import HandoverAnswer
from bot.domain.interruptions import Interruption
from bot.domain.messages import MessageKind, SkipReason, Template
from bot.domain.resources import InputRule, ResourceKind
from bot.domain.sources import SourceKind
from storage import schema
from storage.db import Database
from storage.held_back import hold_back
from storage.tables import (
    APPEND_ONLY,
    AbsenceRecord,
    AddedLine,
    ChannelMember,
    Closing,
    DecisionAsked,
    DigestRun,
    DigestSubscription,
    HandoverRecord,
    HomeTab,
    InterruptionRecord,
    Note,
    QuietRecord,
    Reading,
    ResourcePlan,
    ResourceUse,
    Retraction,
    SecondLook,
    Service,
    SourceRecord,
    WholePart,
    metadata,
)
from tests.make import FRIDAY, make_channel, make_indicator, make_outcome, make_person, make_service, make_workspace
from tests.storage.earlier import add_rows, make_of_version
from tests.storage.rows import make_due, make_message

REFERENCES = [
    (table, key.column_keys[0], key.referred_table)
    for table in metadata.sorted_tables
    for key in table.foreign_key_constraints
    if key.referred_table.name != "workspace"
]


def a_row_in_every_table(session: Session, team_id: str, week: int) -> None:
    """A workspace in which everything is there once. What else must be there once differs by the `week` of 2026."""
    workspace = make_workspace(session, team_id)
    alice = make_person(session, workspace, "Alice")
    channel = make_channel(session, workspace)
    outcome = make_outcome(session, alice)
    at = make_indicator(session, alice, outcome, baseline=("120", date(2026, 3, 1)), target=("60", date(2026, 12, 31)))
    part = make_indicator(session, alice, outcome, "One shelter", key="shelter")
    make_service(session, alice)
    own: dict[str, Any] = {"workspace_id": workspace.id}
    session.add(WholePart(**own, whole_id=at.id, part_id=part.id))
    session.add(HomeTab(**own, person_id=alice.person_id, opened_at=FRIDAY))
    session.add(ChannelMember(**own, channel_id=channel.id, user_id=f"U{week}"))
    subscription = session.exec(select(DigestSubscription).where(DigestSubscription.workspace_id == workspace.id)).one()
    closing = Closing(**own, outcome_id=outcome.outcome_id, made_at=FRIDAY, made_by_id=alice.person_id)
    session.add(closing)
    session.add(
        HandoverRecord(
            **own,
            indicator_id=at.id,
            from_id=alice.person_id,
            to_id=alice.person_id,
            offered_by_id=alice.person_id,
            offered_at=FRIDAY,
            answer=HandoverAnswer.DECLINED,  # of those that are open there is one for each indicator
        )
    )
    session.add(
        AbsenceRecord(
            **own, person_id=alice.person_id, first_on=date(2026, 4, 1), until_on=date(2026, 4, 8), declared_at=FRIDAY
        )
    )
    session.add(
        InterruptionRecord(
            **own, indicator_id=at.id, kind=Interruption.PAUSED, made_at=FRIDAY, made_by_id=alice.person_id
        )
    )
    session.add(
        QuietRecord(**own, indicator_id=at.id, until_on=date(2026, 5, 1), made_at=FRIDAY, made_by_id=alice.person_id)
    )
    session.add(
        AddedLine(
            **own,
            channel_id=channel.id,
            person_id=alice.person_id,
            text="Hello",
            meant_for_on=date(2026, 3, 31),
            made_at=FRIDAY,
        )
    )
    session.add(
        SourceRecord(
            **own,
            indicator_id=at.id,
            service_id=session.exec(select(Service.id).where(Service.workspace_id == workspace.id)).one(),
            address="https://figures.example/",
            kind=SourceKind.JSON,
            place="csat",
            made_at=FRIDAY,
            made_by_id=alice.person_id,
            ended_by_id=alice.person_id,
        )
    )
    note = Note(**own, outcome_id=outcome.outcome_id, text="Decided", made_at=FRIDAY, made_by_id=alice.person_id)
    session.add(note)
    session.flush()
    looked: dict[str, Any] = {"made_at": FRIDAY, "made_by_id": alice.person_id}
    session.add(SecondLook(**own, note_id=note.id, verdict=Verdict.HELPED, **looked))
    counted: dict[str, Any] = (
        own | looked | {"outcome_id": outcome.outcome_id, "kind": ResourceKind.MONEY, "unit": "EUR"}
    )
    session.add(ResourcePlan(**counted, amount=Decimal(20), input_id=at.id, input_rule=InputRule.ADDS_UP))
    stands, used = (ResourceUse(**counted, amount=Decimal(3), used_on=date(2026, 3, 27)) for _ in range(2))
    session.add(stands)
    session.flush()
    session.add(used)
    session.flush()
    session.add(ResourceUse(**counted, amount=Decimal(2), used_on=date(2026, 3, 27), supersedes_id=used.id))
    given = dict(
        **own,
        indicator_id=at.id,
        period_key="2026-W13",
        period_first_on=date(2026, 3, 23),
        period_last_on=date(2026, 3, 29),
        amount=Decimal(110),
        typed="110",
        as_of_on=date(2026, 3, 27),
        route="command",
        submitted_at=FRIDAY,
        submitted_by_id=alice.person_id,
    )
    reading, other = Reading(**given), Reading(**given)
    session.add_all([reading, other])
    session.flush()
    if team_id == "T1":  # a reading is taken back once
        by: dict[str, Any] = {"made_at": FRIDAY, "made_by_id": alice.person_id}
        session.add(Retraction(**own, indicator_id=at.id, reading_id=reading.id, **by))
    run = DigestRun(
        **own,
        subscription_id=subscription.id,
        nominal_on=date.fromisocalendar(2026, week, 2),
        covers_from_on=date(2026, 3, 17),
        covers_to_on=date(2026, 3, 23),
    )
    session.add(run)
    session.flush()
    session.add(DecisionAsked(**own, note_id=note.id, digest_run_id=run.id))
    due = make_due(session, at.id, week, owner=alice)
    make_message(session, alice, "reminder", naming=(due,))
    hold_back(session, {SkipReason.AWAY: [due]}, now=FRIDAY)
    make_message(session, alice, "notice", kind=MessageKind.NOTICE, template=Template.WAS_AWAY)


def first_row(session: Session, table: Table, workspace_id: int) -> dict[str, Any]:
    found = session.execute(table.select().where(table.c.workspace_id == workspace_id).limit(1)).first()
    assert found is not None, f"a_row_in_every_table has none of {table.name}"
    return dict(found._mapping)


def point_elsewhere(session: Session, table: Table, column: str, to: Table) -> None:
    """Have a row of the first workspace point to one of the second; in the history, a further one."""
    elsewhere = {column: first_row(session, to, 2)["id"]}
    if table.primary_key.columns.keys() == [column]:  # there is one for each, and the other must not be in the way
        session.execute(table.delete().where(table.c[column] == elsewhere[column]))
    if table.name not in APPEND_ONLY:
        mine = first_row(session, table, 1)
        is_it = [table.c[name] == mine[name] for name in table.primary_key.columns.keys()]  # noqa: SIM118  # by name
        session.execute(table.update().where(*is_it).values(elsewhere))
        return
    row = first_row(session, table, 1) | elsewhere
    del row["id"]
    if table.name == "retraction" and column != "reading_id":
        row["reading_id"] += 1  # the other reading, which nobody has taken back
    if column == "submitted_by_service_id":
        row["submitted_by_id"] = None
    session.execute(table.insert(), [row])


def test_a_row_points_to_its_own_workspace_only(database: Database) -> None:
    database.run_here(a_row_in_every_table, "T1", 13)
    database.run_here(a_row_in_every_table, "T2", 14)

    assert len(REFERENCES) >= 41
    for table, column, to in REFERENCES:
        with pytest.raises(IntegrityError, match=f"FOREIGN KEY|fk_{table.name}_{column}_{to.name}"):
            database.run_here(point_elsewhere, table, column, to)


def test_every_reference_names_the_workspace_too(database: Database) -> None:
    inspector = inspect(database.engine)
    for table in metadata.sorted_tables:
        for key in inspector.get_foreign_keys(table.name):
            to = key["referred_table"]
            alone = to == "workspace" or "workspace_id" not in metadata.tables[to].columns
            wanted = ["id"] if alone else ["id", "workspace_id"]
            assert key["referred_columns"] == wanted, f"{table.name}.{key['constrained_columns'][0]}"


BY_HAND = {
    "outcome_id points to another workspace in 1 rows of note; "
    "made_by_id points to another workspace in 1 rows of note.": """
INSERT INTO workspace (id, team_id, name, url, bot_user_id, zone, working_days, reminder_at, grace_working_days,
    on_track_gap, at_risk_gap, installed_at)
VALUES (2, 'T2', 'Shop', '', 'U9', 'UTC', '0', '09:00:00.000000', 2, 8, 20, '2026-03-01T00:00:00.000000Z');
INSERT INTO note (id, workspace_id, outcome_id, kind, text, made_at, made_by_id)
VALUES (900, 2, 1, 'remark', 'x', '2026-03-01T00:00:00.000000Z', 1);
""",
    "an amount is no number in 1 rows of baseline.": """
INSERT INTO baseline (id, workspace_id, indicator_id, amount, measured_on, is_provisional, effective_on, made_at,
    made_by_id, reason)
VALUES (900, 1, 1, 'NaN', '2026-03-01', false, '2026-03-01', '2026-03-01T00:00:00.000000Z', 1, '');
""",
}


@pytest.mark.parametrize(("says", "written_by_hand"), BY_HAND.items())
def test_a_database_with_rows_that_it_could_not_keep_is_left_as_it_is(
    database_url: str, says: str, written_by_hand: str
) -> None:
    make_of_version(database_url, "0002")
    add_rows(database_url, written_by_hand)
    with pytest.raises(schema.WrongVersion, match=says):
        schema.migrate(database_url)
    with pytest.raises(schema.WrongVersion, match=says):  # and nothing of the attempt is in the way
        schema.migrate(database_url)
