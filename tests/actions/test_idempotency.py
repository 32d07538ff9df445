"""A submission that arrives again."""

import threading
from typing import Any

import pytest
from sqlmodel import Session, select

from bot.actions.idempotency import once
from storage.db import Database
from storage.tables import SeenInteraction
from tests.actions.conftest import Team
from tests.make import FRIDAY, make_workspace


def test_the_answer_of_the_first_time_is_given_again(session: Session, team: Team) -> None:
    answers = iter([{"text": "first"}, {"text": "second"}])
    number = team.workspace.id

    first = once(session, workspace_id=number, key="trigger:1", now=FRIDAY, work=lambda: next(answers))
    again = once(session, workspace_id=number, key="trigger:1", now=FRIDAY, work=lambda: next(answers))
    other = once(session, workspace_id=number, key="trigger:2", now=FRIDAY, work=lambda: next(answers))

    assert [first, again, other] == [{"text": "first"}, {"text": "first"}, {"text": "second"}]


def test_work_that_fails_can_be_tried_again(database: Database) -> None:
    def fails() -> dict[str, Any]:
        raise ValueError("not this time")

    number = database.run_here(lambda session: make_workspace(session).id)
    with pytest.raises(ValueError, match="not this time"):
        database.run_here(once, workspace_id=number, key="view:1", now=FRIDAY, work=fails)

    assert database.run_here(once, workspace_id=number, key="view:1", now=FRIDAY, work=lambda: {"a": 1}) == {"a": 1}


def test_two_at_the_same_moment_do_the_work_once(database: Database) -> None:
    number = database.run_here(lambda session: make_workspace(session).id)
    done: list[int] = []
    both_are_there = threading.Barrier(2)
    answers: list[dict[str, Any]] = []

    def work() -> dict[str, Any]:
        done.append(1)
        return {"number": len(done)}

    def submit() -> None:
        both_are_there.wait(timeout=10)
        answers.append(database.run_here(once, workspace_id=number, key="view:1", now=FRIDAY, work=work))

    threads = [threading.Thread(target=submit) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)

    assert answers == [{"number": 1}, {"number": 1}]
    rows = database.read_here(lambda session: session.exec(select(SeenInteraction)).all())
    assert [row.answer for row in rows] == [{"number": 1}]
