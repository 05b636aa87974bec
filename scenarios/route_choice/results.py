"""The answer of a route choice study: as JSON, as lines of text and as a folder of tables."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from scenarios.folders import whole_folder

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import pandas as pd

    from transport.route_choice.network import RouteNetwork
    from transport.route_choice.user_equilibrium import Equilibrium

_SHOWN = 20
_LINK_FIELDS = ["from_node", "to_node", "flow", "time", "cost"]


def summary(network: RouteNetwork, found: Equilibrium, best: Equilibrium | None) -> dict[str, Any]:
    """Return the answer as JSON has it.

    Parameters
    ----------
    network : RouteNetwork
        The network.
    found : Equilibrium
        Its user equilibrium.
    best : Equilibrium or None
        Its system optimum, when asked.

    Returns
    -------
    dict
        Totals, gap, iterations and the links with flow, time and cost.
    """
    document: dict[str, Any] = {
        "links_count": len(found.links),
        "pairs_count": len(found.pairs),
        "demand": float(network.volume.sum()),
        "intrazonal_demand": network.intrazonal,
        "total_time": found.total_time,
        "total_cost": found.total_cost,
        "objective": found.objective,
        "relative_gap": found.relative_gap,
        "iterations": found.iterations,
        "converged": found.converged,
        "used_paths": len(found.paths),
    }
    if "travels" in found.pairs:
        document["travelling"] = float(found.pairs["travels"].sum())
        document["demand_gap"] = found.demand_gap
    if best is not None:
        ratio = found.total_cost / best.total_cost if best.total_cost > 0 else 1.0
        document["system_optimum"] = {
            "total_time": best.total_time,
            "total_cost": best.total_cost,
            "relative_gap": best.relative_gap,
            "iterations": best.iterations,
            "converged": best.converged,
        }
        document["price_of_anarchy"] = ratio
    document["links"] = found.links[_LINK_FIELDS].to_dict("records")
    return document


def answer_lines(document: dict[str, Any], links: pd.DataFrame) -> list[str]:
    """Return the answer as lines: totals, then the links with the longest delay of all traffic."""
    reached = "" if document["converged"] else "  (the gap asked for was not reached)"
    lines = [
        (
            f"{document['links_count']} links, {document['pairs_count']} pairs, "
            f"demand {document['demand']:,.6g}"
        ),
        f"total time  {document['total_time']:,.2f}   total cost  {document['total_cost']:,.2f}",
        (
            f"gap {document['relative_gap']:.2e} after {document['iterations']} iterations, "
            f"{document['used_paths']} used paths{reached}"
        ),
    ]
    if "travelling" in document:
        lines.append(
            f"travelling  {document['travelling']:,.6g} of {document['demand']:,.6g}; "
            f"demand gap {document['demand_gap']:.2e}"
        )
    if "price_of_anarchy" in document:
        lines.append(
            f"system optimum  total cost {document['system_optimum']['total_cost']:,.2f}; "
            f"user equilibrium costs {document['price_of_anarchy']:.4f} times as much"
        )
    delay = links["flow"] * (links["time"] - links["free_time"])
    order = delay.sort_values(ascending=False, kind="stable").index[:_SHOWN]
    lines.append(f"{'from':>10} {'to':>10} {'flow':>14} {'time':>12} {'free time':>12}")
    lines += [
        f"{row['from_node']:>10} {row['to_node']:>10} {row['flow']:>14,.2f} "
        f"{row['time']:>12,.4f} {row['free_time']:>12,.4f}"
        for row in links.loc[order].to_dict("records")
    ]
    if len(links) > _SHOWN:
        lines.append(f"the {_SHOWN} links of the most delay; all links with --json or --out DIR")
    return lines


def write_answer(
    folder: Path, found: Equilibrium, document: dict[str, Any], files: Sequence[str]
) -> None:
    """Write links, pairs and paths as CSV and the totals as ``manifest.json``.

    Parameters
    ----------
    folder : Path
        Folder to make.
    found : Equilibrium
        The user equilibrium.
    document : dict
        The answer as JSON has it.
    files : sequence of str
        Names of the files that were read.
    """
    nodes = found.links["from_node"].tolist(), found.links["to_node"].tolist()
    routes = [
        " ".join((nodes[0][way[0]], *(nodes[1][i] for i in way))) for way in found.paths["links"]
    ]
    paths = found.paths.drop(columns="links").assign(nodes=routes)
    totals = {name: value for name, value in document.items() if name != "links"}
    with whole_folder(folder) as made:
        found.links.drop(columns="line").to_csv(made / "links.csv", index=False)
        found.pairs.to_csv(made / "pairs.csv", index=False)
        paths.to_csv(made / "paths.csv", index=False)
        found.history.to_csv(made / "history.csv", index_label="iteration")
        text = json.dumps({"files": list(files), **totals}, indent=2)
        (made / "manifest.json").write_text(text + "\n", encoding="utf-8")
