"""Takes the pictures in the documentation: `python -m tests.browser.pictures docs/images`.

Each begins with a demo that nobody has touched, at the same minute of the same day, so that what stands in a picture
changes only when the page or the bot does.
"""

import asyncio
import re
import sys
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path

from playwright.async_api import Browser, expect

from tests.browser.window import NARROW, Window, browser, program, window
from tests.demos import Demo, running_demo


async def first_sight(here: Window) -> None:
    """What a newcomer meets, with a reading about to be given."""
    await here.step("Give a reading").click()
    await expect(here.composer).to_have_value(re.compile("rough"))


async def form(here: Window) -> None:
    """A form that asks back."""
    await here.step("Open a form").click()
    await expect(here.composer).to_have_value(re.compile("Serve"))
    await here.page.keyboard.press("Enter")
    await here.submits()
    await here.form.get_by_text("If it is meant as it is, save it again.").wait_for()


async def digest(here: Window) -> None:
    """The week's digest, and what else was sent on the way to Tuesday."""
    await first_sight(here)
    await here.page.keyboard.press("Enter")
    await here.message("All in for Mon 20 April").wait_for()
    await here.step("Move the clock").click()
    await here.page.get_by_label("Sent on the way").wait_for()
    await here.step("Read the digest").click()
    await here.message("14–20 April · ").wait_for()


PICTURES: dict[str, tuple[Callable[[Window], Awaitable[None]], dict[str, object]]] = {
    "digest": (digest, {}),
    "reminder-dark": (first_sight, {"dark": True}),
    "form": (form, {}),
    "narrow": (first_sight, {"size": NARROW}),
}


async def take(name: str, running: Browser, demo: Demo, folder: Path) -> None:
    """One picture, of a demo that is as new."""
    walk, looks = PICTURES[name]
    demo.do("clock", {"stopped": True})
    async with window(running, demo.url, **looks) as here:  # type: ignore[arg-type]  # as the table says
        await walk(here)
        await here.page.screenshot(path=folder / f"{name}.png", animations="disabled", caret="hide")


async def main(folder: Path) -> None:
    """All of them."""
    executable = program()
    if executable is None:
        sys.exit("No browser here: install chromium to take pictures.")
    async with browser(executable) as running:
        for name in PICTURES:
            with tempfile.TemporaryDirectory() as temporary, running_demo(Path(temporary), "--port", "0") as demo:
                await take(name, running, demo, folder)
                sys.stdout.write(f"{folder / name}.png\n")


if __name__ == "__main__":
    images = Path(sys.argv[1])
    images.mkdir(parents=True, exist_ok=True)
    asyncio.run(main(images))
