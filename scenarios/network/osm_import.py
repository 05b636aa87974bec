"""OpenStreetMap import: extracts become a network, matched corridor links and a result folder.

The folder appears whole or not at all. It holds

- ``import.json``: what was read and found, as the command prints it;
- ``osm.gpkg``: layers ``edges`` and ``nodes``, and ``matched`` with the paths of corridor links;
- ``osm.graphml``: the same network as a graph for OSMnx or networkx;
- ``matched.csv``: one row for each corridor link whose ends lie in the extract;
- ``tables/``: where a path agrees with the table, the tables ``link_shapes``, ``shape_points``
  and ``networks_sources`` with these links replaced, ready for ``--tables``;
- ``ATTRIBUTION.txt`` and ``manifest.json``: whose data these are, and what made the folder.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import geopandas as gpd
import osmnx
import pandas as pd
import shapely

from networks.geometry import EARTH_RADIUS_KM
from networks.osm import ATTRIBUTION, OsmFileError, count_way_tags, merge_extracts, read_osm_file
from networks.osm_match import COVERED_KM, TOLERANCE_SHARE, match_links
from networks.osm_network import (
    CRS,
    build_osm_network,
    edge_frame,
    node_frame,
    osmnx_graph,
)
from scenarios.faults import Fault, InputError
from scenarios.folders import whole_folder

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from pathlib import Path

    from networks.osm import OsmExtract, OsmSource, Tag
    from networks.osm_match import LinkMatch
    from networks.osm_network import OsmNetwork
    from scenarios.tables.reading import Tables

LINK_TABLES: Final[Mapping[str, tuple[str, ...]]] = {
    "rail": ("rail_links",),
    "water": ("waterway_links",),
    "road": ("road_links", "access_links"),
}
"""Tables that hold the corridor links of a mode."""

_MOST_NAMED: Final = 8
_LICENCE: Final = f"""{ATTRIBUTION}

The data in this folder come from OpenStreetMap and are made available under the Open Database
License (ODbL) 1.0, https://opendatacommons.org/licenses/odbl/1-0/. Show the credit wherever the
data or anything drawn from them is shown (https://www.openstreetmap.org/copyright), and keep a
database derived from them under the same licence.
"""


@dataclass(frozen=True)
class OsmImport:
    """An import: what was read, the network, and the corridor links found in it."""

    sources: tuple[OsmSource, ...]
    network: OsmNetwork
    matches: tuple[LinkMatch, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the import as plain values."""
        network = self.network
        return {
            "files": [
                {
                    "name": one.name,
                    "sha256": one.sha256,
                    "bytes": one.size_bytes,
                    "timestamp": one.timestamp or None,
                }
                for one in self.sources
            ],
            "mode": network.mode,
            "tags": ["=".join(tag) for tag in network.wanted],
            "earth_radius_km": EARTH_RADIUS_KM,
            "length_km": network.length_km,
            "by_tag": network.km_by_tag,
            "parts": network.parts,
            "ways": len(network.ways),
            "nodes": len(network.nodes),
            "cut_ways": network.cut_ways,
            "empty_ways": network.empty_ways,
            "lost_nodes": network.lost_nodes,
            "covered_within_km": COVERED_KM,
            "tolerance_share": TOLERANCE_SHARE,
            "matched": [_match_json(one) for one in self.matches],
            "attribution": ATTRIBUTION,
        }


def _match_row(match: LinkMatch) -> dict[str, Any]:
    """Return a match without its geometry."""
    return {
        "link_id": match.link_id,
        "from": match.from_place,
        "to": match.to_place,
        "table_km": match.table_km,
        "osm_km": match.osm_km,
        "ratio": match.ratio,
        "agrees": match.agrees,
        "from_gap_km": match.from_gap_km,
        "to_gap_km": match.to_gap_km,
        "note": match.note,
    }


def _match_json(match: LinkMatch) -> dict[str, Any]:
    """Return a match with its ways and its geometry as GeoJSON has it."""
    line = {"type": "LineString", "coordinates": [list(point) for point in match.points]}
    geometry = line if match.points else None
    return {**_match_row(match), "osm_ways": list(match.way_ids), "geometry": geometry}


def read_files(
    paths: Sequence[Path], wanted: Collection[Tag]
) -> tuple[list[OsmSource], list[OsmExtract], list[Fault]]:
    """Read all files and gather the faults of all.

    Parameters
    ----------
    paths : sequence of Path
        Files as the user named them.
    wanted : collection of tuple of str
        Tags of the ways to keep.

    Returns
    -------
    list of OsmSource
        One for each file that could be read.
    list of OsmExtract
        What they hold.
    list of Fault
        What is wrong with the others.
    """
    sources: list[OsmSource] = []
    extracts: list[OsmExtract] = []
    faults: list[Fault] = []
    unsaved: list[Path] = []
    for path in dict.fromkeys(paths):
        try:
            source, extract = read_osm_file(path, wanted)
        except OsmFileError as error:
            fault = Fault(str(path), error.line, "", error.code, error.message, help=error.remedy)
            faults.append(fault)
            continue
        sources.append(source)
        extracts.append(extract)
        if any(one < 0 for one in (*extract.ways, *extract.nodes)):
            unsaved.append(path)
    if unsaved and len(extracts) > 1:
        message = "the file holds objects without an id of OpenStreetMap (negative ids)"
        remedy = "import it alone, or upload it first: such ids mean other things in other files"
        faults += [Fault(str(path), 0, "", "osm.unsaved", message, help=remedy) for path in unsaved]
    return sources, extracts, faults


def make_import(
    sources: Sequence[OsmSource],
    extracts: Iterable[OsmExtract],
    request: tuple[str, Sequence[Tag]],
    tables: Mapping[str, pd.DataFrame],
) -> OsmImport | None:
    """Put extracts together and find the corridor links in them.

    Parameters
    ----------
    sources : sequence of OsmSource
        Where the extracts come from.
    extracts : iterable of OsmExtract
        Extracts that may overlap.
    request : tuple of str and sequence of tuple of str
        Mode and tags asked for.
    tables : mapping of str to pandas.DataFrame
        Checked tables.

    Returns
    -------
    OsmImport or None
        None when no segment of a wanted way is there.
    """
    mode, wanted = request
    network = build_osm_network(merge_extracts(extracts), mode, wanted)
    if not network.pieces:
        return None
    columns = ["link_id", "from_place", "to_place", "length_km"]
    links = pd.concat([tables[name][columns] for name in LINK_TABLES[mode]], ignore_index=True)
    return OsmImport(tuple(sources), network, match_links(network, links, tables["places"]))


def nothing_fault(name: str, counts: Counter[Tag], request: tuple[str, Sequence[Tag]]) -> Fault:
    """Return the fault of an extract that holds nothing of what was asked for.

    Parameters
    ----------
    name : str
        The extract as the user knows it.
    counts : Counter
        Ways of the extract by tag; the empty tag counts all.
    request : tuple of str and sequence of tuple of str
        Mode and tags asked for.
    """
    mode, wanted = request
    asked = ", ".join("=".join(tag) for tag in wanted)
    tagged = sum(counts[tag] for tag in wanted)
    total = counts["", ""]
    if tagged:
        message = f"ways tagged {asked}: {tagged}, but the extract has not two nodes of any"
        remedy = "make the extract again with whole ways"
    else:
        message = f"no way is tagged {asked}, so there is nothing of {mode}; {_holds(counts)}"
        remedy = "choose another --mode, or name a tag it has with --tag"
    if not total:
        remedy = "give an extract that holds ways"
    return Fault(name, 0, "", "osm.nothing", message, help=remedy)


def _holds(counts: Counter[Tag]) -> str:
    """Return a clause that names the most frequent keys of the ways of an extract."""
    total = counts["", ""]
    if not total:
        return "the extract holds no way at all"
    keys: Counter[str] = Counter()
    for (key, _), ways in counts.items():
        keys[key] += ways
    del keys[""]
    named = ", ".join(f"{key} {ways}" for key, ways in keys.most_common(_MOST_NAMED))
    more = f" and {len(keys) - _MOST_NAMED} more keys" if len(keys) > _MOST_NAMED else ""
    return f"of {total} ways the extract holds {named or 'none with a tag'}{more}"


def refuse_empty_files(paths: Sequence[Path], request: tuple[str, Sequence[Tag]]) -> InputError:
    """Return the fault of files that hold nothing of what was asked for."""
    counts = sum((count_way_tags(path) for path in dict.fromkeys(paths)), Counter[Any]())
    return InputError([nothing_fault(", ".join(map(str, paths)), counts, request)])


def refuse_empty_answer(
    source: OsmSource, elements: Iterable[Mapping[str, Any]], request: tuple[str, Sequence[Tag]]
) -> InputError:
    """Return the fault of answers that hold nothing of what was asked for."""
    counts: Counter[Tag] = Counter()
    for one in elements:
        if one["type"] == "way":
            counts.update([("", ""), *one.get("tags", {}).items()])
    return InputError([nothing_fault(source.name, counts, request)])


def write_import(done: OsmImport, tables: Tables, folder: Path) -> Path:
    """Write the result folder, whole or not at all.

    Parameters
    ----------
    done : OsmImport
        What is written.
    tables : Tables
        Checked tables, of which those with geometry are written again.
    folder : Path
        Folder to make; an older one of this name is replaced.

    Returns
    -------
    Path
        The folder.
    """
    agreeing = [one for one in done.matches if one.agrees]
    with whole_folder(folder) as staging:
        _write_json(staging / "import.json", done.as_json())
        (staging / "ATTRIBUTION.txt").write_text(_LICENCE, encoding="utf-8")
        rows = pd.DataFrame([_match_row(one) for one in done.matches], columns=list(_COLUMNS))
        rows.assign(attribution=ATTRIBUTION).to_csv(staging / "matched.csv", index=False)
        _write_layers(done, staging / "osm.gpkg")
        osmnx.save_graphml(osmnx_graph(done.network), staging / "osm.graphml")
        if agreeing:
            _write_tables(done, agreeing, tables, staging / "tables")
        files = [str(one.relative_to(staging)) for one in staging.rglob("*") if one.is_file()]
        manifest = {"kind": "import-osm", "tables_digest": tables.digest, "files": sorted(files)}
        _write_json(staging / "manifest.json", manifest)
    return folder


def _write_json(path: Path, content: Mapping[str, Any]) -> None:
    """Write JSON that a person can read."""
    text = json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False)
    path.write_text(text + "\n", encoding="utf-8")


_COLUMNS: Final = (
    "link_id",
    "from",
    "to",
    "table_km",
    "osm_km",
    "ratio",
    "agrees",
    "from_gap_km",
    "to_gap_km",
    "note",
)


def _write_layers(done: OsmImport, path: Path) -> None:
    """Write the GeoPackage."""
    layers = {"edges": edge_frame(done.network), "nodes": node_frame(done.network)}
    found = [one for one in done.matches if one.points]
    if found:
        rows = pd.DataFrame([_match_row(one) for one in found])
        lines = [shapely.LineString(one.points) for one in found]
        layers["matched"] = gpd.GeoDataFrame(rows, geometry=lines, crs=CRS)
    for name, frame in layers.items():
        frame.to_file(
            path,
            layer=name,
            driver="GPKG",
            engine="pyogrio",
            dataset_metadata={"ATTRIBUTION": ATTRIBUTION},
            layer_metadata={"ATTRIBUTION": ATTRIBUTION},
        )


def _write_tables(
    done: OsmImport,
    agreeing: Sequence[LinkMatch],
    tables: Mapping[str, pd.DataFrame],
    folder: Path,
) -> None:
    """Write the tables of geometry with the agreeing links replaced, and the sources."""
    links, points = tables["link_shapes"], tables["shape_points"]
    ids = [one.link_id for one in agreeing]
    source, names = _source_row(done, tables["networks_sources"])
    proof = {"source": source, "confidence": "medium"}
    shapes = pd.DataFrame(
        {
            "link_id": one.link_id,
            "basis": "traced",
            "shape_km": round(one.shape_km, 3),
            **proof,
            "note": f"OpenStreetMap path {one.osm_km:.1f} km, table {one.table_km:g} km",
        }
        for one in agreeing
    )
    inner = pd.DataFrame(
        {"link_id": one.link_id, "sequence": i, "lon_deg": lon, "lat_deg": lat, **proof}
        for one in agreeing
        for i, (lon, lat) in enumerate(one.shape)
    )
    folder.mkdir()
    for name, old, new in (("link_shapes", links, shapes), ("shape_points", points, inner)):
        kept = pd.concat([old[~old["link_id"].isin(ids)], new], ignore_index=True)
        kept[list(old.columns)].to_csv(folder / f"{name}.csv", index=False)
    names.to_csv(folder / "networks_sources.csv", index=False)


def _source_row(done: OsmImport, sources: pd.DataFrame) -> tuple[str, pd.DataFrame]:
    """Return the id of the import as a source, and the table of sources with it."""
    digest = done.sources[0].sha256[:8]
    source_id = f"osm-import-{done.network.mode}-{digest}"
    names = "; ".join(one.name for one in done.sources)
    hashes = "; ".join(f"sha256 {one.sha256}" for one in done.sources)
    dates = "; ".join(one.timestamp for one in done.sources if one.timestamp)
    row = {
        "source_id": source_id,
        "title": f"OpenStreetMap extract {names}",
        "publisher": "OpenStreetMap contributors, ODbL 1.0",
        "url": "https://www.openstreetmap.org/copyright",
        "method": "derived",
        "note": f"data of {dates or 'unknown date'}; {hashes}",
    }
    others = sources[sources["source_id"] != source_id]
    return source_id, pd.concat([others, pd.DataFrame([row])], ignore_index=True)
