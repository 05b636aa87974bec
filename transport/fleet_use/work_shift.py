"""How a plan's choice of mode moves the work of fleets, without running operations.

The choice of a year at the waits of the base year says how many tonne-km each mode carries; over
those of the same cargo at the shares and hauls of the base year it is a factor on the work of the
fleets of that mode. Factors are those of a few years of the plan, 1 in the base year, linear
between them and constant after the last.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from networks import MODES
from transport.fleet_use.work import ANY

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from networks import Leg
    from transport.mode_choice.assignment import Assignment, Market
    from transport.skims import ServiceSkims

    Floats = NDArray[np.float64]

COLUMNS: Final = (*MODES, "wired")
"""Modes, and rail under wires."""


@dataclass(frozen=True)
class ModeWork:
    """What each mode carries in a year.

    Attributes
    ----------
    tkm : mapping of (str, str) to float
        Million tonne-km by mode and kind of cargo, ``any`` the sum of all.
    wired_share : float
        Part of the tonne-km by rail that lies under wires; 1 without rail.
    """

    tkm: Mapping[tuple[str, str], float]
    wired_share: float


def shipment_work(market: Market, assignment: Assignment, skims: ServiceSkims) -> Floats:
    """Return the tonne-km of each shipment, in millions, shape (shipments, columns)."""
    work = np.zeros((len(market.kt), len(COLUMNS)))
    km = np.column_stack([skims.km, _wired_km(skims)])
    np.add.at(work, market.shipment, assignment.kt[:, None] * km[market.service])
    return work / 1000


def mode_work(work: Floats, cargo_kinds: Sequence[str]) -> ModeWork:
    """Return what each mode carries.

    Parameters
    ----------
    work : array, shipments x columns
        Of :func:`shipment_work`.
    cargo_kinds : sequence of str
        ``bulk`` or ``container``, of each shipment.

    Returns
    -------
    ModeWork
        Of the year.
    """
    kinds = np.array(cargo_kinds)
    parts = {kind: work[kinds == kind].sum(axis=0) for kind in sorted(set(cargo_kinds))}
    parts[ANY] = work.sum(axis=0)
    rail, wired = (parts[ANY][COLUMNS.index(name)] for name in ("rail", "wired"))
    return ModeWork(
        {
            (mode, kind): float(values[COLUMNS.index(mode)])
            for kind, values in parts.items()
            for mode in MODES
        },
        float(wired / rail) if rail > 0 else 1.0,
    )


@dataclass(frozen=True)
class WorkShift:
    """Factors on the work of fleets over the years.

    Attributes
    ----------
    years : sequence of int
        The base year, and those of the plan in rising order.
    chosen, usual : sequence of ModeWork
        What each mode carries as the plan has it chosen, and at the shares of the base year.
    """

    years: Sequence[int]
    chosen: Sequence[ModeWork]
    usual: Sequence[ModeWork]

    def factor(self, mode: str, kind: str, years: Sequence[int]) -> Floats:
        """Return the factor on the work of a mode and kind of cargo in some years.

        A mode that carries none of a kind in the base year keeps 1.
        """
        pairs = [
            (now.tkm.get((mode, kind), 0.0), before.tkm.get((mode, kind), 0.0))
            for now, before in zip(self.chosen, self.usual, strict=True)
        ]
        found = [now / before if before > 0 else 1.0 for now, before in pairs]
        return np.interp(years, self.years, found)

    def wired_share(self, years: Sequence[int]) -> Floats:
        """Return the part of the tonne-km by rail that lies under wires in some years."""
        return np.interp(years, self.years, [one.wired_share for one in self.chosen])


def _wired_km(skims: ServiceSkims) -> Floats:
    """Return the kilometres of each service under wires."""
    known: dict[tuple[str, ...], float] = {}

    def km(leg: Leg) -> float:
        """Return those of a leg, each looked at once."""
        key = tuple(link.link_id for link in leg.links)
        if key not in known:
            known[key] = sum(
                link.length_km for link in leg.links if link.electrified and not link.gateway
            )
        return known[key]

    return np.array(
        [sum(km(leg) for leg in one.legs if leg.mode == "rail") for one in skims.services]
    )
