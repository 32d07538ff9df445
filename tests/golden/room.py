"""A channel whose people type, and whose digests go out, by a clock that goes from one known instant to the next."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from sqlmodel import Session

from bot.actions import finding, making_wholes, notes, paths, targets
from bot.actions.indicators import NewIndicator, register_indicator
from bot.actions.people import Actor
from bot.actions.readings import submit_line
from bot.actions.screens import policy_for
from bot.actions.targets import Promise, current_snapshot
from bot.actions.undoing import undo
from bot.domain.cadences import Cadence, Every
from bot.domain.digests import NoteKind
from bot.domain.facts import Level
from bot.domain.readings import Route
from bot.domain.targets import Direction
from bot.domain.values import Measure, Value, ValueKind
from storage.db import Database
from tests.delivery.timeline import Post, Timeline
from tests.make import make_channel, make_outcome, make_person, make_workspace

BEGAN = datetime(2026, 3, 27, 9, tzinfo=UTC)
"""A Friday. The channel's digests come on Tuesdays at nine in London."""
FIRST_MONDAY = datetime(2026, 3, 30, 10, tzinfo=UTC)
MEASURED_ON = date(2026, 3, 2)
JUNE = date(2026, 6, 30)


@dataclass
class Room:
    """Mia answers for everything, Tess, Owen and Ugo keep the numbers. `week` counts from nought: so many Mondays have
    been lived through.
    """

    life: Timeline
    people: dict[str, Actor]
    channel_id: str
    week: int = 0
    outcomes: dict[str, int] = field(default_factory=dict)

    def number(
        self,
        key: str,
        name: str,
        was: str = "",
        goal: str = "",
        *,
        of: str,
        unit: str = "days",
        owner: str = "Tess",
        by: date = JUNE,
        level: Level = Level.OUTCOME,
    ) -> None:
        """A further indicator, of an outcome that is written down with the first one. A `goal` of "..5" is a limit."""

        def add(session: Session) -> None:
            mia, now = self.people["Mia"], self.life.now
            if of not in self.outcomes:
                registered = make_outcome(session, mia, of, channel_id=self.channel_id, now=now)
                self.outcomes[of] = registered.outcome_id
            falls = ".." not in goal and was and goal and Decimal(goal) < Decimal(was)
            new = NewIndicator(
                outcome_id=self.outcomes[of],
                name=name,
                measure=Measure(ValueKind.PERCENT) if unit == "%" else Measure(ValueKind.NUMBER, unit),
                direction=Direction.MAINTAIN if ".." in goal else Direction.DECREASE if falls else Direction.INCREASE,
                cadence=Cadence(Every.WEEK),
                owner_user_id=self.people[owner].user_id,
                level=level,
                key=key,
                baseline=(Value(Decimal(was)), MEASURED_ON) if was else None,
                promise=_promise(goal, by),
            )
            register_indicator(session, new, by=mia, now=now)

        self.life.database.run_here(add)

    def weeks(self, **given: str) -> None:
        """Live through as many Mondays as the longest of these has readings, "84 note, unsure" without commas' spaces:
        they are parted by "|". An empty one is not given.
        """
        columns = {key: [each.strip() for each in line.split("|")] for key, line in given.items()}
        for number in range(max(map(len, columns.values()))):
            monday = FIRST_MONDAY + timedelta(weeks=self.week)
            self.life.until(monday)
            label = f"{monday - timedelta(days=7):%G-W%V}"
            for key, column in columns.items():
                if number < len(column) and column[number]:
                    value, _, rest = column[number].partition(" ")
                    self.types(f"{key} {value} for {label} {rest}".strip())
            self.week += 1

    def types(self, line: str, who: str = "") -> None:
        """A reading, by whoever keeps the number."""
        database, now = self.life.database, self.life.now

        def give(session: Session) -> None:
            named = finding.find_indicator(session, line.split()[0], by=self.people["Mia"])
            at = current_snapshot(session, named.id, by=self.people["Mia"], now=now)
            by = self.people[who or at.described.owner.name]
            submit_line(session, line, by=by, route=Route.COMMAND, now=now, is_meant=True)

        database.run_here(give)

    def undoes(self, key: str) -> None:
        """The latest reading of that number, by whoever keeps it."""
        database, now = self.life.database, self.life.now

        def take_back(session: Session) -> None:
            named = finding.find_indicator(session, key, by=self.people["Mia"])
            at = current_snapshot(session, named.id, by=self.people["Mia"], now=now)
            by = self.people[at.described.owner.name]
            assert undo(session, reading_id=None, indicator_id=named.id, by=by, policy=policy_for(session, by), now=now)

        database.run_here(take_back)

    def decides(self, of: str, text: str, kind: NoteKind = NoteKind.DECISION) -> None:
        """What Mia notes about an outcome."""
        new, mia = notes.NewNote(text, kind), self.people["Mia"]
        self.life.database.run_here(notes.note_outcome, self.outcomes[of], new, by=mia, now=self.life.now)

    def moves(self, key: str, line: str) -> None:
        """Another target, as Mia types it behind `/target set key`."""

        def change(session: Session) -> None:
            mia, now = self.people["Mia"], self.life.now
            named = finding.find_indicator(session, key, by=mia)
            at = current_snapshot(session, named.id, by=mia, now=now)
            typed = targets.read_target(line, at, by=mia, now=now)
            targets.set_target(session, named.id, typed.promise, reason=typed.reason, by=mia, now=now)

        self.life.database.run_here(change)

    def makes(self, key: str, line: str) -> None:
        """Have a number worked out from others, as Mia types it behind `/indicator parts key`."""

        def change(session: Session) -> None:
            mia, now = self.people["Mia"], self.life.now
            named = finding.find_indicator(session, key, by=mia)
            made_of = making_wholes.read_parts(session, line, by=mia)
            making_wholes.define(session, named.id, made_of, from_the_start=None, by=mia, now=now)

        self.life.database.run_here(change)

    def waits(self, key: str, until: str) -> None:
        """Nothing is expected of it before that day."""

        def change(session: Session) -> None:
            mia, now = self.people["Mia"], self.life.now
            named = finding.find_indicator(session, key, by=mia)
            at = current_snapshot(session, named.id, by=mia, now=now)
            path = paths.read_path(f"nothing before {until} because the doors open then", at, by=mia, now=now)
            paths.set_path(session, named.id, path, by=mia, now=now)

        self.life.database.run_here(change)

    def digest(self) -> Post:
        """The digest of the Tuesday after the last Monday."""
        self.life.until(FIRST_MONDAY + timedelta(weeks=self.week - 1, hours=23))
        return [post for post in self.life.posts if post.kind == "digest"][-1]


def _promise(goal: str, by: date) -> Promise | None:
    if not goal:
        return None
    if ".." in goal:
        low, high = goal.split("..")
        return Promise(low=Decimal(low) if low else None, high=Decimal(high) if high else None, due_on=by)
    return Promise(value=Value(Decimal(goal)), due_on=by)


@contextmanager
def room(file: Path, *, private_to: Iterable[str] = ()) -> Iterator[Room]:
    """The channel, in that SQLite file, which has the tables and no rows."""
    database = Database(f"sqlite:///{file}")

    def furnish(session: Session) -> dict[str, Actor]:
        workspace = make_workspace(session)
        people = {"Mia": make_person(session, workspace, "Mia", admin=True)}
        people |= {name: make_person(session, workspace, name) for name in ("Tess", "Owen", "Ugo")}
        members = [people[name] for name in private_to] or None
        make_channel(session, workspace, private_to=members)
        return people

    try:
        yield Room(Timeline(database, BEGAN), database.run_here(furnish), "C1")
    finally:
        database.close()
