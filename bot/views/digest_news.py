"""What is new in a digest, what is no better, and how a first one begins, with a button to ask its keeper."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from bot.domain.news import AS_BAD, BETTER, WORSE, News
from bot.results.digests import Digest, DigestIndicator
from bot.results.names import PersonName, Viewer
from bot.views.blocks import Block, button, limited, one_line, section
from bot.views.digest_lines import moving, seen_otherwise, still, what_is_new
from bot.views.ids import Action, question_about, read_question_about
from bot.views.speech import say, say_counted

MOST_LINES = 6
ROOM = 700
"""Characters for each part: all together stay within two screens of a phone."""
_MOST_NEWS = 5
"""Each has a block of its own, with a button, as long as there is room for all other parts."""


def worse(content: Digest, viewer: Viewer, *, most: int) -> list[Block]:
    """What is newly bad, in `most` blocks: one for each of the first few, with a button to ask, and a list of the
    others.
    """
    lines = content.with_news(*WORSE)
    alone = max(0, min(_MOST_NEWS, most if len(lines) <= most else most - 1))
    blocks = [section(what_is_new(line, content, viewer), _ask(line, content, viewer)) for line in lines[:alone]]
    if rest := lines[alone:]:
        title = say_counted(viewer, "*{count} more got worse*", "*{count} more got worse*", len(rest))
        if not blocks:
            title = say_counted(viewer, "*{count} got worse*", "*{count} got worse*", len(rest))
        blocks.append(_told(title, rest, what_is_new, content, viewer))
    return blocks


def better(content: Digest, viewer: Viewer) -> list[Block]:
    """What recovered, reached its target, or is on the way back."""
    lines = content.with_news(*BETTER)
    title = (
        say(viewer, "*Recovered*") if all(line.news is News.RECOVERED for line in lines) else say(viewer, "*Better*")
    )
    return [_told(title, lines, what_is_new, content, viewer)] if lines else []


def no_better(content: Digest, viewer: Viewer) -> list[Block]:
    """What was bad before and is so still."""
    lines = content.with_news(*AS_BAD)
    title = say(viewer, "*No better yet*")
    return [_told(title, lines, still, content, viewer)] if lines else []


def so_far(content: Digest, viewer: Viewer) -> list[Block]:
    """In a first report also how the others begin: there is no other news yet."""
    if content.compared_with is not None:
        return []
    lines = [line for line in content.lines if line.news is None]
    title = say(viewer, "*So far*")
    return [_told(title, lines, what_is_new, content, viewer)] if lines else []


def otherwise(content: Digest, viewer: Viewer) -> list[Block]:
    """What whoever gave the reading sees otherwise than its colour."""
    lines = content.disagreeing
    title = say(viewer, "*The figure says one thing, its keeper another*")
    return [_told(title, lines, seen_otherwise, content, viewer)] if lines else []


def unusual(content: Digest, viewer: Viewer) -> list[Block]:
    """What moves more than is ordinary for it, and has no other news."""
    lines = content.moving
    title = say(viewer, "*More than ordinary movement*")
    return [_told(title, lines, moving, content, viewer)] if lines else []


def titled(title: str, lines: Sequence[str], viewer: Viewer, *, room: int = ROOM) -> Block:
    """Lines below a title; what is too much is counted."""
    return section(limited([title, *lines], viewer, most=MOST_LINES + 1, characters=room))


def _told(
    title: str,
    of: Sequence[DigestIndicator],
    line: Callable[[DigestIndicator, Digest, Viewer], str],
    content: Digest,
    viewer: Viewer,
) -> Block:
    """A line for each below a title; what is too much is counted, and not put into words first."""
    shown = [title, *(line(each, content, viewer) for each in of[:MOST_LINES])]
    return section(limited(shown, viewer, most=MOST_LINES + 1, characters=ROOM, in_all=len(of) + 1))


def _ask(line: DigestIndicator, content: Digest, viewer: Viewer) -> Block | None:
    if line.owner is None or line.owner.user_id == content.read_by:
        return None
    who = one_line(line.owner.name, 20)
    label = say(viewer, "Ask {name}", name=who)
    about = say(viewer, "Ask {name} about {indicator}", name=who, indicator=one_line(line.indicator.name, 40))
    return button(label, Action.ASK_ABOUT, question_about(line.indicator.key, content.message_id), acts_on=about)


def with_those_who_asked(blocks: Iterable[Block], asked: Mapping[str, PersonName], viewer: Viewer) -> list[Block]:
    """A posted digest's blocks, with who has asked about what, by the indicator's key, on the button that asks. All
    else stays as it was posted.
    """
    return [_asked(block, asked, viewer) for block in blocks]


def _asked(block: Block, asked: Mapping[str, PersonName], viewer: Viewer) -> Block:
    pressed = block.get("accessory") or {}
    key, digest_id = read_question_about(pressed.get("value") or "")
    if pressed.get("action_id") != Action.ASK_ABOUT or key not in asked:
        return block
    label = say(viewer, "Asked by {name}", name=one_line(asked[key].name, 20))
    return block | {"accessory": button(label, Action.ASK_ABOUT, question_about(key, digest_id), acts_on=label)}
