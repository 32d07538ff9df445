"""What a message promises in its last lines, read as a person would read them: in English, on their day."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from tests.year import days

_DAY = r"today|tomorrow|yesterday|[A-Z]\w+(?:,? \d{1,2} \w+(?: \d{4})?)?"
_WHEN = rf"(?P<when>{_DAY})"
_AGAIN = re.compile(rf"ask once more,? (?:on )?{_WHEN} at (?P<clock>\d\d:\d\d)")
_LAST = re.compile(r"last time I ask|do not ask for this again|[Ll]ast time I'?ll ask")
_MISSED = re.compile(
    rf"[Aa]fter {_WHEN},? (?:it )?counts as missed(?:, and (?P<rest>[^.]*))?"
    rf"|[Ss]till open after (?P<other>{_DAY})"
)
_ON_RETURN = re.compile(r"ask once more when you are back")
_CHANNEL = re.compile(r"<#(C\w+)>")
_MONTHS = [date(2026, number, 1).strftime("%B") for number in range(1, 13)]
_WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]


@dataclass(frozen=True)
class Promise:
    """When the bot speaks next about what is open, if it does, after which day it is missed, and where that is said."""

    again_at: datetime | None = None
    is_last: bool = False
    missed_after: date | None = None
    told_in: tuple[str, ...] = ()
    is_weekly: bool = False
    is_on_return: bool = False
    """Once their Slack status does not say any more that they are away."""

    @property
    def is_any(self) -> bool:
        return self.is_last or self.is_on_return or self.again_at is not None or self.missed_after is not None


def read_promise(text: str, *, said_at: datetime, zone: str) -> Promise:
    """What it says to somebody who reads it in that zone at that instant."""
    today = days.local(said_at, zone).date()
    again, missed = _AGAIN.search(text), _MISSED.search(text)
    return Promise(
        again_at=_instant(again, today, zone) if again else None,
        is_last=_LAST.search(text) is not None,
        missed_after=read_day(missed["when"] or missed["other"], today) if missed else None,
        is_weekly="once a week at most" in text,
        is_on_return=_ON_RETURN.search(text) is not None,
        told_in=tuple(_CHANNEL.findall(missed["rest"] or "")) if missed else (),
    )


def _instant(found: "re.Match[str]", today: date, zone: str) -> datetime:
    return days.at(read_day(found["when"], today), time.fromisoformat(found["clock"]), zone)


def read_day(words: str, today: date) -> date:
    """ "tomorrow", "Wednesday" (the next one), "Wed 10 June", "Mon, 4 January 2027"."""
    near = {"yesterday": -1, "today": 0, "tomorrow": 1}
    if words in near:
        return today + timedelta(days=near[words])
    weekday, *rest = words.replace(",", "").split()
    if not rest:
        number = _WEEKDAYS.index(weekday[:3])
        return today + timedelta(days=(number - today.weekday()) % 7)
    year = int(rest[2]) if len(rest) > 2 else today.year
    return date(year, _MONTHS.index(rest[1]) + 1, int(rest[0]))
