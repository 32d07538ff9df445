"""The figures that a digest waits for."""

from collections.abc import Collection, Sequence

from bot.domain.messages import SkipReason
from bot.results.digests import Digest, DigestIndicator, MissingReading
from bot.results.names import Viewer
from bot.views.blocks import Block, limited, said, section
from bot.views.digest_news import MOST_LINES, ROOM
from bot.views.parts_in import counted
from bot.views.speech import listed, say, say_counted
from bot.views.wording import name, period


def waiting(content: Digest, viewer: Viewer, *, leaving_out: Collection[str] = ()) -> list[Block]:
    """What is waited for, carried from digest to digest until it is there; what was missed of numbers that nobody has
    ever read; what may still come apart; and what nobody can be asked for. The indicators with the keys `leaving_out`
    are told of elsewhere.
    """
    missing = [item for item in content.missing if item.indicator.key not in leaving_out]
    nobody = {item.indicator.key: item for item in missing if item.nobody_to_ask is not None}
    missed = {item.indicator.key: item for item in missing if item.missed}
    silent = [line for line in content.silent if line.indicator.key not in {*nobody, *leaving_out}]
    lines = []
    if silent:
        title = say_counted(viewer, "*Waiting for {count} figure*", "*Waiting for {count} figures*", len(silent))
        figures = _in_a_row([_waited_for(line, missed.get(line.indicator.key), viewer) for line in silent], viewer)
        lines.append(say(viewer, "{title}: {figures}", title=title, figures=figures))
    never = [item for item in content.never_given if item.indicator.key not in {*nobody, *leaving_out}]
    if never:
        lines.append(
            say(viewer, "Not given: {figures}", figures=_in_a_row([_gap(each, viewer) for each in never], viewer))
        )
    named = {line.indicator.key for line in silent} | nobody.keys()
    coming = [item for item in missing if not item.missed and item.indicator.key not in named]
    if coming:
        named_ones = _in_a_row(list(dict.fromkeys(said(item.indicator.name, 80) for item in coming)), viewer)
        lines.append(say(viewer, "Still to come, in time: {figures}", figures=named_ones))
    lines += [_nobody_line(item, viewer) for item in nobody.values()]
    return [section(limited(lines, viewer, most=MOST_LINES, characters=ROOM))] if lines else []


def _waited_for(line: DigestIndicator, missed: MissingReading | None, viewer: Viewer) -> str:
    """ "Days of food in stock (nothing for 8 weeks)", "Complaints (April)"."""
    called, days = said(line.indicator.name, 80), line.assessment.days_since_reading
    if line.assessment.parts_in is not None:
        return f"{called} ({counted(line.assessment.parts_in, viewer)})"
    if days is not None and days >= 14:
        weeks = say_counted(viewer, "nothing for {count} week", "nothing for {count} weeks", days // 7)
        return f"{called} ({weeks})"
    if line.assessment.latest is None:
        never = say(viewer, "never a reading")
        return f"{called} ({never})"
    return f"{called} ({period(missed.period, line.indicator.cadence, viewer)})" if missed else called


def _gap(item: MissingReading, viewer: Viewer) -> str:
    """ "Complaints (5–11 January)"."""
    return f"{said(item.indicator.name, 80)} ({period(item.period, item.indicator.cadence, viewer)})"


def _in_a_row(names: Sequence[str], viewer: Viewer) -> str:
    """ "A, B and C", and a count of what is too much."""
    shown = list(names[: 2 * MOST_LINES])
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
