"""The map of the network: lines by mode, locks, ports, terminals, and projects by year."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scenarios.display import svg
from scenarios.display.words import Text, as_text, word
from scenarios.maps import frames as windows
from scenarios.maps import layers
from scenarios.maps.credits import credit
from scenarios.maps.label_table import table_labels
from scenarios.maps.labels import Wanted, badge, place_labels
from scenarios.maps.projects import projects_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd
    from markupsafe import Markup

    from scenarios.display.svg import Point
    from scenarios.maps.geometry import Frame
    from scenarios.maps.labels import Label
    from scenarios.maps.layers import Scene
    from scenarios.maps.projects import Project
    from scenarios.maps.voice import Language, Voice
    from scenarios.plan import Plan

_MARGIN, _HEAD, _ROW, _FOOT = 16.0, 68.0, 21.0, 62.0
_COLUMNS = 2
_LEGEND_LINES = ("road", "rail", "inland_water", "sea", "access", "later")
_LEGEND_SYMBOLS = ("sea_port", "port_city", "river_port", "rail_terminal", "city", "border")


@dataclass(frozen=True)
class NetworkMap:
    """What the map of a network shows.

    Attributes
    ----------
    scene : Scene
        Links, coast and places.
    projects : tuple of Project
        What opens after the first year.
    year : int
        Calendar year.
    plan_title : Text
        Title of the plan.
    voice : Voice
        Language.
    """

    scene: Scene
    projects: tuple[Project, ...]
    year: int
    plan_title: Text
    voice: Voice

    @property
    def title(self) -> Text:
        """The title of the picture."""
        return word("map.network.title", year=self.year)


def network_map_of(
    tables: Mapping[str, pd.DataFrame], plan: Plan, year: int, voice: Voice
) -> NetworkMap:
    """Return the map of the network of a year.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Checked tables.
    plan : Plan
        Its measures are shown as projects.
    year : int
        Calendar year.
    voice : Voice
        Language.

    Returns
    -------
    NetworkMap
        Ready to be drawn.
    """
    scene = layers.scene_of(tables, year)
    projects = tuple(projects_of(tables, plan, scene.links))
    title = as_text({"zh": plan.title.zh, "en": plan.title.en})
    return NetworkMap(scene, projects, year, title, voice)


def draw(shown: NetworkMap) -> Markup:
    """Return the picture: title, frames, legend, projects, notes.

    Parameters
    ----------
    shown : NetworkMap
        What to draw.

    Returns
    -------
    markupsafe.Markup
        An ``svg`` element.
    """
    main = windows.frames()[0]
    rows = -(-len(shown.projects) // _COLUMNS)
    below = main.height + 26 + (rows + 1) * _ROW if shown.projects else main.height + 8
    parts = [_frame(frame, shown) for frame in windows.frames()]
    parts += [windows.outlines(), windows.titles(shown.voice), windows.north(shown.voice)]
    parts += [_legend(shown), _project_list(shown, main.height + 26), _notes(shown, below + 12)]
    body = svg.group(parts, transform=f"translate({_MARGIN:.0f},{_HEAD:.0f})")
    size = (windows.WIDTH + 2 * _MARGIN, _HEAD + below + _FOOT)
    paper = svg.element("rect", width=size[0], height=size[1], fill="#fff")
    return svg.picture(size, shown.title, (paper, _head(shown), body), "map")


def _head(shown: NetworkMap) -> Markup:
    """Return title and subtitle."""
    title = shown.voice.fitted(shown.plan_title, 13.0, windows.WIDTH / 2)
    subtitle = word("map.network.subtitle", plan=title)
    return svg.group(
        (
            shown.voice.write(
                _MARGIN, 34, shown.title, font_size=21.0, font_weight=700, fill=svg.INK
            ),
            shown.voice.write(_MARGIN, 55, subtitle, font_size=13.0, fill=svg.GREY),
        )
    )


def _frame(frame: Frame, shown: NetworkMap) -> Markup:
    """Return one frame with everything in it."""
    scene = shown.scene
    lines = scene.shown(frame)
    inside = [layers.ground(frame, scene), _measured(frame, shown)]
    inside += layers.all_modes(lines, 1.0 if frame.name == "main" else 1.5, shown.voice)
    names = layers.lock_names(scene.tables, shown.year)
    inside += [
        layers.locks(frame, scene, lines, names, shown.voice),
        layers.places(frame, scene, shown.voice),
    ]
    labels = [
        label.drawn(shown.voice.class_of(layout))
        for layout in shown.voice.layouts
        for label in labels_of(frame, shown, layout)
    ]
    return windows.framed(frame, f"network-{frame.name}", inside, labels)


def _measured(frame: Frame, shown: NetworkMap) -> Markup:
    """Return a broad pale line under the links that measures of the plan change."""
    lines = {link.link_ids[0]: link.line(frame) for link in shown.scene.links}
    parts = []
    for project in shown.projects:
        later = not project.opens or project.opens > shown.year
        style = {"stroke": svg.MORE, "stroke_width": 8, "stroke_opacity": 0.12 if later else 0.3}
        touched = [lines[one] for one in project.link_ids if frame.touched_by(lines[one])]
        if touched and project.of_plan:
            parts.append(svg.paths(touched, **style, stroke_linecap="round"))
    return svg.group(parts)


def labels_of(frame: Frame, shown: NetworkMap, layout: Language) -> list[Label]:
    """Return the labels of a frame: projects first, then the table's in its order.

    Parameters
    ----------
    frame : Frame
        The frame.
    shown : NetworkMap
        What the map shows.
    layout : str
        ``zh``, ``en`` or ``both``.

    Returns
    -------
    list of Label
        None meets another one, a symbol, a lock or a corner that is in use.
    """
    wanted = [*_badges(frame, shown), *table_labels(frame, shown.scene.positions, {})]
    return place_labels(frame, wanted, windows.taken(frame, shown.scene), layout)


def _badges(frame: Frame, shown: NetworkMap) -> list[Wanted]:
    """Return number and year of each project that lies in a frame."""
    found = []
    for project in shown.projects:
        year = as_text(project.opens) if project.opens else word("map.no_year")
        later = not project.opens or project.opens > shown.year
        for position in project.positions:
            point = frame.point(*position)
            if frame.holds(point, 2) and not _under_detail(frame, point):
                number, of_plan = project.number, project.of_plan
                said = year if position == project.positions[0] else as_text("")
                found.append(
                    Wanted(point, said, "project", "E", 6.0, number, later=later, of_plan=of_plan)
                )
    return found


def _under_detail(frame: Frame, point: Point) -> bool:
    """Tell whether the detail inside the main frame covers a point of it."""
    return frame.name == "main" and windows.frames()[3].holds(point)


def _legend(shown: NetworkMap) -> Markup:
    """Return the legend in two columns: lines, then symbols."""
    left, top = windows.side_left(), windows.side_bottom() + 14
    parts = [
        shown.voice.write(
            left, top, word("map.legend"), font_size=13.5, font_weight=700, fill=svg.INK
        )
    ]
    for index, key in enumerate(_LEGEND_LINES):
        y = top + 24 + index * 23
        parts.append(_line_sample(key, left, y))
        parts.append(_said(shown, left + 46, y, _line_word(key)))
    for index, kind in enumerate(_LEGEND_SYMBOLS):
        x, y = left + 196, top + 24 + index * 23
        parts += [layers.symbol(kind, (x, y)), _said(shown, x + 14, y, word(f"map.symbol.{kind}"))]
    y = top + 24 + 6 * 23
    parts += [layers.lock_bar((left + 18, y), (0.0, 1.0), None)]
    parts.append(_said(shown, left + 46, y, word("map.symbol.lock")))
    y += 24
    for x, of_plan in ((left + 18, False), (left + 196, True)):
        parts.append(badge((x, y), 1, later=False, of_plan=of_plan))
        key = "map.badge.plan" if of_plan else "map.badge.project"
        parts.append(_said(shown, x + (14 if of_plan else 28), y, word(key)))
    return svg.group(parts)


def _said(shown: NetworkMap, x: float, y: float, text: Text) -> Markup:
    """Return a word of the legend beside its sample."""
    return shown.voice.write(x, y + 4.4, text, font_size=12.5, fill=svg.INK)


def _line_word(key: str) -> Text:
    """Return the word of a line of the legend."""
    if key in ("access", "later"):
        return word(f"map.line.{key}")
    return word(f"mode.{key}")


def _line_sample(key: str, left: float, y: float) -> Markup:
    """Return the sample of a line of the legend."""
    line = [(left, y), (left + 38, y)]
    if key == "access":
        return svg.path(line, stroke="#E08214", stroke_width=0.7, stroke_opacity=0.7)
    if key == "later":
        style = {"stroke_dasharray": "6 5", "stroke_width": 1.4}
        upper, lower = ([(x, y + shift) for x, y in line] for shift in (-3.5, 3.5))
        water, rail = svg.MODE_COLOURS["inland_water"], svg.MODE_COLOURS["rail"]
        return svg.path(upper, **style, stroke=rail) + svg.path(lower, **style, stroke=water)
    sample = svg.path(line, **layers.STYLES[key])
    return sample + svg.path(line, **layers.TICKS) if key == "rail" else sample


def _project_list(shown: NetworkMap, top: float) -> Markup:
    """Return the projects by year, in columns below the main frame."""
    if not shown.projects:
        return svg.group(())
    voice, rows = shown.voice, -(-len(shown.projects) // _COLUMNS)
    style = {"font_size": 13.5, "font_weight": 700, "fill": svg.INK}
    parts = [voice.write(0, top, word("map.projects", year=shown.year), **style)]
    for index, project in enumerate(shown.projects):
        x = index // rows * (windows.WIDTH / _COLUMNS)
        y = top + _ROW * (1 + index % rows)
        later = not project.opens or project.opens > shown.year
        parts.append(badge((x + 9, y), project.number, later=later, of_plan=project.of_plan))
        year = as_text(project.opens) if project.opens else word("map.no_year")
        parts.append(voice.write(x + 24, y + 4.4, year, font_size=12.5, font_weight=700))
        room = windows.WIDTH / _COLUMNS - 72
        parts.append(_said(shown, x + 64, y, voice.fitted(project.name, 12.5, room)))
    return svg.group(parts)


def _notes(shown: NetworkMap, top: float) -> Markup:
    """Return the lines about boundaries, sources and credits."""
    said = (word("map.note"), word("map.source"), credit(shown.scene.tables))
    style = {"font_size": 11.5, "fill": svg.GREY}
    return svg.group(
        shown.voice.write(0, top + 16 * index, text, **style)
        for index, text in enumerate(one for one in said if one)
    )
