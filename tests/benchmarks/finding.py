"""How long finding what somebody names takes among 2,000 indicators: `python -m tests.benchmarks.finding`.

Finds by a name, a beginning, a slip and something unknown, and prints each as a multiple of finding by a key, which
does not grow with what there is. On SQLite and on PostgreSQL (a throw-away server), of whose tables nobody has counted
the rows yet; a URL names an empty database instead. `--json` prints the multiples alone.
"""

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session

from bot.actions.finding import find_indicator, find_outcome, take_indicator
from bot.actions.indicators import indicator_in_full
from bot.actions.people import Actor
from bot.domain.cadences import Cadence, Every, encode
from bot.domain.keys import as_compared
from bot.errors import Ambiguous, NotFound
from storage import schema
from storage.db import Database
from storage.tables import (
    Indicator,
    IndicatorDefinition,
    IndicatorSpelling,
    Outcome,
    OutcomeDefinition,
    OutcomeSpelling,
    Ownership,
)
from tests.benchmarks.databases import empty_databases
from tests.make import make_channel, make_person, make_workspace

OUTCOMES, INDICATORS, CHANNELS = 500, 2_000, 300
YEARS = 5
"""Of definitions, one a year."""
ROUNDS = 15
BEGAN = datetime(2026, 3, 24, 9, 0, tzinfo=UTC)
NUMBER = 777
"""Of the indicator that is looked for."""

_SCRIPTS = (
    ("customer satisfaction branch", "fewer nights rough sleeping", "volunteers trained before winter"),
    ("Kundenzufriedenheit Geschäftsstelle Köln", "weniger Nächte draußen", "geschulte Freiwillige"),
    ("ग्राहकों की संतुष्टि", "बेघर लोगों की रातें", "प्रशिक्षित स्वयंसेवक"),
    ("tỷ lệ khách hàng hài lòng", "số đêm ngủ ngoài đường", "tình nguyện viên được đào tạo"),
    ("顧客満足度", "路上生活者の夜", "研修を受けたボランティア"),
)


def measure(url: str) -> dict[str, float]:
    """What each way of finding takes in this database, which is empty, as a multiple of finding by a key."""
    took = _measure(url)
    return {way: seconds / took["key"] for way, seconds in took.items()}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("url", nargs="?")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    with empty_databases(arguments.url) as urls:
        if arguments.json:
            sys.stdout.write(json.dumps({kind: measure(url) for kind, url in urls.items()}) + "\n")
            return
        for kind, url in urls.items():
            took = _measure(url)
            for way, seconds in took.items():
                sys.stdout.write(f"{kind:12} {way:28} {1000 * seconds:7.1f} ms {seconds / took['key']:7.1f}\n")


def _measure(url: str) -> dict[str, float]:
    """Seconds by the way of finding: the median."""
    schema.migrate(url)
    database = Database(url)
    by = database.run_here(fill)
    name = _name(NUMBER)

    def show(session: Session) -> object:
        return indicator_in_full(session, find_indicator(session, name, by=by).id, by=by, now=BEGAN)

    ways: dict[str, Callable[[Session], object]] = {
        "key": lambda session: find_indicator(session, f"indicator-{NUMBER}", by=by),
        "name": lambda session: find_indicator(session, name, by=by),
        "beginning": lambda session: find_indicator(session, name[:-1], by=by),
        "slip": lambda session: find_indicator(session, f"x{name[2:]}", by=by),
        "unknown": lambda session: find_indicator(session, "nothing of the kind", by=by),
        "at the head of a line": lambda session: take_indicator(session, f"{name} 84 after the new rota", by=by),
        "outcome by a slip": lambda session: find_outcome(session, f"x{_statement(NUMBER % OUTCOMES)[2:]}", by=by),
        "showing one by its name": show,
    }
    took: dict[str, list[float]] = {way: [] for way in ways}
    for _ in range(ROUNDS):
        for way, find in ways.items():
            took[way].append(_seconds(database, find))
    database.close()
    return {way: statistics.median(each) for way, each in took.items()}


def _seconds(database: Database, find: Callable[[Session], object]) -> float:
    began = time.perf_counter()
    with suppress(NotFound, Ambiguous):
        database.read_here(find)
    return time.perf_counter() - began


def _words(number: int) -> str:
    script = _SCRIPTS[number % len(_SCRIPTS)]
    return f"{script[number // 7 % 3]} {script[number // 3 % 3]}"


def _name(number: int) -> str:
    return f"{_words(number)} {number}"


def _statement(number: int) -> str:
    return f"{number}: {_words(number)}. {_words(number + 1)}."


def fill(session: Session) -> Actor:
    """A workspace in which half of the channels are private to whoever looks."""
    workspace = make_workspace(session)
    alice = make_person(session, workspace, "alice")
    channels = [
        make_channel(session, workspace, f"C{number}", private_to=[alice] if number % 2 else None)
        for number in range(CHANNELS)
    ]
    own: dict[str, Any] = {"workspace_id": workspace.id}
    created = own | {"created_at": BEGAN, "created_by_id": alice.person_id}
    made = own | {"made_at": BEGAN, "made_by_id": alice.person_id, "effective_on": date(2026, 3, 24), "reason": ""}
    outcomes, indicators = range(1, OUTCOMES + 1), range(1, INDICATORS + 1)

    session.execute(insert(Outcome), [created | {"id": n, "key": f"outcome-{n}"} for n in outcomes])
    stated = made | {"why": "", "accountable_id": alice.person_id}
    session.execute(
        insert(OutcomeDefinition),
        [
            stated | {"outcome_id": n, "statement": _statement(n), "channel_id": channels[n % CHANNELS].id}
            for _ in range(YEARS)
            for n in outcomes
        ],
    )
    session.execute(
        insert(Indicator),
        [created | {"id": n, "outcome_id": n % OUTCOMES + 1, "key": f"indicator-{n}"} for n in indicators],
    )
    measuring = made | {"kind": "number", "direction": "increase", "level": "outcome", "combine": "last"}
    measuring |= {"description": "", "unit": "", "scale": [], "cadence": encode(Cadence(Every.WEEK))}
    session.execute(
        insert(IndicatorDefinition),
        [measuring | {"indicator_id": n, "name": _name(n)} for _ in range(YEARS) for n in indicators],
    )
    session.execute(insert(Ownership), [made | {"indicator_id": n, "owner_id": alice.person_id} for n in indicators])
    _keep_spellings(session, own)
    return alice


def _keep_spellings(session: Session, own: dict[str, Any]) -> None:
    """All at once: what the actions keep of one at a time."""
    session.execute(
        insert(OutcomeSpelling),
        [
            own
            | {
                "outcome_id": n,
                "definition_id": (YEARS - 1) * OUTCOMES + n,
                "key": f"outcome-{n}",
                "name": as_compared(_statement(n)),
            }
            for n in range(1, OUTCOMES + 1)
        ],
    )
    session.execute(
        insert(IndicatorSpelling),
        [
            own
            | {
                "indicator_id": n,
                "definition_id": (YEARS - 1) * INDICATORS + n,
                "key": f"indicator-{n}",
                "name": as_compared(_name(n)),
            }
            for n in range(1, INDICATORS + 1)
        ],
    )


if __name__ == "__main__":
    main()
