"""The coach: which statements describe an activity instead of a change, and what to ask about them.

It knows English only. A statement in another language passes unasked, which is better than a wrong question.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import dropwhile

_WORDS_OF_WORK = (
    "add arrange attend build carry complete conduct contact coordinate create deliver deploy design develop "
    "distribute donate execute facilitate finish give hand hire hold host implement install introduce launch make "
    "migrate offer open organise organize plan prepare present produce provide publish recruit release replace review "
    "roll run send serve set ship start supply support teach train visit write"
)
_VERBS = frozenset(_WORDS_OF_WORK.split())
"""The verbs that work is announced with."""

_ALSO_NOUNS = "contact design host offer open plan present release review roll run set start supply support train visit"
"""These begin results as well ("Support calls are fewer"), so they count as verbs only before a number or article."""

_PARTICLES = ("out", "up", "on", "over", "off")
_COUNT_WORDS = (
    "a an the our one two three four five six seven eight nine ten twelve twenty thirty fifty hundred thousand several "
    "many more some new regular weekly monthly daily all every"
)
_FAR_ENOUGH = 1_000
"""Characters of a statement that are looked at: what it is about stands in its first sentence."""


@dataclass(frozen=True)
class Advice:
    """A statement says what will be done: `work`, in the person's own words. What changes because of it is open."""

    work: str


def advice_on(statement: str) -> Advice | None:
    """What to ask about a statement that begins with a piece of work ("Serve 500 meals"); None for any other."""
    stated = statement.strip().rstrip(".!")
    words = _after(("we", "will", "to", "please"), stated[:_FAR_ENOUGH].split())
    return Advice(stated) if _verb(words) is not None else None


def _after(small: Collection[str], words: Iterable[str]) -> list[str]:
    """The words from the first on that is none of the small ones."""
    return list(dropwhile(lambda word: word.casefold() in small, words))


def _verb(words: list[str]) -> str | None:
    """The plain form of the verb that the words begin with ("serving" is "serve"); None where there is none."""
    if not words:
        return None
    word = words[0].casefold().strip(",:;")
    stem = word.removesuffix("ing")
    doubled = stem[:-1] if stem[-1:] == stem[-2:-1] else stem
    verb = next((form for form in (word, stem, stem + "e", doubled) if form in _VERBS), None)
    if verb in _ALSO_NOUNS.split() and word == verb and not _is_counted(words[1:]):
        return None
    return verb


def _is_counted(rest: list[str]) -> bool:
    return bool(rest) and (
        rest[0][0].isdecimal() or rest[0].casefold() in _PARTICLES or rest[0].casefold() in _COUNT_WORDS.split()
    )
