"""The digest of a channel, read on a phone in twenty seconds: what is new and needs a decision comes first, and what is
as it was is a name.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable

from bot.domain.colours import State, urgency
from bot.domain.digests import Rhythm
from bot.domain.due import Rates
from bot.domain.facts import Rollup
from bot.domain.news import AS_BAD, BETTER, WORSE, News
from bot.results.digests import FEW, LONGEST_LINE, Digest, DigestOutcome
from bot.results.names import Viewer
from bot.views.blocks import Block, Message, actions, and_more, button, context, header, limited, message, said, section
from bot.views.days import day, days_between, lateness, weekday_and_day
from bot.views.decisions import questions
from bot.views.digest_lines import still, what_is_new
from bot.views.digest_news import MOST_LINES, ROOM, better, no_better, otherwise, so_far, unusual, worse
from bot.views.digest_noted import noted
from bot.views.digest_waiting import waiting
from bot.views.ids import Action
from bot.views.outcomes import new_outcome_button
from bot.views.resources import ahead_line
from bot.views.speech import say, say_counted
from bot.views.standing import amid, mark, own_word, state_name
from bot.views.wording import colour_word, counts_of_states, name

_MOST_BLOCKS = 15
_ROOM_FOR_NAMES = 900
_LONGEST_STATEMENT = 60
_MOST_ADDED = 5
_ROOM_FOR_ADDED = 1_800


def digest(content: Digest, viewer: Viewer) -> Message:
    """The digest for the channel, in the channel's zone: at most fifteen blocks however many indicators there are."""
    return message(*_blocks(content, viewer, [*_steps(content, viewer), *_small_print(content, viewer)]))


def digest_of_mine(content: Digest, viewer: Viewer, *, told_below: Collection[str]) -> list[Block]:
    """The digest of all that somebody answers for, in their own zone: within the same fifteen blocks, each outcome with
    the channel where it lives. The indicators with the keys `told_below` are not said to be waited for.
    """
    end = [*_steps_of_mine(viewer), *_small_print(content, viewer)]
    of_what = say(viewer, "What you answer for")
    return _blocks(content, viewer, end, of_what=of_what, told_below=told_below)


def nothing_to_digest(viewer: Viewer) -> Message:
    """The answer where the channel has no outcomes."""
    return message(section(say(viewer, "This channel has no outcomes yet.")), actions(new_outcome_button(viewer)))


def _blocks(
    content: Digest, viewer: Viewer, end: list[Block], *, of_what: str = "", told_below: Collection[str] = ()
) -> list[Block]:
    about = " · ".join(filter(None, (of_what, _about(content, viewer))))
    top = [header(_headline(content, viewer, missing=len(told_below))), context(about)]
    if content.is_quiet:
        stand = [*_where_all_stand(content, viewer), *map(section, ahead_line(content.ahead, viewer))]
        return [*top, *stand, *noted(content, viewer), *questions(content.questions, viewer), *end]
    top += _added(content, viewer)
    rest = [
        *better(content, viewer),
        *no_better(content, viewer),
        *so_far(content, viewer),
        *otherwise(content, viewer),
        *unusual(content, viewer),
        *waiting(content, viewer, leaving_out=told_below),
        *noted(content, viewer),
        *questions(content.questions, viewer),
        *_all_outcomes(content, viewer),
        *end,
    ]
    return [*top, *worse(content, viewer, most=_MOST_BLOCKS - len(top) - len(rest)), *rest]


def _added(content: Digest, viewer: Viewer) -> list[Block]:
    """ "Mia: Two nurses start in April.": what people have put into it themselves."""
    lines = [f"{name(each.by)}: {said(each.text, LONGEST_LINE)}" for each in content.added]
    return [section(limited(lines, viewer, most=_MOST_ADDED, characters=_ROOM_FOR_ADDED))] if lines else []


# Headline and small print ---------------------------------------------------------------------------------------------


def _headline(content: Digest, viewer: Viewer, *, missing: int = 0) -> str:
    """ "4 newly off track, 2 recovered": the news, which is also the notification; else how many figures are said to be
    missing further below. Raw.
    """
    counts = Counter(line.news for line in content.lines)
    parts = [_counted_news(news, counts[news], content, viewer) for news in (*WORSE, *BETTER) if counts[news]]
    if parts:
        return ", ".join(parts[:4])
    if doubted := len(content.disagreeing):
        return say_counted(
            viewer, "{count} figure is seen otherwise by its keeper", "{count} figures are seen otherwise", doubted
        )
    if moving := len(content.moving):
        return say_counted(
            viewer, "{count} figure moves more than usual", "{count} figures move more than usual", moving
        )
    if missing:
        return say_counted(viewer, "{count} figure is missing", "{count} figures are missing", missing)
    if waiting := len(content.silent):
        return say_counted(viewer, "{count} figure is waited for", "{count} figures are waited for", waiting)
    if content.compared_with is None:
        return say(viewer, "The first report")
    if bad := sum(counts[news] for news in AS_BAD):
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
    none = say(viewer, "without a verdict")
    states = [
        f"{mark(state)} {counts[state]} {said(amid(state, viewer)) if state else none}"
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
            day=day(quiet.until_on, viewer),
            reason=said(quiet.reason, 100),
            name=name(quiet.by),
        )
        for line, quiet in content.hushed
    ]
    return limited(lines, viewer, most=MOST_LINES, characters=ROOM)


def _nothing_new(content: Digest, viewer: Viewer) -> str:
    if content.periods_covered > 1:
        return say(viewer, "Nothing new in {time}", time=_time(content, viewer))
    if content.rhythm is Rhythm.MONTHLY:
        return say(viewer, "Nothing new this month")
    return say(viewer, "Nothing new this week")


def _where_all_stand(content: Digest, viewer: Viewer) -> list[Block]:
    """What is left to say in a week without news: the numbers, where they are few, else how many stand how."""
    lines = content.lines
    if 0 < len(lines) <= FEW and all(line.assessment.value is not None for line in lines):
        told = [still if line.news in AS_BAD else what_is_new for line in lines]
        return [section("\n".join(tell(line, content, viewer) for tell, line in zip(told, lines, strict=True)))]
    states = counts_of_states(Rollup(Counter(line.assessment.state for line in lines), None), viewer)
    return [section(say(viewer, "The numbers: {states}.", states=states))] if states else []


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
            called = _called(of, viewer)
            room -= len(called) + 3
            if room >= 0:
                names.append(called)
        if (left := len(those) - len(names)) > 0:
            names.append(and_more(left, viewer))
        lines.append(say(viewer, "{state}: {outcomes}", state=state, outcomes=" · ".join(names)))
    # No block of their own: there are fifteen for everything.
    return [section("\n".join([*lines, *ahead_line(content.ahead, viewer)]))]


def _called(of: DigestOutcome, viewer: Viewer) -> str:
    """Its statement, and the channel where it lives if that is to be said."""
    called = said(of.outcome.statement, _LONGEST_STATEMENT)
    if not of.channel_id:
        return called
    return say(viewer, "{outcome} ({channel})", outcome=called, channel=f"<#{of.channel_id}>")


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


def _steps_of_mine(viewer: Viewer) -> list[Block]:
    every = say(viewer, "All my outcomes")
    buttons = [button(every, Action.LIST_OUTCOMES, "mine", acts_on=every)]
    change = say(viewer, "When this comes")
    buttons.append(button(change, Action.OWN_SETTINGS, acts_on=say(viewer, "Change when this report comes")))
    return [actions(*buttons)]


def without_buttons(blocks: Iterable[Block]) -> list[Block]:
    """The same for whoever is only shown what it looks like: buttons would do something with what there really is."""
    return [
        {key: of for key, of in block.items() if key != "accessory"} for block in blocks if block["type"] != "actions"
    ]
