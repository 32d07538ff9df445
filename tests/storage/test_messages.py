"""The outbox table, as far as the database itself keeps its promises."""

from sqlmodel import Session

from storage.db import Database
from storage.inserting import insert_once
from storage.tables import SeenInteraction
from tests.make import FRIDAY, make_workspace


def test_a_row_is_new_the_first_time_only(database: Database) -> None:
    def insert(session: Session, workspace_id: int) -> bool:
        return insert_once(session, SeenInteraction(workspace_id=workspace_id, key="view:1", seen_at=FRIDAY))

    number = database.run_here(lambda session: make_workspace(session).id)
    assert [database.run_here(insert, number), database.run_here(insert, number)] == [True, False]
