"""Plain phrases that people write to the bot: "hi", "what is due?", "show csat"."""

import re
from dataclasses import dataclass
from enum import Enum, auto


class Meaning(Enum):
    """What a phrase asks for."""

    GREETING = auto()
    THANKS = auto()
    HELP = auto()
    DUE = auto()
    MINE = auto()
    SHOW = auto()
    UNDO = auto()
    AWAY = auto()
    """Somebody is away; `rest` is how they say until when."""
    BACK = auto()
    QUIET = auto()
    """Somebody wants to be left alone for a while."""


@dataclass(frozen=True)
class Phrase:
    """A phrase that was understood; `rest` is what it is about."""

    meaning: Meaning
    rest: str = ""


def _phrases(expression: str, *, about: bool = False) -> re.Pattern[str]:
    following = r"\s+(?P<rest>.+)" if about else ""
    return re.compile(rf"(?:{expression}){following}", re.IGNORECASE | re.DOTALL)


_TABLE = (
    (
        Meaning.GREETING,
        _phrases(
            r"hi|hey|hello|good morning|hallo|moin|guten (?:tag|morgen)|hej|bonjour|salut|hola|buenos días|olá|ciao"
            r"|こんにちは"
        ),
    ),
    (
        Meaning.THANKS,
        _phrases(
            r"thanks|thank you|thx|ty|danke(?: schön)?|vielen dank|merci(?: beaucoup)?|gracias|obrigad[oa]|grazie|tack"
            r"|dank je|ありがとう"
        ),
    ),
    (
        Meaning.HELP,
        _phrases(
            r"(?:please )?help(?: me)?(?: please)?|\?+|what is this|who are you|what can you do|hilfe|hilf mir"
            r"|was kannst du|aide|aidez-moi|ayuda|ajuda|aiuto|hulp|hjälp|hjelp|hjælp|pomoc|ヘルプ"
        ),
    ),
    (
        Meaning.DUE,
        _phrases(
            r"what(?:'s| is) due|what do you need|anything due|was ist fällig|was ist offen|qu'est-ce qui est dû"
            r"|qué falta|o que falta"
        ),
    ),
    (
        Meaning.MINE,
        _phrases(r"list|my (?:indicators|numbers)|meine (?:indikatoren|zahlen)|mes indicateurs|mis indicadores"),
    ),
    (Meaning.UNDO, _phrases(r"oops|take (?:it|that) back|rückgängig|annuler|deshacer")),
    (
        Meaning.BACK,
        _phrases(
            r"(?:(?:i am|i'm|im) )?back(?: again| at work)?|(?:ich bin |bin )?(?:wieder (?:da|zurück)|zurück)"
            r"|(?:je suis )?de retour|(?:estoy )?de vuelta|(?:sono )?tornat[oa]|estou de volta|ik ben (?:er weer|terug)"
        ),
    ),
    (
        Meaning.AWAY,
        _phrases(
            r"(?:(?:i am|i'm|im|i will be|i'll be|we are) )?(?P<rest>(?:away|out of (?:the )?office|ooo"
            r"|on (?:holidays?|vacation|leave))\b.*)"
            r"|(?:i am|i'm|im|i will be|i'll be) (?P<rest_2>(?:sick|ill|off)\b.*)"
            r"|(?:ich bin|bin) (?P<rest_3>(?:im urlaub|krank|weg|abwesend)\b.*)"
            r"|je suis (?P<rest_4>(?:en (?:vacances|congés?)|absente?)\b.*)"
            r"|estoy (?P<rest_5>de vacaciones\b.*)|estou (?P<rest_6>de férias\b.*)|sono (?P<rest_7>in ferie\b.*)"
        ),
    ),
    (
        Meaning.QUIET,
        _phrases(r"stop|pause|snooze|be quiet|leave me alone|not today|unsubscribe|stopp|ruhe|arrête|basta"),
    ),
    (Meaning.SHOW, _phrases(r"show|how is|how's|status|zeige?|wie steht|montre|muestra|mostra", about=True)),
)


def phrase_of(text: str) -> Phrase | None:
    """What a plain phrase asks for; None where the whole text is none."""
    folded = " ".join(text.replace("’", "'").split())
    bare = folded.strip(" .!?…:)") or folded
    for meaning, pattern in _TABLE:
        if found := pattern.fullmatch(bare):
            return Phrase(meaning, next(filter(None, found.groupdict().values()), ""))
    return None
