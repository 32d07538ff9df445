"""Faults that a test asks for: what goes wrong with which call, by script or by seeded chance."""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from enum import Enum


class Fault(Enum):
    """What may go wrong with a Web API call. `BEFORE` means that nothing is stored, `AFTER` that it was."""

    RATE_LIMITED = "429"
    DROP_BEFORE = "connection dropped before"
    DROP_AFTER = "connection dropped after"
    ERROR_BEFORE = "500 before"
    ERROR_AFTER = "500 after"
    INTERNAL_ERROR_AFTER = "internal_error after"
    SLOW = "slow answer"


@dataclass
class Plan:
    """One fault to come. `times` None means for ever."""

    method: str
    fault: Fault
    times: int | None = 1
    skip: int = 0
    probability: float = 1.0
    seconds: float = 1.0


@dataclass
class Gate:
    """Calls that are held until the test lets them go; `arrived` tells that the first one stands there."""

    arrived: asyncio.Event = field(default_factory=asyncio.Event)
    released: asyncio.Event = field(default_factory=asyncio.Event)


class Faults:
    """The faults of one playground.

    `history_lag` hides messages from the history for that many seconds after they were stored, as a slow replica would;
    `history_forbidden` answers history calls with `missing_scope`.
    """

    def __init__(self, seed: int = 0) -> None:
        self.history_lag = 0.0
        self.history_forbidden = False
        self.plans: list[Plan] = []
        self._random = random.Random(seed)
        self._gates: dict[tuple[str, str], Gate] = {}

    def add(self, method: str, fault: Fault, *, times: int | None = 1, skip: int = 0, seconds: float = 1.0) -> Plan:
        """Let the next `times` calls of `method` fail after `skip` good ones; `seconds` for SLOW and Retry-After."""
        plan = Plan(method, fault, times, skip, 1.0, seconds)
        self.plans.append(plan)
        return plan

    def chance(self, method: str, fault: Fault, probability: float, *, seconds: float = 1.0) -> Plan:
        """Let a share of all calls of `method` fail, drawn from the seeded random numbers."""
        plan = Plan(method, fault, None, 0, probability, seconds)
        self.plans.append(plan)
        return plan

    def clear(self) -> None:
        """Let everything work again."""
        self.plans.clear()
        self.history_lag = 0.0
        self.history_forbidden = False

    def draw(self, method: str) -> Plan | None:
        """The fault that strikes this call, used up by asking."""
        for plan in self.plans:
            if plan.method not in (method, "*") or plan.times == 0:
                continue
            if plan.skip > 0:
                plan.skip -= 1
                continue
            if plan.probability < 1.0 and self._random.random() >= plan.probability:
                continue
            if plan.times is not None:
                plan.times -= 1
            return plan
        return None

    @asynccontextmanager
    async def held(self, method: str, *, after: bool = False) -> AsyncIterator[Gate]:
        """Hold calls of `method` before (or `after`) they take effect until the block ends or the gate is released."""
        gate = self._gates[(method, "after" if after else "before")] = Gate()
        try:
            yield gate
        finally:
            gate.released.set()
            del self._gates[(method, "after" if after else "before")]

    async def pass_gate(self, method: str, moment: str) -> None:
        """Stand at the gate of this method and moment, if there is one."""
        gate = self._gates.get((method, moment))
        if gate is not None:
            gate.arrived.set()
            await gate.released.wait()
