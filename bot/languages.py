"""The languages that the bot speaks: English, and one for each catalogue (`<language>.po`) that is read at start.

A catalogue gives each English pattern in its language. Plurals, lists, and the names of days and months are not in it:
they come from CLDR.
"""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from string import Formatter
from typing import Literal

from babel import Locale
from babel.lists import format_list
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from bot.domain.locales import locale_for

log = logging.getLogger(__name__)

OUR_OWN = Path(__file__).parent / "translations"
_ENGLISH = "en"
_ENGLISH_AT_WORST = "en_GB"


@dataclass(frozen=True)
class Language:
    """A language with the conventions of one country: "30 June" in British English, "June 30" in American."""

    locale: Locale
    _catalogue: NullTranslations = field(default_factory=NullTranslations, compare=False)

    def pattern(self, english: str, plural: str = "", count: int = 0) -> str:
        """The pattern in this language; the English one where the catalogue has none."""
        if plural:
            return self._catalogue.ngettext(english, plural, count)
        return self._catalogue.gettext(english)

    def listed(self, parts: Sequence[str], joined_by: Literal["and", "or"] = "and") -> str:
        """ "Alice, Bob and Charlie", with the commas of the country."""
        return format_list(list(parts), "or" if joined_by == "or" else "standard", locale=self.locale) if parts else ""


class _Languages:
    """What is spoken besides English. One for the process: a catalogue is read when the program starts."""

    def __init__(self) -> None:
        self._catalogues: dict[str, NullTranslations] = {}

    def learn(self, tag: str, catalogue: NullTranslations) -> None:
        """Speak this language too."""
        self._catalogues[tag] = catalogue
        self.for_tag.cache_clear()

    def forget(self, tag: str) -> None:
        """Do not speak it any more."""
        self._catalogues.pop(tag, None)
        self.for_tag.cache_clear()

    @lru_cache(maxsize=256)  # noqa: B019  # there is one of these, for as long as the process lives
    def for_tag(self, tag: str) -> Language:
        locale = locale_for(tag)
        for name in (str(locale), locale.language):
            if name in self._catalogues:
                return Language(locale, self._catalogues[name])
        return Language(locale if locale.language == _ENGLISH else Locale.parse(_ENGLISH_AT_WORST))


_languages = _Languages()
learn, forget = _languages.learn, _languages.forget


def language_for(tag: str) -> Language:
    """The language in which somebody with this locale ("de-AT") is spoken to: their own where there is a catalogue,
    else English.
    """
    return _languages.for_tag(tag)


def read_at_start(*folders: Path) -> list[str]:
    """Read the catalogues of these folders, the bot's own first; answers the languages. Raises ValueError for a file
    that is no catalogue.
    """
    read = [file for folder in (OUR_OWN, *folders) for file in sorted(folder.glob("*.po"))]
    for file in read:
        learn(file.stem, catalogue_in(file))
    return [file.stem for file in read]


def catalogue_in(file: Path) -> NullTranslations:
    """The catalogue in a `.po` file, without what is not translated, marked as doubtful, or has other places than the
    English pattern: that is said in English, and the log says so. Raises ValueError for a file that is none.
    """
    try:
        with file.open("rb") as opened:
            catalogue = read_po(opened, locale=file.stem, abort_invalid=True)
    except Exception as trouble:
        raise ValueError(f"{file} is not a catalogue: {trouble}") from trouble
    for message in _misfits(catalogue):
        log.warning("%s: the places of %r are not those of its translation", file.name, message.id)
        message.string = ""
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return GNUTranslations(compiled)


def _misfits(catalogue: Catalog) -> Iterator[Message]:
    for message in catalogue:
        places: set[str] = set().union(*map(_places, _texts(message.id)))
        if message.id and not all(_fits(_places(each), places) for each in _texts(message.string) if each):
            yield message


def _fits(translated: set[str], english: set[str]) -> bool:
    """Whether nothing is said that is not there, and nothing left out but a number that is a word ("an hour")."""
    return english - {"count"} <= translated <= english


def _texts(of: object) -> Sequence[str]:
    return [of] if isinstance(of, str) else list(of) if isinstance(of, tuple | list) else []


def _places(pattern: str) -> set[str]:
    try:
        return {name for _, name, _, _ in Formatter().parse(pattern) if name is not None}
    except ValueError:  # a brace that closes nothing
        return {"{"}
