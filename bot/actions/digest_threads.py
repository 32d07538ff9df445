"""What stands below a channel's digest: every outcome with all of its numbers, a reply for each."""

from dataclasses import replace
from datetime import datetime
from itertools import islice

from sqlmodel import Session

from bot.actions import outgoing
from bot.actions.charts import chart_of
from bot.actions.due import name_of
from bot.actions.people import Policy
from bot.actions.screens import outcome_name
from bot.actions.snapshots import IndicatorSnapshot, snapshots
from bot.domain.calendar import local_day
from bot.domain.colours import urgency
from bot.domain.messages import Priority, Template
from bot.domain.status import roll_up
from bot.results.charts import Chart
from bot.results.notices import NumberBelow, OutcomeBelow
from storage import quiets
from storage.channels import subscription_of
from storage.outcomes import homes_of, indicators_of
from storage.tables import Message

MOST_CHARTS = 2
"""Slack takes no more of them in one message."""
_MOST_PERIODS = 20


def tell_below(session: Session, digest: Message, *, now: datetime) -> None:
    """Have the numbers of each outcome posted in the thread of a digest that has just arrived: of those that it was
    drawn with.
    """
    assert digest.channel_id is not None, "a digest is a channel's"
    for number in digest.arguments.get("below", ()):
        outgoing.enqueue_notice(
            session,
            Template.OUTCOME_BELOW,
            {"outcome": number},
            workspace_id=digest.workspace_id,
            channel_id=digest.channel_id,
            thread_of_id=digest.id,
            key=f"below:{digest.key}:{number}",
            now=now,
            priority=Priority.BACKGROUND,
        )


def outcome_below(
    session: Session, outcome_id: int, *, channel_row_id: int, policy: Policy, now: datetime
) -> OutcomeBelow | None:
    """An outcome with its numbers as they stand now, less those about which digests are quiet; None where it has been
    closed since, has moved to another channel or has no numbers any more. A fixed number of queries.
    """
    home = homes_of(session, [outcome_id])[outcome_id]
    if home.channel.id != channel_row_id or home.outcome.closed_at is not None:
        return None
    subscription = subscription_of(session, channel_row_id)
    zone = subscription.zone if subscription else policy.zone
    running = indicators_of(session, [outcome_id])[outcome_id]
    hushed = quiets.holding(session, running, on=local_day(now, zone))
    told = [number for number in running if number not in hushed]
    shown = sorted(snapshots(session, told, policy=policy, now=now).values(), key=_urgency)
    if not shown:
        return None
    measured = (at for at in shown if at.standing.latest is not None)
    charts = [_chart(session, at, zone=zone) for at in islice(measured, MOST_CHARTS)]
    return OutcomeBelow(
        outcome=outcome_name(home),
        rollup=roll_up((at.level, at.assessment) for at in shown),
        lines=tuple(NumberBelow(name_of(at), at.assessment, at.standing.latest) for at in shown),
        charts=tuple(charts),
    )


def _chart(session: Session, at: IndicatorSnapshot, *, zone: str) -> Chart:
    """With the latest signals, as they are kept: for a reply in a thread no history is gone through."""
    drawn, process = chart_of(session, at, zone=zone, most=_MOST_PERIODS), at.standing.process
    found = {each.period.key for each in process.completed} if process is not None else set()
    return replace(drawn, signals=frozenset(found.intersection(point.period.key for point in drawn.points)))


def _urgency(at: IndicatorSnapshot) -> tuple[int, int]:
    return urgency(at.assessment.state), -at.assessment.readings_in_a_row
