"""The digest: how a channel's outcomes stand, what is missing, what was decided."""

from collections import Counter
from collections.abc import Sequence

from bot.domain.digests import NoteKind, Rhythm
from bot.domain.due import Rates
from bot.domain.facts import Rollup
from bot.domain.messages import SkipReason
from bot.results.digests import Digest, DigestIndicator, DigestNote, DigestOutcome, MissingReading
from bot.results.names import Viewer
from bot.views.blocks import Block, Message, context, header, limited, message, said, section
from bot.views.wording import (
    colour,
    counted,
    counts_of_states,
    day,
    lateness,
    name,
    period,
    previous,
    span,
    status_beside_value,
    urgency,
    value,
    was_until,
)

MOST_OUTCOMES = 8
"""Each takes a block; with header, notes and the rest a digest stays under fifteen."""
MOST_LINES = 10
_ROOM = 9_000
"""Characters for all outcomes together: Slack refuses messages somewhat above thirteen thousand."""


_NOTE_KINDS = {NoteKind.DECISION: "Decision: ", NoteKind.OVERRIDE: "Kept as it is: ", NoteKind.REMARK: ""}


def digest(content: Digest, viewer: Viewer) -> Message:
    """The digest for the channel, in the channel's zone: at most fifteen blocks however many indicators there are."""
    return message(*_blocks(content, viewer))


def digest_preview(content: Digest, viewer: Viewer) -> Message:
    """The same for one person's eyes."""
    return message(*_blocks(content, viewer), context("Only you can see this."))


def nothing_to_digest() -> Message:
    """The answer where the channel has no outcomes."""
    return message(section("This channel has no outcomes yet. Register one with `/outcome new`."))


def _blocks(content: Digest, viewer: Viewer) -> list[Block]:
    about = _about(content)
    top = [header(f"Outcomes, {span(content.first, content.last, viewer)}"), *([context(about)] if about else [])]
    if _is_quiet(content):
        return [*top, section(_quiet_line(content))]
    return [
        *top,
        *_outcomes(content.outcomes, viewer),
        *_missing(content.missing, viewer),
        *_notes(content.notes, viewer),
        context(_rates(content.rates)),
    ]


def _about(content: Digest) -> str:
    """What is unusual about this digest: how late it is, and how many periods it covers."""
    unit = "week" if content.rhythm is Rhythm.WEEKLY else "month"
    late = f"Posted {lateness(content.late_by)} late." if content.late_by else ""
    many = f"Covers {_number(content.periods_covered)} {unit}s." if content.periods_covered > 1 else ""
    return " ".join(filter(None, [late, many]))


def _number(count: int) -> str:
    return {2: "two", 3: "three", 4: "four"}.get(count, str(count))


def _is_quiet(content: Digest) -> bool:
    rates = content.rates
    nothing_came = rates.on_time + rates.late + rates.no_data == 0
    changed = any(line.changed for of in content.outcomes for line in of.indicators)
    return nothing_came and not changed and not content.missing and not content.notes


def _quiet_line(content: Digest) -> str:
    unit = "week" if content.rhythm is Rhythm.WEEKLY else "month"
    when = f"this {unit}" if content.periods_covered == 1 else f"in these {_number(content.periods_covered)} {unit}s"
    outcomes = counted(len(content.outcomes), "outcome")
    return f"Nothing changed {when}, and no readings came in. {outcomes}, {_indicators(content.outcomes)}."


def _indicators(outcomes: Sequence[DigestOutcome]) -> str:
    """ "indicators: 1 at risk, 2 on track", over all these outcomes."""
    counts = Counter(line.assessment.state for of in outcomes for line in of.indicators)
    return f"indicators: {counts_of_states(Rollup(counts, None)) or 'none yet'}"


def _outcomes(outcomes: Sequence[DigestOutcome], viewer: Viewer) -> list[Block]:
    """A block for each outcome, the worst first; those that do not fit are counted."""
    ordered = sorted(outcomes, key=lambda of: urgency(of.rollup.colour))
    shown, rest = ordered[:MOST_OUTCOMES], ordered[MOST_OUTCOMES:]
    room = _ROOM // max(len(shown), 1)
    blocks = [section(_outcome(of, viewer, room)) for of in shown]
    if rest:
        blocks.append(section(f"… and {counted(len(rest), 'more outcome')}, {_indicators(rest)}"))
    return blocks


def _outcome(of: DigestOutcome, viewer: Viewer, room: int) -> str:
    title = f"{colour(of.rollup)} · *{said(of.outcome.statement)}*"
    ordered = sorted(of.indicators, key=lambda line: urgency(line.assessment.state))
    lines = [_indicator(line, viewer) for line in ordered]
    return limited([title, *lines], most=MOST_LINES + 1, characters=min(room, 2_900))


def _indicator(line: DigestIndicator, viewer: Viewer) -> str:
    status = status_beside_value(line.assessment, viewer)
    return f"• *{said(line.indicator.name)}*{_value(line, viewer)} {status}{_moved(line, viewer)}"


def _value(line: DigestIndicator, viewer: Viewer) -> str:
    """ ": 84 % (was 81 %), week of 23 March.", or nothing before the first reading."""
    now, before = line.assessment.value, line.assessment.previous
    if now is None:
        return ""
    when = f", {period(line.period, line.indicator.cadence, viewer)}" if line.period else ""
    return f": {value(now, line.indicator, viewer)}{previous(before, line.indicator, viewer)}{when}."


def _moved(line: DigestIndicator, viewer: Viewer) -> str:
    moved = was_until(line.assessment, line.indicator, viewer)
    return f" The target {moved}." if moved else ""


def _missing(missing: Sequence[MissingReading], viewer: Viewer) -> list[Block]:
    if not missing:
        return []
    ordered = sorted(missing, key=lambda item: not item.missed)
    lines = [_missing_line(item, viewer) for item in ordered]
    return [section(limited(["*Missing readings*", *lines], most=MOST_LINES + 1, characters=2_900))]


def _missing_line(item: MissingReading, viewer: Viewer) -> str:
    """The name stands only beside what was missed, and where nobody is left to ask."""
    of = f"• {said(item.indicator.name)}, {period(item.period, item.indicator.cadence, viewer)}"
    if item.nobody_to_ask is not None:
        why = "has left" if item.nobody_to_ask is SkipReason.NOBODY_TO_ASK else "is not in this channel"
        return f"{of}: {'missed' if item.missed else 'not in'}, nobody to ask: {name(item.owner)} {why}"
    return f"{of}: missed, owner {name(item.owner)}" if item.missed else f"{of}: not in yet"


def _notes(notes: Sequence[DigestNote], viewer: Viewer) -> list[Block]:
    if not notes:
        return []
    lines = [_note(note, viewer) for note in notes]
    return [section(limited(["*Decisions and notes*", *lines], most=MOST_LINES + 1, characters=2_900))]


def _note(note: DigestNote, viewer: Viewer) -> str:
    kind = _NOTE_KINDS[note.kind]
    written = f"{name(note.by)}, {day(note.made_on, viewer)}"
    return f"• {said(note.outcome.statement, 80)}: {kind}{said(note.text, 300)} ({written})"


def _rates(rates: Rates) -> str:
    """ "5 of 6 readings in, 4 on time."."""
    expected = rates.expected - rates.excused
    excused = f" {rates.excused} excused." if rates.excused else ""
    if expected <= 0:
        return f"No readings were due.{excused}"
    received = rates.on_time + rates.late + rates.no_data
    no_data = f" {rates.no_data} without data." if rates.no_data else ""
    on_time = f", {rates.on_time} on time" if received else ""
    return f"{received} of {counted(expected, 'reading')} in{on_time}.{no_data}{excused}"
