"""The port that a name means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from networks.names import UnknownPlaceError, place_names, plain
from scenarios.faults import Fault
from scenarios.from_tables.shore_power import INLAND, SEA, Port

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

_NO_PORT = frozenset({"lock", "confluence", "waypoint", "canal_end"})
_WATER_MODES = {SEA: "sea", INLAND: "inland_water"}


def port_named(tables: Mapping[str, pd.DataFrame], text: str) -> Port | Fault:
    """Return the port that a name means: a sea port first, else one on a waterway."""
    known = place_names(tables["places"], tables["cities"])
    places = {str(row["place_id"]): row for row in tables["places"].to_dict("records")}
    close: tuple[str, ...] = ()
    for water in (SEA, INLAND):
        mode = _WATER_MODES[water]
        try:
            city = known.cities.get(plain(text), {})
            place = city[mode] if mode in city else known.resolve(text, mode)
        except UnknownPlaceError as error:
            close = error.nearest
            continue
        row = places[place]
        if row["kind"] not in _NO_PORT:
            return Port(place, str(row["name_zh"]), str(row["name_en"]), water)
    allowed = "a sea port or a place on a waterway"
    allowed += f"; nearest {', '.join(close)}" if close else ""
    message, advice = f'"{text}" is no port', "landsea network summary lists the places"
    return Fault("PORT", 0, "", "option.port", message, allowed, advice)
