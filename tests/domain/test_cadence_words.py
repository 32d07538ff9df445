"""How often something is to be read, as people type it."""

from datetime import date

import pytest

from bot.domain.cadence_words import TypedRhythm, read_rhythm
from bot.domain.cadences import LAST, DueKind, DueRule, Every, Shift
from bot.domain.dates import parse_date

FRIDAY = DueRule(DueKind.WEEKDAY, 4)
JANUARY = DueRule(DueKind.DAY_OF_MONTH, day=31, month=1)
END_OF_MARCH = DueRule(DueKind.LAST_WORKING_DAY, month=3)


@pytest.mark.parametrize(
    ("typed", "rhythm"),
    [
        ("daily", TypedRhythm(Every.DAY)),
        ("every working day", TypedRhythm(Every.DAY, on_working_days=True)),
        ("weekly", TypedRhythm(Every.WEEK)),
        ("once a week", None),
        ("every week on Friday", TypedRhythm(Every.WEEK, due=FRIDAY)),
        ("Fridays", TypedRhythm(Every.WEEK, due=FRIDAY)),
        ("Mon, Wed and Fri", TypedRhythm(Every.DAY, weekdays=frozenset({0, 2, 4}))),
        ("every 3 weeks", TypedRhythm(Every.INTERVAL, 3)),
        ("every three weeks from 25 March", TypedRhythm(Every.INTERVAL, 3, counted_from="25 march")),
        ("every other week", TypedRhythm(Every.INTERVAL, 2)),
        ("every 1 week", TypedRhythm(Every.WEEK)),
        ("monthly", TypedRhythm(Every.MONTH)),
        ("monthly on the 15th", TypedRhythm(Every.MONTH, due=DueRule(DueKind.DAY_OF_MONTH, day=15))),
        (
            "every month, on the 1st or before",
            TypedRhythm(Every.MONTH, due=DueRule(DueKind.DAY_OF_MONTH, day=1, shift=Shift.BEFORE)),
        ),
        ("monthly, second Tuesday", TypedRhythm(Every.MONTH, due=DueRule(DueKind.NTH_WEEKDAY, 1, nth=2))),
        ("monthly last Friday", TypedRhythm(Every.MONTH, due=DueRule(DueKind.NTH_WEEKDAY, 4, nth=LAST))),
        ("monthly, first Friday after", TypedRhythm(Every.MONTH, due=FRIDAY)),
        ("quarterly last working day", TypedRhythm(Every.QUARTER, due=DueRule(DueKind.LAST_WORKING_DAY))),
        ("half-yearly", TypedRhythm(Every.HALF_YEAR)),
        ("every half-year", TypedRhythm(Every.HALF_YEAR)),
        ("every 6 months", TypedRhythm(Every.HALF_YEAR)),
        ("yearly", TypedRhythm(Every.YEAR)),
        ("every fiscal quarter", TypedRhythm(Every.QUARTER, is_fiscal=True)),
        ("every fiscal year", TypedRhythm(Every.YEAR, is_fiscal=True)),
        ("every year on 31 January", TypedRhythm(Every.YEAR, due=JANUARY)),
        ("yearly, on January 31st", TypedRhythm(Every.YEAR, due=JANUARY)),
        ("yearly by the last working day of March", TypedRhythm(Every.YEAR, due=END_OF_MARCH)),
        ("yearly on 30 February", None),
        ("twice a week", None),
        ("biweekly", None),
        ("every 4 months", None),
        ("weekly or so", None),
        ("monthly on the 32nd", None),
        ("monthly from 25 March", None),
        ("every 99 weeks", None),
        ("every 0 weeks", None),
        ("", None),
    ],
)
def test_a_rhythm_is_read_whole_or_not_at_all(typed: str, rhythm: TypedRhythm | None) -> None:
    assert read_rhythm(typed, locale="en-GB") == rhythm


MEANT = {
    "daily": TypedRhythm(Every.DAY),
    "working days": TypedRhythm(Every.DAY, on_working_days=True),
    "certain days": TypedRhythm(Every.DAY, weekdays=frozenset({0, 2, 4})),
    "weekly": TypedRhythm(Every.WEEK),
    "fridays": TypedRhythm(Every.WEEK, due=FRIDAY),
    "two weeks": TypedRhythm(Every.INTERVAL, 2),
    "monthly": TypedRhythm(Every.MONTH),
    "the 15th": TypedRhythm(Every.MONTH, due=DueRule(DueKind.DAY_OF_MONTH, day=15)),
    "the 1st or before": TypedRhythm(Every.MONTH, due=DueRule(DueKind.DAY_OF_MONTH, day=1, shift=Shift.BEFORE)),
    "last working day": TypedRhythm(Every.MONTH, due=DueRule(DueKind.LAST_WORKING_DAY)),
    "second tuesday": TypedRhythm(Every.MONTH, due=DueRule(DueKind.NTH_WEEKDAY, 1, nth=2)),
    "last friday": TypedRhythm(Every.MONTH, due=DueRule(DueKind.NTH_WEEKDAY, 4, nth=LAST)),
    "quarterly": TypedRhythm(Every.QUARTER),
    "half-yearly": TypedRhythm(Every.HALF_YEAR),
    "yearly": TypedRhythm(Every.YEAR),
    "fiscal quarters": TypedRhythm(Every.QUARTER, is_fiscal=True),
    "fiscal halves": TypedRhythm(Every.HALF_YEAR, is_fiscal=True),
    "fiscal years": TypedRhythm(Every.YEAR, is_fiscal=True),
    "31 january": TypedRhythm(Every.YEAR, due=JANUARY),
    "end of march": TypedRhythm(Every.YEAR, due=END_OF_MARCH),
}
SAID = {
    "de-DE": {
        "daily": "täglich; jeden Tag",
        "working days": "jeden Arbeitstag; werktäglich",
        "certain days": "Montag, Mittwoch und Freitag; Mo, Mi, Fr",
        "weekly": "wöchentlich; jede Woche",
        "fridays": "freitags; jeden Freitag; wöchentlich am Freitag",
        "two weeks": "alle zwei Wochen; alle 2 Wochen; alle 14 Tage; zweiwöchentlich",
        "monthly": "monatlich; jeden Monat",
        "the 15th": "monatlich am 15.; jeden Monat am 15",
        "the 1st or before": "monatlich am 1. oder davor",
        "last working day": "monatlich am letzten Arbeitstag; jeden Monat, letzter Werktag",
        "second tuesday": "monatlich am zweiten Dienstag",
        "last friday": "jeden Monat am letzten Freitag",
        "quarterly": "vierteljährlich; jedes Quartal; quartalsweise",
        "half-yearly": "halbjährlich; jedes Halbjahr",
        "yearly": "jährlich; jedes Jahr",
        "fiscal quarters": "jedes Geschäftsquartal; jedes Quartal im Geschäftsjahr",
        "fiscal halves": "jedes Geschäftshalbjahr; jedes Halbjahr des Geschäftsjahres",
        "fiscal years": "jedes Geschäftsjahr",
        "31 january": "jährlich am 31. Januar",
        "end of march": "jedes Jahr bis zum letzten Arbeitstag im März",
    },
    "fr-FR": {
        "daily": "tous les jours; quotidien",
        "working days": "chaque jour ouvré; tous les jours ouvrables",
        "certain days": "lundi, mercredi et vendredi",
        "weekly": "chaque semaine; hebdomadaire; toutes les semaines",
        "fridays": "tous les vendredis; chaque semaine le vendredi; le vendredi",
        "two weeks": "toutes les deux semaines; toutes les 2 semaines; une semaine sur deux",
        "monthly": "mensuel; chaque mois; tous les mois",
        "the 15th": "chaque mois le 15",
        "the 1st or before": "mensuel, le 1er ou avant",
        "last working day": "tous les mois, le dernier jour ouvré",
        "second tuesday": "mensuel, deuxième mardi",
        "last friday": "chaque mois, le dernier vendredi",
        "quarterly": "trimestriel; tous les trimestres; tous les trois mois",
        "half-yearly": "semestriel; chaque semestre",
        "yearly": "annuel; tous les ans; chaque année",
        "fiscal quarters": "chaque trimestre fiscal; chaque trimestre de l'exercice",
        "fiscal halves": "chaque semestre fiscal",
        "fiscal years": "chaque exercice; chaque année fiscale",
        "31 january": "chaque année le 31 janvier",
        "end of march": "annuel, le dernier jour ouvré de mars",
    },
    "es-ES": {
        "daily": "cada día; diario; todos los días",
        "working days": "cada día laborable; todos los días hábiles",
        "certain days": "lunes, miércoles y viernes",
        "weekly": "semanal; cada semana",
        "fridays": "cada viernes; todos los viernes; cada semana el viernes",
        "two weeks": "cada dos semanas; cada 2 semanas",
        "monthly": "mensual; cada mes",
        "the 15th": "cada mes el 15; cada mes el día 15",
        "the 1st or before": "mensual el 1 o antes",
        "last working day": "mensual, el último día laborable",
        "second tuesday": "cada mes, el segundo martes",
        "last friday": "cada mes, el último viernes",
        "quarterly": "trimestral; cada trimestre; cada tres meses",
        "half-yearly": "semestral; cada seis meses",
        "yearly": "anual; cada año",
        "fiscal quarters": "cada trimestre fiscal; cada trimestre del ejercicio",
        "fiscal halves": "cada semestre fiscal",
        "fiscal years": "cada ejercicio; cada año fiscal",
        "31 january": "cada año el 31 de enero",
        "end of march": "anual, el último día hábil de marzo",
    },
    "ja-JP": {
        "daily": "毎日",
        "working days": "毎営業日",
        "certain days": "毎週月曜と水曜と金曜; 月・水・金曜日",
        "weekly": "毎週",
        "fridays": "毎週金曜日; 毎週金曜",
        "two weeks": "隔週; 2週間ごと",
        "monthly": "毎月",
        "the 15th": "毎月15日; 毎月１５日",
        "the 1st or before": "毎月1日またはその前の営業日",
        "last working day": "毎月最終営業日; 毎月末営業日",
        "second tuesday": "毎月第2火曜日",
        "last friday": "毎月最終金曜日",
        "quarterly": "四半期ごと; 毎四半期",
        "half-yearly": "半年ごと",
        "yearly": "毎年",
        "fiscal quarters": "年度の四半期ごと; 会計四半期ごと",
        "fiscal halves": "年度の半期ごと",
        "fiscal years": "毎年度; 会計年度ごと",
        "31 january": "毎年1月31日",
        "end of march": "毎年3月の最終営業日; 毎年3月の最終営業日まで",
    },
}


@pytest.mark.parametrize("meant", list(MEANT))
@pytest.mark.parametrize("locale", list(SAID))
def test_a_rhythm_is_read_in_ones_own_language(locale: str, meant: str) -> None:
    for typed in SAID[locale][meant].split("; "):
        assert read_rhythm(typed, locale=locale) == MEANT[meant], typed


@pytest.mark.parametrize(
    ("locale", "typed"),
    [
        ("de-DE", "ab und zu"),
        ("de-DE", "monatlich am 32."),
        ("de-DE", "jeden zweiten Mond"),
        ("de-DE", "zweimal wöchentlich"),
        ("fr-FR", "de temps en temps"),
        ("fr-FR", "mensuel le 31 et le 15"),
        ("es-ES", "cada dos por tres"),
        ("ja-JP", "毎月32日"),
        ("ja-JP", "ときどき"),
        ("en-GB", "jeden Freitag"),
    ],
)
def test_what_is_not_understood_whole_in_another_language_is_not_guessed(locale: str, typed: str) -> None:
    assert read_rhythm(typed, locale=locale) is None


@pytest.mark.parametrize("locale", list(SAID))
def test_weeks_are_counted_from_a_day_in_ones_own_language(locale: str) -> None:
    said = {
        "de-DE": "alle 3 Wochen ab dem 25. März",
        "fr-FR": "toutes les 3 semaines à partir du 25 mars",
        "es-ES": "cada 3 semanas desde el 25 de marzo",
        "ja-JP": "3週間ごと",
    }
    rhythm = read_rhythm(said[locale], locale=locale)
    assert rhythm is not None
    assert (rhythm.every, rhythm.weeks) == (Every.INTERVAL, 3)
    if rhythm.counted_from:
        day = parse_date(rhythm.counted_from, today=date(2026, 3, 20), locale=locale)
        assert day == date(2026, 3, 25)
