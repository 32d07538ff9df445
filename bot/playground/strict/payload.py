"""What holds for a list of blocks as a whole, in a message and in a view alike."""

from collections.abc import Iterator
from typing import Any

from bot.playground.strict.blocks import BLOCK
from bot.playground.strict.data_blocks import DATA_TABLE_CHARACTERS, TABLE_CHARACTERS, cell_characters
from bot.playground.strict.schema import Faults, Items, Place, Surface

MOST_BLOCKS = {Surface.MESSAGE: 50, Surface.MODAL: 100, Surface.HOME: 100}
MOST_CHARTS = 2


def blocks_faults(blocks: Any, place: Place) -> Faults:
    """Everything Slack would refuse about these blocks; what holds for all together is asked once each is right."""
    found = list(Items(BLOCK, MOST_BLOCKS[place.surface], 0).faults(blocks, place))
    yield from found
    if not found:
        yield from _repeated_block_ids(blocks, place)
        if place.surface is Surface.MESSAGE:
            yield from _too_many_tables(blocks, place)
            yield from _too_many_charts(blocks, place)


def every_block(blocks: list[dict[str, Any]], place: Place) -> Iterator[tuple[dict[str, Any], Place]]:
    """The blocks and those inside containers and carousels, each with its place."""
    for index, block in enumerate(blocks):
        yield block, place.at(index)
        for key in ("child_blocks", "tasks"):
            yield from every_block(block.get(key, []), place.at(index, key))
        if block.get("type") == "carousel":
            yield from every_block(block["elements"], place.at(index, "elements"))


def _repeated_block_ids(blocks: list[dict[str, Any]], place: Place) -> Faults:
    seen: set[str] = set()
    for block, at in every_block(blocks, place):
        # Slack makes an id of its own for a markdown block, whatever it was given.
        block_id = None if block.get("type") == "markdown" else block.get("block_id")
        if block_id in seen:
            yield at.at("block_id").fault(f"`block_id` {block_id} already exists")
        if block_id is not None:
            seen.add(block_id)


def _too_many_tables(blocks: list[dict[str, Any]], place: Place) -> Faults:
    tables = [(block, at) for block, at in every_block(blocks, place) if block.get("type") == "table"]
    for _, at in tables[1:]:
        yield at.fault("only_one_table_allowed")
    data_tables = [(block, at) for block, at in every_block(blocks, place) if block.get("type") == "data_table"]
    for found, most in ((tables, TABLE_CHARACTERS), (data_tables, DATA_TABLE_CHARACTERS)):
        if sum(cell_characters(block["rows"]) for block, _ in found) > most:
            yield found[-1][1].at("rows").fault(f"must be less than {most + 1} characters over all tables")


def _too_many_charts(blocks: list[dict[str, Any]], place: Place) -> Faults:
    charts = [at for block, at in every_block(blocks, place) if block.get("type") == "data_visualization"]
    for at in charts[MOST_CHARTS:]:
        yield at.fault(f"no more than {MOST_CHARTS} data_visualization blocks allowed")
