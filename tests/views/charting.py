"""Charts to show."""

from datetime import date, timedelta
from decimal import Decimal

from bot.domain.periods import period_containing
from bot.domain.targets import Target
from bot.results.charts import Chart, ChartPoint
from bot.results.names import IndicatorName
from tests.views.make import CSAT


def make_chart(
    *amounts: str,
    indicator: IndicatorName = CSAT,
    planned: tuple[str, ...] = (),
    target: Target | None = None,
    last: date = date(2026, 3, 30),
) -> Chart:
    """These amounts, one a period, the last one for the period with this day."""
    periods = [period_containing(indicator.cadence, last)]
    while len(periods) < len(amounts):
        periods.insert(0, period_containing(indicator.cadence, periods[0].first - timedelta(days=1)))
    plan: list[Decimal | None] = [Decimal(each) for each in planned]
    plan = plan or [None] * len(amounts)
    points = [
        ChartPoint(period, Decimal(amount), period.last, expected)
        for period, amount, expected in zip(periods, amounts, plan, strict=True)
    ]
    return Chart(indicator, tuple(points), target)
