"""What a run starts from, what people do meanwhile, and what there has to be in the end."""

import json
from collections import Counter
from datetime import UTC, datetime

from sqlmodel import Session, col, func, select

from bot.actions import sources
from bot.actions.people import Actor
from bot.actions.sources import NewSource
from bot.domain.messages import MessageKind
from bot.domain.sources import Fetched, NoFetch, NotFetched, Query, SourceKind
from bot.playground import Playground
from bot.playground.state import Message as Posted
from storage.tables import Channel, DueReading, Indicator, Message, Person, Reading, SourceRecord, Workspace
from tests.make import make_channel, make_indicator, make_outcome, make_person, make_workspace
from tests.systems import HOST

BEGINS = datetime(2026, 3, 29, 20, 0, tzinfo=UTC)
ENDS = datetime(2026, 4, 2, 4, 30, tzinfo=UTC)
"""A little after the end of Wednesday in New York, when the last grace is over."""

GIVEN = (
    (datetime(2026, 3, 29, 21, 0, tzinfo=UTC), "UBOB", "b-1 7", "early"),
    (datetime(2026, 3, 30, 10, 0, tzinfo=UTC), "UALICE", "a-1 110 for 2026-W13", "answer"),
    (datetime(2026, 3, 31, 14, 0, tzinfo=UTC), "UCHARLIE", "c-1 3 for 2026-W13 after the ping", "after the ping"),
)
EXPECTED = (
    "below:digest:{channel}:2026-03-31:1",
    "digest:{channel}:2026-03-31",
    "file:report",
    "reminder:{UALICE}:2026-03-30",
    "reminder:{UBOB}:2026-03-30",
    "reminder:{UCHARLIE}:2026-03-30",
    "second-ping:{UALICE}:2026-03-31",
    "second-ping:{UBOB}:2026-03-31",
    "second-ping:{UCHARLIE}:2026-03-31",
)
FETCHED = "a-3"
"""What a system gives, with Alice's reminder of the others still to come."""
NOT_FETCHED = "c-2"
"""What a system does not give however often it is asked; Charlie is."""
_PLACES = {FETCHED: "there", NOT_FETCHED: "nowhere"}
ENDED_AS = {
    "a-1": "on_time",
    "a-2": "missed",
    "a-3": "on_time",
    "b-1": "on_time",
    "b-2": "missed",
    "c-1": "late",
    "c-2": "missed",
}


def arrange(session: Session, team_id: str, ids: dict[str, str]) -> int:
    """Alice in London, Bob in Kolkata and Charlie in New York own two weekly indicators each, of which one of Charlie's
    has a system that does not answer, and Alice one more with a system that does; Dana runs the place.
    """
    workspace = make_workspace(session, team_id)
    zones = {"alice": "Europe/London", "bob": "Asia/Kolkata", "charlie": "America/New_York"}
    people = {name: make_person(session, workspace, name, zone=zone) for name, zone in zones.items()}
    people["dana"] = make_person(session, workspace, "dana", admin=True)
    make_channel(session, workspace, ids["channel"])
    began = datetime(2026, 3, 24, 9, 0, tzinfo=UTC)
    outcome = make_outcome(session, people["alice"], channel_id=ids["channel"], now=began)
    for name in zones:
        for number in (1, 2, 3) if name == "alice" else (1, 2):
            key = f"{name[0]}-{number}"
            made = make_indicator(
                session, people["alice"], outcome, f"Indicator {key}", key=key, owner=people[name], now=began
            )
            if key in (FETCHED, NOT_FETCHED):
                _fetch(session, made.id, _PLACES[key], by=people[name], now=began)
    _add_file(session, workspace, ids["channel"])
    for person in session.exec(select(Person)):
        person.user_id = ids[person.user_id]
        session.add(person)
    return workspace.id


def _fetch(session: Session, indicator_id: int, place: str, *, by: Actor, now: datetime) -> None:
    """Have this indicator be fetched from a system, at that place of what it answers."""
    new = NewSource(f"https://{HOST}/figures", SourceKind.JSON, place)
    tried = sources.try_out(session, indicator_id, new, by=by, now=now, keys=None)
    assert tried.source_id is not None
    sources.judge(session, tried.source_id, Fetched("5", is_number=True), by=by, now=now)
    sources.use(session, tried.source_id, by=by, now=now)


async def answer(query: Query) -> Fetched | NotFetched:
    """What the systems say."""
    if query.place == _PLACES[FETCHED]:
        return Fetched("5", is_number=True)
    return NotFetched(NoFetch.TIMED_OUT)


def still_asking(session: Session) -> list[str]:
    """Each system that is still to be asked, and each due reading that still waits for one."""
    asking = select(SourceRecord.place).where(col(SourceRecord.next_try_at).is_not(None))
    waiting = select(DueReading.period_key).where(col(DueReading.fetching_until).is_not(None))
    return [*session.exec(asking), *session.exec(waiting)]


def _add_file(session: Session, workspace: Workspace, channel_id: str) -> None:
    channel = session.exec(select(Channel).where(Channel.channel_id == channel_id)).one()
    at = datetime(2026, 3, 30, 10, 30, tzinfo=UTC)
    session.add(
        Message(
            workspace_id=workspace.id,
            key="file:report",
            kind=MessageKind.FILE,
            priority=MessageKind.FILE.priority,
            arguments={"filename": "report.csv", "title": "file:report", "content": "rough,110\n", "text": "For June"},
            channel_id=channel.id,
            planned_for=at,
            ready_at=at,
            created_at=BEGINS,
        )
    )


def keys_of(posted: Posted) -> list[str]:
    """By what a message is counted: the key that it carries, or the title of its file."""
    if posted.metadata:
        return [posted.metadata["event_payload"]["key"]]
    return [file["title"] for file in posted.files]


def records(session: Session) -> tuple[dict[str, str], dict[str, str], Counter[str]]:
    """The state of each message by key, of each due reading by indicator, and how many readings each has."""
    states = dict(session.exec(select(Message.key, Message.state)).all())
    due = select(Indicator.key, DueReading.state).join(Indicator, col(Indicator.id) == DueReading.indicator_id)
    given = (
        select(Indicator.key, func.count())
        .select_from(Reading)
        .join(Indicator, col(Indicator.id) == Reading.indicator_id)
        .group_by(Indicator.key)
    )
    return states, dict(session.exec(due).all()), Counter(dict(session.exec(given).all()))


def shown(playground: Playground, key: str) -> str:
    """A message as it now stands."""
    found = [
        message for message in playground.posts if message.metadata and message.metadata["event_payload"]["key"] == key
    ]
    return json.dumps([message.blocks for message in found], ensure_ascii=False) if found else ""
