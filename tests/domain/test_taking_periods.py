"""The period that a line begins with: understood whole, asked about, or no period at all."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.cadences import Cadence
from bot.domain.locales import UNKNOWN
from bot.domain.periods import UnclearPeriod, take_period
from bot.errors import Choice, UserError
from bot.words import Words
from tests.domain.settings import LOCALES, quick
from tests.domain.test_periods import DAILY, MONTHLY, QUARTERLY, WEEKLY
from tests.saying import refused, said

WEDNESDAY = date(2026, 6, 10)


@pytest.mark.parametrize(
    ("locale", "cadence", "text", "key", "rest"),
    [
        ("en-GB", DAILY, "for Mon 30 March", "2026-03-30", ""),
        ("en-GB", DAILY, "for Friday 29 May", "2026-05-29", ""),
        ("en-GB", DAILY, "on friday", "2026-06-05", ""),
        ("en-GB", DAILY, "on Friday all in", "2026-06-05", "all in"),
        ("en-GB", DAILY, "for two days ago", "2026-06-08", ""),
        ("en-GB", DAILY, "for the day before yesterday", "2026-06-08", ""),
        ("en-GB", DAILY, "yesterday", "2026-06-09", ""),
        ("en-GB", DAILY, "on 30/3", "2026-03-30", ""),
        ("en-GB", DAILY, "for Monday last week", "2026-06-01", ""),
        ("en-GB", DAILY, "for today", "2026-06-10", ""),
        ("en-GB", WEEKLY, "for 1-5 June", "2026-W23", ""),
        ("en-GB", WEEKLY, "for week 23 of 2025", "2025-W23", ""),
        ("en-GB", WEEKLY, "two weeks ago", "2026-W22", ""),
        ("en-GB", WEEKLY, "w/c 25 May", "2026-W22", ""),
        ("en-GB", WEEKLY, "week ending 31 May", "2026-W22", ""),
        ("en-GB", WEEKLY, "for wk 22", "2026-W22", ""),
        ("en-GB", WEEKLY, "wk 22", "2026-W22", ""),
        ("en-GB", WEEKLY, "for the last week all in", "2026-W23", "all in"),
        ("en-GB", WEEKLY, "for the week of 25 May", "2026-W22", ""),
        ("en-GB", WEEKLY, "last week", "2026-W23", ""),
        ("en-GB", WEEKLY, "last week: after all", "2026-W23", ": after all"),
        ("en-GB", WEEKLY, "last week sure", "2026-W23", "sure"),
        ("en-GB", WEEKLY, "for last week (1-7 June) all in", "2026-W23", "all in"),
        ("en-GB", WEEKLY, "for 2026-W22", "2026-W22", ""),
        ("en-GB", WEEKLY, "2026-W22 all in", "2026-W22", "all in"),
        ("en-GB", WEEKLY, "for w23 '25", "2025-W23", ""),
        ("en-GB", WEEKLY, "for week no. 22", "2026-W22", ""),
        ("en-GB", WEEKLY, "during last week", "2026-W23", ""),
        ("en-GB", WEEKLY, "for today: for lastt wek", "2026-W24", ": for lastt wek"),
        ("en-GB", WEEKLY, "for week 22 two days missing", "2026-W22", "two days missing"),
        ("en-GB", MONTHLY, "for the month of april", "2026-04", ""),
        ("en-GB", MONTHLY, "for april last year", "2025-04", ""),
        ("en-GB", MONTHLY, "for mar", "2026-03", ""),
        ("en-GB", MONTHLY, "for May 2025", "2025-05", ""),
        ("en-GB", MONTHLY, "for 05/2026", "2026-05", ""),
        ("en-GB", MONTHLY, "for May '25", "2025-05", ""),
        ("en-GB", MONTHLY, "for december", "2025-12", ""),
        ("en-GB", MONTHLY, "for end of May", "2026-05", ""),
        ("en-GB", MONTHLY, "for Sept 2025", "2025-09", ""),
        ("en-GB", QUARTERLY, "for Q1 25", "2025-Q1", ""),
        ("en-GB", QUARTERLY, "Q1 2026", "2026-Q1", ""),
        ("en-GB", QUARTERLY, "for the first quarter of 2025", "2025-Q1", ""),
        ("en-GB", QUARTERLY, "for 1Q25", "2025-Q1", ""),
        ("en-GB", QUARTERLY, "for q1/2025", "2025-Q1", ""),
        ("en-GB", QUARTERLY, "for 1st quarter", "2026-Q1", ""),
        ("en-GB", QUARTERLY, "for last quarter", "2026-Q1", ""),
        ("en-GB", QUARTERLY, "for march", "2026-Q1", ""),
        ("de-DE", WEEKLY, "für letzte Woche", "2026-W23", ""),
        ("de-DE", WEEKLY, "fuer letzte woche", "2026-W23", ""),
        ("de-DE", WEEKLY, "für KW 22", "2026-W22", ""),
        ("de-DE", WEEKLY, "KW 22", "2026-W22", ""),
        ("de-DE", WEEKLY, "in der 22. KW", "2026-W22", ""),
        ("de-DE", WEEKLY, "letzte Woche", "2026-W23", ""),
        ("de-DE", WEEKLY, "vor zwei Wochen", "2026-W22", ""),
        ("de-DE", WEEKLY, "vor 2 Wochen", "2026-W22", ""),
        ("de-DE", WEEKLY, "für die Woche vom 25. Mai", "2026-W22", ""),
        ("de-DE", WEEKLY, "gestern", "2026-W24", ""),
        ("de-DE", WEEKLY, "am Freitag", "2026-W23", ""),
        ("de-DE", WEEKLY, "am Fr.", "2026-W23", ""),
        ("de-DE", WEEKLY, "diese Woche", "2026-W24", ""),
        ("de-DE", WEEKLY, "vom 25. Mai bis 31. Mai", "2026-W22", ""),
        ("de-DE", WEEKLY, "1.-5. Juni", "2026-W23", ""),
        ("de-DE", WEEKLY, "KW22/2025", "2025-W22", ""),
        ("de-DE", WEEKLY, "für Kalenderwoche 22", "2026-W22", ""),
        ("de-DE", WEEKLY, "am 31.5.", "2026-W22", ""),
        ("de-DE", MONTHLY, "für April", "2026-04", ""),
        ("de-DE", MONTHLY, "für März 2025", "2025-03", ""),
        ("de-DE", MONTHLY, "im Monat April", "2026-04", ""),
        ("de-DE", MONTHLY, "im letzten Monat", "2026-05", ""),
        ("de-DE", MONTHLY, "für Mai nach dem Start", "2026-05", "nach dem Start"),
        ("de-DE", QUARTERLY, "für das 1. Quartal 2025", "2025-Q1", ""),
        ("de-DE", QUARTERLY, "letztes Quartal", "2026-Q1", ""),
        ("fr-FR", WEEKLY, "pour la semaine dernière", "2026-W23", ""),
        ("fr-FR", WEEKLY, "semaine 22", "2026-W22", ""),
        ("fr-FR", WEEKLY, "S22", "2026-W22", ""),
        ("fr-FR", WEEKLY, "pour la semaine 22", "2026-W22", ""),
        ("fr-FR", WEEKLY, "il y a deux semaines", "2026-W22", ""),
        ("fr-FR", WEEKLY, "la semaine du 25 mai", "2026-W22", ""),
        ("fr-FR", WEEKLY, "hier", "2026-W24", ""),
        ("fr-FR", WEEKLY, "avant-hier", "2026-W24", ""),
        ("fr-FR", WEEKLY, "pour hier", "2026-W24", ""),
        ("fr-FR", WEEKLY, "le 29 mai", "2026-W22", ""),
        ("fr-FR", WEEKLY, "du 25 au 31 mai", "2026-W22", ""),
        ("fr-FR", WEEKLY, "vendredi dernier", "2026-W23", ""),
        ("fr-FR", WEEKLY, "le vendredi 29 mai", "2026-W22", ""),
        ("fr-FR", WEEKLY, "pour semaine derniere", "2026-W23", ""),
        ("fr-FR", WEEKLY, "cette semaine", "2026-W24", ""),
        ("fr-FR", MONTHLY, "pour avril", "2026-04", ""),
        ("fr-FR", MONTHLY, "pour le mois d'avril", "2026-04", ""),
        ("fr-FR", MONTHLY, "le mois dernier", "2026-05", ""),
        ("fr-FR", MONTHLY, "en mai 2025", "2025-05", ""),
        ("fr-FR", QUARTERLY, "pour T1 2025", "2025-Q1", ""),
        ("fr-FR", QUARTERLY, "le trimestre dernier", "2026-Q1", ""),
        ("fr-FR", QUARTERLY, "au 1er trimestre", "2026-Q1", ""),
        ("es-ES", WEEKLY, "para la semana pasada", "2026-W23", ""),
        ("es-ES", WEEKLY, "semana 22", "2026-W22", ""),
        ("es-ES", WEEKLY, "hace dos semanas", "2026-W22", ""),
        ("es-ES", WEEKLY, "ayer", "2026-W24", ""),
        ("es-ES", WEEKLY, "anteayer", "2026-W24", ""),
        ("es-ES", WEEKLY, "el viernes", "2026-W23", ""),
        ("es-ES", WEEKLY, "la semana del 25 de mayo", "2026-W22", ""),
        ("es-ES", WEEKLY, "esta semana", "2026-W24", ""),
        ("es-ES", WEEKLY, "para la última semana", "2026-W23", ""),
        ("es-ES", WEEKLY, "del 1 al 5 de junio", "2026-W23", ""),
        ("es-ES", MONTHLY, "para abril", "2026-04", ""),
        ("es-ES", MONTHLY, "el mes pasado", "2026-05", ""),
        ("es-ES", MONTHLY, "en mayo de 2025", "2025-05", ""),
        ("es-ES", MONTHLY, "para el mes de abril", "2026-04", ""),
        ("pt-BR", MONTHLY, "para maio de 2025", "2025-05", ""),
        ("pt-BR", MONTHLY, "para abril", "2026-04", ""),
        ("pt-BR", MONTHLY, "no mês passado", "2026-05", ""),
        ("pt-BR", MONTHLY, "mês passado", "2026-05", ""),
        ("pt-BR", WEEKLY, "semana passada", "2026-W23", ""),
        ("pt-BR", WEEKLY, "na semana passada", "2026-W23", ""),
        ("pt-BR", WEEKLY, "há duas semanas", "2026-W22", ""),
        ("pt-BR", WEEKLY, "duas semanas atrás", "2026-W22", ""),
        ("pt-BR", WEEKLY, "semana 22", "2026-W22", ""),
        ("pt-BR", WEEKLY, "ontem", "2026-W24", ""),
        ("pt-BR", WEEKLY, "para sexta-feira", "2026-W23", ""),
        ("pt-BR", WEEKLY, "na sexta", "2026-W23", ""),
        ("it-IT", WEEKLY, "per la settimana scorsa", "2026-W23", ""),
        ("it-IT", WEEKLY, "la scorsa settimana", "2026-W23", ""),
        ("it-IT", WEEKLY, "settimana 22", "2026-W22", ""),
        ("it-IT", WEEKLY, "due settimane fa", "2026-W22", ""),
        ("it-IT", WEEKLY, "ieri", "2026-W24", ""),
        ("it-IT", WEEKLY, "l'altro ieri", "2026-W24", ""),
        ("it-IT", WEEKLY, "per venerdì", "2026-W23", ""),
        ("it-IT", WEEKLY, "dal 1 al 5 giugno", "2026-W23", ""),
        ("it-IT", MONTHLY, "per aprile", "2026-04", ""),
        ("it-IT", MONTHLY, "il mese scorso", "2026-05", ""),
        ("it-IT", MONTHLY, "nel mese di aprile", "2026-04", ""),
        ("nl-NL", WEEKLY, "voor vorige week", "2026-W23", ""),
        ("nl-NL", WEEKLY, "vorige week", "2026-W23", ""),
        ("nl-NL", WEEKLY, "week 22", "2026-W22", ""),
        ("nl-NL", WEEKLY, "twee weken geleden", "2026-W22", ""),
        ("nl-NL", WEEKLY, "gisteren", "2026-W24", ""),
        ("nl-NL", WEEKLY, "op vrijdag", "2026-W23", ""),
        ("nl-NL", WEEKLY, "de week van 25 mei", "2026-W22", ""),
        ("nl-NL", WEEKLY, "afgelopen week", "2026-W23", ""),
        ("nl-NL", WEEKLY, "1 t/m 5 juni", "2026-W23", ""),
        ("nl-NL", MONTHLY, "voor april", "2026-04", ""),
        ("nl-NL", MONTHLY, "in de maand april", "2026-04", ""),
        ("nl-NL", MONTHLY, "vorige maand", "2026-05", ""),
        ("nl-NL", MONTHLY, "voor mrt", "2026-03", ""),
        ("sv-SE", WEEKLY, "för förra veckan", "2026-W23", ""),
        ("sv-SE", WEEKLY, "förra veckan", "2026-W23", ""),
        ("sv-SE", WEEKLY, "vecka 22", "2026-W22", ""),
        ("sv-SE", WEEKLY, "v22", "2026-W22", ""),
        ("sv-SE", WEEKLY, "v. 22", "2026-W22", ""),
        ("sv-SE", WEEKLY, "för två veckor sedan", "2026-W22", ""),
        ("sv-SE", WEEKLY, "i går", "2026-W24", ""),
        ("sv-SE", WEEKLY, "igår", "2026-W24", ""),
        ("sv-SE", WEEKLY, "för i går", "2026-W24", ""),
        ("sv-SE", WEEKLY, "i förrgår", "2026-W24", ""),
        ("sv-SE", WEEKLY, "på fredag", "2026-W23", ""),
        ("sv-SE", WEEKLY, "denna vecka", "2026-W24", ""),
        ("sv-SE", MONTHLY, "för april", "2026-04", ""),
        ("sv-SE", MONTHLY, "i maj", "2026-05", ""),
        ("sv-SE", MONTHLY, "förra månaden", "2026-05", ""),
        ("sv-SE", DAILY, "för 6/5", "2026-05-06", ""),
        ("sv-SE", DAILY, "på 30/5", "2026-05-30", ""),
        ("da-DK", WEEKLY, "for sidste uge", "2026-W23", ""),
        ("da-DK", WEEKLY, "uge 22", "2026-W22", ""),
        ("da-DK", WEEKLY, "for to uger siden", "2026-W22", ""),
        ("da-DK", WEEKLY, "i går", "2026-W24", ""),
        ("da-DK", WEEKLY, "på fredag", "2026-W23", ""),
        ("nb-NO", WEEKLY, "for forrige uke", "2026-W23", ""),
        ("nb-NO", WEEKLY, "uke 22", "2026-W22", ""),
        ("nb-NO", WEEKLY, "forrige uke", "2026-W23", ""),
        ("nb-NO", WEEKLY, "for to uker siden", "2026-W22", ""),
        ("nb-NO", WEEKLY, "i går", "2026-W24", ""),
        ("pl-PL", WEEKLY, "za zeszły tydzień", "2026-W23", ""),
        ("pl-PL", WEEKLY, "w zeszłym tygodniu", "2026-W23", ""),
        ("pl-PL", WEEKLY, "zeszły tydzień", "2026-W23", ""),
        ("pl-PL", WEEKLY, "tydzień 22", "2026-W22", ""),
        ("pl-PL", WEEKLY, "dwa tygodnie temu", "2026-W22", ""),
        ("pl-PL", WEEKLY, "wczoraj", "2026-W24", ""),
        ("pl-PL", WEEKLY, "w piątek", "2026-W23", ""),
        ("pl-PL", WEEKLY, "za 29 maja", "2026-W22", ""),
        ("pl-PL", MONTHLY, "za kwiecień", "2026-04", ""),
        ("pl-PL", MONTHLY, "w kwietniu", "2026-04", ""),
        ("pl-PL", MONTHLY, "za maj 2025", "2025-05", ""),
        ("pl-PL", MONTHLY, "w zeszłym miesiącu", "2026-05", ""),
        ("ja-JP", WEEKLY, "先週", "2026-W23", ""),
        ("ja-JP", WEEKLY, "先週の", "2026-W23", ""),
        ("ja-JP", WEEKLY, "第22週", "2026-W22", ""),
        ("ja-JP", WEEKLY, "2週間前", "2026-W22", ""),
        ("ja-JP", WEEKLY, "昨日", "2026-W24", ""),
        ("ja-JP", WEEKLY, "今週", "2026-W24", ""),
        ("ja-JP", WEEKLY, "5月29日", "2026-W22", ""),
        ("ja-JP", MONTHLY, "4月", "2026-04", ""),
        ("ja-JP", MONTHLY, "for 4月", "2026-04", ""),
        ("ja-JP", MONTHLY, "2025年5月", "2025-05", ""),
        ("ja-JP", MONTHLY, "先月", "2026-05", ""),
        ("ja-JP", MONTHLY, "4月分", "2026-04", ""),
        ("en-GB", WEEKLY, "last friday", "2026-W23", ""),
        ("en-GB", WEEKLY, "for 1/6-5/6", "2026-W23", ""),
        ("en-GB", WEEKLY, "for 25/5 – 31/5", "2026-W22", ""),
        ("en-GB", WEEKLY, "for Mon 25 – Fri 29 May", "2026-W22", ""),
        ("de-DE", WEEKLY, "am Do", "2026-W23", ""),
        ("pt-BR", WEEKLY, "na sexta-feira", "2026-W23", ""),
        ("pl-PL", MONTHLY, "w maju 2025", "2025-05", ""),
        ("ja-JP", WEEKLY, "5月29日分", "2026-W22", ""),
        ("zh-CN", WEEKLY, "第22周", "2026-W22", ""),
        ("zh-CN", WEEKLY, "2周前", "2026-W22", ""),
        ("ko-KR", WEEKLY, "22주차", "2026-W22", ""),
        ("ko-KR", WEEKLY, "2주 전", "2026-W22", ""),
        ("ru-RU", WEEKLY, "за 29 мая", "2026-W22", ""),
        ("ru-RU", WEEKLY, "2 недели назад", "2026-W22", ""),
        ("ru-RU", WEEKLY, "за неделю 22", "2026-W22", ""),
        ("cs-CZ", MONTHLY, "za duben", "2026-04", ""),
        ("en-GB", WEEKLY, "for 3 weeks ago", "2026-W21", ""),
        ("es-ES", WEEKLY, "para el 25/5", "2026-W22", ""),
        ("pt-BR", WEEKLY, "para a semana de 25 de maio", "2026-W22", ""),
        ("fr-FR", MONTHLY, "pour ce mois-ci", "2026-06", ""),
        ("it-IT", MONTHLY, "a maggio", "2026-05", ""),
        ("fr-FR", WEEKLY, "semaine du 25 au 31 mai", "2026-W22", ""),
        ("de-DE", WEEKLY, "für Freitag, den 29. Mai 2026", "2026-W22", ""),
        ("nl-NL", WEEKLY, "in de week van 25 t/m 31 mei", "2026-W22", ""),
        ("da-DK", WEEKLY, "mandag den 25. maj", "2026-W22", ""),
        ("pl-PL", WEEKLY, "w tygodniu od 25 maja", "2026-W22", ""),
        ("ja-JP", WEEKLY, "5月25日〜31日", "2026-W22", ""),
    ],
)
def test_a_period_is_taken_from_the_beginning_of_a_line(
    locale: str, cadence: Cadence, text: str, key: str, rest: str
) -> None:
    period, after = take_period(text, cadence, today=WEDNESDAY, locale=locale)

    assert period is not None
    assert (period.key, after) == (key, rest)


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        ("en-GB", ""),
        ("en-GB", "for"),
        ("en-GB", "Monday was a holiday"),
        ("en-GB", "march went well"),
        ("en-GB", "on mondays"),
        ("en-GB", "for the first time"),
        ("en-GB", "in the rain"),
        ("en-GB", "on the phone"),
        ("en-GB", "for lack of staff"),
        ("en-GB", "for 3 people"),
        ("en-GB", "on time"),
        ("en-GB", "at last we did it"),
        ("en-GB", "in total 5"),
        ("en-GB", "at 9:30"),
        ("en-GB", "in order to"),
        ("en-GB", "for many"),
        ("en-GB", "for no reason"),
        ("en-GB", "for 2026 people"),
        ("de-DE", "am Telefon"),
        ("de-DE", "im Regen"),
        ("fr-FR", "en retard"),
        ("fr-FR", "en s'appuyant sur"),
        ("es-ES", "por falta de personal"),
        ("es-ES", "por mayor demanda"),
        ("it-IT", "per maggior chiarezza"),
        ("nl-NL", "in de regen"),
        ("sv-SE", "i regnet"),
        ("pl-PL", "na czas"),
    ],
)
def test_a_note_is_left_whole(locale: str, text: str) -> None:
    for cadence in (DAILY, WEEKLY, MONTHLY, QUARTERLY):
        assert take_period(text, cadence, today=WEDNESDAY, locale=locale) == (None, text)


def either(text: str) -> list[tuple[str, str]]:
    """The current week and the last one, with the whole text as the note."""
    return [("this week", f"for 2026-W24: {text}"), ("last week", f"for 2026-W23: {text}")]


WHICH = 'Which period is "{}"?'
IS_IT = 'Is "{}" the period, or does it belong to the note?'


@pytest.mark.parametrize(
    ("locale", "cadence", "text", "question", "periods"),
    [
        (
            "en-GB",
            WEEKLY,
            "for week 22 and 23",
            IS_IT.format("week 22"),
            [("the week of 25 May", "for 2026-W22 and 23")],
        ),
        (
            "en-GB",
            WEEKLY,
            "30 March was bad",
            IS_IT.format("30 March"),
            [("the week of 30 March", "for 2026-W14 was bad")],
        ),
        ("en-GB", WEEKLY, "for last wek", WHICH.format("last wek"), [("last week", "for 2026-W23")]),
        ("en-GB", WEEKLY, "for lst week", WHICH.format("lst week"), [("last week", "for 2026-W23")]),
        (
            "en-GB",
            WEEKLY,
            "for last wek after the launch",
            WHICH.format("last wek"),
            [("last week", "for 2026-W23 after the launch")],
        ),
        ("en-GB", WEEKLY, "for wendesday", WHICH.format("wendesday"), [("this week", "for 2026-W24")]),
        ("en-GB", WEEKLY, "for the last few days", WHICH.format("the last few days"), either("for the last few days")),
        ("en-GB", WEEKLY, "for last weeks figures", WHICH.format("last weeks"), either("for last weeks figures")),
        ("de-DE", WEEKLY, "für die letzten Tage", WHICH.format("die letzten Tage"), either("für die letzten Tage")),
        (
            "fr-FR",
            WEEKLY,
            "pour les derniers jours",
            WHICH.format("les derniers jours"),
            either("pour les derniers jours"),
        ),
        ("sv-SE", WEEKLY, "för förra fredagen", WHICH.format("förra fredagen"), [("last week", "for 2026-W23")]),
        ("es-ES", WEEKLY, "por la mañana", IS_IT.format("la mañana"), [("this week", "for 2026-W24")]),
        (
            "en-GB",
            WEEKLY,
            "for 2 weeks",
            WHICH.format("2 weeks"),
            [("this week", "for 2026-W24: for 2 weeks"), ("last week", "for 2026-W23: for 2 weeks")],
        ),
        (
            "en-GB",
            WEEKLY,
            "for the week",
            WHICH.format("the week"),
            [("this week", "for 2026-W24: for the week"), ("last week", "for 2026-W23: for the week")],
        ),
        (
            "en-GB",
            WEEKLY,
            "for the weekend",
            WHICH.format("the weekend"),
            [("this week", "for 2026-W24: for the weekend"), ("last week", "for 2026-W23: for the weekend")],
        ),
        (
            "en-GB",
            WEEKLY,
            "for the third week",
            WHICH.format("the third week"),
            [("this week", "for 2026-W24: for the third week"), ("last week", "for 2026-W23: for the third week")],
        ),
        (
            "en-GB",
            WEEKLY,
            "for week 22-24",
            WHICH.format("week 22-24"),
            [("this week", "for 2026-W24: for week 22-24"), ("last week", "for 2026-W23: for week 22-24")],
        ),
        ("en-GB", WEEKLY, "for w22 to w23", IS_IT.format("w22"), [("the week of 25 May", "for 2026-W22 to w23")]),
        (
            "en-GB",
            WEEKLY,
            "for week 60",
            '"week 60" is not a period I know. Type for example last week or 2026-W23.',
            [],
        ),
        (
            "en-GB",
            WEEKLY,
            "for 31 february",
            '"31 february" is not a period I know. Type for example last week or 2026-W23.',
            [],
        ),
        ("en-GB", WEEKLY, "for next week", "It is too early for next week: it opens on 15 June.", []),
        (
            "en-GB",
            WEEKLY,
            "for march",
            '"march" is several periods: this is read weekly. Name one, for example the week of 30 March.',
            [
                ("the week of 30 March", "for 2026-W14"),
                ("the week of 23 March", "for 2026-W13"),
                ("the week of 16 March", "for 2026-W12"),
            ],
        ),
        ("en-GB", WEEKLY, "last week was bad", IS_IT.format("last week"), [("last week", "for 2026-W23 was bad")]),
        (
            "en-GB",
            WEEKLY,
            "for last week of march",
            IS_IT.format("last week"),
            [("last week", "for 2026-W23 of march")],
        ),
        (
            "en-GB",
            WEEKLY,
            "for 30 May 26 people",
            IS_IT.format("30 May"),
            [("the week of 25 May", "for 2026-W22 26 people")],
        ),
        (
            "en-GB",
            WEEKLY,
            "for the 30th",
            WHICH.format("the 30th"),
            [("this week", "for 2026-W24: for the 30th"), ("last week", "for 2026-W23: for the 30th")],
        ),
        (
            "en-GB",
            WEEKLY,
            "for 2025",
            WHICH.format("2025"),
            [("this week", "for 2026-W24: for 2025"), ("last week", "for 2026-W23: for 2025")],
        ),
        ("en-GB", WEEKLY, "in the sun", IS_IT.format("the sun"), [("last week", "for 2026-W23")]),
        ("en-GB", WEEKLY, "at 9.30", IS_IT.format("9.30"), [("the week of 29 September 2025", "for 2025-W40")]),
        ("en-GB", WEEKLY, "at 31.5 % of it", IS_IT.format("31.5"), [("the week of 25 May", "for 2026-W22 % of it")]),
        (
            "en-GB",
            WEEKLY,
            "for w/c 24 May",
            "Weeks begin on a Monday here. Is it the week of 18 May, or the week of 25 May?",
            [("the week of 18 May", "for 2026-W21"), ("the week of 25 May", "for 2026-W22")],
        ),
        (
            "en-GB",
            WEEKLY,
            "w/c 24 May",
            "Weeks begin on a Monday here. Is it the week of 18 May, or the week of 25 May?",
            [("the week of 18 May", "for 2026-W21"), ("the week of 25 May", "for 2026-W22")],
        ),
        (
            "en-GB",
            WEEKLY,
            "for Mon 31 March all in",
            "31 March is a Tuesday. Check the day, or leave the weekday out.",
            [("the week of 30 March", "for 2026-W14 all in")],
        ),
        (
            "en-GB",
            WEEKLY,
            "for mid april",
            WHICH.format("mid april"),
            [
                ("the week of 27 April", "for 2026-W18"),
                ("the week of 20 April", "for 2026-W17"),
                ("the week of 13 April", "for 2026-W16"),
            ],
        ),
        (
            "en-GB",
            WEEKLY,
            "for yesterday's outage",
            WHICH.format("yesterday's"),
            [("this week", "for 2026-W24 outage")],
        ),
        ("en-GB", WEEKLY, "last friday closed", IS_IT.format("last friday"), [("last week", "for 2026-W23 closed")]),
        (
            "en-GB",
            DAILY,
            "yesterday was a holiday",
            IS_IT.format("yesterday"),
            [("yesterday", "for 2026-06-09 was a holiday")],
        ),
        ("en-GB", DAILY, "for 24/7 support", "It is too early for 24 July: it opens on 24 July.", []),
        ("en-GB", DAILY, "for 3/4 of the clients", IS_IT.format("3/4"), [("3 April", "for 2026-04-03 of the clients")]),
        (
            "en-GB",
            DAILY,
            "for yesterday's outage",
            WHICH.format("yesterday's"),
            [("yesterday", "for 2026-06-09 outage")],
        ),
        ("en-GB", MONTHLY, "for aprl", WHICH.format("aprl"), [("April", "for 2026-04")]),
        (
            "en-GB",
            MONTHLY,
            "for febuary counted twice",
            WHICH.format("febuary"),
            [("February", "for 2026-02 counted twice")],
        ),
        ("en-GB", MONTHLY, "for mar all in", IS_IT.format("mar"), [("March", "for 2026-03 all in")]),
        ("en-GB", MONTHLY, "for April to June", IS_IT.format("April"), [("April", "for 2026-04 to June")]),
        ("en-GB", MONTHLY, "for March and April", IS_IT.format("March"), [("March", "for 2026-03 and April")]),
        ("en-GB", MONTHLY, "for march 99", IS_IT.format("march"), [("March", "for 2026-03 99")]),
        ("en-GB", MONTHLY, "for last month's survey", WHICH.format("last month's"), [("May", "for 2026-05 survey")]),
        ("en-GB", MONTHLY, "for july", "It is too early for July: it opens on 1 July.", []),
        ("en-GB", QUARTERLY, "for Q1 25 people", IS_IT.format("Q1 25"), [("Q1 2025", "for 2025-Q1 people")]),
        ("de-DE", WEEKLY, "für letzte Wohce", WHICH.format("letzte Wohce"), [("last week", "for 2026-W23")]),
        (
            "de-DE",
            WEEKLY,
            "in der Woche",
            WHICH.format("der Woche"),
            [("this week", "for 2026-W24: in der Woche"), ("last week", "for 2026-W23: in der Woche")],
        ),
        ("de-DE", WEEKLY, "für so lange", IS_IT.format("so"), [("last week", "for 2026-W23 lange")]),
        ("de-DE", MONTHLY, "für Apirl", WHICH.format("Apirl"), [("April", "for 2026-04")]),
        (
            "fr-FR",
            WEEKLY,
            "pour la semiane dernière",
            WHICH.format("la semiane dernière"),
            [("last week", "for 2026-W23")],
        ),
        ("fr-FR", WEEKLY, "en mer", IS_IT.format("mer"), [("this week", "for 2026-W24")]),
        ("fr-FR", MONTHLY, "pour avirl", WHICH.format("avirl"), [("April", "for 2026-04")]),
        ("pt-BR", WEEKLY, "na quarta vez", IS_IT.format("quarta"), [("this week", "for 2026-W24 vez")]),
        (
            "es-ES",
            WEEKLY,
            "para la semana pasda",
            WHICH.format("la semana"),
            [("this week", "for 2026-W24: para la semana pasda"), ("last week", "for 2026-W23: para la semana pasda")],
        ),
        ("es-ES", MONTHLY, "para abirl", WHICH.format("abirl"), [("April", "for 2026-04")]),
        ("it-IT", MONTHLY, "per apirle", WHICH.format("apirle"), [("April", "for 2026-04")]),
        ("nl-NL", WEEKLY, "voor vorige weke", WHICH.format("vorige weke"), [("last week", "for 2026-W23")]),
        ("sv-SE", WEEKLY, "för förra vekcan", WHICH.format("förra vekcan"), [("last week", "for 2026-W23")]),
        ("pl-PL", WEEKLY, "za zeszły tydzeń", WHICH.format("zeszły tydzeń"), [("last week", "for 2026-W23")]),
        ("ja-JP", WEEKLY, "先週 全部", IS_IT.format("先週"), [("last week", "for 2026-W23 全部")]),
        (
            UNKNOWN,
            WEEKLY,
            "for 6/3 all in",
            '"6/3" could be 6 March or 3 June: Slack has not told your language yet. Type the month as a word.',
            [("the week of 2 March", "for 2026-W10 all in"), ("last week", "for 2026-W23 all in")],
        ),
    ],
)
def test_what_looks_like_a_time_is_asked_about(
    locale: str, cadence: Cadence, text: str, question: str, periods: Sequence[tuple[str, str]]
) -> None:
    with refused(kind=UnclearPeriod, today=WEDNESDAY) as refusal:
        take_period(text, cadence, today=WEDNESDAY, locale=locale)

    assert said(refusal.error, today=WEDNESDAY) == question
    *offered, note = refusal.error.choices
    assert [(label_of(choice), choice.line) for choice in offered] == list(periods)
    assert (label_of(note), note.line) == ("It is a note", f": {text}")


def label_of(choice: Choice) -> str:
    assert isinstance(choice.label, Words)
    return said(choice.label, today=WEDNESDAY)


@pytest.mark.parametrize(
    ("locale", "cadence", "text"),
    [
        ("en-GB", WEEKLY, "for last wek after the launch"),
        ("en-GB", MONTHLY, "for febuary counted twice"),
        ("en-GB", WEEKLY, "for the last few days"),
        ("en-GB", MONTHLY, "for mar all in"),
        ("de-DE", WEEKLY, "für letzte Wohce"),
        (UNKNOWN, WEEKLY, "for 6/3 all in"),
    ],
)
def test_an_answer_that_names_a_period_is_not_asked_about_again(locale: str, cadence: Cadence, text: str) -> None:
    with refused(kind=UnclearPeriod, today=WEDNESDAY) as refusal:
        take_period(text, cadence, today=WEDNESDAY, locale=locale)

    *offered, _ = refusal.error.choices
    assert offered
    for choice in offered:
        period, _ = take_period(choice.line, cadence, today=WEDNESDAY, locale=locale)
        assert period is not None
        assert choice.line.startswith(f"for {period.key}")


def test_the_words_after_a_period_are_all_kept() -> None:
    for text, rest in (
        ("on monday the counter broke", "the counter broke"),
        ("for last week all in", "all in"),
        ("for last week this was hard", "this was hard"),
        ("for all of last week the counter was ill", "the counter was ill"),
        ("on friday a tent was missed", "a tent was missed"),
        ("for w22 of them", "of them"),
    ):
        period, after = take_period(text, WEEKLY, today=WEDNESDAY, locale="en-GB")
        assert period is not None
        assert after == rest


def test_a_period_ends_with_its_line() -> None:
    for text, key in (("for march\n3 tents were counted", "2026-03"), ("last month\n3 tents were counted", "2026-05")):
        period, rest = take_period(text, MONTHLY, today=WEDNESDAY, locale="en-GB")
        assert period is not None
        assert (period.key, rest) == (key, "3 tents were counted")


def test_a_key_that_cannot_be_meant_is_refused_for_it_is_no_note() -> None:
    with refused(
        "^It is too early for the week of 28 September: it opens on 28 September.$", today=WEDNESDAY
    ) as future:
        take_period("for 2026-W40", WEEKLY, today=WEDNESDAY, locale="en-GB")
    with refused('^"2025-W53" is not a period I know', today=WEDNESDAY) as unknown:
        take_period("for 2025-W53 all in", WEEKLY, today=WEDNESDAY, locale="en-GB")

    assert type(future.error) is type(unknown.error) is UserError


@quick
@given(
    name=st.sampled_from(
        ["for last week", "on Friday", "w22", "for week 22", "for 30 March", "for 2026-W22", "du 25 mai"]
    ),
    tail=st.lists(
        st.sampled_from(["the", "a", "all", "of", "this", "was", "no", "to", "and", "les", "counter"]), min_size=1
    ),
    locale=st.sampled_from(["en-GB", "de-DE", "fr-FR", "es-ES"]),
)
def test_what_follows_a_period_is_kept_to_the_word(name: str, tail: list[str], locale: str) -> None:
    with suppress(UnclearPeriod):
        period, rest = take_period(f"{name} {' '.join(tail)}", WEEKLY, today=WEDNESDAY, locale=locale)
        assert rest == (" ".join(tail) if period else f"{name} {' '.join(tail)}")


LINE_WORDS = (
    *("for", "on", "in", "pour", "für", "the", "last", "next", "few", "week", "wek", "w22", "KW", "22", "march"),
    *("mar", "mai", "30", "30.", "31/2", "2025", "ago", "two"),
)
lines = st.lists(
    st.sampled_from(LINE_WORDS) | st.text(max_size=5),
    max_size=8,
).map(" ".join)


@quick
@given(text=lines, cadence=st.sampled_from([DAILY, WEEKLY, MONTHLY, QUARTERLY]), locale=st.sampled_from(LOCALES))
@example("for ago", WEEKLY, "en-GB")
@example("in 第", WEEKLY, "ja-JP")
@example("for 31. ", WEEKLY, "de-DE")
def test_no_word_is_lost_and_nothing_raised_but_user_errors(text: str, cadence: Cadence, locale: str) -> None:
    with suppress(UserError):
        period, rest = take_period(text, cadence, today=WEDNESDAY, locale=locale)
        assert rest == text if period is None else text.endswith(rest.removeprefix(": ").strip()) or not rest


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        ("en-GB", "for 31/02"),
        ("en-GB", "on 31/02/2026 by hand"),
        ("en-US", "for 02/31"),
        ("de-DE", "für den 31.2."),
        ("de-DE", "für 31.02.2026"),
        ("fr-FR", "pour le 31/02"),
    ],
)
def test_a_day_in_digits_that_no_calendar_has_is_no_note(locale: str, text: str) -> None:
    with pytest.raises(UnclearPeriod) as asked:
        take_period(text, WEEKLY, today=WEDNESDAY, locale=locale)
    assert [choice.line for choice in asked.value.choices] == [f": {text}"]


@pytest.mark.parametrize("text", ["for 36/50 sites", "for 12.50 euros", "for 40/50"])
def test_a_number_that_is_no_day_in_digits_is_a_note(text: str) -> None:
    assert take_period(text, WEEKLY, today=WEDNESDAY, locale="en-GB") == (None, text)


def test_a_leap_day_of_another_year_is_asked_about_unless_its_year_is_named() -> None:
    for text in ("for 29 February", "for 29/2"):
        with pytest.raises(UnclearPeriod) as asked:
            take_period(text, DAILY, today=WEDNESDAY, locale="en-GB")
        assert [choice.line for choice in asked.value.choices] == ["for 2024-02-29", f": {text}"]
    for text in ("for 29 February 2024", "for 29/2/24", "for 2024-02-29"):
        period, _ = take_period(text, DAILY, today=WEDNESDAY, locale="en-GB")
        assert period is not None
        assert period.key == "2024-02-29"
