"""The history of an indicator: a line for each thing that was recorded, the newest first."""

from bot.domain.values import Value
from bot.results.history import BaselineEntry, Entry, History, ReadingEntry, TargetEntry
from bot.results.names import AuthorName, IndicatorName, Viewer
from bot.views.blocks import Message, actions, button, listing, message, one_line, said, section
from bot.views.days import instant, period_in_full
from bot.views.ids import Action
from bot.views.speech import say
from bot.views.wording import baseline, files, how_sure, key, name, target, value

_LONGEST_NOTE = 300


def indicator_history(page: History, viewer: Viewer) -> Message:
    """A page of it, with a button for the next."""
    indicator = page.indicator
    title = say(viewer, "*History of {indicator}* {key}", indicator=said(indicator.name), key=key(indicator.key))
    if not page.entries:
        return message(section(f"{title}\n{say(viewer, 'Nothing was recorded yet.')}"))
    lines = [f"• {_line(entry, indicator, viewer)}" for entry in page.entries]
    shown = listing(lines, viewer, characters=20_000)
    if not page.older:
        return message(section(title), *shown)
    acts_on = say(viewer, "Older: {indicator}", indicator=one_line(indicator.name))
    more = button(say(viewer, "Older"), Action.HISTORY, f"{indicator.key} {page.older}", acts_on=acts_on)
    return message(section(title), *shown, actions(more))


def history_button(indicator: IndicatorName, viewer: Viewer) -> dict[str, object]:
    """The button that shows it from its newest."""
    acts_on = say(viewer, "History of {indicator}", indicator=one_line(indicator.name))
    return button(say(viewer, "History"), Action.HISTORY, indicator.key, acts_on=acts_on)


def _line(entry: Entry, indicator: IndicatorName, viewer: Viewer) -> str:
    match entry:
        case ReadingEntry():
            parts = [_reading(entry, indicator, viewer), name(entry.by), *_circumstances(entry, indicator, viewer)]
        case TargetEntry():
            goal = target(entry.target, indicator, viewer)
            parts = [say(viewer, "target *{target}*", target=goal), name(entry.by), *_quoted(entry.reason)]
        case BaselineEntry():
            start = baseline(entry.baseline, indicator, viewer)
            parts = [say(viewer, "baseline *{value}*", value=start), name(entry.by), *_quoted(entry.reason)]
    return say(viewer, "{when}: {what}", when=instant(entry.at, viewer), what=" · ".join(parts))


def _reading(entry: ReadingEntry, indicator: IndicatorName, viewer: Viewer) -> str:
    of = period_in_full(entry.period, indicator.cadence, viewer)
    return say(viewer, "*{value}* for {period}", value=value(entry.value, indicator, viewer), period=of)


def _circumstances(entry: ReadingEntry, indicator: IndicatorName, viewer: Viewer) -> list[str]:
    parts = []
    if entry.is_late:
        parts.append(say(viewer, "late"))
    if entry.confidence is not None:
        parts.append(how_sure(entry.confidence, viewer))
    parts += [*_quoted(entry.note), *files(entry.evidence, viewer)]
    if entry.instead_of is not None:
        before = _given(entry.instead_of, entry, indicator, viewer)
        parts.append(say(viewer, "instead of {value}", value=before))
    if entry.taken_back is not None:
        who, at = entry.taken_back
        parts.append(say(viewer, "taken back by {name}, {when}", name=name(who), when=instant(at, viewer)))
    elif entry.replaced_by is not None:
        parts.append(say(viewer, "replaced by {value}", value=_given(entry.replaced_by, entry, indicator, viewer)))
    return parts


def _given(of: tuple[Value | None, AuthorName], beside: ReadingEntry, indicator: IndicatorName, viewer: Viewer) -> str:
    """ "84 %", or "84 % from Raj" where the line is somebody else's."""
    shown = value(of[0], indicator, viewer)
    return shown if of[1] == beside.by else say(viewer, "{value} from {name}", value=shown, name=name(of[1]))


def _quoted(text: str) -> list[str]:
    return [f"“{said(text, _LONGEST_NOTE)}”"] if text.strip() else []
