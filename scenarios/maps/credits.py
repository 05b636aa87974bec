"""The credits that a map owes to those whose shapes it shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scenarios.display.words import Text, word

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

_TABLES = ("link_shapes", "shape_points", "coast_points")
OSM = "© OpenStreetMap contributors, ODbL"
NATURAL_EARTH = "Made with Natural Earth"


def credit(tables: Mapping[str, pd.DataFrame]) -> Text:
    """Return the credit line of a map.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Checked tables; those of shapes name their sources.

    Returns
    -------
    Text
        Empty when the map shows no shapes of others.
    """
    sources = {
        one
        for name in _TABLES
        if name in tables
        for cell in tables[name]["source"].unique()
        for one in str(cell).split(";")
    }
    said = []
    if any(one.startswith("osm") for one in sources):
        said.append(word("map.credit.lines") + " " + OSM)
    if any(one.startswith(("natural-earth", "ne-")) for one in sources):
        said.append(word("map.credit.coast") + " " + NATURAL_EARTH)
    return Text(" · ".join(one.zh for one in said), " · ".join(one.en for one in said))
