"""What is new about an indicator since the digest before, by the colour that it had there."""

from enum import StrEnum

from bot.domain.colours import State
from bot.domain.readings import Confidence


class News(StrEnum):
    """What somebody who has read the digest before does not know yet, or knows and has to decide still."""

    OFF_TRACK = "off_track"
    NOT_ACHIEVED = "not_achieved"
    AT_RISK = "at_risk"
    REACHED = "reached"
    RECOVERED = "recovered"
    EASED = "eased"
    """Off track before, and at risk now."""
    STILL_OFF_TRACK = "still_off_track"
    STILL_NOT_ACHIEVED = "still_not_achieved"
    STILL_AT_RISK = "still_at_risk"


WORSE = (News.OFF_TRACK, News.NOT_ACHIEVED, News.AT_RISK)
BETTER = (News.REACHED, News.RECOVERED, News.EASED)
AS_BAD = (News.STILL_OFF_TRACK, News.STILL_NOT_ACHIEVED, News.STILL_AT_RISK)
"""What was said before, and has not become better."""

_AT_ITS_TARGET = (State.MET, State.ACHIEVED)
_WELL = (State.ON_TRACK, *_AT_ITS_TARGET)
_BADLY = (State.AT_RISK, State.OFF_TRACK, State.NOT_ACHIEVED)
_STILL = {
    State.AT_RISK: News.STILL_AT_RISK,
    State.OFF_TRACK: News.STILL_OFF_TRACK,
    State.NOT_ACHIEVED: News.STILL_NOT_ACHIEVED,
}


def news_of(now: State, was: State | None) -> News | None:
    """What is to be said of an indicator in this state. `was` is its colour in the digest before, also where a state
    without a colour hid that there (stale, paused); None where it had none, or was not there.
    """
    if now in _STILL and was is now:
        return _STILL[now]
    match now:
        case State.OFF_TRACK:
            return News.OFF_TRACK
        case State.NOT_ACHIEVED:
            return News.NOT_ACHIEVED
        case State.AT_RISK:
            return News.EASED if was is State.OFF_TRACK else News.AT_RISK
        case State.MET | State.ACHIEVED if was not in _AT_ITS_TARGET:
            return News.REACHED
        case _ if now in _WELL and was in _BADLY:
            return News.RECOVERED
    return None


def disagree(confidence: Confidence | None, state: State) -> bool:
    """Whether whoever gave the reading sees it otherwise than its colour: unsure of what is on track, or sure of what
    is off track.
    """
    if confidence is Confidence.UNSURE:
        return state in _WELL
    return confidence is Confidence.SURE and state is State.OFF_TRACK
