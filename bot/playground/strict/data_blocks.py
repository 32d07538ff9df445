"""Blocks that show numbers: tables, data tables and charts."""

from typing import Any

from bot.playground.strict.composition import ID
from bot.playground.strict.rich_text import RICH_TEXT
from bot.playground.strict.schema import (
    ONLY_MESSAGES,
    Choice,
    Faults,
    Flag,
    Items,
    Kind,
    Nullable,
    Number,
    Place,
    Record,
    Shape,
    Surface,
    Tagged,
    Text,
    Whole,
)

OUTSIDE_MODALS = frozenset({Surface.MESSAGE, Surface.HOME})
TABLE_CHARACTERS = 10_000
DATA_TABLE_CHARACTERS = 20_000

_CELLS: dict[str, Kind] = {
    "raw_text": Shape({"text": Text(TABLE_CHARACTERS)}),
    # Some clients draw nothing where the text is missing, so Slack wants both.
    "raw_number": Shape({"value": Number(), "text": Text(TABLE_CHARACTERS)}),
    "rich_text": RICH_TEXT,
}
_ROW = Items(Tagged(_CELLS), 20)
_COLUMN = Record(optional={"align": Choice("left", "center", "right"), "is_wrapped": Flag()})


def cell_characters(cell: Any) -> int:
    """How many characters a cell shows, however deep they sit."""
    if isinstance(cell, dict):
        own = len(cell["text"]) if isinstance(cell.get("text"), str) else 0
        return own + sum(cell_characters(value) for key, value in cell.items() if key != "text")
    return sum(map(cell_characters, cell)) if isinstance(cell, list) else 0


def _rows_at_most(characters: int) -> Any:
    def rule(table: dict[str, Any], place: Place) -> Faults:
        if cell_characters(table["rows"]) > characters:
            yield place.at("rows").fault(f"must be less than {characters + 1} characters over all cells")

    return rule


def _rows_are_alike(table: dict[str, Any], place: Place) -> Faults:
    width = len(table["rows"][0])
    for index, row in enumerate(table["rows"]):
        if len(row) != width:
            yield place.at("rows", index).fault("all rows must have the same number of columns")


def _header_is_plain(table: dict[str, Any], place: Place) -> Faults:
    for index, cell in enumerate(table["rows"][0]):
        if cell["type"] == "rich_text":
            yield place.at("rows", 0, index, "type").fault("unsupported type: rich_text (in a header row)")


def _row_header_exists(table: dict[str, Any], place: Place) -> Faults:
    if table.get("row_header_column_index", 0) >= len(table["rows"][0]):
        yield place.at("row_header_column_index").fault("must be the index of a column")


TABLE = Shape(
    required={"rows": Items(_ROW, 100)},
    optional={"block_id": ID, "column_settings": Items(Nullable(_COLUMN), 20)},
    rules=(_rows_at_most(TABLE_CHARACTERS),),
    surfaces=OUTSIDE_MODALS,
)
DATA_TABLE = Shape(
    required={"caption": Text(2000), "rows": Items(_ROW, 201, 2)},
    optional={"block_id": ID, "page_size": Whole(1, 100), "row_header_column_index": Whole(0, 19)},
    rules=(_rows_are_alike, _header_is_plain, _row_header_exists, _rows_at_most(DATA_TABLE_CHARACTERS)),
    surfaces=OUTSIDE_MODALS,
)


def _one_point_for_each_category(chart: dict[str, Any], place: Place) -> Faults:
    categories = sorted(chart["axis_config"]["categories"])
    for index, series in enumerate(chart["series"]):
        if sorted(point["label"] for point in series["data"]) != categories:
            yield place.at("series", index, "data").fault("must have exactly one point for each category")


def _series_have_names_of_their_own(chart: dict[str, Any], place: Place) -> Faults:
    names = [series["name"] for series in chart["series"]]
    for index, name in enumerate(names):
        if name in names[:index]:
            yield place.at("series", index, "name").fault("must be unique")


_POINT = Record({"label": Text(20), "value": Number()})
_SERIES = Record({"name": Text(20), "data": Items(_POINT, 20)})
_AXES = Record(
    {"categories": Items(Text(20), 20, unique=True)},
    {"x_label": Text(50), "y_label": Text(50)},
)
_AXIS_CHART = Shape(
    {"series": Items(_SERIES, 12), "axis_config": _AXES},
    rules=(_series_have_names_of_their_own, _one_point_for_each_category),
)
_SEGMENT = Record({"label": Text(20), "value": Number(above=0)})
_CHARTS: dict[str, Kind] = {
    "pie": Shape({"segments": Items(_SEGMENT, 12)}),
    "bar": _AXIS_CHART,
    "area": _AXIS_CHART,
    "line": _AXIS_CHART,
}

# Some saw charts accepted on Home too; Slack's pages promise them in messages only.
DATA_VISUALIZATION = Shape(
    required={"title": Text(50), "chart": Tagged(_CHARTS)},
    optional={"block_id": ID},
    surfaces=ONLY_MESSAGES,
)
