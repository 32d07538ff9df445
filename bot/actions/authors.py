"""Whoever gives a reading, a person or a service, and their names as screens show them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlmodel import Session

from bot.actions.people import Actor
from bot.actions.screens import named
from bot.results.names import AuthorName, ServiceName, WorkedOut
from storage import services
from storage.people import people_by_id
from storage.tables import Person, Reading, Service


@dataclass(frozen=True)
class ServiceActor:
    """A program of the workspace's own. It has no zone or locale: what it gives goes by the indicator owner's."""

    service_id: int
    workspace_id: int
    name: str


Author = Actor | ServiceActor


def as_service_actor(service: Service) -> ServiceActor:
    """The service as actions see it."""
    return ServiceActor(service.id, service.workspace_id, service.name)


def author_names(session: Session, readings: Iterable[Reading]) -> dict[int, AuthorName]:
    """Who gave each of these readings, by the reading's number. A query for the people, and one for the services."""
    rows = list(readings)
    people = people_by_id(session, {row.submitted_by_id for row in rows if row.submitted_by_id is not None})
    programs = services.by_id(
        session, {row.submitted_by_service_id for row in rows if row.submitted_by_service_id is not None}
    )
    return {row.id: _name_of(row, people, programs) for row in rows}


def _name_of(row: Reading, people: Mapping[int, Person], programs: Mapping[int, Service]) -> AuthorName:
    if row.came_from is not None:
        return WorkedOut()
    if row.submitted_by_service_id is not None:
        return ServiceName(programs[row.submitted_by_service_id].name)
    assert row.submitted_by_id is not None, "the database holds exactly one of the two"
    return named(people[row.submitted_by_id])
