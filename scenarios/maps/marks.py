"""Symbols of places: which one a place has, how it is drawn and the ground that it covers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shapely import Point as Spot

from scenarios.display import svg
from scenarios.display.words import place_names, records

if TYPE_CHECKING:
    from collections.abc import Mapping

    from markupsafe import Markup
    from shapely import Polygon

    from scenarios.display.svg import Point
    from scenarios.maps.geometry import Frame
    from scenarios.maps.layers import Scene
    from scenarios.maps.voice import Voice

_REACH = {"sea_port": 4.7, "rail_terminal": 4.6, "border": 5.6, "port_city": 4.2}
_REACH |= {"city": 3.9, "river_port": 3.4, "junction": 2.5}
_RIM = {"stroke": svg.INK, "stroke_width": 1.2}


def symbol_of(row: Mapping[str, object]) -> str:
    """Return which symbol a place has, empty for none."""
    if row["kind"] == "sea_port" or row["sea"]:
        return "sea_port"
    if row["kind"] in ("rail_terminal", "border"):
        return str(row["kind"])
    if row["kind"] == "inland_port":
        return "river_port"
    if row["kind"] in ("city", "junction"):
        return "port_city" if row["inland_water"] else str(row["kind"])
    return ""


def place_points(frame: Frame, scene: Scene) -> list[tuple[Point, str, str]]:
    """Return point, symbol and id of the places of a frame that have a symbol."""
    found = []
    for row in records(scene.tables["places"]):
        place = str(row["place_id"])
        point = frame.point(*scene.positions[place])
        kind = symbol_of(row)
        if kind and frame.holds(point, 2):
            found.append((point, kind, place))
    return found


def footprints(frame: Frame, scene: Scene) -> list[Polygon]:
    """Return the ground that the symbols of a frame cover, each as a disc with its rim."""
    return [Spot(point).buffer(_REACH[kind]) for point, kind, _ in place_points(frame, scene)]


def places(frame: Frame, scene: Scene, voice: Voice) -> Markup:
    """Return the symbols of ports, terminals and cities."""
    names = place_names(scene.tables["places"])
    return svg.group(
        svg.group((voice.hover(names[place]), symbol(kind, point)))
        for point, kind, place in place_points(frame, scene)
    )


def symbol(kind: str, point: Point) -> Markup:
    """Return the symbol of a place.

    Parameters
    ----------
    kind : str
        What :func:`symbol_of` says.
    point : (float, float)
        Where it stands.

    Returns
    -------
    markupsafe.Markup
        A shape.
    """
    x, y = point
    blue, ring = svg.MODE_COLOURS["inland_water"], {"stroke": "#fff", "stroke_width": 1.1}
    if kind == "sea_port":
        return svg.element(
            "path", d=f"M{x:.1f},{y - 5:.1f}l5,8.6h-10z", fill=blue, **ring, stroke_linejoin="round"
        )
    if kind == "rail_terminal":
        return svg.element(
            "rect", x=x - 3.6, y=y - 3.6, width=7.2, height=7.2, fill="#2D2D2D", **ring
        )
    if kind == "border":
        return svg.element("path", d=f"M{x:.1f},{y - 5:.1f}l5,5l-5,5l-5,-5z", fill="#fff", **_RIM)
    if kind == "junction":
        return svg.element("circle", cx=x, cy=y, r=1.9, fill="#fff", **_RIM)
    if kind == "city":
        return svg.element("circle", cx=x, cy=y, r=3.3, fill="#fff", **_RIM)
    radius = 3.6 if kind == "port_city" else 2.8
    return svg.element("circle", cx=x, cy=y, r=radius, fill=blue, **ring)
