"""Every sentence for people comes through a catalogue: the template has all of them, and nothing else is said."""

import ast
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from string import Formatter

import pytest

from bot.translations.extracting import TEMPLATE, template

ROOT = Path(__file__).parent.parent
_SPEAKING = [
    path
    for folder in ("bot/domain", "bot/actions", "bot/views", "bot/results", "handlers")
    for path in sorted((ROOT / folder).rglob("*.py"))
    # The first is for whoever runs the bot, on the command line; the others have what people type.
    if path.name not in ("plan.py", "time_words.py", "unit_words.py")
]
_ERRORS = {
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
}
_SAYING = {"say": 1, "say_counted": 1, "words": 0, "counted": 0, **dict.fromkeys(_ERRORS, 0)}
"""Each function that words something, and at which argument its patterns begin."""
_LONGEST_IN_ONE_BREATH = 10
_COUNTED = {"say_counted", "counted"}
_NOT_PLACES = {"field", "candidates", "rest", "choices", "days"}
_FOR_OTHERS = {
    "ValueError",
    "TypeError",
    "AssertionError",
    "RuntimeError",
    "KeyError",
    "compile",
    "text",
    "Example",
    "reached",
    "split",
    "_log",
    "_words",
    "_phrases",
    "_lexicon",
    "with_text",
}
"""Calls whose text no person in Slack reads: faults of the program, expressions, queries, commands to type, and tables
of what people type.
"""


def calls(path: Path) -> Iterator[tuple[str, ast.Call]]:
    """Every call of a function by its own name."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            yield name, node


def literal(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def test_the_template_has_every_pattern_of_the_program() -> None:
    assert TEMPLATE.read_text() == template(), "run: python -m bot.translations"


@pytest.mark.parametrize("path", _SPEAKING, ids=lambda path: str(path.relative_to(ROOT)))
def test_only_literal_patterns_are_said(path: Path) -> None:
    """Whoever translates finds literals; a table of `words` is made of them."""
    for name, call in calls(path):
        if name not in ("say", "say_counted"):
            continue
        first = _SAYING[name]
        for pattern in call.args[first : first + 1 + (name in _COUNTED)]:
            is_from_a_table = isinstance(pattern, ast.Subscript)
            assert literal(pattern) is not None or is_from_a_table, f"{path}:{call.lineno}"


@pytest.mark.parametrize("path", _SPEAKING, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_place_of_a_pattern_is_filled(path: Path) -> None:
    for name, call in calls(path):
        if name not in _SAYING or any(keyword.arg is None for keyword in call.keywords):
            continue
        first = _SAYING[name]
        patterns = [literal(each) for each in call.args[first : first + 1 + (name in _COUNTED)]]
        if None in patterns or (name in ("words", "counted") and not call.keywords):
            continue  # from a table, or filled later
        places = {place for pattern in patterns for _, place, _, _ in Formatter().parse(pattern or "") if place}
        filled = {str(keyword.arg) for keyword in call.keywords} - (_NOT_PLACES if name in _ERRORS else set())
        filled |= {"count"} if name in _COUNTED else set()
        assert places <= filled, f"{path}:{call.lineno} does not fill {places - filled}"
        assert filled - {"count"} <= places, f"{path}:{call.lineno} has no place for {filled - places}"


@pytest.mark.parametrize("path", _SPEAKING, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_sentence_is_said_past_the_catalogues(path: Path) -> None:
    tree = ast.parse(path.read_text())
    allowed = {id(node) for node in _allowed(tree)}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or id(node) in allowed:
            continue
        if text := literal(node):
            assert not _is_a_sentence(text), f'{path}:{node.lineno} says "{text}" itself'


def _allowed(tree: ast.AST) -> Iterator[ast.AST]:
    """What is no text for people, or is worded: docstrings, the arguments of what words, of logs and of faults."""
    for node in ast.walk(tree):
        match node:
            case ast.Expr(value=ast.Constant() as docstring):
                yield docstring
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)) if name in {*_SAYING, *_FOR_OTHERS}:
                yield from ast.walk(node)
            case ast.Call(func=ast.Attribute(value=ast.Name(id="log"))):
                yield from ast.walk(node)
            case ast.Assert(msg=ast.expr() as message):
                yield from ast.walk(message)
            case ast.keyword(arg="name"):  # of a background task
                yield from ast.walk(node)


def _is_a_sentence(text: str) -> bool:
    """Whether it has two words of a language in it, one after the other."""
    if text.lstrip("`").startswith("/"):
        return False  # a command
    if len(text.split()) > _LONGEST_IN_ONE_BREATH and text.replace(" ", "").isalpha() and text.islower():
        return False  # a list of words to compare with
    return any(_is_a_word(one) and _is_a_word(other) for one, other in pairwise(text.split()))


def _is_a_word(text: str) -> bool:
    bare = text.strip(".,:;!?()*_“”\"'")
    return len(bare) > 1 and bare.isalpha() and bare.isascii()
