"""What hauls by trucks with other powertrains than diesel are reckoned on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from transport.haulage import empty_per_laden_km

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fleets import ClassCost, Powertrain
    from transport.commodity_groups import CommodityGroup
    from transport.haulage import Haulage
    from transport.hauls.fleet import TruckUse
    from transport.stations.service_areas import Equipped, ServiceArea


@dataclass(frozen=True)
class TruckSetting:
    """What hauls by other powertrains are reckoned on.

    Attributes
    ----------
    trucks : mapping of str to mapping of str to Powertrain
        Trucks by class and powertrain.
    uses : mapping of str to sequence of TruckUse
        Diesel trucks in the work of each commodity group.
    costs : mapping of str to ClassCost
        Hours and powertrains of each class of trucks, energy apart; the tractor's at least.
    diesel_cny_per_mj : float
        Price of diesel.
    grades : mapping of str to float
        Energy by class of grades over that of rolling country.
    areas : mapping of str to sequence of ServiceArea
        Service areas by link.
    equipped : dict
        What they have.
    rate : mapping of str to float
        Rate of a row of equipment, kW or kg/h.
    haulage : Haulage
        Cost of a truck.
    groups : mapping of str to CommodityGroup
        Truckloads that freight is paid for.
    reserve_share, setup_h, swap_h : float
        Reserve, hours at the counter of a charger or pump, and of a swap from in to out.
    patience_h : float
        Longest wait that drivers put up with.
    wait_h : mapping of str to float
        Usual wait at a stop by powertrain; none where it is not named.
    """

    trucks: Mapping[str, Mapping[str, Powertrain]]
    uses: Mapping[str, Sequence[TruckUse]]
    costs: Mapping[str, ClassCost]
    diesel_cny_per_mj: float
    grades: Mapping[str, float]
    areas: Mapping[str, Sequence[ServiceArea]]
    equipped: Equipped
    rate: Mapping[str, float]
    haulage: Haulage
    groups: Mapping[str, CommodityGroup]
    reserve_share: float
    setup_h: float
    swap_h: float
    patience_h: float
    wait_h: Mapping[str, float] = field(default_factory=dict)

    def load_t(self, use: TruckUse, powertrain: str) -> float:
        """Return the cargo of a laden truck of a class with another powertrain."""
        one = self.trucks[use.truck.class_id][powertrain]
        return min(use.load_share * use.truck.payload_t, one.truck.payload_t)

    def trips_per_diesel_trip(self, use: TruckUse, powertrain: str) -> float:
        """Return the trips that carry the cargo of one with diesel: 1, or more if it takes less."""
        return use.load_share * use.truck.payload_t / self.load_t(use, powertrain)

    def mj_per_tkm(self, use: TruckUse, powertrain: str | None = None) -> tuple[float, float]:
        """Return the energy of a tonne's kilometre laden, and of an empty one for each of those.

        Of diesel, or of another powertrain with the cargo that it takes.
        """
        truck, load_t = use.truck, use.load_share * use.truck.payload_t
        if powertrain is not None:
            truck = self.trucks[truck.class_id][powertrain].truck
            load_t = self.load_t(use, powertrain)
        return float(truck.mj_per_km(load_t)) / load_t, float(truck.mj_per_km(0.0)) / load_t

    def mj_per_diesel_mj(self, use: TruckUse, powertrain: str) -> float:
        """Return what a powertrain takes for a megajoule of diesel in the same work."""
        back = empty_per_laden_km(self.haulage.empty_share)
        laden, empty = self.mj_per_tkm(use, powertrain)
        usual_laden, usual_empty = self.mj_per_tkm(use)
        return (laden + back * empty) / (usual_laden + back * usual_empty)

    def energy_shares(self, group: str) -> dict[str, float]:
        """Return the part of each class in the energy of a group's hauls on diesel."""
        empty_share = self.haulage.empty_share
        mj = {
            use.truck.class_id: use.tkm_share * use.truck.mj_per_tkm(use.load_share, empty_share)
            for use in self.uses[group]
        }
        total = sum(mj.values())
        return {name: value / total for name, value in mj.items()}
