"""How the tests are spread over processes.

Marks that xdist offers for tests which belong together do nothing under pytest 9.2: a node's id can no longer be given
the name of its group (pytest-xdist 3.8). Its schedulers can still be told by the id alone.
"""

from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

__all__ = ["pytest_xdist_auto_num_workers", "pytest_xdist_make_scheduler"]

_TOGETHER = "tests/browser/"
"""These share a browser and a demo, which take longer to start than the tests take."""


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    """One process for each processor; or none but this one, when some of the tests are asked for by their place.

    Starting more would take longer than the tests of most folders do, and in this one they can be debugged.
    """
    everything = config.args_source is pytest.Config.ArgsSource.TESTPATHS
    return None if everything else 0


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadScopeScheduling | None:
    """Hand out the tests a few at a time and those that share something together, unless `--dist` says otherwise."""
    return _OneByOne(config, log) if config.getoption("dist") == "load" else None


class _OneByOne(LoadScopeScheduling):  # type: ignore[misc]  # xdist ships no types
    def _split_scope(self, nodeid: str) -> str:
        return _TOGETHER if nodeid.startswith(_TOGETHER) else nodeid
