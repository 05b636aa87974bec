"""Trucks, trains and ships that carry the cargo of each commodity group, and their unit energy."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fleets.marine_engines import MarineEngine
    from fleets.sea_voyages import ShipUse
    from fleets.trains import TractionEnergy, TrainUse
    from fleets.truck_energy import TruckClass
    from networks import Link

RAIL_CARRIERS = {"electric": "rail_electricity", "diesel": "rail_diesel"}
"""Carriers of trains under wire and beside it, by traction."""


class Section(NamedTuple):
    """What of a link tells the energy of a kilometre over it; vessels' links have none.

    Attributes
    ----------
    mode, grade : str
        ``road``, ``rail`` or ``sea``, and class of grades.
    wired : bool
        Whether trains are electric.
    largest_gross_t : float
        Largest gross mass of a train; infinite where none is known.
    """

    mode: str
    grade: str = "rolling"
    wired: bool = False
    largest_gross_t: float = float("inf")


def section_of(link: Link) -> Section:
    """Return the section kind of a link.

    Examples
    --------
    >>> from networks import Link
    >>> section_of(Link("r", "A", "B", "rail", 10, 80, electrified=True, max_train_gross_t=4000))
    Section(mode='rail', grade='rolling', wired=True, largest_gross_t=4000)
    """
    gross = link.max_train_gross_t
    limit = gross if gross == gross else float("inf")  # noqa: PLR0124 - NaN where not known
    return Section(link.mode, link.grade, link.electrified, limit)


class Loading(NamedTuple):
    """How the vehicles of a group are loaded by a mode.

    Attributes
    ----------
    cargo_t : float
        Cargo of a laden vehicle.
    load_share : float
        The same over what it can take.
    empty_share : float
        Share of vehicle kilometres run empty.
    """

    cargo_t: float
    load_share: float
    empty_share: float


@dataclass(frozen=True, slots=True)
class TruckUse:
    """A class of truck with one powertrain in the work of a group.

    Attributes
    ----------
    truck : TruckClass
        The class.
    load_share : float
        Cargo of a laden truck over what it can take.
    tkm_share : float
        Share in the tonne-km of the group by road.
    """

    truck: TruckClass
    load_share: float
    tkm_share: float


def truck_mj_per_km(
    uses: Sequence[TruckUse], payload_t: float, grade_factor: float
) -> tuple[float, float]:
    """Return the energy of a kilometre with a truckload of a group, laden and on the way back.

    Parameters
    ----------
    uses : sequence of TruckUse
        Trucks of the group.
    payload_t : float
        The truckload that freight is paid for; what its tonnes take in the trucks of the group.
    grade_factor : float
        Energy over that of rolling country.

    Returns
    -------
    tuple of float
        MJ, laden and empty. With the empty kilometres of each laden one they come to the
        energy per tonne-km of the ledger, times the truckload.
    """
    laden = empty = 0.0
    for use in uses:
        load_t = use.load_share * use.truck.payload_t
        trucks = use.tkm_share * payload_t / load_t
        laden += trucks * float(use.truck.mj_per_km(load_t, grade_factor))
        empty += trucks * float(use.truck.mj_per_km(0.0, grade_factor))
    return laden, empty


@dataclass(frozen=True)
class HaulFleet:
    """What carries cargo on road, rail and sea in a year.

    Attributes
    ----------
    trucks : mapping of str to sequence of TruckUse
        Trucks of each commodity group; shares sum to one.
    trains : mapping of str to TrainUse
        Train of each group.
    ships : mapping of str to ShipUse
        Ship of each group.
    truck_empty_share : float
        Share of truck kilometres run empty.
    traction : TractionEnergy
        Energy of trains.
    road_grades : mapping of str to float
        Energy of trucks by class of grades over that of rolling country.
    engines : mapping of str to MarineEngine
        Engines of the ships.
    sea_carriers : mapping of str to str
        Carrier of the ledger by fuel of a ship.
    wired_electric_share : float
        Part of the trains under wires that are electric; the others run on diesel.
    change_mj : float
        Diesel of a change of locomotive of one train.
    ship_energy : mapping of str to mapping
        What each carrier takes over the fuel oil of today's ships, by group; groups that are not
        in it keep their fuel.
    """

    trucks: Mapping[str, Sequence[TruckUse]]
    trains: Mapping[str, TrainUse]
    ships: Mapping[str, ShipUse]
    truck_empty_share: float
    traction: TractionEnergy
    road_grades: Mapping[str, float]
    engines: Mapping[str, MarineEngine]
    sea_carriers: Mapping[str, str]
    wired_electric_share: float = 1.0
    change_mj: float = 0.0
    ship_energy: Mapping[str, Mapping[str, float]] = field(default_factory=dict)

    def mj_per_tkm(self, group: str, section: Section) -> dict[str, float]:
        """Return energy of a tonne-km of a group over a section, by carrier.

        Parameters
        ----------
        group : str
            Commodity group.
        section : Section
            Kind of section.

        Returns
        -------
        dict of str to float
            MJ, empty running included.
        """
        if section.mode == "road":
            return self._by_road(group, section.grade)
        if section.mode == "rail":
            return self._by_rail(group, section)
        return self._by_ship(group, self.ships[group].mj_per_tkm(self.engines))

    def mj_per_call_t(self, group: str) -> dict[str, float]:
        """Return energy in ports of a tonne that goes by sea once, by carrier."""
        return self._by_ship(group, self.ships[group].mj_per_call_t(self.engines))

    def changes_per_t(self, group: str, largest_gross_t: float) -> float:
        """Return the changes of locomotive for a tonne that goes by rail past an end of a wire.

        Parameters
        ----------
        group : str
            Commodity group.
        largest_gross_t : float
            Largest gross mass of a train there.

        Returns
        -------
        float
            Of its trains, empty ones included; those on diesel under the wire change nothing.
        """
        return self.wired_electric_share * self.trains[group].passages_per_t(largest_gross_t)

    def loading(self, group: str, mode: str) -> Loading:
        """Return how the vehicles of a group are loaded by ``road``, ``rail`` or ``sea``."""
        if mode == "road":
            uses = self.trucks[group]
            trips = sum(use.tkm_share / (use.load_share * use.truck.payload_t) for use in uses)
            room = sum(use.tkm_share / use.load_share for use in uses)
            return Loading(1 / trips, 1 / room, self.truck_empty_share)
        if mode == "rail":
            train = self.trains[group]
            cargo = train.train.payload_t * train.load_share
            return Loading(cargo, train.load_share, train.empty_share)
        ship = self.ships[group]
        return Loading(ship.cargo_t, ship.load_share, ship.empty_share)

    def _by_road(self, group: str, grade: str) -> dict[str, float]:
        """Return MJ per tonne-km of the trucks of a group by carrier."""
        total: dict[str, float] = {}
        for use in self.trucks[group]:
            name = use.truck.carrier.carrier
            mj = use.truck.mj_per_tkm(
                use.load_share, self.truck_empty_share, self.road_grades[grade]
            )
            total[name] = total.get(name, 0.0) + use.tkm_share * mj
        return total

    def _by_rail(self, group: str, section: Section) -> dict[str, float]:
        """Return MJ per tonne-km of the trains of a group by carrier."""
        electric = self.wired_electric_share if section.wired else 0.0
        return {
            RAIL_CARRIERS[traction]: share
            * self.trains[group].mj_per_tkm(
                self.traction, traction, section.grade, section.largest_gross_t
            )
            for traction, share in (("electric", electric), ("diesel", 1.0 - electric))
            if share > 0
        }

    def _by_ship(self, group: str, by_fuel: Mapping[str, float]) -> dict[str, float]:
        """Return energy of ships of a group by carrier."""
        total: dict[str, float] = {}
        for fuel, mj in by_fuel.items():
            usual = self.sea_carriers[fuel]
            for name, share in self.ship_energy.get(group, {usual: 1.0}).items():
                total[name] = total.get(name, 0.0) + share * mj
        return total
