"""``landsea calibrate``: the base year fitted, and held against published values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scenarios.cli.app import app
from scenarios.cli.base_lines import canal_lines, explained, report_lines
from scenarios.cli.options import Debug, Json, TablesFolder, TablesOut
from scenarios.cli.output import note, say, say_json
from scenarios.faults import InputError

if TYPE_CHECKING:
    import pandas as pd

TABLES = ("choice_constants", "base_delays")


@app.command("calibrate")
def calibrate(
    *,
    out: TablesOut = None,
    tables: TablesFolder = None,
    json: Json = False,
    debug: Debug = False,
) -> None:
    """Fit the mode constants on the base year and show it against published values."""
    from scenarios.base_year.calibrate import calibrate_base
    from scenarios.base_year.canal_forecast import canal_forecast, modelled_canal
    from scenarios.base_year.report import base_report, listed
    from scenarios.cli.inputs import read_shipped
    from scenarios.inputs import prepare_base

    del debug
    checked, faults = read_shipped(tables)
    if faults or checked is None:
        raise InputError(faults)
    note("fitting mode constants and simulating the locks of the base year")
    fitted = dict(zip(TABLES, calibrate_base(checked), strict=True))
    made = {**checked, **fitted}
    base = prepare_base(made)
    report = base_report(made, base)
    canal = canal_forecast(made, modelled_canal(made, base))
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
        for name, table in fitted.items():
            table.to_csv(out / f"{name}.csv", index=False, lineterminator="\n")
    if json:
        folder = None if out is None else out.as_posix()
        say_json({**report.as_json(), "canal_forecast": listed(canal), "out": folder})
        return
    for line in [*_lines(report.observed), *report_lines(report), "", *canal_lines(canal)]:
        say(line)


def _lines(observed: pd.DataFrame) -> list[str]:
    """Return the base-year table as text."""
    lines = [f"{'':34}{'year':>6}{'published':>11}{'modelled':>10}{'error':>9}"]
    for row in observed.to_dict("records"):
        name = " ".join(part for part in (row["place"], row["variable"], row["unit"]) if part)
        fitted = "fitted" if row["fitted"] else "not fitted"
        lines.append(
            f"{name[:34]:34}{row['year']:>6}{row['published']:>11.2f}{row['modelled']:>10.2f}"
            f"{row['error_percent']:>+8.1f}%  {fitted}"
        )
        lines += explained(row["explanation"])
    return lines
