"""As much grammar of English as the coach needs: words, plain forms of verbs, and whether somebody does something."""

from collections.abc import Collection
from itertools import pairwise, takewhile

from bot.domain import coaching_words as known

_AROUND = ',:;.!?()[]"“”„*_•-–—'
_SMALL = known.PREPOSITIONS | known.JOINING | known.NUMBERS | known.COMPARED
_NEVER_VERBS = (
    known.ARTICLES | _SMALL | known.AUXILIARIES | known.SUBJECTS | known.COMPARATIVES | known.QUALITIES | known.PARTS
    | known.THINGS | known.MEASURES | known.LIVING | known.RELATIVES | known.ASKING | known.ADVERBS | known.TIMES
    | known.RESULT_NOUNS | known.COUNTS | known.KINDS_OF_NEW
)  # fmt: skip


def words_of(text: str) -> list[str]:
    """Small, up to a bracket and without the marks around them. Capitals among small letters stay: IT is not "it"."""
    shouted = text.isupper() and " " in text
    before, _, _ = text.lstrip("([").partition(" (")
    bare = (word.strip(_AROUND) for word in before.replace("’", "'").replace("%", " % ").split())
    return [word if word.isupper() and len(word) > 1 and not shouted else word.casefold() for word in bare if word]


def main_clause(words: list[str]) -> list[str]:
    """Up to the first "who" or "that", and without "by June" and "every year", which go with everything."""
    kept: list[str] = []
    for word in words[:1] + list(takewhile(lambda word: word not in known.RELATIVES, words[1:])):
        if _is_time(word) and kept and kept[-1] in known.BEFORE_TIMES:
            while len(kept) > 1 and kept[-1] in known.BEFORE_TIMES:
                kept.pop()
        else:
            kept.append(word)
    return kept


def after(small: Collection[str], words: list[str]) -> list[str]:
    """The words from the first on that is none of the small ones."""
    start = next((at for at, word in enumerate(words) if word not in small), len(words))
    return words[start:]


def is_foreign(words: list[str]) -> bool:
    """Whether a letter or a word is of another language than English."""
    return any(map(_has_foreign_letter, words)) or not known.FOREIGN.isdisjoint(words)


def looks_english(words: list[str]) -> bool:
    """Whether there is a sign that it is English. Without one, a name may be of any language: "Satisfaction client"."""
    return not known.ENGLISH.isdisjoint(words) or words[-1] in known.THINGS | known.MEASURES | known.PERSONS


def is_number(word: str) -> bool:
    """ "500", "1,200", "60+" or "four"; "10x" and "5S" are names."""
    return word in known.NUMBERS or (word[0].isdecimal() and not word.strip("0123456789.,'+k"))


def is_plural(word: str) -> bool:
    """Whether there are several of them."""
    ends = word.endswith("s") and not word.endswith(("ss", "us", "is", "'s")) and len(word) > 3
    return word in known.PEOPLE or (ends and word not in known.NOT_PLURAL)


def is_noun(word: str) -> bool:
    """Whether it is known for the name of a thing or a figure."""
    return word in known.THINGS or word in known.MEASURES


def plain_form(word: str, verbs: Collection[str]) -> str | None:
    """The plain form of a verb, if it is one of these: "serve" for serves, serving and served."""
    for ending in ("", "s", "es", "ing", "ed"):
        if word.endswith(ending):
            found = next((form for form in _stems(word.removesuffix(ending), ending) if form in verbs), None)
            if found:
                return found
    return None


def may_be_verb(word: str) -> bool:
    """Whether a word that is in no table may be a verb. Infinitives of neighbouring languages end as these do."""
    ends = word.endswith(("ar", "er", "ir", "re", "en", "ly")) or is_plural(word)
    return word.isascii() and word.isalpha() and word.islower() and not ends and word not in _NEVER_VERBS


def is_done(word: str) -> bool:
    """Whether it is the participle of work: served, held; not housed, satisfied or reduced, which tell of a change."""
    if word in known.PARTICIPLES:
        return True
    ends = word.endswith("ed") and len(word) > 4 and not word.endswith("eed") and word not in ("hundred", "shed")
    return ends and word not in known.STATES and not plain_form(word, known.CHANGE)


def is_sentence(words: list[str]) -> bool:
    """Whether somebody or something is or does something, so that there is more than a name."""
    telling = known.SUBJECTS | known.AUXILIARIES | known.ASKING
    if not telling.isdisjoint(words) or any(map(_is_adverb, words)):
        return True
    return any(_is_subject_and_verb(first, second) for first, second in pairwise(words))


def _has_foreign_letter(word: str) -> bool:
    return not word.isascii() and word not in known.BORROWED and any(c.isalpha() and not c.isascii() for c in word)


def _is_time(word: str) -> bool:
    return word.casefold() in known.TIMES or (word.isdecimal() and len(word) == 4 and word.startswith("20"))


def _stems(stem: str, ending: str) -> tuple[str, ...]:
    if ending not in ("ing", "ed"):
        return (stem, stem[:-1] + "y") if ending == "es" and stem.endswith("i") else (stem,)
    doubled = stem[:-1] if stem[-1:] == stem[-2:-1] else stem
    return stem, stem + "e", doubled, stem[:-1] + "y" if stem.endswith("i") else stem


def _is_adverb(word: str) -> bool:
    return word in known.ADVERBS or (word.endswith("ly") and word not in known.NOT_ADVERBS and len(word) > 4)


def _is_subject_and_verb(first: str, second: str) -> bool:
    """ "children read", "trust grows" and "finish their" belong to a sentence; "bus shelters" does not."""
    if first in _SMALL or first in known.ARTICLES or second in _SMALL:
        return False
    if second in known.ARTICLES:
        return not is_done(first) and not first.endswith("ing")
    if is_plural(first):
        return not (is_plural(second) or is_done(second) or is_noun(second) or not second[0].isalpha())
    return second.endswith("s") and plain_form(second, known.LIVING | known.CHANGE) is not None and not is_noun(second)
