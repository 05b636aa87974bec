"""The map of the report: changes of flow as ribbons beside the lines on which they run.

A ribbon is as wide as the change in tonnes, solid for more and dashed for less.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scenarios.display import svg
from scenarios.display.numbers import amount, last_digit, share, unit_for
from scenarios.display.scale import nice_ceiling
from scenarios.display.words import Text, place_names, word
from scenarios.maps import frames as windows
from scenarios.maps import layers
from scenarios.maps.credits import credit
from scenarios.maps.geometry import beside
from scenarios.maps.label_table import table_labels
from scenarios.maps.labels import Wanted, place_labels
from scenarios.maps.links import SIDES
from scenarios.maps.voice import Voice

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd
    from markupsafe import Markup

    from scenarios.display.svg import Point
    from scenarios.maps.geometry import Frame
    from scenarios.maps.labels import Label
    from scenarios.maps.layers import Scene
    from scenarios.maps.links import MapLink
    from scenarios.maps.voice import Language

_WIDEST, _THINNEST, _APART = 15.0, 0.9, 1.6
_FADED = 0.55
_VOICE = Voice("switch")


@dataclass(frozen=True)
class FlowData:
    """What the map shows.

    Attributes
    ----------
    tables : mapping of str to pandas.DataFrame
        Checked tables.
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

    def change(self, link: MapLink) -> float:
        """Return the change of flow on the line of a link, in kt."""
        return sum(self.changes_kt.get(one, 0.0) for one in link.link_ids)


def flow_map(data: FlowData, identity: str, alt: Text) -> Markup:
    """Return the map with its details and legend, in both languages.

    Parameters
    ----------
    data : FlowData
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
    scene = layers.scene_of(data.tables, data.year)
    most = max((abs(data.change(link)) for link in scene.links), default=0.0)
    parts = [_frame(frame, scene, data, most, identity) for frame in windows.frames()]
    parts += [windows.outlines(), windows.titles(_VOICE), windows.north(_VOICE)]
    parts.append(_legend(most))
    main = windows.frames()[0]
    style = {"font_size": 12.0, "fill": svg.GREY}
    parts.append(svg.words_at(0, main.height + 18, word("map.note"), **style))
    owed = credit(data.tables)
    parts.append(svg.words_at(windows.side_left(), main.height + 18, owed, **style))
    return svg.picture((windows.WIDTH, main.height + 26), alt, parts, "map")


def labels_of(frame: Frame, scene: Scene, data: FlowData, layout: Language) -> list[Label]:
    """Return all labels of a frame: places from the table, then crowded locks.

    Parameters
    ----------
    frame : Frame
        The frame.
    scene : Scene
        Gives places and locks.
    data : FlowData
        Gives the utilisation of locks.
    layout : str
        ``zh`` or ``en``.

    Returns
    -------
    list of Label
        None meets another one.
    """
    crowded = {lock: used for lock, used in data.utilisation.items() if used >= layers.WARN}
    notes = {lock: share(used) for lock, used in crowded.items()}
    fixed = table_labels(frame, scene.positions, notes)
    fixed.sort(key=lambda label: label.noted, reverse=True)
    named = {label.target for label in fixed if label.kind == "lock"}
    names = place_names(data.tables["places"])
    points = layers.lock_points(frame, scene)
    noted = [
        Wanted(points[lock], names[lock] + " " + share(used), "lock", "E", 9.0)
        for lock, used in sorted(crowded.items(), key=lambda item: -item[1])
        if lock in points and points[lock] not in named
    ]
    return place_labels(frame, [*noted, *fixed], windows.taken(frame, scene), layout)


def _frame(frame: Frame, scene: Scene, data: FlowData, most: float, identity: str) -> Markup:
    """Return networks, ribbons, locks, places and labels of a frame."""
    clip = f"{identity}-{frame.name}"
    lines = scene.shown(frame)
    magnified = 1.0 if frame.name == "main" else 1.5
    names = layers.lock_names(data.tables, data.year)
    inside = [layers.ground(frame, scene)]
    inside.append(svg.group(layers.all_modes(lines, magnified, None), opacity=_FADED))
    inside.append(_ribbons(lines, data, most, magnified))
    inside.append(layers.locks(frame, scene, lines, names, _VOICE, data.utilisation))
    inside.append(layers.places(frame, scene, _VOICE))
    labels = [
        label.drawn(layout)
        for layout in _VOICE.layouts
        for label in labels_of(frame, scene, data, layout)
    ]
    return windows.framed(frame, clip, inside, labels)


def _ribbons(
    shown: Sequence[tuple[MapLink, list[Point]]], data: FlowData, most: float, magnified: float
) -> Markup:
    """Return the changes of flow, the widest first so that none is hidden."""
    parts = []
    ordered = sorted(shown, key=lambda pair: -abs(data.change(pair[0])))
    for link, line in ordered:
        change = data.change(link)
        width = _ribbon_width(change, most)
        if width < _THINNEST:
            continue
        shift = SIDES[link.mode] * (_APART + width / 2)
        moved = beside(layers.course(link, line, magnified), shift)
        name = link.name + " · " + ("+" if change > 0 else "\u2212") + freight(abs(change))
        drawn = svg.path(moved, **_ribbon_style(change, width))
        parts.append(svg.group((_VOICE.hover(name), drawn)))
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
        "stroke_linejoin": "round",
    }
    if change < 0:
        style["stroke_dasharray"] = "7 4"
    return style


def freight(kt: float) -> Text:
    """Return a round number of kilotonnes with its units; two digits are enough."""
    tonnes = kt * 1000.0
    return amount(tonnes, last_digit(0.0, tonnes) + 2, unit_for("freight", tonnes))


def _legend(most: float) -> Markup:
    """Return the legend: three ribbon widths with numbers, lines, symbols and locks."""
    left, top = windows.side_left(), windows.side_bottom() + 14
    parts = [svg.words_at(left, top, word("map.ribbons"), font_size=13, fill=svg.INK)]
    y = top + 20
    ceiling = nice_ceiling(most)
    for part in (1.0, 0.4, 0.2) if most > 0 else ():
        width = _WIDEST * part
        for sign, x in ((1.0, left), (-1.0, left + 90)):
            line = [(x, y), (x + 76, y)]
            parts.append(svg.path(line, **_ribbon_style(sign, width)))
        parts.append(
            svg.words_at(left + 182, y + 4, freight(ceiling * part), font_size=13, fill=svg.INK)
        )
        y += 24
    parts.append(svg.words_at(left, y, word("map.more"), font_size=12, fill=svg.MORE))
    parts.append(svg.words_at(left + 90, y, word("map.less"), font_size=12, fill=svg.LESS))
    parts.append(_line_legend(left, y + 26))
    parts.append(_lock_legend(left, y + 100))
    return svg.group(parts)


def _line_legend(left: float, y: float) -> Markup:
    """Return samples of lines and symbols, two in a row."""
    parts = []
    for index, mode in enumerate(("inland_water", "rail", "road", "sea")):
        x, row = left + 176 * (index % 2), y + 22 * (index // 2)
        line = [(x, row), (x + 38, row)]
        parts.append(svg.path(line, **layers.STYLES[mode]))
        if mode == "rail":
            parts.append(svg.path(line, **layers.TICKS))
        parts.append(svg.words_at(x + 46, row + 4, word(f"mode.{mode}"), font_size=12.5))
    for index, kind in enumerate(("sea_port", "river_port", "rail_terminal")):
        x = left + (6, 96, 200)[index]
        parts.append(layers.symbol(kind, (x, y + 44)))
        said = word(f"map.symbol.{kind}")
        parts.append(svg.words_at(x + 12, y + 48, said, font_size=12.5))
    return svg.group(parts)


def _lock_legend(left: float, y: float) -> Markup:
    """Return the three fillings of a lock."""
    parts = [svg.words_at(left, y + 4, word("map.locks"), font_size=12.5)]
    steps = ((0.5, "map.lock.free"), (0.8, "map.lock.busy"), (0.95, "map.lock.full"))
    for index, (used, key) in enumerate(steps):
        x = left + (124, 190, 282)[index]
        parts.append(layers.lock_bar((x, y), (0.0, 1.0), used))
        parts.append(svg.words_at(x + 9, y + 4, word(key), font_size=12.5))
    return svg.group(parts)
