"""``landsea network summary``: what the network of a year holds, and what is odd about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scenarios.cli.network.app import network_app
from scenarios.cli.options import (
    DEFAULT_PLAN,
    DEFAULT_YEAR,
    Debug,
    Json,
    OnePlan,
    TablesFolder,
    Year,
)
from scenarios.cli.output import say, say_json

if TYPE_CHECKING:
    from collections.abc import Mapping


@network_app.command("summary")
def summarise(
    *,
    year: Year = DEFAULT_YEAR,
    plan: OnePlan = DEFAULT_PLAN,
    tables: TablesFolder = None,
    json: Json = False,
    debug: Debug = False,
) -> None:
    """Count nodes, links and kilometres by mode and status; list locks, depths and warnings."""
    from scenarios.cli.network.inputs import read_network
    from scenarios.network.summary import network_summary

    del debug
    inputs = read_network(plan, year, tables)
    summary = network_summary(inputs.tables, inputs.network)
    document = {"year": inputs.year, "plan": inputs.plan.name, **summary}
    if json:
        say_json(document)
        return
    for line in _lines(document):
        say(line)


def _lines(summary: Mapping[str, Any]) -> list[str]:
    """Return the summary as text."""
    lines = [f"network of {summary['year']} under {summary['plan']}", ""]
    lines.append(f"{'mode':14}{'status':10}{'nodes':>7}{'links':>7}{'km':>10}{'parts':>7}")
    for mode, statuses in summary["links"].items():
        for status, found in statuses.items():
            open_now = status == "open"
            nodes = summary["nodes"][mode] if open_now else ""
            parts = summary["parts"][mode] if open_now else ""
            lines.append(
                f"{mode.replace('_', ' '):14}{status:10}{nodes:>7}{found['links']:>7}"
                f"{found['km']:>10.0f}{parts:>7}"
            )
    lines += ["", "reaches by draught allowed and maintained depth, metres (a: assumed)"]
    for reach in summary["reaches"]:
        mark = "a" if reach["assumed_km"] else " "
        lines.append(
            f"  {reach['draught_m']:>5.1f}{reach['depth_m']:>6.1f} {mark}{reach['km']:>8.0f} km"
        )
    lines += ["", "locks with their open chambers, metres"]
    for lock in summary["locks"]:
        sizes = ", ".join(_size(line) for line in lock["lines"])
        lines.append(f"  {lock['lock']:12}{lock['river']:14}{sizes}")
    lines += ["", *_capacity(summary["capacity"]), "", "projects by year of opening"]
    lines += [_project(one) for one in summary["projects"]]
    lines += ["", f"{len(summary['warnings'])} warnings"]
    lines += [f"  {warning}" for warning in summary["warnings"]]
    return lines


def _capacity(capacity: Mapping[str, Any]) -> list[str]:
    """Return what is known of capacity as text."""
    road, rail, water, sea = (capacity[mode] for mode in ("road", "rail", "inland_water", "sea"))
    lanes = ", ".join(f"{number} lanes {km:.0f}" for number, km in road["km_by_lanes"].items())
    tracks = ", ".join(
        f"{number} track{'s' * (number != '1')} {km:.0f}"
        for number, km in rail["km_by_tracks"].items()
    )
    return [
        "capacity, kilometres of open links",
        f"  road          {lanes}; lanes assumed on {road['lanes_assumed_km']:.0f}",
        f"  rail          {tracks}; electrified {rail['electrified_km']:.0f}",
        f"  inland water  fairway width known on {water['width_known_km']:.0f}",
        f"  sea           depth known on {sea['depth_known_km']:.0f}, of one port only",
    ]


def _project(project: Mapping[str, Any]) -> str:
    """Return a project as a line."""
    until = f"-{project['closes_year'] - 1}" if project["closes_year"] else ""
    when = f"{project['opens_year']}{until}" if project["opens_year"] else "no year"
    on = ", ".join([*project["links"], *project["lock_lines"]])
    return f"  {when:10}{project['kind']:16}{project['name_en']} ({on}): {project['state']}"


def _size(line: Mapping[str, Any]) -> str:
    """Return the size of a chamber as text."""
    if line["length_m"] is None:
        return f"{line['line']}: ship lift"
    return f"{line['line']}: {line['length_m']:g} x {line['width_m']:g}"
