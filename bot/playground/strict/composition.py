"""Objects that blocks and elements are made of: text, options, confirmations, filters, files."""

from bot.playground.strict.rules import exactly_one
from bot.playground.strict.schema import Choice, Flag, Items, Record, Shape, Tagged, Text

ID = Text(255)
WEB_ADDRESS = r"https?://\S+"


def url(most: int) -> Text:
    """An address on the web."""
    return Text(most, pattern=WEB_ADDRESS, meaning="a valid URL")


def secure_url(most: int) -> Text:
    """An address on the web that Slack fetches only over TLS."""
    return Text(most, pattern=r"https://\S+", meaning="a valid https URL")


def plain(most: int) -> Tagged:
    """A text object that is shown as it is."""
    return Tagged({"plain_text": _plain_text(most)})


def text(most: int) -> Tagged:
    """A text object, plain or with mrkdwn in it."""
    return Tagged({"plain_text": _plain_text(most), "mrkdwn": _mrkdwn(most)})


def _plain_text(most: int) -> Shape:
    return Shape({"text": Text(most)}, {"emoji": Flag()})


def _mrkdwn(most: int) -> Shape:
    return Shape({"text": Text(most)}, {"verbatim": Flag()})


CONFIRM = Record(
    required={"title": plain(100), "text": text(300), "confirm": plain(30), "deny": plain(30)},
    optional={"style": Choice("primary", "danger")},
)

OPTION = Record(
    required={"text": plain(75), "value": Text(150)},
    optional={"description": plain(75)},
)
# Checkboxes and radio buttons are drawn by Slack itself, not by the system's menus, so they can show formatting.
MARKED_OPTION = Record(
    required={"text": text(75), "value": Text(150)},
    optional={"description": text(75)},
)
LINKED_OPTION = Record(
    required={"text": plain(75), "value": Text(150)},
    optional={"description": plain(75), "url": url(3000)},
)

OPTION_GROUP = Record(required={"label": plain(75), "options": Items(OPTION, 100)})

CONVERSATION_FILTER = Record(
    optional={
        "include": Items(Choice("im", "mpim", "private", "public"), 4, unique=True),
        "exclude_external_shared_channels": Flag(),
        "exclude_bot_users": Flag(),
    }
)

DISPATCH_CONFIG = Record(
    optional={
        "trigger_actions_on": Items(Choice("on_enter_pressed", "on_character_entered"), 2, unique=True),
    }
)

SLACK_FILE = Record(
    optional={"id": Text(255, pattern=r"F[A-Z0-9]{8,}", meaning="a valid file id"), "url": url(3000)},
    rules=(exactly_one("id", "url"),),
)
