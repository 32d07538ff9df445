"""Submissions already answered, and their answers."""

from sqlmodel import Session

from storage.interactions import answer_to, has_seen, keep_answer, note
from tests.actions.conftest import Team
from tests.make import FRIDAY, make_workspace


def test_a_submission_is_noted_once_in_its_workspace(session: Session, team: Team) -> None:
    here, there = team.workspace.id, make_workspace(session, "T2").id

    noted = [
        note(session, workspace_id=number, key=key, at=FRIDAY)
        for number, key in ((here, "view:1"), (here, "view:1"), (here, "view:2"), (there, "view:1"))
    ]

    assert noted == [True, False, True, True]


def test_each_submission_keeps_its_own_answer(session: Session, team: Team) -> None:
    number = team.workspace.id
    for key in ("view:1", "view:2"):
        note(session, workspace_id=number, key=key, at=FRIDAY)

    keep_answer(session, {"text": "Saved: 84 %"}, workspace_id=number, key="view:1")

    assert answer_to(session, workspace_id=number, key="view:1") == {"text": "Saved: 84 %"}
    assert answer_to(session, workspace_id=number, key="view:2") == {}


def test_what_was_noted_has_been_seen_there_and_nowhere_else(session: Session, team: Team) -> None:
    note(session, workspace_id=team.workspace.id, key="event:1", at=FRIDAY)

    assert has_seen(session, workspace_id=team.workspace.id, key="event:1")
    assert not has_seen(session, workspace_id=team.workspace.id, key="event:2")
    assert not has_seen(session, workspace_id=make_workspace(session, "T2").id, key="event:1")
