"""What must hold between the cells of a table of months."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING, cast

from scenarios.tables.form import Problem
from scenarios.waterway.lock_fleet import lock_fleet, mean_rated_t
from scenarios.waterway.lock_places import open_chambers
from scenarios.waterway.month_columns import NUMBERS
from scenarios.waterway.months import loaded_month, lock_operation
from transport.operations.lock import DIRECTIONS

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from fleets import VesselClass
    from networks import Chamber
    from scenarios.tables.form import CheckedTable
    from scenarios.waterway.months import MonthOptions

MOST_LADEN = 1.2
"""Largest share of the rated tonnage that vessels may carry on average."""

_SUM_TOLERANCE = 0.005
_ROUNDING = {"vessels": 1.0, "cargo": 0.002}
_KINDS = {"vessels": ("vessels", "vessels_down", "vessels_up")}
_KINDS["cargo"] = ("cargo_mt", "cargo_down_mt", "cargo_up_mt")


def check_months(
    table: CheckedTable, tables: Mapping[str, pd.DataFrame], options: MonthOptions
) -> dict[str, tuple[Chamber, ...]]:
    """Check rows of months against each other and against the locks of their year.

    Parameters
    ----------
    table : CheckedTable
        Cells of a table of months, with locks as ids and months as ``YYYY-MM``; faults are added.
    tables : mapping of str to pandas.DataFrame
        Checked tables of the program.
    options : MonthOptions
        How the locks are run.

    Returns
    -------
    dict of str to tuple of Chamber
        Open lines of each lock of the table.
    """
    _check_sequence(table)
    chambers: dict[str, tuple[Chamber, ...]] = {}
    for lock, rows in _rows_of_locks(table).items():
        year = min(int(str(table.cells["month"][row])[:4]) for row in rows)
        lines = open_chambers(tables, year).get(lock)
        if lines is None:
            opens = _opening(tables, lock)
            message = f"{lock} is not open in {year}"
            problem = Problem("months.lock", message, opens, "leave its rows out")
            table.report("lock", rows, problem)
            continue
        chambers[lock] = lines
        operation = lock_operation(tables, lock, options)
        fleet = lock_fleet(tables, lines, operation.rules.gaps_m, year)
        if fleet:
            for row in rows:
                _check_row(table, row, fleet)
        else:
            message = f"no vessel class of the fleet fits a chamber of {lock}"
            advice = "leave its rows out, or give --tables with smaller vessel classes"
            table.report("lock", rows, Problem("months.fleet", message, "", advice))
    return chambers


def _rows_of_locks(table: CheckedTable) -> dict[str, list[int]]:
    """Return the rows of each lock whose lock and month could be read."""
    rows_of: dict[str, list[int]] = {}
    if "lock" in table.cells and "month" in table.cells:
        pairs = zip(table.cells["lock"], table.cells["month"], strict=True)
        for row, (lock, month) in enumerate(pairs):
            if lock and month:
                rows_of.setdefault(str(lock), []).append(row)
    return rows_of


def _opening(tables: Mapping[str, pd.DataFrame], lock: str) -> str:
    """Say from when a lock carries traffic."""
    locks = tables["locks"]
    years = locks.loc[locks["lock"] == lock, "opens_year"].dropna()
    return f"from {int(years.min())} on" if len(years) else "its opening year is not known"


def _check_sequence(table: CheckedTable) -> None:
    """Report months given twice and gaps between the months of a lock."""
    complete = table.trusted("month") and table.trusted("lock")
    for lock, rows in _rows_of_locks(table).items():
        first: dict[int, int] = {}
        for row in rows:
            number = _number_of(str(table.cells["month"][row]))
            earlier = first.setdefault(number, row)
            if earlier != row:
                message = f"{_named(number)} of {lock} already stands in row {table.lines[earlier]}"
                problem = Problem("months.twice", message, "once", "delete one of the two rows")
                table.report("month", [row], problem)
        months = sorted(first)
        for before, after in pairwise(months):
            if complete and after > before + 1:
                message = f"{lock} has {_named(before)} and {_named(after)} but no month between"
                allowed = f"{_named(before + 1)} next"
                advice = "months of a lock follow each other: add those between"
                problem = Problem("months.gap", message, allowed, advice)
                table.report("month", [first[after]], problem)


def _number_of(month: str) -> int:
    """Return months since year 0."""
    year, number = month.split("-")
    return 12 * int(year) + int(number) - 1


def _named(number: int) -> str:
    """Return a month as text."""
    return f"{number // 12}-{number % 12 + 1:02d}"


def _check_row(table: CheckedTable, row: int, fleet: Mapping[VesselClass, float]) -> None:
    """Check the numbers of one row."""
    if not all(name not in table.cells or _readable(table, name, row) for name in NUMBERS):
        return
    value = {name: _value(table, name, row) for name in NUMBERS}
    known = _check_known(table, row, value)
    if known and _check_sums(table, row, value) and _check_rating(table, row, value, fleet):
        _check_load(table, row, value, mean_rated_t(fleet))


def _readable(table: CheckedTable, name: str, row: int) -> bool:
    """Whether an empty cell is empty in the file too, and not only because it is faulty."""
    if table.cells[name][row] is not None or name not in table.doubtful:
        return True
    line = table.lines[row]
    place = table.text.header.index(name)
    return not next(cells for at, cells in table.text.rows if at == line)[place]


def _value(table: CheckedTable, name: str, row: int) -> float:
    """Return a number, NaN where there is none."""
    cell = table.cells[name][row] if name in table.cells else None
    return math.nan if cell is None else float(cast("float", cell))


def _check_known(table: CheckedTable, row: int, value: Mapping[str, float]) -> bool:
    """Report a row that does not say how many vessels pass."""
    both, down, up = (value[name] for name in _KINDS["vessels"])
    given = [one for one in (both, down, up) if not math.isnan(one)]
    if len(given) == 1 and math.isnan(both):
        name = "vessels_down" if math.isnan(up) else "vessels_up"
        message = f"{name} is given, but neither the other direction nor all vessels"
        problem = Problem("months.vessels", message, "", "give vessels, or both directions")
        table.report(name, [row], problem)
        return False
    cargo = [value[name] for name in _KINDS["cargo"]]
    enough = not math.isnan(cargo[0]) or not any(math.isnan(one) for one in cargo[1:])
    if not given and not enough:
        message = "the row has neither vessels nor cargo"
        advice = "give vessels or cargo_mt, or both directions of one of them"
        table.report("", [row], Problem("months.vessels", message, "", advice))
        return False
    return True


def _check_sums(table: CheckedTable, row: int, value: Mapping[str, float]) -> bool:
    """Report directions that do not add up to their total."""
    good = True
    for kind, names in _KINDS.items():
        both, down, up = (value[name] for name in names)
        slack = max(_SUM_TOLERANCE * both, _ROUNDING[kind])
        parts = [one for one in (down, up) if not math.isnan(one)]
        apart = len(parts) == len(DIRECTIONS) and abs(sum(parts) - both) > slack
        if not math.isnan(both) and parts and (apart or sum(parts) > both + slack):
            said = " + ".join(f"{one:g}" for one in parts)
            message = f"{said} by direction and {both:g} for {names[0]} do not agree"
            advice = f"correct one of them, or leave {names[0]} empty"
            allowed = f"{sum(parts):g} for {names[0]}"
            table.report(names[0], [row], Problem("months.sum", message, allowed, advice))
            good = False
    return good


def _check_rating(
    table: CheckedTable,
    row: int,
    value: Mapping[str, float],
    fleet: Mapping[VesselClass, float],
) -> bool:
    """Report a mean rated tonnage that no mix of the classes has."""
    rated = value["mean_rated_t"]
    least, most = (kind(one.dwt_t for one in fleet) for kind in (min, max))
    if math.isnan(rated) or least < rated < most:
        return True
    message = f"a mean rated tonnage of {rated:g} t is outside the vessel classes that fit the lock"
    allowed = f"more than {least:g} and less than {most:g} t"
    advice = "give tonnes for one vessel, or leave the cell empty"
    table.report("mean_rated_t", [row], Problem("months.rated", message, allowed, advice))
    return False


def _check_load(table: CheckedTable, row: int, value: Mapping[str, float], usual_t: float) -> None:
    """Report more cargo than the vessels can carry."""
    year, month = str(table.cells["month"][row]).split("-")
    filled = loaded_month({**value, "year": year, "month": month}, usual_t)
    rated = usual_t if math.isnan(filled.mean_rated_t) else filled.mean_rated_t
    wrong: dict[str, Problem] = {}
    for direction, load, vessels in zip(DIRECTIONS, filled.load_share, filled.vessels, strict=True):
        column = f"cargo_{direction}_mt"
        column = column if not math.isnan(value[column]) else "cargo_mt"
        nobody = vessels == 0 and value[column] > 0
        if load > MOST_LADEN or nobody:
            said = "no vessels" if nobody else f"{vessels:.0f} vessels of {rated:.0f} t"
            laden = "" if nobody else f": {load:.2f} of their rated tonnage"
            message = f"the cargo {direction} is more than {said} can carry{laden}"
            advice = "cargo is in million tonnes a month; check it, vessels and mean_rated_t"
            allowed = f"at most {MOST_LADEN:g} of the rated tonnage"
            wrong.setdefault(column, Problem("months.load", message, allowed, advice))
    for column, problem in wrong.items():
        table.report(column, [row], problem)
