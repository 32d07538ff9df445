"""What was decided, noted and changed, in a digest."""

from bot.domain.digests import NoteKind
from bot.results.changes import TargetMoved
from bot.results.digests import Digest, DigestNote
from bot.results.names import Viewer
from bot.views.blocks import Block, said
from bot.views.changes import change_lines
from bot.views.days import day
from bot.views.decisions import answer_line
from bot.views.digest_news import titled
from bot.views.notes import conversation
from bot.views.speech import say
from bot.views.wording import moved_note, name

_ROOM = 1_200


def noted(content: Digest, viewer: Viewer) -> list[Block]:
    """What was decided, noted and changed, and for four weeks what a target was before."""
    notes = sorted(content.notes, key=lambda note: note.kind is not NoteKind.DECISION)
    lines = [_note(note, viewer) for note in notes]
    lines += [answer_line(each, viewer) for each in content.answers]
    new = [of for of in content.outcomes if of.is_new] if content.compared_with is not None else []
    lines += [say(viewer, "• New outcome: {outcome}", outcome=said(of.outcome.statement)) for of in new]
    lines += change_lines(content.changes, viewer)
    moved = {change.indicator for change in content.changes if isinstance(change, TargetMoved)}
    for line in content.lines:
        if line.indicator not in moved and (said_before := moved_note(line.assessment, line.indicator, viewer)):
            lines.append(f"🎯 {said(line.indicator.name, 80)}: {said_before}")
    if not lines:
        return []
    noted_count = len(content.notes) + len(content.answers)
    if not noted_count and not content.changes and not new:
        title = say(viewer, "*Changed lately*")
    elif not noted_count:
        title = say(viewer, "*Changed*")
    elif len(lines) == noted_count:
        title = say(viewer, "*Decided and noted*")
    else:
        title = say(viewer, "*Decided and changed*")
    return [titled(title, lines, viewer, room=_ROOM)]


def _note(note: DigestNote, viewer: Viewer) -> str:
    return " ".join([_as_noted(note, viewer), *conversation(note.link, viewer)])


def _as_noted(note: DigestNote, viewer: Viewer) -> str:
    about = said(note.outcome.statement, 80)
    parts = {
        "outcome": f"{about}, {said(note.indicator, 80)}" if note.indicator else about,
        "text": said(note.text, 300),
        "name": name(note.by),
        "day": day(note.made_on, viewer),
    }
    match note.kind:
        case NoteKind.DECISION:
            return say(viewer, "• {outcome}: decided “{text}” ({name}, {day})", **parts)
        case NoteKind.EVIDENCE:
            return say(viewer, "• {outcome}: evidence “{text}” ({name}, {day})", **parts)
        case NoteKind.OVERRIDE:
            return say(viewer, "• {outcome}: worded as work, and meant so ({name}, {day})", **parts)
        case NoteKind.REMARK:
            return say(viewer, "• {outcome}: “{text}” ({name}, {day})", **parts)
