"""Networks in open formats: GMNS tables, a GeoPackage, or a GraphML graph.

Every export is a folder with the network, ``ATTRIBUTION.txt`` and ``manifest.json``. It holds the
places, open links and open lock chambers of one year under one plan; see
:mod:`networks.frames` for what a row is and ``docs/export-fields.md`` for the fields.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import networkx as nx
import pandas as pd

from networks import MODES
from networks.frames import CRS, PLAN_SOURCE
from scenarios.folders import whole_folder
from scenarios.network.export_fields import columns_of
from scenarios.network.gmns import DECIMALS, VERSION, gmns_tables
from scenarios.version import installed_version

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from networks.frames import NetworkFrames
    from scenarios.tables.reading import Tables

GEOPACKAGE: Final = "network.gpkg"
"""File of an export as GeoPackage."""

GRAPHML: Final = "network.graphml"
"""File of an export as GraphML."""

OSM_CREDIT: Final = "© OpenStreetMap contributors, ODbL"
"""Credit shown wherever data made from OpenStreetMap are shown."""

_ODBL: Final = "https://opendatacommons.org/licenses/odbl/1-0/"
_SCHEMATIC: Final = (
    "A schematic network without administrative borders; not for navigation. "
    "Fields called estimates are estimates."
)


@dataclass(frozen=True)
class Scope:
    """The network that is exported.

    Attributes
    ----------
    frames : NetworkFrames
        The network.
    tables : Tables
        Tables that it was built from.
    year : int
        Calendar year.
    plan : str
        Name of the plan.
    plan_title : str
        Title of the plan in English.
    """

    frames: NetworkFrames
    tables: Tables
    year: int
    plan: str
    plan_title: str


def export_network(scope: Scope, kind: str, folder: Path) -> dict[str, Any]:
    """Write a network to a folder, whole or not at all.

    Parameters
    ----------
    scope : Scope
        What is written.
    kind : str
        One of :data:`FORMATS`.
    folder : Path
        Folder to make; an older one of this name is replaced.

    Returns
    -------
    dict
        What was written: ``out``, ``format``, ``year``, ``plan``, ``files``, ``nodes``, ``links``
        and ``km`` by mode, and ``attribution``.
    """
    sources = used_sources(scope)
    with whole_folder(folder) as staging:
        FORMATS[kind](scope, sources, staging)
        text = attribution_text(scope, sources)
        (staging / "ATTRIBUTION.txt").write_text(text, encoding="utf-8")
        files = sorted([*(path.name for path in staging.iterdir()), "manifest.json"])
        summary = _summary(scope, kind, files, attribution(sources))
        extra = {"tables_digest": scope.tables.digest, "version": installed_version()}
        _write_json(staging / "manifest.json", {**summary, **extra})
    return {"out": str(folder), **summary}


def _summary(scope: Scope, kind: str, files: list[str], credit: str) -> dict[str, Any]:
    """Return what an export holds."""
    lengths = scope.frames.lengths_km()
    return {
        "format": kind,
        "year": scope.year,
        "plan": scope.plan,
        "files": files,
        "nodes": len(scope.frames.nodes),
        "links": scope.frames.counts(),
        "km": {mode: round(km, 3) for mode, km in lengths.items()},
        "attribution": credit,
    }


def _write_json(path: Path, document: Mapping[str, Any]) -> None:
    """Write JSON that a person can read."""
    text = json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False)
    path.write_text(text + "\n", encoding="utf-8")


# --- sources and licences


def used_sources(scope: Scope) -> pd.DataFrame:
    """Return the sources that any row of the network cites, the plan among them.

    Parameters
    ----------
    scope : Scope
        The network.

    Returns
    -------
    pandas.DataFrame
        Rows of the tables of sources, sorted by id.
    """
    frames = scope.frames
    links, nodes, locks = frames.links, frames.nodes, frames.locks
    cited = pd.concat([links["source"], links["shape_source"], nodes["source"], locks["source"]])
    ids = {one for text in cited.dropna() for one in text.split(";")} | {"assumption-landsea"}
    known = [scope.tables[f"{name}_sources"] for name in ("networks", "fleets", "transport")]
    plan = {
        "source_id": PLAN_SOURCE,
        "title": scope.plan_title,
        "publisher": f"plan {scope.plan}",
        "method": "assumed",
        "note": "values that the plan sets",
    }
    plans = pd.DataFrame([plan]).astype("str")
    rows = pd.concat([*known, plans], ignore_index=True)
    rows = rows[rows["source_id"].isin(ids)].sort_values("source_id", ignore_index=True)
    texts = {name: rows[name].replace("", None) for name in rows.columns if name != "year"}
    return rows.assign(**texts)


def from_osm(sources: pd.DataFrame) -> bool:
    """Return whether a source is OpenStreetMap or made from it."""
    text = sources[["title", "publisher", "note"]].fillna("").agg(" ".join, axis=1)
    return bool(text.str.contains("ODbL|OpenStreetMap").any())


def attribution(sources: pd.DataFrame) -> str:
    """Return the credit of an export in one line."""
    own = "landsea network tables, sources listed with the network"
    return f"{OSM_CREDIT}; {own}" if from_osm(sources) else own


def attribution_text(scope: Scope, sources: pd.DataFrame) -> str:
    """Return the page that goes with an export: what it is, licences, and every source.

    Parameters
    ----------
    scope : Scope
        The network.
    sources : pandas.DataFrame
        Sources that it cites.

    Returns
    -------
    str
        Plain text.
    """
    traced = int((scope.frames.links["geometry_basis"] == "traced").sum())
    lines = [f"Network of {scope.year}, plan {scope.plan} ({scope.plan_title})", "", _SCHEMATIC, ""]
    if from_osm(sources):
        lines += [
            OSM_CREDIT,
            f"The lines of {traced} links are traced on OpenStreetMap, and some lengths are",
            "measured on it. This database is made available under the Open Database License",
            f"(ODbL) 1.0, {_ODBL}.",
            "Whoever uses it publicly names OpenStreetMap and its contributors",
            "(https://www.openstreetmap.org/copyright); whoever changes it and passes it on does",
            "so under the same licence.",
            "",
        ]
    lines += ["Sources (id: title, publisher, year, address; how it was used; remark)", ""]
    for row in sources.to_dict("records"):
        about = [row["title"], row["publisher"], row["year"], row["url"]]
        parts = ", ".join(str(one) for one in about if not pd.isna(one))
        rest = "; ".join(str(one) for one in (row["method"], row["note"]) if not pd.isna(one))
        lines.append(f"{row['source_id']}: {parts}; {rest}")
    return "\n".join(lines) + "\n"


# --- formats


def _write_gmns(scope: Scope, sources: pd.DataFrame, folder: Path) -> None:
    """Write GMNS tables with their data package."""
    resources = gmns_tables(
        scope.frames, scope.tables.schemas, sources, year=scope.year, plan=scope.plan
    )
    for resource in resources:
        (folder / f"{resource.name}.csv").write_text(resource.csv(), encoding="utf-8", newline="")
    slug = re.sub(r"[^a-z0-9]+", "-", scope.plan.lower()).strip("-") or "plan"
    licence = {"name": "ODbL-1.0", "title": "Open Database License 1.0", "path": _ODBL}
    package = {
        "name": f"landsea-network-{scope.year}-{slug}",
        "title": f"Network of {scope.year}, plan {scope.plan}",
        "description": f"GMNS {VERSION}. {_SCHEMATIC} {attribution(sources)}.",
        "keywords": ["GMNS", "freight", "Western Land-Sea Corridor", "西部陆海新通道"],
        **({"licenses": [licence]} if from_osm(sources) else {}),
        "sources": [
            {"title": str(row["title"])} | ({} if pd.isna(row["url"]) else {"path": row["url"]})
            for row in sources.to_dict("records")
        ],
        "resources": [resource.descriptor() for resource in resources],
    }
    _write_json(folder / "datapackage.json", package)


def _write_geopackage(scope: Scope, sources: pd.DataFrame, folder: Path) -> None:
    """Write a layer for each mode, nodes, locks, and the sources as a plain table."""
    import pyogrio  # noqa: PLC0415  # only this format needs GDAL

    path = folder / GEOPACKAGE
    frames = scope.frames
    about = {
        "title": f"Network of {scope.year}, plan {scope.plan}",
        "attribution": attribution(sources),
        "note": _SCHEMATIC,
    }
    layers = {"nodes": ("Point", frames.nodes), "locks": ("Point", frames.locks)}
    for mode in MODES:
        wanted = columns_of(mode, scope.tables.schemas) | {"geometry"}
        columns = [name for name in frames.links.columns if name in wanted]
        part = frames.links.loc[frames.links["mode"] == mode, columns]
        layers[mode] = ("LineString", part)
    for layer in (*MODES, "nodes", "locks"):
        shape, frame = layers[layer]
        more = {"geometry_type": shape, "layer_metadata": about}
        pyogrio.write_dataframe(frame, path, layer=layer, append=path.exists(), **more)
    pyogrio.write_dataframe(sources, path, layer="sources", append=True)


def graph_of(scope: Scope, credit: str) -> nx.MultiGraph[str]:
    """Make a graph of a network: an edge for each link, keyed by its id.

    Parameters
    ----------
    scope : Scope
        The network.
    credit : str
        Credit that goes with it.

    Returns
    -------
    networkx.MultiGraph
        Nodes and edges with all columns that are not empty; chambers are a JSON text of the node.
    """
    frames = scope.frames
    graph: nx.MultiGraph[str] = nx.MultiGraph(
        name=f"Network of {scope.year}, plan {scope.plan}",
        year=scope.year,
        plan=scope.plan,
        crs=CRS,
        length_unit="km",
        attribution=credit,
    )
    for row in _records(pd.DataFrame(frames.nodes.drop(columns="geometry"))):
        graph.add_node(str(row.pop("place_id")), **row)
    chambers: dict[str, list[dict[str, Any]]] = {}
    for row in _records(pd.DataFrame(frames.locks.drop(columns="geometry"))):
        chambers.setdefault(str(row.pop("lock")), []).append(row)
    for lock, lines in chambers.items():
        graph.nodes[lock]["chambers"] = json.dumps(lines, ensure_ascii=False)
    shapes = frames.links.geometry.to_wkt(rounding_precision=DECIMALS)
    for row in _records(pd.DataFrame(frames.links.drop(columns="geometry")).assign(wkt=shapes)):
        start, end = str(row["from_place"]), str(row["to_place"])
        graph.add_edge(start, end, key=str(row["link_id"]), **row)
    return graph


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return rows as dictionaries of plain values without the empty ones."""
    return [
        {
            str(name): value.item() if hasattr(value, "item") else value
            for name, value in row.items()
            if not pd.isna(value)
        }
        for row in frame.to_dict("records")
    ]


def _write_graphml(scope: Scope, sources: pd.DataFrame, folder: Path) -> None:
    """Write a graph."""
    nx.write_graphml_xml(graph_of(scope, attribution(sources)), folder / GRAPHML, prettyprint=True)


FORMATS: Final[Mapping[str, Callable[[Scope, pd.DataFrame, Path], None]]] = {
    "gmns": _write_gmns,
    "gpkg": _write_geopackage,
    "graphml": _write_graphml,
}
"""How each format is written."""
