"""Being away: since when and until when, what becomes of what falls due meanwhile, and what was done."""

from dataclasses import dataclass, field
from datetime import date

from bot.results.names import PersonName


@dataclass(frozen=True)
class Away:
    """The first day away, and the first day back."""

    first_on: date
    back_on: date


@dataclass(frozen=True)
class AwaySaid:
    """What somebody is told who says that they are away: who is asked for them, whether some of their numbers have
    nobody, and what became at once of what was due.
    """

    away: Away
    asked: tuple[PersonName, ...] = ()
    some_have_nobody: bool = False
    owns_nothing: bool = False
    passed_on: int = 0
    excused: int = 0


@dataclass(frozen=True)
class Meanwhile:
    """What became of somebody's readings while they were away: how many others gave, how many were excused, and how
    many somebody else is still asked for.
    """

    given: tuple[tuple[str, int], ...] = field(default=())
    excused: int = 0
    waiting: tuple[tuple[str, int], ...] = field(default=())

    @property
    def is_nothing(self) -> bool:
        return not (self.given or self.excused or self.waiting)
