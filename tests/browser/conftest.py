"""A browser for all, one lived-in demo for most, and windows that must stay on this machine."""

import os
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser

from bot.playground import Person, Playground
from bot.playground.page_settings import PageSettings
from bot.playground.site import add_page
from tests.browser import window as windows
from tests.browser.window import Window
from tests.databases import PATIENCE
from tests.demos import Demo, running_demo
from tests.playground.conftest import MANIFEST

Look = Callable[..., Awaitable[Window]]


@pytest.fixture(scope="session")
def program() -> str:
    """The browser program. Without one: fails in CI, skips elsewhere."""
    found = windows.program()
    if found is None:
        missing = "No browser here; with the package chromium installed these tests run."
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    return found


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser(program: str) -> AsyncIterator[Browser]:
    """The browser, started once."""
    async with windows.browser(program) as running:
        yield running


@pytest.fixture(scope="session")
def demo(program: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """A demo that tests share: none moves its clock, and each leaves to the others what they need."""
    with running_demo(tmp_path_factory.mktemp("demo"), "--port", "0") as running:
        yield running


@pytest.fixture
def fresh_demo(program: str, tmp_path: Path) -> Iterator[Demo]:
    """A demo that nobody has touched."""
    with running_demo(tmp_path, "--port", "0") as running:
        yield running


@pytest_asyncio.fixture(loop_scope="session")
async def look(browser: Browser) -> AsyncIterator[Look]:
    """Opens a window on an address. Nothing may come from elsewhere, and the console has nothing to complain about."""
    opened: list[Window] = []
    async with AsyncExitStack() as stack:

        async def look_(url: str, **more: Any) -> Window:
            fresh = await stack.enter_async_context(windows.window(browser, url, **more))
            opened.append(fresh)
            return fresh

        yield look_
    for each in opened:
        assert each.foreign == []
        assert each.complaints == []


@pytest_asyncio.fixture(loop_scope="session")
async def playground() -> AsyncIterator[Playground]:
    """A playground with its page, for a bot made for the test."""
    add_ons = [partial(add_page, settings=PageSettings())]
    async with Playground(MANIFEST, add_ons=add_ons, ack_deadline=PATIENCE, patience=PATIENCE) as running:
        yield running


@pytest_asyncio.fixture(loop_scope="session")
async def alice(playground: Playground) -> Person:
    """Whoever is the only one there."""
    return playground.person("alice")
