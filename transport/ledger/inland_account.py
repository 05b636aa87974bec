"""The second account of inland vessels: energy by class, powertrain and carrier.

It takes voyages by class instead of by link and lock, so that it agrees with
:func:`transport.ledger.energy.inland_energy` only if both are right.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from transport.inland.route_energy import powertrains_of
from transport.ledger.berth_power import DIESEL

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from transport.inland.voyages import VoyageFlow
    from transport.inland.water_routes import InlandFleet, WaterRoute
    from transport.skims import LockDirection


@dataclass(frozen=True)
class InlandAccount:
    """Energy and work of inland vessels in a year.

    Attributes
    ----------
    classes, powertrains, carriers : tuple of str
        The axes.
    mj : numpy.ndarray
        Energy, classes x powertrains x carriers.
    berth_mj : numpy.ndarray
        That at berth, in the same shape.
    tkm : numpy.ndarray
        Work, classes x powertrains, at the mean cargo of a class on a route.
    """

    classes: tuple[str, ...]
    powertrains: tuple[str, ...]
    carriers: tuple[str, ...]
    mj: np.ndarray
    berth_mj: np.ndarray
    tkm: np.ndarray

    @property
    def by_class(self) -> dict[str, float]:
        """Energy by class, MJ."""
        return dict(zip(self.classes, self.mj.sum(axis=(1, 2)).tolist(), strict=True))

    def with_shore_power(self, carrier: str, diesel_mj: float, grid_mj: float) -> InlandAccount:
        """Return the account with a part of the diesel at berth replaced by shore power.

        Parameters
        ----------
        carrier : str
            Electricity at berth.
        diesel_mj, grid_mj : float
            What the fleet takes of both then; each class and powertrain gives up and takes by its
            diesel at berth.

        Returns
        -------
        InlandAccount
            With one more carrier.
        """
        diesel = self.carriers.index(DIESEL)
        at_berth = self.berth_mj[:, :, diesel]
        part = at_berth / (at_berth.sum() or 1.0)
        moved = float(self.mj[:, :, diesel].sum()) - diesel_mj
        cut = self.mj.copy()
        cut[:, :, diesel] -= moved * part
        return replace(
            self,
            carriers=(*self.carriers, carrier),
            mj=np.concatenate([cut, grid_mj * part[:, :, None]], axis=2),
            berth_mj=np.concatenate([self.berth_mj, np.zeros_like(part)[:, :, None]], axis=2),
        )


def inland_account(
    flows: Sequence[VoyageFlow],
    routes: Mapping[str, WaterRoute],
    fleet: InlandFleet,
    delay_h: Mapping[LockDirection, float],
) -> InlandAccount:
    """Return the energy of inland vessels by class, powertrain and carrier.

    Parameters
    ----------
    flows : sequence of VoyageFlow
        Laden and empty voyages of the year.
    routes : mapping of str to WaterRoute
        Routes by name.
    fleet : InlandFleet
        Vessels.
    delay_h : mapping of LockDirection to float
        Hours at each lock and direction.

    Returns
    -------
    InlandAccount
        All classes of the fleet; its sum equals that of :func:`inland_energy` over places.
    """
    classes, powertrains = tuple(fleet.classes), powertrains_of(fleet.drives)
    row = {name: i for i, name in enumerate(classes)}
    mj = np.zeros((len(classes), len(powertrains), len(fleet.carriers)))
    berth_mj, tkm = np.zeros_like(mj), np.zeros(mj.shape[:2])
    for flow in flows:
        route = routes[flow.route]
        energy, state = route.energy, "laden" if flow.laden else "ballast"
        at = [row[name] for name in route.class_share]
        voyages = flow.voyages_per_year * route.shares
        lock_h = sum(delay_h[call.lock, call.direction] for call in route.lock_calls)
        voyage_mj = energy.drive_mj[state] + lock_h * energy.drive_idle_mj_per_h
        mj[at] += voyages[:, None, None] * voyage_mj
        if flow.laden:
            berth_h = np.array([2 * fleet.classes[name].berth_h for name in route.class_share])
            berth_mj[at] += (voyages * berth_h)[:, None, None] * energy.drive_idle_mj_per_h
            cargo = np.array([route.payload_t[name] for name in route.class_share])
            work = voyages * cargo * route.leg.length_km
            tkm[at] += work[:, None] * energy.share_table
    return InlandAccount(classes, powertrains, fleet.carriers, mj + berth_mj, berth_mj, tkm)


def mean_account(accounts: Sequence[InlandAccount]) -> InlandAccount:
    """Return the mean of accounts of one year, such as of its replications."""
    means = {
        name: np.mean([getattr(one, name) for one in accounts], axis=0)
        for name in ("mj", "berth_mj", "tkm")
    }
    return replace(accounts[0], **means)
