"""A made-up language that marks every word: what is left unmarked in it did not come through a catalogue.

Its plurals, months and lists are those of Welsh, which has six plural forms and nothing in common with English.
"""

import re
from collections.abc import Iterable, Iterator
from gettext import NullTranslations
from io import BytesIO
from pathlib import Path
from typing import Any

from babel import Locale
from babel.dates import get_day_names, get_month_names
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

from bot.languages import catalogue_in
from bot.playground import Playground
from bot.translations.extracting import template

TAG = "cy"
FORMS = 6
_MARKED = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "āƀċđēƒġħīĵķľɱńōƥʠřśţūṽŵẋŷžĀɃĊĐĒƑĠĦĪĴĶĽⱮŃŌƤɊŘŚŢŪṼŴẊŶŽ",
)
# What a translator leaves alone: places, commands in code or not, mentions, links.
_LEFT_ALONE = re.compile(r"\{\w+\}|`[^`]*`|<[^>]*>|/\w+(?: @[\w ]+)?|\\n")
_WORD = re.compile(r"[A-Za-z]{2,}")
_SHOWN = ("text", "title", "label", "hint", "placeholder", "submit", "close", "accessibility_label")


def made_up(folder: Path) -> Path:
    """A folder with the made-up language's catalogue in it."""
    english = read_po(BytesIO(_HEADER + template().encode()), locale=TAG)
    catalogue = Catalog(locale=TAG, fuzzy=False)
    for message in english:
        if message.id:
            catalogue.add(message.id, _translated(message), flags=())
    written = BytesIO()
    write_po(written, catalogue)
    (folder / f"{TAG}.po").write_bytes(written.getvalue())
    return folder


def made_up_catalogue(folder: Path) -> NullTranslations:
    """The same, read."""
    return catalogue_in(made_up(folder) / f"{TAG}.po")


_HEADER = b'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'


def _translated(message: Message) -> Any:
    if isinstance(message.id, tuple):
        one, other = map(marked, message.id)
        return (other, one, *[other] * (FORMS - 2))
    return marked(str(message.id))


def marked(pattern: str) -> str:
    """The pattern with every word marked."""
    pieces = _LEFT_ALONE.split(pattern)
    kept = [*_LEFT_ALONE.findall(pattern), ""]
    return "".join(piece.translate(_MARKED) + alone for piece, alone in zip(pieces, kept, strict=True))


def shown_in(payload: Any) -> Iterator[str]:
    """Every text of a message, view or acknowledgement that somebody reads or hears."""
    match payload:
        case dict():
            for name, value in payload.items():
                if name == "errors" and isinstance(value, dict):
                    yield from value.values()
                elif name in _SHOWN and isinstance(value, str):
                    yield value
                else:
                    yield from shown_in(value)
        case list():
            for each in payload:
                yield from shown_in(each)


def everything_shown(playground: Playground, *, since: int = 0) -> Iterator[str]:
    """Whatever the bot has shown to anybody, by whatever way it went; since so many exchanges."""
    for entry in playground.log.entries[since:]:
        if entry.kind in ("call", "response_url"):
            yield from shown_in(entry.arguments)
        elif entry.kind == "delivery":
            yield from shown_in(entry.answer)


def everything_typed(playground: Playground) -> Iterator[str]:
    """Whatever people have typed, and their names. No more of a payload: it carries the bot's own words back to it."""
    for user in playground.world.state.users.values():
        yield from (user.name, user.real_name)
    for channel in playground.world.state.channels.values():
        yield channel.name
    for delivery in playground.deliveries:
        payload = delivery.payload
        yield from _strings(payload.get("command"))
        yield from _strings(payload.get("text"))
        yield from _strings((payload.get("event") or {}).get("text"))
        fields = ((payload.get("view") or {}).get("state") or {}).get("values") or {}
        for elements in fields.values():
            yield from (str(each.get("value") or "") for each in elements.values())


def unmarked(shown: Iterable[str], *, known: Iterable[str]) -> list[str]:
    """The texts with a word in them that no catalogue has marked, and that nobody has typed. Dates are CLDR's."""
    allowed = {word.lower() for text in known for word in _WORD.findall(text)} | _of_cldr()
    found = []
    for text in shown:
        bare = re.sub(r"`[^`]*`|<[^>]*>|&\w+;|/\w+ @Outcome Bot|https?:\S+", " ", text)
        if words := [word for word in _WORD.findall(bare) if word.lower() not in allowed]:
            found.append(f"{words} in: {text}")
    return sorted(set(found))


def _of_cldr() -> set[str]:
    locale = Locale.parse(TAG)
    tables = [get_month_names(width, "format", locale) for width in ("wide", "abbreviated")]
    tables += [get_day_names(width, "format", locale) for width in ("wide", "abbreviated")]
    names = [name for table in tables for name in table.values()]
    lists = [pattern for style in ("standard", "or") for pattern in locale.list_patterns[style].values()]
    return {word.lower() for text in [*names, *lists] for word in _WORD.findall(text)}


def _strings(of: Any) -> Iterator[str]:
    match of:
        case str():
            yield of
        case dict():
            for each in of.values():
                yield from _strings(each)
        case list():
            for each in of:
                yield from _strings(each)
