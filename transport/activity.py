"""What freight does: cargo and work by mode, and work that no choice of route changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from networks import MODES
from networks.geometry import great_circle_km
from transport.overseas import QUAY

if TYPE_CHECKING:
    from networks import Network
    from transport.mode_choice.assignment import Assignment, Market
    from transport.skims import ServiceSkims


def direct_tkm(network: Network, market: Market, assignment: Assignment) -> float:
    """Return tonnes x direct distance from the quay, which no choice of route changes."""
    at = network.places[["lon_deg", "lat_deg"]]
    points = {str(name): (lon, lat) for name, lon, lat in at.itertuples()}
    rows = market.demand
    pairs = list(zip(rows[QUAY], rows["destination"], strict=True))
    km = {pair: great_circle_km(*points[pair[0]], *points[pair[1]]) for pair in set(pairs)}
    kt = np.bincount(market.shipment, weights=assignment.kt, minlength=len(pairs))
    return float(1000 * kt @ np.array([km[pair] for pair in pairs]))


def activity(skims: ServiceSkims, kt: np.ndarray) -> pd.DataFrame:
    """Return cargo by main mode and work on the legs of each mode.

    Parameters
    ----------
    skims : ServiceSkims
        Services.
    kt : numpy.ndarray
        Cargo of each service.

    Returns
    -------
    pandas.DataFrame
        ``mode``, ``kt`` and ``tkm``.
    """
    main = np.array([MODES.index(service.main_mode) for service in skims.services])
    return pd.DataFrame(
        {
            "mode": MODES,
            "kt": np.bincount(main, weights=kt, minlength=len(MODES)),
            "tkm": (kt * 1000) @ skims.km,
        }
    )
