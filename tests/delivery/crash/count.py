"""What came of runs in which a process dies, and the lines at the end of a session that say so.

Each test puts its count into its own report. Reports reach whichever process prints the summary, also where the tests
run side by side in several.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, cast

import pytest

__all__ = ["Count", "pytest_terminal_summary"]

PROPERTY = "crash harness"
"""Under this name a count is among the properties that a test reports."""


@dataclass
class Count:
    """What came of one run, or of many together."""

    runs: int = 0
    killed: int = 0
    frozen: int = 0
    messages: int = 0
    lost: int = 0
    doubled: int = 0
    gave_up: int = 0
    readings: int = 0
    readings_lost: int = 0
    readings_doubled: int = 0
    problems: list[str] = field(default_factory=list)

    def __iadd__(self, other: "Count") -> "Count":
        for name, value in vars(other).items():
            setattr(self, name, getattr(self, name) + value)
        return self

    def __str__(self) -> str:
        return (
            f"{self.runs} runs ({self.killed} killed, {self.frozen} frozen): {self.messages} messages, "
            f"{self.lost} lost, {self.doubled} doubled, {self.gave_up} given up with an alarm; "
            f"{self.readings} readings, {self.readings_lost} lost, {self.readings_doubled} doubled"
        )


def report(count: Count, of: pytest.Item, what: str) -> None:
    """Put a test's count into its report. Those of tests of the same `what` are added up at the end."""
    of.user_properties.append((PROPERTY, (what, vars(count))))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what the runs came to."""
    totals: dict[str, Count] = {}
    for what, count in _reported(terminalreporter):
        total = totals.setdefault(what, Count())
        total += count
    for what, total in sorted(totals.items()):
        terminalreporter.write_line(f"{PROPERTY}, {what}: {total}")


def _reported(terminalreporter: pytest.TerminalReporter) -> Iterator[tuple[str, Count]]:
    for reports in terminalreporter.stats.values():
        for each in reports:
            # Every phase repeats what those before it reported.
            if isinstance(each, pytest.TestReport) and each.when == "teardown":
                for name, value in each.user_properties:
                    if name == PROPERTY:
                        what, count = cast("tuple[str, dict[str, Any]]", value)
                        yield what, Count(**count)
