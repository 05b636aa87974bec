"""Layers that all maps share: ground, lines of the modes, locks and places."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from networks.geometry import coast_lines
from scenarios.display import svg
from scenarios.display.words import Text, as_text, place_names, records
from scenarios.maps.geometry import beside, direction_at
from scenarios.maps.ground import pieces
from scenarios.maps.labels import Box, around
from scenarios.maps.links import MapLink, positions_of, read_links, year_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd
    from markupsafe import Markup

    from scenarios.display.svg import Point
    from scenarios.maps.geometry import Frame
    from scenarios.maps.voice import Voice

SEA, COAST = "#F2F6F9", "#8B96A0"
WARN, WATCH = 0.9, 0.7
SHIFT = 1.6
"""Distance of road and railway from a straight line that both follow."""

_INLAND_KINDS = ("city", "junction", "rail_terminal")
_ORDER = ("sea", "inland_water", "road", "rail")
_HALF_LOCK = 8.0

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


@dataclass(frozen=True)
class LockName:
    """Name and lines of a lock site, and whether all of them open later."""

    said: Text
    later: bool


def lock_names(tables: Mapping[str, pd.DataFrame], year: int) -> dict[str, LockName]:
    """Return the open lines of each lock site, or those to come where none is open.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Checked tables.
    year : int
        Calendar year.

    Returns
    -------
    dict of str to LockName
        By lock site.
    """
    found: dict[str, LockName] = {}
    for row in records(tables["locks"]):
        lock, opens = str(row["lock"]), year_of(row["opens_year"])
        later = opens > year or (not opens and row["status"] != "operating")
        said = as_text({"zh": row["name_zh"], "en": row["name_en"]})
        before = found.get(lock)
        if before is None or (before.later and not later):
            found[lock] = LockName(said, later)
        elif before.later == later:
            found[lock] = LockName(before.said + Text("；", "; ") + said, later)
    return found


def lock_points(frame: Frame, scene: Scene) -> dict[str, Point]:
    """Return where the locks of a frame stand in the picture."""
    if "locks" not in scene.tables:
        return {}
    sites = dict.fromkeys(str(one) for one in scene.tables["locks"]["lock"])
    points = {one: frame.point(*scene.positions[one]) for one in sites if one in scene.positions}
    return {lock: point for lock, point in points.items() if frame.holds(point, 2)}


def locks(
    frame: Frame,
    scene: Scene,
    shown: Sequence[tuple[MapLink, list[Point]]],
    names: Mapping[str, LockName],
    voice: Voice,
    used: Mapping[str, float] | None = None,
) -> Markup:
    """Return a bar across the river for each lock, filled by its utilisation where it is known.

    Parameters
    ----------
    frame : Frame
        The frame.
    scene : Scene
        Gives the locks.
    shown : sequence of (MapLink, line)
        What the frame shows.
    names : mapping of str to LockName
        What the reader sees who points at a lock; one that opens later is drawn faint.
    voice : Voice
        Language.
    used : mapping of str to float, optional
        Share of capacity used.

    Returns
    -------
    markupsafe.Markup
        A group.
    """
    rivers = [line for link, line in shown if link.mode == "inland_water"]
    half = _HALF_LOCK if frame.name != "main" else _HALF_LOCK * 0.7
    parts = []
    for lock, point in lock_points(frame, scene).items():
        if lock in names:
            dx, dy = direction_at(rivers, point, 10.0)
            bar = lock_bar(point, (-dy, dx), (used or {}).get(lock), half)
            faint = 0.4 if names[lock].later else None
            parts.append(svg.group((voice.hover(names[lock].said), bar), opacity=faint))
    return svg.group(parts)


def lock_bar(point: Point, across: Point, used: float | None, half: float = _HALF_LOCK) -> Markup:
    """Return one lock: a bar with a dark rim, filled in three steps."""
    fill = "#fff" if used is None or used < WATCH else "#9AA4AC" if used < WARN else "#000"
    (x, y), (dx, dy) = point, across
    ends = [(x - dx * half, y - dy * half), (x + dx * half, y + dy * half)]
    short = half - 1.3
    inner = [(x - dx * short, y - dy * short), (x + dx * short, y + dy * short)]
    thick = 5.4 if half >= _HALF_LOCK else 4.4
    rim = svg.path(ends, stroke=svg.INK, stroke_width=thick)
    return svg.group((rim, svg.path(inner, stroke=fill, stroke_width=thick - 2.4)))


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


_RIM = {"stroke": svg.INK, "stroke_width": 1.2}


def taken_ground(frame: Frame, scene: Scene) -> list[Box]:
    """Return the ground of a frame that labels must leave free: symbols, locks and corners."""
    found = [
        around(point, 3.4) for point, kind, _ in place_points(frame, scene) if kind != "junction"
    ]
    half = 5.5 if frame.name == "main" else 7.0
    return found + [around(point, half) for point in lock_points(frame, scene).values()]
