"""Taking rows for oneself, beside other processes that do the same."""

import pytest
from sqlmodel import Session, col, select

from storage.claiming import skip_locked
from storage.db import Database
from storage.tables import Channel, Workspace
from tests.make import make_channel, make_workspace

CHANNELS = select(Channel).order_by(col(Channel.id))


def arrange(session: Session) -> None:
    workspace = make_workspace(session)
    for channel_id in ("C1", "C2", "C3"):
        make_channel(session, workspace, channel_id)


@pytest.mark.parametrize("migrated_url", ["postgresql"], indirect=True)
def test_rows_that_another_process_has_taken_are_passed_over(database: Database) -> None:
    database.run_here(arrange)

    with Session(database.engine) as first, Session(database.engine) as second:
        taken = first.exec(skip_locked(CHANNELS.limit(2))).all()
        left = second.exec(skip_locked(CHANNELS)).all()
        assert ([row.channel_id for row in taken], [row.channel_id for row in left]) == (["C1", "C2"], ["C3"])
        first.rollback()
        assert len(second.exec(skip_locked(CHANNELS)).all()) == 3


@pytest.mark.parametrize("migrated_url", ["postgresql"], indirect=True)
def test_only_the_rows_of_the_table_named_are_taken(database: Database) -> None:
    database.run_here(arrange)
    of_channels = skip_locked(CHANNELS.join(Workspace), of=Channel)

    with Session(database.engine) as first, Session(database.engine) as second:
        assert len(first.exec(of_channels).all()) == 3
        assert len(second.exec(skip_locked(select(Workspace))).all()) == 1
        assert second.exec(of_channels).all() == []


def test_one_process_alone_takes_every_row(database: Database) -> None:
    database.run_here(arrange)

    taken = database.run_here(lambda session: session.exec(skip_locked(CHANNELS, of=Channel)).all())
    assert [row.channel_id for row in taken] == ["C1", "C2", "C3"]
