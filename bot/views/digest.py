"""The digest of a channel: every outcome with its indicators, what is missing, what was decided."""

from collections import Counter
from collections.abc import Sequence
from itertools import groupby

from bot.domain.colours import State, urgency
from bot.domain.digests import NoteKind, Rhythm
from bot.domain.due import Rates
from bot.domain.facts import Assessment, Rollup
from bot.domain.messages import SkipReason
from bot.results.changes import Change, TargetMoved
from bot.results.digests import Digest, DigestIndicator, DigestNote, DigestOutcome, MissingReading
from bot.results.names import PersonName, Viewer
from bot.views.blocks import Block, Message, actions, context, header, limited, message, said, section
from bot.views.changes import change_lines
from bot.views.days import day, days_between, lateness
from bot.views.notes import conversation
from bot.views.outcomes import new_outcome_button
from bot.views.speech import listed, say, say_counted
from bot.views.standing import mark, told
from bot.views.wording import colour, counts_of_states, how_sure, moved_note, name, period, value, value_beside

MOST_OUTCOMES = 8
"""Each takes a block; with header, notes and the rest a digest stays under fifteen."""
MOST_LINES = 10
_SAY_IT_THEMSELVES = (State.STALE, State.PAUSED)
"""The states whose explanation has the last value and its period."""
_ROOM = 9_000
"""Characters for all outcomes together: Slack refuses messages somewhat above thirteen thousand."""
_ROOM_BELOW = 1_800
"""Characters for each of what follows: what is missing, and what was noted."""
_ROOM_FOR_THE_REST = 1_500
_ROOM_FOR_CHANGES = 1_500
_MOST_IN_A_SECTION = 2_900


def digest(content: Digest, viewer: Viewer) -> Message:
    """The digest for the channel, in the channel's zone: at most fifteen blocks however many indicators there are."""
    return message(*_blocks(content, viewer))


def nothing_to_digest(viewer: Viewer) -> Message:
    """The answer where the channel has no outcomes."""
    return message(section(say(viewer, "This channel has no outcomes yet.")), actions(new_outcome_button(viewer)))


def _blocks(content: Digest, viewer: Viewer) -> list[Block]:
    is_quiet = _is_quiet(content)
    about = _about(content, viewer, is_quiet=is_quiet)
    title = say(viewer, "Outcomes, {days}", days=days_between(content.first, content.last, viewer))
    top = [header(title), *([context(about)] if about else [])]
    if is_quiet:
        return [*top, section(_quiet_line(content, viewer))]
    changes = _changes(content.changes, viewer)
    return [
        *top,
        *changes,
        *_outcomes(content, viewer),
        *_missing(content.missing, viewer),
        *_notes(content.notes, viewer),
        context(_rates(content.rates, viewer)),
    ]


def _about(content: Digest, viewer: Viewer, *, is_quiet: bool) -> str:
    """What is unusual about this digest: how late it is, and how much it covers, which a quiet one says anyway."""
    late = say(viewer, "Posted {time} late.", time=lateness(content.late_by, viewer)) if content.late_by else ""
    covers_many = content.periods_covered > 1 and not is_quiet
    many = say(viewer, "Covers {time}.", time=_time(content, viewer)) if covers_many else ""
    return " ".join(filter(None, [late, many]))


def _time(content: Digest, viewer: Viewer) -> str:
    """ "2 weeks"."""
    if content.rhythm is Rhythm.MONTHLY:
        return say_counted(viewer, "{count} month", "{count} months", content.periods_covered)
    return say_counted(viewer, "{count} week", "{count} weeks", content.periods_covered)


def _is_quiet(content: Digest) -> bool:
    rates = content.rates
    nothing_came = rates.on_time + rates.late + rates.no_data == 0
    changed = any(line.changed for of in content.outcomes for line in of.indicators)
    return nothing_came and not changed and not content.missing and not content.notes and not content.changes


def _quiet_line(content: Digest, viewer: Viewer) -> str:
    outcomes = say_counted(viewer, "{count} outcome", "{count} outcomes", len(content.outcomes))
    measured = sum(len(of.indicators) for of in content.outcomes)
    if content.periods_covered > 1:
        new = say(viewer, "Nothing new in {time}, and no readings came in.", time=_time(content, viewer))
    elif content.rhythm is Rhythm.MONTHLY:
        new = say(viewer, "Nothing new this month, and no readings came in.")
    else:
        new = say(viewer, "Nothing new this week, and no readings came in.")
    if not measured:
        return say(viewer, "{new} {outcomes}, no indicators yet.", new=new, outcomes=outcomes)
    return say_counted(
        viewer,
        "{new} {outcomes} with {count} indicator: {states}.",
        "{new} {outcomes} with {count} indicators: {states}.",
        measured,
        new=new,
        outcomes=outcomes,
        states=_indicators(content.outcomes, viewer),
    )


def _indicators(outcomes: Sequence[DigestOutcome], viewer: Viewer) -> str:
    """ "1 at risk, 2 on track", over the indicators of all these outcomes."""
    counts = Counter(line.assessment.state for of in outcomes for line in of.indicators)
    return counts_of_states(Rollup(counts, None), viewer) or say(viewer, "no indicators yet")


def _outcomes(content: Digest, viewer: Viewer) -> list[Block]:
    """A block for each outcome, the worst first; those that do not fit are named."""
    ordered = sorted(content.outcomes, key=lambda of: urgency(of.rollup.colour))
    shown, rest = ordered[:MOST_OUTCOMES], ordered[MOST_OUTCOMES:]
    room = _ROOM - (_ROOM_FOR_THE_REST if rest else 0) - (_ROOM_FOR_CHANGES if content.changes else 0)
    room //= max(len(shown), 1)
    blocks = [section(_outcome(of, content, viewer, room)) for of in shown]
    if rest:
        named = [f"{mark(of.rollup.colour)} {said(of.outcome.statement, 80)}" for of in rest]
        title = say_counted(viewer, "*{count} more outcome*", "*{count} more outcomes*", len(rest))
        counts = say(viewer, "Their indicators: {counts}.", counts=_indicators(rest, viewer))
        lines = limited([title, *named], viewer, most=MOST_LINES + 5, characters=_ROOM_FOR_THE_REST)
        blocks.append(section(f"{lines}\n{counts}"))
    return blocks


def _outcome(of: DigestOutcome, content: Digest, viewer: Viewer, room: int) -> str:
    title = f"{colour(of.rollup, viewer)} · *{said(of.outcome.statement)}*"
    ordered = sorted(of.indicators, key=lambda line: urgency(line.assessment.state))
    lines = [_indicator(line, content, viewer) for line in ordered]
    return limited([title, *lines], viewer, most=MOST_LINES + 1, characters=min(room, _MOST_IN_A_SECTION))


def _indicator(line: DigestIndicator, content: Digest, viewer: Viewer) -> str:
    """ "🔴 *Calls given up: 23.9 %* (23.4) · Off track for 7 weeks: 18.4 planned by now (5.5 behind).", and below it
    what the target was before, while that is news.
    """
    a = line.assessment
    bullet = "•" if a.state is State.NO_TARGET and a.value is not None else mark(a.state)
    shown = (
        f"{bullet} *{_reading(line, viewer)}*{_before(line, viewer)}{_sure(line, viewer)}{_when(line, content, viewer)}"
    )
    if a.state is not State.NO_TARGET or a.value is None:
        shown = say(viewer, "{reading} · {status}", reading=shown, status=_status(a, viewer))
    is_said_above = any(
        isinstance(change, TargetMoved) and change.indicator == line.indicator for change in content.changes
    )
    moved = None if is_said_above else moved_note(a, line.indicator, viewer)
    return f"{shown}\n🎯 {moved}" if moved else shown


def _status(a: Assessment, viewer: Viewer) -> str:
    how = told(a, viewer)
    if not how.explanation:
        return said(how.headline)
    return say(viewer, "{headline}: {why}", headline=said(how.headline), why=said(how.explanation, 600))


def _reading(line: DigestIndicator, viewer: Viewer) -> str:
    indicator = said(line.indicator.name)
    if line.assessment.value is None or line.assessment.state in _SAY_IT_THEMSELVES:
        return indicator
    now = value(line.assessment.value, line.indicator, viewer)
    if line.indicator.name.rstrip().endswith("?"):
        return say(viewer, "{question} {answer}", question=indicator, answer=now)
    return say(viewer, "{indicator}: {value}", indicator=indicator, value=now)


def _before(line: DigestIndicator, viewer: Viewer) -> str:
    """ " (23.4)", the value before, where that was another one."""
    before, now = line.assessment.previous, line.assessment.value
    if line.assessment.state in _SAY_IT_THEMSELVES or before is None or now is None or before.amount == now.amount:
        return ""
    return f" ({value_beside(before, line.indicator, viewer)})"


def _sure(line: DigestIndicator, viewer: Viewer) -> str:
    """ ", not sure", where whoever gave the value has said so."""
    if line.confidence is None or line.assessment.state in _SAY_IT_THEMSELVES:
        return ""
    return f", {how_sure(line.confidence, viewer)}"


def _when(line: DigestIndicator, content: Digest, viewer: Viewer) -> str:
    """The period, where it is not the one that everybody expects: the one that ended in these days."""
    if line.period is None or line.period.last >= content.first or line.assessment.state in _SAY_IT_THEMSELVES:
        return ""
    return f", {period(line.period, line.indicator.cadence, viewer)}"


def _missing(missing: Sequence[MissingReading], viewer: Viewer) -> list[Block]:
    """What was missed, a line for each person who is asked; what may still come; and what nobody can be asked for."""
    if not missing:
        return []
    askable = [item for item in missing if item.nobody_to_ask is None]
    lines = [
        *_missed_lines([item for item in askable if item.missed], viewer),
        *_still_to_come([item for item in askable if not item.missed], viewer),
        *(_nobody_line(item, viewer) for item in missing if item.nobody_to_ask is not None),
    ]
    title = say(viewer, "*Waiting for readings*")
    return [section(limited([title, *lines], viewer, most=MOST_LINES + 1, characters=_ROOM_BELOW))]


def _missed_lines(missed: Sequence[MissingReading], viewer: Viewer) -> list[str]:
    """ "• Owen: 3 missed, week of 11 May – Days of food in stock, Complaints and Overtime"."""
    ordered = sorted(missed, key=lambda item: item.owner.name)
    return [_missed_by(owner, list(items), viewer) for owner, items in groupby(ordered, key=lambda item: item.owner)]


def _missed_by(owner: PersonName, items: Sequence[MissingReading], viewer: Viewer) -> str:
    who, shared = name(owner), _shared_period(items, viewer)
    if not shared:
        return say_counted(
            viewer,
            "• {name}: {count} missed – {readings}",
            "• {name}: {count} missed – {readings}",
            len(items),
            name=who,
            readings=_named(items, viewer),
        )
    return say_counted(
        viewer,
        "• {name}: {count} missed, {period} – {readings}",
        "• {name}: {count} missed, {period} – {readings}",
        len(items),
        name=who,
        period=shared,
        readings=_named(items, viewer, with_period=False),
    )


def _still_to_come(coming: Sequence[MissingReading], viewer: Viewer) -> list[str]:
    if not coming:
        return []
    if shared := _shared_period(coming, viewer):
        named = _named(coming, viewer, with_period=False)
        return [say(viewer, "• Still to come, {period}: {readings}", period=shared, readings=named)]
    return [say(viewer, "• Still to come: {readings}", readings=_named(coming, viewer))]


def _shared_period(items: Sequence[MissingReading], viewer: Viewer) -> str:
    """The period that all of them are for; empty where they differ."""
    periods = {period(item.period, item.indicator.cadence, viewer) for item in items}
    return periods.pop() if len(periods) == 1 else ""


def _named(items: Sequence[MissingReading], viewer: Viewer, *, with_period: bool = True) -> str:
    """ "Days of food in stock (last week) and Complaints (April)", and a count of what is too much."""
    named = [said(item.indicator.name, 80) for item in items[:MOST_LINES]]
    if with_period:
        periods = [period(item.period, item.indicator.cadence, viewer) for item in items[:MOST_LINES]]
        named = [f"{each} ({of})" for each, of in zip(named, periods, strict=True)]
    if (more := len(items) - MOST_LINES) > 0:
        named.append(say_counted(viewer, "{count} more", "{count} more", more))
    return listed(viewer, named)


def _nobody_line(item: MissingReading, viewer: Viewer) -> str:
    parts = {
        "reading": said(item.indicator.name),
        "period": period(item.period, item.indicator.cadence, viewer),
        "name": name(item.owner),
    }
    if item.nobody_to_ask is SkipReason.NOBODY_TO_ASK:
        return say(viewer, "• {reading}, {period}: nobody to ask, {name} has left", **parts)
    return say(viewer, "• {reading}, {period}: nobody to ask, {name} is not in this channel", **parts)


def _changes(changes: Sequence[Change], viewer: Viewer) -> list[Block]:
    if not changes:
        return []
    title = say(viewer, "*Changed*")
    lines = [title, *change_lines(changes, viewer)]
    return [section(limited(lines, viewer, most=MOST_LINES + 1, characters=_ROOM_FOR_CHANGES))]


def _notes(notes: Sequence[DigestNote], viewer: Viewer) -> list[Block]:
    if not notes:
        return []
    lines = [_note(note, viewer) for note in notes]
    title = say(viewer, "*Decisions and notes*")
    return [section(limited([title, *lines], viewer, most=MOST_LINES + 1, characters=_ROOM_BELOW))]


def _note(note: DigestNote, viewer: Viewer) -> str:
    return " ".join([_noted(note, viewer), *conversation(note.link, viewer)])


def _noted(note: DigestNote, viewer: Viewer) -> str:
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


def _rates(rates: Rates, viewer: Viewer) -> str:
    """ "5 of 6 readings in, 4 on time."."""
    expected = rates.expected - rates.excused
    parts = [_received(rates, expected, viewer)]
    if rates.no_data and expected > 0:
        parts.append(say_counted(viewer, "{count} without data.", "{count} without data.", rates.no_data))
    if rates.excused:
        parts.append(say_counted(viewer, "{count} excused.", "{count} excused.", rates.excused))
    return " ".join(parts)


def _received(rates: Rates, expected: int, viewer: Viewer) -> str:
    if expected <= 0:
        return say(viewer, "No readings were due.")
    received = rates.on_time + rates.late + rates.no_data
    if not received:
        return say_counted(
            viewer,
            "{received} of {count} reading in.",
            "{received} of {count} readings in.",
            expected,
            received=received,
        )
    return say_counted(
        viewer,
        "{received} of {count} reading in, {on_time} on time.",
        "{received} of {count} readings in, {on_time} on time.",
        expected,
        received=received,
        on_time=rates.on_time,
    )
