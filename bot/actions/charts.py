"""An indicator as a chart, from its records. Nothing here writes, and nothing draws."""

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta

from sqlmodel import Session

from bot.actions import access
from bot.actions.due import name_of
from bot.actions.facts import points_of
from bot.actions.people import Actor
from bot.actions.screens import policy_for
from bot.actions.snapshots import IndicatorSnapshot
from bot.actions.targets import current_snapshot
from bot.actions.trends import marked
from bot.domain.calendar import local_day
from bot.domain.facts import Point
from bot.domain.process_series import promised
from bot.domain.progress import expected_at, path_of
from bot.domain.targets import Baseline, PathKind, Target
from bot.results.charts import Chart, ChartPoint, Decided
from storage import notes
from storage.readings import of_latest_periods

MOST_PERIODS = 104
"""Two years of weeks. More of them would be a blot on a phone."""
MOST_DECISIONS = 8
_A_DAY = timedelta(days=1)


def chart(session: Session, indicator_id: int, *, by: Actor, now: datetime) -> Chart:
    """The chart of an indicator, as far back as a picture of it goes. Raises NotFound where the person may not see
    it.
    """
    access.require_visible_indicator(session, indicator_id, by=by)
    at = current_snapshot(session, indicator_id, by=by, now=now)
    drawn = chart_of(session, at, zone=by.zone, most=MOST_PERIODS)
    return marked(session, drawn, at, policy=policy_for(session, by))


def chart_of(session: Session, at: IndicatorSnapshot, *, zone: str, most: int) -> Chart:
    """The chart of the latest periods, `most` of them at the most, with the days of what was decided as they are in
    that zone. Two queries; what came before those periods is not looked at.
    """
    given, has_earlier = _latest(session, at, most=most)
    target, path = at.terms.target, promised(at.terms)
    latest = given[-1].period if given else None
    return Chart(
        indicator=name_of(at),
        points=tuple(_point(each, path) for each in given),
        target=target,
        path=tuple(path_of(*path)) if path else (),
        in_steps=target is not None and target.path is PathKind.STEPS,
        decisions=_decisions(session, at, given, zone=zone),
        is_open=latest is not None and latest.first < latest.last and latest.last >= at.today,
        has_earlier=has_earlier,
    )


def _latest(session: Session, at: IndicatorSnapshot, *, most: int) -> tuple[Sequence[Point], bool]:
    """The values of the latest periods, and whether there are earlier ones."""
    # One day more than is drawn, to know whether there is more.
    rows = of_latest_periods(session, at.id, limit=most + 1)
    given, days = points_of(rows, at.described), sorted({row.period_first_on for row in rows})
    shown = [point for point in given if len(days) <= most or point.period.first > days[0]]
    return shown, len(shown) < len(given)


def _point(of: Point, path: tuple[Baseline, Target] | None) -> ChartPoint:
    # A reading from before a target speaks for the target's first day; on a chart it stays in its own period.
    on = min(max(of.as_of, of.period.first), of.period.last)
    return ChartPoint(of.period, of.value.amount, on, expected_at(*path, on) if path else None)


def _decisions(session: Session, at: IndicatorSnapshot, shown: Sequence[Point], *, zone: str) -> tuple[Decided, ...]:
    """Those since the first of these periods began, by the days of that zone."""
    if not shown:
        return ()
    begins = shown[0].period.first
    # No zone is further from Greenwich than a day.
    since = datetime.combine(begins, time.min, UTC) - _A_DAY
    outcome_id = at.described.home.outcome.id
    found = notes.decisions_about(session, at.id, outcome_id=outcome_id, since=since, limit=MOST_DECISIONS)
    made = [Decided(local_day(row.made_at, zone), row.text) for row in found]
    return tuple(each for each in made if each.on >= begins)
