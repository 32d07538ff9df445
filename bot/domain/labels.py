"""Yes and no, and the labels of a scale, as people type them: in their language, as an emoji, as a number."""

import unicodedata
from collections.abc import Sequence


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_YES = _words(
    "yes y yep yeah true 1 ja j oui o sí si sì sim tak jo kyllä da да так evet ano igen ναι はい 是 有 예 네 हाँ نعم כן"
    " ✅ ✔ ☑ 👍 :white_check_mark: :heavy_check_mark: :ballot_box_with_check: :+1: :thumbsup: :ok:"
)
_NO = _words(
    "no n nope nah false 0 nein non não nao nee nej nei nie ei нет ні hayır ne nem όχι いいえ 否 不 无 아니요 नहीं لا לא"
    " ❌ ✖ 👎 🚫 :x: :heavy_multiplication_x: :-1: :thumbsdown: :no_entry: :no_entry_sign:"
)
_SKIN_TONES = dict.fromkeys([*range(0x1F3FB, 0x1F400), 0xFE0F])


def read_yes_no(text: str) -> bool | None:
    """Whether the text says yes or no; None where it says neither."""
    word = _bare(text)
    if word in _YES:
        return True
    return False if word in _NO else None


def read_label(text: str, labels: Sequence[str]) -> int | None:
    """The rank of the label that the text is, from 0: by its words, with or without spaces and hyphens, or by its
    number, from 1 for the lowest. None where it is none, or could be two.
    """
    word = _bare(text)
    exact = [" ".join(label.casefold().split()) for label in labels]
    if (typed := " ".join(text.casefold().split())) in exact:
        return exact.index(typed)
    together = [_together(label) for label in labels]
    if word.strip("-–—→/") == word and together.count(_together(word)) == 1:
        return together.index(_together(word))
    ranks = [str(rank) for rank in range(1, len(labels) + 1)]
    # A scale whose labels have numbers in them is not counted in another way too.
    is_counted = not any(character.isdigit() for label in labels for character in label)
    return ranks.index(word) if word in ranks and is_counted else None


def _bare(text: str) -> str:
    word = unicodedata.normalize("NFKC", text.translate(_SKIN_TONES)).casefold()
    word = " ".join(word.split())
    is_a_name = len(word) > 2 and word.startswith(":") and word.endswith(":")
    return word if is_a_name else word.strip(" .,!;:…")


def _together(label: str) -> str:
    return "".join(character for character in _bare(label) if not character.isspace() and character not in "-_‐‑–'’")
