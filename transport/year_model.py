"""The model of a plan's year: what all its replications share."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from transport.capacity.restraint import Restraint
from transport.hauls.energy import NO_HAULS, HaulEnergy
from transport.ledger.berth_power import BerthPower
from transport.ledger.hubs import NO_HANDLING, HubEnergy
from transport.lock_sites import EXPLANATIONS
from transport.run_calendar import SAMPLED

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from fleets import CarrierFactors, GwpSet
    from networks import Network
    from transport.fleet_use.stock_changes import FleetCohorts
    from transport.indicators import Window
    from transport.inland.water_routes import InlandFleet
    from transport.ledger.port_calls import PortBerths
    from transport.mode_choice.assignment import Market
    from transport.operations.lock import LockSite
    from transport.parameters import TransportParameters
    from transport.run_calendar import RunCalendar
    from transport.skims import ServiceSkims
    from transport.trips import Season


@dataclass(frozen=True)
class YearModel:
    """What all replications of a plan's year share.

    Attributes
    ----------
    network : Network
        Network of the year.
    fleet : InlandFleet
        Inland vessels.
    parameters : TransportParameters
        Single numbers.
    skims : ServiceSkims
        Services and their skims.
    market : Market
        Shipments and alternatives.
    base_cost_cny_per_t : numpy.ndarray
        Logsum cost of each shipment in the base year.
    start_delay_h : numpy.ndarray
        Delays of the base year in the order of the skims: lock directions, facilities, spread at
        lock directions; those of the first round.
    unit_energy : mapping
        Energy of road, rail and sea, and of handling at hubs, in MJ per tonne, by mode and
        carrier, for each service.
    factors : mapping of str to CarrierFactors
        Emission factors by carrier.
    gwp : GwpSet
        Weights of CH4 and N2O.
    locks : mapping of str to mapping
        Lock sites by explanation of ordinary waits and by lock, with the closures and depths of
        the run.
    season : Season
        How traffic varies over the run.
    calendar : RunCalendar
        Days of the run.
    explanation : str
        The explanation that holds.
    empty_vessel_factor : float
        Factor on empty returns of inland vessels.
    haul : HaulEnergy
        Unit energy of road, rail and sea, from which `unit_energy` follows.
    handling : HubEnergy
        Energy of handling at hubs.
    truck_empty_share : float
        Share of truck kilometres run empty.
    gas : pandas.DataFrame or None
        Gas of inland vessels by state, from which its slip in `factors` follows; None without gas.
    berths : tuple of PortBerths
        Calls of ports, whose electricity stands beside the ledger.
    berth_power : BerthPower
        Shore power for the inland vessels of the ledger.
    cohorts : mapping of str to FleetCohorts
        Years of building of the fleets; nothing of a fleet without a stock.
    """

    network: Network
    fleet: InlandFleet
    parameters: TransportParameters
    skims: ServiceSkims
    market: Market
    base_cost_cny_per_t: np.ndarray
    start_delay_h: np.ndarray
    unit_energy: Mapping[tuple[str, str], np.ndarray]
    factors: Mapping[str, CarrierFactors]
    gwp: GwpSet
    locks: Mapping[str, Mapping[str, LockSite]]
    season: Season
    calendar: RunCalendar = SAMPLED
    explanation: str = EXPLANATIONS[0]
    empty_vessel_factor: float = 1.0
    haul: HaulEnergy = NO_HAULS
    handling: HubEnergy = NO_HANDLING
    truck_empty_share: float = 0.0
    gas: pd.DataFrame | None = None
    berths: tuple[PortBerths, ...] = ()
    berth_power: BerthPower = field(default_factory=BerthPower)
    cohorts: Mapping[str, FleetCohorts] = field(default_factory=dict)

    @cached_property
    def restraint(self) -> Restraint:
        """The market with the limits of locks, rail sections and terminals."""
        return Restraint(self.market, self.skims, self.base_cost_cny_per_t)

    @property
    def start_stay_h(self) -> np.ndarray:
        """Base-year hours at lock directions, then their standard deviations."""
        at, start_h = self.restraint.facility_columns, self.start_delay_h
        return np.concatenate([start_h[: at.start], start_h[at.stop :]])

    @property
    def window(self) -> Window:
        """Measured hours of a simulation."""
        return self.calendar.window

    def explained(self, explanation: str) -> YearModel:
        """Return the model under another explanation of ordinary waits at locks."""
        return replace(self, explanation=explanation)

    def with_demand(self, kt: np.ndarray) -> YearModel:
        """Return the model with other tonnes for the same shipments."""
        demand = self.market.demand.assign(kt=kt)
        return replace(self, market=replace(self.market, demand=demand, kt=kt))
