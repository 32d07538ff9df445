"""When an outcome comes to its end: what follows is planned by `bot.delivery.proposals`."""

from datetime import date, datetime

from storage.tables import Outcome


def look_at_end(outcome: Outcome, ends_on: date | None, *, now: datetime) -> None:
    """Have it looked at anew when its closing is to be proposed: it has another end, or somebody else answers for it.
    The planning step works out when that is.
    """
    outcome.next_proposal_at = now if ends_on is not None and outcome.closed_at is None else None
