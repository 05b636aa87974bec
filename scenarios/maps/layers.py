"""Layers that all maps share: ground and the lines of the modes."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from networks.geometry import coast_lines
from scenarios.display import svg
from scenarios.display.words import records
from scenarios.maps.geometry import beside
from scenarios.maps.ground import pieces
from scenarios.maps.links import MapLink, positions_of, read_links

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd
    from markupsafe import Markup

    from scenarios.display.svg import Point
    from scenarios.maps.geometry import Frame
    from scenarios.maps.voice import Voice

SEA, COAST = "#F2F6F9", "#8B96A0"
SHIFT = 1.6
"""Distance of road and railway from a straight line that both follow."""

_INLAND_KINDS = ("city", "junction", "rail_terminal")
_ORDER = ("sea", "inland_water", "road", "rail")

STYLES: dict[str, dict[str, object]] = {
    "inland_water": {"stroke": "#1F6FB2", "stroke_width": 2.2, "stroke_linecap": "round"},
    "sea": {"stroke": "#1F6FB2", "stroke_width": 1.8, "stroke_dasharray": "0.1 4.6"}
    | {"stroke_linecap": "round", "stroke_opacity": 0.75},
    "road": {"stroke": "#E08214", "stroke_width": 1.2},
    "rail": {"stroke": "#2D2D2D", "stroke_width": 1.2},
}
TICKS: dict[str, object] = {
    "stroke": "#2D2D2D",
    "stroke_width": 5,
    "stroke_dasharray": "1 8",
    "stroke_linejoin": "bevel",
}
_ACCESS: dict[str, object] = {"stroke": "#E08214", "stroke_width": 0.7, "stroke_opacity": 0.7}
_LATER = {"road": "5 4", "rail": "6 5", "inland_water": "6 5", "sea": "0.1 4.6"}


@dataclass(frozen=True)
class Scene:
    """What there is to draw, before any frame.

    Attributes
    ----------
    tables : mapping of str to pandas.DataFrame
        Checked tables.
    links : tuple of MapLink
        Lines of all modes.
    coast : tuple of lines
        Longitude and latitude.
    positions : mapping of str to (float, float)
        Longitude and latitude of each place.
    """

    tables: Mapping[str, pd.DataFrame]
    links: tuple[MapLink, ...]
    coast: tuple[tuple[Point, ...], ...]
    positions: Mapping[str, Point]

    @property
    def inland(self) -> Point:
        """A place on land: the northernmost city, far from any coast."""
        rows = records(self.tables["places"])
        chosen = [row for row in rows if row["kind"] in _INLAND_KINDS] or rows
        northern = max(chosen, key=lambda row: float(row["lat_deg"]))
        return float(northern["lon_deg"]), float(northern["lat_deg"])

    def shown(self, frame: Frame) -> list[tuple[MapLink, list[Point]]]:
        """Return the links that touch a frame, with their lines in it."""
        drawn = [(link, link.line(frame)) for link in self.links]
        return [(link, line) for link, line in drawn if frame.touched_by(line)]


def scene_of(tables: Mapping[str, pd.DataFrame], year: int) -> Scene:
    """Return what the maps of a year draw.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Checked tables.
    year : int
        Calendar year.

    Returns
    -------
    Scene
        Links, coast and places.
    """
    coast = tuple(
        tuple((float(lon), float(lat)) for lon, lat in line) for line in coast_lines(tables)
    )
    links = tuple(read_links(tables, year))
    return Scene(tables, links, coast, positions_of(tables["places"]))


def ground(frame: Frame, scene: Scene) -> Markup:
    """Return land, sea and coast of a frame."""
    box = {"x": frame.x, "y": frame.y, "width": frame.width, "height": frame.height}
    parts = [svg.element("rect", **box, fill="#fff")]
    for ring, is_sea in pieces(frame, scene.coast, scene.inland):
        line = [frame.point(*position) for position in ring]
        style = {"fill": SEA if is_sea else "#fff", "stroke": COAST, "stroke_width": 0.5}
        parts.append(svg.path(line, **style))
    return svg.group(parts)


def all_modes(
    shown: Sequence[tuple[MapLink, list[Point]]], magnified: float, voice: Voice | None
) -> list[Markup]:
    """Return the lines of all modes, the sea lowest; dashed where they are still to come.

    Parameters
    ----------
    shown : sequence of (MapLink, line)
        What the frame shows.
    magnified : float
        Scale of the frame against the main one, for the distance between parallel lines.
    voice : Voice or None
        Each link tells its name to the reader who points at it; without a voice lines that look
        the same are one element, which is much shorter.

    Returns
    -------
    list of markupsafe.Markup
        Groups of lines.
    """
    ordered = sorted(shown, key=lambda pair: _ORDER.index(pair[0].mode))
    looks: dict[tuple[str, bool, bool], list[list[Point]]] = defaultdict(list)
    parts = []
    for link, line in ordered:
        look, moved = (link.mode, link.access, link.later), course(link, line, magnified)
        if voice:
            touch = svg.path(moved, stroke="#fff", stroke_opacity=0, stroke_width=9)
            parts.append(
                svg.group((voice.hover(link.name), touch, *_lines(look, [moved])), class_="link")
            )
        looks[look].append(moved)
    return parts if voice else [svg.group(_lines(look, lines)) for look, lines in looks.items()]


def _lines(look: tuple[str, bool, bool], lines: Sequence[Sequence[Point]]) -> list[Markup]:
    """Return lines of one look: mode, whether it is an access road, whether it opens later."""
    mode, access, later = look
    style = dict(_ACCESS if access else STYLES[mode])
    if later:
        style |= {"stroke_dasharray": _LATER[mode], "stroke_width": 1.6}
    parts = [svg.paths(lines, **style, stroke_linejoin="round")]
    return [*parts, svg.paths(lines, **TICKS)] if mode == "rail" and not later else parts


def course(link: MapLink, line: list[Point], magnified: float = 1.0) -> list[Point]:
    """Return where a line is drawn: a straight road or railway stands beside the other."""
    if not link.plain or link.mode not in ("road", "rail"):
        return line
    return beside(line, SHIFT * magnified * (1.0 if link.mode == "road" else -1.0))
