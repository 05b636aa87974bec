"""``landsea plans``: the plans that come with the program."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scenarios.cli.app import app
from scenarios.cli.options import Debug, Json
from scenarios.cli.output import say, say_json
from scenarios.faults import InputError

if TYPE_CHECKING:
    from scenarios.plan.plan import Plan


@app.command("plans")
def list_plans(*, json: Json = False, debug: Debug = False) -> None:
    """List the shipped plans with their titles and measures."""
    from scenarios.cli.inputs import read_plans, read_shipped
    from scenarios.plan.plan import shipped_plans

    del debug
    tables, faults = read_shipped(None)
    plans, found = read_plans(shipped_plans(), tables)
    if faults or found:
        raise InputError({*faults, *found})
    if json:
        say_json({"plans": [_as_json(plan) for _, plan in plans]})
        return
    for _, plan in plans:
        say(f"{plan.name}  {plan.title.en}  {plan.title.zh}")
        for measure in plan.measures:
            article = f"  {measure.article}" if measure.article else ""
            say(f"  {measure.opens}  {measure.group}: {measure.describe()}{article}")
        say()


def _as_json(plan: Plan) -> dict[str, Any]:
    """Return a plan as the JSON of the command has it."""
    measures = [
        {**measure.model_dump(mode="json"), "what": measure.describe()} for measure in plan.measures
    ]
    return {
        "name": plan.name,
        "title": plan.title.model_dump(),
        "years": list(plan.years),
        "measures": measures,
    }
