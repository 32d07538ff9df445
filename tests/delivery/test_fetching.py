"""Systems are asked before their keepers are: when, how often, and what happens when nothing comes of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import Session, select

from bot.actions import fetching, sources
from bot.actions.sources import NewSource
from bot.delivery import rounds
from bot.delivery.forecast import forecast
from bot.deps import Deps
from bot.domain.messages import PINGS
from bot.domain.sources import Fetched, NoFetch, NotFetched, Query, SourceKind
from bot.results.plan import Planned
from bot.sealing import TokenKeys
from bot.views.plan import plan_line
from storage import schedule, tables
from tests.delivery.conftest import Team
from tests.delivery.timeline import Timeline
from tests.wiring import TOKEN_KEY, make_deps

KEYS = TokenKeys([TOKEN_KEY])
UTC_ZONE = ZoneInfo("UTC")
UNAVAILABLE = NotFetched(NoFetch.STATUS, status=503)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@dataclass
class Source:
    """A system that gives one answer after the other, the last one for ever, and remembers when it was asked."""

    timeline: Timeline
    deps: Deps
    answers: list[Fetched | NotFetched] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    secrets: list[str] = field(default_factory=list)

    async def __call__(self, query: Query) -> Fetched | NotFetched:
        self.asked.append(f"{self.timeline.now:%H:%M}")
        self.secrets.append(query.secret)
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]

    async def until(self, instant: datetime) -> None:
        """Live through everything until then, asking systems at each beat."""
        while self.timeline.now < instant:
            await self._beat(self.timeline.now + timedelta(minutes=1))

    async def from_instant_to_instant(self, last: datetime) -> None:
        """Live through everything until then, with a beat whenever something is to be done."""
        while self.timeline.now < last:
            upcoming = self.timeline.database.read_here(schedule.next_instant)
            in_vain = self.timeline.now + timedelta(minutes=30)
            await self._beat(min(last, upcoming if upcoming and upcoming > self.timeline.now else in_vain))

    async def _beat(self, at: datetime) -> None:
        self.timeline.now = at
        await rounds.fetch(self.deps)
        self.timeline.round()


@pytest.fixture
def feed(team: Team, timeline: Timeline, tmp_path: Path) -> Callable[..., Source]:
    """Have Alice's indicator of that key be fetched from a system that answers like this."""

    def feed(key: str, answers: Sequence[Fetched | NotFetched], *, secret: str = "", name: str = "alice") -> Source:
        deps = replace(make_deps(team.database, tmp_path / "clock"), clock=lambda: timeline.now)
        system = Source(timeline, deps, list(answers))
        system.deps = replace(deps, fetch=system)
        by = team.people[name]

        def arrange(session: Session) -> None:
            number = session.exec(select(tables.Indicator.id).where(tables.Indicator.key == key)).one()
            header = "Authorization" if secret else ""
            new = NewSource("https://figures.example/api", SourceKind.JSON, key, header, secret)
            tried = sources.try_out(session, number, new, by=by, now=timeline.now, keys=KEYS)
            assert tried.source_id is not None
            sources.judge(session, tried.source_id, Fetched("100", is_number=True), by=by, now=timeline.now)
            sources.use(session, tried.source_id, by=by, now=timeline.now)

        team.database.run_here(arrange)
        return system

    return feed


def number(text: str) -> Fetched:
    return Fetched(text, is_number=True)


def readings(team: Team) -> list[tuple[str, str, str]]:
    """Period, what was written and how it came, of everything on record."""

    def read(session: Session) -> list[tuple[str, str, str]]:
        rows = session.exec(select(tables.Reading).order_by(tables.Reading.id))  # type: ignore[arg-type]  # a column
        return [(row.period_key, row.typed, row.route) for row in rows]

    return team.database.read_here(read)


async def test_it_is_asked_shortly_before_the_keeper_who_then_is_not(
    team: Team, timeline: Timeline, feed: Callable[..., Source]
) -> None:
    team.owns("alice", "rough")
    system = feed("rough", [number("112")])
    timeline.until(utc("2026-03-30 07:45"))  # a quarter to nine in London
    await rounds.fetch(system.deps)
    assert system.asked == []

    await system.until(utc("2026-03-30 08:01"))
    timeline.until(utc("2026-03-30 12:00"))

    assert system.asked == ["07:50"]
    assert readings(team) == [("2026-W13", "112", "source")]
    assert timeline.due() == [("rough", "2026-W13", "on_time")]
    assert timeline.times == []


async def test_after_three_tries_the_keeper_is_asked_and_reads_why(
    team: Team, timeline: Timeline, feed: Callable[..., Source]
) -> None:
    team.owns("alice", "rough")
    system = feed("rough", [NotFetched(NoFetch.TIMED_OUT), UNAVAILABLE])
    timeline.until(utc("2026-03-30 07:45"))

    await system.until(utc("2026-03-30 08:01"))

    assert system.asked == ["07:50", "07:53", "07:56"]
    assert timeline.times == [("2026-03-30 08:00", "reminder", "UALICE")]
    assert "I could not fetch it: the system answered 503." in timeline.posts[0].text
    assert readings(team) == []

    team.gives("alice", "rough 110", now=timeline.now)
    timeline.round()
    assert "could not fetch" not in timeline.edits[-1][1]
    system.answers = [number("109")]
    timeline.until(utc("2026-04-06 07:45"))
    assert system.asked == ["07:50", "07:53", "07:56"]
    await system.until(utc("2026-04-06 07:51"))
    assert readings(team) == [("2026-W13", "110", "command"), ("2026-W14", "109", "source")]


async def test_a_process_that_dies_while_it_asks_uses_up_a_try_and_nothing_waits_for_ever(
    team: Team, timeline: Timeline, feed: Callable[..., Source]
) -> None:
    team.owns("alice", "rough")
    system = feed("rough", [UNAVAILABLE])
    timeline.until(utc("2026-03-30 07:50"))
    run = team.database.run_here
    for minute in (50, 53, 56):
        timeline.now = utc(f"2026-03-30 07:{minute}")
        assert len(run(fetching.claim, now=timeline.now, limit=9, keys=KEYS)) == 1
        assert run(fetching.claim, now=timeline.now, limit=9, keys=KEYS) == []  # another process is too late
    await system.until(utc("2026-03-30 08:01"))
    assert system.asked == []
    assert "I could not fetch it: I was interrupted." in timeline.posts[0].text


@pytest.mark.parametrize("answers", [[UNAVAILABLE], [number("90")]], ids=["no system answers", "every system answers"])
async def test_the_plan_says_what_comes_unless_a_system_answers_and_that_is_what_then_happens(
    team: Team, timeline: Timeline, feed: Callable[..., Source], answers: list[Fetched | NotFetched]
) -> None:
    """Alice has one of each kind, Bob only one with a system, in Kolkata; both of two weeks."""
    team.owns("alice", "rough")
    team.owns("alice", "housed")
    team.owns("bob", "meals")
    system = feed("rough", answers)
    feed("meals", answers, name="bob")
    timeline.until(utc("2026-03-29 20:00"))
    until = utc("2026-04-08 12:00")
    entries = forecast(timeline.database, now=timeline.now, until=until, settings=timeline.settings)
    planned = [each for each in entries if isinstance(each, Planned) and each.kind in PINGS]
    said = {f"{each.at:%m-%d %H:%M}": [plan_line(each, UTC_ZONE).split(": ", 1)[1]] for each in planned}
    assert said["03-30 03:30"] == ["meals 2026-W13 (unless its system answers at Mon 03:20)"]
    assert said["03-31 08:00"] == ["rough 2026-W13 (unless its system answers at Mon 07:50), housed 2026-W13"]
    assert len(planned) == 8

    already = len(timeline.posts)
    await system.from_instant_to_instant(until)

    happened = [(post.when, post.kind, post.to) for post in timeline.posts[already:] if post.kind in PINGS]
    is_answered = answers != [UNAVAILABLE]
    named = [each for each in planned if not is_answered or len(each.about) > len(each.fetched)]
    foreseen = [(f"{each.at:%Y-%m-%d %H:%M}", each.kind, each.to.partition("(")[2][:-1]) for each in named]
    assert happened == foreseen
    assert len(happened) == (4 if is_answered else 8)
    given = sorted(period for period, _, route in readings(team) if route == "source")
    assert given == (["2026-W13", "2026-W13", "2026-W14", "2026-W14"] if is_answered else [])


@pytest.mark.parametrize("is_given", [False, True], ids=["settled twice", "given meanwhile"])
async def test_a_period_has_one_reading_whatever_comes_in_between(
    team: Team, timeline: Timeline, feed: Callable[..., Source], is_given: bool
) -> None:
    team.owns("alice", "rough")
    feed("rough", [number("112")])
    timeline.until(utc("2026-03-30 07:50"))
    run = team.database.run_here
    (claimed,) = run(fetching.claim, now=timeline.now, limit=9, keys=KEYS)
    if is_given:
        team.gives("alice", "rough 110", now=timeline.now)
    first = run(fetching.settle, claimed, number("112"), now=timeline.now)
    second = run(fetching.settle, claimed, number("113"), now=timeline.now)

    assert (first, second) == (not is_given, False)
    assert [typed for _, typed, _ in readings(team)] == (["110"] if is_given else ["112"])
    assert run(fetching.claim, now=utc("2026-03-30 09:00"), limit=9, keys=KEYS) == []


async def test_after_downtime_the_reminder_waits_for_the_system_and_nobody_elses_does(
    team: Team, timeline: Timeline, feed: Callable[..., Source]
) -> None:
    team.owns("alice", "rough")
    team.owns("alice", "housed")
    team.owns("charlie", "calls")
    system = feed("rough", [UNAVAILABLE, number("112")])
    timeline.wakes_at(utc("2026-03-30 13:30"))  # half past two in London, half past nine in New York
    assert timeline.times == [("2026-03-30 13:30", "reminder", "UCHARLIE")]

    await system.until(utc("2026-03-30 13:36"))

    assert system.asked == ["13:31", "13:34"]
    assert timeline.times[1:] == [("2026-03-30 13:34", "reminder", "UALICE")]
    assert "housed" in timeline.posts[-1].text
    assert "rough" not in timeline.posts[-1].text


async def test_nobody_waits_longer_than_ten_minutes_for_a_system_that_is_never_asked(
    team: Team, timeline: Timeline, feed: Callable[..., Source]
) -> None:
    team.owns("alice", "rough")
    feed("rough", [number("112")])
    timeline.wakes_at(utc("2026-03-30 13:30"))
    for _ in range(15):
        timeline.now += timedelta(minutes=1)
        timeline.round()
    assert timeline.times == [("2026-03-30 13:40", "reminder", "UALICE")]


@pytest.mark.parametrize(
    ("answer", "tries", "sentence"),
    [
        (number("11200"), 3, "the value there looks like a slip"),
        (Fetched("quite a few"), 3, "the value there is none that I understand"),
        (Fetched("1,234"), 3, "the value there is none that I understand"),
        (NotFetched(NoFetch.STATUS, status=429, after=3600), 1, "the system answered 429"),
        (NotFetched(NoFetch.INSIDE), 3, "its address is inside the private network"),
    ],
    ids=["a slip", "words", "unclear", "too many requests", "inside"],
)
async def test_what_is_no_value_or_would_be_asked_about_is_not_put_on_record(
    team: Team, timeline: Timeline, feed: Callable[..., Source], answer: Fetched | NotFetched, tries: int, sentence: str
) -> None:
    team.owns("alice", "rough")
    for week, amount in {9: 118, 10: 120, 11: 117, 12: 119}.items():
        team.gives("alice", f"rough {amount} for 2026-W{week}", now=timeline.now)
    before = readings(team)
    system = feed("rough", [answer])
    timeline.until(utc("2026-03-30 07:45"))
    await system.until(utc("2026-03-30 08:01"))

    assert readings(team) == before
    assert len(system.asked) == tries
    assert f"I could not fetch it: {sentence}" in timeline.posts[0].text


async def test_the_secret_is_opened_only_to_ask_and_without_its_key_nobody_is_asked(
    team: Team, timeline: Timeline, feed: Callable[..., Source]
) -> None:
    team.owns("alice", "rough")
    system = feed("rough", [number("112")], secret="Bearer s3cret-word")
    timeline.until(utc("2026-03-30 07:45"))
    await system.until(utc("2026-03-30 07:51"))
    assert system.secrets == ["Bearer s3cret-word"]
    rows = team.database.read_here(
        lambda session: [each.model_dump() for each in session.exec(select(tables.SourceRecord))]
    )
    assert "s3cret-word" not in repr(rows)

    system.deps = replace(system.deps, token_keys=None)
    timeline.until(utc("2026-04-06 07:45"))
    await system.until(utc("2026-04-06 08:01"))
    assert len(system.asked) == 1
    assert "I could not fetch it: its secret cannot be opened any more." in timeline.posts[-1].text
