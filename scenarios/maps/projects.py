"""Projects on the map: what the tables and a plan open after the first year, and where."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from shapely import LineString

from scenarios.display.words import Text, as_text, place_names, records
from scenarios.maps.geometry import middle_of
from scenarios.maps.links import FIRST_YEAR, TABLES, line_name, positions_of, year_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import pandas as pd

    from scenarios.display.svg import Point
    from scenarios.maps.links import MapLink
    from scenarios.plan.plan import Plan

_Row = dict[str, Any]


@dataclass(frozen=True)
class Project:
    """Something that opens after the first year.

    Attributes
    ----------
    name : Text
        What it is called.
    opens : int
        First year; 0 when it is not known.
    positions : tuple of (float, float)
        Longitude and latitude of the places where it is marked.
    of_plan : bool
        Whether it is a measure of the plan, not a project of the tables.
    link_ids : tuple of str
        Links that the measure changes.
    number : int
        Its number on the map, from 1.
    """

    name: Text
    opens: int
    positions: tuple[Point, ...]
    of_plan: bool = False
    link_ids: tuple[str, ...] = ()
    number: int = 0


def projects_of(
    tables: Mapping[str, pd.DataFrame], plan: Plan, links: Sequence[MapLink]
) -> list[Project]:
    """Return the projects of the tables and the measures of a plan, numbered by year.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Checked tables.
    plan : Plan
        The plan.
    links : sequence of MapLink
        The lines of the map.

    Returns
    -------
    list of Project
        Those without a year last. A measure of the plan that only opens what the tables open
        anyway, on the same links in the same year, is left out.
    """
    middles = {link.link_ids[0]: middle_of(link.points) for link in links}
    found = [*_link_projects(tables, middles), *_table_projects(tables, middles)]
    linked = {(project.opens, one) for project in found for one in project.link_ids}
    found += _lock_projects(tables)
    measures = [one for one in _measures(tables, plan, links) if not _known(one, linked)]
    ordered = sorted([*found, *measures], key=lambda one: (one.opens or 9999, one.of_plan))
    return [replace(one, number=number) for number, one in enumerate(ordered, start=1)]


def _known(project: Project, linked: set[tuple[int, str]]) -> bool:
    """Tell whether a measure stands for links that open in the same year anyway."""
    pairs = {(project.opens, one) for one in project.link_ids}
    return bool(pairs) and pairs <= linked


def _link_projects(
    tables: Mapping[str, pd.DataFrame], middles: Mapping[str, Point]
) -> list[Project]:
    """Return new lines: links that open in the same year and hang together are one project."""
    names = place_names(tables["places"])
    found = []
    for mode, (table, *_) in TABLES.items():
        rows = [row for row in records(tables[table]) if row.get("freight_use", True)]
        new = [row for row in rows if _is_new(row)]
        for part in _connected(new):
            ids = tuple(str(row["link_id"]) for row in part)
            longest = max(part, key=lambda row: float(row["length_km"]))
            name = _part_name(mode, longest, part, rows, names)
            at = middles[str(longest["link_id"])]
            found.append(Project(name, year_of(longest["opens_year"]), (at,), link_ids=ids))
    return found


def _is_new(row: _Row) -> bool:
    """Tell whether a row opens after the first year, or is planned without one."""
    opens = year_of(row.get("opens_year"))
    return opens > FIRST_YEAR or (not opens and row.get("status", "operating") != "operating")


def _connected(rows: Sequence[_Row]) -> list[list[_Row]]:
    """Return rows in groups that share a year and hang together by their ends."""
    groups: list[list[_Row]] = []
    for row in rows:
        joined = [one for one in groups if any(_touch(row, other) for other in one)]
        groups = [one for one in groups if one not in joined]
        groups.append([other for one in joined for other in one] + [row])
    return groups


def _touch(one: _Row, other: _Row) -> bool:
    """Tell whether two rows open in the same year and share an end."""
    ends = {one["from_place"], one["to_place"]} & {other["from_place"], other["to_place"]}
    return bool(ends) and year_of(one["opens_year"]) == year_of(other["opens_year"])


def _part_name(
    mode: str,
    longest: _Row,
    part: Sequence[_Row],
    rows: Sequence[_Row],
    names: Mapping[str, Text],
) -> Text:
    """Return the name of a new line, with its ends where it is a part of a longer one."""
    name = line_name(mode, longest)
    if mode != "inland_water":
        return name
    mates = [row for row in rows if row["river"] == longest["river"]]
    if all(row in part for row in mates):
        return name
    ends = [str(row[end]) for row in part for end in ("from_place", "to_place")]
    first, *_, last = [names[one] for one in ends if ends.count(one) == 1]
    return name + Text(f" {first.zh}—{last.zh}", f", {first.en} to {last.en}")


def _table_projects(
    tables: Mapping[str, pd.DataFrame], middles: Mapping[str, Point]
) -> list[Project]:
    """Return the dated projects of the table: each where its middle link or its lock lies."""
    positions = positions_of(tables["places"])
    rows_of: dict[tuple[str, int], list[_Row]] = defaultdict(list)
    for row in records(tables["projects"]):
        if year_of(row["opens_year"]) > FIRST_YEAR:
            rows_of[str(row["project"]), year_of(row["opens_year"])].append(row)
    found = []
    for (_, opens), rows in rows_of.items():
        ids = tuple(str(row["link_id"]) for row in rows if str(row["link_id"]) in middles)
        at = positions.get(str(rows[0]["lock"])) or (middles[ids[len(ids) // 2]] if ids else None)
        if at is not None:
            name = as_text({"zh": rows[0]["name_zh"], "en": rows[0]["name_en"]})
            found.append(Project(name, opens, (at,), link_ids=ids))
    return found


def _lock_projects(tables: Mapping[str, pd.DataFrame]) -> list[Project]:
    """Return new locks at places that no new waterway ends at."""
    water = [row for row in records(tables["waterway_links"]) if _is_new(row)]
    reached = {row[end] for row in water for end in ("from_place", "to_place")}
    positions = positions_of(tables["places"])
    sites: dict[tuple[str, int], list[_Row]] = defaultdict(list)
    for row in records(tables["locks"]):
        if _is_new(row) and row["lock"] not in reached:
            sites[str(row["lock"]), year_of(row["opens_year"])].append(row)
    return [
        Project(
            as_text({"zh": rows[0]["name_zh"], "en": rows[0]["name_en"]}),
            opens,
            (positions[lock],),
        )
        for (lock, opens), rows in sites.items()
    ]


def _measures(
    tables: Mapping[str, pd.DataFrame], plan: Plan, drawn: Sequence[MapLink]
) -> Iterable[Project]:
    """Yield the measures of a plan where they work: on links, half-way along the longest."""
    positions = positions_of(tables["places"])
    lines = {link.link_ids[0]: link.points for link in drawn}
    for measure in plan.measures:
        fields = measure.model_dump()
        links = tuple(str(one) for one in fields.get("links", ()))
        title = measure.title
        name = Text(measure.describe("zh"), measure.describe("en"))
        if title is not None:
            name = Text(title.zh, title.en)
        places = [str(one) for one in (*fields.get("places", ()), fields.get("lock", ""))]
        at = tuple(positions[one] for one in places if one in positions)
        if links:
            longest = max((lines[one] for one in links), key=lambda line: LineString(line).length)
            at = (middle_of(longest),)
        yield Project(name, measure.opens, at, of_plan=True, link_ids=links)
