"""A bot that can reach Slack through a proxy only: everything that it does goes that way."""

from tests.bots import Bots
from tests.databases import PATIENCE
from tests.proxies import proxy_to


async def test_everything_that_a_bot_does_goes_through_the_proxy(on_sqlite: Bots) -> None:
    playground = on_sqlite.playground
    port = int(playground.url.rpartition(":")[2])
    # Nobody but the proxy knows where that is.
    playground.world.identity.url = f"http://slack.test:{port}"
    playground.world.identity.also_at = (playground.world.identity.url,)
    alice = playground.who_is("alice")
    async with proxy_to(slack_test=port) as proxy:
        await on_sqlite.start("run", http_proxy=proxy.url)
        await playground.connected(timeout=PATIENCE)
        opened = await alice.types("/outcome new", channel="#shelter", patience=PATIENCE)
        assert opened.modal is not None
        await alice.closes()
        await alice.says("hello", patience=PATIENCE)
        await on_sqlite.run("plan")
        called = {line.rpartition("/")[2] for line in proxy.seen}
    assert called >= {"auth.test", "apps.connections.open", "socket", "views.open", "chat.postMessage", "users.info"}
