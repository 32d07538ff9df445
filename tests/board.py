"""A channel as large as any should be: twelve outcomes, thirty-nine indicators of every kind, and nine weeks of
readings of people who keep them well and of some who do not.

`python -m tests.board` prints every screen of it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlmodel import Session

from bot.actions import digests, due, finding, indicators, outcomes, readings
from bot.actions.indicators import NewIndicator, register_indicator
from bot.actions.people import Actor
from bot.actions.screens import policy_for, viewer_for
from bot.actions.targets import Promise
from bot.delivery.settings import DeliverySettings
from bot.domain.cadences import Cadence, Every
from bot.domain.facts import Level
from bot.domain.readings import Route
from bot.domain.targets import Direction
from bot.domain.values import Measure, Value, ValueKind, ratio
from bot.results.targets import TargetSheet
from bot.views.check_in import check_in_form
from bot.views.digest import digest
from bot.views.indicators import indicator_show
from bot.views.outcomes import outcome_list, outcome_show
from bot.views.readings import due_list
from bot.views.targets import target_show
from storage import schema
from storage.db import Database
from tests.delivery.timeline import Timeline
from tests.make import make_channel, make_outcome, make_person, make_workspace

BEGAN = datetime(2026, 3, 20, 9, tzinfo=UTC)
TODAY = datetime(2026, 5, 26, 8, tzinfo=UTC)
"""A Tuesday at nine in London, when the digest goes out."""
_FIRST_MONDAY = date(2026, 3, 23)
_ENDS = date(2026, 12, 31)

_N, _P, _R = ValueKind.NUMBER, ValueKind.PERCENT, ValueKind.RATIO
_M, _D, _Y, _S = ValueKind.MONEY, ValueKind.DURATION, ValueKind.YES_NO, ValueKind.SCALE


@dataclass(frozen=True)
class Line:
    """One indicator: what it is called, how it is measured, from where it goes to where, and its readings of so many
    weeks or months, "" where none came. A target "5..15", "5.." or "..3" is a band.
    """

    name: str
    key: str
    kind: ValueKind
    unit: str
    start: str
    goal: str
    given: str
    every: Every = Every.WEEK
    level: Level = Level.OUTCOME
    owner: str = "Tess"
    note: str = ""


BOARD: dict[str, tuple[Line, ...]] = {
    "Patients get a GP appointment sooner": (
        Line(
            "Days until the next appointment",
            "appointment",
            _N,
            "days",
            "14",
            "7",
            "14 13.5 13 13.2 13 13.1 13 13.2 13.1",
        ),
        Line(
            "Urgent patients seen the same day",
            "same-day",
            _R,
            "",
            "31/50",
            "45/50",
            "31/50 33/50 34/50 35/50 36/50 36/50 37/50 38/50 38/50",
        ),
        Line("Average wait on the phone", "phone", _D, "min", "9", "4", "9 8.5 8 8 7 7 6.5 6 6", level=Level.OUTPUT),
        Line("Overtime paid", "overtime", _M, "£", "4200", "2500", "4200 4100 3900.50 3950 3900", level=Level.PROCESS),
    ),
    "People who ring us get an answer": (
        Line(
            "Calls given up", "given-up", _P, "", "22", "8", "23.1 23.4 23.2 23.5 23.1 23.9 23.4 23.4 23.9", owner="Ugo"
        ),
        Line(
            "Calls answered within a minute", "answered", _P, "", "61", "80", "61 62 64 65 66 68 70 71 72", owner="Ugo"
        ),
        Line(
            "Complaints about the line",
            "line-complaints",
            _N,
            "complaints",
            "12",
            "4",
            "12 11 11 9 9 8 7 7 1",
            owner="Ugo",
        ),
    ),
    "Nobody is hurt in our houses": (
        Line(
            "Incidents in our houses",
            "incidents",
            _N,
            "incidents",
            "",
            "..3",
            "2 3 1 2 3 2 3 4 5",
            note="a third fall, stairs closed now",
        ),
        Line(
            "Houses with a working alarm",
            "alarms",
            _R,
            "",
            "18/24",
            "24/24",
            "18/24 19/24 20/24 20/24 21/24 22/24 22/24 23/24 24/24",
        ),
        Line("Fire drill held", "drill", _Y, "", "no", "yes", "no no no no yes yes yes yes yes", level=Level.PROCESS),
    ),
    "Nobody has to sleep outside": (
        Line(
            "Emergency beds free",
            "beds",
            _N,
            "beds",
            "",
            "5..",
            "8 7 9 6 7 6 5 4 3",
            note="the hall is shut until June",
        ),
        Line("People sleeping rough", "rough", _N, "people", "118", "60", "118 117 114 112 111 110 109 107 104"),
        Line(
            "People back on the street",
            "returned",
            _N,
            "people",
            "16",
            "8",
            "16 16 15 15 14 14 15 14 10",
            note="five families moved into Mill Lane",
        ),
        Line("Still housed after six months", "housed", _R, "", "31/50", "4/5", "31/50 33/50", every=Every.MONTH),
    ),
    "Young people find work": (
        Line("Care leavers in work or training", "care-work", _P, "", "41", "60", "41 42 44 45 46 47 48 50 51"),
        Line("Attendance at the reading club", "club", _P, "", "68", "85", "69 70 71 72 73 73 70 66 63", note="exams"),
        Line(
            "How does the team feel?",
            "morale",
            _S,
            "bad, fair, good, very good",
            "fair",
            "good",
            "fair fair fair fair fair good good good good",
        ),
    ),
    "Older people are less lonely": (
        Line(
            "Visits that did not happen",
            "visits",
            _P,
            "",
            "20",
            "8",
            "20 19 19 18 17 17 16 16 12.5",
            note="we now ring the evening before",
        ),
        Line("Volunteers who visit", "volunteers", _N, "people", "30", "50", "30 31 33 35 36 38 40 41 42"),
        Line("How the week was", "week", _S, "bad, fair, good", "fair", "good", "fair fair fair"),
    ),
    "Families have enough to eat": (
        Line("Days of food in stock", "stock", _N, "days", "", "5..15", "8 9 7 8 9 8", owner="Owen"),
        Line(
            "Families who ask for parcels",
            "parcels",
            _N,
            "families",
            "240",
            "160",
            "240 236 231 225 222 216 210 204 199",
            owner="Owen",
        ),
        Line(
            "Parcels given out late",
            "late-parcels",
            _P,
            "",
            "9",
            "3",
            "9 8.5 8 8.2 7.4 7 6.6 6 5.5",
            level=Level.OUTPUT,
            owner="Owen",
        ),
    ),
    "The charity can pay its way": (
        Line("Months of reserves", "reserves", _N, "months", "3.2", "6", "3.2 3.6", every=Every.MONTH),
        Line("Income from regular gifts", "gifts", _M, "£", "12400", "18000", "12400 12840.50", every=Every.MONTH),
        Line("Days lost to sickness", "sickness", _N, "days", "38", "20", "38 39 41 40 42 41 42 43 42", owner="Ugo"),
    ),
    "Tenants have a say": (
        Line(
            "Tenants in arrears",
            "arrears",
            _P,
            "",
            "22",
            "15",
            "22 21.8 21.5 21 21 20.8 21 24.9 25.4",
            note="rents went up in May",
        ),
        Line("Complaints settled", "settled", _R, "", "20/40", "36/40", "20/40"),
        Line("Complaints", "complaints", _N, "complaints", "", "", "5 7 6 4 5 5 6"),
        Line(
            "Meetings with tenants",
            "meetings",
            _N,
            "meetings",
            "0",
            "10",
            "0 1",
            every=Every.MONTH,
            level=Level.PROCESS,
        ),
    ),
    "Neighbours trust us": (
        Line("Neighbours who know our name", "neighbours", _P, "", "30", "55", "30 33", every=Every.MONTH),
        Line("Time until a neighbour hears back", "hears-back", _D, "h", "30", "12", "30 28 27 26 25 24 22 21 20"),
        Line("Noise reported", "noise", _N, "reports", "14", "5", "14 13 12 12 11 10 10 9 8"),
    ),
    "Children read well": (
        Line(
            "Children at their reading age",
            "reading-age",
            _R,
            "",
            "120/300",
            "200/300",
            "120/300 131/300",
            every=Every.MONTH,
        ),
        Line(
            "Reading afternoons held", "afternoons", _N, "afternoons", "2", "5", "2 2 3 3 3 4 4 4 5", level=Level.OUTPUT
        ),
        Line("Books borrowed", "books", _N, "books", "", "900", "410 430 455 470"),
    ),
    "Energy costs us less": (
        Line("Gas used", "gas", _N, "kWh", "84000.5", "60000", "84000.5 79350.25", every=Every.MONTH, owner="Owen"),
        Line("Homes with new windows", "windows", _N, "homes", "0", "40", "", owner="Owen"),
        Line("Boilers serviced", "boilers", _R, "", "", "", "", owner="Owen", level=Level.PROCESS),
    ),
}


@dataclass(frozen=True)
class Board:
    """The channel and who is in it; `life` has lived through the nine weeks and has every message that went out."""

    life: Timeline
    mia: Actor
    keepers: dict[str, Actor]

    @property
    def database(self) -> Database:
        return self.life.database


@contextmanager
def board(folder: Path) -> Iterator[Board]:
    """The channel, in a SQLite file of its own, on Tuesday 26 May at nine."""
    url = f"sqlite:///{folder}/outcome-bot.sqlite3"
    schema.migrate(url)
    database = Database(url)
    try:
        mia, keepers = database.run_here(_register)
        # Twelve replies below each digest, one a second, would be twelve rounds.
        life = Timeline(database, BEGAN, DeliverySettings(channel_every=timedelta(0)))
        for at, line, command in sorted(_commands(), key=lambda each: each[0]):
            life.until(at)
            by = keepers[line.owner]
            database.run_here(readings.submit_line, command, by=by, route=Route.COMMAND, now=at, is_meant=True)
        life.until(TODAY)
        yield Board(life, mia, keepers)
    finally:
        database.close()


def _register(session: Session) -> tuple[Actor, dict[str, Actor]]:
    workspace = make_workspace(session)
    mia = make_person(session, workspace, "Mia", admin=True)
    keepers = {name: make_person(session, workspace, name) for name in ("Tess", "Ugo", "Owen")}
    make_channel(session, workspace)
    for statement, lines in BOARD.items():
        outcome = make_outcome(session, mia, statement, now=BEGAN)
        for line in lines:
            register_indicator(session, _new(line, outcome.outcome_id, keepers[line.owner]), by=mia, now=BEGAN)
    return mia, keepers


def _commands() -> Iterator[tuple[datetime, Line, str]]:
    """Every reading as its keeper types it, and when: on the day after its week or month, at eleven in London."""
    for line in (line for lines in BOARD.values() for line in lines):
        given = line.given.split()
        for number, typed in enumerate(given):
            first = _FIRST_MONDAY + timedelta(weeks=number) if line.every is Every.WEEK else date(2026, 3 + number, 1)
            ends = first + timedelta(days=7) if line.every is Every.WEEK else date(2026, 4 + number, 1)
            label = f"{first:%G-W%V}" if line.every is Every.WEEK else f"{first:%Y-%m}"
            note = f" {line.note}" if line.note and number == len(given) - 1 else ""
            yield (
                datetime(ends.year, ends.month, ends.day, 10, tzinfo=UTC),
                line,
                f"{line.key} {typed} for {label}{note}",
            )


def _measure(line: Line) -> Measure:
    if line.kind is ValueKind.SCALE:
        return Measure(line.kind, "", tuple(line.unit.split(", ")))
    return Measure(line.kind, line.unit)


def _new(line: Line, outcome_id: int, owner: Actor) -> NewIndicator:
    measure = _measure(line)
    return NewIndicator(
        outcome_id=outcome_id,
        name=line.name,
        measure=measure,
        direction=_direction(line, measure),
        cadence=Cadence(line.every),
        owner_user_id=owner.user_id,
        level=line.level,
        key=line.key,
        baseline=(_value(line.start, measure), date(2026, 3, 16)) if line.start else None,
        promise=_promise(line, measure),
    )


def _direction(line: Line, measure: Measure) -> Direction:
    if ".." in line.goal:
        return Direction.MAINTAIN
    start, goal = line.start or "0", line.goal or "1/1"
    if measure.kind in (ValueKind.NUMBER, ValueKind.PERCENT, ValueKind.MONEY, ValueKind.DURATION):
        return Direction.INCREASE if Decimal(start) < Decimal(line.goal or "1000") else Direction.DECREASE
    assert goal
    return Direction.INCREASE


def _promise(line: Line, measure: Measure) -> Promise | None:
    if not line.goal:
        return None
    if ".." in line.goal:
        low, high = line.goal.split("..")
        return Promise(low=Decimal(low) if low else None, high=Decimal(high) if high else None, due_on=_ENDS)
    return Promise(value=_value(line.goal, measure), due_on=_ENDS)


def _value(typed: str, measure: Measure) -> Value:
    match measure.kind:
        case ValueKind.RATIO:
            numerator, denominator = typed.split("/")
            return ratio(Decimal(numerator), Decimal(denominator))
        case ValueKind.YES_NO:
            return Value(Decimal(typed == "yes"))
        case ValueKind.SCALE:
            return Value(Decimal(measure.scale.index(typed)))
        case ValueKind.DURATION if measure.unit == "h":
            return Value(Decimal(typed) * 60)
        case _:
            return Value(Decimal(typed))


def screens(of: Board) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every screen of the channel, each with what it is."""

    def shown(session: Session) -> list[tuple[str, dict[str, Any]]]:
        return list(_screens(session, of))

    yield from of.database.read_here(shown)


def _screens(session: Session, of: Board) -> Iterator[tuple[str, dict[str, Any]]]:
    mia, viewer = of.mia, viewer_for(of.mia, now=TODAY)
    content = digests.preview(session, channel_id="C1", by=mia, now=TODAY)
    assert content is not None
    yield "/digest preview", digest(content, viewer)
    listed = outcomes.outcome_page(session, "all", channel_id="C1", by=mia, now=TODAY)
    yield "/outcome list", outcome_list(listed, viewer)
    for line in listed.lines:
        found = finding.find_outcome(session, line.outcome.key, by=mia)
        sheet = outcomes.outcome_in_full(session, found.id, by=mia, now=TODAY)
        yield f"/outcome show {line.outcome.key}", outcome_show(sheet, viewer)
        for each in sheet.indicators:
            key = each.indicator.key
            at = finding.find_indicator(session, key, by=mia)
            full = indicators.indicator_in_full(session, at.id, by=mia, now=TODAY)
            yield f"/indicator show {key}", indicator_show(full, viewer)
            yield f"/target show {key}", target_show(TargetSheet(each.indicator, each.assessment), viewer)
    for keeper in of.keepers.values():
        items = due.due_for(session, by=keeper, policy=policy_for(session, keeper), now=TODAY)
        theirs = viewer_for(keeper, now=TODAY)
        yield f"/reading due, {keeper.name}", due_list(items, theirs)
        yield f"/reading, {keeper.name}", check_in_form(items, theirs)


def printed(screen: dict[str, Any]) -> str:
    """What it says, a line each, with its buttons in brackets."""
    lines: list[str] = []
    for block in screen["blocks"]:
        match block["type"]:
            case "actions":
                lines.append(
                    " ".join(f"[{(each.get('text') or each['placeholder'])['text']}]" for each in block["elements"])
                )
            case "context":
                lines += [f"  {each['text']}" for each in block["elements"]]
            case "input":
                hint = block.get("hint", {}).get("text", "")
                lines.append(f"{block['label']['text']}: ____  {hint}")
            case "data_visualization":
                # What it says to whoever does not see it stands in the text of the message.
                lines += [line for line in screen["text"].splitlines() if line.startswith("Chart of ")]
            case _:
                lines.append(block["text"]["text"])
    return "\n".join(lines)


def main() -> None:
    """Print the screens, and every message that went out on the last two days."""
    with TemporaryDirectory() as folder, board(Path(folder)) as of:
        for title, screen in screens(of):
            print(f"\n=== {title}\n{printed(screen)}")  # noqa: T201
        for post in of.life.posts:
            if post.when >= "2026-05-25":
                print(f"\n=== {post.when} {post.kind} to {post.to}\n{post.text}")  # noqa: T201


if __name__ == "__main__":
    main()
