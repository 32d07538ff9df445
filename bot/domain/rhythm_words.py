"""How people say a rhythm in other languages than English, for `bot.domain.cadence_words`.

Weekdays, months, units and numbers are CLDR's, by `bot.domain.time_words`. It has no words for "every", "monthly" or
"working day": those are here, by language, without accents.
"""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from bot.domain.locales import locale_for
from bot.domain.time_words import MONTHS, WEEKDAYS, weekday_names, without_marks

_To = str | Callable[[re.Match[str]], str]
_Patterns = Sequence[tuple[re.Pattern[str], _To]]


def _phrases(*said: tuple[str, str]) -> _Patterns:
    """Whole words, the longer first where one begins like another, with what English says for them."""
    return [(re.compile(rf"(?<!\S)(?:{pattern})(?!\w)"), english) for pattern, english in said]


def _words(*said: tuple[str, _To]) -> _Patterns:
    """The same where there are no spaces between words."""
    return [(re.compile(pattern), english) for pattern, english in said]


_WORDS: dict[str, _Patterns] = {
    "de": _phrases(
        (
            "jeden (?:arbeitstag|werktag)|(?:arbeits|werk)taglich|an (?:jedem|allen) arbeitstag(?:en)?",
            "every working day",
        ),
        ("(?:am )?letzte[nrs]? (?:arbeitstag|werktag)", "last working day"),
        ("(?:am )?erste[nrs]? (?:arbeitstag|werktag)(?: danach)?", "first working day"),
        ("taglich|jeden tag", "daily"),
        ("alle 14 tage|14-tagig|14tagig|vierzehntagig|zweiwochentlich|jede zweite woche", "every 2 weeks"),
        ("alle(?= \\S+ woche)", "every"),
        ("wochentlich|jede woche", "weekly"),
        ("jedes (?:geschaftsquartal|quartal (?:des|im) geschaftsjahre?s?)", "every fiscal quarter"),
        ("jedes (?:geschaftshalbjahr|halbjahr (?:des|im) geschaftsjahre?s?)", "every fiscal half-year"),
        ("jedes (?:geschafts|fiskal)jahr", "every fiscal year"),
        ("vierteljahrlich|quartalsweise|jedes (?:quartal|vierteljahr)", "quarterly"),
        ("halbjahrlich|jedes halbjahr", "half-yearly"),
        ("monatlich|jeden monat", "monthly"),
        ("jahrlich|jedes jahr", "yearly"),
        ("jede[nrs]?", "every"),
        ("(?:oder|sonst)(?: am)?(?: arbeitstag| werktag)? davor", "or before"),
        ("zweiter", "second"),
        ("dritter", "third"),
        ("vierter", "fourth"),
        ("und", "and"),
        ("am", "on"),
        ("bis(?: zum)?", "by"),
        ("im", "in"),
        ("ab(?: dem)?", "from"),
    ),
    "fr": _phrases(
        ("(?:chaque jour|tous les jours) ouvr(?:es?|ables?)|jours ouvr(?:es|ables)", "every working day"),
        ("(?:le )?dernier jour ouvr(?:e|able)", "last working day"),
        ("(?:le )?premier jour ouvr(?:e|able)(?: suivant)?", "first working day"),
        ("quotidien(?:nement)?|(?:chaque|par) jour|tous les jours", "daily"),
        ("une semaine sur deux", "every 2 weeks"),
        ("toutes les(?= \\S+ semaines)", "every"),
        ("hebdomadaire(?:ment)?|(?:chaque|par) semaine|toutes les semaines", "weekly"),
        ("(?:chaque|par) trimestre (?:de l.exercice|fiscal)", "every fiscal quarter"),
        ("(?:chaque|par) semestre (?:de l.exercice|fiscal)", "every fiscal half-year"),
        ("(?:chaque|par) (?:exercice|annee fiscale)|tous les exercices", "every fiscal year"),
        (
            "trimestriel(?:le|lement)?|(?:chaque|par) trimestre|tous les trimestres|tous les (?:3|trois) mois",
            "quarterly",
        ),
        ("semestriel(?:le|lement)?|(?:chaque|par) semestre|tous les semestres|tous les (?:6|six) mois", "half-yearly"),
        ("mensuel(?:le|lement)?|(?:chaque|par) mois|tous les mois", "monthly"),
        ("annuel(?:le|lement)?|(?:chaque annee|par an|tous les ans)", "yearly"),
        ("chaque|tous les", "every"),
        ("(?:ou|sinon)(?: le)?(?: jour ouvr(?:e|able))?(?: d)? avant", "or before"),
        ("1er", "1"),
        ("et", "and"),
        ("d ici(?: le| au)?|avant le", "by"),
        ("a partir d[ue]", "from"),
    ),
    "es": _phrases(
        ("(?:cada dia|todos los dias) (?:laborables?|habil(?:es)?)|dias (?:laborables|habiles)", "every working day"),
        ("(?:el )?ultimo dia (?:laborable|habil)", "last working day"),
        ("(?:el )?primer dia (?:laborable|habil)(?: siguiente)?", "first working day"),
        ("diario|diaria|diariamente|cada dia|todos los dias", "daily"),
        ("semanas alternas|una semana de cada dos", "every 2 weeks"),
        ("cada(?= \\S+ semanas)", "every"),
        ("semanal(?:mente)?|cada semana|todas las semanas", "weekly"),
        ("cada trimestre (?:del ejercicio|fiscal)", "every fiscal quarter"),
        ("cada semestre (?:del ejercicio|fiscal)", "every fiscal half-year"),
        ("cada (?:ejercicio|ano fiscal)", "every fiscal year"),
        ("trimestral(?:mente)?|cada trimestre|todos los trimestres|cada (?:3|tres) meses", "quarterly"),
        ("semestral(?:mente)?|cada semestre|todos los semestres|cada (?:6|seis) meses", "half-yearly"),
        ("mensual(?:mente)?|cada mes|todos los meses", "monthly"),
        ("anual(?:mente)?|cada ano|todos los anos", "yearly"),
        ("cada|todos los", "every"),
        ("(?:o|si no)(?: el)?(?: dia (?:laborable|habil))? (?:antes|anterior)", "or before"),
        ("y", "and"),
        ("antes del|hasta el", "by"),
        ("a partir del?|desde(?: el)?", "from"),
    ),
}

_DAYS = "月火水木金土日"
_NUMBERS = ["first", "second", "third", "fourth"]


def _of_day(found: re.Match[str]) -> str:
    return f" {WEEKDAYS[_DAYS.index(found[1])]} "


def _of_month(found: re.Match[str]) -> str:
    return f" {MONTHS[int(found[1]) - 1]} " if 1 <= int(found[1]) <= 12 else found[0]


_JAPANESE = _words(
    ("(?:最終|最後の|末の?)営業日", " last working day "),
    ("(?:最初の|第1|翌)営業日", " first working day "),
    ("毎営業日|営業日(?:ごと|毎)|毎平日|平日毎日", " every working day "),
    ("毎日", " daily "),
    ("隔週", " every 2 weeks "),
    ("([0-9]+) ?週間?(?:ごと|毎)に?", r" every \1 weeks "),
    ("(?:年度|会計)の?四半期(?:ごと|毎)に?|毎会計四半期", " every fiscal quarter "),
    ("(?:年度|会計)の?半期(?:ごと|毎)に?|毎会計半期", " every fiscal half-year "),
    ("毎(?:会計)?年度|(?:会計)?年度(?:ごと|毎)に?", " every fiscal year "),
    ("毎四半期|四半期(?:ごと|毎)に?", " quarterly "),
    ("半年(?:ごと|毎)に?|毎半期|半期(?:ごと|毎)に?", " half-yearly "),
    ("毎週", " weekly "),
    ("毎月", " monthly "),
    ("毎年", " yearly "),
    (f"第([1-4])(?=[{_DAYS}]曜)", lambda found: f" {_NUMBERS[int(found[1]) - 1]} "),
    (f"(?:最終|最後の)(?=[{_DAYS}]曜)", " last "),
    (f"([{_DAYS}])曜日?", _of_day),
    ("([0-9]{1,2})月", _of_month),
    ("([0-9]{1,2})日", r" \1 "),
    ("(?:または|か)(?:その)?前(?:の?営業日)?", " or before "),
    ("[・、と]", " and "),
    ("までに?", " "),
    ("[のに]", " "),
    (" +", " "),
    (f"({'|'.join(MONTHS)}) last working day", r"last working day of \1"),
    (rf"weekly ((?:{'|'.join(WEEKDAYS)})(?: and (?:{'|'.join(WEEKDAYS)}))+)", r"\1"),
)


def said_in_english(typed: str, locale: str) -> str:
    """The words of a rhythm with what this language says for "every month", "working day" and the like in English; the
    rest stays for `time_words.in_english`. In any other language all of it does.
    """
    bare = without_marks(typed)
    for pattern, english in _patterns(locale_for(locale).language, locale):
        bare = pattern.sub(english, bare)
    return bare.strip()


@lru_cache(maxsize=64)
def _patterns(language: str, locale: str) -> _Patterns:
    if language == "ja":
        return _JAPANESE
    names = "|".join(re.escape(without_marks(name)) for name in weekday_names(locale) if len(name) > 3)
    several = _phrases((f"({names})s", r"\1")) if language in _WORDS and names else ()
    return [*several, *_WORDS.get(language, ())]
