"""What a row of the table ``projects`` must say: one thing that changes, how, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from networks.projects import KEYS, SETTINGS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_LINES: Final = ("locks",)
_LINKS: Final = tuple(name for name in KEYS if name not in _LINES)
_DATED: Final = ("road_links", "rail_links", "waterway_links", "locks")
_CHAMBER: Final = ("chamber_length_m", "chamber_width_m", "sill_depth_m", "max_vessel_dwt")

_ON: Final[Mapping[str, tuple[str, ...]]] = {
    "opening": _DATED,
    "closing": (*_LINKS, *_LINES),
    "doubling": ("rail_links",),
    "electrification": ("rail_links",),
    "widening": ("road_links", "waterway_links"),
    "deepening": ("waterway_links", "sea_links"),
    "rebuilding": _LINES,
}
"""Tables of what each kind can change."""

_NEEDS: Final[Mapping[str, tuple[str, ...]]] = {
    "doubling": ("tracks",),
    "widening": ("lanes", "fairway_width_m"),
    "deepening": ("min_depth_m", "waterway_class"),
    "rebuilding": _CHAMBER,
}
"""Columns of which each kind fills at least one."""


def project_gaps(tables: Mapping[str, pd.DataFrame]) -> Iterator[str]:
    """Yield what is wrong with the projects, one sentence for each fault.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Typed tables without faults of form or reference.
    """
    rows_of = {
        name: set(tables[name][key].itertuples(index=False, name=None))
        for name, key in KEYS.items()
    }
    for row in tables["projects"].to_dict("records"):
        names = [
            name
            for name, known in rows_of.items()
            if tuple(row[one] for one in KEYS[name]) in known
        ]
        on = row["link_id"] or f"{row['lock']} {row['line']}".strip()
        for problem in (*_place_problems(row, names), *_value_problems(row, tables, names)):
            yield f"{row['project']} on {on or 'nothing'}: {problem}"


def _place_problems(row: Mapping[Any, Any], names: list[str]) -> Iterator[str]:
    """Yield what is wrong with where and when a project works."""
    if bool(row["link_id"]) == bool(row["lock"] or row["line"]):
        yield "name either a link_id, or a lock and its line"
    elif not names:
        yield "the lock has no such line in the table locks"
    elif names[0] not in _ON[row["kind"]]:
        yield f"{row['kind']} is for {' or '.join(_ON[row['kind']])}, not for {names[0]}"
    opens, closes = row["opens_year"], row["closes_year"]
    if not pd.isna(closes) and (pd.isna(opens) or closes <= opens):
        yield f"closes_year {closes} needs an earlier opens_year"


def _value_problems(
    row: Mapping[Any, Any], tables: Mapping[str, pd.DataFrame], names: list[str]
) -> Iterator[str]:
    """Yield what is wrong with what a project sets."""
    filled = [name for name in SETTINGS if not pd.isna(row[name]) and row[name] != ""]
    needs = _NEEDS.get(row["kind"], ())
    if needs and not set(needs) & set(filled):
        yield f"{row['kind']} needs {' or '.join(needs)}"
    for name in filled:
        if names and name not in tables[names[0]].columns:
            yield f"{names[0]} has no column {name} to set"
