"""What is fitted of a lock under each explanation of ordinary waits, and locks with such values."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from transport.lock_sites import LockOperation


@dataclass(frozen=True, slots=True)
class FitParameter:
    """An operating parameter with the range searched."""

    name: str
    unit: str
    low: float
    high: float


_COMMON = (
    FitParameter("cycle_factor", "1", 0.85, 1.05),
    FitParameter("gap_length_m", "m", 10.0, 44.0),
)
PARAMETERS: Mapping[str, tuple[FitParameter, ...]] = {
    "scheduling": (*_COMMON, FitParameter("call_delay_h", "h", 2.0, 8.0)),
    "relief": (*_COMMON, FitParameter("relief_queue", "vessels", 30.0, 150.0)),
}
"""What is fitted under each explanation."""


def with_values(
    operation: LockOperation, explanation: str, values: Sequence[float]
) -> LockOperation:
    """Return an operation with other values of the fitted parameters."""
    cycle, gap_m, third = (float(value) for value in values)
    rules = replace(operation.rules, gap_length_m=gap_m)
    if explanation == "scheduling":
        rules = replace(rules, call_delay_h=third)
    else:
        longer = third / min(rules.relief_queue.values())
        queue = {line: round(longer * vessels) for line, vessels in rules.relief_queue.items()}
        rules = replace(rules, relief_queue=queue)
    return replace(operation, rules=rules, cycle_factor=cycle)
