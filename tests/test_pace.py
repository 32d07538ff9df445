"""Background calls come at a gentle pace."""

from bot.pace import Pace
from tests.wiring import Steady


def test_background_calls_take_at_most_half_of_what_slack_allows() -> None:
    for method, allowed in (("users.info", 100), ("conversations.info", 50), ("users.list", 20), ("of.later", 20)):
        steady = Steady()
        pace, taken = Pace(method, steady=steady), 0
        for _ in range(6000):  # ten minutes, ten times a second
            taken += pace.take()
            steady.seconds += 0.1
        assert taken <= 10 * allowed / 2 + 8
        assert taken >= 10 * allowed / 2 - 1


def test_a_few_may_go_at_once_and_then_each_waits_for_its_turn() -> None:
    steady = Steady()
    pace = Pace("users.info", steady=steady)
    assert [pace.take() for _ in range(9)] == [True] * 8 + [False]
    assert round(pace.next_in(), 6) == 1.2
    steady.seconds += 1.3
    assert pace.next_in() == 0
