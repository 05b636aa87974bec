"""The schematic of the corridor: networks, changes of flow as ribbons, locks and labels.

It is drawn from the tables of places and links alone, without tiles and without any boundary or
coast, and says so. Ribbons stand beside the line they belong to: solid for more, dashed for less.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scenarios.report import svg
from scenarios.report.charts import nice_ceiling
from scenarios.report.geometry import KM_PER_DEGREE, Frame, beside, direction_at
from scenarios.report.map_labels import Label, fixed_labels, lock_labels
from scenarios.report.map_links import SIDES, Link, positions_of, read_links
from scenarios.report.numbers import amount, last_digit, share, unit_for
from scenarios.report.words import Text, place_names, word

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd
    from markupsafe import Markup

    from scenarios.report.svg import Point

WIDTH, HEIGHT = 1180.0, 806.0
FRAMES = (
    Frame("main", 102.1, 114.7, 19.65, 31.2, 0.0, 0.0, 796.0),
    Frame("pinglu", 108.0, 109.55, 21.45, 22.95, 814.0, 22.0, 366.0),
    Frame("changzhou", 109.3, 111.65, 22.92, 23.75, 814.0, 0.0, 366.0),
)
_GAP, _TITLE = 10.0, 22.0
_WIDEST, _THINNEST = 15.0, 0.9
_WARN, _WATCH = 0.9, 0.7
_SHIFT = 1.6
_SCALE_KM = 200.0


@dataclass(frozen=True)
class MapData:
    """What the schematic shows.

    Attributes
    ----------
    tables : mapping of str to pandas.DataFrame
        Places and links.
    changes_kt : mapping of str to float
        Change of flow by link id, plan minus base.
    utilisation : mapping of str to float
        Share of capacity used, by lock, in the plan.
    year : int
        The year shown.
    """

    tables: Mapping[str, pd.DataFrame]
    changes_kt: Mapping[str, float]
    utilisation: Mapping[str, float]
    year: int

    def change(self, link: Link) -> float:
        """Return the change of flow on the line of a link, in kt."""
        return sum(self.changes_kt.get(one, 0.0) for one in link.link_ids)


def frames() -> tuple[Frame, Frame, Frame]:
    """Return the main frame and the two insets below each other.

    Returns
    -------
    tuple of Frame
        Main, Pinglu Canal, Changzhou.
    """
    main, pinglu, changzhou = FRAMES
    top = pinglu.y + pinglu.height + _GAP + _TITLE
    sides = (changzhou.west, changzhou.east, changzhou.south, changzhou.north)
    return main, pinglu, Frame(changzhou.name, *sides, changzhou.x, top, changzhou.width)


def corridor_map(data: MapData, identity: str, alt: Text) -> Markup:
    """Return the schematic with its insets and legend.

    Parameters
    ----------
    data : MapData
        What to show.
    identity : str
        Part of the ids inside, unique on the page.
    alt : Text
        The finding.

    Returns
    -------
    markupsafe.Markup
        A picture.
    """
    positions = positions_of(data.tables["places"])
    links = read_links(data.tables, positions, data.year)
    most = max((abs(data.change(link)) for link in links), default=0.0)
    parts: list[Markup] = []
    for frame in frames():
        parts.append(_framed(frame, links, data, most, identity))
        parts += [label.drawn() for label in labels_of(frame, data, positions)]
    _, _, lowest = frames()
    parts += [_titles(), _legend(most, lowest.y + lowest.height + 26), _scale_and_north()]
    note = word("map.note")
    parts.append(
        svg.words_at(10, frames()[0].height - 10, note, font_size=12.5, fill=svg.GREY, **_HALO)
    )
    return svg.picture((WIDTH, HEIGHT), alt, parts, "map")


_HALO = {"stroke": "#fff", "stroke_width": 3, "paint_order": "stroke"}


def labels_of(frame: Frame, data: MapData, positions: Mapping[str, Point]) -> list[Label]:
    """Return all labels of a frame: places from the table, then crowded locks.

    Parameters
    ----------
    frame : Frame
        The frame.
    data : MapData
        Gives the utilisation of locks.
    positions : mapping of str to (float, float)
        Longitude and latitude of each place.

    Returns
    -------
    list of Label
        Labels that do not overlap.
    """
    crowded = {lock: used for lock, used in data.utilisation.items() if used >= _WARN}
    fixed = fixed_labels(frame, positions, {lock: share(used) for lock, used in crowded.items()})
    named = {label.target for label in fixed if label.kind == "lock"}
    names = place_names(data.tables["places"])
    wanted = []
    for lock, used in sorted(crowded.items(), key=lambda item: -item[1]):
        point = frame.point(*positions[lock]) if lock in positions else (-1.0, -1.0)
        if frame.holds(point, 4) and point not in named:
            wanted.append((point, names[lock] + " " + share(used)))
    return fixed + lock_labels(frame, wanted, fixed)


def _framed(
    frame: Frame, links: Sequence[Link], data: MapData, most: float, identity: str
) -> Markup:
    """Return networks, ribbons, locks and places of a frame, clipped to it."""
    clip = f"{identity}-{frame.name}"
    box = {"x": frame.x, "y": frame.y, "width": frame.width, "height": frame.height}
    defs = svg.element("defs", svg.element("clipPath", svg.element("rect", **box), id=clip))
    shown = [(link, link.line(frame)) for link in links]
    shown = [(link, line) for link, line in shown if frame.touched_by(line)]
    magnified = 1.0 if frame.name == "main" else 1.5
    layers = [
        *(_network(mode, shown, magnified) for mode in ("inland_water", "sea", "road", "rail")),
        _ribbons(shown, data, most),
        _locks(frame, shown, data),
        _places(frame, shown),
    ]
    inside = svg.group(layers, clip_path=f"url(#{clip})")
    ground = svg.element("rect", **box, fill="#fff", stroke=svg.FAINT)
    return svg.group((defs, ground, inside))


_LINES: dict[str, dict[str, object]] = {
    "inland_water": {"stroke": "#1F6FB2", "stroke_width": 2.2, "stroke_linecap": "round"},
    "sea": {"stroke": "#5FA6CF", "stroke_width": 2, "stroke_dasharray": "0.1 5"}
    | {"stroke_linecap": "round"},
    "road": {"stroke": "#E08214", "stroke_width": 1.1},
    "rail": {"stroke": "#2D2D2D", "stroke_width": 1.1},
}


def _network(mode: str, shown: Sequence[tuple[Link, list[Point]]], magnified: float) -> Markup:
    """Return the thin lines of one mode; those not open yet are faint."""
    parts = []
    for link, line in shown:
        if link.mode != mode:
            continue
        shift = _SHIFT * magnified * SIDES[mode] if mode in ("road", "rail") else 0.0
        moved = beside(line, shift) if shift else line
        faint = 0.35 if link.planned else 0.9
        parts.append(svg.path(moved, **_LINES[mode], opacity=faint))
        if mode == "rail":
            ticks = {"stroke": "#2D2D2D", "stroke_width": 5, "stroke_dasharray": "1 8"}
            parts.append(svg.path(moved, **ticks, opacity=faint))
    return svg.group(parts)


def _ribbons(shown: Sequence[tuple[Link, list[Point]]], data: MapData, most: float) -> Markup:
    """Return the changes of flow, the widest first so that none is hidden."""
    parts = []
    ordered = sorted(shown, key=lambda pair: -abs(data.change(pair[0])))
    for link, line in ordered:
        change = data.change(link)
        width = _ribbon_width(change, most)
        if width < _THINNEST:
            continue
        own = _SHIFT if link.mode in ("road", "rail") else 0.0
        offset = SIDES[link.mode] * (own + 1.6 + width / 2)
        parts.append(svg.path(beside(line, offset), **_ribbon_style(change, width)))
    return svg.group(parts)


def _ribbon_width(change: float, most: float) -> float:
    """Return the width of a change, in proportion to the largest one."""
    return _WIDEST * abs(change) / nice_ceiling(most) if most > 0 else 0.0


def _ribbon_style(change: float, width: float) -> dict[str, object]:
    """Return colour, width and dashes of a ribbon."""
    style: dict[str, object] = {
        "stroke": svg.MORE if change > 0 else svg.LESS,
        "stroke_width": width,
        "stroke_opacity": 0.85,
    }
    if change < 0:
        style["stroke_dasharray"] = "7 4"
    return style


def _locks(frame: Frame, shown: Sequence[tuple[Link, list[Point]]], data: MapData) -> Markup:
    """Return a bar across the river for each lock, filled by its utilisation."""
    if "locks" not in data.tables:
        return svg.group(())
    positions = positions_of(data.tables["places"])
    rivers = [line for link, line in shown if link.mode == "inland_water"]
    parts = []
    for lock in dict.fromkeys(str(one) for one in data.tables["locks"]["lock"]):
        if lock not in positions:
            continue
        point = frame.point(*positions[lock])
        if frame.holds(point):
            dx, dy = direction_at(rivers, point)
            parts.append(_lock_bar(point, (-dy, dx), data.utilisation.get(lock)))
    return svg.group(parts)


def _lock_bar(point: Point, across: Point, used: float | None, half: float = 8.0) -> Markup:
    """Return one lock: a bar with a dark rim, filled in three steps."""
    fill = "#fff" if used is None or used < _WATCH else "#9AA4AC" if used < _WARN else "#000"
    (x, y), (dx, dy) = point, across
    ends = [(x - dx * half, y - dy * half), (x + dx * half, y + dy * half)]
    inner = [(x - dx * (half - 1.4), y - dy * (half - 1.4))]
    inner.append((x + dx * (half - 1.4), y + dy * (half - 1.4)))
    rim = svg.path(ends, stroke=svg.INK, stroke_width=6)
    return svg.group((rim, svg.path(inner, stroke=fill, stroke_width=3.4)))


def _places(frame: Frame, shown: Sequence[tuple[Link, list[Point]]]) -> Markup:
    """Return a dot where two or more roads or railways meet or end."""
    dots: dict[Point, None] = {}
    for link, line in shown:
        if link.mode in ("road", "rail"):
            dots |= dict.fromkeys((line[0], line[-1]))
    return svg.group(
        svg.element("circle", cx=x, cy=y, r=3, fill="#fff", stroke=svg.INK, stroke_width=1.3)
        for x, y in dots
        if frame.holds((x, y))
    )


def _titles() -> Markup:
    """Return the titles of the insets."""
    _, pinglu, changzhou = frames()
    return svg.group(
        svg.words_at(
            frame.x, frame.y - 7, word(f"map.inset.{frame.name}"), font_size=13, fill=svg.INK
        )
        for frame in (pinglu, changzhou)
    )


def _scale_and_north() -> Markup:
    """Return the scale bar and the north arrow of the main frame."""
    main = frames()[0]
    length = _SCALE_KM / KM_PER_DEGREE * main.per_degree
    right, bottom = main.x + main.width - 20, main.y + main.height - 16
    left = right - length
    hook = [(left, bottom - 5), (left, bottom), (right, bottom), (right, bottom - 5)]
    bar = svg.path(hook, stroke=svg.INK, stroke_width=1.5)
    text = svg.words_at(
        right - length / 2, bottom - 8, f"{_SCALE_KM:.0f} km", font_size=12, text_anchor="middle"
    )
    x, y = right - 8, main.y + 22
    arrow = svg.element("path", d=f"M{x},{y}l-7,24l7,-6l7,6z", fill=svg.INK)
    north = svg.words_at(x, y + 40, word("map.north"), font_size=13, text_anchor="middle")
    return svg.group((bar, text, arrow, north))


def _legend(most: float, top: float) -> Markup:
    """Return the legend: three ribbon widths with numbers, lines and locks."""
    left = frames()[1].x
    parts = [svg.words_at(left, top, word("map.ribbons"), font_size=13, fill=svg.INK)]
    y = top + 20
    ceiling = nice_ceiling(most)
    for part in (1.0, 0.4, 0.2) if most > 0 else ():
        width = _WIDEST * part
        for sign, x in ((1.0, left), (-1.0, left + 90)):
            line = [(x, y), (x + 76, y)]
            parts.append(svg.path(line, **_ribbon_style(sign, width)))
        parts.append(
            svg.words_at(left + 182, y + 4, _freight(ceiling * part), font_size=13, fill=svg.INK)
        )
        y += 24
    parts.append(svg.words_at(left, y, word("map.more"), font_size=12, fill=svg.MORE))
    parts.append(svg.words_at(left + 90, y, word("map.less"), font_size=12, fill=svg.LESS))
    parts.append(_line_legend(left, y + 24))
    parts.append(_lock_legend(left, y + 72))
    return svg.group(parts)


def _freight(kt: float) -> Text:
    """Return a round number of kilotonnes with its units; two digits are enough."""
    tonnes = kt * 1000.0
    return amount(tonnes, last_digit(0.0, tonnes) + 2, unit_for("freight", tonnes))


def _line_legend(left: float, y: float) -> Markup:
    """Return a sample of the line of each mode, two in a row."""
    parts = []
    for index, mode in enumerate(("inland_water", "rail", "road", "sea")):
        x, row = left + 176 * (index % 2), y + 20 * (index // 2)
        line = [(x, row), (x + 44, row)]
        parts.append(svg.path(line, **_LINES[mode]))
        if mode == "rail":
            parts.append(svg.path(line, stroke="#2D2D2D", stroke_width=5, stroke_dasharray="1 8"))
        parts.append(svg.words_at(x + 52, row + 4, word(f"mode.{mode}"), font_size=12.5))
    return svg.group(parts)


def _lock_legend(left: float, y: float) -> Markup:
    """Return the three fillings of a lock."""
    parts = [svg.words_at(left, y + 4, word("map.locks"), font_size=12.5)]
    steps = ((0.5, "map.lock.free"), (0.8, "map.lock.busy"), (0.95, "map.lock.full"))
    for index, (used, key) in enumerate(steps):
        x = left + (124, 190, 282)[index]
        parts.append(_lock_bar((x, y), (0.0, 1.0), used))
        parts.append(svg.words_at(x + 9, y + 4, word(key), font_size=12.5))
    return svg.group(parts)
