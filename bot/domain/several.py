"""A message that holds several readings, taken apart: lines, parts between commas, rows of a spreadsheet."""

import re
from collections.abc import Callable, Sequence

_BETWEEN_PARTS = re.compile(r";|,(?=\s|[^\W\d])")
"""A semicolon, or a comma that cannot stand within a number."""
_A_NOTE_BEGINS = re.compile(r":\s")
_QUOTED_CELL = re.compile(r'"((?:[^"]|"")*)"')

IsReading = Callable[[str], bool]
"""Whether a text begins with what names an indicator, so that it is to be read as a reading."""


def may_be_several(text: str) -> bool:
    """Whether there is anything in the text at which it could be taken apart."""
    return "\n" in text.strip() or _BETWEEN_PARTS.search(text) is not None


def lines_of(text: str) -> tuple[str, ...]:
    """The lines with something in them; of a row pasted from a spreadsheet, the cells as words."""
    return tuple(filter(None, map(_row, text.splitlines())))


def parts_of(text: str, is_reading: IsReading) -> tuple[str, ...]:
    """The readings in a message, as many as there are; the whole text where it is one.

    Lines after the first are its note where none of them is a reading or holds a number. A line is taken apart at its
    commas only where every part is a reading: the comma in "csat 84, two sites missing" begins a note. The first row of
    a table is passed over where it holds the columns' names.
    """
    lines = _without_heading(text, lines_of(text), is_reading)
    if not any(is_reading(line) or _holds_a_number(line) for line in lines[1:]):
        return _between_commas(lines[0], is_reading) if len(lines) == 1 else (text,)
    return tuple(part for line in lines for part in _between_commas(line, is_reading))


def _without_heading(text: str, lines: Sequence[str], is_reading: IsReading) -> Sequence[str]:
    is_table = len(lines) > 1 and all("\t" in line for line in text.splitlines() if line.strip())
    is_heading = is_table and not is_reading(lines[0]) and not _holds_a_number(lines[0])
    return lines[1:] if is_heading else lines


def _between_commas(line: str, is_reading: IsReading) -> tuple[str, ...]:
    parts = tuple(filter(None, map(str.strip, _BETWEEN_PARTS.split(line))))
    # After a colon there is nothing but the note.
    if len(parts) < 2 or any(_A_NOTE_BEGINS.search(part) for part in parts[:-1]):
        return (line,)
    return parts if all(map(is_reading, parts)) else (line,)


def _row(line: str) -> str:
    if "\t" not in line:
        return line.strip()
    return " ".join(filter(None, map(_cell, line.split("\t"))))


def _cell(cell: str) -> str:
    """What stands in a cell; a spreadsheet puts quotes around what has some in it, and doubles those."""
    quoted = _QUOTED_CELL.fullmatch(cell.strip())
    return (quoted[1].replace('""', '"') if quoted else cell).strip()


def _holds_a_number(line: str) -> bool:
    return any(character.isdigit() for character in line)
