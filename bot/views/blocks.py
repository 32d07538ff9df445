"""Small builders for Block Kit. This module alone turns raw text into mrkdwn and cuts it to Slack's limits.

Text comes in two sorts. *Raw* is what people typed; `said` and its siblings make it safe to put into *mrkdwn*, which is
what `section` and `context` take. `header`, `button` and the inputs take raw text: Slack shows it as it stands.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.results.names import Viewer
from bot.views.speech import say_counted

Block = dict[str, Any]
Message = dict[str, Any]
"""`text` and `blocks`, as chat.postMessage, chat.update and a response take them."""
View = dict[str, Any]


@dataclass(frozen=True)
class Drawn:
    """A block that shows what it does not say, and what it says to whoever does not see it, as mrkdwn; empty where that
    is said with another block.
    """

    block: Block
    heard: str


MOST_BLOCKS = 50
MOST_IN_A_VIEW = 100
"""Blocks of a form or a Home tab."""
MOST_TEXT = 4_000
"""chat.update refuses more than this; chat.postMessage only recommends it."""
MOST_IN_A_SECTION = 3_000
MOST_IN_A_CONTEXT = 2_000
MOST_IN_A_LABEL = 75
"""Characters of a button's text, and of what a screen reader says of it."""

_ISOLATE, _END_ISOLATE = "\u2068", "\u2069"
_OVERRIDES = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067"
_BIDI_CONTROLS = _OVERRIDES + _ISOLATE + _END_ISOLATE
_QUOTED = re.compile('"[^"]*"')
_CONTROLS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
"""Control characters but the line feed, and halves of emoji."""
_LINE_ENDS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_LOOK_ALIKES = str.maketrans(
    {"*": "\N{ASTERISK OPERATOR}", "~": "\N{TILDE OPERATOR}", "`": "\N{MODIFIER LETTER GRAVE ACCENT}"}
)
_JOINERS = "\u200d\ufe0e\ufe0f"
_CUT_ESCAPE = re.compile(r"&[a-z]{0,3}$")
_CUT_MARKUP = re.compile(r"(?:&[a-z]{0,3}|<[^<>]*)$")


# Text ---------------------------------------------------------------------------------------------------------------


def escape(text: str) -> str:
    """The text with Slack's three special characters made harmless: nothing in it can ping, link or mention."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def one_line(text: str, most: int = 150) -> str:
    """What a person typed, still raw, as part of a line of ours: without line breaks, at most `most` characters, and
    right-to-left text kept from turning the rest of the line around.
    """
    return _isolated(clip(_without_breaks(_clean(text)), most)) or "—"


def said(text: str, most: int = 150) -> str:
    """`one_line` as mrkdwn. Slack has no escape for `*`, `~` and the backtick, so look-alikes stand in: theirs would
    pair with ours, and three backticks swallow the rest of a block.
    """
    return escape(unmarked(one_line(text, most)))


def unmarked(text: str) -> str:
    """What a person typed, still raw, for a place in a sentence of ours that is mrkdwn: with look-alikes for marks."""
    return text.translate(_LOOK_ALIKES)


def link(address: str, label: str) -> str:
    """A link, as mrkdwn. The address has been looked at where it came in."""
    return f"<{address.replace('&', '&amp;')}|{label}>"


def said_at_length(text: str, most: int = 2_000) -> str:
    """What a person typed, as mrkdwn with a place of its own: its lines are kept, but no more than one empty one."""
    lines = re.sub(r"\n\s*\n", "\n\n", _clean(text)).strip()
    return clip_mrkdwn(escape(lines), most) or "—"


def whole(text: str, most: int) -> list[str]:
    """What a person typed, as mrkdwn in pieces of at most `most` characters, with nothing left out."""
    escaped, pieces, begins = escape(_clean(text)), [""], 0
    while begins < len(escaped):
        piece = escaped[begins : begins + most]
        pieces.append(_CUT_ESCAPE.sub("", piece) if begins + most < len(escaped) else piece)
        begins += len(pieces[-1])
    return pieces[1:] or pieces


def sentence(text: str, most: int = 2_000) -> str:
    """A sentence of ours that quotes what a person typed, as mrkdwn; right-to-left quotes do not turn it around."""
    return escape(clip(_QUOTED.sub(lambda quote: _isolated(quote[0]), _without_breaks(_clean(text))), most)) or "—"


def clip(text: str, most: int) -> str:
    """At most `most` characters of raw text, with "…" where something was cut."""
    return text if len(text) <= most else _ended(text[: most - 2])


def clip_mrkdwn(text: str, most: int) -> str:
    """At most `most` characters of mrkdwn, cut neither inside "&amp;" nor inside "<…>", with "…" where it was cut."""
    return text if len(text) <= most else _ended(_CUT_MARKUP.sub("", text[: most - 2]))


def _ended(cut: str) -> str:
    """The cut text with "…", without half an emoji before it, and with its isolate closed."""
    closing = _END_ISOLATE if cut.count(_ISOLATE) > cut.count(_END_ISOLATE) else ""
    return cut.rstrip().rstrip(_JOINERS) + "…" + closing


def _without_breaks(text: str) -> str:
    if "\n" not in text and "  " not in text:
        return text.strip(" ")  # nearly always
    # Not str.split(): it would take the no-break spaces out of printed numbers.
    return re.sub(r"[ \n]+", " ", text).strip()


def _clean(text: str, *, hidden: str = _BIDI_CONTROLS) -> str:
    """The text without what no keyboard types: control characters, and marks that would reorder what follows."""
    text = _LINE_ENDS.sub("\n", text).replace("\t", " ")
    if text.isascii() and text.replace("\n", "").isprintable():
        return text  # nearly always, and ten times as fast as looking at each character
    return _CONTROLS.sub("", text).translate(dict.fromkeys(map(ord, hidden)))


def _isolated(text: str) -> str:
    return f"{_ISOLATE}{text}{_END_ISOLATE}" if _is_right_to_left(text) else text


def _is_right_to_left(text: str) -> bool:
    return not text.isascii() and any(unicodedata.bidirectional(character) in ("R", "AL", "AN") for character in text)


def plain(text: str, most: int) -> dict[str, Any]:
    """A text object that Slack shows as it stands: no markup, no emoji names, no mentions."""
    line = _without_breaks(_clean(text, hidden=_OVERRIDES))  # the isolates of `one_line` stay
    return {"type": "plain_text", "text": clip(line, most) or "—", "emoji": False}


def mrkdwn(text: str, most: int = MOST_IN_A_SECTION) -> dict[str, Any]:
    """A text object with markup. `verbatim`: Slack must not look for names and links in what people wrote."""
    return {"type": "mrkdwn", "text": clip_mrkdwn(text, most), "verbatim": True}


# Blocks -------------------------------------------------------------------------------------------------------------


def section(text: str, accessory: dict[str, Any] | None = None) -> Block:
    """A paragraph of mrkdwn, with a button beside it if there is one."""
    return {"type": "section", "text": mrkdwn(text)} | ({"accessory": accessory} if accessory else {})


def fields(pairs: Iterable[tuple[str, str]]) -> Block:
    """Up to ten (label, mrkdwn) pairs in two columns."""
    texts = [mrkdwn(f"*{label}*\n{text}", 2_000) for label, text in pairs]
    return {"type": "section", "fields": texts[:10]}


def context(*texts: str) -> Block:
    """Small print."""
    return {"type": "context", "elements": [mrkdwn(text, MOST_IN_A_CONTEXT) for text in texts[:10]]}


def header(text: str) -> Block:
    """A heading, raw."""
    return {"type": "header", "text": plain(text, 150)}


def actions(*buttons: dict[str, Any]) -> Block:
    return {"type": "actions", "elements": list(buttons)}


def button(label: str, action_id: str, value: str = "", *, acts_on: str, primary: bool = False) -> dict[str, Any]:
    """A button. `acts_on` is what a screen reader says of it: the label and what it acts on, raw. Its value must fit,
    2,000 characters: a cut one would do something else than it says.
    """
    element = {"type": "button", "text": plain(label, 75), "action_id": action_id}
    if acts_on != label:
        element["accessibility_label"] = plain(acts_on, MOST_IN_A_LABEL)["text"]
    return element | ({"value": value} if value else {}) | ({"style": "primary"} if primary else {})


def overflow(action_id: str, options: Mapping[str, str]) -> dict[str, Any]:
    """A menu behind three dots, of at most five options, value to label."""
    entries = [{"text": plain(label, 75), "value": value} for value, label in list(options.items())[:5]]
    return {"type": "overflow", "action_id": action_id, "options": entries}


def listing(lines: Sequence[str], viewer: Viewer, *, most: int = 40, characters: int = 6_000) -> list[Block]:
    """Lines of mrkdwn in as few sections as hold them. What is too much is counted: "… and 6 more"."""
    return [section(text) for text in _packed(_limited(lines, viewer, most, characters), MOST_IN_A_SECTION)]


def limited(lines: Sequence[str], viewer: Viewer, *, most: int, characters: int, in_all: int | None = None) -> str:
    """The same lines for one section. Where there are more `in_all` than these lines, they are counted too."""
    return "\n".join(_limited(lines, viewer, most, characters, in_all=in_all))


def and_more(left_out: int, viewer: Viewer) -> str:
    """What stands in the place of what is left out."""
    return say_counted(viewer, "… and {count} more", "… and {count} more", left_out)


def _limited(lines: Sequence[str], viewer: Viewer, most: int, characters: int, in_all: int | None = None) -> list[str]:
    shown: list[str] = []
    room = characters
    for line in lines[:most]:
        room -= len(line) + 1
        if room < 0:
            break
        shown.append(line)
    left_out = (len(lines) if in_all is None else in_all) - len(shown)
    return [*shown, and_more(left_out, viewer)] if left_out else shown


def _packed(lines: Iterable[str], most: int) -> list[str]:
    """The lines joined into texts of at most `most` characters; a single longer one stands alone."""
    texts: list[str] = []
    for line in lines:
        if texts and len(texts[-1]) + 1 + len(line) <= most:
            texts[-1] += "\n" + line
        else:
            texts.append(line)
    return texts


# Whole messages and views -------------------------------------------------------------------------------------------


def message(*blocks: Block | Drawn) -> Message:
    """A message of these blocks. Its `text`, which notifications show and screen readers read, says all of it too."""
    shown = list(blocks)
    if len(shown) > MOST_BLOCKS:
        left_out = len(shown) - MOST_BLOCKS + 1
        shown = [*shown[: MOST_BLOCKS - 1], context(f"… +{left_out}")]
    text = clip_mrkdwn("\n".join(_texts(shown)), MOST_TEXT)
    return {"text": text, "blocks": [each.block if isinstance(each, Drawn) else each for each in shown]}


def with_a_word_before(shown: Message, text: str) -> Message:
    """The same message below a sentence of small print."""
    return message(context(text), *shown["blocks"])


def _texts(blocks: Iterable[Block | Drawn]) -> Iterable[str]:
    """What the blocks say, as mrkdwn."""
    for block in blocks:
        if isinstance(block, Drawn):
            if block.heard:
                yield block.heard
            continue
        match block["type"]:
            case "header":
                yield escape(block["text"]["text"])
            case "section":
                yield from (text["text"] for text in block.get("fields", [block.get("text")]))
            case "context":
                yield from (element["text"] for element in block["elements"])


def modal(
    title: str,
    blocks: Sequence[Block],
    *,
    callback: str,
    submit: str | None = None,
    close: str,
    metadata: str = "",
) -> View:
    """A form, or without `submit` a view that only says something. Title, `submit` and `close` are labels, raw;
    `metadata` comes back with the form: ids, or what the button carried that opened it.
    """
    view: View = {
        "type": "modal",
        "callback_id": callback,
        "title": plain(title, 24),
        "close": plain(close, 24),
        "blocks": list(blocks)[:MOST_IN_A_VIEW],
        "private_metadata": metadata,
    }
    return view | ({"submit": plain(submit, 24)} if submit else {})


def home(blocks: Sequence[Block]) -> View:
    """A Home tab."""
    return {"type": "home", "callback_id": "home", "blocks": list(blocks)[:MOST_IN_A_VIEW]}
