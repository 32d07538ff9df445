"""DATABASE_URL as people write it: a path is taken as it stands, and what is wrong is said without secrets."""

from pathlib import Path

import pytest

from storage.address import WrongAddress, normal_url


@pytest.mark.parametrize(
    "name",
    [
        "project #1",
        "a%20b",
        "a b",
        "what?",
        "100%",
        "Bücher & Töne",
        'it\'s "here"',
        "a:b@c",
        "semi;colon=x&y",
        "日本",
    ],
)
def test_after_three_slashes_every_character_is_the_paths(name: str, tmp_path: Path) -> None:
    path = tmp_path / name / "outcome-bot.sqlite3"
    assert normal_url(f"sqlite:///{path}").database == str(path)
    assert normal_url(f"sqlite:///{path.parent}.sqlite3").database == f"{path.parent}.sqlite3"


def test_a_relative_path_and_a_link_are_followed_to_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "link").symlink_to("there.sqlite3")
    assert normal_url("sqlite:///here.sqlite3").database == f"{tmp_path}/here.sqlite3"
    assert normal_url("sqlite:///./sub/../here.sqlite3").database == f"{tmp_path}/here.sqlite3"
    assert normal_url("sqlite:///link").database == f"{tmp_path}/there.sqlite3"


@pytest.mark.parametrize(
    ("address", "problem"),
    [
        ("sqlite:///", "names no file; write it as sqlite:///outcome-bot.sqlite3"),
        ("sqlite://", "names no file; write it as sqlite:///outcome-bot.sqlite3"),
        ("sqlite:///:memory:", "would keep everything in memory, gone with the process; name a file"),
        ("sqlite://:memory:", "needs three slashes before the name of a file"),
        ("sqlite://var/bot.sqlite3", "needs three slashes before the name of a file"),
        ("sqlite:////var/lib/", "names a folder; add the name of a file in it"),
        ("sqlite:///~/bot.sqlite3", "begins with “~”, which stands for no folder here; write the whole path"),
        ("sqlite:///file:bot.sqlite3", "takes the path as it is, without “file:”"),
        ("sqlite:///bot.sqlite3?mode=ro", "has an option after “?”, and a SQLite file takes none; leave it out"),
        ("sqlite:bot.sqlite3", "is neither a SQLite file (sqlite:///path) nor a PostgreSQL address (postgresql://…)"),
        ("mysql://host/db", "is neither a SQLite file (sqlite:///path) nor a PostgreSQL address (postgresql://…)"),
        ("host=here password=secret", "is neither a SQLite file (sqlite:///path) nor a PostgreSQL address"),
        ("postgres://user:sec@ret@host/db", "has more than one “@”; write one that belongs to the password as %40"),
        ("postgres://user:sec@h/ret@host/db", "has more than one “@”; write one that belongs to the password as %40"),
        ("postgres://user:secret/db", "cannot be read; write it as postgresql://user:password@host:port/database"),
        ("postgres://user:1234567/db", "cannot be read; write it as postgresql://user:password@host:port/database"),
        ("postgres://u:secret@h1:5432,h2:5432/db", "cannot be read; write it as postgresql://user:password@host:port"),
        ("postgres://u:secret@host/db?foo=bar", "has the option “foo”, which PostgreSQL does not know; leave it out"),
        ("postgres://u:secret@host/db?autocommit=1", "has the option “autocommit”, which PostgreSQL does not know"),
        ("postgres://u:secret@host/db?se-cret=1", "cannot be read; write it as postgresql://user:password@host:port"),
        ("postgres://u:se%00cret@host/db", "has a character in it that cannot be seen; write it anew"),
        ("postgres://u:secret\udcff@host/db", "has a character in it that cannot be seen; write it anew"),
        ("postgres://u:secret@" + "x" * 70 + "/db", "has a host in it that no machine can be called"),
    ],
)
def test_an_address_that_cannot_be_meant_is_refused_without_repeating_it(address: str, problem: str) -> None:
    with pytest.raises(WrongAddress) as raised:
        normal_url(address)
    assert str(raised.value).startswith(problem)
    assert "ret" not in str(raised.value)


def test_a_link_that_leads_to_itself_is_refused(tmp_path: Path) -> None:
    (tmp_path / "round").symlink_to("round")
    with pytest.raises(WrongAddress, match="leads nowhere"):
        normal_url(f"sqlite:///{tmp_path}/round/bot.sqlite3")


@pytest.mark.parametrize("password", ["pa%20ss", "pa ss", "p#a", "p/a", "p:a", "p%40a", "pä"])
def test_a_password_may_hold_what_addresses_are_made_of(password: str) -> None:
    url = normal_url(f"postgres://user:{password}@host:5433/db?sslmode=require")
    assert (url.drivername, url.username, url.host, url.port) == ("postgresql+psycopg", "user", "host", 5433)
    assert url.password == password.replace("%20", " ").replace("%40", "@")
    assert (url.database, url.query["sslmode"]) == ("db", "require")


def test_a_server_that_says_nothing_is_given_ten_seconds_unless_the_address_says_otherwise() -> None:
    assert normal_url("postgres://host/db").query["connect_timeout"] == "10"
    assert normal_url("postgres://host/db?connect_timeout=3").query["connect_timeout"] == "3"
