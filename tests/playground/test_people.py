"""What a person cannot do, because Slack's client does not offer it or does not let it through."""

from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground import CannotDo, CannotSubmit, Person, Playground
from tests.playground.conftest import MANIFEST, make_app, over_http
from tests.playground.test_conversation import FORM


async def opened(playground: Playground, client: AsyncWebClient, *blocks: dict[str, Any]) -> Person:
    """Alice, with a form of these blocks open."""
    alice = playground.person("alice")
    trigger = playground.world.triggers.new(alice.user, playground.primary)
    await client.views_open(trigger_id=trigger.id, view={**FORM, "blocks": list(blocks)})
    return alice


def field(element: dict[str, Any], **more: Any) -> dict[str, Any]:
    label = {"type": "plain_text", "text": "Value"}
    return {"type": "input", "block_id": "value", "label": label, "element": {"action_id": "it", **element}, **more}


def choice(value: str) -> dict[str, Any]:
    return {"text": {"type": "plain_text", "text": value.capitalize()}, "value": value}


# --- filling in a form

WHOLE = {"type": "number_input", "is_decimal_allowed": False, "min_value": "1", "max_value": "10"}
TEXT = {"type": "plain_text_input", "min_length": 3, "max_length": 5}
SOME = {"type": "multi_static_select", "options": [choice("one"), choice("two")], "max_selected_items": 1}


@pytest.mark.parametrize(
    ("element", "typed", "problem"),
    [
        pytest.param(TEXT, "", "Please complete this required field", id="nothing"),
        pytest.param(TEXT, "   ", "Please complete this required field", id="only spaces"),
        pytest.param(TEXT, "ab", "Enter at least 3 characters", id="too short"),
        pytest.param(TEXT, "abcdef", "Enter at most 5 characters", id="too long"),
        pytest.param({"type": "plain_text_input"}, "x" * 3001, "Enter at most 3000 characters", id="longer than Slack"),
        pytest.param(WHOLE, "lots", "Enter a number", id="a word for a number"),
        pytest.param(WHOLE, "1.5", "Enter a whole number", id="a fraction"),
        pytest.param(WHOLE, "0", "Enter a number of at least 1", id="too little"),
        pytest.param(WHOLE, "11", "Enter a number of at most 10", id="too much"),
        pytest.param({"type": "email_text_input"}, "alice at home", "Enter a valid email address", id="no e-mail"),
        pytest.param({"type": "url_text_input"}, "example.org", "Enter a valid URL", id="no address"),
        pytest.param(SOME, ["one", "two"], "Choose at most 1", id="too many"),
        pytest.param(SOME, ["three"], "there is no option 'three'", id="what is not on offer"),
        pytest.param({"type": "users_select"}, "@nobody", "there is no @nobody", id="nobody"),
        pytest.param({"type": "datepicker"}, "2026-02-30", "", id="a day that does not exist"),
        pytest.param({"type": "timepicker"}, "24:30", "", id="a time that does not exist"),
    ],
)
async def test_a_form_does_not_let_it_through(
    playground: Playground, client: AsyncWebClient, element: dict[str, Any], typed: Any, problem: str
) -> None:
    alice = await opened(playground, client, field(element))

    with pytest.raises(CannotSubmit, match=f"Value: {problem}"):
        await alice.submits({"Value": typed})

    assert playground.deliveries == []


@pytest.mark.parametrize(
    ("element", "typed"),
    [
        (TEXT, "abc"),
        (TEXT, "abcde"),
        (WHOLE, "1"),
        (WHOLE, "10.0"),
        ({**WHOLE, "is_decimal_allowed": True}, "1.5"),
        ({"type": "email_text_input"}, "alice@example.org"),
        ({"type": "url_text_input"}, "https://example.org"),
        (SOME, ["two"]),
        ({"type": "datepicker"}, "2028-02-29"),
    ],
)
async def test_a_form_lets_it_through(
    playground: Playground, client: AsyncWebClient, element: dict[str, Any], typed: Any
) -> None:
    alice = await opened(playground, client, field(element))

    await alice.submits({"Value": typed})

    assert [delivery.kind for delivery in playground.deliveries] == ["interactive"]


@pytest.mark.parametrize(
    ("wanted", "chosen"),
    [
        ({"include": ["public"]}, ["shelter", "partners"]),
        ({"include": ["private"]}, ["board"]),
        ({"include": ["im"]}, []),
        ({"include": ["public", "private"], "exclude_external_shared_channels": True}, ["shelter", "board"]),
        ({"exclude_bot_users": True}, ["shelter", "board", "partners"]),
    ],
)
async def test_a_select_shows_the_conversations_that_its_filter_lets_through(
    playground: Playground, client: AsyncWebClient, wanted: dict[str, Any], chosen: list[str]
) -> None:
    alice = await opened(playground, client, field({"type": "conversations_select", "filter": wanted}))
    playground.channel("shelter", alice)
    playground.channel("board", alice, private=True)
    playground.channel("partners", alice, shared=True)

    def can_be_chosen(name: str) -> bool:
        try:
            alice.fills({"Value": name})
        except CannotSubmit:
            return False
        return True

    assert [name for name in ("shelter", "board", "partners") if can_be_chosen(name)] == chosen


async def test_a_form_without_a_submit_button_is_not_submitted(playground: Playground, client: AsyncWebClient) -> None:
    alice = playground.person("alice")
    trigger = playground.world.triggers.new(alice.user, playground.primary)
    view = {"type": "modal", "title": FORM["title"], "blocks": [{"type": "divider"}]}
    await client.views_open(trigger_id=trigger.id, view=view)

    with pytest.raises(CannotDo, match="no submit button"):
        await alice.submits({})


@pytest.mark.parametrize("dispatch", [False, True])
async def test_a_field_tells_the_bot_only_where_it_should(
    playground: Playground, client: AsyncWebClient, dispatch: bool
) -> None:
    select = {"type": "static_select", "options": [choice("weekly")]}
    alice = await opened(playground, client, field(select, dispatch_action=dispatch))

    await alice.chooses("Value", "weekly", patience=0.0)

    assert [delivery.payload["type"] for delivery in playground.deliveries] == ["block_actions"] * dispatch


async def test_what_is_not_open_cannot_be_filled_in_or_closed(playground: Playground) -> None:
    alice = playground.person("alice")

    with pytest.raises(CannotDo, match="has no form open"):
        await alice.submits({})
    with pytest.raises(CannotDo, match="has no form open"):
        await alice.closes()


# --- commands, messages and tabs


async def test_a_command_that_no_app_has_is_not_valid(playground: Playground) -> None:
    alice = playground.person("alice")

    answer = await alice.types("/indicator new")

    assert (answer.text, answer.error) == ("/indicator is not a valid command.", "unknown_command")
    assert playground.deliveries == []


async def test_a_command_belongs_to_the_workspace_that_has_the_app(playground: Playground) -> None:
    elsewhere = playground.add_workspace("Elsewhere", installed=False)
    alice, dora = playground.person("alice"), playground.person("dora", workspace=elsewhere)
    playground.channel("shared", alice, dora, shared=True)
    app = make_app(playground)

    @app.command("/reading")
    async def reading(ack: Any) -> None:
        await ack("Recorded")

    async with over_http(playground, app):
        hers = await alice.types("/reading csat 84", channel="#shared")
        foreign = await dora.types("/reading csat 84", channel="#shared")
        playground.uninstall()
        later = await alice.types("/reading csat 84", channel="#shared")

    assert [answer.text for answer in (hers, foreign, later)] == [
        "Recorded",
        "/reading is not a valid command.",
        "/reading is not a valid command.",
    ]


@pytest.mark.parametrize("tab", [{"messages_tab_enabled": False}, {"messages_tab_read_only_enabled": True}])
async def test_nobody_writes_to_an_app_that_takes_no_messages(tab: dict[str, bool]) -> None:
    features = {**MANIFEST["features"], "app_home": {**MANIFEST["features"]["app_home"], **tab}}
    async with Playground({**MANIFEST, "features": features}) as playground:
        with pytest.raises(CannotDo, match="does not take messages"):
            await playground.person("alice").says("42")

        assert playground.messages == []


async def test_nobody_opens_a_home_tab_that_is_not_there() -> None:
    features = {**MANIFEST["features"], "app_home": {"home_tab_enabled": False, "messages_tab_enabled": True}}
    async with Playground({**MANIFEST, "features": features}) as playground:
        alice = playground.person("alice")

        with pytest.raises(CannotDo, match="no Home tab"):
            await alice.opens_home()
        await alice.opens_home(tab="messages")


async def test_what_a_person_does_not_see_they_cannot_use(playground: Playground, client: AsyncWebClient) -> None:
    alice, bob = playground.person("alice"), playground.person("bob")
    shelter = playground.channel("shelter", alice)
    show = {"type": "button", "action_id": "show", "text": {"type": "plain_text", "text": "Show"}}
    await client.chat_postMessage(channel=shelter.id, text="x", blocks=[{"type": "actions", "elements": [show]}])

    with pytest.raises(CannotDo, match="sees no button 'Show'"):
        await bob.presses("Show")
    with pytest.raises(CannotDo, match="sees no field 'Value'"):
        await bob.chooses("Value", "weekly")
    with pytest.raises(CannotDo, match="is not in #shelter"):
        await bob.says("Hello", channel="#shelter")
    with pytest.raises(CannotDo, match="is not in #shelter"):
        await bob.types("/reading csat 84", channel="#shelter")
    with pytest.raises(CannotDo, match="is not a command"):
        await bob.types("reading csat 84")
