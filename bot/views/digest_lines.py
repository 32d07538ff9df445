"""One indicator in a channel's digest, on two lines of a phone: its value, what was planned, and what is new."""

from bot.domain.colours import State
from bot.domain.facts import Assessment
from bot.domain.reasons import Limits, Pace, Planned, Reached, Result, TooEarly, reason
from bot.results.digests import QUOTED_FOR, Digest, DigestIndicator, Remark
from bot.results.names import Viewer
from bot.views.blocks import said
from bot.views.goals import in_short, limit_in_short
from bot.views.parts_in import counted
from bot.views.signals import unusual
from bot.views.speech import say
from bot.views.standing import amid, computed, lasting, mark
from bot.views.wording import how_sure, name, period, value

_LONGEST_NAME = 80
_LONGEST_QUOTE = 100


def what_is_new(line: DigestIndicator, content: Digest, viewer: Viewer) -> str:
    """ "🔴 *Attendance: 63 %*, planned 74 · off track, was 🟢 on track", and below it what its keeper says."""
    stands = amid(line.assessment.state, viewer)
    if line.was is not None and line.was is not line.assessment.state:
        stands = say(
            viewer, "{state}, was {mark} {before}", state=stands, mark=mark(line.was), before=amid(line.was, viewer)
        )
    shown = f"{_reading(line, content, viewer)} · {said(stands)}{_parts(line, viewer)}{_unusual(line, viewer)}"
    is_told = line.remark is not None and (line.news is not None or line.remark.on >= content.first)
    return f"{shown}\n> {_quote(line.remark, viewer)}" if line.remark and is_told else shown


def still(line: DigestIndicator, content: Digest, viewer: Viewer) -> str:
    """ "🔴 *Calls given up: 23.9 %*, planned 18.4 · off track for 7 weeks · Ugo, no note for 4 weeks"."""
    a = line.assessment
    lasts = f"{said(_for_how_long(a, viewer))}{_parts(line, viewer)}{_unusual(line, viewer)}"
    parts = [_reading(line, content, viewer), lasts]
    if line.remark is not None and line.remark.on >= content.first:
        parts.append(_quote(line.remark, viewer))
    elif line.owner is not None:
        who = name(line.owner)
        is_unexplained = line.remark is None and a.since is not None and content.last - a.since >= QUOTED_FOR
        parts.append(say(viewer, "{name}, no note for 4 weeks", name=who) if is_unexplained else who)
    return " · ".join(parts)


def _parts(line: DigestIndicator, viewer: Viewer) -> str:
    """ " · 3 of 4 parts in", where it is made of others and waits for one."""
    waiting = line.assessment.parts_in
    return f" · {counted(waiting, viewer)}" if waiting is not None else ""


def seen_otherwise(line: DigestIndicator, content: Digest, viewer: Viewer) -> str:
    """ "🟢 *Attendance: 83 %*, planned 74 · on track, and Tess is not sure"."""
    parts = {"state": said(amid(line.assessment.state, viewer))}
    if line.confidence is not None and line.owner is not None:
        parts |= {"name": name(line.owner), "sure": how_sure(line.confidence, viewer)}
        told = say(viewer, "{state}, and {name} is {sure}", **parts)
    else:
        told = parts["state"]
    return f"{_reading(line, content, viewer)} · {told}{_unusual(line, viewer)}"


def moving(line: DigestIndicator, content: Digest, viewer: Viewer) -> str:
    """ "🟢 *Attendance: 83 %*, planned 74 · eight readings in a row better than usual: more than ordinary movement"."""
    return f"{_reading(line, content, viewer)}{_unusual(line, viewer)}"


def _unusual(line: DigestIndicator, viewer: Viewer) -> str:
    """ " · more than ordinary movement for the worse", with the period where it is not the latest; nothing of what is
    ordinary.
    """
    if line.unusual is None:
        return ""
    told = said(unusual(line.unusual, line.assessment.terms.direction, viewer, amid=True))
    if line.period is not None and line.unusual.period < line.period:
        of = period(line.unusual.period, line.indicator.cadence, viewer)
        told = say(viewer, "{signal} ({period})", signal=told, period=of)
    return f" · {told}"


def _reading(line: DigestIndicator, content: Digest, viewer: Viewer) -> str:
    """ "🔴 *Attendance: 63 %* (week of 11 May), planned 74"."""
    a, indicator = line.assessment, said(line.indicator.name, _LONGEST_NAME)
    shown = indicator
    if a.value is not None:
        now = value(a.value, line.indicator, viewer)
        if line.indicator.name.rstrip().endswith("?"):
            shown = say(viewer, "{question} {answer}", question=indicator, answer=now)
        else:
            shown = say(viewer, "{indicator}: {value}", indicator=indicator, value=now)
    shown = f"{mark(a.state)} *{shown}*{_of_when(line, content, viewer)}"
    beside = held_against(a, viewer)
    return say(viewer, "{reading}, {planned}", reading=shown, planned=said(beside)) if beside else shown


def _of_when(line: DigestIndicator, content: Digest, viewer: Viewer) -> str:
    """The period, where it is not the one that everybody expects: the one that ended in these days."""
    if line.period is None or line.period.last >= content.first:
        return ""
    return f" ({period(line.period, line.indicator.cadence, viewer)})"


def held_against(a: Assessment, viewer: Viewer) -> str:
    """What the value is compared with, in two words, raw: "planned 74", "at least 5", "target 7"."""
    target, measure = a.terms.target, a.terms.measure
    match reason(a):
        case Pace(planned=Planned() as planned) | TooEarly(planned=Planned() as planned):
            return say(viewer, "planned {amount}", amount=computed(planned.amount, measure, viewer))
        case Limits(outside=outside) if outside and target is not None:
            edge = target.low if outside < 0 else target.high
            assert edge is not None, "or it would not be outside"
            limit = limit_in_short(edge, measure, viewer)
            if outside < 0:
                return say(viewer, "at least {limit}", limit=limit)
            return say(viewer, "at most {limit}", limit=limit)
        case Reached() | Result() | Limits() if target is not None:
            return say(viewer, "target {goal}", goal=in_short(target, measure, viewer))
        case _:
            return ""


def _for_how_long(a: Assessment, viewer: Viewer) -> str:
    """ "off track for 7 weeks", raw."""
    state, time = amid(a.state, viewer), lasting(a, viewer)
    if not time or a.state is State.NOT_ACHIEVED:
        return state
    return say(viewer, "{state} for {time}", state=state, time=time)


def _quote(remark: Remark, viewer: Viewer) -> str:
    """ "“a third fall, stairs closed now” – Tess"."""
    text = said(remark.text, _LONGEST_QUOTE)
    return say(viewer, "“{text}” – {name}", text=text, name=name(remark.by))
