"""Files of ``landsea energy vessel``: the table of legs, its answer, and the picture."""

from __future__ import annotations

import csv
import io
import os
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
import pyarrow as pa
from pyarrow.csv import WriteOptions, write_csv

from scenarios.cli.files import check_file
from scenarios.cli.output import note, say, say_json
from scenarios.energy.leg_energy import battery_columns, energy_of_legs, leg_totals
from scenarios.energy.leg_table import (
    SUFFIXES,
    class_faults,
    complete_legs,
    read_leg_file,
    typed_legs,
)
from scenarios.energy.power_chart import power_chart, power_curves
from scenarios.energy.vessel_answer import battery_of, chosen_engine
from scenarios.faults import Fault
from scenarios.maps.files import rasterised, standing_alone, write_whole

if TYPE_CHECKING:
    from pathlib import Path

    from scenarios.energy.inputs import VesselInputs
    from scenarios.energy.vessel_request import VesselRequest

PICTURES: Final = (".svg", ".png")
_WIDTH_PX: Final = 1400
_SAID_EVERY: Final = 1_000_000
_OF_A_LEG: Final = ("speed_kmh", "depth_m", "draught_m", "load_t", "current_kmh")


def file_faults(
    legs: Path | None, out: Path | None, chart: Path | None, *, overwrite: bool
) -> list[Fault]:
    """Return what is wrong with the files that are named."""
    found: list[Fault] = []
    if (legs is None) != (out is None):
        name, other = ("--legs", "--out") if out is None else ("--out", "--legs")
        message = f"{name} needs {other}"
        found.append(Fault(name, 0, "", "option.legs", message, help=f"give {other} FILE"))
    if out is not None:
        found += check_file(out, SUFFIXES, overwrite=overwrite, kind="table")
    if chart is not None:
        found += check_file(chart, PICTURES, overwrite=overwrite, option="--chart")
    if legs is not None and chart is not None:
        message = "the picture is of one vessel, not of a table of legs"
        found.append(Fault("--chart", 0, "", "option.chart", message, help="leave one of them out"))
    return found


def request_for_legs(request: VesselRequest, found: list[Fault]) -> VesselRequest:
    """Return a request without what the table gives; numbers of a leg beside it are faults."""
    for name in _OF_A_LEG:
        if getattr(request, name) is not None:
            where = "--" + name.replace("_", "-")
            message = f"{where} stands beside a table of legs"
            advice = f"write it into the column {name}"
            found.append(Fault(where, 0, "", "option.legs", message, help=advice))
    return replace(
        request, speed_kmh=None, depth_m=None, draught_m=None, load_t=None, current_kmh=None
    )


def read_legs(
    class_id: str, inputs: VesselInputs, source: Path
) -> tuple[tuple[pd.DataFrame, pd.DataFrame], list[Fault]]:
    """Return the user's table and the legs in it, and everything that is wrong with them."""
    table, found = read_leg_file(source)
    if found:
        return (table, table), found
    typed, found = typed_legs(table, class_id, str(source))
    found += class_faults(typed, inputs, str(source))
    spoilt = typed.index.isin({fault.line for fault in found})
    complete, more = complete_legs(typed[~spoilt] if found else typed, inputs, str(source))
    return (table, complete), sorted([*found, *more], key=lambda fault: fault.line)


def answer_legs(
    request: VesselRequest,
    inputs: VesselInputs,
    legs: tuple[pd.DataFrame, pd.DataFrame],
    out: Path,
    *,
    as_json: bool,
) -> None:
    """Write what legs take, and print the sums."""
    table, typed = legs
    answer = energy_of_legs(typed, request, inputs, _say_progress)
    engine, battery = chosen_engine(request, inputs), battery_of(request, inputs)
    own = typed["class_id"] == request.class_id
    known = own.any() and typed.loc[own, "distance_km"].notna().all()
    if engine.electric and battery is not None and known:
        answer = answer.join(battery_columns(typed[own], answer[own], battery))
    _write(table, typed, answer, out)
    head = {"file": str(out), "class_id": request.class_id, "gwp": inputs.gwp[0].name}
    totals = {**head, **leg_totals(typed, answer)}
    if as_json:
        say_json(totals)
        return
    for name, value in totals.items():
        say(f"{name:28} {value:,.3f}" if isinstance(value, float) else f"{name:28} {value}")


def _say_progress(done: int) -> None:
    """Say now and then how many legs are done."""
    if done % _SAID_EVERY == 0:
        note(f"{done:,} legs done")


def _write(table: pd.DataFrame, typed: pd.DataFrame, answer: pd.DataFrame, out: Path) -> None:
    """Write the user's columns, what was filled in, and the answer, whole or not at all."""
    filled = typed[["draught_m", "load_t"]]
    kept = table.drop(columns=[*filled.columns, *answer.columns], errors="ignore")
    whole = pd.concat([kept, filled, answer], axis=1)
    staging = out.with_name(f".{out.name}.{os.getpid()}.part")
    out.parent.mkdir(parents=True, exist_ok=True)
    try:
        if out.suffix.lower() == ".parquet":
            whole.to_parquet(staging, index=False)
        else:
            _write_csv(whole, filled.columns.append(answer.columns), staging)
        staging.replace(out)
    except BaseException:
        staging.unlink(missing_ok=True)
        raise


def _write_csv(table: pd.DataFrame, found: pd.Index[str], path: Path) -> None:
    """Write a table as CSV; numbers that were found have the seven digits of single precision."""
    floats = [str(name) for name in found if table[name].dtype == np.float64]
    kinds = dict.fromkeys(floats, np.float32) | {"limits": str}
    cells = pa.Table.from_pandas(table.astype(kinds), preserve_index=False)
    with path.open("wb") as file:
        header = io.StringIO()
        csv.writer(header, lineterminator="\n").writerow(table.columns)
        file.write(header.getvalue().encode())
        write_csv(cells, file, WriteOptions(include_header=False))


def draw_curves(request: VesselRequest, inputs: VesselInputs, path: Path) -> dict[str, Any]:
    """Draw power by speed for several depths; return what was drawn."""
    curves = power_curves(request, inputs)
    zh, en = inputs.names[request.class_id]
    picture = power_chart(curves, {"zh": zh, "en": en})
    if path.suffix.lower() == ".svg":
        content = standing_alone(picture, _WIDTH_PX).encode()
    else:
        content = rasterised(picture, _WIDTH_PX)
    write_whole(path, content)
    return {"file": str(path), "depths_m": [one.depth_m for one in curves.lines]}
