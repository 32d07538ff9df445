"""Statements as teams write them, labelled by a reader before there were rules to find them. Half are held back: no
rule of the coach was made or changed after looking at how those fare, but for examples that are also tested by name.
"""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

TABLE = Path(__file__).with_name("statements.tsv")
LABELS = ("outcome", "activity", "output", "bare", "foreign")
"""A change; what will be done; what will be there then; a thing without a direction; another language than English."""


@dataclass(frozen=True)
class Labelled:
    """A statement, what it is, and the field of work or the language that it comes from."""

    text: str
    label: str
    field: str
    half: str


def labelled(half: str = "") -> list[Labelled]:
    """All statements, or those of the half "tune" or "held"."""
    rows = [Labelled(*line.split("\t")) for line in TABLE.read_text(encoding="utf-8").splitlines()]
    return [row for row in rows if half in ("", row.half)]


def half_of(text: str) -> str:
    """Which half a statement belongs to: its own words decide, so none can be moved to the other."""
    return ("tune", "held")[int(sha256(text.encode()).hexdigest(), 16) % 2]
