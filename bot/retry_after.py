"""How long another side asks us to wait: the `Retry-After` of whatever answers over HTTP."""

import math

DEFAULT = 30.0
"""Seconds to wait after "too many requests" that does not say for how long."""
SHORTEST, LONGEST = 1.0, 86_400.0


def seconds_asked_for(header: object) -> float | None:
    """The pause that was asked for, within reason; None where nobody can tell: absent, a date, infinite."""
    try:
        asked_for = float(str(header))
    except ValueError:
        return None
    return min(max(asked_for, SHORTEST), LONGEST) if math.isfinite(asked_for) else None
