"""Which value is found in an answer, and what is not taken for one."""

import json

import pytest

from bot.domain.sources import Fetched, NoFetch, NotFetched, SourceKind
from bot.sources.values import is_expression, take_value

DEEP = "[" * 100_000
SITES = '{"sites": [{"name": "north", "open": 12}, {"name": "south", "open": 0.1}, {"name": "east", "open": 0.2}]}'


def in_json(body: str, expression: str) -> str:
    found = take_value(body.encode(), SourceKind.JSON, expression)
    return found.text if isinstance(found, Fetched) else f"({found.why})"


def in_csv(body: str, column: str) -> str:
    found = take_value(body.encode(), SourceKind.CSV, column)
    return found.text if isinstance(found, Fetched) else f"({found.why})"


@pytest.mark.parametrize(
    ("body", "expression", "expected"),
    [
        ('{"csat": 84}', "csat", "84"),
        ('{"csat": {"now": "84.2"}}', "csat.now", "84.2"),
        ("84", "@", "84"),
        ('{"csat": -0.5}', "csat", "-0.5"),
        ('{"a": 1.5e3}', "a", "1500"),
        ('{"a": 123456789012345678.25}', "a", "123456789012345678.25"),  # more than a float holds
        ('{"a": 9007199254740993}', "a", "9007199254740993"),
        ('{"a": "3 h 20"}', "a", "3 h 20"),
        (SITES, "sites[?name=='north'].open", "12"),
        (SITES, "sites[?name=='south'].open | [0]", "0.1"),
        (SITES, "sum(sites[1:].open)", "0.3"),  # not 0.30000000000000004
        (SITES, "length(sites)", "3"),
        (SITES, "sites[].open", "(several)"),
        (SITES, "sites[?name=='west'].open", "(nothing_there)"),
        (SITES, "sites[0]", "(no_value)"),
        (SITES, "sites[", "(place_wrong)"),
        (SITES, "sites.open(", "(place_wrong)"),
        (SITES, "unknown(sites)", "(place_wrong)"),
        (SITES, "(" * 290, "(place_wrong)"),
        ('{"a": null}', "a", "(nothing_there)"),
        ('{"a": ""}', "a", "(nothing_there)"),
        ('{"a": true}', "a", "(no_value)"),
        ('{"a": 1e400}', "a", "(no_value)"),
        ('{"a": 1e-300}', "a", "(no_value)"),
        ('{"a": NaN}', "a", "(not_readable)"),
        ('{"a": ' + "9" * 5_000 + "}", "a", "(not_readable)"),
        ('{"a": 84', "a", "(not_readable)"),
        ("<html>", "a", "(not_readable)"),
        ("", "a", "(not_readable)"),
        (DEEP, "a", "(not_readable)"),
    ],
    ids=lambda text: text[:40],
)
def test_an_expression_leads_to_one_value(body: str, expression: str, expected: str) -> None:
    assert in_json(body, expression) == expected


def test_a_long_list_is_no_trouble_and_its_last_value_is_found() -> None:
    assert in_json(json.dumps([*range(150_000), 84]), "[-1]") == "84"
    sites = json.dumps([{"name": f"site {place}", "open": place} for place in range(20_000)])
    assert in_json(sites, "[?name=='site 19999'].open") == "19999"


@pytest.mark.parametrize(
    "expression",
    [" | ".join(["[@,@][]"] * 30), " | ".join(["to_string([@])"] * 18), "join(to_string(@), @)"],
    ids=["doubled", "quoted", "joined"],
)
def test_an_expression_that_grows_without_end_is_given_up(expression: str) -> None:
    assert in_json(json.dumps(["'\"\\" * 100] * 1_000), expression) == "(place_wrong)"


@pytest.mark.parametrize(
    ("body", "column", "expected"),
    [
        ("week,csat\n2026-12,80\n2026-13,84.5\n", "csat", "84.5"),
        ("\ufeffweek,CSAT \r\n2026-12,80\r\n2026-13, 84 \r\n\r\n,\r\n", "csat", "84"),
        ("week;csat\n13;84,5\n", "csat", "84.5"),
        ("week;csat\n13;1,234\n", "csat", "(not_understood)"),  # a thousand, or one and a bit
        ('week,csat\n13,"84,5"\n', "csat", "84,5"),
        ("week\tcsat\n13\t84\n", "csat", "84"),
        ("csat\n84\n", "csat", "84"),
        ("week,csat\n13\n", "csat", "(nothing_there)"),
        ("week,csat\n", "csat", "(nothing_there)"),
        ("week,csat\n13,84\n", "churn", "(nothing_there)"),
        ("csat,csat\n1,2\n", "csat", "(several)"),
        ("", "csat", "(not_readable)"),
        ('csat\n"' + "x" * 200_000, "csat", "(not_readable)"),
    ],
    ids=lambda text: text[:40],
)
def test_the_last_row_of_a_column_is_the_value(body: str, column: str, expected: str) -> None:
    assert in_csv(body, column) == expected


def test_text_is_read_in_the_charset_that_the_system_says_and_in_no_strange_one() -> None:
    latin = 'größe\n"84"\n'.encode("latin-1")
    assert take_value(latin, SourceKind.CSV, "Größe", charset="iso-8859-1") == Fetched("84", is_number=True)
    assert take_value(latin, SourceKind.CSV, "Größe") == NotFetched(NoFetch.NOT_READABLE)
    assert take_value(b"84", SourceKind.JSON, "@", charset="punycode") == NotFetched(NoFetch.NOT_READABLE)


def test_whether_something_is_an_expression_is_known_beforehand() -> None:
    assert is_expression("sites[?name=='north'].open | [0]")
    assert not is_expression("sites[")
    assert not is_expression("(" * 290)
