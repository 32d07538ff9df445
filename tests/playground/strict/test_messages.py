"""Messages as a whole: text, number of blocks, ids, metadata, attachments."""

from typing import Any

import pytest

from bot.playground.strict import check_message
from tests.playground.strict.make import assert_refused, button, section

METADATA = {"event_type": "reminder", "event_payload": {"key": "reminder:U1:2026-06-08"}}
DIVIDER = {"type": "divider"}


def error_of(**arguments: Any) -> str | None:
    refusal = check_message({"channel": "C1", **arguments})
    return refusal.error if refusal else None


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param({}, id="nothing"),
        pytest.param({"text": ""}, id="empty text"),
        pytest.param({"text": " \n"}, id="blank text"),
        pytest.param({"blocks": []}, id="no blocks"),
        pytest.param({"text": None, "attachments": []}, id="no attachments"),
    ],
)
def test_a_message_says_something(arguments: dict[str, Any]) -> None:
    assert error_of(**arguments) == "no_text"


def test_text_blocks_or_attachments_are_enough() -> None:
    assert error_of(text="84") is None
    assert error_of(blocks=[DIVIDER]) is None
    assert error_of(attachments=[{"text": "84"}]) is None
    assert error_of(markdown_text="*84*") is None


def test_a_long_text_is_cut_when_posted_and_refused_when_updated() -> None:
    assert error_of(text="x" * 40_001) is None
    assert error_of(ts="1774602000.000100", text="x" * 4_000) is None
    assert error_of(ts="1774602000.000100", text="x" * 4_001) == "msg_too_long"


def test_markdown_text_takes_12000_characters() -> None:
    assert error_of(markdown_text="x" * 12_000) is None
    assert error_of(markdown_text="x" * 12_001) == "msg_too_long"


@pytest.mark.parametrize("other", [{"text": "84"}, {"blocks": [DIVIDER]}])
def test_markdown_text_stands_alone(other: dict[str, Any]) -> None:
    assert error_of(markdown_text="*84*", **other) == "markdown_text_conflict"


@pytest.mark.parametrize("blocks", ['[{"type":', {"type": "divider"}, ["divider"]])
def test_blocks_that_are_no_list_of_objects_are_of_the_wrong_format(blocks: Any) -> None:
    assert error_of(text="84", blocks=blocks) == "invalid_blocks_format"


def test_a_message_takes_50_blocks() -> None:
    assert error_of(blocks=[DIVIDER] * 50) is None
    assert_refused(
        check_message({"blocks": [DIVIDER] * 51}),
        error="invalid_blocks",
        pointer="/blocks",
        sentence="no more than 50 items allowed",
    )


def test_a_block_id_names_one_block() -> None:
    assert_refused(
        check_message({"blocks": [{**DIVIDER, "block_id": "line"}, section(block_id="line")]}),
        error="invalid_blocks",
        pointer="/blocks/1/block_id",
        sentence="`block_id` line already exists",
    )


def test_a_block_id_inside_a_container_names_one_block_too() -> None:
    group = {
        "type": "container",
        "title": {"type": "plain_text", "text": "This week"},
        "child_blocks": [section(block_id="line")],
    }

    assert_refused(
        check_message({"blocks": [{**DIVIDER, "block_id": "line"}, group]}),
        error="invalid_blocks",
        pointer="/blocks/1/child_blocks/0/block_id",
        sentence="`block_id` line already exists",
    )


def test_the_id_of_a_markdown_block_is_ignored() -> None:
    assert error_of(blocks=[{"type": "markdown", "text": "84", "block_id": "line"}] * 2) is None


def test_all_markdown_blocks_share_12000_characters() -> None:
    half = {"type": "markdown", "text": "x" * 6_000}

    assert error_of(blocks=[half, half]) is None
    assert error_of(blocks=[half, half, {"type": "markdown", "text": "x"}]) == "msg_blocks_too_long"


def test_one_action_id_may_stand_in_several_blocks() -> None:
    assert error_of(blocks=[section(accessory=button()), section(accessory=button())]) is None


@pytest.mark.parametrize(
    ("metadata", "error"),
    [
        pytest.param("reminder", "invalid_metadata_format", id="a string"),
        pytest.param([METADATA], "invalid_metadata_format", id="a list"),
        pytest.param({}, "invalid_metadata_schema", id="nothing"),
        pytest.param({"event_type": "reminder"}, "invalid_metadata_schema", id="no payload"),
        pytest.param({"event_payload": {}}, "invalid_metadata_schema", id="no type"),
        pytest.param({**METADATA, "event_type": ""}, "invalid_metadata_schema", id="an empty type"),
        pytest.param({**METADATA, "event_payload": "x"}, "invalid_metadata_schema", id="a payload that is a string"),
        pytest.param({**METADATA, "id": "x"}, "invalid_metadata_schema", id="a key of its own"),
    ],
)
def test_metadata_has_a_type_and_a_payload(metadata: Any, error: str) -> None:
    assert error_of(text="84", metadata=metadata) == error


def test_metadata_is_accepted() -> None:
    assert error_of(text="84", metadata=METADATA) is None
    assert error_of(text="84", metadata={"entities": []}) is None


def test_an_update_takes_metadata_off_with_an_empty_object() -> None:
    assert error_of(ts="1774602000.000100", text="84", metadata={}) is None


def test_parse_has_three_values() -> None:
    assert error_of(text="84", parse="none") is None
    assert error_of(text="84", parse="mrkdwn") == "invalid_arguments"


def test_a_message_takes_100_attachments() -> None:
    assert error_of(attachments=[{"text": "84"}] * 100) is None
    assert error_of(attachments=[{"text": "84"}] * 101) == "too_many_attachments"
    assert error_of(attachments="84") == "invalid_attachments"


def test_blocks_inside_attachments_are_checked() -> None:
    assert_refused(
        check_message({"attachments": [{"text": "84"}, {"blocks": [{"type": "section"}]}]}),
        error="invalid_attachments",
        pointer="/attachments/1/blocks/0",
        sentence="must define either `text` or `fields`",
    )


def test_an_answer_goes_to_one_person_or_to_the_channel() -> None:
    assert error_of(text="84", response_type="in_channel", replace_original=False) is None
    assert error_of(text="84", response_type="public") == "invalid_arguments"


def test_deleting_the_original_stands_alone() -> None:
    assert check_message({"delete_original": True}) is None
    assert error_of(delete_original=True, text="84") == "invalid_arguments"
    assert error_of(delete_original=True, replace_original=True) == "invalid_arguments"
