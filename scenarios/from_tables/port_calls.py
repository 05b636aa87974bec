"""From the tables to the calls that are drawn for a port, scaled to its published cargo."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from fleets import class_mix
from fleets.hotel_load import sea_hotel_loads_kw
from scenarios.from_tables.shore_power import SEA
from transport.demand import grow_demand, split_port_areas
from transport.port_calls import BerthGroup, CallClass

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    import pandas as pd

    from scenarios.from_tables.shore_power import Port, ShoreParameters

    Frames = Mapping[str, pd.DataFrame]

CARGO_TYPES: Final = ("container", "dry_bulk", "general", "liquid")
_FORMS: Final = {
    "container": "container",
    "reefer": "container",
    "break bulk": "general",
    "tank": "liquid",
}
_KT_PER_MT = 1000.0
_BOX_CARGO = "container"
_LIQUID = "liquid"


@dataclass(frozen=True)
class Scaling:
    """How the cargo of a port follows from the demand table and what is published.

    Attributes
    ----------
    cargo_type : str
        Cargo.
    demand_mt : float
        Cargo of the demand table in the base year.
    port_mt : float
        Published cargo of the port; that of the demand table where nothing is published.
    growth : float
        Cargo of the demand table in the year asked over that of the base year.
    published : bool
        Whether the port's cargo is known from a source.
    """

    cargo_type: str
    demand_mt: float
    port_mt: float
    growth: float
    published: bool

    @property
    def factor(self) -> float:
        """Calls drawn over those that the demand table alone would give; NaN without demand."""
        return self.port_mt / self.demand_mt if self.demand_mt > 0 else float("nan")

    @property
    def basis(self) -> str:
        """What the cargo rests on."""
        return "port total, split by cargo estimated" if self.published else "demand table"

    @property
    def year_mt(self) -> float:
        """Cargo of the port in the year asked."""
        return self.port_mt * self.growth


def grown_cargo(tables: Frames, year: int, growth_case: str) -> pd.DataFrame:
    """Return the demand with the kind of cargo (``kind``) and kilotonnes of a year (``grown``)."""
    demand = split_port_areas(tables["demand"], tables["port_areas"])
    grown = grow_demand(demand, tables["growth"], growth_case, year)["kt"].to_numpy(dtype=float)
    commodities = tables["commodities"]
    forms = dict(zip(commodities["commodity"], commodities["handling_form"], strict=True))
    kinds = {name: _FORMS.get(str(form), "dry_bulk") for name, form in forms.items()}
    return demand.assign(kind=demand["commodity"].map(kinds), grown=grown)


def port_scaling(tables: Frames, port: Port, demand: pd.DataFrame) -> list[Scaling]:
    """Return the cargo of a port by type.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Checked tables.
    port : Port
        The port.
    demand : pandas.DataFrame
        As :func:`grown_cargo` gives it.

    Returns
    -------
    list of Scaling
        Cargo types that the port has.
    """
    kinds = demand["kind"]
    grown = demand["grown"].to_numpy(dtype=float)
    kinds = kinds.where(kinds.ne(_LIQUID) | (port.water == SEA), "dry_bulk")
    kinds = kinds.where(kinds.ne("general") | (port.water == SEA), "dry_bulk")
    ends = (demand["origin"] == port.place) | (demand["destination"] == port.place)
    if port.water != SEA:
        ends &= demand["observed_main_mode"] == "inland_water"
    cargo = tables["port_cargo"]
    own = cargo[cargo["place_id"] == port.place].set_index("cargo_type")["throughput_mt"]
    found = []
    for kind in CARGO_TYPES:
        rows = (ends & (kinds == kind)).to_numpy()
        base = float(demand["kt"].to_numpy(dtype=float)[rows].sum()) / _KT_PER_MT
        growth = float(grown[rows].sum()) / _KT_PER_MT / base if base > 0 else 1.0
        published = kind in own.index
        total = float(own[kind]) if published else (0.0 if len(own) else base)
        if total > 0:
            found.append(Scaling(kind, base, total, growth, published))
    return found


def call_classes(
    tables: Frames, port: Port, scaling: list[Scaling], year: int, common: ShoreParameters
) -> list[CallClass]:
    """Return the vessel classes that call and how often.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Checked tables.
    port : Port
        The port.
    scaling : list of Scaling
        Its cargo.
    year : int
        Calendar year, for the mix of inland vessels.
    common : ShoreParameters
        Tonnes of a container slot.

    Returns
    -------
    list of CallClass
        With expected calls a year.
    """
    classes = {str(row["class_id"]): row for row in tables["vessel_classes"].to_dict("records")}
    made: list[CallClass] = []
    for cargo in scaling:
        mix = _mix(tables, port, cargo.cargo_type, year)
        parcels = {
            name: share * exchange * _capacity_t(classes[name], port, cargo.cargo_type, common)
            for name, (share, exchange) in mix.items()
        }
        calls = cargo.year_mt * 1e6 / sum(parcels.values())
        loads = _loads(tables, port, list(mix))
        for name, (share, _) in mix.items():
            row = classes[name]
            made.append(
                CallClass(
                    cargo.cargo_type,
                    name,
                    calls * share,
                    float(row["berth_hours"]),
                    *loads[name],
                    float(row["length_m"]),
                    float(row["draught_loaded_m"]),
                    cargo.cargo_type == _LIQUID,
                )
            )
    return made


def _mix(tables: Frames, port: Port, cargo: str, year: int) -> dict[str, tuple[float, float]]:
    """Return the share of calls of each class, and what a call exchanges over what it carries."""
    if port.water == SEA:
        rows = tables["port_call_mix"]
        rows = rows[rows["cargo_type"] == cargo]
        return {
            str(row["class_id"]): (row["call_share"], row["exchange_share"])
            for row in rows.to_dict("records")
        }
    kind = "container" if cargo == _BOX_CARGO else "bulk"
    payload = tables["vessel_classes"].set_index("class_id")["payload_factor"]
    return {
        name: (share, float(payload[name]))
        for name, share in class_mix(tables["vessel_mix"], kind, year).items()
        if share > 0
    }


def _capacity_t(
    row: Mapping[Hashable, Any], port: Port, cargo: str, common: ShoreParameters
) -> float:
    """Return what a vessel carries: slots at their weight at sea, else rated tonnage."""
    if port.water == SEA and cargo == _BOX_CARGO:
        return float(row["teu"]) * common.t_per_teu
    return float(row["dwt_t"])


def _loads(tables: Frames, port: Port, names: list[str]) -> dict[str, tuple[float, float]]:
    """Return electric and boiler load by class."""
    if port.water != SEA:
        load = tables["vessel_classes"].set_index("class_id")["berth_aux_load_kw"]
        return {name: (float(load[name]), 0.0) for name in names}
    ships = tables["sea_ships"].set_index("class_id").loc[names]
    sizes = ships["size_value"].to_numpy(dtype=float)
    aux, boiler = sea_hotel_loads_kw(tables["ship_power"], ships["ship_type"].tolist(), sizes)
    pairs = np.column_stack([aux, boiler]).tolist()
    return {name: (one[0], one[1]) for name, one in zip(names, pairs, strict=True)}


def berth_groups(tables: Frames, water: str) -> list[BerthGroup]:
    """Return the groups of berths of a kind of port, not yet sized."""
    rows = tables["berth_groups"]
    return [
        BerthGroup(str(row["group_id"]), str(row["cargo_type"]), row["length_m"], row["draught_m"])
        for row in rows[rows["water"] == water].to_dict("records")
    ]
