"""The projects of the network as one list: those of the table, and what opens by its own row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from networks.link_frame import LINK_TABLES
from networks.projects import KEYS
from scenarios.display.words import as_text, word_or_slug
from scenarios.years import FIRST_NETWORK_YEAR

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scenarios.display.words import Text

_DATED: Final = ("road_links", "rail_links", "waterway_links", "locks")


def network_projects(tables: Mapping[str, pd.DataFrame], year: int) -> list[dict[str, Any]]:
    """List what changes the network, by year of opening; plans without a year come last.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Checked tables.
    year : int
        Year of the network.

    Returns
    -------
    list of dict
        ``project`` (id, None for a link or lock line that opens by its own row), ``kind``,
        ``name_zh``, ``name_en``, ``modes`` (``lock`` among them), ``links``, ``lock_lines``,
        ``opens_year``, ``closes_year`` and ``state`` in `year`: ``in force``, ``later``, ``over``
        or ``undated``. A project that reaches its links in different years is listed for each.
    """
    found: dict[tuple[Any, ...], dict[str, Any]] = {}
    for key, one in (*_from_projects(tables), *_from_openings(tables)):
        entry = found.setdefault(key, {**one, "modes": [], "links": [], "lock_lines": []})
        for name in ("modes", "links", "lock_lines"):
            entry[name] += [value for value in one[name] if value not in entry[name]]
    for entry in found.values():
        entry["state"] = _state(entry, year)
    return sorted(found.values(), key=lambda one: one["opens_year"] or float("inf"))


def _from_projects(
    tables: Mapping[str, pd.DataFrame],
) -> Iterator[tuple[tuple[Any, ...], dict[str, Any]]]:
    """Yield the rows of the table of projects."""
    mode_of = {link: mode for name, mode in LINK_TABLES.items() for link in tables[name]["link_id"]}
    for row in tables["projects"].to_dict("records"):
        name = as_text({"zh": row["name_zh"], "en": row["name_en"]})
        on = [row["link_id"]] if row["link_id"] else []
        lines = [f"{row['lock']} {row['line']}"] if row["lock"] else []
        modes = [mode_of[one] for one in on] + ["lock"] * len(lines)
        entry = _entry(name, row["kind"], modes, on, lines)
        entry |= {"project": row["project"]}
        entry |= {key: _year(row[key]) for key in ("opens_year", "closes_year")}
        yield (row["project"], row["kind"], entry["opens_year"], entry["closes_year"]), entry


def _from_openings(
    tables: Mapping[str, pd.DataFrame],
) -> Iterator[tuple[tuple[Any, ...], dict[str, Any]]]:
    """Yield links and lock lines that open in a year of the network, or are planned without."""
    for table in _DATED:
        for row in tables[table].to_dict("records"):
            opens = _year(row["opens_year"])
            waiting = opens is None and row["status"] != "operating"
            if not row.get("freight_use", True) or not (
                waiting or (opens is not None and opens > FIRST_NETWORK_YEAR)
            ):
                continue
            mode = LINK_TABLES.get(table, "lock")
            names = [str(row[key]) for key in KEYS[table]]
            links, lines = (names, []) if table in LINK_TABLES else ([], [" ".join(names)])
            entry = _entry(_name(table, row), "opening", [mode], links, lines)
            entry |= {"project": None, "opens_year": opens, "closes_year": None}
            yield (mode, entry["name_en"], opens), entry


def _entry(
    name: Text, kind: str, modes: list[str], links: list[str], lines: list[str]
) -> dict[str, Any]:
    """Return an entry without its years."""
    return {
        "project": None,
        "kind": kind,
        "name_zh": name.zh,
        "name_en": name.en,
        "modes": modes,
        "links": links,
        "lock_lines": lines,
    }


def _name(table: str, row: Mapping[Any, Any]) -> Text:
    """Return what a link or lock line that opens is called."""
    if table == "waterway_links":
        return word_or_slug("river", row["river"])
    prefix = "line_name" if table == "rail_links" else "name"
    return as_text({"zh": row[f"{prefix}_zh"], "en": row[f"{prefix}_en"]})


def _year(value: Any) -> int | None:  # noqa: ANN401 - a cell
    """Return a year of a table, None where it is empty."""
    return None if pd.isna(value) else int(value)


def _state(entry: Mapping[str, Any], year: int) -> str:
    """Say what a project is in a year."""
    opens, closes = entry["opens_year"], entry["closes_year"]
    if opens is None:
        return "undated"
    if opens > year:
        return "later"
    return "over" if closes is not None and closes <= year else "in force"
