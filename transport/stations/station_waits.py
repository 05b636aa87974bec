"""Usual waits at the stations of a year in closed form, for purchase and for the yearly run.

Drivers of the cargo that is observed on the road today, grown to the year, use the stations on
their way alike: a truck that needs n stops on a leg makes n over the number of stations passed of
them at each. A station of c chargers whose sessions take s hours has the mean wait of Erlang's
formula, C s / (c - a) with a = arrivals x s; one of P packs that charge in c slots the wait of
one-for-one replenishment (:func:`transport.machine_repair.pack_wait_h`). Who would wait longer than
the patience goes on, so no mean wait is longer. The wait of a powertrain is the mean over its
stops. Arrivals are those of the mean hour: a daily peak waits longer, and the week of
``landsea stations`` shows it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from transport.haulage import empty_per_laden_km
from transport.machine_repair import pack_wait_h
from transport.queueing import server_queue
from transport.stations.service_areas import passed_areas
from transport.stations.truck_haul_costs import fills

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fleets import Powertrain
    from networks import Leg
    from transport.skims import ServiceSkims
    from transport.stations.service_areas import Equipment, PassedArea
    from transport.stations.truck_powertrains import TruckMix
    from transport.stations.truck_setting import TruckSetting

RoadCargo = dict[tuple[str, str, str], float]
"""Kilotonnes a year that were observed on the road, by origin, destination and group."""
_HOURS = 8760.0


def station_wait_h(
    arrivals_per_h: float, service_h: float, servers: int, patience_h: float = math.inf
) -> float:
    """Return the mean wait at one station (Erlang C), never longer than the patience.

    Parameters
    ----------
    arrivals_per_h, service_h : float
        Arrivals and mean hours at a charger or pump.
    servers : int
        Chargers or pumps.
    patience_h : float
        Mean wait above which drivers go on.

    Returns
    -------
    float
        The patience where the station cannot keep up.

    Examples
    --------
    >>> station_wait_h(1.0, 0.5, 1), station_wait_h(3.0, 0.5, 1, 0.5)
    (0.5, 0.5)
    """
    if arrivals_per_h * service_h >= servers:
        return patience_h
    return min(patience_h, server_queue(arrivals_per_h, service_h, servers).wait_h)


@dataclass
class _Load:
    """Arrivals at a station, by hour, and the hours that they take together."""

    arrivals_per_h: float = 0.0
    busy: float = 0.0


@dataclass
class _Stations:
    """Loads of the stations that sell one thing, by area and side."""

    sold_as: str
    setting: TruckSetting
    loads: dict[tuple[str, str], _Load] = field(default_factory=dict)

    def add(
        self, one: Powertrain, leg: Leg, areas: list[PassedArea], load_t: float, trips_per_h: float
    ) -> None:
        """Spread the stops of the trips of one class over the stations passed."""
        stops, beyond = fills(leg, one, load_t, self.setting)
        sold = [area for area in areas if self._equipment(area.area_id)]
        for area in sold if stops else ():
            rate = self.setting.rate[self._equipment(area.area_id).equipment]  # type: ignore[union-attr]
            hours = beyond / stops / min(rate, one.rate)
            if self.sold_as != "swap":
                hours += self.setting.setup_h
            load = self.loads.setdefault((area.area_id, area.side), _Load())
            arrivals = trips_per_h * stops / len(sold)
            load.arrivals_per_h += arrivals
            load.busy += arrivals * hours

    def _equipment(self, area: str) -> Equipment | None:
        """Return what an area has for the powertrain."""
        return self.setting.equipped.get(area, {}).get(self.sold_as)

    def mean_wait_h(self) -> float:
        """Return the mean wait over all stops."""
        total = sum(load.arrivals_per_h for load in self.loads.values())
        waits = sum(
            load.arrivals_per_h * self._wait_h(area, load)
            for (area, _), load in self.loads.items()
            if load.arrivals_per_h > 0
        )
        return float(waits / total) if total > 0 else 0.0

    def _wait_h(self, area: str, load: _Load) -> float:
        """Return the mean wait at a station."""
        found, patience_h = self._equipment(area), self.setting.patience_h
        assert found is not None  # noqa: S101 - loads are of equipped areas
        hours = load.busy / load.arrivals_per_h
        if self.sold_as != "swap":
            return station_wait_h(load.arrivals_per_h, hours, found.units, patience_h)
        if load.busy >= found.units:
            return patience_h
        return min(patience_h, pack_wait_h(load.arrivals_per_h, hours, found.units, found.packs))


def powertrain_waits_h(
    skims: ServiceSkims,
    cargo: Mapping[tuple[str, str, str], float],
    mix: TruckMix,
    setting: TruckSetting,
) -> dict[str, float]:
    """Return the mean wait at a stop of each powertrain.

    Parameters
    ----------
    skims : ServiceSkims
        Services of the year.
    cargo : mapping
        Cargo observed on the road, grown to the year.
    mix : TruckMix
        Hauls by class and powertrain.
    setting : TruckSetting
        Trucks and stations.

    Returns
    -------
    dict of str to float
        Hours; 0 for a powertrain without stops.
    """
    found: dict[str, _Stations] = {}
    for class_id, name in mix.made_share:
        found.setdefault(name, _Stations(setting.trucks[class_id][name].sold_as, setting))
    for i, service in enumerate(skims.services):
        kt = cargo.get((service.origin, service.destination, service.group), 0.0)
        if kt <= 0 or service.main_mode != "road" or service.route != 1:
            continue
        for leg in service.legs:
            if leg.mode == "road" and leg.length_km > 0:
                _load_stations(found, leg, (i, service.group, kt), mix, setting)
    return {name: one.mean_wait_h() for name, one in found.items()}


def _load_stations(
    found: Mapping[str, _Stations],
    leg: Leg,
    cargo: tuple[int, str, float],
    mix: TruckMix,
    setting: TruckSetting,
) -> None:
    """Spread the stops of the trucks of a service's cargo on a leg, laden and back."""
    number, group, kt = cargo
    back = empty_per_laden_km(setting.haulage.empty_share)
    areas = passed_areas(leg, setting.areas, setting.grades)
    other = [replace(area, side="b" if area.side == "a" else "a") for area in areas]
    for use in setting.uses[group]:
        for (class_id, name), share in mix.made_share.items():
            if class_id == use.truck.class_id:
                one, load_t = setting.trucks[class_id][name], setting.load_t(use, name)
                trips = use.tkm_share * share[number] * 1000 * kt / load_t / _HOURS
                found[name].add(one, leg, areas, load_t, trips)
                found[name].add(one, leg, other, 0.0, trips * back)
