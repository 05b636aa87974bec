"""Points of OpenStreetMap extracts, such as charging stations."""

from __future__ import annotations

from typing import TYPE_CHECKING

import osmium

from networks.osm import OsmNode, opened

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from networks.osm import Tag


def read_osm_nodes(path: Path, wanted: Collection[Tag]) -> dict[int, OsmNode]:
    """Read the points of an extract that carry one of some tags, such as charging stations.

    Parameters
    ----------
    path : Path
        The extract.
    wanted : collection of Tag
        A point is kept if it has one of them.

    Returns
    -------
    dict of int to OsmNode
        By OpenStreetMap id; deleted points and those without a valid position are left out.

    Raises
    ------
    OsmFileError
        If the file cannot be read.
    """
    with opened(path) as (plain, kind):
        processor = osmium.FileProcessor(osmium.io.File(plain, kind), osmium.osm.NODE)
        return {
            node.id: OsmNode(
                node.location.lon,
                node.location.lat,
                {tag.k: tag.v for tag in node.tags},
                node.version,
            )
            for node in processor.with_filter(osmium.filter.TagFilter(*wanted))
            if isinstance(node, osmium.osm.Node) and not node.deleted and node.location.valid()
        }
