"""How the tests are spread over processes.

Marks that xdist offers for tests which belong together do nothing under pytest 9.2: a node's id can no longer be given
the name of its group (pytest-xdist 3.8). Its schedulers can still be told by the id alone.
"""

import os
import re
from typing import Any
from zlib import crc32

import pytest
from xdist.scheduler import LoadScopeScheduling

__all__ = [
    "pytest_collection_modifyitems",
    "pytest_configure_node",
    "pytest_xdist_auto_num_workers",
    "pytest_xdist_make_scheduler",
]

_LONG = ("tests/test_demo.py", "tests/week/", "tests/browser/", "tests/processes/", "tests/delivery/crash/")
_TOGETHER = (
    "tests/browser/",
    "tests/test_demo.py",
    "tests/storage/test_upgraded_rows.py",
    "tests/storage/test_upgrading.py",
    "tests/storage/test_living_on.py",
    "tests/views/test_ten_rules.py",
)
"""The tests of each share what takes longer to make than they take: a browser, a demo, an upgraded database, or a
channel that has lived for weeks.
"""
_ALIKE_ON_BOTH = (
    "tests/actions/test_access.py::test_everybody_may_do_what_the_table_says_and_no_more",
    "tests/actions/test_cost_of_access.py",
    "tests/actions/test_rates.py",
    "tests/actions/test_spellings.py::test_what_is_kept_is_what_folding_anew_says",
    "tests/actions/test_standings.py::test_whatever_happens_what_is_kept_is_what_history_says",
    "tests/actions/test_home.py",
    *(
        f"tests/delivery/test_{what}.py"
        for what in (
            "carriers",
            "changes",
            "digests",
            "forecast",
            "nobody_to_ask",
            "notices",
            "out_of_sight",
            "refusals",
            "reminders",
            "rewording",
            "running",
            "wrong_clock",
        )
    ),
)
"""Weeks of a calendar, what Slack answers, who may what, how many statements something takes and what follows from many
histories, of which no database decides anything: in the short form on SQLite alone.
"""
_DECIDED_BY_DATABASES = (
    "tests/storage/",
    "tests/actions/test_idempotency.py",
    "tests/delivery/test_outbox.py",
    "tests/delivery/test_races.py",
    "tests/delivery/test_savepoints.py",
)
"""Statements, locks and transactions: always on both. All others take turns in the short form, so that each is tried on
one of the two and half of every file on each.
"""
_DATABASE = re.compile(r"(?<=[\[-])(sqlite|postgresql)(?=[\]-])")  # as a parameter of a test


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    """One process more than there are processors, since many tests wait for others; or none but this one, when some
    of the tests are asked for by their place.

    Starting more would take longer than the tests of most folders do, and in this one they can be debugged.
    """
    everything = config.args_source is pytest.Config.ArgsSource.TESTPATHS
    return len(os.sched_getaffinity(0)) + 1 if everything else 0


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Begin with what takes longest: at the end one process would still be at it while the others have nothing left.
    Try on one database what need not be tried on both, unless ALL_DATABASES is set or tests are asked for by place.
    """
    if _is_short(config):
        ids = {item.nodeid for item in items}
        left_out = [item for item in items if _is_left_out(item.nodeid, ids)]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if not _is_left_out(item.nodeid, ids)]
    items.sort(key=lambda item: not item.nodeid.startswith(_LONG))


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """A process that tests are handed out to has its tests from here, and cannot tell how they were asked for."""
    node.workerinput["is_short"] = _is_short(node.config)


def _is_short(config: pytest.Config) -> bool:
    handed_out = getattr(config, "workerinput", None)
    if handed_out is not None:
        return bool(handed_out["is_short"])
    return config.args_source is pytest.Config.ArgsSource.TESTPATHS and not os.environ.get("ALL_DATABASES")


def _is_left_out(nodeid: str, ids: set[str]) -> bool:
    """Whether the short form tries this on the other database alone."""
    on_both = {_DATABASE.sub(database, nodeid, count=1) for database in ("sqlite", "postgresql")}
    if len(on_both & ids) < 2 or nodeid.startswith(_DECIDED_BY_DATABASES):
        return False
    if nodeid.startswith(_ALIKE_ON_BOTH):
        return "postgresql" in nodeid
    # By the name and nothing else: the same wherever, whenever and beside whatever it runs.
    turn = crc32(min(on_both).encode()) % 2
    return nodeid == sorted(on_both)[turn]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadScopeScheduling | None:
    """Hand out the tests a few at a time and those that share something together, unless `--dist` says otherwise."""
    return _OneByOne(config, log) if config.getoption("dist") == "load" else None


class _OneByOne(LoadScopeScheduling):  # type: ignore[misc]  # xdist ships no types
    def _split_scope(self, nodeid: str) -> str:
        return next((together for together in _TOGETHER if nodeid.startswith(together)), nodeid)
