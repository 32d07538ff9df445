"""Options that the bot offers for what a person has typed."""

from typing import Any

from bot.playground.strict import check_options
from tests.playground.strict.make import Cases, accepted, assert_refused, mrkdwn, option, options, plain, table


def group(*offered: Any) -> dict[str, Any]:
    return {"label": plain("Satisfaction"), "options": list(offered)}


REFUSED: Cases = {
    "101 options": ({"options": options(101)}, "/options", "no more than 100 items allowed"),
    "101 groups": ({"option_groups": [group(option())] * 101}, "/option_groups", "no more than 100 items allowed"),
    "101 options in a group": (
        {"option_groups": [group(*options(101))]},
        "/option_groups/0/options",
        "no more than 100 items allowed",
    ),
    "a group of none": ({"option_groups": [group()]}, "/option_groups/0/options", "no fewer than 1 items allowed"),
    "options and groups": (
        {"options": [option()], "option_groups": [group(option())]},
        "/",
        "must define exactly one of `options` or `option_groups`",
    ),
    "neither": ({}, "/", "must define exactly one of `options` or `option_groups`"),
    "no answer": (None, "/", "must provide an object"),
    "an option text over 75": (
        {"options": [option(), {"text": plain("x" * 76), "value": "a"}]},
        "/options/1/text/text",
        "must be less than 76 characters",
    ),
    "an option value over 150": (
        {"options": [option("x" * 151)]},
        "/options/0/value",
        "must be less than 151 characters",
    ),
    "mrkdwn in an option": (
        {"options": [{"text": mrkdwn(), "value": "a"}]},
        "/options/0/text/type",
        "unsupported type: mrkdwn",
    ),
}


@table(REFUSED)
def test_it_is_refused(payload: Any, pointer: str, sentence: str) -> None:
    assert_refused(check_options(payload), error="invalid_options", pointer=pointer, sentence=sentence)


@accepted(
    {
        "none": {"options": []},
        "no groups": {"option_groups": []},
        "100 options": {"options": options(100)},
        "100 groups of 100": {"option_groups": [group(*options(100))] * 100},
    }
)
def test_it_is_accepted(payload: Any) -> None:
    assert check_options(payload) is None
