"""Which English patterns the program has: found in its text, where a function that words something is called."""

from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import write_po

TEMPLATE = Path(__file__).parent / "messages.pot"
_ROOT = Path(__file__).parents[2]
_FOLDERS = ("bot", "handlers")
_NOT_OURS = ("bot/playground", "bot/demo")
"""They stand where Slack stands, and speak as it does."""
_ERRORS = (
    "UserError",
    "NotFound",
    "NotAllowed",
    "Question",
    "Ambiguous",
    "UnclearValue",
    "UnclearDay",
    "UnclearPeriod",
    "WrongWeekday",
    "_DoubtfulLine",
    "Misspelt",
)
_WHERE_IT_STANDS = {
    "words": None,
    "counted": (1, 2),
    "say": (2,),
    "say_counted": (2, 3),
    **dict.fromkeys(_ERRORS),
}
"""Each function with the places of its patterns among the arguments; None for the first."""


def template() -> str:
    """The template, as it should be."""
    catalogue = Catalog(fuzzy=False)
    for folder in _FOLDERS:
        found = extract_from_dir(
            _ROOT / folder,
            method_map=[("**.py", "python")],
            keywords=_WHERE_IT_STANDS,
        )
        for name, _, message, _, _ in found:
            path = f"{folder}/{name}"
            if not path.startswith(_NOT_OURS):
                catalogue.add(message, locations=[(path, 0)])
    written = BytesIO()
    write_po(written, catalogue, omit_header=True, sort_output=True, include_lineno=False, width=120)
    return written.getvalue().decode()
