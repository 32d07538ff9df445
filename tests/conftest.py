"""Fixtures for every test, and where their files go."""

import gc
import os
import shutil
import tempfile
from pathlib import Path

from tests.compiling import share_compiled_statements
from tests.databases import database, migrated_file, migrated_template, migrated_url, postgres_migrated
from tests.delivery.crash.count import pytest_terminal_summary
from tests.forking import forker
from tests.postgres import (
    database_url,
    postgres_database,
    postgres_server,
    postgres_template,
    pytest_runtest_makereport,
)
from tests.spreading import (
    pytest_collection_modifyitems,
    pytest_configure_node,
    pytest_xdist_auto_num_workers,
    pytest_xdist_make_scheduler,
)

__all__ = [
    "database",
    "database_url",
    "forker",
    "migrated_file",
    "migrated_template",
    "migrated_url",
    "postgres_database",
    "postgres_migrated",
    "postgres_server",
    "postgres_template",
    "pytest_collection_modifyitems",
    "pytest_configure_node",
    "pytest_runtest_makereport",
    "pytest_terminal_summary",
    "pytest_xdist_auto_num_workers",
    "pytest_xdist_make_scheduler",
]

_MEMORY = Path("/dev/shm")  # only where the system has made it
_ROOM = 1024**3
"""Bytes; each process of tests uses a fifth of that at a time."""

_PROCESSES = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))

# Some 700 PostgreSQL databases and as many SQLite files are made and thrown away: on a disk that is most of the time.
if "TMPDIR" not in os.environ and _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free > _ROOM * _PROCESSES:
    tempfile.tempdir = str(_MEMORY)

# What lives from the first test to the last (modules, tables, catalogues) is most of the heap: to look through it as
# often as Python does takes a tenth of the time of all tests.
gc.set_threshold(20_000, 20, 50)

share_compiled_statements()
