"""The coach: which statements describe work or name a thing instead of a change, so that there is something to ask.

It looks at how a statement is built: a verb of work at its beginning ("Serve 500 meals"), a participle at its end ("500
meals served"), the name of a thing ("New website") or of a figure ("Attendance"). Where it is in doubt it says nothing.
It knows English only: a statement in another language passes unasked, which is better than a wrong question.
"""

from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise, takewhile

from bot.domain import coaching_words as known
from bot.domain.coaching_grammar import (
    after,
    is_done,
    is_foreign,
    is_number,
    is_plural,
    is_sentence,
    looks_english,
    main_clause,
    may_be_verb,
    plain_form,
    words_of,
)

_FAR_ENOUGH = 1_000
"""Characters of a statement that are looked at: what it is about stands in its first sentence."""
_LONGEST_NAME = 4
"""Words that the name of a thing has, up to the first preposition. Longer ones are sentences more often."""
_LONGEST_INTRODUCED = 6
"""With "new" or a number before it, it may have more."""
_UNMISTAKABLE = known.CHANGE - {"close", "make", "free", "end"}
_AFTER_PARTICIPLES = known.PREPOSITIONS | known.PARTICLES
_NO_OBJECTS = known.PREPOSITIONS - known.PARTICLES
_PURPOSES = known.COMPARED | known.SUBJECTS
_NO_NAMES = known.ARTICLES | known.PARTS | known.HOPES | known.CHANGE


class AdviceKind(StrEnum):
    """What is open in a statement."""

    WORK = "work"
    """It says what will be done, or be there then. What changes because of it?"""
    BARE = "bare"
    """It names something that can rise and fall. Which of the two, and whose?"""


@dataclass(frozen=True)
class Advice:
    """There is something to ask about a statement: `work`, in the person's own words."""

    work: str
    kind: AdviceKind = AdviceKind.WORK


def advice_on(statement: str) -> Advice | None:
    """What to ask about a statement that says what will be done ("Serve 500 meals", "New website") or only names a
    figure ("Attendance"); None for any other.
    """
    stated = statement.strip().rstrip(".!")
    words = words_of(stated[:_FAR_ENOUGH])
    if not words or is_foreign(words) or _says_what_for(words):
        return None
    kind = _kind(main_clause(words), in_english=looks_english(words))
    return Advice(stated, kind) if kind else None


def _kind(words: list[str], *, in_english: bool) -> AdviceKind | None:
    """Goes from the surest sign to the weakest: a verb of work, a sentence about others, a change, a thing."""
    deed = _announced(words)
    if deed is not None:
        return AdviceKind.WORK if _begins_with_work(deed, surely=True) else None
    if _begins_with_work(words) or _begins_with_doing(words):
        return AdviceKind.WORK
    if is_sentence(words):
        return AdviceKind.WORK if _is_counted(words) and _was_done_to_them(words) else None
    if _names_a_change(words):
        return None
    return AdviceKind.WORK if _ends_in_done(words) else _kind_of_thing(words, in_english=in_english)


def _says_what_for(words: list[str]) -> bool:
    """Whether the change is said: "Hold workshops so that parents read", "… so more children swim", "… to reduce"."""
    return any(
        (first == "so" and (second == "that" or second in _PURPOSES or is_plural(second)))
        or (first == "to" and second in known.CHANGE)
        for first, second in pairwise(words)
    )


# Who announces something.


def _announced(words: list[str]) -> list[str] | None:
    """From the verb on what "we", "our team" or "the council" will do; None where nobody announces anything."""
    words = after(known.TO_BE_SURE, words)
    at = next((at for at, word in enumerate(words[:6]) if _is_future(word, words[at + 1 : at + 2])), None)
    if at is None:
        return _told(words)
    if at == 0 and words[0] != "we'll":
        return None
    return after(known.BEFORE_DEEDS, words[at:]) if _is_us(words[:at]) else []


def _told(words: list[str]) -> list[str] | None:
    """What "we" do, or "we" and "our team" have done."""
    if words[:1] in (["we"], ["we're"], ["we've"]):
        return after(("we", "we're", "we've", "are", "have", "to"), words)
    done = next((at for at, word in enumerate(words[:4]) if word.endswith("ed") and plain_form(word, known.WORK)), 0)
    told = words[:1] == ["our"] and done > 1 and not is_plural(words[done - 1]) and _has_object(words[done + 1 :])
    return words[done:] if told else None


def _is_future(word: str, following: list[str]) -> bool:
    return word in ("will", "shall", "we'll") or (word in known.INTENTIONS and following == ["to"])


def _is_us(subject: list[str]) -> bool:
    """Whether somebody speaks of their own: "we", "the council", "HR"; what "patients will" do is a result."""
    who = [word for word in subject if word not in known.AUXILIARIES]
    if not who or "is" in subject or who[-1] in known.WORKERS or who == ["we"]:
        return True
    return not is_plural(who[-1]) and who[-1] not in known.SUBJECTS


# Verbs of work at the beginning.


def _begins_with_work(words: list[str], *, surely: bool = False) -> bool:
    """Whether it begins with a verb of work, or with any that is not known for a change and has an object. `surely` it
    is a verb that it begins with.
    """
    surely = surely or words[:1] == ["to"]
    words = after((*known.TO_BE_SURE, "to"), words)
    if not words or _is_better(words) or _is_promise(words):
        return False
    first, rest = words[0], words[1:]
    verb = None if is_plural(first) else plain_form(first, known.WORK)
    if verb and (surely or _is_surely_work(verb, words)):
        return bool(rest) and rest[0] not in _NO_OBJECTS
    if first.endswith("ed"):
        return False
    if first in known.CHANGE:
        return first in ("make", "close", "raise") and _is_piece_of_work(rest)
    return (verb is not None or may_be_verb(first)) and _has_object(rest) and not is_sentence(rest[1:])


def _is_surely_work(verb: str, words: list[str]) -> bool:
    """ "Serve breakfast" and "Design and build", but neither "Support for families" nor "Build times fall"."""
    first, rest = words[0], words[1:]
    if verb in known.ALSO_NOUNS and first == verb:
        return rest[:1] == ["and"] and len(rest) > 2 and rest[1] in known.WORK
    return not first.endswith("ed") and ((first == verb and _has_object(rest)) or not is_sentence(rest))


def _begins_with_doing(words: list[str]) -> bool:
    """ "Training ward staff", "Raising awareness", "Rebranding"; not "Reducing waste", nor the name of a figure."""
    first, rest = words[0], words[1:]
    if not first.endswith("ing") or len(first) < 6 or is_sentence(words):
        return False
    if _names_a_change(words):
        return rest[:1] == ["awareness"]
    return plain_form(first, known.WORK) is not None or _has_object(rest)


def _has_object(rest: list[str]) -> bool:
    return len(rest) > 1 and (rest[0] in known.ARTICLES or is_number(rest[0]) or rest[0] in known.PARTICLES)


def _is_piece_of_work(rest: list[str]) -> bool:
    """ "Close 500 tickets", "Make a video" and "Raise awareness" are work; "Close the gap" and "Raise pay" are not."""
    return bool(rest) and (is_number(rest[0]) or rest[0] in ("a", "an", "awareness")) and "%" not in rest


def _is_promise(words: list[str]) -> bool:
    """Whether it says how well something will be done each time: "Answer all calls within a minute"."""
    one = len(words) > 1 and (words[1] in ("the", "a", "an") or is_number(words[1]))
    return not one and ("within" in words or ("on", "time") in pairwise(words) or ("in", "under") in pairwise(words))


def _is_better(words: list[str]) -> bool:
    """Whether it goes better than before. "Two more nurses" are only a number."""
    return not known.BETTER.isdisjoint(words) or not known.COMPARATIVES.isdisjoint(words)


# Names of changes.


def _names_a_change(words: list[str]) -> bool:
    """Whether a name says which way it goes or how it should be: "Fewer falls", "Happy guests", "Churn below 2 %"."""
    compared = (known.COMPARED - {"more"} if is_number(words[0]) else known.COMPARED) | known.COMPARATIVES
    if not compared.isdisjoint(words) or "%" in words or "percent" in words:
        return True
    limited = any(first in known.LIMITS and second[0] in "0123456789€$£" for first, second in pairwise(words))
    good = not known.QUALITIES.isdisjoint(words[:2]) or words[-1] in ("everyone", "all")
    return limited or good or _has_changed(words)


def _has_changed(words: list[str]) -> bool:
    name = takewhile(lambda word: word not in known.PREPOSITIONS, words)
    changes = any(word in known.RESULT_NOUNS or plain_form(word, _UNMISTAKABLE) for word in name)
    return changes or any(word.endswith("ed") and plain_form(word, _UNMISTAKABLE) for word in words)


# Work that is done, and things.


def _is_counted(words: list[str]) -> bool:
    """Whether it begins with how many there are; a percentage is no count of work."""
    return is_number(words[0]) and "%" not in words and "percent" not in words and "cent" not in words


def _ends_in_done(words: list[str]) -> bool:
    """ "500 meals served", "All staff trained in first aid", "Website live"; not "Calls answered within a minute"."""
    if "within" in words or words[0] in known.PARTS - {"all", "every", "each"}:
        return False
    return words[-2:] == ["in", "place"] or any(
        (is_done(word) or word in ("live", "online", "complete")) and (not then or then in _AFTER_PARTICIPLES)
        for word, then in pairwise([*words[1:], ""])
    )


def _was_done_to_them(words: list[str]) -> bool:
    """ "500 meals are served"; not "500 families are housed", "Two shifts are run without a stop"."""
    done = any(is_done(word) and (plain_form(word, known.WORK) or word in known.PARTICIPLES) for word in words[1:])
    return done and not _names_a_change(words) and "within" not in words


def _kind_of_thing(words: list[str], *, in_english: bool) -> AdviceKind | None:
    """Which question is open for the name of a thing or of a figure; None for what may be neither."""
    name = list(takewhile(lambda word: word not in known.PREPOSITIONS, words))
    if not name or len(name) > _LONGEST_INTRODUCED:
        return None
    if words[0] in known.COUNTS and words[1:2] == ["of"]:
        return AdviceKind.BARE
    introduced = _is_introduced(words)
    is_figure = name[-1] in known.MEASURES or name[-1].endswith(known.MEASURE_ENDINGS)
    if not introduced and (is_figure or (len(words) == 1 and words[0].isupper())):
        return AdviceKind.BARE
    is_thing = name[-1] in known.THINGS or (in_english and (introduced or _is_named_by_more(name, words)))
    return AdviceKind.WORK if is_thing else None


def _is_introduced(words: list[str]) -> bool:
    """Whether it is a thing that is to come: "New website", "A mobile clinic", "Six webinars"."""
    first, *rest = words
    if first in ("a", "an", "the") and rest:
        return (first != "the" or rest[0] in known.KINDS_OF_NEW) and rest[0] not in known.HOPES | known.PARTS
    return first in known.KINDS_OF_NEW or _is_counted(words)


def _is_named_by_more(name: list[str], words: list[str]) -> bool:
    """Whether a preposition follows and tells what for or where: "Benches in every park"."""
    following = words[len(name) :]
    starts = name[0] not in _NO_NAMES and name[-1] not in known.PERSONS
    return starts and len(name) <= _LONGEST_NAME and len(following) > 1 and following[0] not in ("within", "without")
