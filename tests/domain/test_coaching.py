"""The coach: asked about work, silent about change."""

import pytest

from bot.domain.coaching import advice_on


@pytest.mark.parametrize(
    ("statement", "example"),
    [
        ("Serve 500 meals", "Fewer people go without meals"),
        ("Launch the portal", "More people do what they came for, thanks to the portal"),
        ("We will launch the portal.", "More people do what they came for, thanks to the portal"),
        (
            "Hold four workshops",
            "People who come to workshops can do something afterwards that they could not before",
        ),
        ("Serve 500 meals a week", "Fewer people go without meals"),
        ("Serve 500 meals per week.", "Fewer people go without meals"),
        ("Serve 500 hot meals every two weeks to pensioners", "Fewer people go without hot meals to pensioners"),
        (
            "Run a workshop twice a month",
            "People who come to a workshop can do something afterwards that they could not before",
        ),
        ("Deliver 40 parcels weekly", "Fewer people go without parcels"),
        ("Launch the portal in a month", "More people do what they came for, thanks to the portal"),
        ("Provide meals in a day centre", "Fewer people go without meals in a day centre"),
        ("Open a night shelter", "More people do what they came for, thanks to a night shelter"),
        ("Training 20 volunteers", "Afterwards volunteers can do something that they could not before"),
        ("Roll out the new system", "More people do what they came for, thanks to the new system"),
    ],
)
def test_an_activity_is_asked_about_with_an_example_in_its_own_words(statement: str, example: str) -> None:
    advice = advice_on(statement)

    assert advice is not None
    assert advice.example == example


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
