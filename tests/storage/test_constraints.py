"""What the database holds a column to is what the enum says: neither knows a member that the other does not."""

import re
from enum import StrEnum

import pytest
from sqlalchemy import inspect

from bot.domain.absences import AbsenceSource
from bot.domain.closing import OutcomeResult
from bot.domain.colours import State
from bot.domain.combining import Combine
from bot.domain.decisions import Verdict
from bot.domain.digests import NoteKind, Rhythm
from bot.domain.due import DueState
from bot.domain.facts import Level
from bot.domain.handovers import HandoverAnswer
from bot.domain.interruptions import Interruption
from bot.domain.messages import (
    UNDECIDED,
    Carrier,
    FailureCode,
    MessageKind,
    MessageState,
    Priority,
    SkipReason,
    Template,
)
from bot.domain.resources import InputRule, ResourceKind
from bot.domain.sources import NoFetch, SourceKind
from bot.domain.targets import Direction, PathKind
from bot.domain.values import ValueKind
from storage.db import Database
from storage.tables import HELD_BACK, STORED_DUE_STATES, metadata

KNOWN: dict[tuple[str, str], set[str]] = {
    ("digest_subscription", "rhythm"): set(Rhythm),
    ("indicator_definition", "kind"): set(ValueKind),
    ("indicator_definition", "direction"): set(Direction),
    ("indicator_definition", "level"): set(Level),
    ("indicator_definition", "combine"): set(Combine),
    ("target", "path"): set(PathKind),
    ("note", "kind"): set(NoteKind),
    ("second_look", "verdict"): set(Verdict),
    ("resource_plan", "kind"): set(ResourceKind),
    ("resource_plan", "input_rule"): set(InputRule),
    ("resource_use", "kind"): set(ResourceKind),
    ("closing", "result"): set(OutcomeResult),
    ("interruption", "kind"): set(Interruption),
    ("absence", "source"): set(AbsenceSource),
    ("handover", "answer"): set(HandoverAnswer),
    ("due_reading", "state"): set(STORED_DUE_STATES),
    ("due_reading", "not_fetched"): set(NoFetch),
    ("source", "kind"): set(SourceKind),
    ("source", "outcome"): set(NoFetch),
    ("held_back", "because"): set(HELD_BACK),
    ("message", "kind"): set(MessageKind),
    ("message", "state"): set(MessageState),
    ("message", "template"): set(Template),
    ("message", "failure_code"): set(FailureCode),
    ("message", "skip_reason"): set(SkipReason),
    ("digest_run", "skip_reason"): set(SkipReason),
    ("standing", "state"): set(State),
    ("standing", "then_state"): set(State),
    ("standing", "colour"): set(State),
}


def constraint_on(database: Database, table: str, column: str) -> set[str]:
    """The values that the database itself lets in, read back from it."""
    wanted = f"ck_{table}_{column}_known"
    (found,) = [each for each in inspect(database.engine).get_check_constraints(table) if each["name"] == wanted]
    return set(re.findall(r"'([^']*)'", found["sqltext"]))


@pytest.mark.parametrize(("table", "column"), list(KNOWN))
def test_the_database_knows_every_member_and_no_other(database: Database, table: str, column: str) -> None:
    assert constraint_on(database, table, column) == KNOWN[table, column]


def test_every_column_that_keeps_a_member_is_held_to_its_enum() -> None:
    kept = {(table.name, column.name) for table in metadata.tables.values() for column in table.columns
            if hasattr(column.type, "members")}  # fmt: skip
    assert kept <= KNOWN.keys()


def test_what_is_left_to_do_is_what_the_index_covers(database: Database) -> None:
    (index,) = [each for each in inspect(database.engine).get_indexes("message") if each["name"] == "ix_message_ready"]
    where = str(index["dialect_options"][f"{database.engine.dialect.name}_where"])
    assert set(re.findall(r"'([^']*)'", where)) == set(UNDECIDED)


def test_a_due_reading_has_every_state_but_the_one_before_it_falls_due() -> None:
    assert set(DueState) - set(STORED_DUE_STATES) == {DueState.UPCOMING}


@pytest.mark.parametrize(
    ("kind", "priority", "carrier"),
    [
        (MessageKind.NOTICE, Priority.NOTICE, Carrier.POST),
        (MessageKind.REMINDER, Priority.REMINDER, Carrier.POST),
        (MessageKind.SECOND_PING, Priority.SECOND_PING, Carrier.POST),
        (MessageKind.DIGEST, Priority.DIGEST, Carrier.POST),
        (MessageKind.FILE, Priority.BACKGROUND, Carrier.FILE),
        (MessageKind.HOME, Priority.BACKGROUND, Carrier.HOME),
        (MessageKind.CALL, Priority.BACKGROUND, Carrier.CALL),
    ],
)
def test_each_kind_of_message_has_its_urgency_and_its_way_out(
    kind: MessageKind, priority: Priority, carrier: Carrier
) -> None:
    assert (kind.priority, kind.carrier) == (priority, carrier)


def test_only_what_replaces_itself_or_carries_a_key_is_simply_done_again() -> None:
    assert [carrier for carrier in Carrier if carrier.can_be_repeated] == [Carrier.HOME, Carrier.CALL]


def test_members_are_kept_by_value_so_that_renaming_one_changes_no_row() -> None:
    class Renamed(StrEnum):
        ANOTHER_NAME = "queued"

    assert MessageState(Renamed.ANOTHER_NAME.value) is MessageState.QUEUED
