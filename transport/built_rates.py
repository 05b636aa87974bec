"""Freight rates as the model builds them, CNY per tonne-km, to be held against gathered ones.

Nothing is fitted to gathered rates: the road rate follows from the truck and the road, the river
rate from the vessel and its locks, the rail rate from the tariff.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from networks import MODES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from transport.skims import ServiceSkims


class BuiltRate(NamedTuple):
    """A rate over the hauls of a mode.

    Attributes
    ----------
    cny_per_tkm : float
        Mean by tonne-km.
    low_cny_per_tkm, high_cny_per_tkm : float
        A tenth of the tonne-km pays less than the first, a tenth more than the second.
    haul_km : float
        Mean haul by tonnes.
    """

    cny_per_tkm: float
    low_cny_per_tkm: float
    high_cny_per_tkm: float
    haul_km: float


def whole_hauls(skims: ServiceSkims, mode: str, groups: Iterable[str]) -> np.ndarray:
    """Return which services run on one mode from end to end, for some commodity groups.

    Parameters
    ----------
    skims : ServiceSkims
        Services.
    mode : str
        The mode; of inland water, drayage by road may stand at the ends.
    groups : iterable of str
        Commodity groups.

    Returns
    -------
    numpy.ndarray
        True for those services.
    """
    wanted = set(groups)
    beside = {mode, "road"} if mode == "inland_water" else {mode}
    found = []
    for service in skims.services:
        used = {leg.mode for leg in service.legs}
        found.append(service.group in wanted and mode in used and used <= beside)
    return np.array(found, dtype=bool)


def downbound(skims: ServiceSkims) -> np.ndarray:
    """Return which services have inland routes, all of them downstream."""
    return np.array(
        [
            bool(names) and not any(skims.routes[name].upbound for name in names)
            for names in skims.route_of_service
        ],
        dtype=bool,
    )


def built_rate(
    skims: ServiceSkims, kt_by_service: np.ndarray, delay_h: np.ndarray, mode: str, of: np.ndarray
) -> BuiltRate:
    """Return the rate that cargo pays for hauls of a mode.

    Line haul of the mode over its kilometres; on inland water vessel time at locks comes on top.

    Parameters
    ----------
    skims : ServiceSkims
        Services.
    kt_by_service : numpy.ndarray
        Cargo of each service.
    delay_h : numpy.ndarray
        Hours at each lock and direction.
    mode : str
        The mode.
    of : numpy.ndarray
        Which services count.

    Returns
    -------
    BuiltRate
        NaN throughout where no service that counts has cargo.
    """
    column = MODES.index(mode)
    km, money = skims.km[:, column], skims.haul_cny_per_t[:, column]
    if mode == "inland_water":
        money = money + skims.delay_cny_per_t_h @ delay_h
    counts = of & (kt_by_service > 0) & (km > 0)
    if not counts.any():
        return BuiltRate(*[float("nan")] * 4)
    kt, km, money = kt_by_service[counts], km[counts], money[counts]
    rate, work = money / km, kt * km
    order = np.argsort(rate)
    passed = np.cumsum(work[order]) / work.sum()
    low, high = (float(rate[order][np.searchsorted(passed, share)]) for share in (0.1, 0.9))
    return BuiltRate(float(kt @ money / work.sum()), low, high, float(work.sum() / kt.sum()))
