"""Saying that there is no value: "n/d", "k.A.", a dash; and what may say so."""

import re
from dataclasses import dataclass

from bot.domain.labels import read_label
from bot.domain.values import Measure, ValueKind

NO_DATA = "n/d"
"""What stands in the place of a value where there is none."""


def _phrases(expression: str) -> str:
    return rf"(?P<said>{expression})"


_SAID = _phrases(
    r"n/d|n\.d\.?|n/a|n\.a\.?|na|no data|k\. ?a\.?|k/a|keine angaben?|keine daten|s\. ?o\.?|s/o|pas de données"
    r"|sin datos|s/d|sem dados|nessun dato|geen gegevens|geen data"
    r"|ingen data|ingen uppgift|brak danych|b\.d\.?|нет данных"
    r"|データなし|該当なし|无数据"
)
_MAYBE = _phrases(
    r"none|nil|nothing|nobody|nix|keine|keiner|aucun|aucune|rien|ninguno|ninguna|nada|nenhum|nenhuma|nessuno|nessuna"
    r"|geen|ingen|inga|brak|なし"
)
_UNKNOWN = _phrases(
    r"no idea|no clue|don'?t know|dunno|unknown|not counted|not measured|not yet|tbd|tbc|keine ahnung|weiß nicht"
    r"|unbekannt|aucune idée|je ne sais pas|inconnue?|ni idea|no sé|no se sabe|não sei|boh|non lo so|geen idee|vet inte"
    r"|ved ikke|nie wiem|不明|わからない"
)
_AFTER = r"(?:\s*[:;,]\s*|\s+(?:[-–—]\s+)?|$)(?P<why>.*)"
_DECLARED = re.compile(rf"{_SAID}{_AFTER}", re.IGNORECASE | re.DOTALL)
_DASHED = re.compile(r"(?P<said>[-–—])(?:\s+(?![-+\d½¼¾.,£$€¥₹])(?P<why>.*))?", re.DOTALL)
_MAYBE_DECLARED = re.compile(rf"{_MAYBE}{_AFTER}", re.IGNORECASE | re.DOTALL)
_PERHAPS = re.compile(rf"{_UNKNOWN}(?!\w)(?P<why>.*)", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True)
class Declared:
    """Somebody said, or may have said, that there is no value: `said` are their words for it and `why` what follows.

    Where it `may_be_none` they may as well have meant the number 0.
    """

    said: str
    why: str
    is_sure: bool = True
    may_be_none: bool = False


def declared_no_data(text: str, measure: Measure) -> Declared | None:
    """Whether the text says that there is no value; None where it does not. A label of a scale is that label."""
    text = text.strip().strip("*_~`").strip()
    if measure.kind is ValueKind.SCALE and read_label(text, measure.scale) is not None:
        return None
    if found := _DECLARED.fullmatch(text) or _DASHED.fullmatch(text):
        return Declared(found["said"], found["why"] or "")
    if found := _PERHAPS.fullmatch(text):
        return Declared(found["said"], found["why"], is_sure=False)
    if found := _MAYBE_DECLARED.fullmatch(text):
        is_counted = measure.kind in (ValueKind.NUMBER, ValueKind.MONEY, ValueKind.DURATION, ValueKind.PERCENT)
        return Declared(found["said"], found["why"], is_sure=False, may_be_none=is_counted)
    return None
