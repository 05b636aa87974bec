"""The map of the network: lines by mode, locks, ports, terminals, and projects by year."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scenarios.display import svg
from scenarios.display.words import Text, as_text, word
from scenarios.maps import frames as windows
from scenarios.maps import layers, marks
from scenarios.maps.badges import badge
from scenarios.maps.credits import credit
from scenarios.maps.label_table import table_labels
from scenarios.maps.labels import Wanted
from scenarios.maps.lock_labels import lock_labels
from scenarios.maps.lock_signs import LockSign, lock_names, locks
from scenarios.maps.placement import place_labels
from scenarios.maps.projects import projects_of
from scenarios.maps.view import views_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd
    from markupsafe import Markup

    from scenarios.maps.labels import Label
    from scenarios.maps.layers import Scene
    from scenarios.maps.projects import Project
    from scenarios.maps.view import View
    from scenarios.maps.voice import Language, Voice
    from scenarios.plan.plan import Plan

_MARGIN, _HEAD, _ROW, _FOOT = 16.0, 68.0, 21.0, 78.0
_COLUMNS = 2
_OFF_SYMBOL = 6.0
"""How far from a place the leader of its project starts."""

_UPRIGHT = (0.0, 1.0)
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

    def is_later(self, project: Project) -> bool:
        """Tell whether a project is not open in the year of the map."""
        return not project.opens or project.opens > self.year


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
    parts = [_frame(view, shown) for view in views_of(shown.scene)]
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


def _frame(view: View, shown: NetworkMap) -> Markup:
    """Return one frame with everything in it."""
    frame, voice = view.frame, shown.voice
    inside = [layers.ground(frame, shown.scene), _measured(view, shown)]
    inside += layers.all_modes(view.lines, view.magnified, voice)
    names = lock_names(shown.scene.tables, shown.year)
    inside += [locks(view.signs, names, voice), marks.places(frame, shown.scene, voice)]
    labels = [
        label.drawn(voice.class_of(layout))
        for layout in voice.layouts
        for label in labels_of(view, shown, layout)
    ]
    return windows.framed(frame, f"network-{frame.name}", inside, labels)


def _measured(view: View, shown: NetworkMap) -> Markup:
    """Return a broad pale line under the links that measures of the plan change."""
    lines = {link.link_ids[0]: line for link, line in view.lines}
    parts = []
    for project in shown.projects:
        style = {"stroke": svg.MORE, "stroke_width": 8}
        style["stroke_opacity"] = 0.12 if shown.is_later(project) else 0.3
        touched = [lines[one] for one in project.link_ids if one in lines]
        if touched and project.of_plan:
            parts.append(svg.paths(touched, **style, stroke_linecap="round"))
    return svg.group(parts)


def labels_of(view: View, shown: NetworkMap, layout: Language) -> list[Label]:
    """Return the labels of a frame: places, then locks and projects, last the waters.

    Parameters
    ----------
    view : View
        The frame and what it shows.
    shown : NetworkMap
        What the map shows.
    layout : str
        ``zh``, ``en`` or ``both``.

    Returns
    -------
    list of Label
        None meets another one, a symbol, a lock or a corner that is in use; no badge meets a
        line.
    """
    table = table_labels(view.frame, shown.scene.positions)
    waters = [label for label in table if label.kind == "water"]
    places = [label for label in table if label.kind != "water"]
    named = lock_labels(view.frame, view.signs, shown.scene, {})
    wanted = [*named, *places, *_badges(view, shown), *waters]
    return place_labels(view.ground, wanted, layout)


def _badges(view: View, shown: NetworkMap) -> list[Wanted]:
    """Return number and year of each project that is marked in a frame."""
    moved = {shown.scene.positions[sign.lock]: sign.point for sign in view.signs}
    found = []
    for project in shown.projects:
        year = as_text(project.opens) if project.opens else as_text("")
        gap = 0.0 if project.link_ids else _OFF_SYMBOL
        style = {"later": shown.is_later(project), "of_plan": project.of_plan}
        for position in project.positions:
            point = moved.get(position, view.frame.point(*position))
            if windows.home_of(position) == view.frame.name and view.frame.holds(point, 2):
                said = year if position == project.positions[0] else as_text("")
                found.append(Wanted(point, said, "project", "E", gap, project.number, **style))
    return found


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
        parts += [marks.symbol(kind, (x, y)), _said(shown, x + 14, y, word(f"map.symbol.{kind}"))]
    y = top + 24 + 6 * 23
    parts += _lock_samples(shown, left, y)
    y += 24
    for x, of_plan in ((left + 18, False), (left + 196, True)):
        parts.append(badge((x, y), 1, later=False, of_plan=of_plan))
        key = "map.badge.plan" if of_plan else "map.badge.project"
        parts.append(_said(shown, x + (14 if of_plan else 28), y, word(key)))
    return svg.group(parts)


def _lock_samples(shown: NetworkMap, left: float, y: float) -> list[Markup]:
    """Return an open lock and one to come, with their words."""
    now, later = LockSign("", (left + 18, y), _UPRIGHT), LockSign("", (left + 196, y), _UPRIGHT)
    return [
        now.drawn(),
        _said(shown, left + 46, y, word("map.symbol.lock")),
        later.drawn(later=True),
        _said(shown, left + 210, y, word("map.symbol.lock_later")),
    ]


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
        later = shown.is_later(project)
        parts.append(badge((x + 9, y), project.number, later=later, of_plan=project.of_plan))
        year = as_text(project.opens) if project.opens else word("map.no_year")
        parts.append(voice.write(x + 24, y + 4.4, year, font_size=12.5, font_weight=700))
        room = windows.WIDTH / _COLUMNS - 72
        parts.append(_said(shown, x + 64, y, voice.fitted(project.name, 12.5, room)))
    return svg.group(parts)


def _notes(shown: NetworkMap, top: float) -> Markup:
    """Return the lines about boundaries, sources and credits."""
    said = (
        word("map.note"),
        word("map.shifted"),
        word("map.source"),
        credit(shown.scene.tables),
    )
    style = {"font_size": 11.5, "fill": svg.GREY}
    return svg.group(
        shown.voice.write(0, top + 16 * index, text, **style)
        for index, text in enumerate(one for one in said if one)
    )
