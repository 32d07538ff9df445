"""Where a process listens, and what it says where it cannot."""

import socket

import pytest

from bot.app import CannotStart
from bot.serving import _door
from config.settings import load


def answers(host: str, port: int, family: socket.AddressFamily) -> bool:
    with socket.socket(family) as caller:
        return caller.connect_ex((host, port)) == 0


def has_ipv6() -> bool:
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        return False
    return True


needs_ipv6 = pytest.mark.skipif(not has_ipv6(), reason="this machine has no IPv6")


@pytest.mark.parametrize(
    ("host", "on_ipv4", "on_ipv6"),
    [
        ("127.0.0.1", True, False),
        ("0.0.0.0", True, False),
        ("localhost", True, False),
        pytest.param("::", True, True, marks=needs_ipv6),
        pytest.param("[::]", True, True, marks=needs_ipv6),
        pytest.param("::1", False, True, marks=needs_ipv6),
    ],
)
def test_it_listens_where_host_says(host: str, on_ipv4: bool, on_ipv6: bool) -> None:
    door = _door(load(_env_file=None, host=host), 0)
    port = door.getsockname()[1]
    assert answers("127.0.0.1", port, socket.AF_INET) is on_ipv4
    if has_ipv6():
        assert answers("::1", port, socket.AF_INET6) is on_ipv6
    door.close()


@pytest.mark.parametrize("host", ["192.0.2.7", "a..b", "x" * 70, "no such host", "300.1.1.1"])
def test_an_address_that_is_not_this_machines_is_said_in_a_sentence(host: str) -> None:
    with pytest.raises(CannotStart) as raised:
        _door(load(_env_file=None, host=host), 0)
    (problem,) = raised.value.problems
    assert problem == (
        f"HOST is “{host}”, which is no address of this machine. Set it to 0.0.0.0 (every IPv4 address), :: (IPv6 ones "
        "too) or 127.0.0.1 (this machine alone)."
    )


@needs_ipv6
def test_a_port_that_is_taken_is_said_in_a_sentence() -> None:
    with socket.create_server(("::1", 0), family=socket.AF_INET6) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(CannotStart) as raised:
            _door(load(_env_file=None, host="::1"), port)
    assert raised.value.problems == (f"Cannot listen on [::1]:{port}: Address already in use. Set PORT to a free one.",)


def test_a_port_that_only_root_may_open_is_said_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> socket.socket:  # tests may run as root, whom nothing is refused
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(socket, "create_server", refuse)
    with pytest.raises(CannotStart) as raised:
        _door(load(_env_file=None, host="127.0.0.1"), 80)
    assert raised.value.problems == ("Cannot listen on 127.0.0.1:80: Permission denied. Set PORT to 1024 or more.",)
