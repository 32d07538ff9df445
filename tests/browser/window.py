"""A window of a real browser on the playground's page, used by the words that a person reads there."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.async_api import Browser, Locator, Page, async_playwright

PATIENCE = 15_000
"""Milliseconds after which something that does not appear is a failure."""
WIDE = (1280, 800)
NARROW = (400, 800)
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Without a sandbox, because containers run as root, and without shared memory, of which they have little; the rest
# keeps the browser from calling home.
_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def program() -> str | None:
    """The browser that is installed here."""
    return next((path for name in _NAMES if (path := shutil.which(name))), None)


@asynccontextmanager
async def browser(executable: str) -> AsyncIterator[Browser]:
    """The browser, without a window yet."""
    async with async_playwright() as playwright:
        running = await playwright.chromium.launch(executable_path=executable, args=_ARGUMENTS)
        yield running
        await running.close()


@dataclass
class Window:
    """One window. `foreign` are the addresses elsewhere that it asked for, `complaints` what its console said."""

    page: Page
    foreign: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    # --- what stands there

    @property
    def composer(self) -> Locator:
        """Where one writes."""
        return self.page.locator("main .composer textarea")

    @property
    def form(self) -> Locator:
        """The form on top."""
        return self.page.get_by_role("dialog")

    @property
    def inspector(self) -> Locator:
        """What passed between Slack and the bot."""
        return self.page.get_by_role("complementary", name="Inspector")

    def message(self, text: str) -> Locator:
        """The newest message with this text."""
        return self.page.locator("main .message").filter(has_text=text).last

    def button(self, name: str) -> Locator:
        """The newest button of exactly this name."""
        return self.page.get_by_role("button", name=name, exact=True).last

    def step(self, title: str) -> Locator:
        """One of the things to try."""
        return self.page.get_by_label("Try these").get_by_role("button").filter(has_text=title)

    def place(self, name: str) -> Locator:
        """A channel, or the app, in the column on the left."""
        return self.page.get_by_label("Conversations").last.get_by_role("listitem").filter(has_text=name)

    # --- what one does

    async def opens(self, name: str) -> None:
        """Look at a channel or at the app."""
        await self.place(name).get_by_role("button").click()
        # In a narrow window the list is gone once the choice is made.
        await self.page.locator("nav [aria-current=page]").filter(has_text=name).wait_for(state="attached")

    async def writes(self, text: str) -> None:
        """Type it and send it."""
        await self.composer.fill(text)
        await self.composer.press("Enter")

    async def becomes(self, name: str) -> None:
        """Be another person."""
        await self.page.get_by_role("button", name="Be somebody else").click()
        await self.page.get_by_role("menuitem", name=name).click()
        await self.page.get_by_role("button", name=f"You are {name}.").wait_for()

    async def submits(self) -> None:
        """Press the button that sends the form."""
        await self.form.locator("footer .primary").click()


@asynccontextmanager
async def window(
    running: Browser, url: str, *, person: str = "", size: tuple[int, int] = WIDE, dark: bool = False
) -> AsyncIterator[Window]:
    """A window of its own, as if nobody had been here before: `person` is whom the page begins with."""
    width, height = size
    context = await running.new_context(
        viewport={"width": width, "height": height}, color_scheme="dark" if dark else "light"
    )
    context.set_default_timeout(PATIENCE)
    page = await context.new_page()
    opened = Window(page)
    here = urlsplit(url).netloc
    page.on("request", lambda asked: opened.foreign.append(asked.url) if urlsplit(asked.url).netloc != here else None)
    page.on("console", lambda said: opened.complaints.append(said.text))
    page.on("pageerror", lambda error: opened.complaints.append(str(error)))
    try:
        await page.goto(url)
        await page.locator(".frame").wait_for()
        if person:
            await opened.becomes(person)
        yield opened
    finally:
        await context.close()
