"""Where slack_sdk's models know a rule too, both must say the same."""

from typing import Any

import pytest
from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block

from tests.playground.strict import test_blocks, test_elements
from tests.playground.strict.make import on_message

FAULTS_THAT_THE_MODELS_KNOW = [
    "a button label over 75",
    "a button value over 2000",
    "a button of an unknown style",
    "a menu with 101 options",
    "a placeholder over 150",
    "an overflow menu with six options",
    "a section with nothing in it",
    "a section with eleven fields",
    "header text over 150",
    "a context of eleven",
    "26 actions",
    "an input label over 2000",
    "alternative text over 2000",
    "an image url over 3000",
]
REFUSED = {**test_elements.REFUSED, **test_blocks.REFUSED}


@pytest.mark.parametrize("fault", FAULTS_THAT_THE_MODELS_KNOW)
def test_the_models_refuse_it_too(fault: str) -> None:
    block, _, _ = REFUSED[fault]

    with pytest.raises(SlackObjectFormationError):
        _through_models(block)


@pytest.mark.parametrize("name", [name for name in test_blocks.AT_THEIR_LIMITS if not name.startswith("header")])
def test_what_the_models_make_is_accepted(name: str) -> None:
    assert on_message(_through_models(test_blocks.AT_THEIR_LIMITS[name])) is None


def _through_models(block: dict[str, Any]) -> dict[str, Any]:
    (parsed,) = Block.parse_all([block])
    made: dict[str, Any] = parsed.to_dict()
    return made
