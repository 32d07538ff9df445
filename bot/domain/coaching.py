"""The coach: which statements describe an activity instead of a change, and what to ask about them.

It knows English only. A statement in another language passes unasked, which is better than a wrong question.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import dropwhile

QUESTION = "This describes what you will do. What should change because of it, and for whom?"

# The verbs that work is announced with, by what the people it is for get out of it. "{}" takes the person's own words.
_EXAMPLES = {
    "Fewer people go without {}": "deliver distribute donate give hand offer provide serve supply",
    "More people do what they came for, thanks to {}": (
        "add build create deploy design develop implement install introduce launch make migrate open produce publish "
        "release replace roll set ship write"
    ),
    "People who come to {} can do something afterwards that they could not before": (
        "arrange conduct facilitate hold host organise organize present run"
    ),
    "Afterwards {} can do something that they could not before": "teach train",
    "Something is better for somebody because of {}": (
        "attend carry complete contact coordinate execute finish hire plan prepare recruit review send start support "
        "visit"
    ),
}
_EXAMPLE_OF = {verb: example for example, verbs in _EXAMPLES.items() for verb in verbs.split()}

_ALSO_NOUNS = "contact design host offer open plan present release review roll run set start supply support train visit"
"""These begin results as well ("Support calls are fewer"), so they count as verbs only before a number or article."""

_PARTICLES = ("out", "up", "on", "over", "off")
_COUNT_WORDS = (
    "a an the our one two three four five six seven eight nine ten twelve twenty thirty fifty hundred thousand several "
    "many more some new regular weekly monthly daily all every"
)
_FAR_ENOUGH = 1_000
"""Characters of a statement that are looked at: what it is about stands in its first sentence."""

_COUNTED = re.compile(r"(?:(?:at least|over|about|another)\s+)?(?<![\d.,])[\d.,]+\s*\+?\s+", re.IGNORECASE)


_HOW_OFTEN = re.compile(
    r"""\s+(?:
          (?:(?:in|within|once|twice|\w+\ times)\s+)?
          (?:a|an|per|each|every)\s+(?:(?:other|second|two|three|four|five|six|\d+)\s+)?(?:working\s+)?
          (?:hour|day|weekday|night|week|weekend|fortnight|month|quarter|term|year)s?
        | hourly|daily|nightly|weekly|fortnightly|monthly|quarterly|yearly
        )(?=[,;]|\s*$|\s+(?:and|at|by|for|from|in|on|to|until|with)\b)""",
    re.IGNORECASE | re.VERBOSE,
)
"""How often the work is done: no part of what changes. What follows keeps "a day centre" whole."""


@dataclass(frozen=True)
class Advice:
    """A question about a statement, and an example made from its own words."""

    question: str
    example: str


def advice_on(statement: str) -> Advice | None:
    """What to ask about a statement that begins with a piece of work ("Serve 500 meals"); None for any other."""
    words = _after(("we", "will", "to", "please"), statement[:_FAR_ENOUGH].strip().rstrip(".!").split())
    verb = _verb(words)
    if verb is None:
        return None
    return Advice(QUESTION, _EXAMPLE_OF[verb].format(_object_of(words)))


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
    verb = next((form for form in (word, stem, stem + "e", doubled) if form in _EXAMPLE_OF), None)
    if verb in _ALSO_NOUNS.split() and word == verb and not _is_counted(words[1:]):
        return None
    return verb


def _is_counted(rest: list[str]) -> bool:
    return bool(rest) and (
        rest[0][0].isdecimal() or rest[0].casefold() in _PARTICLES or rest[0].casefold() in _COUNT_WORDS.split()
    )


def _object_of(words: list[str]) -> str:
    """What the work is done with, in the person's words: "Serve 500 hot meals a week" is "hot meals"."""
    rest = _after(_PARTICLES, words[1:])
    rest = _after(set(_COUNT_WORDS.split()) - {"a", "an", "the", "our"}, rest)
    return _HOW_OFTEN.sub("", _COUNTED.sub("", " ".join(rest), count=1)) or "it"
