"""Cargo by commodity on links of one kind, such as a canal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from transport.overseas import QUAY

if TYPE_CHECKING:
    from transport.mode_choice.assignment import Market
    from transport.skims import ServiceSkims


def facility_cargo(
    market: Market, skims: ServiceSkims, kt: np.ndarray, facility: str
) -> pd.DataFrame:
    """Return the cargo that passes links of one kind, each tonne once.

    Parameters
    ----------
    market : Market
        Shipments and alternatives.
    skims : ServiceSkims
        Services.
    kt : numpy.ndarray
        Kilotonnes on each alternative.
    facility : str
        Kind of link, as :class:`networks.Link` names it.

    Returns
    -------
    pandas.DataFrame
        ``commodity``, ``overseas`` (whether it comes from overseas) and ``kt``.
    """
    passes = np.array(
        [
            any(link.facility == facility for leg in service.legs for link in leg.links)
            for service in skims.services
        ],
        dtype=bool,
    )[market.service]
    demand, shipment = market.demand, market.shipment[passes]
    cells = pd.DataFrame(
        {
            "commodity": demand["commodity"].to_numpy()[shipment],
            "overseas": (demand["origin"] != demand[QUAY]).to_numpy()[shipment],
            "kt": kt[passes],
        }
    )
    return cells.groupby(["commodity", "overseas"], sort=True)["kt"].sum().reset_index()
