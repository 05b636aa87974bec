"""Measures of a plan, one module for each group of kinds.

The registry :data:`KINDS` names the class of each kind; a plan file chooses it with ``kind``.
"""

from __future__ import annotations

from typing import Annotated, Final

from pydantic import Field

from scenarios.measures.common import Change, CommonFields, Known, Measure, Title
from scenarios.measures.terminals import TerminalHandling
from scenarios.measures.values import Amount, YearPath, value_in
from scenarios.measures.waterways import CanalDraught, FairwayDepth, LockLine

AnyMeasure = Annotated[
    LockLine | FairwayDepth | CanalDraught | TerminalHandling, Field(discriminator="kind")
]

KINDS: Final[dict[str, type[Measure]]] = {
    "lock-line": LockLine,
    "fairway-depth": FairwayDepth,
    "canal-draught": CanalDraught,
    "terminal-handling": TerminalHandling,
}

__all__ = [
    "KINDS",
    "Amount",
    "AnyMeasure",
    "CanalDraught",
    "Change",
    "CommonFields",
    "FairwayDepth",
    "Known",
    "LockLine",
    "Measure",
    "TerminalHandling",
    "Title",
    "YearPath",
    "value_in",
]
