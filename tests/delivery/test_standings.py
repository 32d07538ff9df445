"""After an upgrade how indicators stand is worked out while the bot runs, and what disagrees later is found."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import Session, col, select

from bot.actions.people import policy_of
from bot.actions.snapshots import snapshots
from bot.actions.standings import disagreeing
from bot.delivery.settings import DeliverySettings
from bot.delivery.standings import Checks, check_all, mend
from bot.delivery.steps import PLANNING
from storage import indicators, schema
from storage import standings as rows
from storage.db import Database
from storage.tables import KeptStanding, Workspace, metadata
from tests.storage.earlier import empty_database, make_of_version
from tests.wiring import running_deps

NOW = datetime(2026, 4, 10, 9, tzinfo=UTC)
SOME = DeliverySettings(planning_batch=3)


@pytest.fixture(params=["sqlite", "postgresql"])
def upgraded(request: pytest.FixtureRequest) -> Iterator[Database]:
    """A database of an earlier version with two weeks in it, brought up to date just now."""
    with empty_database(request, request.param, name="upgraded_standings") as url:
        make_of_version(url, "0002")
        schema.migrate(url)
        database = Database(url)
        yield database
        database.close()


def outdated(session: Session) -> int:
    """How many wait for being worked out."""
    return len(session.exec(select(KeptStanding).where(col(KeptStanding.changes) != KeptStanding.seen)).all())


def every_number(session: Session) -> list[int]:
    return indicators.numbers_after(session, 0, limit=100)


def shown(session: Session) -> list[object]:
    """What screens would say of each."""
    policy = policy_of(session.exec(select(Workspace)).one())
    known = snapshots(session, every_number(session), policy=policy, now=NOW)
    return [at.assessment for at in known.values()]


def test_an_upgrade_is_worked_out_in_batches_and_shown_right_meanwhile(upgraded: Database) -> None:
    assert upgraded.read_here(outdated) == 7
    before = upgraded.read_here(shown)
    left = []
    while upgraded.run_here(mend, now=NOW, settings=SOME):
        left.append(upgraded.read_here(outdated))
        assert upgraded.read_here(shown) == before
    assert left == [4, 1, 0]
    assert check_all(upgraded) == (7, [])


def test_it_is_a_step_of_planning_and_said_in_the_log(upgraded: Database, caplog: pytest.LogCaptureFixture) -> None:
    assert mend in PLANNING
    upgraded.run_here(mend, now=NOW, settings=DeliverySettings())
    assert upgraded.read_here(outdated) == 0
    assert "worked out anew how 7 indicators stand" in caplog.text


async def test_what_disagrees_is_said_to_the_operator_and_worked_out_again(
    upgraded: Database, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    upgraded.run_here(mend, now=NOW, settings=DeliverySettings())
    # As if a fault of ours had kept something else: nothing tells the row from a true one.
    wrong = "UPDATE standing SET readings_in_a_row = 77, revision = revision + 1 WHERE indicator_id = 1"
    upgraded.run_here(lambda session: session.execute(text(wrong)))
    assert upgraded.read_here(outdated) == 0
    async with running_deps(upgraded, tmp_path / "clock") as deps:
        checks = Checks()
        await checks.go_on(deps)
        assert "indicators [1] stand otherwise than was kept" in caplog.text
        caplog.clear()
        await checks.go_on(deps)
        assert caplog.text == ""
    assert upgraded.read_here(rows.kept, [1])[1].standing.readings_in_a_row < 77


def test_all_can_be_compared_and_mended_at_once(upgraded: Database) -> None:
    upgraded.run_here(mend, now=NOW, settings=DeliverySettings())
    upgraded.run_here(lambda session: session.execute(text("DELETE FROM standing WHERE indicator_id < 3")))
    count, wrong = check_all(upgraded)
    assert (count, len(wrong)) == (7, 2)
    assert check_all(upgraded, mend_at=NOW) == (count, wrong)
    assert check_all(upgraded) == (7, [])


async def test_an_indicator_that_cannot_be_read_does_not_keep_others_from_being_worked_out(
    upgraded: Database, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Rows that no version of ours has written, as after a change by hand."""
    cadence = '\'{"every": "blue moon"}\''

    def spoil(session: Session) -> None:
        table = metadata.tables["indicator_definition"]
        names = [column.name for column in table.columns if column.name != "id"]
        values = [cadence if name == "cadence" else name for name in names]
        of_first = f"FROM {table} WHERE indicator_id = 1 LIMIT 1"
        session.execute(text(f"INSERT INTO {table} ({', '.join(names)}) SELECT {', '.join(values)} {of_first}"))

    upgraded.run_here(spoil)
    assert upgraded.run_here(mend, now=NOW, settings=DeliverySettings()) == 7
    assert "nobody can tell how indicator 1 stands" in caplog.text
    assert upgraded.run_here(mend, now=NOW, settings=DeliverySettings()) == 0
    fine = [number for number in upgraded.read_here(every_number) if number != 1]
    assert upgraded.read_here(disagreeing, fine) == []
    assert check_all(upgraded) == (7, [])
    async with running_deps(upgraded, tmp_path / "clock") as deps:
        await Checks().go_on(deps)
