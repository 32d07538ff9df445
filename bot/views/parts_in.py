"""What is not in yet of an indicator that is made of others: "Last week: 3 of 4 parts in, waiting for east (Owen)."."""

from bot.domain.wholes import Awaited, NoValue, PartsIn, Waiting
from bot.results.names import Viewer
from bot.views.blocks import said
from bot.views.days import period
from bot.views.speech import capital, listed, say, say_counted

_MOST_NAMED = 5


def parts_in(of: PartsIn, viewer: Viewer) -> str:
    """The whole sentence, as mrkdwn."""
    when = capital(period(of.period, of.cadence, viewer)) if of.period is not None else ""
    without = [each for each in of.awaited if each.why is Waiting.NO_DATA]
    missing = [each for each in of.awaited if each.why is not Waiting.NO_DATA]
    if missing:
        who = _names(missing, viewer)
        if not when:
            return say(viewer, "{parts}, without {who}.", parts=counted(of, viewer), who=who)
        return say(viewer, "{period}: {parts}, waiting for {who}.", period=when, parts=counted(of, viewer), who=who)
    if without:
        return say(
            viewer, "{period}: no value, since there is no data from {who}.", period=when, who=_names(without, viewer)
        )
    if of.why is NoValue.TOO_LARGE:
        return say(viewer, "{period}: no value, because it is too large to be kept.", period=when)
    return say(viewer, "{period}: no value, because it would divide by zero.", period=when)


def counted(of: PartsIn, viewer: Viewer) -> str:
    """ "3 of 4 parts in", for a line that has no room for more."""
    if of.received == of.count:
        return say(viewer, "no value")
    return say_counted(
        viewer, "{received} of {count} part in", "{received} of {count} parts in", of.count, received=of.received
    )


def _names(of: list[Awaited], viewer: Viewer) -> str:
    names = [_name(each, viewer) for each in of[:_MOST_NAMED]]
    if (more := len(of) - len(names)) > 0:
        names.append(say_counted(viewer, "{count} more", "{count} more", more))
    return listed(viewer, names)


def _name(of: Awaited, viewer: Viewer) -> str:
    parts = {"part": said(of.key), "owner": said(of.owner, 80)}
    match of.why:
        case Waiting.NOT_GIVEN | Waiting.NO_DATA:
            return say(viewer, "{part} ({owner})", **parts)
        case Waiting.PAUSED:
            return say(viewer, "{part} (paused)", **parts)
        case Waiting.RETIRED:
            return say(viewer, "{part} (retired)", **parts)
        case Waiting.CLOSED:
            return say(viewer, "{part} (its outcome is closed)", **parts)
        case Waiting.MEASURED_OTHERWISE:
            return say(viewer, "{part} (measured otherwise by now)", **parts)
        case Waiting.OUT_OF_SIGHT:
            return say(viewer, "a part that lives in a private channel")
