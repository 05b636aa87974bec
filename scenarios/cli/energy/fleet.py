"""``landsea energy fleet``: the calibration of classes, and the mean of the fleet beside others."""

from __future__ import annotations

from typing import Annotated

import typer

from scenarios.cli.energy.app import DEFAULT_GRID_YEAR, energy_app
from scenarios.cli.options import Debug, Json, TablesFolder
from scenarios.cli.output import say, say_json
from scenarios.faults import InputError

MixYear = Annotated[int, typer.Option("--year", min=2020, max=2060, help="Year of the class mix.")]


@energy_app.command("fleet")
def energy_fleet(
    *,
    year: MixYear = DEFAULT_GRID_YEAR,
    tables: TablesFolder = None,
    json: Json = False,
    debug: Debug = False,
) -> None:
    """Show how inland classes were calibrated, and the fleet's fuel beside published values."""
    from scenarios.cli.inputs import read_shipped
    from scenarios.energy.fleet_answer import fleet_answer
    from scenarios.energy.inputs import vessel_inputs

    del debug
    checked, faults = read_shipped(tables)
    if faults or checked is None:
        raise InputError(faults)
    answer = fleet_answer(vessel_inputs(checked, year), checked, year)
    if json:
        say_json(answer)
        return
    say(f"{'class':20}{'factor':>8}{'range':>14}{'anchor':>8}{'raw':>7}{'load':>7}  hull")
    for row in answer["classes"]:
        span = f"{row['factor_low']:.2f}-{row['factor_high']:.2f}"
        hull = "in range" if row["hull_inside_regression"] else "fuller than the regression"
        say(
            f"{row['class_id']:20}{row['factor']:>8.2f}{span:>14}{row['anchor_g_per_tkm']:>8.1f}"
            f"{row['uncalibrated_g_per_tkm']:>7.2f}{row['engine_load_at_service_speed']:>7.0%}  "
            f"{hull}"
        )
    say("  anchor, raw: g fuel per tkm of the round trip, and without the factor (placeholders)")
    say()
    say(f"{'g of fuel per tonne-km':42}{'value':>7}{'range':>12}  counts")
    for row in answer["comparison"]:
        span = f"{row['low']:.1f}-{row['high']:.1f}" if row["low"] < row["high"] else ""
        say(f"{row['name']:42}{row['g_per_tkm']:>7.2f}{span:>12}  {row['counts']}")
    for one in answer["not_known"]:
        say(f"  not known: {one}")
