"""Targets as people type them, in their languages."""

from datetime import date

import pytest

from bot.domain.target_lines import Limits, TargetLine, limits_of, parse_target_line
from bot.errors import UserError

TODAY = date(2026, 3, 27)
JUNE = date(2026, 6, 30)


@pytest.mark.parametrize(
    ("locale", "text", "understood"),
    [
        ("en-GB", "<=3 by 30 June", TargetLine("<=3", JUNE)),
        ("en-US", "85 until June 30", TargetLine("85", JUNE)),
        ("de-DE", "85 bis 30. Juni", TargetLine("85", JUNE)),
        ("de-DE", "500 bis zum 30.6. weil wir mehr sind", TargetLine("500", JUNE, reason="wir mehr sind")),
        ("de-DE", "85 von 70 am 1. März bis 30. Juni", TargetLine("85", JUNE, ("70", date(2026, 3, 1)))),
        ("fr-FR", "85 d'ici le 30 juin", TargetLine("85", JUNE)),
        ("fr-FR", "85 jusqu'au 30 juin car on recrute", TargetLine("85", JUNE, reason="on recrute")),
        ("fr-FR", "85 jusqu’au 30 juin", TargetLine("85", JUNE)),
        ("fr-FR", "85 d’ici fin juin", TargetLine("85", JUNE)),
        ("de-DE", "auf 85 bis Ende Juni", TargetLine("85", JUNE)),
        ("en-GB", "to 85 on 30 June", TargetLine("85", JUNE)),
        ("en-GB", "85 from 72 on 2 March", TargetLine("85", None, ("72", date(2026, 3, 2)))),
        ("en-GB", "85 % 30 June", TargetLine("85 %", JUNE)),
        ("en-US", "4 h 30 min June 30, 2026", TargetLine("4 h 30 min", JUNE)),
        ("en-GB", "2 1/2", TargetLine("2 1/2")),
        ("en-GB", "good friday", TargetLine("good friday")),
        ("en-GB", "mostly on time by 30 June", TargetLine("mostly on time", JUNE)),
        ("en-GB", "mostly on time", TargetLine("mostly on time")),
        ("es-ES", "85 antes del 30 de junio", TargetLine("85", JUNE)),
        ("pt-BR", "85 até 30 de junho", TargetLine("85", JUNE)),
        ("it-IT", "85 entro il 30 giugno", TargetLine("85", JUNE)),
        ("nl-NL", "85 voor 30 juni", TargetLine("85", JUNE)),
        ("sv-SE", "85 senast 30 juni", TargetLine("85", JUNE)),
        ("pl-PL", "85 do 30 czerwca", TargetLine("85", JUNE)),
        ("ja-JP", "85 2026年6月30日まで", TargetLine("85 ", JUNE)),
        # Somebody may write German with an English Slack: the word is known, and the day in digits.
        ("en-GB", "85 bis 2026-06-30", TargetLine("85", JUNE)),
        ("en-GB", "85", TargetLine("85")),
    ],
)
def test_the_little_words_are_known_in_many_languages(locale: str, text: str, understood: TargetLine) -> None:
    found = parse_target_line(text, today=TODAY, locale=locale)
    assert found == TargetLine(understood.amount.strip(), understood.due_on, understood.baseline, understood.reason)


def test_a_day_that_is_none_is_said() -> None:
    with pytest.raises(UserError, match="is not a day I can read"):
        parse_target_line("85 by someday", today=TODAY, locale="en-GB")


@pytest.mark.parametrize(
    ("text", "limits"),
    [
        ("at most 3", Limits(high="3")),
        ("<=3", Limits(high="3")),
        ("≤ 3 days", Limits(high="3 days")),
        ("3 or fewer", Limits(high="3")),
        ("höchstens 3", Limits(high="3")),
        ("3 au plus", Limits(high="3")),
        ("max. 3", Limits(high="3")),
        (">= 85", Limits(low="85")),
        ("mindestens 85", Limits(low="85")),
        ("al menos 85", Limits(low="85")),
        ("zwischen 5 und 10", Limits("5", "10")),
        ("entre 5 et 10", Limits("5", "10")),
        ("85", None),
        ("-3", None),
        ("3 months", None),
        ("3 min", None),
    ],
)
def test_limits_are_read_as_signs_and_as_words(text: str, limits: Limits | None) -> None:
    assert limits_of(text) == limits


@pytest.mark.parametrize("text", ["<3", "> 85 %"])
def test_a_limit_that_leaves_its_value_out_is_not_taken_for_one_that_has_it(text: str) -> None:
    with pytest.raises(UserError, match=r"leaves \{value\} itself out"):
        limits_of(text)
