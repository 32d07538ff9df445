"""The history of an indicator: a line for each thing that was recorded, the newest first."""

from bot.domain.targets import PathKind
from bot.domain.transforms import Transform
from bot.results.history import (
    BaselineEntry,
    Entry,
    History,
    InterruptionEntry,
    MissedEntry,
    MovementEntry,
    Other,
    ReadingEntry,
    RebaseEntry,
    TargetEntry,
)
from bot.results.names import IndicatorName, Viewer, WorkedOut
from bot.views.blocks import Message, actions, button, clip_mrkdwn, listing, message, one_line, said, section
from bot.views.days import day, instant, period_in_full
from bot.views.goals import path
from bot.views.ids import Action
from bot.views.signals import looked_at, rule_set
from bot.views.speech import say
from bot.views.wholes import came_from_words
from bot.views.wording import as_measured, baseline, files, how_sure, key, name, target, value, what_was_done

_LONGEST_NOTE = 300
_LONGEST_LINE = 600
"""Twenty of them fit into a message; were one left out, no button would lead to it."""


def indicator_history(page: History, viewer: Viewer) -> Message:
    """A page of it, with buttons for the pages beside it."""
    indicator = page.indicator
    title = say(viewer, "*History of {indicator}* {key}", indicator=said(indicator.name), key=key(indicator.key))
    if not page.entries:
        return message(section(f"{title}\n{say(viewer, 'Nothing was recorded yet.')}"))
    lines = [clip_mrkdwn(f"• {_line(entry, indicator, viewer)}", _LONGEST_LINE) for entry in page.entries]
    shown = listing(lines, viewer, characters=(_LONGEST_LINE + 1) * len(lines))
    beside = []
    if page.newer:
        acts_on = say(viewer, "Newer: {indicator}", indicator=one_line(indicator.name))
        label = say(viewer, "Newer")
        beside.append(button(label, Action.NEWER_HISTORY, f"{indicator.key} {page.newer}", acts_on=acts_on))
    if page.older:
        acts_on = say(viewer, "Older: {indicator}", indicator=one_line(indicator.name))
        label = say(viewer, "Older")
        beside.append(button(label, Action.HISTORY, f"{indicator.key} {page.older}", acts_on=acts_on))
    return message(section(title), *shown, *([actions(*beside)] if beside else []))


def history_button(indicator: IndicatorName, viewer: Viewer) -> dict[str, object]:
    """The button that shows it from its newest."""
    acts_on = say(viewer, "History of {indicator}", indicator=one_line(indicator.name))
    return button(say(viewer, "History"), Action.HISTORY, indicator.key, acts_on=acts_on)


def _line(entry: Entry, indicator: IndicatorName, viewer: Viewer) -> str:
    if not isinstance(entry, MissedEntry | InterruptionEntry | RebaseEntry | MovementEntry):
        indicator = as_measured(indicator, entry.measure)
    match entry:
        case ReadingEntry():
            who = came_from_words(entry.came_from, viewer) if entry.came_from is not None else name(entry.by)
            parts = [_reading(entry, indicator, viewer), who, *_circumstances(entry, indicator, viewer)]
        case TargetEntry():
            goal = target(entry.target, indicator, viewer)
            parts = [say(viewer, "target *{target}*", target=goal), *_way(entry, indicator, viewer)]
            if entry.before is not None:
                parts.append(say(viewer, "instead of {value}", value=target(entry.before, indicator, viewer)))
            parts += [name(entry.by), *_quoted(entry.reason)]
        case BaselineEntry():
            start = baseline(entry.baseline, indicator, viewer)
            parts = [say(viewer, "baseline *{value}*", value=start)]
            if entry.before is not None:
                parts.append(say(viewer, "instead of {value}", value=baseline(entry.before, indicator, viewer)))
            parts += [name(entry.by), *_quoted(entry.reason)]
        case InterruptionEntry():
            parts = [what_was_done(entry.what, entry.until_on, viewer), name(entry.by), *_quoted(entry.reason)]
        case RebaseEntry():
            if entry.on is not None:
                what = say(viewer, "ordinary movement worked out anew from *{day}* on", day=day(entry.on, viewer))
            else:
                what = say(viewer, "ordinary movement worked out from all readings again")
            before = [say(viewer, "before from {day} on", day=day(entry.before, viewer))] if entry.before else []
            parts = [what, *before, name(entry.by), *_quoted(entry.reason)]
        case MovementEntry():
            after, before_ = _looked_at(entry, viewer)
            parts = [
                say(viewer, "ordinary movement: *{how}*", how=after),
                say(viewer, "instead of {value}", value=before_),
            ]
            parts += [name(entry.by), *_quoted(entry.reason)]
        case MissedEntry():
            of = period_in_full(entry.period, indicator.cadence, viewer)
            parts = [say(viewer, "*missed*: {period}", period=of), say(viewer, "asked: {name}", name=name(entry.asked))]
    return say(viewer, "{when}: {what}", when=instant(entry.at, viewer), what=" · ".join(parts))


def _looked_at(entry: MovementEntry, viewer: Viewer) -> tuple[str, str]:
    """On which scale, and by which rules, its movement is looked at and was before; only what has changed of it."""
    after, before = [], []
    if entry.transform is not entry.transform_before:
        after.append(_scale(entry.transform, viewer))
        before.append(_scale(entry.transform_before, viewer))
    if entry.rules is not entry.rules_before:
        after.append(rule_set(entry.rules, viewer))
        before.append(rule_set(entry.rules_before, viewer))
    return "; ".join(after), "; ".join(before)


def _scale(transform: Transform | None, viewer: Viewer) -> str:
    return looked_at(transform, viewer) or say(viewer, "as they are")


def _way(entry: TargetEntry, indicator: IndicatorName, viewer: Viewer) -> list[str]:
    """On which way it is to be reached, where that is not the straight one or was not."""
    ways = [each.path for each in (entry.target, entry.before) if each is not None and each.value is not None]
    if entry.target.value is None or all(way is PathKind.STRAIGHT for way in ways):
        return []
    return [said(path(entry.target, indicator.measure, viewer), _LONGEST_NOTE)]


def _reading(entry: ReadingEntry, indicator: IndicatorName, viewer: Viewer) -> str:
    of = period_in_full(entry.period, indicator.cadence, viewer)
    return say(viewer, "*{value}* for {period}", value=value(entry.value, indicator, viewer), period=of)


def _circumstances(entry: ReadingEntry, indicator: IndicatorName, viewer: Viewer) -> list[str]:
    parts = []
    if entry.is_late:
        parts.append(say(viewer, "late"))
    if entry.is_reset:
        parts.append(say(viewer, "began again from zero"))
    if entry.confidence is not None:
        parts.append(how_sure(entry.confidence, viewer))
    parts += _quoted(entry.note)
    if entry.instead_of is not None:
        before = _given(entry.instead_of, entry, indicator, viewer)
        parts.append(say(viewer, "instead of {value}", value=before))
    if entry.taken_back is not None:
        who, when = name(entry.taken_back.by), instant(entry.taken_back.at, viewer)
        parts.append(say(viewer, "taken back by {name}, {when}", name=who, when=when))
        parts += _quoted(entry.taken_back.reason)
    elif entry.replaced_by is not None:
        after, when = _given(entry.replaced_by, entry, indicator, viewer), instant(entry.replaced_by.at, viewer)
        parts.append(say(viewer, "replaced by {value}, {when}", value=after, when=when))
    return [*parts, *files(entry.evidence, viewer)]


def _given(of: Other, beside: ReadingEntry, indicator: IndicatorName, viewer: Viewer) -> str:
    """ "84 %", or "84 % from Raj" where the line is somebody else's."""
    shown = value(of.value, indicator, viewer)
    return (
        shown
        if of.by == beside.by or isinstance(of.by, WorkedOut)
        else say(viewer, "{value} from {name}", value=shown, name=name(of.by))
    )


def _quoted(text: str) -> list[str]:
    return [f"“{clip_mrkdwn(said(text, _LONGEST_NOTE), _LONGEST_NOTE)}”"] if text.strip() else []
