"""``landsea check``: all faults of the tables and of the plans."""

from __future__ import annotations

from scenarios.cli.app import app
from scenarios.cli.options import Debug, Json, PlanNames, TablesFolder
from scenarios.cli.output import say, say_json
from scenarios.faults import InputError


@app.command("check")
def check_inputs(
    plans: PlanNames = None,
    *,
    tables: TablesFolder = None,
    json: Json = False,
    debug: Debug = False,
) -> None:
    """Check the tables, the shipped plans and any plans named here; list every fault."""
    from scenarios.cli.inputs import read_plans, read_shipped
    from scenarios.plan.plan import shipped_plans

    del debug
    names = list(dict.fromkeys([*shipped_plans(), *(plans or [])]))
    checked, faults = read_shipped(tables)
    _, found = read_plans(names, checked)
    if faults or found or checked is None:
        raise InputError({*faults, *found})
    numbers = checked.sourced_numbers
    if json:
        say_json({"plans": len(names), "tables": len(checked), "numbers": numbers, "faults": []})
        return
    say(f"checked {len(names)} plans, {len(checked)} tables, {numbers} numbers with a source")
