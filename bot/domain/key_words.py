"""Which words of a statement or name say what it is about: what a short key is made of.

The tables know words of English, German, French and Spanish. They choose what is proposed as a key, and nothing else.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

SHORT = 18
"""Characters that two words of a key may have together, where one would do."""
_MOST_WORDS = 3
_SHORTEST_PARTICIPLE = 6


def _words(text: str) -> frozenset[str]:
    return frozenset(unicodedata.normalize("NFKC", text).casefold().split())


_SMALL = _words(
    # English
    " a about across after all also an and any are as at be been before being between but by during each every"
    " for from had has have here how if in into is it its itself just more most near no nobody none not now of"
    " off on once one only onto or other our out over own per since so some someone somebody than that the their"
    " them themselves there these they this those through to too under until up us via was we were what when"
    " where whether which while who whose will with within without would you your"
    # German
    " ab alle allen als am an auch auf aus außerhalb bei beim bis da dadurch das dass dem den denen der deren"
    " des dessen die dies diese dieser doch durch ein eine einem einen einer eines er es für gegen ihr ihre"
    " ihren im immer in ins je jede jedem jeden jeder kein keine man mit nach nicht niemand noch nur ob oder"
    " ohne pro sein seine selbst sich sie so sodass über um und uns unser unsere unserem unseren unserer unter"
    " vom von vor was wegen welche wenn wer wie wir wird wo zu zum zur zwischen"
    # French
    " à au aucun aucune aux avant avec ce ces cet cette chaque chez comme dans de depuis des dont du elle elles"
    " en entre est et eux il ils je jusque la le les leur leurs lorsque mais ne ni nos notre nous on ou où par"
    " pas pendant personne plusieurs pour qu que qui quoi sa sans se ses si son sont sous sur toute toutes tous"
    " un une vers votre y"
    # Spanish
    " al algo antes cada como con cual cuando de del desde donde durante el ella ellas ellos en entre es esta"
    " está están este esto ha han hasta hay la las le les lo los mi nadie ni ningún ninguna nuestra nuestras"
    " nuestro nuestros o para pero por que quien quienes se según sin sobre son su sus tan tras u un una unas"
    " unos y ya"
)
"""Words that say nothing alone, and part what stands before them from what stands behind."""

_HOW = _words(
    " again alike almost always better best easier earlier early back enough ever faster fewer fewest greater"
    " greatest happier higher highest immediately increasingly less least longer lower lowest many much never"
    " often promptly quicker quickest quickly rarely shorter smaller smoothly soon sooner soonest still together"
    " twice usually well worse worst yet next last current currently new today really very half directly easily"
    " wieder besser bessere besten eher früher häufiger kürzer länger mehr meist meistens nie oft öfter rascher"
    " schlechter schnell schneller selten seltener später stets weniger zufriedener zusammen gut nächste"
    " nächsten nächster nächstes letzte letzten letzter letztes heute neue neuen sofort leichter mindestens"
    " höchstens bien encore ensemble fois jamais mieux moins plus plutôt prochain prochaine rapidement rarement"
    " souvent tôt toujours tout très vite dernier dernière aujourd hui tard beaucoup peu trop antes bien juntos"
    " más mejor mejores menos mucho nunca pocas poco pocos pronto próxima próximo rápidamente rápido siempre"
    " tarde temprano vez veces última último muy nueva nuevo hoy demasiado"
)
"""How much, how often and how well: the way that it should go, and not what goes."""

_VERBS = _words(
    " achieve asked ask be become becomes been brought bring brings buy buys came can come comes coming could"
    " did do does doing done drop drops fall falls feel feels felt find finds finding found gave get gets"
    " getting give gives giving given go goes going gone got grow grows happen happens held hear heard hold"
    " holds improve improves increase increases keep keeps kept know knows learn learns leave leaves left like"
    " likes live lives lose loses lost made make makes making may met might must need needs pay pays paid put"
    " rate rated reach receive receives receiving reduce reduces remain remains rise rises run said say says saw"
    " see seeing seen sees sell sells sent shall should sleep sleeping sleeps slept sold spend spends spent"
    " start starts stay stays stop stops stuck taken take takes taking think told took try tried turn use uses"
    " using used want wants went win wins won work works written bekommen bekommt beantwortet beantwortete"
    " beantworteten bezahlt bezahlte bezahlten bleiben bleibt brauchen braucht erhalten erhält erledigt finden"
    " findet fühlen geben gegeben gehen geht gehalten gelöst gelöste gelösten gemacht geliefert gesehen gestellt"
    " haben hat hatte kann kommen kommt können könnte leben lernen machen macht müssen muss schlafen schläft"
    " sehen sieht sind sollen soll statt stattgefunden verkauft verloren versandt war waren warten werden wollen"
    " wurde wurden nehmen nimmt steigt sinkt a ai ont été être avoir doit doivent dorment dormir dort fait faire"
    " font obtenir obtiennent ont payé payée payées payés perdu peut peuvent prend prennent reçoit reçoivent"
    " recevoir répondu résolu résolue résolues résolus rendu reste restent servi servis servie servies tenu"
    " trouve trouvent traité traitée traitées traités va vont voit vient viennent vendu vendus atendida"
    " atendidas atendido atendidos consiguen consigue duerme duermen encuentran es fue fueron hacen hace llega"
    " llegan obtienen obtiene pagada pagadas pagado pagados pueden puede quedan reciben recibe resuelta"
    " resueltas resuelto resueltos respondida respondidas servidas servidos ser sido son tener tienen tiene"
    " tomar va van vienen vuelven vendidas vendidos viven"
)

_COUNTING = _words(
    " amount average count counts figure index level levels mean median number numbers percent percentage"
    " portion proportion rate share sum total value anteil anzahl durchschnitt durchschnittliche"
    " durchschnittlicher menge mittelwert prozent prozentsatz quote summe wert zahl moyen moyenne montant nombre"
    " part pourcentage proportion somme taux cantidad cuota media medio monto número porcentaje proporción"
    " promedio suma tasa"
)

_TIMES = _words(
    " second seconds minute minutes hour hours day days night nights week weeks weekend month months quarter"
    " quarters year years morning evening moment end sekunde sekunden minuten stunde stunden tag tage tagen"
    " woche wochen monat monate monaten jahr jahre jahren quartal seconde secondes heure heures jour jours"
    " semaine semaines mois année années an ans trimestre segundo segundos minuto minutos hora horas día días"
    " time zeit temps tiempo"
    " semana semanas mes meses año años"
)

_WHO = _words(
    " adults borough children city clients colleagues community company country customers district employees"
    " everyone everybody families members neighbourhood neighborhood office patients people person persons"
    " pupils region residents staff students team teams town users village visitors women men work bezirk bürger"
    " eltern familien firma frauen gemeinde kinder kindern kollegen kunden kundinnen leute leuten menschen"
    " männer mitarbeiter mitarbeitende mitarbeitenden mitglieder nutzer patienten patientinnen personen region"
    " schüler schülerinnen stadt team clients commune élèves employés enfants familles femmes gens habitants"
    " hommes patients personnes quartier région usagers utilisateurs ville équipe alumnos barrio ciudad clientes"
    " empleados equipo familias gente hombres mujeres niños pacientes personas región trabajadores usuarios"
    " vecinos"
)
"""For whom, and where: of many statements of one team the same."""

_EACH = _words("per pro each every je jede jeden jedem jeder chaque cada")
_IN = _words("in à en")
"""Behind these a name is a place."""

_POSSESSIVES = re.compile(r"(?<=\w)['’]s\b|(?<=n)['’]t\b", re.IGNORECASE)
_ELISIONS = re.compile(r"\b(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)['’](?=\w)", re.IGNORECASE)
_PURPOSE = re.compile(
    r"(?:\bso that|\bbecause|\bdamit|\bweil|\bafin que|\bpour que|\bpara que|\bporque)\b", re.IGNORECASE
)
_PARTS = re.compile(r"[^\s()\[\],;:.!?/|–—→]+|\S")


@dataclass(frozen=True)
class _Run:
    """Words that stand beside each other, each of which says something."""

    words: tuple[str, ...]
    is_aside: bool = False

    @property
    def weight(self) -> int:
        """How much they say: most where they are neither a time or number, nor for whom, where
        or of how many."""
        if all(word in _TIMES or word.isdecimal() for word in self.words):
            return 0
        return 1 if self.is_aside or all(word in _WHO for word in self.words) else 2


def telling_words(text: str) -> Iterator[tuple[str, ...]]:
    """The words that a key may be made of, the shortest choice first: "appointment", "routine appointment". None for a
    text in another script than Latin, or of nothing but small words. `text` is no longer than a key is looked for in.
    """
    clause = _first_clause(text)
    runs = list(_runs(clause))
    if not runs or any(not _is_latin(word) for run in runs for word in run.words):
        return
    heaviest = max(run.weight for run in runs)
    place = max(place for place, run in enumerate(runs) if run.weight == heaviest)
    run = runs[place].words
    shortest = run[-2:] if len("-".join(run[-2:])) <= SHORT else run[-1:]
    shortest = shortest[1:] if len(shortest) > 1 and shortest[0].isdecimal() else shortest
    yield shortest
    before = [word for each in runs[: place + 1] for word in each.words if each.weight or each is runs[place]]
    spoken = [word for word in folded_words(clause) if word not in _SMALL]
    for more in (before, spoken):
        for most in range(len(shortest) + 1, min(_MOST_WORDS, len(more)) + 1):
            if shortest[-1] in more[-most:]:
                yield tuple(more[-most:])


def _first_clause(text: str) -> str:
    """Without what it is good for, and without what is glued to a word: "the team's" is "the team"."""
    purpose = _PURPOSE.search(text)
    clause = text[: purpose.start()] if purpose and purpose.start() else text
    return _ELISIONS.sub(" ", _POSSESSIVES.sub("", clause))


def _runs(text: str) -> Iterator[_Run]:
    parts = _PARTS.findall(text)
    spelled = [folded_words(part) for part in parts]
    run: list[str] = []
    before = ""
    is_aside = False
    for place, words in enumerate(spelled):
        following = spelled[place + 1] if place + 1 < len(parts) else []
        if not words or (len(words) == 1 and not _tells(words[0], following, is_first=not run)):
            if run:
                yield _Run(tuple(run), is_aside)
            run = []
        else:
            if not run:
                is_aside = before in _EACH or (before in _IN and parts[place].istitle())
            run += [word for word in words if len(words) == 1 or word not in _SMALL] or words
        before = words[-1] if words else ""
    if run:
        yield _Run(tuple(run), is_aside)


def _tells(word: str, following: Sequence[str], *, is_first: bool) -> bool:
    if _is_little(word) or (word in _COUNTING and is_first):
        return False
    is_a_participle = word.endswith("ed") and len(word) >= _SHORTEST_PARTICIPLE
    # "Missed appointments" are not all appointments; "calls answered" are calls.
    return not is_a_participle or any(not _is_little(each) for each in following)


def _is_little(word: str) -> bool:
    return word in _SMALL or word in _HOW or word in _VERBS or (len(word) == 1 and not word.isdecimal())


def folded_words(text: str) -> list[str]:
    """Runs of letters, digits and the marks that belong to them, in lower case."""
    # Not `\w`: it takes the vowel signs of Hindi or Tamil for gaps between words.
    folded = unicodedata.normalize("NFKC", text).casefold()
    words = "".join(character if _belongs_to_a_word(character) else " " for character in folded).split()
    return [word for word in words if not all(map(is_a_mark, word))]


def _belongs_to_a_word(character: str) -> bool:
    return unicodedata.category(character)[0] in "LMN"


def is_a_mark(character: str) -> bool:
    return unicodedata.category(character).startswith("M")


@lru_cache(maxsize=1024)
def _is_latin_letter(character: str) -> bool:
    return unicodedata.name(character, "").startswith("LATIN")


def _is_latin(word: str) -> bool:
    return all(_is_latin_letter(character) for character in word if unicodedata.category(character)[0] == "L")
