"""A session in which anything may happen: it sees what is there, and nothing of it remains."""

import pytest
from sqlmodel import Session, select

from storage import scratch
from storage.db import Database
from storage.tables import Channel, Workspace
from tests.make import make_channel, make_workspace


@pytest.fixture
def shelter(database: Database) -> Database:
    """A workspace with channel C1."""
    database.run_here(lambda session: make_channel(session, make_workspace(session), "C1"))
    return database


def channels(session: Session) -> list[str]:
    return sorted(session.exec(select(Channel.channel_id)))


def test_nothing_that_happens_in_it_remains(shelter: Database) -> None:
    with scratch.session(shelter) as session:
        session.add(Channel(workspace_id=1, channel_id="C2"))
        session.get_one(Workspace, 1).zone = "Asia/Kolkata"
        session.flush()
        session.expire_all()
        assert channels(session) == ["C1", "C2"]
        assert session.get_one(Workspace, 1).zone == "Asia/Kolkata"

    assert shelter.read_here(channels) == ["C1"]
    assert shelter.read_here(lambda session: session.get_one(Workspace, 1).zone) == "Europe/London"


def test_even_what_is_committed_in_it_does_not_remain(shelter: Database) -> None:
    with scratch.session(shelter) as session:
        session.add(Channel(workspace_id=1, channel_id="C2"))
        session.commit()
        assert channels(session) == ["C1", "C2"]

    assert shelter.read_here(channels) == ["C1"]


def test_a_fault_in_it_leaves_nothing_and_is_heard_of(shelter: Database) -> None:
    def fail_after_adding(session: Session) -> None:
        session.add(Channel(workspace_id=1, channel_id="C2"))
        session.flush()
        raise LookupError

    with pytest.raises(LookupError), scratch.session(shelter) as session:
        fail_after_adding(session)

    assert shelter.read_here(channels) == ["C1"]
    shelter.run_here(lambda session: make_channel(session, session.get_one(Workspace, 1), "C2"))
    assert shelter.read_here(channels) == ["C1", "C2"], "the key is free, and nothing is locked"


def test_it_goes_on_seeing_one_state_while_others_write(shelter: Database) -> None:
    with scratch.session(shelter) as session:
        assert channels(session) == ["C1"]
        shelter.run_here(lambda beside: make_channel(beside, beside.get_one(Workspace, 1), "C2"))
        assert channels(session) == ["C1"]

    assert shelter.read_here(channels) == ["C1", "C2"]
