"""Asking the systems from which readings are fetched, before their keepers are asked.

A question is claimed in a conditional UPDATE, which counts it; it is asked with no transaction open, and what came of
it is put on record in one. Whatever dies in between, it is asked at most so often, and then the keeper is.
"""

import asyncio
import logging

from bot import crashpoints
from bot.actions import fetching
from bot.actions.fetching import Claim
from bot.deps import Deps
from bot.domain.sources import Fetched, NoFetch, NotFetched

log = logging.getLogger(__name__)

MOST_AT_ONCE = 4
"""Systems that are asked at the same time, by one process."""


async def fetch_due(deps: Deps) -> int:
    """Ask a few of the systems whose time has come; answers how many."""
    now = deps.clock()
    claimed = await deps.database.run(fetching.claim, now=now, limit=MOST_AT_ONCE, keys=deps.token_keys)
    await asyncio.gather(*(_fetch(deps, each) for each in claimed))
    return len(claimed)


async def _fetch(deps: Deps, claimed: Claim) -> None:
    crashpoints.reached("fetching: claimed")
    try:
        got = await _answer(deps, claimed)
        crashpoints.reached("fetching: answered")
        is_recorded = await deps.database.run(fetching.settle, claimed, got, now=deps.clock())
        crashpoints.reached("fetching: recorded")
    except Exception:  # around each item of a batch: what is wrong with one is not the others' trouble
        log.exception("the reading of indicator %s was not fetched", claimed.indicator_id)
        return
    if is_recorded:
        log.info("fetched the reading of indicator %s for %s", claimed.indicator_id, claimed.period_key)
    elif isinstance(got, NotFetched):
        log.info("could not fetch indicator %s for %s: %s", claimed.indicator_id, claimed.period_key, got.why)


async def _answer(deps: Deps, claimed: Claim) -> Fetched | NotFetched:
    if isinstance(claimed.query, NotFetched):
        return claimed.query
    if deps.fetch is None:
        return NotFetched(NoFetch.NO_CONNECTION)
    return await deps.fetch(claimed.query)
