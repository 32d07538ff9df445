"""Texts, options, confirmations, filters and files, wherever they stand."""

from typing import Any

from tests.playground.strict.make import (
    Cases,
    accepted,
    actions,
    assert_refused,
    button,
    mrkdwn,
    on_message,
    option,
    plain,
    section,
    table,
)

CONFIRM = {"title": plain("Sure?"), "text": plain("It goes."), "confirm": plain("Go"), "deny": plain("Stay")}
IN_CONFIRM = "/blocks/0/elements/0/confirm"


def confirmed(**more: Any) -> dict[str, Any]:
    return actions(button(confirm={**CONFIRM, **more}))


def chosen_from(*options: Any) -> dict[str, Any]:
    return actions({"type": "static_select", "options": list(options)})


def filtered(**filters: Any) -> dict[str, Any]:
    return actions({"type": "conversations_select", "filter": filters})


def picture(**file: Any) -> dict[str, Any]:
    return {"type": "image", "alt_text": "A chart", "slack_file": file}


REFUSED: Cases = {
    "empty text": (section(text=mrkdwn("")), "/blocks/0/text/text", "must be more than 0 characters"),
    "text that is a number": (section(text=mrkdwn(84)), "/blocks/0/text/text", "must provide a string"),  # type: ignore[arg-type]  # the fault
    "text that is a bare string": (section(text="84"), "/blocks/0/text", "must provide an object"),
    "text of an unknown type": (
        section(text={"type": "html", "text": "<b>"}),
        "/blocks/0/text/type",
        "unsupported type: html",
    ),
    "text without a type": (section(text={"text": "84"}), "/blocks/0/text", "missing required field: type"),
    "text without text": (section(text={"type": "mrkdwn"}), "/blocks/0/text", "missing required field: text"),
    "emoji on mrkdwn": (
        section(text={**mrkdwn(), "emoji": True}),
        "/blocks/0/text",
        "invalid additional property: emoji",
    ),
    "verbatim on plain text": (
        section(text={**plain(), "verbatim": True}),
        "/blocks/0/text",
        "invalid additional property: verbatim",
    ),
    "a word for a flag": (
        section(text={**mrkdwn(), "verbatim": "true"}),
        "/blocks/0/text/verbatim",
        "must provide a boolean",
    ),
    "a title over 100 in a confirmation": (
        confirmed(title=plain("x" * 101)),
        f"{IN_CONFIRM}/title/text",
        "must be less than 101 characters",
    ),
    "a text over 300 in a confirmation": (
        confirmed(text=mrkdwn("x" * 301)),
        f"{IN_CONFIRM}/text/text",
        "must be less than 301 characters",
    ),
    "a confirm label over 30": (
        confirmed(confirm=plain("x" * 31)),
        f"{IN_CONFIRM}/confirm/text",
        "must be less than 31 characters",
    ),
    "a deny label over 30": (
        confirmed(deny=plain("x" * 31)),
        f"{IN_CONFIRM}/deny/text",
        "must be less than 31 characters",
    ),
    "mrkdwn on a confirm label": (
        confirmed(confirm=mrkdwn()),
        f"{IN_CONFIRM}/confirm/type",
        "unsupported type: mrkdwn",
    ),
    "a confirmation of an unknown style": (
        confirmed(style="bold"),
        f"{IN_CONFIRM}/style",
        "must be a valid enum value: primary, danger",
    ),
    "a confirmation without a text": (
        actions(button(confirm={key: value for key, value in CONFIRM.items() if key != "text"})),
        IN_CONFIRM,
        "missing required field: text",
    ),
    "an option text over 75": (
        chosen_from({"text": plain("x" * 76), "value": "a"}),
        "/blocks/0/elements/0/options/0/text/text",
        "must be less than 76 characters",
    ),
    "an option value over 150": (
        chosen_from(option("x" * 151)),
        "/blocks/0/elements/0/options/0/value",
        "must be less than 151 characters",
    ),
    "an option value that is a number": (
        chosen_from({"text": plain(), "value": 7}),
        "/blocks/0/elements/0/options/0/value",
        "must provide a string",
    ),
    "an option description over 75": (
        chosen_from(option(description=plain("x" * 76))),
        "/blocks/0/elements/0/options/0/description/text",
        "must be less than 76 characters",
    ),
    "mrkdwn in a menu's option": (
        chosen_from({"text": mrkdwn(), "value": "a"}),
        "/blocks/0/elements/0/options/0/text/type",
        "unsupported type: mrkdwn",
    ),
    "a url on a menu's option": (
        chosen_from(option(url="https://example.org")),
        "/blocks/0/elements/0/options/0",
        "invalid additional property: url",
    ),
    "an option group label over 75": (
        actions({"type": "static_select", "option_groups": [{"label": plain("x" * 76), "options": [option()]}]}),
        "/blocks/0/elements/0/option_groups/0/label/text",
        "must be less than 76 characters",
    ),
    "an option group without options": (
        actions({"type": "static_select", "option_groups": [{"label": plain(), "options": []}]}),
        "/blocks/0/elements/0/option_groups/0/options",
        "no fewer than 1 items allowed",
    ),
    "a conversation filter that includes nothing": (
        filtered(include=[]),
        "/blocks/0/elements/0/filter/include",
        "no fewer than 1 items allowed",
    ),
    "a conversation filter for unknown kinds": (
        filtered(include=["secret"]),
        "/blocks/0/elements/0/filter/include/0",
        "must be a valid enum value: im, mpim, private, public",
    ),
    "a Slack file with an impossible id": (
        picture(id="F12"),
        "/blocks/0/slack_file/id",
        "must be a valid file id",
    ),
    "a Slack file with both id and url": (
        picture(id="F0123ABCD", url="https://files.example.org/F0123ABCD"),
        "/blocks/0/slack_file",
        "must define exactly one of `id` or `url`",
    ),
    "a Slack file with neither": (picture(), "/blocks/0/slack_file", "must define exactly one of `id` or `url`"),
}


@table(REFUSED)
def test_it_is_refused(payload: Any, pointer: str, sentence: str) -> None:
    assert_refused(on_message(payload), error="invalid_blocks", pointer=pointer, sentence=sentence)


@accepted(
    {
        "mrkdwn with verbatim": section(text={**mrkdwn(), "verbatim": True}),
        "plain text with emoji": section(text={**plain(), "emoji": False}),
        "a confirmation at every limit": actions(
            button(
                confirm={
                    "title": plain("x" * 100),
                    "text": mrkdwn("x" * 300),
                    "confirm": plain("x" * 30),
                    "deny": plain("x" * 30),
                    "style": "danger",
                }
            )
        ),
        "an option at every limit": chosen_from(
            {"text": plain("x" * 75), "value": "x" * 150, "description": plain("x" * 75)}
        ),
        "a filter of every kind": filtered(include=["im", "mpim", "private", "public"], exclude_bot_users=True),
        "a Slack file by id": picture(id="F0123ABCD"),
        "a Slack file by url": picture(url="https://files.example.org/F0123ABCD"),
    }
)
def test_it_is_accepted(payload: Any) -> None:
    assert on_message(payload) is None
