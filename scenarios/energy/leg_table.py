"""A user's table of legs, such as from a logbook or from AIS: read and checked row by row."""

from __future__ import annotations

import difflib
import re
import warnings
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from fleets.hydrodynamics.draught import draught_at_load_m, load_at_draught_t
from scenarios.energy.vessel_request import MOST_DRAUGHTS, RANGES, SLACK_M, vessel_of
from scenarios.faults import Fault, nearest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from fleets.inland_vessels import InlandVessel
    from fleets.sea_ships import SeaShip
    from scenarios.energy.inputs import VesselInputs

    Rows = np.ndarray[tuple[int], np.dtype[np.float64]]
    Places = np.ndarray[tuple[int], np.dtype[np.int64]]

NUMBERS: Final = ("speed_kmh", "depth_m", "draught_m", "load_t", "current_kmh", "distance_km")
TEXTS: Final = ("class_id", "voyage")
FLAG: Final = "station_after"
KNOWN: Final = (*TEXTS, *NUMBERS, FLAG)
SUFFIXES: Final = (".csv", ".parquet")
_RANGES: Final = {**RANGES, "distance_km": (0.0, 40_000.0, "km")}
_YES: Final = ("1", "1.0", "true", "yes")
_NO: Final = ("", "0", "0.0", "false", "no")
_FIRST_LINE: Final = 2
_ALIKE: Final = 0.7
_OTHER_MARKS: Final = (";", "\t")


def read_leg_file(path: Path) -> tuple[pd.DataFrame, list[Fault]]:
    """Read a file of legs as text.

    Parameters
    ----------
    path : Path
        ``.csv`` (UTF-8, comma) or ``.parquet``.

    Returns
    -------
    pandas.DataFrame
        The file, every cell as text, its index the line of the file.
    list of Fault
        Why it cannot be used; empty when it can.
    """
    file = str(path)
    if path.suffix.lower() not in SUFFIXES:
        message = f'the file ends in "{path.suffix}"'
        return pd.DataFrame(), [Fault(file, 0, "", "legs.file", message, ", ".join(SUFFIXES))]
    try:
        table = pd.read_parquet(path) if path.suffix.lower() == ".parquet" else _read_csv(path)
    except (OSError, ValueError) as error:
        message = f"the file cannot be read: {_told(error)}"
        advice = "check the path, or save the table as CSV UTF-8"
        return pd.DataFrame(), [Fault(file, 0, "", "legs.file", message, help=advice)]
    table.index = pd.RangeIndex(_FIRST_LINE, _FIRST_LINE + len(table))
    return table, list(_column_faults(table, file))


def _told(error: OSError | ValueError) -> str:
    """Return what a reader says, in the words of this program where it is often met."""
    text = str(error).strip()
    if isinstance(error, pd.errors.EmptyDataError):
        return "it is empty"
    cells = re.search(r"Expected (\d+) fields in line (\d+), saw (\d+)", text)
    if cells:
        header, line, found = cells.groups()
        return f"line {line} has {found} cells, the header {header}"
    return text


def _read_csv(path: Path) -> pd.DataFrame:
    """Read a CSV file as text under the names of its first line, as they stand there."""
    options: dict[str, Any] = {"dtype": str, "keep_default_na": False, "encoding": "utf-8-sig"}
    first: pd.DataFrame = pd.read_csv(path, header=None, nrows=1, **options)
    with warnings.catch_warnings():
        warnings.simplefilter("error", pd.errors.ParserWarning)
        try:
            table: pd.DataFrame = pd.read_csv(
                path, index_col=False, skip_blank_lines=False, **options
            )
        except pd.errors.ParserWarning as warning:
            msg = f"line {_FIRST_LINE} has more cells than the header"
            raise ValueError(msg) from warning
    table.columns = pd.Index(first.iloc[0].tolist())
    return table


def _column_faults(table: pd.DataFrame, file: str) -> Iterator[Fault]:
    """Yield the faults of the header."""
    columns = [str(one) for one in table.columns]
    if "speed_kmh" not in columns:
        message, known = "the column speed_kmh is missing", ", ".join(KNOWN)
        other = len(columns) == 1 and any(mark in columns[0] for mark in _OTHER_MARKS)
        advice = "separate the cells by commas" if other else ""
        yield Fault(file, 1, "header", "legs.column", message, known, advice)
    for name in KNOWN:
        if columns.count(name) > 1:
            message = f"the column {name} stands {columns.count(name)} times"
            yield Fault(file, 1, "header", "legs.column", message, "once")
    for name in columns:
        close = difflib.get_close_matches(name.lower(), KNOWN, n=1, cutoff=_ALIKE)
        if name not in KNOWN and close and close[0] not in columns:
            message = f'the column "{name}" is not known'
            advice = "rename it, or give it a name that is less alike"
            yield Fault(file, 1, "header", "legs.column", message, f'nearest "{close[0]}"', advice)
    if table.empty:
        yield Fault(file, 0, "", "legs.empty", "the table has no row", "one line for each leg")


def typed_legs(table: pd.DataFrame, class_id: str, file: str) -> tuple[pd.DataFrame, list[Fault]]:
    """Return the columns the calculator knows with their types, and every wrong cell.

    Parameters
    ----------
    table : pandas.DataFrame
        The file, its index the line.
    class_id : str
        Class of rows that name none.
    file : str
        Name of the file in faults.

    Returns
    -------
    pandas.DataFrame
        Columns `KNOWN`; NaN where a number is not given.
    list of Fault
        Cells that are no number or outside what can be.
    """
    found: list[Fault] = []
    typed = pd.DataFrame(index=table.index)
    for name in NUMBERS:
        given = table[name] if name in table else pd.Series("", index=table.index)
        values, empty = _numbers(given)
        low, high, unit = _RANGES[name]
        wrong = ~empty & ~values.between(low, high)
        if name == "speed_kmh":
            wrong |= empty
        allowed = f"{low:g} to {high:g} {unit}"
        found += [
            Fault(
                file,
                line,
                f"column {name}",
                "legs.value",
                f'"{given[line]}" is impossible',
                allowed,
            )
            for line in table.index[wrong]
        ]
        typed[name] = values.where(~wrong)
    names = _texts(table, "class_id").str.strip()
    typed["class_id"] = names.where(names != "", class_id)
    typed["voyage"] = _texts(table, "voyage")
    typed[FLAG], wrong_flags = _flags(table, file)
    return typed, found + wrong_flags


def _texts(table: pd.DataFrame, name: str) -> pd.Series[str]:
    """Return a column as text, empty where nothing stands or there is no such column."""
    if name not in table:
        return pd.Series("", index=table.index)
    return table[name].astype(str).mask(table[name].isna(), "")


def _flags(table: pd.DataFrame, file: str) -> tuple[pd.Series[bool], list[Fault]]:
    """Return where batteries are charged, and every cell that says neither yes nor no."""
    text = _texts(table, FLAG).str.strip().str.lower()
    found = [
        Fault(
            file,
            line,
            f"column {FLAG}",
            "legs.value",
            f'"{table[FLAG][line]}" is neither yes nor no',
            "1, true or yes; 0, false, no or empty",
        )
        for line in table.index[~text.isin([*_YES, *_NO])]
    ]
    return text.isin(_YES), found


def _numbers(given: pd.Series[Any]) -> tuple[pd.Series[float], pd.Series[bool]]:
    """Return a column as numbers, NaN for what is none, and which cells are empty."""
    if pd.api.types.is_numeric_dtype(given):
        return given.astype(float), given.isna()
    text = given.astype(str).str.strip()
    empty = given.isna() | (text == "")
    try:
        cells = pa.array(text.mask(empty), type=pa.string(), from_pandas=True)
        values = pc.cast(cells, pa.float64()).to_numpy(zero_copy_only=False)
    except pa.ArrowInvalid:  # some cell is no number
        values = pd.to_numeric(text, errors="coerce").to_numpy(dtype=float)
    return pd.Series(values, index=given.index), empty


def class_faults(typed: pd.DataFrame, inputs: VesselInputs, file: str) -> list[Fault]:
    """Return a fault for every row whose class is not known."""
    found: list[Fault] = []
    for name in typed["class_id"].unique():
        if vessel_of(str(name), inputs) is None:
            message = f'no energy is known of class "{name}"'
            allowed = nearest(str(name), [*inputs.inland.vessels, *inputs.sea])
            found += [
                Fault(file, int(line), "column class_id", "legs.class", message, allowed)
                for line in typed.index[typed["class_id"] == name]
            ]
    return found


def complete_legs(
    typed: pd.DataFrame, inputs: VesselInputs, file: str
) -> tuple[pd.DataFrame, list[Fault]]:
    """Fill in what follows from the class, and find what cannot be.

    Parameters
    ----------
    typed : pandas.DataFrame
        Legs without wrong cells and without unknown classes.
    inputs : VesselInputs
        Known classes.
    file : str
        Name of the file in faults.

    Returns
    -------
    pandas.DataFrame
        With draught, load, depth (infinite where not given) and current filled in.
    list of Fault
        Every row that cannot be sailed.
    """
    columns = {name: typed[name].to_numpy(dtype=float, copy=True) for name in NUMBERS}
    given = {name: ~np.isnan(columns[name]) for name in ("draught_m", "load_t")}
    columns["depth_m"] = np.where(np.isnan(columns["depth_m"]), np.inf, columns["depth_m"])
    columns["current_kmh"] = np.nan_to_num(columns["current_kmh"])
    found: list[Fault] = []
    codes, names = pd.factorize(typed["class_id"])
    for code, name in enumerate(names):
        rows = np.flatnonzero(codes == code)
        vessel = vessel_of(str(name), inputs)
        if vessel is None:
            msg = f'no energy is known of class "{name}"'
            raise ValueError(msg)
        _fill(columns, rows, vessel)
        one = {column: values[rows] for column, values in columns.items()}
        told = {column: values[rows] for column, values in given.items()}
        found += list(_row_faults(one, told, typed.index[rows], vessel, file))
    return typed.assign(**columns), found


def _fill(columns: dict[str, Rows], rows: Places, vessel: InlandVessel | SeaShip) -> None:
    """Fill load and draught of rows of one class from each other."""
    load, draught = columns["load_t"][rows], columns["draught_m"][rows]
    if not vessel.dwt_t:
        laden = np.where(np.isnan(draught), vessel.draught_loaded_m, draught)
        columns["draught_m"][rows] = laden
        columns["load_t"][rows] = 0.0
        return
    hull = (vessel.draught_empty_m, vessel.draught_loaded_m, vessel.dwt_t)
    laden_t = getattr(vessel, "payload_factor", 1.0) * vessel.dwt_t
    from_load = draught_at_load_m(np.where(np.isnan(load), laden_t, load), *hull)
    draught = np.where(np.isnan(draught), from_load, draught)
    from_draught = np.maximum(load_at_draught_t(draught, *hull), 0.0)
    columns["draught_m"][rows] = draught
    columns["load_t"][rows] = np.where(np.isnan(load), from_draught, load)


def _row_faults(
    one: dict[str, Rows],
    given: dict[str, np.ndarray[tuple[int], np.dtype[np.bool_]]],
    lines: pd.Index[int],
    vessel: InlandVessel | SeaShip,
    file: str,
) -> Iterator[Fault]:
    """Yield the faults of rows of one class whose numbers do not go together."""
    hull = (vessel.draught_empty_m, vessel.draught_loaded_m, vessel.dwt_t or 1.0)
    fits = draught_at_load_m(one["load_t"], *hull)
    speed, draught = one["speed_kmh"], one["draught_m"]
    both, deepest_m = given["draught_m"] & given["load_t"], MOST_DRAUGHTS * vessel.draught_loaded_m
    rules = (
        (
            "draught_m",
            draught < vessel.draught_empty_m - SLACK_M,
            "is less than the empty vessel draws",
            f"{vessel.draught_empty_m:g} m and more",
        ),
        (
            "draught_m",
            given["draught_m"] & (draught > deepest_m),
            "is more than the hull can draw",
            f"{deepest_m:g} m at the most",
        ),
        (
            "load_t",
            ~given["draught_m"] & (draught > deepest_m),
            "is more than the hull can carry",
            f"{load_at_draught_t(deepest_m, *hull):.0f} t at the most",
        ),
        (
            "depth_m",
            one["depth_m"] <= draught,
            "is not more than the draught",
            "a depth above the draught",
        ),
        (
            "load_t",
            both & (np.abs(fits - draught) > SLACK_M) & bool(vessel.dwt_t),
            "does not belong to the draught",
            "one of the two, or both of one voyage",
        ),
        (
            "current_kmh",
            (speed > 0) & (speed + one["current_kmh"] <= 0),
            "carries the vessel back",
            "a current weaker than the speed through water",
        ),
    )
    for name, wrong, what, allowed in rules:
        for place in np.flatnonzero(wrong):
            message = f"{one[name][place]:g} {what}"
            yield Fault(
                file, int(lines[int(place)]), f"column {name}", "legs.row", message, allowed
            )
