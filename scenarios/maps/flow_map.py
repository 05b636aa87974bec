"""The map of the report: changes of flow as ribbons beside the lines on which they run.

A ribbon is as wide as the change in tonnes, solid for more and dashed for less.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scenarios.display import svg
from scenarios.display.numbers import amount, last_digit, share, unit_for
from scenarios.display.scale import nice_ceiling
from scenarios.display.words import Text, word
from scenarios.maps import frames as windows
from scenarios.maps import layers, marks
from scenarios.maps.credits import credit
from scenarios.maps.geometry import beside
from scenarios.maps.label_table import table_labels
from scenarios.maps.links import SIDES
from scenarios.maps.lock_labels import lock_labels
from scenarios.maps.lock_signs import WARN, LockSign, lock_names, locks
from scenarios.maps.placement import place_labels
from scenarios.maps.view import views_of
from scenarios.maps.voice import Voice

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd
    from markupsafe import Markup

    from scenarios.display.svg import Point
    from scenarios.maps.labels import Label
    from scenarios.maps.links import MapLink
    from scenarios.maps.view import View
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
    parts = [_frame(view, data, most, identity) for view in views_of(scene)]
    parts += [windows.outlines(), windows.titles(_VOICE), windows.north(_VOICE)]
    parts.append(_legend(most))
    main = windows.frames()[0]
    parts += _notes(data, main.height + 18)
    return svg.picture((windows.WIDTH, main.height + 60), alt, parts, "map")


def _notes(data: FlowData, top: float) -> list[Markup]:
    """Return what the map does not show, and to whom its lines are owed."""
    said = (word("map.note"), word("map.shifted"), credit(data.tables))
    style = {"font_size": 12.0, "fill": svg.GREY}
    lines = [one for one in said if one]
    return [svg.words_at(0, top + 17 * row, one, **style) for row, one in enumerate(lines)]


def labels_of(view: View, data: FlowData, layout: Language) -> list[Label]:
    """Return all labels of a frame: crowded locks, then places, then the other locks.

    Parameters
    ----------
    view : View
        The frame and what it shows.
    data : FlowData
        Gives the utilisation of locks.
    layout : str
        ``zh`` or ``en``.

    Returns
    -------
    list of Label
        None meets another one.
    """
    crowded = {lock: used for lock, used in data.utilisation.items() if used >= WARN}
    notes = {lock: share(used) for lock, used in crowded.items()}
    named = lock_labels(view.frame, view.signs, view.scene, notes)
    table = table_labels(view.frame, view.scene.positions)
    wanted = [*(one for one in named if one.noted), *table]
    wanted += [one for one in named if not one.noted]
    return place_labels(view.ground, wanted, layout)


def _frame(view: View, data: FlowData, most: float, identity: str) -> Markup:
    """Return networks, ribbons, locks, places and labels of a frame."""
    frame, scene = view.frame, view.scene
    inside = [layers.ground(frame, scene)]
    inside.append(svg.group(layers.all_modes(view.lines, view.magnified, None), opacity=_FADED))
    inside.append(_ribbons(view.lines, data, most, view.magnified))
    names = lock_names(data.tables, data.year)
    inside.append(locks(view.signs, names, _VOICE, data.utilisation))
    inside.append(marks.places(frame, scene, _VOICE))
    labels = [
        label.drawn(layout) for layout in _VOICE.layouts for label in labels_of(view, data, layout)
    ]
    return windows.framed(frame, f"{identity}-{frame.name}", inside, labels)


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
        parts.append(marks.symbol(kind, (x, y + 44)))
        said = word(f"map.symbol.{kind}")
        parts.append(svg.words_at(x + 12, y + 48, said, font_size=12.5))
    return svg.group(parts)


def _lock_legend(left: float, y: float) -> Markup:
    """Return the three fillings of a lock."""
    parts = [svg.words_at(left, y + 4, word("map.locks"), font_size=12.5)]
    steps = ((0.5, "map.lock.free"), (0.8, "map.lock.busy"), (0.95, "map.lock.full"))
    for index, (used, key) in enumerate(steps):
        x = left + (124, 190, 282)[index]
        parts.append(LockSign("", (x, y), (0.0, 1.0)).drawn(used))
        parts.append(svg.words_at(x + 9, y + 4, word(key), font_size=12.5))
    return svg.group(parts)
