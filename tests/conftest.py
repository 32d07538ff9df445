"""Fixtures for every test, and where their files go."""

import os
import shutil
import tempfile
from pathlib import Path

import pytest

from tests.databases import database, migrated_file, migrated_template, migrated_url
from tests.delivery.crash.count import pytest_terminal_summary
from tests.forking import forker
from tests.postgres import (
    database_url,
    postgres_database,
    postgres_server,
    postgres_template,
    pytest_runtest_makereport,
)

__all__ = [
    "database",
    "database_url",
    "forker",
    "migrated_file",
    "migrated_template",
    "migrated_url",
    "postgres_database",
    "postgres_server",
    "postgres_template",
    "pytest_runtest_makereport",
    "pytest_terminal_summary",
]

_MEMORY = Path("/dev/shm")  # only where the system has made it
_ROOM = 1024**3
"""Bytes; each process of tests uses a fifth of that at a time."""

_PROCESSES = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))

# Some 700 PostgreSQL databases and as many SQLite files are made and thrown away: on a disk that is most of the time.
if "TMPDIR" not in os.environ and _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free > _ROOM * _PROCESSES:
    tempfile.tempdir = str(_MEMORY)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    """One process for each processor, or none but this one when some of the tests are asked for by their place.

    Starting the others takes longer than the tests of most folders, and in this one a test can be debugged.
    """
    everything = config.args_source is pytest.Config.ArgsSource.TESTPATHS
    return None if everything else 0
