"""What the name of an indicator tells where its values do not: the unit, and which way it should go.

The tables know words of English, German, French and Spanish. What they say is a guess, and told as one.
"""

from bot.domain.key_words import folded_words
from bot.domain.targets import Direction
from bot.domain.typed_measures import measure_in_name
from bot.domain.unit_words import folded, seconds_of
from bot.domain.values import Measure, ValueKind


def _words(text: str) -> frozenset[str]:
    return frozenset(word.casefold() for word in text.split())


_SHARES = _words(
    "share percentage percent proportion anteil prozentsatz pourcentage proportion porcentaje proporción quota"
)
_COUNTED = _words(
    "people persons children women men patients customers clients users residents staff families visitors"
    " donors volunteers pupils students calls complaints incidents errors bugs defects accidents tickets cases"
    " orders visits meals appointments meetings workshops deploys outages menschen personen leute kinder anrufe"
    " beschwerden fehler besuche personnes appels plaintes incidents erreurs visites personas llamadas quejas"
    " incidencias errores visitas"
)
_BEHIND_WHAT_IS_COUNTED = _words(
    "sleeping living waiting who that with without in on at of per a each from for to not under over aged seen"
    " served answered sent held made given lost left treated helped open closed resolved reported received"
    " completed missed ohne mit die in im auf am pro je aus von unter über sans avec qui en dans par à de que"
    " sin con por dehors"
)
_TIMES_TO_COUNT = 3
"""Letters from which the first word of a name is taken for a time: "Days until …", and not "D …"."""

_SHOULD_FALL = _words(
    "fewer less lower shorter faster sooner quicker reduce reduced reduction fall wait waits waiting delay"
    " delays delayed complaint complaints incident incidents error errors bug bugs defect defects outage outages"
    " accident accidents injuries infections falls overtime absence absences absenteeism sickness backlog"
    " overdue late missed lost churn turnover vacancies rough homeless hungry unpaid unanswered unresolved debt"
    " arrears cost costs expenses waste emissions downtime failures failed cancellations dropouts queue rework"
    " overspend weniger geringer kürzer schneller seltener wartezeit warten wartende beschwerden beschwerde"
    " fehler unfälle ausfälle vorfälle überstunden fehltage krankheitstage rückstand verspätet verspätungen"
    " kosten obdachlose obdachlos abfall störungen mahnungen moins attente retard retards plainte plaintes"
    " réclamations incident incidents erreur erreurs accidents absences coût coûts dépenses déchets pannes menos"
    " espera retraso retrasos queja quejas incidencias error errores accidentes ausencias coste costes gastos"
    " residuos averías"
)
_UNTIL = _words("until till to before bis jusqu jusque avant hasta antes")
_SHOULD_RISE = _words(
    "more answered resolved solved fixed prevented avoided closed satisfied beantwortet beantworteten"
    " beantwortete gelöst gelösten vermieden traité traités traitées résolu résolus résolues resueltas resueltos"
    " atendidas evitados"
)
"""Of what should fall, more of these is better: "Complaints answered"."""


def unit_in_name(name: str, *, locale: str) -> Measure:
    """The measure of bare numbers, as far as the name is plain about it: days of "Days until …", people of "People
    sleeping rough", money of "Turnover in €". A number without a unit for any other.
    """
    at_the_end = measure_in_name(name, locale=locale)
    if at_the_end is not None:
        return at_the_end
    first, *others = name.split() or [""]
    if len(first) >= _TIMES_TO_COUNT and (size := seconds_of(first, locale)) and others:
        return _counting(first, size)
    following = folded_words(others[0])[:1] if others else []
    if folded(first) in _SHARES:
        return Measure(ValueKind.PERCENT)
    if folded(first) in _COUNTED and following and following[0] in _BEHIND_WHAT_IS_COUNTED:
        return Measure(ValueKind.NUMBER, _in_a_sentence(first))
    return Measure(ValueKind.NUMBER)


def _counting(first: str, size: int) -> Measure:
    """Hours and minutes are a duration; days and weeks are counted."""
    unit = {3_600: "h", 60: "min", 1: "s"}.get(size)
    return Measure(ValueKind.DURATION, unit) if unit else Measure(ValueKind.NUMBER, _in_a_sentence(first))


_GERMAN = _words("tage wochen menschen personen leute kinder anrufe beschwerden fehler besuche")


def _in_a_sentence(word: str) -> str:
    """The first word of a name as it is written within one: German nouns keep their capital."""
    return word if word.casefold() in _GERMAN or word.isupper() else word.lower()


def direction_in_name(name: str) -> Direction:
    """Which way an indicator of this name should go, if its values do not tell."""
    words = folded_words(name)
    if _SHOULD_RISE.intersection(words):
        return Direction.INCREASE
    counts_down = len(words) > 1 and bool(_UNTIL.intersection(words[1:3])) and seconds_of(words[0], "en-GB") is not None
    falls = counts_down or _SHOULD_FALL.intersection(words)
    return Direction.DECREASE if falls else Direction.INCREASE
