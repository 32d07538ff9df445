"""Empty databases of each kind, for as long as something is measured in them."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.postgres import find_programs, running_server


@contextmanager
def empty_databases(url: str | None) -> Iterator[dict[str, str]]:
    """Their addresses by kind: a SQLite file, and a database of a throw-away PostgreSQL server where there are programs
    for one. A `url` names another one instead.
    """
    if url is not None:
        yield {"database": url}
        return
    with tempfile.TemporaryDirectory() as folder:
        urls = {"sqlite": f"sqlite:///{Path(folder) / 'outcome-bot.sqlite3'}"}
        programs = find_programs()
        if programs is None:
            yield urls
            return
        with running_server(programs) as server:
            server.create("measured", template="template0")
            yield urls | {"postgresql": server.url("measured")}
