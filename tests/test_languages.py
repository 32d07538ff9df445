"""The languages that the bot speaks, and the catalogues that it reads them from."""

import logging
from collections.abc import Iterator
from gettext import NullTranslations
from pathlib import Path

import pytest

from bot.languages import catalogue_in, forget, language_for, learn, read_at_start
from bot.views.days import day
from bot.views.speech import say, say_counted
from bot.words import Listing, counted, words
from tests.saying import FRIDAY, said, viewer

WELSH = """\
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n==3 ? 3 : n==6 ? 4 : 5);\\n"

msgid "On track"
msgstr "Ar y trywydd"

msgid "{amount} planned by now ({size} behind)"
msgstr "{size} ar ôl y cynllun o {amount}"

msgid "{count} dog"
msgid_plural "{count} dogs"
msgstr[0] "{count} cŵn"
msgstr[1] "{count} ci"
msgstr[2] "{count} gi"
msgstr[3] "{count} chi"
msgstr[4] "{count} chi mawr"
msgstr[5] "{count} ci arall"
"""


@pytest.fixture(autouse=True)
def unlearned() -> Iterator[None]:
    """What a test teaches the bot is forgotten after it."""
    yield
    for tag in ("cy", "pt", "pt_BR"):
        forget(tag)


def write(folder: Path, text: str, name: str = "cy.po") -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def welsh(*messages: str) -> str:
    """The header of the catalogue, and these messages."""
    return "\n\n".join([WELSH.split("\n\n")[0], *messages]) + "\n"


# English


@pytest.mark.parametrize(
    ("tag", "locale"),
    [("en-GB", "en_GB"), ("en-US", "en_US"), ("en-IN", "en_IN"), ("de-DE", "en_GB"), ("cy", "en_GB"), ("", "en_GB")],
)
def test_without_a_catalogue_english_is_spoken_as_in_an_english_country(tag: str, locale: str) -> None:
    language = language_for(tag)

    assert str(language.locale) == locale
    assert language.pattern("On track") == "On track"
    assert language.pattern("{count} dog", "{count} dogs", 1) == "{count} dog"
    assert language.pattern("{count} dog", "{count} dogs", 2) == "{count} dogs"


def test_a_list_has_the_commas_of_the_country() -> None:
    names = ["Alice", "Bob", "Charlie"]

    assert language_for("en-GB").listed(names) == "Alice, Bob and Charlie"
    assert language_for("en-US").listed(names) == "Alice, Bob, and Charlie"
    assert language_for("en-US").listed(names, "or") == "Alice, Bob, or Charlie"
    assert language_for("en-GB").listed([]) == ""


# Catalogues


def test_a_catalogue_that_is_read_at_start_is_spoken(tmp_path: Path) -> None:
    write(tmp_path, WELSH)

    assert read_at_start(tmp_path) == ["cy"]

    assert str(language_for("cy").locale) == "cy"
    assert say(viewer("cy"), "On track") == "Ar y trywydd"
    assert say(viewer("cy"), "{amount} planned by now ({size} behind)", amount="80", size="8") == (
        "8 ar ôl y cynllun o 80"
    )
    assert said(words("On track"), "en-GB") == "On track"


def test_the_plurals_are_those_of_the_language(tmp_path: Path) -> None:
    write(tmp_path, WELSH)
    read_at_start(tmp_path)

    dogs = ["0 cŵn", "1 ci", "2 gi", "3 chi", "4 ci arall", "6 chi mawr", "1,000 ci arall"]
    counts = (0, 1, 2, 3, 4, 6, 1000)
    assert [said(counted("{count} dog", "{count} dogs", count), "cy") for count in counts] == dogs
    assert [say_counted(viewer("cy"), "{count} dog", "{count} dogs", count) for count in counts] == dogs


def test_lists_and_days_are_those_of_the_language(tmp_path: Path) -> None:
    write(tmp_path, WELSH)
    read_at_start(tmp_path)

    assert said(words("{who}", who=Listing(("Alice", "Bob", "Charlie"))), "cy") == "Alice, Bob, a(c) Charlie"
    assert said(words("{who}", who=Listing(("Alice", "Bob"), "or")), "cy") == "Alice neu Bob"
    assert day(FRIDAY, viewer("cy")) == "Mawrth 27"


def test_what_is_not_translated_is_said_in_english(tmp_path: Path) -> None:
    write(tmp_path, welsh('msgid "On track"\nmsgstr ""'))
    read_at_start(tmp_path)

    assert said(words("On track"), "cy") == "On track"
    assert said(words("Off track"), "cy") == "Off track"
    assert [said(counted("{count} dog", "{count} dogs", count), "cy") for count in (1, 3)] == ["1 dog", "3 dogs"]


def test_a_plural_form_that_is_not_translated_is_said_in_english(tmp_path: Path) -> None:
    write(tmp_path, welsh('msgid "{count} dog"\nmsgid_plural "{count} dogs"\nmsgstr[1] "{count} ci"'))
    read_at_start(tmp_path)

    assert [said(counted("{count} dog", "{count} dogs", count), "cy") for count in (1, 3)] == ["1 ci", "3 dogs"]


def test_what_is_marked_as_doubtful_is_said_in_english(tmp_path: Path) -> None:
    write(tmp_path, welsh('#, fuzzy\nmsgid "On track"\nmsgstr "Ar y trywydd"'))
    read_at_start(tmp_path)

    assert said(words("On track"), "cy") == "On track"


@pytest.mark.parametrize(
    "translation",
    [
        'msgid "{count} of {all}"\nmsgstr "{count} o {cyfan}"',
        'msgid "{count} of {all}"\nmsgstr "{count} o {}"',
        'msgid "{count} of {all}"\nmsgstr "{count} o bawb"',
        'msgid "{count} of {all}"\nmsgstr "{count} o {0}"',
        'msgid "{count} of {all}"\nmsgstr "{count} o {all.__class__}"',
        'msgid "{count} of {all}"\nmsgstr "{count} o {all"',
        'msgid "{count} of {all}"\nmsgid_plural "{count} of {all}!"\nmsgstr[0] "{count} o {all}"\nmsgstr[5] "{cyfan}"',
    ],
)
def test_a_translation_with_other_places_is_said_in_english_and_logged(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, translation: str
) -> None:
    write(tmp_path, welsh(translation, 'msgid "On track"\nmsgstr "Ar y trywydd"'))

    with caplog.at_level(logging.WARNING, "bot.languages"):
        read_at_start(tmp_path)

    assert said(words("{count} of {all}", count=3, all=5), "cy") == "3 of 5"
    assert said(words("On track"), "cy") == "Ar y trywydd"
    (line,) = caplog.messages
    assert line.startswith("cy.po: the places of ")
    assert "{count} of {all}" in line


def test_a_translation_may_leave_out_the_number_where_the_word_has_it(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    write(tmp_path, welsh('msgid "an hour"\nmsgid_plural "{count} hours"\nmsgstr[1] "awr"\nmsgstr[5] "{count} awr"'))

    read_at_start(tmp_path)

    assert [said(counted("an hour", "{count} hours", count), "cy") for count in (1, 5)] == ["awr", "5 awr"]
    assert caplog.messages == []


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("cy.po", b"Ar y trywydd"),
        ("cy.po", b'msgid "On track"\n'),
        ("cy.po", b'msgid "On track"\nmsgwhat "Ar y trywydd"\n'),
        ("cy.po", b"\x00\xff\xfe"),
        ("not-a-language.po", WELSH.encode()),
    ],
)
def test_a_file_that_is_no_catalogue_is_refused_by_its_name(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)

    with pytest.raises(ValueError, match=f"{name} is not a catalogue: "):
        catalogue_in(tmp_path / name)
    with pytest.raises(ValueError, match=f"{name} is not a catalogue: "):
        read_at_start(tmp_path)


def test_a_later_folder_goes_before_an_earlier_one(tmp_path: Path) -> None:
    ours, theirs = tmp_path / "ours", tmp_path / "theirs"
    for folder, text in ((ours, "Ar y trywydd"), (theirs, "Iawn")):
        folder.mkdir()
        write(folder, welsh(f'msgid "On track"\nmsgstr "{text}"'))

    assert read_at_start(ours, theirs) == ["cy", "cy"]
    assert said(words("On track"), "cy") == "Iawn"


def test_a_folder_without_catalogues_teaches_nothing(tmp_path: Path) -> None:
    write(tmp_path, WELSH, "cy.txt")

    assert read_at_start(tmp_path, tmp_path / "not there") == []
    assert said(words("On track"), "cy") == "On track"


def test_the_catalogue_of_a_country_goes_before_that_of_its_language(tmp_path: Path) -> None:
    for name, text in (("pt.po", "No caminho"), ("pt_BR.po", "No rumo certo")):
        write(tmp_path, f'msgid "On track"\nmsgstr "{text}"\n', name)

    assert read_at_start(tmp_path) == ["pt", "pt_BR"]
    assert [said(words("On track"), tag) for tag in ("pt-BR", "pt-PT")] == ["No rumo certo", "No caminho"]
    assert str(language_for("pt-BR").locale) == "pt_BR"


def test_what_is_forgotten_is_not_spoken_any_more() -> None:
    assert str(language_for("cy").locale) == "en_GB"
    learn("cy", NullTranslations())
    assert str(language_for("cy").locale) == "cy"
    forget("cy")
    assert str(language_for("cy").locale) == "en_GB"
    forget("cy")
