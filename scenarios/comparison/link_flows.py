"""Cargo on the links of the network, by plan and year."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from scenarios.study.runs import Study


def link_flows(study: Study) -> pd.DataFrame:
    """Return the cargo on every link, both directions together.

    Parameters
    ----------
    study : Study
        A study.

    Returns
    -------
    pandas.DataFrame
        ``plan``, ``year``, ``mode``, ``link_id`` and ``kt``, means over replications.
    """
    rows: list[dict[str, Any]] = []
    for (plan, year), model in study.models.items():
        runs = study.runs(plan, year)
        kt_by_service = np.mean([run.kt_by_service for run in runs], axis=0)
        flows: dict[tuple[str, str], float] = {}
        for service, kt in zip(model.skims.services, kt_by_service, strict=True):
            if kt > 0:
                for leg in service.legs:
                    for link in (one for one in leg.links if not one.gateway):
                        key = (leg.mode, link.link_id)
                        flows[key] = flows.get(key, 0.0) + float(kt)
        rows.extend(
            {"plan": plan, "year": year, "mode": mode, "link_id": link_id, "kt": kt}
            for (mode, link_id), kt in sorted(flows.items())
        )
    return pd.DataFrame(rows, columns=["plan", "year", "mode", "link_id", "kt"])
