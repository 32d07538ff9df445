"""How the cost of a piece of work grows with the text that it is given."""

import gc
import time
from collections.abc import Callable
from dataclasses import dataclass

TOO_LITTLE = 0.02
"""Seconds of this thread's processor below which nothing is measured: what takes longer than a text of this length can
account for takes many times as long.
"""

LENGTHS = (500, 3_000, 40_000)
"""From short to long, so that a cubic pattern is found out by 500 characters and not by a night with 40,000."""

_QUARTER = 4
_MOST = 10
"""Work in step with the text takes 4 times as long on 4 times the text, work that grows with its square 16 times."""
_ATTEMPTS = 5


@dataclass(frozen=True)
class Growth:
    """What a text of `length` characters cost against one of a quarter of them."""

    length: int
    times: float

    def __str__(self) -> str:
        return f"{self.times:.1f} times the work on {_QUARTER} times the text, at {self.length:,} characters"


def too_fast_growth(work: Callable[[str], object], text_of: Callable[[int], str]) -> Growth | None:
    """How the cost grew where that was faster than the text; None where it keeps in step.

    It is the growth that is judged and never the seconds, by this thread's own processor time. Whatever else the
    machine does can only make one measurement longer: where two lengths seem to be out of step both are measured again,
    and the least of each counts.
    """
    for length in LENGTHS:
        text = text_of(length)
        whole = _cost(work, text)
        if whole < TOO_LITTLE:
            continue
        part_of_it = text_of(length // _QUARTER)
        part = _cost(work, part_of_it)
        for _ in range(_ATTEMPTS):
            if whole <= _MOST * part:
                break
            whole, part = min(whole, _cost(work, text)), min(part, _cost(work, part_of_it))
        else:
            return Growth(length, whole / part)
    return None


def _cost(work: Callable[[str], object], text: str) -> float:
    """Seconds of this thread's processor."""
    is_collecting = gc.isenabled()
    gc.disable()  # other tests' rubbish is not this text's
    try:
        began = time.thread_time()
        work(text)
        return time.thread_time() - began
    finally:
        if is_collecting:
            gc.enable()
