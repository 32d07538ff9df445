"""What a simulated year comes to: how often people were written to, and how long anything missing was kept quiet."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median

from tests.year.checker import Checker
from tests.year.ledger import PINGS, Ledger


def figures(ledger: Ledger, checker: Checker) -> Iterator[str]:
    """A line each."""
    written: Counter[str] = Counter(dict.fromkeys(ledger.owners, 0))
    written.update(each.to for each in ledger.posted if each.to in ledger.owners)
    asked: Counter[str] = Counter(dict.fromkeys(ledger.owners, 0))
    asked.update(each.to for each in ledger.posted if each.to in ledger.owners and each.kind in PINGS)
    yield f"direct messages to one owner: {_spread(written.values())}; of them reminders: {_spread(asked.values())}"
    for about, gone_on in (("a missing figure", False), ("one that is waited for, nothing later having come", True)):
        gap, what = max(_silences(ledger, checker, until_later=gone_on), default=(timedelta(0), "nothing"))
        yield f"longest silence about {about}: {gap.days} days ({what})"
    states = Counter(ledger.states.values())
    yield f"due readings: {states.total()}: {', '.join(f'{count} {name}' for name, count in states.most_common())}"
    yield f"happened: {', '.join(f'{name} {count}' for name, count in sorted(ledger.happened.items()))}"


def _spread(counts: Iterable[int]) -> str:
    ordered = sorted(counts)
    return f"median {median(ordered):.0f}, 95 % at most {ordered[int(0.95 * (len(ordered) - 1))]}, most {ordered[-1]}"


def _silences(ledger: Ledger, checker: Checker, *, until_later: bool) -> Iterator[tuple[timedelta, str]]:
    """Between two times at which anybody was told of an indicator while something of it was missing: the owner, the
    channel in a report, or whoever answers for it. Or only `until_later` readings have come: what is missing before
    them nobody waits for.
    """
    told: dict[str, list[datetime]] = defaultdict(list)
    for posted in ledger.posted:
        words = set(posted.versions[0].text.replace("*", " ").replace("`", " ").replace(",", " ").split())
        for key, kept in ledger.indicators.items():
            if key in words or (posted.to == kept.channel and f"{kept.name}" in posted.versions[0].text):
                told[key].append(posted.at)
    for (key, period), at in checker.missed_at.items():
        given = min((each.at for each in checker.given.get((key, period), ())), default=checker.ends)
        rest = min((begin for begin, _ in ledger.rests.get(key, ()) if begin > at), default=checker.ends)
        later = (each.at for each in checker.all_given[key] if each.period > period and each.at > at)
        until = min(given, rest, checker.ends, *(later if until_later else ()))
        times = [at, *(each for each in told[key] if at < each < until), until]
        for before, after in pairwise(times):
            yield after - before, f"{key} {period}, from {before:%Y-%m-%d}"
