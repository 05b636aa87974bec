"""Projects: what changes on a link or a lock line, and in which years.

The tables of links and locks say what stood before. A row of the table ``projects`` says what one
project changes on one link or lock line from ``opens_year`` on, and only before ``closes_year``
where that is given. ``opening`` opens the link to freight, ``closing`` shuts it; every other kind
sets the cells that the row fills, each in the column of the same name, and ``electrification``
puts the line under wire. Rows without an opening year are plans and change nothing yet. Where
several projects set one cell, the one that opened last holds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from networks.changes import BuildRailLink, RailProject

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

PLAN_SOURCE: Final = "plan"
"""Source id of a value that a plan sets, and project id of what a plan builds."""

KEYS: Final = {
    "road_links": ["link_id"],
    "access_links": ["link_id"],
    "rail_links": ["link_id"],
    "waterway_links": ["link_id"],
    "sea_links": ["link_id"],
    "locks": ["lock", "line"],
}
"""Tables that a project may change, and the columns that name a row of them."""

SETTINGS: Final = (
    "tracks",
    "freight_paths_per_day",
    "lanes",
    "min_depth_m",
    "fairway_width_m",
    "waterway_class",
    "vessel_class_dwt",
    "chamber_length_m",
    "chamber_width_m",
    "sill_depth_m",
    "max_vessel_dwt",
)
"""Columns of ``projects`` that become the cell of the same name of what they change."""


def projects_in(projects: pd.DataFrame, year: int) -> pd.DataFrame:
    """Return the projects that hold in a year, the one that opened last at the end.

    Parameters
    ----------
    projects : pandas.DataFrame
        Table ``projects``.
    year : int
        Calendar year.

    Returns
    -------
    pandas.DataFrame
        Rows with ``opens_year`` at most `year` and ``closes_year``, if any, after it.
    """
    opens, closes = (projects[name].astype("Float64") for name in ("opens_year", "closes_year"))
    holds = (opens <= year).fillna(value=False) & ~(closes <= year).fillna(value=False)
    return projects[holds.astype(bool)].sort_values("opens_year", kind="stable")


def with_plan_projects(
    tables: Mapping[str, pd.DataFrame], changes: Iterable[object]
) -> dict[str, pd.DataFrame]:
    """Return the tables with what a plan builds: rail links, and projects after those of the table.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Checked tables.
    changes : iterable
        Changes of a plan; those that build no railway are left alone.

    Returns
    -------
    dict of str to pandas.DataFrame
        All tables; each is the one given when the plan builds nothing.
    """
    listed = list(changes)
    found = _with_new_links(tables, [one for one in listed if isinstance(one, BuildRailLink)])
    rows = [
        {
            "project": PLAN_SOURCE,
            "kind": change.kind,
            "link_id": link,
            "opens_year": change.opens_year,
            "tracks": change.tracks,
            "freight_paths_per_day": change.freight_paths_per_day,
            "source": PLAN_SOURCE,
        }
        for change in listed
        if isinstance(change, RailProject)
        for link in change.links
    ]
    return {**found, "projects": _with_rows(tables["projects"], rows)} if rows else found


def _with_new_links(
    tables: Mapping[str, pd.DataFrame], changes: list[BuildRailLink]
) -> dict[str, pd.DataFrame]:
    """Add the rail links that a plan builds, and the railway to the places at their ends."""
    if not changes:
        return dict(tables)
    rows = [
        {
            "link_id": change.link_id,
            "from_place": change.from_place,
            "to_place": change.to_place,
            "length_km": change.length_km,
            "length_basis": PLAN_SOURCE,
            "tracks": 1,
            "electrified": True,
            "gauge_mm": "1435",
            "freight_use": True,
            "status": "operating",
            "opens_year": change.opens_year,
            "source": PLAN_SOURCE,
            "confidence": "low",
        }
        for change in changes
    ]
    places = tables["places"]
    ends = {end for change in changes for end in (change.from_place, change.to_place)}
    return {
        **tables,
        "rail_links": _with_rows(tables["rail_links"], rows),
        "places": places.assign(rail=places["rail"] | places["place_id"].isin(ends)),
    }


def _with_rows(table: pd.DataFrame, rows: list[dict[str, Any]]) -> pd.DataFrame:
    """Add rows to a table in its own types; a text that a row lacks is empty."""
    cells = {str(name): [row.get(str(name)) for row in rows] for name in table.columns}
    texts = {name for name in table.columns if pd.api.types.is_string_dtype(table[name].dtype)}
    added = pd.DataFrame(
        {
            name: pd.Series(
                ["" if cell is None and name in texts else cell for cell in values],
                dtype=table[name].dtype,
            )
            for name, values in cells.items()
        }
    )
    return pd.concat([table, added], ignore_index=True)


def tables_of_year(tables: Mapping[str, pd.DataFrame], year: int) -> dict[str, pd.DataFrame]:
    """Return the tables with what the projects of a year change in them.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Checked tables.
    year : int
        Calendar year.

    Returns
    -------
    dict of str to pandas.DataFrame
        All tables; those of links and locks as they are in `year`, with the sources of the
        projects. A closed link or lock line has no row.
    """
    rows = projects_in(tables["projects"], year).to_dict("records")
    found = dict(tables)
    for name, key in KEYS.items():
        known = set(tables[name][key].itertuples(index=False, name=None))
        here = [row for row in rows if tuple(row.get(one) for one in key) in known]
        if here:
            found[name] = _changed(tables[name], key, here)
    return found


def _changed(table: pd.DataFrame, key: list[str], rows: list[dict[Any, Any]]) -> pd.DataFrame:
    """Return one table with its projects carried out."""
    at = {id_: i for i, id_ in enumerate(table[key].itertuples(index=False, name=None))}
    columns = {name: table[name].tolist() for name in table.columns}
    closed = set()
    for row in rows:
        place = at[tuple(row[one] for one in key)]
        if row["kind"] == "closing":
            closed.add(place)
        for name, value in _cells(row).items():
            if name in columns:
                columns[name][place] = value
        if "source" in columns:
            columns["source"][place] += f";{row['source']}"
    kinds: dict[str, Any] = {
        str(name): "Int64" if dtype.kind == "i" else dtype for name, dtype in table.dtypes.items()
    }
    changed = {
        name: pd.Series(cells, dtype=kinds[name], index=table.index)
        for name, cells in columns.items()
    }
    kept = [place not in closed for place in range(len(table))]
    return pd.DataFrame(changed, columns=table.columns)[kept]


def _cells(row: Mapping[Any, Any]) -> dict[str, Any]:
    """Return the cells that a project sets."""
    filled = {name: row[name] for name in SETTINGS if name in row}
    cells = {name: one for name, one in filled.items() if not pd.isna(one) and one != ""}
    if row["kind"] == "electrification":
        return {**cells, "electrified": True, "electrified_year": row["opens_year"]}
    if row["kind"] == "opening":
        return {**cells, "status": "operating", "opens_year": pd.NA, "freight_use": True}
    return cells
