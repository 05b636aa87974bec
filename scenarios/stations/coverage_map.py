"""The map of stations: expressways, service areas with what they deliver, and full ones.

A dot is a service area, both sides together, or a place on the river. It grows with the root of
what it delivers a day, in kWh and kg alike; grey dots have no station, light ones a station that
nobody used, orange ones fewer places or packs than are needed. Service areas stand on the line of
their link at their share of its length: their true places are not known. Large dots lie on top.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shapely import LineString

from scenarios.display import svg
from scenarios.display.words import Text, word
from scenarios.maps import frames as windows
from scenarios.maps import layers
from scenarios.maps.credits import credit
from scenarios.maps.geometry import Frame
from scenarios.maps.label_table import table_labels
from scenarios.maps.placement import place_labels
from scenarios.maps.view import View
from scenarios.maps.voice import Voice

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd
    from markupsafe import Markup

    from scenarios.display.svg import Point
    from scenarios.maps.layers import Scene
    from scenarios.stations.answer import StationsAnswer
    from transport.stations.service_areas import ServiceArea

USED, FULL, IDLE, BARE = "#1F6FB2", svg.MORE, "#A9D3EA", "#9AA3AB"
_ROAD = {"stroke": "#E08214", "stroke_width": 1.4, "stroke_opacity": 0.8}
_RIVER = {"stroke": "#1F6FB2", "stroke_width": 1.4, "stroke_opacity": 0.5}
_BASIN = (104.6, 114.4, 21.2, 25.4)
"""West, east, south and north of the river's map, degrees."""
_LARGEST = 9.0
_FOOT = 74.0
_SAMPLES = (
    (10.0, USED, "stations.map.used"),
    (130.0, FULL, "stations.map.full"),
    (430.0, IDLE, "stations.map.idle"),
    (590.0, BARE, "stations.map.bare"),
)


def coverage_map(
    answer: StationsAnswer,
    tables: Mapping[str, pd.DataFrame],
    areas: Mapping[str, tuple[ServiceArea, ...]],
    title: Text,
) -> Markup:
    """Return the map of the stations of an answer.

    Parameters
    ----------
    answer : StationsAnswer
        What was found.
    tables : mapping of str to pandas.DataFrame
        Checked tables.
    areas : mapping of str to tuple of ServiceArea
        Service areas by link; none on the river.
    title : Text
        What the picture says, for those who cannot see it.

    Returns
    -------
    markupsafe.Markup
        An ``svg`` element.
    """
    scene = layers.scene_of(tables, int(answer.facts["year"]))
    frame = _frame(str(answer.facts["mode"]))
    view = View(frame, scene)
    mode, look = ("road", _ROAD) if answer.facts["mode"] == "road" else ("inland_water", _RIVER)
    shown = [(link, line) for link, line in view.lines if link.mode in (mode, "inland_water")]
    lines = [line for link, line in shown if link.mode == mode and not link.access]
    rivers = [line for link, line in shown if link.mode == "inland_water"]
    inside = [
        layers.ground(frame, scene),
        svg.paths(rivers, stroke="#A9D3EA", stroke_width=1.2),
        svg.paths(lines, **look, stroke_linejoin="round"),
        svg.group(_dots(answer, view, areas)),
    ]
    wanted = [one for one in table_labels(frame, scene.positions) if one.kind != "water"]
    labels = [
        label.drawn(layout)
        for layout in Voice("switch").layouts
        for label in place_labels(view.ground, wanted, layout)
    ]
    parts = [windows.framed(frame, "stations-main", inside, labels), _legend(frame.height)]
    parts.append(
        svg.words_at(4, frame.height + _FOOT - 8, credit(tables), font_size=10.5, fill=svg.GREY)
    )
    return svg.picture((frame.width, frame.height + _FOOT), title, parts, "map")


def _frame(mode: str) -> Frame:
    """Return the window: the corridor for roads, the basin of the Xijiang for the river."""
    main = windows.frames()[0]
    if mode == "road":
        return main
    return Frame(main.name, *_BASIN, main.x, main.y, main.width)


def _dots(
    answer: StationsAnswer, view: View, areas: Mapping[str, tuple[ServiceArea, ...]]
) -> list[Markup]:
    """Return a dot for each service area or place, the busiest on top."""
    rows = _by_area(answer)
    points = _points(view, areas, rows)
    most = max((row["amount"] for row in rows.values()), default=0.0) or 1.0
    drawn = []
    for area, point in points.items():
        row = rows.get(area)
        radius = 1.6 if row is None else 2.2 + _LARGEST * (row["amount"] / most) ** 0.5
        drawn.append((radius, point, _colour(row)))
    return [
        svg.element("circle", cx=x, cy=y, r=r, fill=fill, fill_opacity=0.85, stroke="#fff")
        for r, (x, y), fill in sorted(drawn, key=lambda one: one[0])
    ]


def _by_area(answer: StationsAnswer) -> dict[str, dict[str, Any]]:
    """Return what each area delivers, and whether it has too few places or packs."""
    found: dict[str, dict[str, Any]] = {}
    for row in answer.stations.to_dict("records"):
        one = found.setdefault(str(row["area"]), {"amount": 0.0, "full": False})
        one["amount"] += row["amount_per_day"]
        one["full"] |= row["units_needed"] > row["units"] or row["packs_needed"] > row["packs"]
    return found


def _colour(row: Mapping[str, Any] | None) -> str:
    """Return the colour of a station."""
    if row is None:
        return BARE
    if row["full"]:
        return FULL
    return USED if row["amount"] > 0 else IDLE


def _points(
    view: View,
    areas: Mapping[str, tuple[ServiceArea, ...]],
    rows: Mapping[str, object],
) -> dict[str, Point]:
    """Return where service areas stand on the lines of their links, or places on the river."""
    scene: Scene = view.scene
    if not areas:
        return {
            name: view.frame.point(*scene.positions[name])
            for name in rows
            if name in scene.positions
        }
    ends = {
        str(row["link_id"]): (str(row["from_place"]), float(row["length_km"]))
        for name in ("road_links", "access_links")
        for row in scene.tables[name].to_dict("records")
    }
    found = {}
    for link, line in view.lines:
        for link_id in link.link_ids:
            if link_id not in areas or link_id not in ends:
                continue
            start, length = ends[link_id]
            course = LineString(line)
            home = view.frame.point(*scene.positions[start])
            near = min((0, -1), key=lambda k: _distance(line[k], home))
            for area in areas[link_id]:
                share = area.at_km / length
                at = course.interpolate(share if near == 0 else 1 - share, normalized=True)
                if view.frame.holds((at.x, at.y), 2):
                    found[area.area_id] = (at.x, at.y)
    return found


def _distance(one: Point, other: Point) -> float:
    """Return the squared distance of two points."""
    return (one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2


def _legend(height: float) -> Markup:
    """Return what the colours mean."""
    parts = []
    y = height + 22
    for x, colour, key in _SAMPLES:
        parts.append(svg.element("circle", cx=x, cy=y - 4, r=6.0, fill=colour))
        parts.append(svg.words_at(x + 12, y, _legend_word(key), font_size=12.5, fill=svg.INK))
    said = word("stations.map.size")
    parts.append(svg.words_at(4, height + 44, said, font_size=12, fill=svg.GREY))
    return svg.group(parts)


def _legend_word(key: str) -> Text:
    """Return a word of the legend."""
    words = {
        "stations.map.used": word("stations.map.used"),
        "stations.map.full": word("stations.map.full"),
        "stations.map.idle": word("stations.map.idle"),
        "stations.map.bare": word("stations.map.bare"),
    }
    return words[key]
