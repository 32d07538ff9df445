"""The words for time in each language: months, weekdays, units, "last", "yesterday", and what stands before them.

Names of months, weekdays, quarters and units, and the words for "ago", are CLDR's. It has none for "last" and
"yesterday" in the form in which Babel carries it, nor prepositions: those are in a small table here, by language.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Literal

from babel import Locale
from babel.dates import get_day_names, get_month_names

from bot.domain.locales import locale_for
from bot.domain.numerals import plain
from bot.domain.typed_text import spaced

LONGEST = 90
"""Characters that the name of a day or period has at most."""
MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
UNITS = ("day", "week", "month", "quarter", "halfyear", "year")
RELATIVES = ("this", "last", "next")

_WIDTHS: tuple[Literal["abbreviated", "wide"], ...] = ("abbreviated", "wide")
_CONTEXTS: tuple[Literal["format", "stand-alone"], ...] = ("format", "stand-alone")
_MOST_WORDS_IN_A_PHRASE = 4

_Lexicon = Mapping[str, Mapping[str, tuple[str, ...]]]
"""By language and English word: what one types for it."""


def _lexicon(tables: Mapping[str, Mapping[str, str]]) -> _Lexicon:
    return {
        language: {english: tuple(typed.split(", ")) for english, typed in table.items()}
        for language, table in tables.items()
    }


# What each English word is in other languages, in any form that one types, without accents. What ends with "#" is a
# word only right before a number.
_OWN: _Lexicon = _lexicon({
    "en": {
        "the": "the, all, all of, all of the, whole, whole of, entire, full", "of": "of",
        "this": "this, current", "last": "last, previous, prev, past", "next": "next, coming",
        "today": "today", "yesterday": "yesterday", "tomorrow": "tomorrow",
        "2 day ago": "day before yesterday, the day before yesterday", "2 week ago": "week before last",
        "2 month ago": "month before last", "week": "week, weeks, wk, wks, cw, w#", "day": "day, days",
        "month": "month, months, mth", "quarter": "quarter, quarters, qtr", "year": "year, years", "period": "period",
        "halfyear": "half-year, half-years, half year, half years, halfyear, h#",
        "fiscal": "fy, fiscal year, financial year, fiscal",
        "weekend": "weekend, weekends", "fortnight": "fortnight",
        "week commencing": "week commencing, week beginning, week starting, week from, w/c, wc, w/b, wb",
        "week ending": "week ending, week to, w/e", "number": "number, no, nr, num",
        "to": "to, until, till, through, thru", "from": "from, between",
        "several": "few, couple, some, several, recent",
        "part": "early, mid, late, beginning, start, middle, end", "half": "half", "and": "and", "1": "a, an, one",
        "2": "two", "3": "three", "4": "four", "5": "five", "6": "six", "first": "first", "second": "second",
        "third": "third", "fourth": "fourth",
    },
    "de": {
        "the": "die, der, das, den, dem, ganze, ganzen", "of": "von, vom, des, der, des jahres",
        "day": "tag, tage, tagen",
        "this": "diese, dieser, dieses, diesen, diesem, aktuelle, aktuellen, laufende, laufenden",
        "last": "letzte, letzter, letztes, letzten, letztem, vorige, voriger, voriges, vorigen, vergangene, "
        "vergangener, vergangenes, vergangenen", "next": "nachste, nachster, nachstes, nachsten, kommende, kommenden",
        "today": "heute", "yesterday": "gestern", "tomorrow": "morgen", "2 day ago": "vorgestern",
        "2 week ago": "vorletzte woche, vorletzter woche", "2 month ago": "vorletzten monat, vorletzter monat",
        "weekend": "wochenende", "halfyear": "halbjahr, halbjahre, halbjahres, hj", "fiscal": "geschaftsjahr, gj",
        "week": "kw, kalenderwoche, woche, wochen", "month": "monat, monate, monats, monaten", "quarter": "quartal",
        "week commencing": "woche ab", "week ending": "woche bis, woche endend", "number": "nummer", "to": "bis",
        "several": "paar, einige", "part": "anfang, mitte, ende", "1": "ein, eine, einer, einem", "2": "zwei",
        "3": "drei", "4": "vier", "first": "erste, erstes, ersten", "second": "zweite, zweites, zweiten",
        "third": "dritte, drittes, dritten", "fourth": "vierte, viertes, vierten",
    },
    "fr": {
        "the": "le, la, les, l, tout, toute", "of": "de, du, des, d, de l, de la", "this": "ce, cet, cette, en cours",
        "last": "dernier, derniere, derniers, dernieres, passe, passee, passes, passees, precedent, precedente",
        "next": "prochain, prochaine, suivante",
        "today": "aujourd hui", "yesterday": "hier", "tomorrow": "demain", "2 day ago": "avant-hier, avant hier",
        "2 week ago": "avant-derniere semaine", "week": "semaine, semaine-ci, semaines, sem, s#",
        "month": "mois, mois-ci", "year": "annee", "halfyear": "semestre, semestres", "fiscal": "exercice",
        "quarter": "trimestre", "day": "jour, jours", "week commencing": "semaine a partir du, semaine commencant le",
        "week ending": "semaine finissant le, semaine se terminant le", "to": "au, jusqu au, a", "from": "du",
        "number": "numero", "several": "quelques", "part": "debut, mi, fin", "1": "un, une", "2": "deux", "3": "trois",
        "4": "quatre", "first": "premier", "second": "deuxieme", "third": "troisieme", "fourth": "quatrieme",
    },
    "es": {
        "the": "el, la, los, las, todo, toda", "of": "de, del, de la", "this": "este, esta, actual, en curso",
        "last": "ultimo, ultima, ultimos, ultimas, pasado, pasada, pasados, pasadas, anterior",
        "next": "proximo, proxima, siguiente", "today": "hoy",
        "yesterday": "ayer", "tomorrow": "manana", "2 day ago": "anteayer, antes de ayer, antier",
        "2 week ago": "semana antepasada", "week": "semana, semanas, sem", "month": "mes, meses", "day": "dia, dias",
        "quarter": "trimestre", "halfyear": "semestre, semestres", "fiscal": "ejercicio, ano fiscal",
        "week commencing": "semana que empieza el, semana desde el",
        "week ending": "semana que termina el, semana hasta el", "to": "al, a, hasta", "from": "desde, del",
        "number": "numero", "several": "unos, unas, algunos, algunas", "part": "principios, mediados, finales, fin",
        "1": "un, una", "2": "dos", "3": "tres", "4": "cuatro", "first": "primer, primero", "second": "segundo",
        "third": "tercer, tercero", "fourth": "cuarto",
    },
    "pt": {
        "the": "o, a, os, as, todo, toda", "of": "de, do, da",
        "this": "este, esta, esse, essa, neste, nesta, nesse, nessa, atual",
        "last": "ultimo, ultima, ultimos, ultimas, passado, passada, passados, passadas, anterior",
        "next": "proximo, proxima, que vem", "today": "hoje",
        "yesterday": "ontem", "tomorrow": "amanha", "2 day ago": "anteontem", "2 week ago": "semana retrasada",
        "week": "semana, semanas, sem", "month": "mes, meses", "quarter": "trimestre", "day": "dia, dias",
        "halfyear": "semestre, semestres", "fiscal": "ano fiscal, exercicio",
        "week commencing": "semana a partir de, semana que comeca em", "week ending": "semana que termina em",
        "ago": "atras", "to": "a, ate", "number": "numero", "several": "alguns, algumas",
        "part": "inicio, meados, final, fim", "1": "um, uma", "2": "dois, duas", "3": "tres", "4": "quatro",
        "first": "primeiro", "second": "segundo",
        "monday": "segunda", "tuesday": "terca", "wednesday": "quarta", "thursday": "quinta",
        "friday": "sexta", "third": "terceiro", "fourth": "quarto",
    },
    "it": {
        "the": "il, lo, la, i, gli, le, l, tutto, tutta", "of": "di, del, della, dell, d",
        "this": "questo, questa, quest, corrente",
        "last": "scorso, scorsa, scorsi, scorse, ultimo, ultima, ultimi, ultime, passato, passata, precedente",
        "next": "prossimo, prossima",
        "today": "oggi", "yesterday": "ieri", "tomorrow": "domani", "2 day ago": "altro ieri, l altro ieri, avantieri",
        "2 week ago": "penultima settimana", "week": "settimana, settimane, sett", "month": "mese, mesi",
        "halfyear": "semestre, semestri", "fiscal": "esercizio",
        "quarter": "trimestre", "day": "giorno, giorni", "week commencing": "settimana dal", "to": "al, a, fino al",
        "week ending": "settimana fino al", "from": "dal", "number": "numero", "several": "alcuni, alcune, qualche",
        "part": "inizio, meta, fine", "1": "un, una, uno", "2": "due", "3": "tre", "4": "quattro", "first": "primo",
        "second": "secondo", "third": "terzo", "fourth": "quarto",
    },
    "nl": {
        "the": "de, het, hele", "of": "van, van de, van het", "this": "deze, dit, huidige",
        "last": "vorige, vorig, afgelopen, laatste", "next": "volgende, volgend, komende", "today": "vandaag",
        "yesterday": "gisteren", "tomorrow": "morgen", "2 day ago": "eergisteren", "2 week ago": "voorlaatste week",
        "week": "week, weken, wk", "month": "maand, maanden", "quarter": "kwartaal", "day": "dag, dagen",
        "halfyear": "halfjaar, half jaar", "fiscal": "boekjaar",
        "week commencing": "week vanaf", "week ending": "week tot, week eindigend", "number": "nummer",
        "to": "tot, tot en met, t/m, tm", "several": "paar, enkele", "part": "begin, midden, eind, einde", "1": "een",
        "2": "twee", "3": "drie", "4": "vier", "first": "eerste", "second": "tweede", "third": "derde",
        "fourth": "vierde",
    },
    "sv": {
        "the": "den, det, hela", "of": "av, fran", "this": "denna, detta, den har, innevarande",
        "last": "forra, senaste, sista, foregaende", "next": "nasta, kommande", "today": "idag, i dag",
        "yesterday": "igar, i gar", "tomorrow": "imorgon, i morgon", "2 day ago": "i forrgar, forrgar",
        "halfyear": "halvar, halvaret", "fiscal": "rakenskapsar, rakenskapsaret, verksamhetsar",
        "2 week ago": "forrforra veckan", "week": "vecka, veckan, veckor, v", "quarter": "kvartal, kvartalet",
        "month": "manad, manaden, manader", "day": "dag, dagen, dagar", "week commencing": "veckan fran",
        "week ending": "veckan till", "to": "till", "number": "nummer", "several": "nagra", "1": "en, ett",
        "part": "borjan, mitten, slutet", "2": "tva", "3": "tre", "4": "fyra", "first": "forsta", "second": "andra",
        "third": "tredje", "fourth": "fjarde",
    },
    "da": {
        "the": "den, det", "of": "af, fra", "this": "denne, dette, indevaerende", "next": "naeste, kommende",
        "last": "sidste, forrige, seneste", "today": "i dag, idag", "yesterday": "i gar, igar",
        "tomorrow": "i morgen, imorgen", "2 day ago": "i forgars, forgars", "2 week ago": "forforrige uge",
        "halfyear": "halvar, halvaret", "fiscal": "regnskabsar, regnskabsaret",
        "week": "uge, ugen, uger", "month": "maned, maneden, maneder", "quarter": "kvartal, kvartalet",
        "day": "dag, dagen, dage", "week commencing": "ugen fra", "week ending": "ugen til", "to": "til",
        "number": "nummer", "several": "nogle", "part": "starten, midten, slutningen", "1": "en, et", "2": "to",
        "3": "tre", "4": "fire", "first": "forste", "second": "andet", "third": "tredje", "fourth": "fjerde",
    },
    "nb": {
        "the": "den, det", "of": "av, fra", "this": "denne, dette, innevaerende", "next": "neste, kommende",
        "last": "sist, siste, forrige", "today": "i dag, idag", "yesterday": "i gar, igar",
        "tomorrow": "i morgen, imorgen", "2 day ago": "i forgars, forgars", "2 week ago": "forforrige uke",
        "halfyear": "halvar, halvaret", "fiscal": "regnskapsar, regnskapsaret",
        "week": "uke, uken, uka, uker", "month": "maned, maneden, maneder", "quarter": "kvartal, kvartalet",
        "day": "dag, dagen, dager", "week commencing": "uken fra", "week ending": "uken til", "to": "til",
        "number": "nummer", "several": "noen", "part": "starten, midten, slutten", "1": "en, et, ei", "2": "to",
        "3": "tre", "4": "fire", "first": "forste", "second": "andre", "third": "tredje", "fourth": "fjerde",
    },
    "pl": {
        "january": "styczniu", "february": "lutym", "march": "marcu", "april": "kwietniu", "may": "maju",
        "june": "czerwcu", "july": "lipcu", "august": "sierpniu", "september": "wrzesniu",
        "october": "pazdzierniku", "november": "listopadzie", "december": "grudniu",
        "of": "od, z, roku", "this": "ten, tym, ta, biezacy, biezacym", "today": "dzis, dzisiaj",
        "last": "zeszly, zeszlym, zeszlego, ostatni, ostatnim, poprzedni, poprzednim, ubiegly, ubieglym, "
        "miniony, minionym",
        "next": "przyszly, przyszlym, nastepny, nastepnym", "yesterday": "wczoraj", "tomorrow": "jutro",
        "2 day ago": "przedwczoraj", "week": "tydzien, tygodnia, tygodniu, tygodnie, tygodni, tydz",
        "month": "miesiac, miesiaca, miesiacu, miesiace, miesiecy", "quarter": "kwartal, kwartalu, kwartale",
        "halfyear": "polrocze, polrocza, polroczu", "fiscal": "rok obrotowy, roku obrotowym",
        "day": "dzien, dnia, dni", "to": "do", "number": "numer", "several": "kilka, pare", "1": "jeden",
        "part": "poczatek, polowa, koniec", "2": "dwa", "3": "trzy", "4": "cztery", "first": "pierwszy",
        "second": "drugi", "third": "trzeci", "fourth": "czwarty",
    },
    "ja": {
        "today": "今日, 本日", "yesterday": "昨日", "tomorrow": "明日", "2 day ago": "一昨日, おととい",
        "last week": "先週", "this week": "今週", "next week": "来週", "2 week ago": "先々週", "last month": "先月",
        "this month": "今月", "next month": "来月", "2 month ago": "先々月", "last quarter": "前四半期",
        "this quarter": "今四半期", "halfyear 1": "上半期", "halfyear 2": "下半期",
        "this year": "今年", "last year": "昨年, 去年",
    },
})  # fmt: skip

_TIMES = frozenset(
    (
        *MONTHS,
        *WEEKDAYS,
        *UNITS,
        *(unit + "s" for unit in UNITS),
        "today",
        "yesterday",
        "tomorrow",
        "weekend",
        "fortnight",
        "fiscal",
    )
)
_BEFORE_A_TIME = frozenset(
    ("the", "of", *RELATIVES, "from", "and", "several", "part", "half", "number", "first", "second", "third", "fourth",
     *"123456")
)  # fmt: skip

_PREPOSITIONS: _Lexicon = _lexicon(
    {
        "en": {"for": "for, on, in, at, during"},
        "de": {"for": "für, fuer, am, im, in, während, zum, vom"},
        "fr": {"for": "pour, le, en, du, au, pendant"},
        "es": {"for": "para, por, el, en, durante"},
        "pt": {"for": "para, em, no, na, durante"},
        "it": {"for": "per, a, il, in, nel, nella, durante"},
        "nl": {"for": "voor, op, in, tijdens"},
        "sv": {"for": "för, på, i, under"},
        "da": {"for": "for, på, i, under"},
        "nb": {"for": "for, på, i, under"},
        "pl": {"for": "za, w, we, na, podczas"},
        "fi": {"for": "ajalta"},
        "cs": {"for": "za, v, ve, na"},
        "ru": {"for": "за, в, на"},
        "uk": {"for": "за, у, в, на"},
        "tr": {"for": "için"},
    }
)
_ENGLISH_RELATIVES = frozenset(word for relative in RELATIVES for word in _OWN["en"][relative])
_SAME_WORDS = {"nn": "nb", "no": "nb"}

_GLUED = re.compile(r"([^\W\d_]+)[-.]?([0-9]{1,2})")
_GLUED_YEARS = re.compile(r"([^\W\d_]+)[-.]?([0-9]{2,4}(?:[/–-][0-9]{2,4})?)")
_NUMBER_FIRST = re.compile(r"([0-9]{1,2})([^\W\d_]+)")
_EAST_ASIAN = "[\u3040-\u9fff\uac00-\ud7af]"
_JAPANESE_PARTICLES = re.compile("(?<=[日月週年])(?:の|分|に|は)+$")
_EAST_ASIAN_WEEK = re.compile("第([0-9]{1,2})(?:週|周)|([0-9]{1,2})주차")
# Where a word ends without a space: "30-jun-2026", and beside numbers where words are not parted at all.
_APART = re.compile(
    rf"(?<=[0-9])(?={_EAST_ASIAN})|(?<={_EAST_ASIAN})(?=[0-9])"
    r"|(?<=[0-9])[-/](?=[^\W\d])|(?<=[^\W\d])[-/](?=[0-9])"
    r"|(?<=[^\W\d][0-9])[-/](?=[0-9])|(?<=[^\W\d][0-9]{2})[-/](?=[0-9])"
)
_YEAR_CUT_SHORT = re.compile(r"(?<![0-9])'([0-9]{2})(?![0-9])")
_LETTERS_WITHOUT_A_MARK = str.maketrans({"ł": "l", "ø": "o", "ß": "ss", "đ": "d", "ı": "i", "æ": "ae"})
_AS_TWO_LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})


def words_of(text: str) -> str:
    """The text in the form in which days and periods are looked up; empty where it is too long to name one."""
    # Folded and never cut: cut, "1 May" with a year far behind it would be this year's 1 May.
    folded = spaced(text)
    if len(folded) > 2 * LONGEST:
        return ""
    whole_years = _YEAR_CUT_SHORT.sub(r"20\1", plain(folded).lower().replace("\N{WAVE DASH}", "~"))
    words = " ".join(whole_years.replace("'", " ").split())
    return words if len(words) <= LONGEST else ""


def without_marks(words: str) -> str:
    """The words without accents, as many type them: "février" and "fevrier" are one."""
    if words.isascii():
        return words
    apart = unicodedata.normalize("NFD", words)
    bare = "".join(character for character in apart if not "\u0300" <= character <= "\u036f")
    return unicodedata.normalize("NFC", bare).translate(_LETTERS_WITHOUT_A_MARK)


def without_particles(words: str) -> str:
    """The words without what Japanese puts after a time: "先週の" is "先週"."""
    return words if words.isascii() else _JAPANESE_PARTICLES.sub("", words)


@lru_cache(maxsize=512)
def in_english(words: str, locale: str) -> str:
    """The same with each word for time in English ("vor zwei Wochen" is "ago 2 week", "30 de junio" "30 of june"), and
    without articles. A word that stands for no time stays.
    """
    known, bare = english_words(locale), without_marks(without_particles(words))
    if bare in known:
        return known[bare]
    if week := _EAST_ASIAN_WEEK.fullmatch(bare):
        return f"week {week[1] or week[2]}"
    given = _APART.sub(" ", bare).split()
    found: list[str] = []
    place = 1 if given[:1] == ["a"] and known.get("a") in ("the", "to") else 0  # an article in Portuguese
    while place < len(given):
        english, length = _longest_phrase(given, place, known)
        found.append(english)
        place += length
    if found[-1:] == ["the"] or (found and found[-1] in RELATIVES and given[-1] in _ENGLISH_RELATIVES):
        found[-1] = given[-1].upper()  # no part of what is before it: "on Monday the counter", "the week this happened"
    return " ".join(word for word in found if word != "the").removeprefix("of ")


def _longest_phrase(given: list[str], place: int, known: Mapping[str, str]) -> tuple[str, int]:
    """What the next words are in English, and how many they are."""
    for length in range(min(_MOST_WORDS_IN_A_PHRASE, len(given) - place), 0, -1):
        phrase = " ".join(given[place : place + length])
        comma = "," if phrase.endswith(",") else ""
        if english := known.get(phrase.strip("().,")):
            return english + comma, length
    word = given[place]
    return _apart(word.rstrip(".,"), known) or word, 1


def _apart(word: str, known: Mapping[str, str]) -> str | None:
    """A word and its number that were typed as one: "KW22", "30jun", "FY2026/27"."""
    if found := _GLUED.fullmatch(word):
        unit = known.get(found[1] + "#") or known.get(found[1])
        is_half = unit == "halfyear" and found[2] in ("1", "2")
        return f"{unit} {found[2]}" if is_half or unit in ("week", "quarter", "fiscal") else None
    if (found := _GLUED_YEARS.fullmatch(word)) and known.get(found[1]) == "fiscal":
        return f"fiscal {found[2]}"
    found = _NUMBER_FIRST.fullmatch(word)
    month = known.get(found[2]) if found else None
    return f"{found[1]} {month}" if found and month in MONTHS else None


@lru_cache(maxsize=128)
def english_words(locale: str) -> Mapping[str, str]:
    """What each word or phrase for time, in English and the language of `locale`, is in English. The language's own
    comes before English, except for what every locale calls a month or weekday.
    """
    known: dict[str, str] = {}
    for tag in ("en", locale):
        where = locale_for(tag)
        known.update(_ago_and_units(where))
        known.update(_quarters(where))
        for english, typed in _own_words(where).items():
            known.update(dict.fromkeys(typed, english))
        known.update(_plurals(where))
    for names, english_names in ((weekday_names(locale), WEEKDAYS), (month_names(locale), MONTHS)):
        first = 1 if english_names is MONTHS else 0
        known.update({name: english_names[number - first] for name, number in names.items() if not name.isdecimal()})
    return known


def _own_words(where: Locale) -> Mapping[str, tuple[str, ...]]:
    return _OWN.get(_SAME_WORDS.get(where.language, where.language), {})


def _ago_and_units(where: Locale) -> Iterator[tuple[str, str]]:
    """CLDR's "{0} weeks ago": the word beside the number is the unit, the others say "ago"."""
    fields = where._data["date_fields"]  # Babel has no other way to them.
    for unit in UNITS:
        for width in ("", "-short"):
            for pattern in dict(fields.get(unit + width, {}).get("past", {})).values():
                before, _, after = _folded(pattern).partition("{0}")
                beside, *rest = after.split() or [""]
                if beside.isdecimal():
                    continue  # a week is "7 days" in Mongolian
                if before.strip() or rest:
                    yield beside.strip("."), unit
                    yield from ((part.strip(), "ago") for part in (before, " ".join(rest)) if part.strip())
                else:
                    yield beside, f"{unit} ago"


def _plurals(where: Locale) -> Iterator[tuple[str, str]]:
    """Words for several of a unit, where the language has one form for them: "the last days" are not the last day."""
    for unit in UNITS:
        long = where._data["unit_patterns"].get(f"duration-{unit}", {}).get("long", {})
        for forms in (dict(where._data["date_fields"].get(unit, {}).get("past", {})), dict(long)):
            if not forms.keys().isdisjoint(("two", "few")):
                continue
            one, several = (_beside_the_number(forms.get(number, "")) for number in ("one", "other"))
            if one and several and one != several:
                yield several, unit + "s"


def _beside_the_number(pattern: str) -> str:
    after = _folded(pattern).partition("{0}")[2].split()
    return after[0].strip(".") if after else ""


def _quarters(where: Locale) -> Iterator[tuple[str, str]]:
    for names in where.quarters["format"].values():
        for number, name in names.items():
            if not name.rstrip(".").isdecimal():
                yield _folded(name).rstrip("."), f"quarter {number}"
    yield from ((f"q{number}", f"quarter {number}") for number in range(1, 5))


@lru_cache(maxsize=128)
def names_of_time(locale: str) -> Mapping[str, str]:
    """Each word that is a time by itself, a month, weekday, unit or relative day, with what it is in English."""
    return {
        typed: english for typed, english in english_words(locale).items() if not _TIMES.isdisjoint(english.split())
    }


@lru_cache(maxsize=128)
def words_before_a_time(locale: str) -> Mapping[str, str]:
    """Each word that may stand before the name of a time and belong to it, with what it is in English."""
    return {typed: english for typed, english in english_words(locale).items() if english in _BEFORE_A_TIME}


@lru_cache(maxsize=128)
def words_for_time(locale: str) -> frozenset[str]:
    """Each word of a name of a time, but for those that may stand before one."""
    names = frozenset(word for name in names_of_time(locale) for word in name.split())
    return names - words_before_a_time(locale).keys()


@lru_cache(maxsize=128)
def words_in_a_time(locale: str) -> frozenset[str]:
    """Each word that a time may hold, "ago" among them."""
    return frozenset(word for name in english_words(locale) for word in name.split())


@lru_cache(maxsize=128)
def prepositions(locale: str) -> frozenset[str]:
    """The words of the language of `locale`, and of English, that stand before a time."""
    language = locale_for(locale).language
    own = _PREPOSITIONS.get(_SAME_WORDS.get(language, language), {"for": ()})
    return frozenset(map(without_marks, _PREPOSITIONS["en"]["for"] + own["for"]))


@lru_cache(maxsize=128)
def month_names(locale: str) -> dict[str, int]:
    """Every name and abbreviation of a month, in English and in the language of `locale`, to its number."""
    return _numbers(get_month_names(*form) for form in _forms(locale))


@lru_cache(maxsize=128)
def weekday_names(locale: str) -> dict[str, int]:
    """Every name and abbreviation of a weekday, in English and in the language of `locale`; Monday is 0."""
    return _numbers(get_day_names(*form) for form in _forms(locale))


_Form = tuple[Literal["abbreviated", "wide"], Literal["format", "stand-alone"], Locale]


def _forms(locale: str) -> Iterator[_Form]:
    for tag in (locale, "en-US", "en-GB"):  # English comes last and wins: "mar" is March to everybody.
        for width in _WIDTHS:
            for context in _CONTEXTS:
                yield width, context, locale_for(tag)


def _numbers(tables: Iterable[Mapping[int, str]]) -> dict[str, int]:
    numbers: dict[str, int] = {}
    for table in tables:
        typed = [(name, number) for number, given in table.items() for name in set(_as_typed(given.lower()))]
        often = Counter(name for name, _ in typed)
        # Without its mark, one may be another: "st" and "št" in Slovak.
        numbers.update((name, number) for name, number in typed if often[name] == 1)
    return numbers


def _as_typed(name: str) -> tuple[str, str]:
    """A name without its marks, and with two letters for each that has one: "marz" and "maerz"."""
    return _folded(name).rstrip("."), _folded(name.translate(_AS_TWO_LETTERS)).rstrip(".")


def _folded(name: str) -> str:
    return without_marks(words_of(name))
