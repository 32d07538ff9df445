"""The one fault of SQLite itself that an operator should know of."""

import sqlite3

Version = tuple[int, int, int]


def wal_reset_warning(version: Version | None = None) -> str | None:
    """What to say about a SQLite library with the WAL-reset bug; None for one without it.

    From 3.7.0 to 3.51.2 a checkpoint by one connection while another commits could lose committed transactions;
    mended in 3.51.3, 3.50.7 and 3.44.6. With one process and one writing connection, as here, the known
    conditions do not arise, unless something else opens the file for writing.
    """
    version = version or sqlite3.sqlite_version_info
    if not is_affected(version):
        return None
    number = ".".join(map(str, version))
    return (
        f"SQLite {number} has the WAL-reset bug, which can lose commits when a second program writes to or checkpoints "
        "the same file. Let nothing else open the database for writing (no Litestream, no sqlite3 shell), or run with "
        "SQLite 3.51.3, 3.50.7 or 3.44.6, or later ones, or with PostgreSQL."
    )


def is_affected(version: Version) -> bool:
    """Whether this version has the bug."""
    if version < (3, 7, 0) or version >= (3, 51, 3):
        return False
    mended_in = {(3, 50): 7, (3, 44): 6}.get(version[:2])
    return mended_in is None or version[2] < mended_in
