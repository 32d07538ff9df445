"""A session in which anything may happen: it sees what is there, and nothing of it remains."""

from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from bot.domain.messages import MessageKind, MessageState, Template
from storage import scratch
from storage.db import Database
from storage.tables import Channel, DueReading, Message, Workspace
from tests.make import FRIDAY, make_channel, make_indicator, make_outcome, make_person, make_workspace
from tests.storage.rows import make_due, make_message


@pytest.fixture
def shelter(database: Database) -> Database:
    """A workspace with channel C1."""
    database.run_here(lambda session: make_channel(session, make_workspace(session), "C1"))
    return database


def channels(session: Session) -> list[str]:
    return sorted(session.exec(select(Channel.channel_id)))


def test_nothing_that_happens_in_it_remains(shelter: Database) -> None:
    with scratch.session(shelter, now=FRIDAY) as session:
        session.add(Channel(workspace_id=1, channel_id="C2"))
        session.get_one(Workspace, 1).zone = "Asia/Kolkata"
        session.flush()
        session.expire_all()
        assert channels(session) == ["C1", "C2"]
        assert session.get_one(Workspace, 1).zone == "Asia/Kolkata"

    assert shelter.read_here(channels) == ["C1"]
    assert shelter.read_here(lambda session: session.get_one(Workspace, 1).zone) == "Europe/London"


def test_even_what_is_committed_in_it_does_not_remain(shelter: Database) -> None:
    with scratch.session(shelter, now=FRIDAY) as session:
        session.add(Channel(workspace_id=1, channel_id="C2"))
        session.commit()
        assert channels(session) == ["C1", "C2"]

    assert shelter.read_here(channels) == ["C1"]


def test_a_fault_in_it_leaves_nothing_and_is_heard_of(shelter: Database) -> None:
    def fail_after_adding(session: Session) -> None:
        session.add(Channel(workspace_id=1, channel_id="C2"))
        session.flush()
        raise LookupError

    with pytest.raises(LookupError), scratch.session(shelter, now=FRIDAY) as session:
        fail_after_adding(session)

    assert shelter.read_here(channels) == ["C1"]
    shelter.run_here(lambda session: make_channel(session, session.get_one(Workspace, 1), "C2"))
    assert shelter.read_here(channels) == ["C1", "C2"], "the key is free, and nothing is locked"


def test_it_goes_on_seeing_one_state_while_others_write(shelter: Database) -> None:
    with scratch.session(shelter, now=FRIDAY) as session:
        assert channels(session) == ["C1"]
        shelter.run_here(lambda beside: make_channel(beside, beside.get_one(Workspace, 1), "C2"))
        assert channels(session) == ["C1"]

    assert shelter.read_here(channels) == ["C1", "C2"]


def test_others_write_what_is_changed_in_it_and_add_what_is_added(shelter: Database) -> None:
    def rename(beside: Session) -> None:
        beside.get_one(Workspace, 1).name = "Borough"
        make_channel(beside, beside.get_one(Workspace, 1), "C2")

    with scratch.session(shelter, now=FRIDAY) as session:
        session.get_one(Workspace, 1).name = "Nowhere"
        session.add(Channel(workspace_id=1, channel_id="C2"))
        session.flush()
        shelter.run_here(rename)

    assert shelter.read_here(lambda session: session.get_one(Workspace, 1).name) == "Borough"


def test_what_is_still_to_be_done_is_in_it_however_old_it_is(shelter: Database) -> None:
    """And so is what is told once and never again. PostgreSQL's other history is left out."""
    long_ago = FRIDAY - timedelta(days=400)

    def arrange(session: Session) -> None:
        alice = make_person(session, session.get_one(Workspace, 1), "alice")
        indicator = make_indicator(session, alice, make_outcome(session, alice))
        for week, state in ((-50, "due"), (-49, "on_time"), (12, "on_time")):
            make_due(session, indicator.id, week, owner=alice, state=state)
        for key, state, kind in (
            ("queued", MessageState.QUEUED, MessageKind.REMINDER),
            ("sent", MessageState.SENT, MessageKind.REMINDER),
            ("told", MessageState.SENT, MessageKind.NOTICE),
        ):
            template = Template.WAS_AWAY if kind is MessageKind.NOTICE else None
            make_message(session, alice, key, state=state, kind=kind, template=template, planned_for=long_ago)

    def found(session: Session) -> tuple[list[str], list[str]]:
        due_rows = session.exec(select(DueReading.state).order_by(col(DueReading.id)))
        return list(due_rows), list(session.exec(select(Message.key).order_by(col(Message.id))))

    shelter.run_here(arrange)
    with scratch.session(shelter, now=FRIDAY) as session:
        states, keys = found(session)
    assert states[0] == "due"
    assert states[-1] == "on_time"
    assert (keys[0], keys[-1]) == ("queued", "told")
    if not shelter.is_sqlite:
        assert (len(states), len(keys)) == (2, 2)
