"""Operation categories of ISO 14083: intensities, load factors and empty running by category.

A transport operation category (TOC) is a mode with a kind of cargo; a hub operation category (HOC)
the modes that meet at a hub, with a kind of cargo. Empty trips belong to the category that causes
them: its intensity holds them, and the empty-distance factor says how large they are. Load factor
and empty-distance factor follow from voyages for inland vessels, and from the vehicles of each
commodity group for trucks, trains and sea-going ships.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from transport.ledger.chain_elements import HUB, TRANSPORT

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from transport.hauls.fleet import Loading
    from transport.inland.voyages import VoyageFlow
    from transport.inland.water_routes import InlandFleet, WaterRoute
    from transport.services import Service

_MJ = "energy_mj_"


@dataclass(frozen=True, slots=True)
class Running:
    """How vehicles of a category are loaded and how far they run empty.

    Attributes
    ----------
    load_factor : float
        Cargo over capacity of laden distance; NaN where not known.
    empty_distance_factor : float
        Empty over all vehicle distance; NaN where not known.
    """

    load_factor: float = float("nan")
    empty_distance_factor: float = float("nan")


def inland_running(
    flows: Iterable[VoyageFlow], routes: Mapping[str, WaterRoute], fleet: InlandFleet
) -> dict[str, Running]:
    """Return how inland vessels are loaded and run empty, by category.

    Parameters
    ----------
    flows : iterable of VoyageFlow
        Laden and empty voyages of the year.
    routes : mapping of str to WaterRoute
        Routes by name.
    fleet : InlandFleet
        Vessels.

    Returns
    -------
    dict of str to Running
        By category of inland water.
    """
    sums: dict[str, list[float]] = {}
    for flow in flows:
        route = routes[flow.route]
        vessel_km = flow.voyages_per_year * route.leg.length_km
        dwt_t = route.mean({name: fleet.classes[name].dwt_t for name in route.class_share})
        total = sums.setdefault(f"inland_water:{route.cargo_kind}", [0.0] * 4)
        laden = vessel_km if flow.laden else 0.0
        for i, value in enumerate(
            (laden * route.mean_payload_t, laden * dwt_t, vessel_km - laden, vessel_km)
        ):
            total[i] += value
    return {
        name: Running(cargo / capacity, empty / whole)
        for name, (cargo, capacity, empty, whole) in sums.items()
    }


def haul_running(
    services: Sequence[Service],
    tkm: Mapping[str, np.ndarray],
    loading: Mapping[tuple[str, str], Loading],
    cargo_kinds: Mapping[str, str],
) -> dict[str, Running]:
    """Return how trucks, trains and ships are loaded and run empty, by category.

    Parameters
    ----------
    services : sequence of Service
        Services.
    tkm : mapping of str to numpy.ndarray
        Tonne-km of each service by mode.
    loading : mapping
        By mode and commodity group.
    cargo_kinds : mapping of str to str
        Kind of cargo of each group.

    Returns
    -------
    dict of str to Running
        By category with cargo: cargo over capacity and empty over all kilometres, weighed by
        vehicle kilometres.
    """
    groups = np.array([service.group for service in services])
    sums: dict[str, np.ndarray] = {}
    for (mode, group), one in loading.items():
        work = float(tkm[mode] @ (groups == group))
        laden_km = work / one.cargo_t
        whole_km = laden_km / (1 - one.empty_share)
        name = f"{mode}:{cargo_kinds[group]}"
        parts = np.array([work, work / one.load_share, whole_km - laden_km, whole_km])
        sums[name] = sums.get(name, np.zeros(4)) + parts
    return {
        name: Running(float(cargo / room), float(empty / whole))
        for name, (cargo, room, empty, whole) in sums.items()
        if whole > 0
    }


def operation_categories(elements: pd.DataFrame, running: Mapping[str, Running]) -> pd.DataFrame:
    """Return the categories of chain elements with their intensities.

    Parameters
    ----------
    elements : pandas.DataFrame
        As :func:`transport.ledger.chain_elements.chain_elements` gives them.
    running : mapping of str to Running
        Load factor and empty-distance factor by category, where known.

    Returns
    -------
    pandas.DataFrame
        ``category``, ``kind``, ``mode``, ``throughput_t``, ``activity_tkm``, ``length_tkm``
        (tonnes x distance travelled), ``adjustment_factor`` (DAF), ``load_factor``,
        ``empty_distance_factor``, energy of each carrier, ``ttw_co2e_t``, ``wtw_co2e_t``,
        ``ttw_co2e_g_per_tkm`` and ``wtw_co2e_g_per_tkm`` on activity (empty for hubs), and
        ``ttw_co2e_g_per_t`` and ``wtw_co2e_g_per_t`` on throughput (empty for transport).
    """
    energy = [name for name in elements.columns if name.startswith(_MJ)]
    work = elements.assign(length_tkm=elements["mass_t"] * elements["length_km"])
    rows: list[dict[str, Any]] = []
    for (kind, category), part in work.groupby(["kind", "category"], sort=True):
        sums = part[["mass_t", "activity_tkm", "length_tkm", *energy, "ttw_co2e_t", "wtw_co2e_t"]]
        total = sums.sum()
        known = running.get(str(category), Running())
        tkm = float(total["activity_tkm"])
        moved = kind == TRANSPORT and tkm > 0
        throughput = float(total["mass_t"]) if kind == HUB else 0.0
        rows.append(
            {
                "category": category,
                "kind": kind,
                "mode": part["mode"].iloc[0],
                "throughput_t": throughput or float("nan"),
                "activity_tkm": tkm,
                "length_tkm": float(total["length_tkm"]),
                "adjustment_factor": float(total["length_tkm"]) / tkm if moved else float("nan"),
                "load_factor": known.load_factor,
                "empty_distance_factor": known.empty_distance_factor,
                **{name: float(total[name]) for name in (*energy, "ttw_co2e_t", "wtw_co2e_t")},
                "ttw_co2e_g_per_tkm": _intensity(total, "ttw", tkm if moved else 0.0),
                "wtw_co2e_g_per_tkm": _intensity(total, "wtw", tkm if moved else 0.0),
                "ttw_co2e_g_per_t": _intensity(total, "ttw", throughput),
                "wtw_co2e_g_per_t": _intensity(total, "wtw", throughput),
            }
        )
    return pd.DataFrame(rows)


def _intensity(total: pd.Series[float], stage: str, activity: float) -> float:
    """Return grams of CO2e for each tonne-kilometre, or tonne, of activity."""
    return float(total[f"{stage}_co2e_t"]) * 1e6 / activity if activity else float("nan")
