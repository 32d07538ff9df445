"""Buttons, menus, pickers, choices and images."""

from typing import Any

import pytest

from tests.playground.strict.make import (
    Cases,
    accepted,
    actions,
    assert_refused,
    button,
    input_block,
    mrkdwn,
    on_home,
    on_message,
    on_modal,
    option,
    options,
    plain,
    section,
    table,
)

HERE = "/blocks/0/elements/0"


def menu(kind: str = "static_select", **more: Any) -> dict[str, Any]:
    return actions({"type": kind, "action_id": "when", **more})


def pair_of_thumbs(**more: Any) -> dict[str, Any]:
    thumb = {"text": plain("Good"), "value": "up"}
    return {
        "type": "context_actions",
        "elements": [{"type": "feedback_buttons", "positive_button": thumb, "negative_button": {**thumb, **more}}],
    }


def icon_button(**more: Any) -> dict[str, Any]:
    return {
        "type": "context_actions",
        "elements": [{"type": "icon_button", "icon": "trash", "text": plain("Delete"), **more}],
    }


REFUSED: Cases = {
    "a button label over 75": (
        actions(button(text=plain("x" * 76))),
        f"{HERE}/text/text",
        "must be less than 76 characters",
    ),
    "an empty button label": (actions(button(text=plain(""))), f"{HERE}/text/text", "must be more than 0 characters"),
    "mrkdwn on a button": (actions(button(text=mrkdwn())), f"{HERE}/text/type", "unsupported type: mrkdwn"),
    "a button value over 2000": (
        actions(button(value="x" * 2001)),
        f"{HERE}/value",
        "must be less than 2001 characters",
    ),
    "a button value that is a number": (actions(button(value=7)), f"{HERE}/value", "must provide a string"),
    "a button url over 3000": (
        actions(button(url="https://example.org/" + "x" * 2981)),
        f"{HERE}/url",
        "must be less than 3001 characters",
    ),
    "a button url that is none": (actions(button(url="example")), f"{HERE}/url", "must be a valid URL"),
    "a button of an unknown style": (
        actions(button(style="default")),
        f"{HERE}/style",
        "must be a valid enum value: primary, danger",
    ),
    "an accessibility label over 75": (
        actions(button(accessibility_label="x" * 76)),
        f"{HERE}/accessibility_label",
        "must be less than 76 characters",
    ),
    "an accessibility label that is a text object": (
        actions(button(accessibility_label={"type": "plain_text", "text": "Undo"})),
        f"{HERE}/accessibility_label",
        "must provide a string",
    ),
    "an accessibility label of a menu": (
        menu(accessibility_label="Colour"),
        HERE,
        "invalid additional property: accessibility_label",
    ),
    "an action_id over 255": (
        actions(button(action_id="x" * 256)),
        f"{HERE}/action_id",
        "must be less than 256 characters",
    ),
    "an empty action_id": (actions(button(action_id="")), f"{HERE}/action_id", "must be more than 0 characters"),
    "an agent prompt over 4000": (
        actions(button(agent_prompt="x" * 4001)),
        f"{HERE}/agent_prompt",
        "must be less than 4001 characters",
    ),
    "a key that a button does not know": (
        actions(button(colour="red")),
        HERE,
        "invalid additional property: colour",
    ),
    "a button without a label": (actions({"type": "button"}), HERE, "missing required field: text"),
    "an unknown element": (actions({"type": "slider"}), f"{HERE}/type", "unsupported type: slider"),
    "an element that is a string": (actions("button"), HERE, "must provide an object"),  # type: ignore[arg-type]  # the fault
    "a menu with 101 options": (
        menu(options=options(101)),
        f"{HERE}/options",
        "no more than 100 items allowed",
    ),
    "a menu with 101 groups": (
        menu(option_groups=[{"label": plain(), "options": [option()]}] * 101),
        f"{HERE}/option_groups",
        "no more than 100 items allowed",
    ),
    "a menu with no options": (menu(options=[]), f"{HERE}/options", "no fewer than 1 items allowed"),
    "a menu with neither options nor groups": (
        menu(),
        HERE,
        "must define exactly one of `options` or `option_groups`",
    ),
    "a menu with options and groups": (
        menu(options=[option()], option_groups=[{"label": plain(), "options": [option()]}]),
        HERE,
        "must define exactly one of `options` or `option_groups`",
    ),
    "a placeholder over 150": (
        menu(options=[option()], placeholder=plain("x" * 151)),
        f"{HERE}/placeholder/text",
        "must be less than 151 characters",
    ),
    "mrkdwn in a placeholder": (
        menu(options=[option()], placeholder=mrkdwn()),
        f"{HERE}/placeholder/type",
        "unsupported type: mrkdwn",
    ),
    "an initial option that is not offered": (
        menu(options=[option("weekly")], initial_option=option("monthly")),
        f"{HERE}/initial_option",
        "must be one of the provided options",
    ),
    "an initial option with other words for the same value": (
        menu(options=[option("weekly")], initial_option={"text": plain("Each week"), "value": "weekly"}),
        f"{HERE}/initial_option",
        "must be one of the provided options",
    ),
    "an initial option that no group offers": (
        menu(option_groups=[{"label": plain(), "options": [option("weekly")]}], initial_option=option("monthly")),
        f"{HERE}/initial_option",
        "must be one of the provided options",
    ),
    "initial options of which one is not offered": (
        menu("multi_static_select", options=[option("weekly")], initial_options=[option("weekly"), option("daily")]),
        f"{HERE}/initial_options/1",
        "must be one of the provided options",
    ),
    "more initial options than may be chosen": (
        menu("multi_static_select", options=options(2), initial_options=options(2), max_selected_items=1),
        f"{HERE}/initial_options",
        "no more than 1 items allowed",
    ),
    "a choice of none at most": (
        menu("multi_users_select", max_selected_items=0),
        f"{HERE}/max_selected_items",
        "must be at least 1",
    ),
    "a query length below none": (
        menu("external_select", min_query_length=-1),
        f"{HERE}/min_query_length",
        "must be at least 0",
    ),
    "a query length in words": (
        menu("external_select", min_query_length="3"),
        f"{HERE}/min_query_length",
        "must provide an integer",
    ),
    "several users in a menu for one": (
        menu("users_select", initial_users=["U1"]),
        HERE,
        "invalid additional property: initial_users",
    ),
    "an overflow menu with six options": (
        menu("overflow", options=options(6)),
        f"{HERE}/options",
        "no more than 5 items allowed",
    ),
    "an overflow menu with none": (menu("overflow", options=[]), f"{HERE}/options", "no fewer than 1 items allowed"),
    "an overflow option's url over 3000": (
        menu("overflow", options=[option(url="https://example.org/" + "x" * 2981)]),
        f"{HERE}/options/0/url",
        "must be less than 3001 characters",
    ),
    "eleven checkboxes": (menu("checkboxes", options=options(11)), f"{HERE}/options", "no more than 10 items allowed"),
    "eleven radio buttons": (
        menu("radio_buttons", options=options(11)),
        f"{HERE}/options",
        "no more than 10 items allowed",
    ),
    "a checked box that is not there": (
        menu("checkboxes", options=[option()], initial_options=[option("monthly")]),
        f"{HERE}/initial_options/0",
        "must be one of the provided options",
    ),
    "a chosen radio button that is not there": (
        menu("radio_buttons", options=[option()], initial_option=option("monthly")),
        f"{HERE}/initial_option",
        "must be one of the provided options",
    ),
    "a day that does not exist": (
        menu("datepicker", initial_date="2026-02-30"),
        f"{HERE}/initial_date",
        "must be in the format YYYY-MM-DD",
    ),
    "a day written another way": (
        menu("datepicker", initial_date="20260228"),
        f"{HERE}/initial_date",
        "must be in the format YYYY-MM-DD",
    ),
    "a time that does not exist": (
        menu("timepicker", initial_time="24:00"),
        f"{HERE}/initial_time",
        "must be in the format HH:mm",
    ),
    "a time with seconds": (
        menu("timepicker", initial_time="09:00:00"),
        f"{HERE}/initial_time",
        "must be in the format HH:mm",
    ),
    "a zone that does not exist": (
        menu("timepicker", timezone="Europe/Atlantis"),
        f"{HERE}/timezone",
        "must be a valid time zone",
    ),
    "an instant in words": (
        menu("datetimepicker", initial_date_time="1774602000"),
        f"{HERE}/initial_date_time",
        "must provide an integer",
    ),
    "an instant with nine digits": (
        menu("datetimepicker", initial_date_time=999_999_999),
        f"{HERE}/initial_date_time",
        "must be at least 1000000000",
    ),
    "an instant with eleven digits": (
        menu("datetimepicker", initial_date_time=10_000_000_000),
        f"{HERE}/initial_date_time",
        "must be at most 9999999999",
    ),
    "an image without alternative text": (
        section(accessory={"type": "image", "image_url": "https://example.org/a.png"}),
        "/blocks/0/accessory",
        "missing required field: alt_text",
    ),
    "an image from two places": (
        section(
            accessory={
                "type": "image",
                "alt_text": "A chart",
                "image_url": "https://example.org/a.png",
                "slack_file": {"id": "F0123ABCD"},
            }
        ),
        "/blocks/0/accessory",
        "must define exactly one of `image_url` or `slack_file`",
    ),
    "an answer address asked for in a message": (
        menu("conversations_select", response_url_enabled=True),
        HERE,
        "invalid additional property: response_url_enabled",
    ),
    "a feedback button label over 75": (
        pair_of_thumbs(text=plain("x" * 76)),
        f"{HERE}/negative_button/text/text",
        "must be less than 76 characters",
    ),
    "a feedback button value over 2000": (
        pair_of_thumbs(value="x" * 2001),
        f"{HERE}/negative_button/value",
        "must be less than 2001 characters",
    ),
    "an icon that Slack does not have": (
        icon_button(icon="bomb"),
        f"{HERE}/icon",
        "must be a valid enum value: trash",
    ),
    "an icon button for eleven people": (
        icon_button(visible_to_user_ids=[f"U{number}" for number in range(11)]),
        f"{HERE}/visible_to_user_ids",
        "no more than 10 items allowed",
    ),
    "a workflow button without a workflow": (
        actions({"type": "workflow_button", "text": plain()}),
        HERE,
        "missing required field: workflow",
    ),
}


@table(REFUSED)
def test_it_is_refused(payload: Any, pointer: str, sentence: str) -> None:
    assert_refused(on_message(payload), error="invalid_blocks", pointer=pointer, sentence=sentence)


@accepted(
    {
        "a button at every limit": actions(
            button(
                text=plain("x" * 75),
                action_id="x" * 255,
                value="x" * 2000,
                url="https://example.org/" + "x" * 2980,
                style="danger",
                accessibility_label="x" * 75,
                agent_prompt="x" * 4000,
            )
        ),
        "a menu of 100 options": menu(options=options(100), initial_option=option("day-99")),
        "a menu of 100 groups of 100 options": menu(
            option_groups=[{"label": plain("x" * 75), "options": options(100)}] * 100,
            initial_option=option("day-99"),
        ),
        "several of 100 options": menu(
            "multi_static_select", options=options(100), initial_options=options(3), max_selected_items=3
        ),
        "an external menu that asks at once": menu("external_select", min_query_length=0),
        "several external options": menu("multi_external_select", initial_options=options(2), max_selected_items=2),
        "a person": menu("users_select", initial_user="U0123ALICE"),
        "people": menu("multi_users_select", initial_users=["U0123ALICE", "U0123BOB"]),
        "a channel": menu("channels_select", initial_channel="C0123ABCD"),
        "channels": menu("multi_channels_select", initial_channels=["C0123ABCD"]),
        "a conversation": menu("conversations_select", default_to_current_conversation=True),
        "conversations": menu("multi_conversations_select", initial_conversations=["C0123ABCD"]),
        "an overflow menu of five": menu(
            "overflow", options=[option(url="https://example.org/" + "x" * 2980), *options(4)]
        ),
        "ten checkboxes with formatting": menu(
            "checkboxes", options=[{"text": mrkdwn(), "value": f"v{number}"} for number in range(10)]
        ),
        "ten radio buttons": menu("radio_buttons", options=options(10), initial_option=option("day-9")),
        "a day": menu("datepicker", initial_date="2028-02-29", placeholder=plain("x" * 150)),
        "a time": menu("timepicker", initial_time="23:59", timezone="Asia/Kolkata"),
        "an instant": menu("datetimepicker", initial_date_time=9_999_999_999),
        "thumbs": pair_of_thumbs(),
        "an icon button for ten people": icon_button(visible_to_user_ids=[f"U{number}" for number in range(10)]),
        "a workflow button": actions(
            {
                "type": "workflow_button",
                "text": plain(),
                "workflow": {"trigger": {"url": "https://slack.com/shortcuts/Ft0123ABC456/xyz"}},
            }
        ),
        "an image beside a section": section(
            accessory={
                "type": "image",
                "alt_text": "x" * 2000,
                "image_url": "https://example.org/" + "x" * 2980,
            }
        ),
    }
)
def test_it_is_accepted(payload: Any) -> None:
    assert on_message(payload) is None


def test_a_datetimepicker_has_no_place_on_home() -> None:
    assert_refused(
        on_home(menu("datetimepicker")),
        error="invalid_arguments",
        pointer=f"/view{HERE}/type",
        sentence="unsupported type: datetimepicker (not on home surfaces)",
    )


@pytest.mark.parametrize("element", ["workflow_button", "overflow"])
def test_an_input_holds_nothing_to_press(element: str) -> None:
    assert_refused(
        on_modal(input_block({"type": element})),
        error="invalid_arguments",
        pointer="/view/blocks/0/element/type",
        sentence=f"unsupported type: {element}",
    )


@pytest.mark.parametrize("element", ["conversations_select", "channels_select"])
def test_a_form_can_ask_for_an_answer_address(element: str) -> None:
    assert on_modal(input_block({"type": element, "response_url_enabled": True})) is None


def test_a_form_for_several_conversations_cannot_ask_for_an_answer_address() -> None:
    assert_refused(
        on_modal(input_block({"type": "multi_conversations_select", "response_url_enabled": True})),
        error="invalid_arguments",
        pointer="/view/blocks/0/element",
        sentence="invalid additional property: response_url_enabled",
    )
