"""The coach: asked about work, silent about change."""

import pytest

from bot.domain.coaching import Advice, advice_on
from tests.domain.statements import LABELS, half_of, labelled


@pytest.mark.parametrize(
    "statement",
    [
        "Serve 500 meals",
        "Launch the portal",
        "We will launch the portal",
        "Please to serve 500 meals",
        "Hold four workshops",
        "Serve 500 meals a week",
        "Serve 500 hot meals every two weeks to pensioners",
        "Run a workshop twice a month",
        "Deliver 40 parcels weekly",
        "Launch the portal in a month",
        "Provide meals in a day centre",
        "Open a night shelter",
        "Training 20 volunteers",
        "Serving 500 meals",
        "Running 4 workshops",
        "Roll out the new system",
    ],
)
def test_an_activity_is_asked_about_in_its_own_words(statement: str) -> None:
    assert advice_on(statement) == Advice(statement)


@pytest.mark.parametrize("typed", ["We will launch the portal.", "  We will launch the portal!\n"])
def test_what_is_asked_about_has_no_end_of_a_sentence(typed: str) -> None:
    assert advice_on(typed) == Advice("We will launch the portal")


@pytest.mark.parametrize(
    "statement",
    [
        "",
        "Fewer people sleep rough in our borough",
        "Customers get help the first time",
        "Support calls are half as many",
        "Visitors come back",
        "Weniger Menschen sind obdachlos",
    ],
)
def test_a_change_is_not_asked_about(statement: str) -> None:
    assert advice_on(statement) is None


def test_the_labelled_statements_are_many_and_half_of_them_are_held_back() -> None:
    rows = labelled()
    assert len({row.text for row in rows}) == len(rows) > 400
    assert {row.label for row in rows} == set(LABELS)
    assert len({row.field for row in rows if row.label != "foreign"}) >= 10
    assert [row.text for row in rows if row.half != half_of(row.text)] == []
    assert len(labelled("held")) > 200
