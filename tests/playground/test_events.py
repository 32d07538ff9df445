"""Events tell the app what its manifest asks for, and nothing else."""

from typing import Any

from bot.playground import Playground
from tests.playground.conftest import MANIFEST, make_app, over_http

WANTED = ["member_joined_channel", "member_left_channel", "user_change", "app_mention", "app_uninstalled"]


def subscribed(*events: str) -> dict[str, Any]:
    return {**MANIFEST, "settings": {**MANIFEST["settings"], "event_subscriptions": {"bot_events": list(events)}}}


async def test_what_happens_to_people_is_told() -> None:
    async with Playground(subscribed(*WANTED)) as playground:
        alice, bob = playground.person("alice"), playground.person("bob")
        playground.channel("shelter", alice)
        app = make_app(playground)
        told: list[tuple[str, Any]] = []

        @app.event("member_joined_channel")
        @app.event("member_left_channel")
        @app.event("app_mention")
        async def in_channel(event: dict[str, Any]) -> None:
            told.append((event["type"], event["user"]))

        @app.event("user_change")
        async def changed(event: dict[str, Any]) -> None:
            user = event["user"]
            told.append(("user_change", (user["id"], user["deleted"], user["profile"]["status_text"])))

        @app.event("app_uninstalled")
        async def uninstalled(event: dict[str, Any]) -> None:
            told.append((event["type"], None))

        async def step(number: int) -> None:
            await playground.wait_for(lambda: len(told) == number)

        async with over_http(playground, app):
            bob.joins("#shelter")
            await step(1)
            await bob.says("@outcomebot hello", channel="#shelter")
            await step(2)
            bob.leaves("#shelter")
            await step(3)
            bob.sets_status("Away", ":palm_tree:")
            await step(4)
            playground.deactivate(bob)
            await step(5)
            playground.uninstall()
            await step(6)

    assert told == [
        ("member_joined_channel", bob.id),
        ("app_mention", bob.id),
        ("member_left_channel", bob.id),
        ("user_change", (bob.id, False, "Away")),
        ("user_change", (bob.id, True, "Away")),
        ("app_uninstalled", None),
    ]


async def test_nothing_is_told_that_was_not_asked_for() -> None:
    async with Playground(subscribed("app_mention")) as playground:
        alice = playground.person("alice")
        playground.channel("shelter")
        alice.joins("#shelter")
        alice.sets_status("Away")

        answer = await alice.says("42")

        assert answer.delivery is None
        assert playground.deliveries == []


async def test_an_app_hears_of_its_own_messages_too(playground: Playground) -> None:
    alice = playground.person("alice")
    app = make_app(playground)

    async with over_http(playground, app):
        await app.client.chat_postMessage(channel=alice.id, text="Due")
        await playground.wait_for(lambda: playground.deliveries and playground.deliveries[0].status)

    assert playground.deliveries[0].payload["event"]["bot_id"] == playground.primary.bot_id
    assert playground.deliveries[0].ok
