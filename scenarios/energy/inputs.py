"""From checked tables to the classes, engines and factors of the energy calculator."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fleets import gwp_named
from fleets.inland_classes import InlandFleet, inland_fleet, parameter_values
from fleets.marine_engines import Exhaust, MarineEngine, exhausts, marine_engines
from fleets.sea_ships import SeaShip, sea_ships
from scenarios.from_tables.factors import grid_of
from scenarios.gwp_names import DEFAULT_GWP, SHORT_GWP

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from fleets import GwpSet


@dataclass(frozen=True)
class VesselInputs:
    """What the calculator knows of vessels.

    Attributes
    ----------
    inland : InlandFleet
        Inland classes.
    sea : dict of str to SeaShip
        Sea-going classes.
    engines : dict of str to MarineEngine
        By id.
    tiers : dict of str to Exhaust
        Emission stages by name.
    names : dict of str to (str, str)
        Chinese and English name by class.
    energy : dict of str to str
        Energy on board by class, as in ``vessel_classes``.
    battery_kwh : dict of str to float
        Battery on board by class; NaN without.
    parameters : dict of str to float
        Values of ``fleet_parameters`` and ``energy_parameters``.
    sources : dict of (str, str) to str
        Ids of sources by table and key.
    gwp : tuple of GwpSet
        The set of plain CO2e, and AR6 over 20 years.
    year : int
        Year of the grid factor.
    """

    inland: InlandFleet
    sea: dict[str, SeaShip]
    engines: dict[str, MarineEngine]
    tiers: dict[str, Exhaust]
    names: dict[str, tuple[str, str]]
    energy: dict[str, str]
    battery_kwh: dict[str, float]
    parameters: dict[str, float]
    sources: dict[tuple[str, str], str]
    gwp: tuple[GwpSet, GwpSet]
    year: int

    @property
    def classes(self) -> list[str]:
        """Ids of every class in the tables."""
        return list(self.names)


def gwp_sets(tables: Mapping[str, pd.DataFrame], name: str) -> tuple[GwpSet, GwpSet]:
    """Return the set of a name, and AR6 over 20 years, which always stands beside it."""
    return gwp_named(tables["gwp"], name), gwp_named(tables["gwp"], SHORT_GWP)


def energy_parameters(tables: Mapping[str, pd.DataFrame]) -> dict[str, float]:
    """Return the values of the two parameter tables of the fleets."""
    return parameter_values(tables["fleet_parameters"], tables["energy_parameters"])


def vessel_inputs(
    tables: Mapping[str, pd.DataFrame], year: int, gwp: str = DEFAULT_GWP
) -> VesselInputs:
    """Make the vessel classes with engines and factors.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Checked tables.
    year : int
        Year of the grid factor.
    gwp : str
        Name of the GWP set of plain CO2e.

    Returns
    -------
    VesselInputs
        Everything the calculator asks for.
    """
    parameters = energy_parameters(tables)
    classes = tables["vessel_classes"].to_dict("records")
    return VesselInputs(
        inland=inland_fleet(tables),
        sea=sea_ships(tables, parameters["sea_reference_speed_factor"]),
        engines=marine_engines(tables, grid_of(tables, year)),
        tiers=exhausts(tables),
        names={str(row["class_id"]): (row["name_zh"], row["name_en"]) for row in classes},
        energy={str(row["class_id"]): str(row["energy"]) for row in classes},
        battery_kwh={str(row["class_id"]): row["battery_kwh"] for row in classes},
        parameters=parameters,
        sources=_sources(tables),
        gwp=gwp_sets(tables, gwp),
        year=year,
    )


def _sources(tables: Mapping[str, pd.DataFrame]) -> dict[tuple[str, str], str]:
    """Return ids of sources by table and key."""
    keys = {
        "vessel_classes": "class_id",
        "inland_hulls": "class_id",
        "sea_ships": "class_id",
        "marine_engines": "engine_id",
        "emission_tiers": "tier",
        "energy_intensity": "entry_id",
    }
    return {
        (name, str(key)): str(source)
        for name, column in keys.items()
        for key, source in zip(tables[name][column], tables[name]["source"], strict=True)
    }
