"""DATABASE_URL as an operator writes it, read once for everything that opens, copies or locks the database.

What is wrong with it is said without repeating it: any piece of it may be part of a password.
"""

import re
import unicodedata
from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

_SQLITE = ("sqlite", "sqlite+pysqlite")
_POSTGRESQL = ("postgres", "postgresql", "postgresql+psycopg")
_CONNECT_FOR = "10"
"""Seconds for a connection to be made, unless the address says otherwise: the driver would wait for two minutes."""


class WrongAddress(ValueError):
    """The address cannot be used; the message goes on after the name of the setting."""


def normal_url(address: str) -> URL:
    """The address with the driver we use. For SQLite the database is the absolute path of the file, links followed, so
    that whoever opens, copies or locks it means the same one.

    Read by our own rules where SQLAlchemy's would mistake a path: after `sqlite:///` every character is the path's.
    Raises `WrongAddress`.
    """
    scheme, _, rest = address.partition("://")
    if scheme in _SQLITE:
        return URL.create("sqlite+pysqlite", database=str(_file(rest)))
    if scheme in _POSTGRESQL:
        return _server(address, rest)
    raise WrongAddress("is neither a SQLite file (sqlite:///path) nor a PostgreSQL address (postgresql://…)")


def _file(rest: str) -> Path:
    if rest and not rest.startswith("/"):
        raise WrongAddress(
            "needs three slashes before the name of a file (sqlite:///outcome-bot.sqlite3), and four before a whole "
            "path (sqlite:////var/lib/outcome-bot.sqlite3)"
        )
    name = rest[1:]
    if (problem := _problem_of(name)) is not None:
        raise WrongAddress(problem)
    try:
        return Path(name).resolve()
    except (OSError, RuntimeError):  # a link that leads to itself, or a working directory that is gone
        raise WrongAddress("names a path that leads nowhere; name the file itself") from None


def _problem_of(name: str) -> str | None:
    """Why this cannot be meant as the path of a database, if it cannot."""
    if not name:
        return "names no file; write it as sqlite:///outcome-bot.sqlite3"
    if name == ":memory:":
        return (
            "would keep everything in memory, gone with the process; name a file, as in sqlite:///outcome-bot.sqlite3"
        )
    if name.startswith("file:"):
        return "takes the path as it is, without “file:”"
    if name.startswith("~"):
        return "begins with “~”, which stands for no folder here; write the whole path (sqlite:////home/…)"
    if name.endswith(("/", "\\")):
        return "names a folder; add the name of a file in it"
    if re.search(r"\?\w+=", re.split(r"[/\\]", name)[-1]):
        return "has an option after “?”, and a SQLite file takes none; leave it out"
    return None


def _server(address: str, rest: str) -> URL:
    if rest.partition(":")[2].count("@") > 1:
        raise WrongAddress("has more than one “@”; write one that belongs to the password as %40")
    try:
        parsed = make_url(address)
    except (ArgumentError, ValueError):
        raise WrongAddress(_UNREADABLE) from None
    _check_parts(parsed)
    _check_options(parsed)
    if "connect_timeout" not in parsed.query:
        parsed = parsed.update_query_dict({"connect_timeout": _CONNECT_FOR})
    return parsed.set(drivername="postgresql+psycopg")


_UNREADABLE = "cannot be read; write it as postgresql://user:password@host:port/database"


def _check_parts(parsed: URL) -> None:
    parts = [parsed.username, parsed.password, parsed.host, parsed.database, *map(str, parsed.query.values())]
    if any(unicodedata.category(each) in ("Cc", "Cs") for part in parts if part for each in str(part)):
        raise WrongAddress("has a character in it that cannot be seen; write it anew")
    try:
        (parsed.host or "").encode("idna")  # what looking the name up begins with, and stumbles over
    except UnicodeError:
        raise WrongAddress("has a host in it that no machine can be called") from None
    if parsed.port is not None and not 0 < parsed.port < 65536:
        raise WrongAddress(_UNREADABLE)


def _check_options(parsed: URL) -> None:
    if not parsed.query:
        return
    from psycopg.pq import Conninfo  # only here: whoever runs on SQLite need not load it

    known = {option.keyword.decode() for option in Conninfo.get_defaults()}
    unknown = sorted(name for name in parsed.query.keys() - known if re.fullmatch(r"\w{1,40}", name))
    if unknown:
        raise WrongAddress(f"has the option “{unknown[0]}”, which PostgreSQL does not know; leave it out")
    if parsed.query.keys() - known:
        raise WrongAddress(_UNREADABLE)
