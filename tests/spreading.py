"""How the tests are spread over processes.

Marks that xdist offers for tests which belong together do nothing under pytest 9.2: a node's id can no longer be given
the name of its group (pytest-xdist 3.8). Its schedulers can still be told by the id alone.
"""

import os
from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

__all__ = ["pytest_collection_modifyitems", "pytest_xdist_auto_num_workers", "pytest_xdist_make_scheduler"]

_LONG = ("tests/test_demo.py", "tests/week/", "tests/browser/", "tests/processes/", "tests/delivery/crash/")
_TOGETHER = "tests/browser/"
"""These share a browser and a demo, which take longer to start than the tests take."""


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    """One process more than there are processors, since many tests wait for processes of their own; or none but this
    one, when some of the tests are asked for by their place.

    Starting more would take longer than the tests of most folders do, and in this one they can be debugged.
    """
    everything = config.args_source is pytest.Config.ArgsSource.TESTPATHS
    return len(os.sched_getaffinity(0)) + 1 if everything else 0


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest: at the end one process would still be at it while the others have nothing left."""
    items.sort(key=lambda item: not item.nodeid.startswith(_LONG))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadScopeScheduling | None:
    """Hand out the tests a few at a time and those that share something together, unless `--dist` says otherwise."""
    return _OneByOne(config, log) if config.getoption("dist") == "load" else None


class _OneByOne(LoadScopeScheduling):  # type: ignore[misc]  # xdist ships no types
    def _split_scope(self, nodeid: str) -> str:
        return _TOGETHER if nodeid.startswith(_TOGETHER) else nodeid
