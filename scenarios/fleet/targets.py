"""Targets that concern the stock, computed from it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scenarios.fleet.inputs import StockInputs
    from scenarios.fleet.projection import FleetPath

_ROUNDING: Final = 1e-9


def target_rows(
    inputs: StockInputs, paths: Mapping[str, FleetPath], years: Sequence[int]
) -> list[dict[str, Any]]:
    """Return the targets whose year was followed, with what the stock comes to.

    Parameters
    ----------
    inputs : StockInputs
        Table ``stock_targets``.
    paths : mapping of str to FleetPath
        Fleets through the years.
    years : sequence of int
        Years asked for; a target of a later year is left out.

    Returns
    -------
    list of dict
        ``target_id``, names, ``year``, ``target_share``, ``share`` (None without vehicles),
        ``met`` and where the target comes from.
    """
    found = []
    for row in inputs.tables["stock_targets"].to_dict("records"):
        year, groups = int(row["year"]), str(row["groups"]).split(";")
        if year > max(years):
            continue
        chosen = [path for path in paths.values() if path.kind.group in groups]
        share = _share(inputs, chosen, row, year)
        least = row["indicator"] != "old_stages"
        target = float(row["target_share"])
        found.append(
            {
                "target_id": str(row["target_id"]),
                "name": {"zh": str(row["name_zh"]), "en": str(row["name_en"])},
                "indicator": str(row["indicator"]),
                "year": year,
                "target_share": target,
                "share": share,
                "met": None if share is None else (_met(share, target, least=least)),
                "source": str(row["source"]),
                "confidence": str(row["confidence"]),
            }
        )
    return found


def _met(share: float, target: float, *, least: bool) -> bool:
    """Tell whether a share meets a target, rounding apart."""
    return share >= target - _ROUNDING if least else share <= target + _ROUNDING


def _share(
    inputs: StockInputs, paths: Sequence[FleetPath], row: Mapping[Any, Any], year: int
) -> float | None:
    """Return the indicator of a target over some fleets together."""
    part = total = 0.0
    for path in paths:
        stock, clean = path.stock[year], path.kind.flags("clean")
        if row["indicator"] == "clean_sales":
            part, total = part + float(stock.sales[clean].sum()), total + float(stock.sales.sum())
            continue
        counts = stock.counts.sum(axis=0)
        total += float(counts.sum())
        if row["indicator"] == "clean_stock":
            part += float(counts[clean].sum())
        else:
            until = inputs.policy.last_built[path.kind.group, str(row["stage"])]
            old = path.fleet.vintages <= until
            part += float(stock.counts[np.ix_(old, ~clean)].sum())
    return part / total if total > 0 else None
