"""Ships at sea: auxiliary power by type and size, modes, the engine that stops."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from fleets.electricity import GridSupply
from fleets.marine_engines import marine_engines
from fleets.sea_ships import SeaShip, sea_ships, ship_power_kw
from fleets.vessel_energy import Legs, sea_energy

if TYPE_CHECKING:
    from scenarios.tables.reading import Tables


@pytest.fixture(scope="module")
def ships(shipped: Tables) -> dict[str, SeaShip]:
    return sea_ships(shipped, 1 / 0.94)


@pytest.mark.parametrize(
    ("kind", "size", "mode", "power"),
    # Fourth IMO GHG Study 2020, table 17
    [
        ("container", 800, "sea", (410, 0)),
        ("container", 1000, "berth", (820, 340)),
        ("bulk_carrier", 34_999, "manoeuvring", (500, 60)),
        ("bulk_carrier", 300_000, "berth", (240, 260)),
        ("oil_tanker", 13_000, "berth", (690, 1250)),
    ],
)
def test_auxiliary_power_by_type_and_size(
    shipped: Tables, kind: str, size: float, mode: str, power: tuple[float, float]
) -> None:
    assert ship_power_kw(shipped["ship_power"], kind, size, mode) == power


def test_an_unknown_type_is_refused(shipped: Tables) -> None:
    with pytest.raises(KeyError, match="hovercraft"):
        ship_power_kw(shipped["ship_power"], "hovercraft", 100, "sea")


def test_power_at_the_reference_speed(ships: dict[str, SeaShip]) -> None:
    ship = ships["sea-bulk-handy"]
    power = float(ship.propulsion_kw(ship.service_speed_kmh / 0.94))
    assert power == pytest.approx(6500 / (0.867 * 0.917))
    half = float(ship.propulsion_kw(ship.service_speed_kmh / 0.94, ship.draught_loaded_m / 2))
    assert half == pytest.approx(power * 0.5 ** (2 / 3))


def test_a_crawling_ship_stops_its_engine(shipped: Tables, ships: dict[str, SeaShip]) -> None:
    ship, engines = ships["sea-bulk-handy"], marine_engines(shipped, GridSupply(0.4476, 0.0, 0.05))
    speeds = np.array([5.0, 20.0])
    fill = np.ones(2)
    legs = Legs(speeds, 50 * fill, ship.draught_loaded_m * fill, 30_000 * fill, 0 * fill)
    energy = sea_energy(ship, engines, legs, 0.3)
    assert energy.propulsion_kw[0] == 0 < energy.propulsion_kw[1]
    assert energy.use.fuel_kg["vlsfo"][0] == pytest.approx(190 * 0.195)
    with pytest.raises(ValueError, match="anchorage"):
        sea_energy(ship, engines, legs, 0.3, "flying")
