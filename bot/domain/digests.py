"""How often a channel gets its digest, and what kinds of notes it carries."""

from enum import StrEnum


class Rhythm(StrEnum):
    """How often a digest comes."""

    WEEKLY = "weekly"
    MONTHLY = "monthly"
    OFF = "off"


class NoteKind(StrEnum):
    """What somebody put on record about an outcome."""

    REMARK = "remark"
    DECISION = "decision"
    EVIDENCE = "evidence"
    OVERRIDE = "override"
    """The coach's question, and that the person went on all the same."""
