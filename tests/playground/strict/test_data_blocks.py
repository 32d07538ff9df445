"""Tables, data tables and charts."""

from typing import Any

import pytest

from tests.playground.strict.make import Cases, accepted, assert_refused, on_home, on_message, on_modal, table


def cell(text: str = "84") -> dict[str, Any]:
    return {"type": "raw_text", "text": text}


RICH_CELL = {
    "type": "rich_text",
    "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "84"}]}],
}


def rows(count: int, columns: int = 1) -> list[list[dict[str, Any]]]:
    return [[cell()] * columns for _ in range(count)]


def plain_table(**more: Any) -> dict[str, Any]:
    return {"type": "table", "rows": rows(2), **more}


def data_table(**more: Any) -> dict[str, Any]:
    return {"type": "data_table", "caption": "Readings", "rows": rows(2), **more}


def points(*labels: str) -> list[dict[str, Any]]:
    return [{"label": label, "value": 84.5} for label in labels]


def line(**more: Any) -> dict[str, Any]:
    chart = {
        "type": "line",
        "series": [{"name": "Actual", "data": points("W1", "W2")}],
        "axis_config": {"categories": ["W1", "W2"]},
        **more,
    }
    return {"type": "data_visualization", "title": "Satisfaction", "chart": chart}


def pie(*segments: Any) -> dict[str, Any]:
    return {"type": "data_visualization", "title": "Share", "chart": {"type": "pie", "segments": list(segments)}}


def many(count: int) -> list[str]:
    return [f"W{number}" for number in range(count)]


SLICE = {"label": "Online", "value": 1}

REFUSED: Cases = {
    "a table of 101 rows": (plain_table(rows=rows(101)), "/blocks/0/rows", "no more than 100 items allowed"),
    "a table of no rows": (plain_table(rows=[]), "/blocks/0/rows", "no fewer than 1 items allowed"),
    "a row of 21 cells": (
        plain_table(rows=rows(1, 21)),
        "/blocks/0/rows/0",
        "no more than 20 items allowed",
    ),
    "a cell that is a string": (plain_table(rows=[["84"]]), "/blocks/0/rows/0/0", "must provide an object"),
    "a cell of an unknown type": (
        plain_table(rows=[[{"type": "mrkdwn", "text": "84"}]]),
        "/blocks/0/rows/0/0/type",
        "unsupported type: mrkdwn",
    ),
    "a number without its text": (
        plain_table(rows=[[{"type": "raw_number", "value": 84}]]),
        "/blocks/0/rows/0/0",
        "missing required field: text",
    ),
    "settings for 21 columns": (
        plain_table(column_settings=[None] * 21),
        "/blocks/0/column_settings",
        "no more than 20 items allowed",
    ),
    "a column aligned in an unknown way": (
        plain_table(column_settings=[{"align": "justify"}]),
        "/blocks/0/column_settings/0/align",
        "must be a valid enum value: left, center, right",
    ),
    "a table over 10000 characters": (
        plain_table(rows=[[cell("x" * 5000)], [cell("x" * 5001)]]),
        "/blocks/0/rows",
        "must be less than 10001 characters over all cells",
    ),
    "a data table without a caption": (
        {"type": "data_table", "rows": rows(2)},
        "/blocks/0",
        "missing required field: caption",
    ),
    "a data table with a header only": (
        data_table(rows=rows(1)),
        "/blocks/0/rows",
        "no fewer than 2 items allowed",
    ),
    "a data table of 202 rows": (data_table(rows=rows(202)), "/blocks/0/rows", "no more than 201 items allowed"),
    "a data table with rows of several widths": (
        data_table(rows=[*rows(1, 2), *rows(1, 1)]),
        "/blocks/0/rows/1",
        "all rows must have the same number of columns",
    ),
    "rich text in a data table's header": (
        data_table(rows=[[RICH_CELL], [cell()]]),
        "/blocks/0/rows/0/0/type",
        "unsupported type: rich_text (in a header row)",
    ),
    "a page of no rows": (data_table(page_size=0), "/blocks/0/page_size", "must be at least 1"),
    "a page of 101 rows": (data_table(page_size=101), "/blocks/0/page_size", "must be at most 100"),
    "a row header in a column that is not there": (
        data_table(row_header_column_index=1),
        "/blocks/0/row_header_column_index",
        "must be the index of a column",
    ),
    "a data table over 20000 characters": (
        data_table(rows=[[cell("x" * 10_000)], [cell("x" * 10_000)], [cell("x")]]),
        "/blocks/0/rows",
        "must be less than 20001 characters over all cells",
    ),
    "a chart title over 50": (
        {**line(), "title": "x" * 51},
        "/blocks/0/title",
        "must be less than 51 characters",
    ),
    "a chart title that is an object": (
        {**line(), "title": {"type": "plain_text", "text": "x"}},
        "/blocks/0/title",
        "must provide a string",
    ),
    "an unknown kind of chart": (line(type="radar"), "/blocks/0/chart/type", "unsupported type: radar"),
    "a pie of nothing": (pie(), "/blocks/0/chart/segments", "no fewer than 1 items allowed"),
    "a pie of 13": (pie(*[SLICE] * 13), "/blocks/0/chart/segments", "no more than 12 items allowed"),
    "an empty slice": (
        pie({"label": "Online", "value": 0}),
        "/blocks/0/chart/segments/0/value",
        "must be greater than 0",
    ),
    "a slice's label over 20": (
        pie({"label": "x" * 21, "value": 1}),
        "/blocks/0/chart/segments/0/label",
        "must be less than 21 characters",
    ),
    "a chart of no series": (line(series=[]), "/blocks/0/chart/series", "no fewer than 1 items allowed"),
    "a chart of 13 series": (
        line(series=[{"name": name, "data": points("W1", "W2")} for name in many(13)]),
        "/blocks/0/chart/series",
        "no more than 12 items allowed",
    ),
    "two series of one name": (
        line(series=[{"name": "Actual", "data": points("W1", "W2")}] * 2),
        "/blocks/0/chart/series/1/name",
        "must be unique",
    ),
    "a series name over 20": (
        line(series=[{"name": "x" * 21, "data": points("W1", "W2")}]),
        "/blocks/0/chart/series/0/name",
        "must be less than 21 characters",
    ),
    "21 points": (
        line(series=[{"name": "Actual", "data": points(*many(21))}]),
        "/blocks/0/chart/series/0/data",
        "no more than 20 items allowed",
    ),
    "a point that is missing": (
        line(series=[{"name": "Actual", "data": points("W1")}]),
        "/blocks/0/chart/series/0/data",
        "must have exactly one point for each category",
    ),
    "a point of another category": (
        line(series=[{"name": "Actual", "data": points("W1", "W3")}]),
        "/blocks/0/chart/series/0/data",
        "must have exactly one point for each category",
    ),
    "a point without a value": (
        line(series=[{"name": "Actual", "data": [{"label": "W1", "value": None}]}]),
        "/blocks/0/chart/series/0/data/0/value",
        "must provide a number",
    ),
    "a point that is no number": (
        line(series=[{"name": "Actual", "data": [{"label": "W1", "value": float("nan")}]}]),
        "/blocks/0/chart/series/0/data/0/value",
        "must provide a number",
    ),
    "a category over 20": (
        line(axis_config={"categories": ["x" * 21]}),
        "/blocks/0/chart/axis_config/categories/0",
        "must be less than 21 characters",
    ),
    "an axis label over 50": (
        line(axis_config={"categories": ["W1", "W2"], "y_label": "x" * 51}),
        "/blocks/0/chart/axis_config/y_label",
        "must be less than 51 characters",
    ),
    "a chart without axes": (
        {
            "type": "data_visualization",
            "title": "Satisfaction",
            "chart": {"type": "bar", "series": [{"name": "Actual", "data": points("W1")}]},
        },
        "/blocks/0/chart",
        "missing required field: axis_config",
    ),
}


@table(REFUSED)
def test_it_is_refused(payload: Any, pointer: str, sentence: str) -> None:
    assert_refused(on_message(payload), error="invalid_blocks", pointer=pointer, sentence=sentence)


LARGEST = {
    "a table of 100 rows": plain_table(rows=rows(100)),
    "a table of 20 columns": plain_table(
        rows=rows(1, 20), column_settings=[None, {"align": "right", "is_wrapped": True}, *[None] * 18]
    ),
    "a table of 10000 characters": plain_table(rows=[[cell("x" * 5000)], [cell("x" * 5000)]]),
    "a table of every kind of cell": plain_table(
        rows=[[cell(), RICH_CELL, {"type": "raw_number", "value": 84.5, "text": "84.5 %"}]]
    ),
    "a data table of 201 rows": data_table(rows=rows(201), page_size=100),
    "a data table of 20 columns": data_table(rows=rows(2, 20), row_header_column_index=19),
    "a data table of 20000 characters": data_table(rows=[[cell("x" * 10_000)], [cell("x" * 10_000)]]),
}
CHARTS = {
    "a pie of 12": {**pie(*[{"label": "x" * 20, "value": 0.1}] * 12), "title": "x" * 50},
    **{
        f"{kind} of 12 series and 20 points": line(
            type=kind,
            series=[{"name": name, "data": points(*many(20))} for name in many(12)],
            axis_config={"categories": many(20), "x_label": "x" * 50, "y_label": "x" * 50},
        )
        for kind in ("line", "bar", "area")
    },
}


@accepted({**LARGEST, **CHARTS})
def test_it_is_accepted_in_a_message(payload: Any) -> None:
    assert on_message(payload) is None


@accepted(LARGEST)
def test_tables_are_accepted_on_home(payload: Any) -> None:
    assert on_home(payload) is None


@pytest.mark.parametrize(
    ("ask", "block", "surface"),
    [
        pytest.param(on_modal, plain_table(), "modal", id="table in a modal"),
        pytest.param(on_modal, data_table(), "modal", id="data_table in a modal"),
        pytest.param(on_modal, line(), "modal", id="chart in a modal"),
        pytest.param(on_home, line(), "home", id="chart on home"),
    ],
)
def test_it_has_no_place_there(ask: Any, block: Any, surface: str) -> None:
    assert_refused(
        ask(block),
        error="invalid_arguments",
        pointer="/view/blocks/0/type",
        sentence=f"unsupported type: {block['type']} (not on {surface} surfaces)",
    )


def test_a_message_takes_one_table() -> None:
    assert_refused(
        on_message(plain_table(), plain_table()),
        error="invalid_blocks",
        pointer="/blocks/1",
        sentence="only_one_table_allowed",
    )


def test_all_data_tables_of_a_message_share_20000_characters() -> None:
    half = data_table(rows=[[cell("x" * 5000)], [cell("x" * 5000)]])

    assert on_message(half, half) is None
    assert_refused(
        on_message(half, half, data_table(rows=[[cell("x")], [cell("x")]])),
        error="invalid_blocks",
        pointer="/blocks/2/rows",
        sentence="must be less than 20001 characters over all tables",
    )


def test_a_message_takes_two_charts() -> None:
    assert on_message(line(), pie(SLICE)) is None
    assert_refused(
        on_message(line(), pie(SLICE), line()),
        error="invalid_blocks",
        pointer="/blocks/2",
        sentence="no more than 2 data_visualization blocks allowed",
    )
