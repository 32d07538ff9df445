"""The services of a workspace, by their number."""

from sqlalchemy import event
from sqlmodel import Session

from storage import services
from storage.db import Database
from tests.actions.conftest import Team
from tests.make import make_service


def test_services_are_looked_up_by_number_as_far_as_there_are_any(session: Session, team: Team) -> None:
    register = make_service(session, team.alice, "Shelter register")
    kitchen = make_service(session, team.bob, "Kitchen till")

    found = services.by_id(session, {register.service_id, kitchen.service_id, 999})
    assert {number: row.name for number, row in found.items()} == {
        register.service_id: "Shelter register",
        kitchen.service_id: "Kitchen till",
    }
    assert services.by_id(session, [999]) == {}


def test_where_people_gave_every_reading_nothing_is_asked(database: Database, session: Session, team: Team) -> None:
    asked: list[object] = []
    event.listen(database.engine, "before_cursor_execute", lambda *told: asked.append(told))

    assert services.by_id(session, set()) == {}
    assert asked == []
