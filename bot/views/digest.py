"""The digest of a channel, read on a phone in twenty seconds: what is new and needs a decision comes first, and what is
as it was is a name.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from bot.domain.colours import State, urgency
from bot.domain.digests import NoteKind, Rhythm
from bot.domain.due import Rates
from bot.domain.facts import Rollup
from bot.domain.messages import SkipReason
from bot.domain.news import News, disagree
from bot.results.changes import TargetMoved
from bot.results.digests import Digest, DigestIndicator, DigestNote, DigestOutcome, MissingReading
from bot.results.names import PersonName, Viewer
from bot.views.blocks import (
    Block,
    Message,
    actions,
    and_more,
    button,
    context,
    header,
    limited,
    message,
    one_line,
    said,
    section,
)
from bot.views.changes import change_lines
from bot.views.days import day, days_between, lateness, weekday_and_day
from bot.views.digest_lines import seen_otherwise, still, what_is_new
from bot.views.ids import Action, question_about, read_question_about
from bot.views.notes import conversation
from bot.views.outcomes import new_outcome_button
from bot.views.speech import listed, say, say_counted
from bot.views.standing import amid, mark, own_word, state_name
from bot.views.wording import colour_word, counts_of_states, moved_note, name, period

_MOST_BLOCKS = 15
_MOST_NEWS = 5
"""Each has a block of its own, with a button, as long as there is room for all other parts."""
_MOST_LINES = 6
_FEW = 3
"""So few numbers are told in a week without news too."""
_ROOM = 700
"""Characters for each part: all together stay within two screens of a phone."""
_ROOM_FOR_NAMES = 900
_ROOM_FOR_NOTES = 1_200
_LONGEST_STATEMENT = 60


def digest(content: Digest, viewer: Viewer) -> Message:
    """The digest for the channel, in the channel's zone: at most fifteen blocks however many indicators there are."""
    return message(*_blocks(content, viewer))


def nothing_to_digest(viewer: Viewer) -> Message:
    """The answer where the channel has no outcomes."""
    return message(section(say(viewer, "This channel has no outcomes yet.")), actions(new_outcome_button(viewer)))


def _blocks(content: Digest, viewer: Viewer) -> list[Block]:
    top = [header(_headline(content, viewer)), context(_about(content, viewer))]
    end = [*_steps(content, viewer), *_small_print(content, viewer)]
    if is_quiet(content):
        return [*top, *_where_all_stand(content, viewer), *end]
    rest = [
        *_better(content, viewer),
        *_no_better(content, viewer),
        *_so_far(content, viewer),
        *_otherwise(content, viewer),
        *_waiting(content, viewer),
        *_noted(content, viewer),
        *_all_outcomes(content, viewer),
        *end,
    ]
    return [*top, *_worse(content, viewer, most=_MOST_BLOCKS - len(top) - len(rest)), *rest]


# What there is --------------------------------------------------------------------------------------------------------


def _lines(content: Digest) -> list[DigestIndicator]:
    """Every indicator but those that the digest is quiet about, what needs attention most first."""
    lines = [line for of in content.outcomes for line in of.indicators if line.quiet is None]
    return sorted(lines, key=lambda line: (urgency(line.assessment.state), -line.assessment.readings_in_a_row))


def _with_news(content: Digest, *those: News) -> list[DigestIndicator]:
    return [line for line in _lines(content) if line.news in those]


_WORSE = tuple(each for each in News if each.needs_a_decision)
_BETTER = tuple(each for each in News if each.is_good)
_AS_BAD = tuple(each for each in News if each.is_old)


def is_quiet(content: Digest) -> bool:
    """Whether nothing has happened that somebody who has read the one before does not know."""
    if content.compared_with is None or content.notes or content.changes or _newly_missed(content):
        return False
    return not _with_news(content, *_WORSE, *_BETTER) and not _disagreeing(content)


def _disagreeing(content: Digest) -> list[DigestIndicator]:
    """Those that whoever gave the newest reading sees otherwise, and that are not among the news."""
    return [
        line
        for line in _lines(content)
        if line.changed and disagree(line.confidence, line.assessment.state) and line.news not in (*_WORSE, *_BETTER)
    ]


def _newly_missed(content: Digest) -> bool:
    """Whether a figure came to be missed, and is so still."""
    missed = {item.indicator.key for item in content.missing if item.missed}
    return any(line.indicator.key in missed for line in _silent(content))


def _silent(content: Digest) -> list[DigestIndicator]:
    """Those from which a reading was expected and never came: they are waited for until one does."""
    hidden = (State.PAUSED, State.CLOSED)
    return [line for line in _lines(content) if line.assessment.is_stale and line.assessment.state not in hidden]


# Headline and small print ---------------------------------------------------------------------------------------------


def _headline(content: Digest, viewer: Viewer) -> str:
    """ "4 newly off track, 2 recovered": the news, which is also the notification. Raw."""
    counts = Counter(line.news for line in _lines(content))
    parts = [_counted_news(news, counts[news], content, viewer) for news in (*_WORSE, *_BETTER) if counts[news]]
    if parts:
        return ", ".join(parts[:4])
    if waiting := len(_silent(content)):
        return say_counted(viewer, "{count} figure is waited for", "{count} figures are waited for", waiting)
    if content.compared_with is None:
        return say(viewer, "The first report")
    if bad := sum(counts[news] for news in _AS_BAD):
        return say_counted(
            viewer, "Nothing new: {count} as bad as before", "Nothing new: {count} as bad as before", bad
        )
    return _nothing_new(content, viewer)


def _counted_news(news: News, count: int, content: Digest, viewer: Viewer) -> str:
    """ "4 newly off track". In a first report nothing is newer than anything else."""
    is_first = content.compared_with is None
    match news:
        case News.OFF_TRACK | News.AT_RISK if word := own_word(State(news.value), viewer):
            return say_counted(viewer, "{count} now “{word}”", "{count} now “{word}”", count, word=word)
        case News.OFF_TRACK if is_first:
            return say_counted(viewer, "{count} off track", "{count} off track", count)
        case News.OFF_TRACK:
            return say_counted(viewer, "{count} newly off track", "{count} newly off track", count)
        case News.AT_RISK if is_first:
            return say_counted(viewer, "{count} at risk", "{count} at risk", count)
        case News.AT_RISK:
            return say_counted(viewer, "{count} newly at risk", "{count} newly at risk", count)
        case News.NOT_ACHIEVED:
            return say_counted(viewer, "{count} not achieved", "{count} not achieved", count)
        case News.REACHED:
            return say_counted(viewer, "{count} reached its target", "{count} reached their targets", count)
        case News.EASED:
            return say_counted(viewer, "{count} better", "{count} better", count)
        case _:
            return say_counted(viewer, "{count} recovered", "{count} recovered", count)


def _about(content: Digest, viewer: Viewer) -> str:
    """ "12–18 May · 12 outcomes: 🔴 6 off track, 🟢 6 on track · 22 of 26 readings in", and what is unusual."""
    parts = [days_between(content.first, content.last, viewer), _outcomes_counted(content, viewer)]
    parts.append(_rates(content.rates, viewer))
    if content.periods_covered > 1:
        parts.append(say(viewer, "covers {time}", time=_time(content, viewer)))
    if content.late_by:
        parts.append(say(viewer, "posted {time} late", time=lateness(content.late_by, viewer)))
    return " · ".join(filter(None, parts))


def _outcomes_counted(content: Digest, viewer: Viewer) -> str:
    of = content.outcomes
    if not any(each.indicators for each in of):
        return say_counted(viewer, "{count} outcome, no indicators yet", "{count} outcomes, no indicators yet", len(of))
    counts = Counter(each.rollup.colour for each in of)
    states = [
        f"{mark(state)} {counts[state]} {said(amid(state, viewer) if state else say(viewer, 'without a verdict'))}"
        for state in sorted(counts, key=urgency)
    ]
    return say_counted(
        viewer, "{count} outcome: {states}", "{count} outcomes: {states}", len(of), states=", ".join(states)
    )


def _time(content: Digest, viewer: Viewer) -> str:
    """ "2 weeks"."""
    if content.rhythm is Rhythm.MONTHLY:
        return say_counted(viewer, "{count} month", "{count} months", content.periods_covered)
    return say_counted(viewer, "{count} week", "{count} weeks", content.periods_covered)


def _rates(rates: Rates, viewer: Viewer) -> str:
    """ "22 of 26 readings in, 20 on time, 1 without data, 2 excused"."""
    expected = rates.expected - rates.excused
    parts = [_received(rates, expected, viewer)]
    if rates.no_data and expected > 0:
        parts.append(say_counted(viewer, "{count} without data", "{count} without data", rates.no_data))
    if rates.excused:
        parts.append(say_counted(viewer, "{count} excused", "{count} excused", rates.excused))
    return ", ".join(parts)


def _received(rates: Rates, expected: int, viewer: Viewer) -> str:
    if expected <= 0:
        return say(viewer, "no readings were due")
    received = rates.on_time + rates.late + rates.no_data
    if not received:
        return say_counted(
            viewer, "{received} of {count} reading in", "{received} of {count} readings in", expected, received=received
        )
    return say_counted(
        viewer,
        "{received} of {count} reading in, {on_time} on time",
        "{received} of {count} readings in, {on_time} on time",
        expected,
        received=received,
        on_time=rates.on_time,
    )


def _small_print(content: Digest, viewer: Viewer) -> list[Block]:
    """What the digest is quiet about; and "Compared with the report of 12 May. Next: Tue 26 May."."""
    parts = []
    if content.compared_with is not None:
        parts.append(say(viewer, "Compared with the report of {day}.", day=day(content.compared_with, viewer)))
    if content.next_on is not None:
        parts.append(say(viewer, "Next: {day}.", day=weekday_and_day(content.next_on, viewer)))
    shown = [text for text in (_hushed(content, viewer), " ".join(parts)) if text]
    return [context(*shown)] if shown else []


def _hushed(content: Digest, viewer: Viewer) -> str:
    """What it is quiet about, until when, and who wanted that."""
    lines = [
        say(
            viewer,
            "Quiet about *{indicator}* until {day}: “{reason}” – {name}",
            indicator=said(line.indicator.name, 80),
            day=day(line.quiet.until_on, viewer),
            reason=said(line.quiet.reason, 100),
            name=name(line.quiet.by),
        )
        for of in content.outcomes
        for line in of.indicators
        if line.quiet is not None
    ]
    return limited(lines, viewer, most=_MOST_LINES, characters=_ROOM)


def _nothing_new(content: Digest, viewer: Viewer) -> str:
    if content.periods_covered > 1:
        return say(viewer, "Nothing new in {time}", time=_time(content, viewer))
    if content.rhythm is Rhythm.MONTHLY:
        return say(viewer, "Nothing new this month")
    return say(viewer, "Nothing new this week")


def _where_all_stand(content: Digest, viewer: Viewer) -> list[Block]:
    """What is left to say in a week without news: the numbers, where they are few, else how many stand how."""
    lines = _lines(content)
    if 0 < len(lines) <= _FEW and all(line.assessment.value is not None for line in lines):
        told = [still if line.news and line.news.is_old else what_is_new for line in lines]
        return [section("\n".join(tell(line, content, viewer) for tell, line in zip(told, lines, strict=True)))]
    states = counts_of_states(Rollup(Counter(line.assessment.state for line in lines), None), viewer)
    return [section(say(viewer, "The numbers: {states}.", states=states))] if states else []


# Worse, better, as it was ---------------------------------------------------------------------------------------------


def _worse(content: Digest, viewer: Viewer, *, most: int) -> list[Block]:
    """What is newly bad, in `most` blocks: one for each of the first few, with a button to ask, and a list of the
    others.
    """
    lines = _with_news(content, *_WORSE)
    alone = min(_MOST_NEWS, most if len(lines) <= most else most - 1)
    blocks = [
        section(what_is_new(line, content, viewer), _ask(line, content.message_id, viewer)) for line in lines[:alone]
    ]
    if rest := lines[alone:]:
        title = say_counted(viewer, "*{count} more got worse*", "*{count} more got worse*", len(rest))
        blocks.append(_list(title, [what_is_new(line, content, viewer) for line in rest], viewer))
    return blocks


def _better(content: Digest, viewer: Viewer) -> list[Block]:
    lines = _with_news(content, *_BETTER)
    title = (
        say(viewer, "*Recovered*") if all(line.news is News.RECOVERED for line in lines) else say(viewer, "*Better*")
    )
    return [_list(title, [what_is_new(line, content, viewer) for line in lines], viewer)] if lines else []


def _no_better(content: Digest, viewer: Viewer) -> list[Block]:
    lines = _with_news(content, *_AS_BAD)
    title = say(viewer, "*No better yet*")
    return [_list(title, [still(line, content, viewer) for line in lines], viewer)] if lines else []


def _so_far(content: Digest, viewer: Viewer) -> list[Block]:
    """In a first report also how the others begin: there is no other news yet."""
    if content.compared_with is not None:
        return []
    lines = [line for line in _lines(content) if line.news is None and line.assessment.value is not None]
    title = say(viewer, "*So far*")
    return [_list(title, [what_is_new(line, content, viewer) for line in lines], viewer)] if lines else []


def _otherwise(content: Digest, viewer: Viewer) -> list[Block]:
    lines = _disagreeing(content)
    title = say(viewer, "*The figure says one thing, its keeper another*")
    return [_list(title, [seen_otherwise(line, content, viewer) for line in lines], viewer)] if lines else []


def _list(title: str, lines: Sequence[str], viewer: Viewer, *, most: int = _MOST_LINES, room: int = _ROOM) -> Block:
    return section(limited([title, *lines], viewer, most=most + 1, characters=room))


def _ask(line: DigestIndicator, message_id: int | None, viewer: Viewer) -> Block | None:
    if line.owner is None:
        return None
    who = one_line(line.owner.name, 20)
    label = say(viewer, "Ask {name}", name=who)
    about = say(viewer, "Ask {name} about {indicator}", name=who, indicator=one_line(line.indicator.name, 40))
    return button(label, Action.ASK_ABOUT, question_about(line.indicator.key, message_id), acts_on=about)


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


# Figures that are missing ---------------------------------------------------------------------------------------------


def _waiting(content: Digest, viewer: Viewer) -> list[Block]:
    """What is waited for, carried from digest to digest until it is there; what may still come apart; and what nobody
    can be asked for.
    """
    nobody = {item.indicator.key: item for item in content.missing if item.nobody_to_ask is not None}
    missed = {item.indicator.key: item for item in content.missing if item.missed}
    silent = [line for line in _silent(content) if line.indicator.key not in nobody]
    lines = []
    if silent:
        title = say_counted(viewer, "*Waiting for {count} figure*", "*Waiting for {count} figures*", len(silent))
        figures = _in_a_row([_waited_for(line, missed.get(line.indicator.key), viewer) for line in silent], viewer)
        lines.append(say(viewer, "{title}: {figures}", title=title, figures=figures))
    coming = [item for item in content.missing if not item.missed and item.nobody_to_ask is None]
    if coming:
        named_ones = _in_a_row(list(dict.fromkeys(said(item.indicator.name, 80) for item in coming)), viewer)
        lines.append(say(viewer, "Still to come, in time: {figures}", figures=named_ones))
    lines += [_nobody_line(item, viewer) for item in nobody.values()]
    return [section(limited(lines, viewer, most=_MOST_LINES, characters=_ROOM))] if lines else []


def _waited_for(line: DigestIndicator, missed: MissingReading | None, viewer: Viewer) -> str:
    """ "Days of food in stock (nothing for 8 weeks)", "Complaints (April)"."""
    called, days = said(line.indicator.name, 80), line.assessment.days_since_reading
    if days is not None and days >= 14:
        weeks = say_counted(viewer, "nothing for {count} week", "nothing for {count} weeks", days // 7)
        return f"{called} ({weeks})"
    if line.assessment.latest is None:
        return f"{called} ({say(viewer, 'never a reading')})"
    return f"{called} ({period(missed.period, line.indicator.cadence, viewer)})" if missed else called


def _in_a_row(names: Sequence[str], viewer: Viewer) -> str:
    """ "A, B and C", and a count of what is too much."""
    shown = list(names[: 2 * _MOST_LINES])
    if (more := len(names) - len(shown)) > 0:
        shown.append(say_counted(viewer, "{count} more", "{count} more", more))
    return listed(viewer, shown)


def _nobody_line(item: MissingReading, viewer: Viewer) -> str:
    parts = {
        "reading": said(item.indicator.name),
        "period": period(item.period, item.indicator.cadence, viewer),
        "name": name(item.owner),
    }
    if item.nobody_to_ask is SkipReason.NOBODY_TO_ASK:
        return say(viewer, "• {reading}, {period}: nobody to ask, {name} has left", **parts)
    return say(viewer, "• {reading}, {period}: nobody to ask, {name} is not in this channel", **parts)


# Decisions and changes ------------------------------------------------------------------------------------------------


def _noted(content: Digest, viewer: Viewer) -> list[Block]:
    """What was decided, noted and changed, and for four weeks what a target was before."""
    notes = sorted(content.notes, key=lambda note: note.kind is not NoteKind.DECISION)
    lines = [_note(note, viewer) for note in notes]
    lines += change_lines(content.changes, viewer)
    moved = {change.indicator for change in content.changes if isinstance(change, TargetMoved)}
    for line in _lines(content):
        if line.indicator not in moved and (said_before := moved_note(line.assessment, line.indicator, viewer)):
            lines.append(f"🎯 {said(line.indicator.name, 80)}: {said_before}")
    if not lines:
        return []
    if not content.notes and not content.changes:
        title = say(viewer, "*Changed lately*")
    elif not content.notes:
        title = say(viewer, "*Changed*")
    elif len(lines) == len(content.notes):
        title = say(viewer, "*Decided and noted*")
    else:
        title = say(viewer, "*Decided and changed*")
    return [_list(title, lines, viewer, room=_ROOM_FOR_NOTES)]


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


# Every outcome by name ------------------------------------------------------------------------------------------------


def _all_outcomes(content: Digest, viewer: Viewer) -> list[Block]:
    """ "🔴 Off track: Nobody is hurt · Tenants pay their rent", worst first; what there is no room for is counted."""
    by_state: dict[str, list[DigestOutcome]] = defaultdict(list)
    for of in sorted(content.outcomes, key=lambda of: urgency(of.rollup.colour)):
        by_state[f"{mark(of.rollup.colour)} {_verdict(of, viewer)}"].append(of)
    room = _ROOM_FOR_NAMES
    lines = []
    for state, those in by_state.items():
        names: list[str] = []
        for of in those:
            called = said(of.outcome.statement, _LONGEST_STATEMENT)
            room -= len(called) + 3
            if room >= 0:
                names.append(called)
        if (left := len(those) - len(names)) > 0:
            names.append(and_more(left, viewer))
        lines.append(say(viewer, "{state}: {outcomes}", state=state, outcomes=" · ".join(names)))
    return [section("\n".join(lines))]


def _verdict(of: DigestOutcome, viewer: Viewer) -> str:
    return said(state_name(of.rollup.colour, viewer)) if of.rollup.colour else colour_word(of.rollup, viewer)


def _steps(content: Digest, viewer: Viewer) -> list[Block]:
    count = sum(len(of.indicators) for of in content.outcomes)
    decide = say(viewer, "Log a decision")
    buttons = [button(decide, Action.DECIDE_HERE, acts_on=decide)]
    if count:
        label = say_counted(viewer, "The number in full", "All {count} numbers", count)
        buttons.append(button(label, Action.MORE_INDICATORS, "here 0", acts_on=label))
        quiet = say(viewer, "Quiet about one…")
        buttons.append(button(quiet, Action.QUIET, acts_on=quiet))
    return [actions(*buttons)]


def without_buttons(blocks: Iterable[Block]) -> list[Block]:
    """The same for whoever is only shown what it looks like: buttons would do something with what there really is."""
    return [
        {key: of for key, of in block.items() if key != "accessory"} for block in blocks if block["type"] != "actions"
    ]
