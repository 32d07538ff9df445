"""From what a person typed to the outcome or indicator they mean, among those they may see.

A key, or any unambiguous beginning or close spelling of a key or name, with or without hyphens, spaces and quotes.
Several candidates are the person's to choose from, their own first; what they may not see does not exist.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA
from sqlmodel import Session

from bot.actions.people import Actor
from bot.domain.keys import MOST_CHARACTERS, MOST_COMPARED, as_compared
from bot.domain.typed_text import shown
from bot.errors import Ambiguous, Misspelt, NotFound
from bot.words import Words, counted, words
from storage import access, indicators
from storage.access import Named, Spelled, visible_indicators, visible_outcomes

CLOSE_ENOUGH = 78
"""Similarity in percent from which a spelling counts as a slip of the one meant."""

_NEAR = 0.5
"""Similarity, with two letters in each other's place as one difference, from which a spelling is offered."""
_MOST_OFFERED = 3

_LONGEST_NAME_IN_WORDS = 8
_LONGEST_STATEMENT_IN_WORDS = 40
# What opens a quotation, and what may close it: languages differ, and keyboards mix.
_QUOTES = {
    '"': '"“”',
    "“": '”"',
    "”": '”"',
    "„": '“”"',
    "'": "'’",
    "‘": "’'",
    "’": "’'",
    "«": "»",
    "»": "«",
    "「": "」",
}
_QUOTATION_MARKS = "".join({*"".join(_QUOTES), *"".join(_QUOTES.values())})
_MARKS = _QUOTATION_MARKS + "*_~`"
"""What may stand around a name and is no part of it: quotation marks, and those of Slack's markup."""
_BEFORE_A_VALUE = ":="
_BETWEEN_WORDS = re.compile(r"[\s_‐‑–-]+")


_Fitting = Callable[[Sequence[Spelled], str], list[Spelled]]
"""Those that a folded text may mean."""


@dataclass(frozen=True)
class _What:
    """What is looked for, and what is said where it is not found."""

    none_yet: Words
    not_called: Words
    nearest: Words
    several: Words


@dataclass(frozen=True)
class _Sight:
    """Where it is looked for: everything that the person sees. `order` puts candidates in the order in which they are
    offered, and says what each is called on its button.
    """

    known: Sequence[Spelled]
    what: _What
    order: "_Order"


_Order = Callable[[Sequence[Spelled]], list[tuple[Spelled, str | Words]]]


_INDICATOR = _What(
    words("There is no indicator yet that you can see. Add one with `/indicator new`."),
    words('No indicator here is called "{typed}". `/indicator list` shows what there is.'),
    words('No indicator here is called "{typed}". Do you mean one of these? `/indicator list` shows what there is.'),
    counted(
        '"{typed}" fits {count} indicator. Which one do you mean?',
        '"{typed}" fits {count} indicators. Which one do you mean?',
        2,
    ),
)
_OUTCOME = _What(
    words("There is no outcome yet that you can see. Add one with `/outcome new`."),
    words('No outcome here is called "{typed}". `/outcome list` shows what there is.'),
    words('No outcome here is called "{typed}". Do you mean one of these? `/outcome list` shows what there is.'),
    counted(
        '"{typed}" fits {count} outcome. Which one do you mean?',
        '"{typed}" fits {count} outcomes. Which one do you mean?',
        2,
    ),
)


def take_indicator(session: Session, text: str, *, by: Actor) -> tuple[Named, str]:
    """The indicator that `text` begins with, and the rest of the text; of several that fit, what is running goes before
    what is not. Raises NotFound, Misspelt or Ambiguous.
    """
    return _take(text, _indicators(session, by))


def indicator_taker(session: Session, *, by: Actor) -> Callable[[str], tuple[Named, str]]:
    """`take_indicator` for many texts: what there is to choose from is read once."""
    sight = _indicators(session, by)
    return lambda text: _take(text, sight)


def take_outcome(session: Session, text: str, *, by: Actor) -> tuple[Named, str]:
    """The outcome that `text` begins with, and the rest of the text. Raises NotFound, Misspelt or Ambiguous."""
    sight = _Sight(visible_outcomes(session, by=by), _OUTCOME, _as_they_come)
    return _take(text, sight, most_words=_LONGEST_STATEMENT_IN_WORDS)


def find_indicator(session: Session, text: str, *, by: Actor) -> Named:
    """The indicator that the whole of `text` names. Raises NotFound, Misspelt or Ambiguous. A whole key, the
    usual case, is one query.
    """
    key = _as_key(text)
    exact = access.visible_indicator_with_key(session, key, by=by) if key else None
    return exact or _find(text, _indicators(session, by))


def find_resting_indicator(session: Session, text: str, *, by: Actor) -> Named:
    """The same, where one at rest is probably meant: paused ones and retired ones go before those that run."""
    # What is meant before the others counts as running.
    known = [each._replace(is_running=not each.is_running) for each in visible_indicators(session, by=by)]
    known += [each._replace(is_running=True) for each in access.visible_retired_indicators(session, by=by)]
    return _find(text, _Sight(known, _INDICATOR, _as_they_come))


def find_outcome(session: Session, text: str, *, by: Actor, closed_too: bool = False) -> Named:
    """The outcome that the whole of `text` names. Raises NotFound, Misspelt or Ambiguous. A whole key, the
    usual case, is one query. A closed one is found by its key; with `closed_too` also as the others are, and after
    them.
    """
    key = _as_key(text)
    exact = access.visible_outcome_with_key(session, key, by=by) if key else None
    return exact or _find(
        text, _Sight(visible_outcomes(session, by=by, only_open=not closed_too), _OUTCOME, _as_they_come)
    )


def find_closed_outcome(session: Session, text: str, *, by: Actor) -> Named:
    """The same, where a closed one is probably meant: these go before the open ones."""
    key = _as_key(text)
    exact = access.visible_outcome_with_key(session, key, by=by) if key else None
    # What is meant before the others counts as running.
    known = [each._replace(is_running=not each.is_running) for each in visible_outcomes(session, by=by)]
    return exact or _find(text, _Sight(known, _OUTCOME, _as_they_come))


def all_that_fit(known: Sequence[Spelled], text: str) -> list[Spelled]:
    """Everything that the text may mean while it is being typed, the surest first: what is called so, what begins with
    it, what has it anywhere, and what is spelled much like it.
    """
    fittings: tuple[_Fitting, ...] = (_called, _parted_otherwise, _beginning, _having_in_it, _close_to)
    return list(dict.fromkeys(each for fitting in fittings for each in _fitting_in(known, text, fitting)))


def closest(word: str, known: Sequence[str]) -> str | None:
    """The known word that `word` is probably a slip of; None where nothing is close."""
    word = word[:MOST_COMPARED].lower()
    found = process.extractOne(word, [each.lower() for each in known], scorer=fuzz.ratio, score_cutoff=55)
    return known[found[2]] if found else None


def _indicators(session: Session, by: Actor) -> _Sight:
    def own_first(candidates: Sequence[Spelled]) -> list[tuple[Spelled, str | Words]]:
        keepers = indicators.keepers_of(session, [each.id for each in candidates])
        own = {number for number, keeper in keepers.items() if by.person_id in keeper.person_ids}
        if len(own) == len(candidates):
            return _as_they_come(candidates)
        ordered = sorted(candidates, key=lambda each: each.id not in own)
        return [(each, _whose(each, keepers[each.id], is_own=each.id in own)) for each in ordered]

    return _Sight(visible_indicators(session, by=by), _INDICATOR, own_first)


def _as_they_come(candidates: Sequence[Spelled]) -> list[tuple[Spelled, str | Words]]:
    return [(each, each.name) for each in candidates]


def _whose(each: Spelled, keeper: indicators.Keeper, *, is_own: bool) -> Words:
    # Cut: what tells two of one name apart stands at the end of a label.
    name = shown(each.name, 35)
    if is_own:
        return words("{name} (yours)", name=name)
    if not keeper.channel_name:
        return words("{name} ({owner})", name=name, owner=shown(keeper.owner_name, 15))
    return words(
        "{name} ({owner}, #{channel})",
        name=name,
        owner=shown(keeper.owner_name, 15),
        channel=shown(keeper.channel_name, 15),
    )


def _take(text: str, sight: _Sight, *, most_words: int = _LONGEST_NAME_IN_WORDS) -> tuple[Named, str]:
    """1. What stands in quotes. 2. The longest beginning that is a key or name. 3. The longest that is one but for
    hyphens and spaces. 4. The longest that begins one. 5. The first word, if it is close to one.
    """
    text = text.strip()
    quoted, rest = _quoted(text)
    if quoted is not None:
        return _find(quoted, sight, rest=rest), rest
    words = list(islice(re.finditer(r"\S+", text), most_words))
    # Of a longer one only the beginning would be compared.
    ends = [word.end() for word in reversed(words) if word.end() <= MOST_COMPARED or word is words[0]]
    beginnings = [(text[:end], end) for end in ends]
    for fitting in (_called, _parted_otherwise, _beginning):
        for beginning, end in beginnings:
            if candidates := _fitting_in(sight.known, beginning, fitting):
                rest = text[end:].strip()
                return _only(candidates, beginning, sight, rest=rest), rest
    first = words[0].group() if words else ""
    rest = text[len(first) :].strip()
    return _find(first, sight, rest=rest), rest


def _find(text: str, sight: _Sight, *, rest: str = "") -> Named:
    fittings: tuple[_Fitting, ...] = (_called, _parted_otherwise, _beginning, _close_to)
    for fitting in fittings:
        if candidates := _fitting_in(sight.known, text, fitting):
            return _only(candidates, text, sight, rest=rest)
    if not sight.known:
        raise NotFound(sight.what.none_yet)
    raise _not_called(text, sight, rest=rest)


def _fitting_in(known: Sequence[Spelled], text: str, fitting: _Fitting) -> list[Spelled]:
    """What fits the text as it was typed, since a name may have marks of its own; else the text without any."""
    typed, bare = as_compared(text.strip()), as_compared(_bare(text))
    found = fitting(known, typed) if typed and bare else []
    return found or (fitting(known, bare) if bare and bare != typed else [])


def _not_called(text: str, sight: _Sight, *, rest: str) -> NotFound | Misspelt:
    typed = _as_quoted(text)
    offered = sight.order(_nearest(sight.known, as_compared(_bare(text))))
    if not offered:
        return NotFound(sight.what.not_called.filled(typed=typed))
    return Misspelt(sight.what.nearest.filled(typed=typed), candidates=_candidates(offered), rest=rest)


def _nearest(known: Sequence[Spelled], text: str) -> list[Spelled]:
    """The few that are spelled most like the text, the nearest first; none for a text without a letter: a value."""
    if not any(map(str.isalpha, text)):
        return []
    by_place: dict[int, float] = {}
    for spellings in ([each.key_compared for each in known], [each.name_compared for each in known]):
        scorer = OSA.normalized_similarity
        # More than are offered: the same one may be near by its key and by its name.
        for _, score, place in process.extract(
            text, spellings, scorer=scorer, score_cutoff=_NEAR, limit=2 * _MOST_OFFERED
        ):
            by_place[place] = max(score, by_place.get(place, 0.0))
    nearest = sorted(by_place, key=lambda place: (-by_place[place], place))
    return [known[place] for place in nearest[:_MOST_OFFERED]]


def _as_key(text: str) -> str:
    """The key that the text may be; empty where it can be none: too long, several words, or with a NUL in it, for which
    PostgreSQL refuses even to look.
    """
    key = as_compared(_bare(text))
    return key if len(key) <= MOST_CHARACTERS and key.isprintable() and " " not in key else ""


def _bare(text: str) -> str:
    """The text without white space, quotes and marks around it, and without a colon or equals sign at its end."""
    return text.strip().rstrip(_BEFORE_A_VALUE).strip().strip(_MARKS).rstrip(_BEFORE_A_VALUE).strip()


def _as_quoted(text: str) -> str:
    """The text as it was typed, for a sentence that puts it into quotes of its own."""
    return shown(text.strip().strip(_QUOTATION_MARKS), 60)


def _only(candidates: Sequence[Spelled], text: str, sight: _Sight, *, rest: str) -> Named:
    running = [each for each in candidates if each.is_running]
    if len(running) == 1 or len(candidates) == 1:
        return (running or candidates)[0].named
    several = replace(sight.what.several, count=len(candidates)).filled(typed=_as_quoted(text), count=len(candidates))
    raise Ambiguous(several, candidates=_candidates(sight.order(candidates)), rest=rest)


def _candidates(ordered: Sequence[tuple[Spelled, str | Words]]) -> list[tuple[str, str | Words]]:
    return [(each.key, label) for each, label in ordered]


def _called(known: Sequence[Spelled], text: str) -> list[Spelled]:
    """What has this key; where nothing has, what has this name."""
    # A key is one thing's alone. Were it weighed against names, whoever is asked which one they mean could not say.
    having_the_key = [each for each in known if each.key_compared == text]
    return having_the_key or [each for each in known if each.name_compared == text]


def _parted_otherwise(known: Sequence[Spelled], text: str) -> list[Spelled]:
    """What has this key or name but for the hyphens and spaces in it."""
    first, *more = _BETWEEN_WORDS.split(text)
    # "csat 2" is a reading of csat, not the key csat-2.
    if " " in text and not all(any(map(str.isalpha, word)) for word in more):
        return []
    joined = "".join((first, *more))
    having_the_key = [each for each in known if each.key_compared.replace("-", "") == joined]
    # By the first letter first: taking the spaces out of thousands of names takes milliseconds.
    alike = [each for each in known if each.name_compared[:1] == joined[:1]]
    return having_the_key or [each for each in alike if _BETWEEN_WORDS.sub("", each.name_compared) == joined]


def _beginning(known: Sequence[Spelled], text: str) -> list[Spelled]:
    return [each for each in known if each.key_compared.startswith(text) or each.name_compared.startswith(text)]


def _having_in_it(known: Sequence[Spelled], text: str) -> list[Spelled]:
    return [each for each in known if text in each.key_compared or text in each.name_compared]


def _close_to(known: Sequence[Spelled], text: str) -> list[Spelled]:
    close = _like(text, [each.key_compared for each in known]) | _like(text, [each.name_compared for each in known])
    return [known[place] for place in sorted(close)]


def _like(text: str, spellings: Sequence[str]) -> set[int]:
    """The places of those that the text may be a slip of: spelled much like it, or with two letters exchanged."""
    close = process.extract(text, spellings, scorer=fuzz.ratio, score_cutoff=CLOSE_ENOUGH, limit=None)
    one_off = process.extract(text, spellings, scorer=OSA.distance, score_cutoff=1, limit=None)
    # Of a short word, one letter instead of another makes another word: "cast" is csat, and may not be cost.
    exchanged = {place for spelling, _, place in one_off if sorted(spelling) == sorted(text)}
    return {place for _, _, place in close} | exchanged


def _quoted(text: str) -> tuple[str | None, str]:
    """What stands in quotes at the beginning, and the rest; (None, text) where nothing does."""
    closing = _QUOTES.get(text[:1], "")
    end = next((index for index, character in enumerate(text) if index and character in closing), 0)
    return (text[1:end], text[end + 1 :].strip()) if end else (None, text)
