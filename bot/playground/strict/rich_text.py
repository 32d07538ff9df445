"""The rich text block and what it is made of."""

from bot.playground.strict.composition import ID
from bot.playground.strict.schema import Choice, Flag, Items, Kind, Record, Shape, Tagged, Text, Whole

MANY = 10_000  # where Slack publishes no limit

_STYLES = ("bold", "italic", "strike", "code", "underline", "highlight", "client_highlight", "unlink")
STYLE = Record(optional=dict.fromkeys(_STYLES, Flag()))
_STYLED: dict[str, Kind] = {"style": STYLE}

LEAVES: dict[str, Kind] = {
    "text": Shape({"text": Text(MANY)}, _STYLED),
    "link": Shape({"url": Text(3000)}, {"text": Text(MANY), "unsafe": Flag(), **_STYLED}),
    "user": Shape({"user_id": ID}, _STYLED),
    "usergroup": Shape({"usergroup_id": ID}, _STYLED),
    "channel": Shape({"channel_id": ID}, _STYLED),
    "team": Shape({"team_id": ID}, _STYLED),
    "emoji": Shape({"name": Text(255)}, {"unicode": Text(255), "skin_tone": Whole(1, 6), **_STYLED}),
    "date": Shape(
        {"timestamp": Whole(0, 9_999_999_999), "format": Text(255)},
        {"url": Text(3000), "fallback": Text(MANY), **_STYLED},
    ),
    "broadcast": Shape({"range": Choice("here", "channel", "everyone")}, _STYLED),
    "color": Shape({"value": Text(32)}, _STYLED),
}
LEAF = Tagged(LEAVES)

SECTION = Shape({"elements": Items(LEAF, MANY, 0)})
_BORDER: dict[str, Kind] = {"border": Whole(0, 1)}

RICH_TEXT_ELEMENT = Tagged(
    {
        "rich_text_section": SECTION,
        "rich_text_list": Shape(
            {"style": Choice("bullet", "ordered"), "elements": Items(Tagged({"rich_text_section": SECTION}), MANY)},
            {"indent": Whole(0, 8), "offset": Whole(0, MANY), **_BORDER},
        ),
        "rich_text_quote": Shape({"elements": Items(LEAF, MANY)}, _BORDER),
        "rich_text_preformatted": Shape(
            {"elements": Items(Tagged({"text": LEAVES["text"], "link": LEAVES["link"]}), MANY)},
            {"language": Text(255), **_BORDER},
        ),
    }
)

RICH_TEXT = Shape({"elements": Items(RICH_TEXT_ELEMENT, MANY)}, {"block_id": ID})
RICH_TEXT_VALUE = Tagged({"rich_text": RICH_TEXT})
"""Rich text as a value inside another block or element."""
