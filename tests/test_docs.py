"""What the documents promise, held against the code: settings, commands, scopes, links, paths and worked examples.

A table that a test reads stands after `<!-- table: name -->` in its document.
"""

import html
import re
import shutil
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from sqlalchemy import text
from sqlmodel import Session

from bot.actions import readings
from bot.actions.people import Actor
from bot.actions.screens import viewer_for
from bot.delivery.settings import DeliverySettings
from bot.domain.cadences import LAST, Cadence, DueKind, DueRule, Every, Shift
from bot.domain.calendar import WorkCalendar, instant_of
from bot.domain.colours import State, Step, Thresholds, next_colour
from bot.domain.combining import Combine, PeriodReading, Reset, carried_on, combine
from bot.domain.dates import parse_date
from bot.domain.due import DueState, classify, due_on, grace_ends_at, rates
from bot.domain.facts import Assessment, Facts, Point, as_of_day
from bot.domain.formulas import renamed
from bot.domain.messages import Carrier, FailureCode, SkipReason, Template
from bot.domain.numerals import digits, readable, rounded
from bot.domain.periods import parse_period, period_containing, period_from_key
from bot.domain.process_limits import limits_of
from bot.domain.progress import expected_at, gap, progress
from bot.domain.projection import project
from bot.domain.readings import Route
from bot.domain.seasons import seasonal_points
from bot.domain.signals import judge
from bot.domain.status import assess
from bot.domain.targets import Baseline, Direction, Target
from bot.domain.time_words import MONTHS, WEEKDAYS
from bot.domain.values import Measure, Quantity, Value, ValueKind, parse_value, ratio
from bot.domain.wholes import Making, NoValue, PartReading, Whole, make
from bot.errors import UserError
from bot.results.names import Own
from bot.views.examples import example
from bot.views.readings import recorded
from bot.views.standing import explanation, needs
from bot.words import words
from config.settings import Settings
from handlers.app import COMMANDS
from storage.db import Database
from tests.delivery.timeline import Timeline
from tests.domain.weekly import make_series
from tests.make import FRIDAY, PERCENT, make_channel, make_indicator, make_outcome, make_person, make_workspace
from tests.saying import said, viewer

ROOT = Path(__file__).parent.parent
DOCS = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
EXAMPLE_ENV = ROOT / "config" / "example.env"

Row = dict[str, str]


def read(name: str) -> str:
    return (ROOT / "docs" / name).read_text("utf-8")


def table(document: str, name: str) -> list[Row]:
    """The rows of the table that stands after `<!-- table: name -->`, by column, without back-ticks."""
    _, marker, after = read(document).partition(f"<!-- table: {name} -->\n")
    assert marker, f"{document} has no table called {name}"
    lines = [line for line in after.split("\n\n")[0].splitlines() if line.startswith("|")]
    cells = [[cell.strip().strip("`") for cell in line.strip("|").split("|")] for line in lines]
    heads, _, *rows = cells
    return [dict(zip(heads, row, strict=True)) for row in rows]


def number(cell: str) -> Decimal:
    return Decimal(cell.replace("−", "-"))


def print_number(computed: Decimal) -> str:
    return digits(readable(computed), "en-GB")


def print_percent(share: Decimal) -> str:
    return f"{digits(rounded(share * 100, 0), 'en-GB')} %"


# Settings


def example_values() -> Row:
    lines = EXAMPLE_ENV.read_text("utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def test_the_example_lists_every_setting_with_its_default(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
        monkeypatch.delenv(name, raising=False)

    assert list(example_values()) == [name.upper() for name in Settings.model_fields]
    assert Settings(_env_file=EXAMPLE_ENV) == Settings(_env_file=None)  # type: ignore[call-arg]  # pydantic-settings takes it


def test_the_operators_page_explains_every_setting_and_its_default() -> None:
    documented = {row["setting"]: row["default"] for row in table("operate.md", "settings")}

    assert documented == {name: value or "none" for name, value in example_values().items()}
    assert all(row["what it does"] for row in table("operate.md", "settings"))


# Commands


def in_code(text: str) -> list[str]:
    """Everything between back-ticks, also over the end of a line."""
    return [" ".join(span.split()) for span in re.findall(r"(?<!`)`([^`]+)`(?!`)", text)]


ON_THE_PAGE = Own("csat", "rough-sleeping", Measure(ValueKind.PERCENT), Value(Decimal(84)), Value(Decimal(85)))
"""What is the reader's own who has the examples of the page."""


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_every_verb_is_on_the_commands_page_with_its_example(command: Any) -> None:
    page = in_code(read("commands.md"))
    reader = viewer(own=ON_THE_PAGE)
    wanted = [f"{command.name} {verb.usage}" for verb in command.table]
    wanted += [example(verb.example, reader).strip("`") for verb in command.table if verb.example]

    assert [text for text in wanted if text not in page] == []


def commands_in(path: Path) -> Iterator[tuple[str, str]]:
    """Each slash command that a document names, with the word after it."""
    names = "|".join(command.name.removeprefix("/") for command in COMMANDS)
    for span in re.findall(r"`[^`]+`", path.read_text("utf-8")):
        yield from re.findall(rf"(?<![\w./])(/(?:{names}))\b(?!/)(?: ([\w-]+))?", span)


@pytest.mark.parametrize("path", DOCS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_verb_that_a_document_names_exists(path: Path) -> None:
    verbs = {command.name: {verb.name for verb in command.table} for command in COMMANDS}
    takes_anything = {command.name for command in COMMANDS if command.otherwise}

    unknown = [
        f"{command} {word}"
        for command, word in commands_in(path)
        if word and word not in verbs[command] and command not in takes_anything
    ]
    assert unknown == []


# The manifest


def manifest() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((ROOT / "config" / "manifest.yaml").read_text("utf-8"))
    return loaded


def test_the_installation_page_explains_every_scope_and_event() -> None:
    scopes = {row["scope"]: row["why"] for row in table("install.md", "scopes")}
    events = {row["event"]: row["why"] for row in table("install.md", "events")}

    assert set(scopes) == set(manifest()["oauth_config"]["scopes"]["bot"])
    assert set(events) == set(manifest()["settings"]["event_subscriptions"]["bot_events"])
    assert all([*scopes.values(), *events.values()])


# Links and paths


def slug(heading: str) -> str:
    """The anchor of a heading, as code hosts make it."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def anchors(path: Path) -> set[str]:
    return {slug(heading) for heading in re.findall(r"^#+ (.+)$", path.read_text("utf-8"), re.MULTILINE)}


@pytest.mark.parametrize("path", DOCS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_local_link_leads_somewhere(path: Path) -> None:
    broken = []
    for target in re.findall(r"\]\(([^)\s]+)\)", path.read_text("utf-8")):
        file, _, anchor = target.partition("#")
        if re.match(r"[a-z]+:", target):
            continue
        leads_to = path.parent / file if file else path
        if not leads_to.exists() or (anchor and anchor not in anchors(leads_to)):
            broken.append(target)
    assert broken == []


PATH = re.compile(r"(?<![\w./-])(?:bot|handlers|storage|config|tests|\.ci)/[\w./-]*")


@pytest.mark.parametrize("path", DOCS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_file_and_folder_that_a_document_names_exists(path: Path) -> None:
    named = {found.rstrip(".") for found in PATH.findall(path.read_text("utf-8"))}
    assert sorted(name for name in named if not (ROOT / name).exists()) == []


def test_the_architecture_page_names_every_package_and_every_part_of_the_bot() -> None:
    packages = {
        f"{init.parent.relative_to(ROOT)}/"
        for top in ("bot", "handlers", "storage", "config")
        for init in (ROOT / top).rglob("__init__.py")
    }
    parts = {f"bot/{part.name}" for part in (ROOT / "bot").glob("[a-z]*.py")}
    named = set(PATH.findall(read("architecture.md")))

    assert sorted((packages | parts) - named) == []


def test_the_architecture_page_gives_the_import_order_that_is_checked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    checked = [
        {layer.strip("() ").removeprefix("bot.") for layer in line.split("|")}
        for line in project["tool"]["importlinter"]["contracts"][0]["layers"]
    ]
    _, block, _ = read("architecture.md").partition("<!-- layers -->\n")[2].split("```\n", 2)
    shown = [set(re.split(r" {2,}", line)[0].split(" | ")) for line in block.splitlines()]

    assert shown == checked


# The playground


async def test_the_example_for_other_bots_runs_as_it_stands() -> None:
    [example] = re.findall(r"```python\n(.+?)```", read("playground.md"), re.DOTALL)
    names: dict[str, Any] = {}
    exec(compile(example, "docs/playground.md", "exec"), names)
    [test] = [value for name, value in names.items() if name.startswith("test_")]
    await test()


# Delivery


_SPANS = {"s": 1.0, "min": 60.0, "h": 3600.0, "days": 86400.0}


def seconds(cell: str) -> float:
    count, unit = cell.split()
    return float(count) * _SPANS[unit]


def test_the_delivery_page_gives_the_figures_that_the_code_has() -> None:
    settings = DeliverySettings()
    for row in table("delivery.md", "delivery settings"):
        value = getattr(settings, row["name"])
        if isinstance(value, timedelta):
            assert seconds(row["value"]) == value.total_seconds(), row
        elif isinstance(value, time):
            assert row["value"] == f"{value:%H:%M}", row
        elif isinstance(value, float):
            assert seconds(row["value"]) == value, row
        else:
            assert row["value"] == str(value), row


def test_the_delivery_page_names_every_place_at_which_tests_kill_a_process() -> None:
    called = re.compile(r'crashpoints\.reached\("([^"]+)"\)')
    in_code_ = {name for path in (ROOT / "bot").rglob("*.py") for name in called.findall(path.read_text("utf-8"))}
    assert {row["crash point"] for row in table("delivery.md", "crash points")} == in_code_


# Trouble


def test_the_operators_page_explains_every_failure_code() -> None:
    rows = table("operate.md", "failure codes")

    assert [row["failure_code"] for row in rows] == list(FailureCode)
    assert all(row["what happened"] and row["what to do"] for row in rows)


def test_the_operators_page_explains_every_reason_for_silence() -> None:
    rows = table("operate.md", "skip reasons")

    assert [row["reason"] for row in rows] == list(SkipReason)
    assert all(row["what it means"] and row["where"] for row in rows)


def test_the_delivery_page_names_every_notice_and_every_carrier() -> None:
    carriers = [row["carrier"].lower() for row in table("delivery.md", "carriers")]

    assert [row["template"] for row in table("delivery.md", "notices")] == list(Template)
    assert [name for name, each in zip(carriers, Carrier, strict=True) if each not in name] == []


def understands(session: Session, query: str) -> None:
    session.execute(text(query))


def test_the_database_understands_every_query_on_the_operators_page(database: Database) -> None:
    page = read("operate.md")
    queries = re.findall(r"```sql\n(.+?)```", page, re.DOTALL)
    queries += [span for span in in_code(page) if span.startswith(("SELECT ", "UPDATE "))]

    assert len(queries) == 4
    for query in queries:
        database.run_here(understands, query)


# Worked examples

WORKING_WEEK = WorkCalendar(frozenset(range(5)))
A_WEDNESDAY = date(2026, 4, 8)
COLOURS = {"on track": State.ON_TRACK, "at risk": State.AT_RISK, "off track": State.OFF_TRACK, "met": State.MET}
WEEKLY, DAILY = Cadence(Every.WEEK), Cadence(Every.DAY)


def path_of(row: Row) -> tuple[Baseline, Target]:
    start = date.fromisoformat(row.get("on", "2026-01-01"))
    due = date.fromisoformat(row.get("by", "2026-12-31"))
    return Baseline(Value(number(row["baseline"])), start), Target(number(row["target"]), due, start)


def in_words(state: State | DueState | None) -> str:
    return state.value.replace("_", " ") if state else "too early"


def progress_example(row: Row) -> Row:
    done = progress(*path_of(row), number(row["value"]))
    assert done is not None
    return {"progress": print_percent(done)}


def gap_example(row: Row) -> Row:
    v, as_of = number(row["value"]), date.fromisoformat(row["as of"])
    behind = gap(*path_of(row), v, as_of)
    return {
        "expected": print_number(expected_at(*path_of(row), as_of)),
        "gap": print_number(round(behind, 1)),
        "colour of this reading": in_words(Thresholds().colour(behind)),
        "on a screen": explanation(assessed(row), viewer(today=as_of)).split(". ")[0],
    }


def assessed(row: Row) -> Assessment:
    """How an indicator stands whose only reading this is."""
    baseline, target = path_of(row)
    as_of = date.fromisoformat(row["as of"])
    direction = Direction.INCREASE if number(row["target"]) > number(row["baseline"]) else Direction.DECREASE
    only = Point(
        period_from_key(WEEKLY, f"{as_of:%G-W%V}"), Value(number(row["value"])), as_of, datetime(2026, 7, 1, tzinfo=UTC)
    )
    facts = Facts(direction, Measure(ValueKind.NUMBER), WEEKLY, baseline, target, points=(only,))
    return assess(facts, today=as_of)


def points(values: list[Decimal], *, first_week: str = "2026-W10") -> tuple[Point, ...]:
    """One weekly reading each, given on the Monday after."""
    found = []
    period = period_from_key(WEEKLY, first_week)
    for value in values:
        given = datetime.combine(period.last + timedelta(days=1), time(9), UTC)
        found.append(Point(period, Value(value), as_of_day(period, given_on=given.date()), given))
        period = period_from_key(WEEKLY, f"{period.key[:6]}{int(period.key[6:]) + 1:02}")
    return tuple(found)


def pace_example(row: Row) -> Row:
    found = assessed(row)
    assert found.needed_per_period is not None
    assert found.achieved_per_period is not None
    return {
        "needs a week": print_number(found.needed_per_period),
        "has made a week": print_number(found.achieved_per_period),
        "on a screen": needs(replace(found, state=State.AT_RISK), viewer()),
    }


def colours_example(row: Row) -> Row:
    gaps = {"on track": 0, "at risk": 10, "off track": 30, "met": -10}
    words = row["colours of the readings, oldest first"].split(", ")
    steps = [
        Step(
            as_of=date(2026, 3, 1) + timedelta(weeks=index),
            amount=Decimal(0),
            gap=Decimal(gaps[word]),
            own=Thresholds().colour(Decimal(gaps[word])),
            met=word == "met",
            beyond_limit=False,
            is_warm=index > 0,
        )
        for index, word in enumerate(words)
    ]
    colour = None
    for before, this in zip([None, *steps], steps, strict=False):
        colour = next_colour(colour, before, this)
    return {"shown": in_words(colour)}


def limits_example(row: Row) -> Row:
    low, high = (number(row[side]) if row[side] else None for side in ("at least", "at most"))
    target = Target(None, date(2026, 12, 31), date(2026, 1, 1), low=low, high=high)
    values = [number(cell) for cell in row["readings, oldest first"].split(", ")]
    facts = Facts(Direction.MAINTAIN, Measure(ValueKind.NUMBER), WEEKLY, target=target, points=points(values))
    found = assess(facts, today=date(2026, 4, 1))
    assert found.outside is not None
    return {"shown": in_words(found.state), "outside by": print_number(found.outside)}


def projection_example(row: Row) -> Row:
    readings = [cell.split(": ") for cell in row["readings"].split(", ")]
    facts = Facts(
        Direction.DECREASE,
        Measure(ValueKind.NUMBER),
        None,
        Baseline(Value(Decimal(100)), date(2026, 1, 1)),
        Target(Decimal(60), date(2026, 6, 30), date(2026, 1, 1)),
        points=tuple(
            replace(points([number(amount)])[0], period=day, as_of=day.last)
            for day, amount in ((period_from_key(DAILY, key), amount) for key, amount in readings)
        ),
    )
    found = project(facts)
    if found is None:
        return {"goes by": "nothing", "on 30 June": "", "range": "", "target met on": ""}
    ends = [print_number(each) for each in (found.low, found.high) if each is not None]
    return {
        "goes by": found.basis,
        "on 30 June": print_number(found.value),
        "range": " to ".join(ends),
        "target met on": str(found.meets_on or "not on this trend"),
    }


def process_example(row: Row) -> Row:
    found = limits_of([number(cell) for cell in row["values"].split(", ")])
    figures = (found.centre, found.mean_range, found.lower, found.upper, found.upper_range)
    centre, mean_range, lower, upper, upper_range = (f"{each:.2f}" for each in figures if each is not None)
    limits = f"{lower} to {upper}"
    return {"centre": centre, "A": mean_range, "limits": limits, "limit of a range": upper_range}


def signals_example(row: Row) -> Row:
    base = [Decimal(9), Decimal(11)] * 12
    series = make_series([*base, *(number(cell) for cell in row["next values"].split(", "))])
    judged = judge(series, Direction.INCREASE)[len(base) :]
    found = [f"{place}: {signal.rule}" for place, each in enumerate(judged, start=1) for signal in each.signals]
    return {"signals, by the value that completes them": ", ".join(found) or "none"}


def combining_example(row: Row) -> Row:
    def value(cell: str) -> Value:
        numerator, slash, denominator = cell.partition("/")
        return ratio(number(numerator), number(denominator)) if slash else Value(number(cell))

    readings = [
        PeriodReading(value(cell), datetime(2026, 4, 1, hour, tzinfo=UTC))
        for hour, cell in enumerate(row["readings, oldest first"].split(", "))
    ]
    combined = combine(readings, Combine(row["rule"])).amount
    return {"value of the period": f"{round(combined, 6).normalize():f}"}


def seasons_example(row: Row) -> Row:
    start, due = date(2025, 12, 31), date(2026, 12, 31)
    baseline, target = Baseline(Value(Decimal(120)), start), Target(Decimal(47), due, start)
    points = []
    for month, value in enumerate(row["months of 2025"].split(", "), start=1):
        period = period_containing(Cadence(Every.MONTH), date(2025, month, 1))
        points.append(Point(period, Value(number(value)), period.last, FRIDAY))
    measure, cadence = Measure(ValueKind.NUMBER, "calls"), Cadence(Every.MONTH)
    planned = seasonal_points(baseline, target, points, measure=measure, cadence=cadence, today=A_WEDNESDAY)
    return {"planned": f"{dict(planned)[date.fromisoformat(row['on'])]:f}"}


def counters_example(row: Row) -> Row:
    shown = [cell.split() for cell in row["readings, oldest first"].split(", ")]
    resets, values = [], []
    for place, (amount, *word) in enumerate(shown):
        if word:
            resets.append(Reset((A_WEDNESDAY, place), number(shown[place - 1][0]), FRIDAY))
        values.append(carried_on(Value(number(amount)), (A_WEDNESDAY, place), resets).amount)
    return {"values": ", ".join(f"{value:f}" for value in values)}


def wholes_example(row: Row) -> Row:
    how = row["made of its parts by"]
    is_ratio = how == "ratio"

    def value(cell: str) -> Value:
        numerator, slash, denominator = cell.partition("/")
        return ratio(number(numerator), number(denominator)) if slash else Value(number(cell))

    cells = row["their values"].split(", ")
    given = {at: PartReading(at, None if each == "no data" else value(each)) for at, each in enumerate(cells, 1)}
    formula = "" if how in set(Making) else renamed(how, lambda name: str("abc".index(name) + 1))
    whole = Whole(Making(how) if not formula else Making.FORMULA, tuple(given), formula)
    made = make(whole, given, measure=Measure(ValueKind.RATIO if is_ratio else ValueKind.NUMBER))
    assert made is not None
    if made.value is None:
        return {"its value": "no data" if made.why is NoValue.NO_DATA else "no value"}
    if is_ratio:
        return {"its value": f"{made.value.numerator}/{made.value.denominator}"}
    return {"its value": f"{made.value.amount.normalize():f}"}


def due_rule(word: str, shift: Shift) -> DueRule:
    which, _, day = word.rpartition(" ")
    if which == "day":
        return DueRule(DueKind.DAY_OF_MONTH, day=int(day), shift=shift)
    if which:
        nth = {"second": 2, "third": 3, "fourth": 4, "last": LAST}[which]
        return DueRule(DueKind.NTH_WEEKDAY, weekday=WEEKDAYS.index(day), nth=nth, shift=shift)
    if word in WEEKDAYS:
        return DueRule(DueKind.WEEKDAY, WEEKDAYS.index(word), shift=shift)
    return DueRule(DueKind(word))


def due_example(row: Row) -> Row:
    every, _, begins = row["how often"].partition(" from ")
    rule = due_rule(row["due on"], Shift(row["if that is a day off"] or "after"))
    cadence = Cadence(Every(every), rule)
    if begins:
        if cadence.every is Every.WEEK:
            cadence = replace(cadence, week_start=WEEKDAYS.index(begins))
        else:
            cadence = replace(cadence, first_month=MONTHS.index(begins) + 1)
    return {"due day": due_on(cadence, period_from_key(cadence, row["period"]), WORKING_WEEK).isoformat()}


def instant(cell: str) -> datetime:
    return datetime.fromisoformat(cell).replace(tzinfo=UTC)


def lateness_example(row: Row) -> Row:
    monday = date(2026, 3, 30)
    state = classify(
        due_on=monday,
        zone="Europe/London",
        now=instant(row["looked at (UTC)"]),
        grace_ends_at=grace_ends_at(monday, 2, WORKING_WEEK, "Europe/London"),
        received_at=instant(row["given at (UTC)"]) if row["given at (UTC)"] else None,
    )
    return {"state": in_words(state)}


def grace_example(row: Row) -> Row:
    ends = grace_ends_at(date.fromisoformat(row["day"]), 2, WORKING_WEEK, "Europe/London")
    return {"missed from (UTC)": f"{ends:%Y-%m-%d %H:%M}"}


def rates_example(row: Row) -> Row:
    counted = {DueState.DUE: "open"} | {
        state: state.value.replace("_", " ")
        for state in (DueState.ON_TIME, DueState.LATE, DueState.MISSED, DueState.EXCUSED, DueState.NO_DATA)
    }
    found = rates(state for state, column in counted.items() for _ in range(int(row[column])))

    def percent(share: Decimal | None) -> str:
        return "none due" if share is None else print_percent(share)

    return {"completeness": percent(found.completeness), "timeliness": percent(found.timeliness)}


def clocks_example(row: Row) -> Row:
    found = instant_of(date.fromisoformat(row["date"]), time.fromisoformat(row["local time"]), row["zone"])
    return {"instant (UTC)": f"{found:%Y-%m-%d %H:%M}" if found else "none"}


def understood(read_it: Callable[[], str]) -> Row:
    try:
        return {"understood": read_it()}
    except UserError:
        return {"understood": "asked again"}


def values_example(row: Row) -> Row:
    kind, unit, locale = ValueKind(row["measured as"]), row["unit"], row["language"]
    measure = Measure(kind, "", tuple(unit.split(", "))) if kind is ValueKind.SCALE else Measure(kind, unit)

    def read_and_printed() -> str:
        read = parse_value(row["typed"], measure, locale=locale)
        return said(words("{value}", value=Quantity(read, measure)), locale)

    return understood(read_and_printed)


def dates_example(row: Row) -> Row:
    return understood(lambda: parse_date(row["typed"], today=A_WEDNESDAY, locale=row["language"]).isoformat())


def periods_example(row: Row) -> Row:
    cadence = Cadence(Every(row["read every"]))
    return understood(lambda: parse_period(row["typed"], cadence, today=A_WEDNESDAY, locale="en-GB").key)


EXAMPLES: dict[str, dict[str, Callable[[Row], Row]]] = {
    "numbers.md": {
        "progress": progress_example,
        "gap": gap_example,
        "seasons": seasons_example,
        "pace": pace_example,
        "colours": colours_example,
        "limits": limits_example,
        "projection": projection_example,
        "process": process_example,
        "signals": signals_example,
        "combining": combining_example,
        "counters": counters_example,
        "wholes": wholes_example,
        "due": due_example,
        "grace": grace_example,
        "lateness": lateness_example,
        "rates": rates_example,
        "clocks": clocks_example,
    },
    "commands.md": {"values": values_example, "dates": dates_example, "periods": periods_example},
}


@pytest.mark.parametrize(
    ("document", "name", "compute"),
    [
        pytest.param(document, name, compute, id=name)
        for document, tables in EXAMPLES.items()
        for name, compute in tables.items()
    ],
)
def test_a_worked_example_is_what_the_core_computes(document: str, name: str, compute: Callable[[Row], Row]) -> None:
    rows = table(document, name)
    assert rows
    for row in rows:
        computed = compute(row)
        assert {column: row[column] for column in computed} == computed, row


@pytest.mark.parametrize("document", EXAMPLES)
def test_every_table_that_is_marked_is_computed(document: str) -> None:
    marked = set(re.findall(r"<!-- table: (.+?) -->", read(document)))
    assert marked - {"replies"} == set(EXAMPLES[document])


# What people read


def in_a_line(text: str) -> str:
    """What is read in a message, or in a document that quotes one: without marks of emphasis, on one line."""
    return " ".join(html.unescape(text).replace("<br>", " ").replace("*", "").split())


@dataclass
class Shop:
    """A shop whose indicator "csat" has gone from 72 % on 2 March to 74 % for the week of 23 March, given on Monday."""

    life: Timeline
    charlie: Actor

    def types(self, text: str, *, at: datetime) -> list[str]:
        """The lines of the answer to `/reading`, given at this instant."""
        self.life.until(at)

        def answer(session: Session) -> str:
            saved = readings.submit_line(session, text, by=self.charlie, route=Route.COMMAND, now=at)
            return str(recorded(saved, viewer_for(self.charlie, now=at))["text"])

        try:
            return self.life.database.run_here(answer).split("\n")
        except UserError as refusal:
            return [said(refusal, self.charlie.locale, today=at.date())]


@pytest.fixture
def open_shop(migrated_file: Path, tmp_path: Path) -> Iterator[Callable[..., Shop]]:
    """Opens a shop with records of its own."""
    databases: list[Database] = []

    def arrange(session: Session, zone: str, locale: str) -> Actor:
        workspace = make_workspace(session)
        owner = make_person(session, workspace, "Charlie", zone=zone, locale=locale)
        dora = make_person(session, workspace, "Dora")
        make_channel(session, workspace)
        outcome = make_outcome(session, owner, "Customers get help the first time", accountable=dora)
        make_indicator(
            session, owner, outcome, "Customer satisfaction", key="csat", measure=PERCENT,
            direction=Direction.INCREASE, baseline=("72", date(2026, 3, 2)), target=("85", date(2026, 6, 30)),
        )  # fmt: skip
        return owner

    def opened(*, zone: str = "Europe/London", locale: str = "en-GB") -> Shop:
        file = tmp_path / f"{len(databases)}.sqlite3"
        shutil.copy(migrated_file, file)
        databases.append(Database(f"sqlite:///{file}"))
        shop = Shop(Timeline(databases[-1], FRIDAY), databases[-1].run_here(arrange, zone, locale))
        shop.types("csat 74", at=datetime(2026, 3, 30, 14, tzinfo=UTC))
        return shop

    yield opened
    for each in databases:
        each.close()


def test_the_replies_on_the_commands_page_are_what_people_read(open_shop: Callable[..., Shop]) -> None:
    shop = open_shop()
    for row in table("commands.md", "replies"):
        typed = row["you type"].removeprefix("/reading ")
        reply = shop.types(typed, at=datetime(2026, 4, 6, 13, tzinfo=UTC))
        assert in_a_line(row["you read"]).replace("`", "") == in_a_line(" ".join(reply)).replace("`", ""), row


def quoted_in_the_readme() -> list[list[str]]:
    """The quotes of "A week with it", line by line; what stands for a button is left out."""
    story = (ROOT / "README.md").read_text("utf-8").partition("## A week with it\n")[2].partition("\n## ")[0]
    quotes = re.findall(r"(?:^>.*\n)+", story, re.MULTILINE)
    lines = [[line.removeprefix("> ").removesuffix("\\") for line in quote.splitlines()] for quote in quotes]
    return [[in_a_line(line) for line in quote if line != "`Check in`"] for quote in lines]


def test_the_week_of_the_readme_is_what_people_read(open_shop: Callable[..., Shop]) -> None:
    monday, tuesday = datetime(2026, 4, 6, 13, 20, tzinfo=UTC), datetime(2026, 4, 7, 14, tzinfo=UTC)

    answered = open_shop(zone="America/New_York", locale="en-US")
    reply = answered.types("csat 77 after the new opening hours", at=monday)
    answered.life.until(tuesday)
    silent = open_shop(zone="America/New_York", locale="en-US")
    silent.life.until(tuesday)

    told = {(post.when[5:10], post.kind): post.text for post in silent.life.posts}
    receipt = dict(answered.life.edits)["reminder:UCHARLIE:2026-04-06"]
    digest = {(post.when[5:10], post.kind): post.text for post in answered.life.posts}["04-07", "digest"]
    read = [told["04-06", "reminder"], "\n".join(reply), receipt, told["04-07", "second_ping"], digest]
    assert quoted_in_the_readme() == [
        [in_a_line(line) for line in text.replace("<#C1>", "#shop").split("\n")] for text in read
    ]
