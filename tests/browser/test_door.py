"""A page of another site in the same browser: it reaches nothing here, whatever it knows and however it asks."""

import pytest
from aiohttp import web
from playwright.async_api import Browser
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground import Person, Playground

pytestmark = pytest.mark.asyncio(loop_scope="session")

_TRIES = """async ({url, token, channel, socket}) => {
  const form = () => new URLSearchParams({token, channel, text: "Hello"});
  const simple = {method: "POST", mode: "no-cors", body: form()};
  await fetch(`${url}/api/chat.postMessage`, simple);
  await fetch(`${url}/api/chat.postMessage?${form()}`, {mode: "no-cors"});
  const preflighted = {method: "POST", headers: {Authorization: `Bearer ${token}`}, body: form()};
  const readable = await fetch(`${url}/api/chat.postMessage`, preflighted).then(() => true, () => false);
  const person = await fetch(`${url}/page/data/people`).then(() => true, () => false);
  const picture = await new Promise((done) => {
    const image = new Image();
    image.onload = () => done(true);
    image.onerror = () => done(false);
    image.src = `${url}/page/icon.svg`;
  });
  const told = (source, events) => new Promise((done) => {
    for (const event of events) source.addEventListener(event, () => done(event));
  });
  const hears = await told(new EventSource(`${url}/page/data/changes`), ["open", "error"]);
  const talks = await told(new WebSocket(socket), ["open", "error"]);
  return {readable, person, picture, hears, talks};
}"""


async def test_a_page_of_another_site_reaches_nothing(browser: Browser, playground: Playground, alice: Person) -> None:
    async def elsewhere(_request: web.Request) -> web.Response:
        return web.Response(text=f'<a href="{playground.url}/">Try it</a>', content_type="text/html")

    site = web.Application()
    site.router.add_get("/", elsewhere)
    runner = web.AppRunner(site, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    client = AsyncWebClient(playground.app_token, base_url=playground.api_url)
    opened = await client.apps_connections_open(app_token=playground.app_token)
    knows = {
        "url": playground.url,
        "token": playground.bot_token,
        "channel": playground.channel("shelter", alice).id,
        "socket": opened["url"],
    }
    page = await browser.new_page()
    try:
        for name in ("127.0.0.1", "localhost"):
            await page.goto(f"http://{name}:{runner.addresses[0][1]}/")
            got = await page.evaluate(_TRIES, knows)
            assert got == {"readable": False, "person": False, "picture": False, "hears": "error", "talks": "error"}
        assert playground.posts == []
        assert playground.calls == {"apps.connections.open": 1}
        assert playground.sockets.opened == 0

        # Whoever follows the link there is on our page, which is ours again.
        await page.get_by_role("link").click()
        await page.get_by_role("button", name="Alice").wait_for()

        # A name that somebody else gives us.
        answer = await page.goto(playground.url.replace("127.0.0.1", "shelter.localhost"))
        assert answer is not None
        assert answer.status == 403
    finally:
        await page.close()
        await runner.cleanup()
