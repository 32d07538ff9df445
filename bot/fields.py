"""What a form asks for: each input's name is its block id, and says where the message of a `UserError` goes."""

from enum import StrEnum


class Field(StrEnum):
    """The block id of an input: the name of what it asks for."""

    STATEMENT = "statement"
    WHY = "why"
    CHANNEL = "channel"
    ACCOUNTABLE = "accountable"
    STARTS_ON = "starts_on"
    ENDS_ON = "ends_on"
    PARENT = "parent"
    KEY = "key"
    TELL = "tell"
    KEEP = "keep"

    NAME = "name"
    KIND = "kind"
    UNIT = "unit"
    DIRECTION = "direction"
    EVERY = "every"
    DUE_DAY = "due_day"
    LEVEL = "level"
    OWNER = "owner"
    BASELINE = "baseline"
    BASELINE_ON = "baseline_on"
    DESCRIPTION = "description"
    BACKUP = "backup"
    LOWEST = "lowest"
    HIGHEST = "highest"

    VALUE = "value"
    NOTE = "note"
    CONFIDENCE = "confidence"
    DUE_ON = "due_on"
    LOW = "low"
    HIGH = "high"
    REASON = "reason"
    NOT_COMING = "not_coming"

    ABOUT = "about"
    RESULT = "result"
    SENTENCE = "sentence"
    LESSON = "lesson"
    BEGIN_NEXT = "begin_next"
    UNTIL = "until"
