"""``landsea shore-power``: sockets, transformer, cost and savings of a port, from its calls."""

from __future__ import annotations

import time
from math import isnan
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from scenarios.cli.app import app
from scenarios.cli.options import (
    Debug,
    Json,
    Overwrite,
    Replications,
    Seed,
    TablesFolder,
    check_out,
)
from scenarios.cli.output import note, say, say_json
from scenarios.cli.progress import progress
from scenarios.faults import Fault, InputError

if TYPE_CHECKING:
    from scenarios.from_tables.shore_power import Port
    from scenarios.shore_power.request import ShoreRequest
    from scenarios.tables.reading import Tables

TEMPLATE = "template"
_HEAD = "".join(
    [
        f"{'':8}{'sockets':>8}{'kVA':>8}{'refused':>9}",
        f"{'wait P95 h':>11}{'used':>7}{'m CNY':>8}{'CNY/kWh':>9}",
    ]
)
_TEMPLATE_FILE = Path("calls.xlsx")

PortName = Annotated[
    str,
    typer.Argument(
        metavar="PORT", help="A port, such as qinzhou or guigang; or: template, to write a list."
    ),
]
YearOption = Annotated[
    int | None,
    typer.Option("--year", help="Year of drawn calls; 2030.", show_default=False),
]
CallsFile = Annotated[
    Path | None,
    typer.Option(
        "--calls", metavar="FILE", help="Your own calls (.csv or .xlsx).", show_default=False
    ),
]
FittedShare = Annotated[
    float | None,
    typer.Option(
        "--fitted-share",
        help="Share of eligible vessels that connect, 0 to 1; what is observed today without it.",
        show_default=False,
    ),
]
Sockets = Annotated[
    int | None, typer.Option("--sockets", help="Sockets that stand.", show_default=False)
]
Transformer = Annotated[
    float | None,
    typer.Option("--transformer-mva", help="Transformer that stands.", show_default=False),
]
OutFolder = Annotated[
    Path | None,
    typer.Option("--out", help="Folder of the report; of a template its file.", show_default=False),
]
Percentile = Annotated[
    float | None,
    typer.Option("--percentile", help="Time in which all load is carried.", show_default=False),
]
RefusedLimit = Annotated[
    float | None,
    typer.Option(
        "--refused-limit", help="Share of connections that may be refused.", show_default=False
    ),
]
Priority = Annotated[
    bool, typer.Option("--priority", help="Fitted vessels come first at the berths of drawn calls.")
]
LoadSharing = Annotated[
    bool,
    typer.Option(
        "--load-sharing/--no-load-sharing",
        help="The transformer counts the loads of vessels, or the whole rating of each socket.",
    ),
]
SkipFaulty = Annotated[
    bool, typer.Option("--skip-faulty", help="Leave faulty rows out and list them in the report.")
]
BatteryKwh = Annotated[float, typer.Option("--battery-kwh", help="Battery that shaves the peak.")]
BatteryKw = Annotated[float, typer.Option("--battery-kw", help="Its power.")]
SolarKw = Annotated[float, typer.Option("--solar-kw", help="Solar canopy.")]
Basis = Annotated[
    str,
    typer.Option(
        "--demand-basis",
        metavar="NAME",
        help="Charge on power by highest demand of the month, or capacity of the transformer.",
    ),
]
FlatPrice = Annotated[
    float | None,
    typer.Option("--flat-price", help="CNY/kWh in flat hours.", show_default=False),
]
DemandCharge = Annotated[
    float | None,
    typer.Option("--demand-charge", help="CNY per kW and month.", show_default=False),
]
CapacityCharge = Annotated[
    float | None,
    typer.Option("--capacity-charge", help="CNY per kVA and month.", show_default=False),
]
ServiceFee = Annotated[
    float | None,
    typer.Option("--service-fee", help="CNY/kWh beyond the price of energy.", show_default=False),
]
WaivedUntil = Annotated[
    str | None,
    typer.Option(
        "--waived-until",
        metavar="DATE",
        help="Months that begin up to this date pay no charge on power.",
        show_default=False,
    ),
]


@app.command("shore-power")
def shore_power(  # noqa: PLR0913 - one for each option
    port: PortName,
    *,
    year: YearOption = None,
    calls: CallsFile = None,
    fitted_share: FittedShare = None,
    sockets: Sockets = None,
    transformer_mva: Transformer = None,
    replications: Replications = 30,
    seed: Seed = 1,
    percentile: Percentile = None,
    refused_limit: RefusedLimit = None,
    priority: Priority = False,
    load_sharing: LoadSharing = True,
    skip_faulty: SkipFaulty = False,
    battery_kwh: BatteryKwh = 0.0,
    battery_kw: BatteryKw = 0.0,
    solar_kw: SolarKw = 0.0,
    demand_basis: Basis = "demand",
    flat_price: FlatPrice = None,
    demand_charge: DemandCharge = None,
    capacity_charge: CapacityCharge = None,
    service_fee: ServiceFee = None,
    waived_until: WaivedUntil = None,
    tables: TablesFolder = None,
    out: OutFolder = None,
    overwrite: Overwrite = False,
    json: Json = False,
    debug: Debug = False,
) -> None:
    """Size the shore power of a port from drawn calls or from its own list."""
    from scenarios.shore_power.request import ShoreRequest

    del debug
    if port == TEMPLATE:
        _template(out or _TEMPLATE_FILE, tables, overwrite=overwrite, as_json=json)
        return
    request = ShoreRequest(
        port=port,
        year=year,
        calls=calls,
        fitted_share=fitted_share,
        sockets=sockets,
        transformer_mva=transformer_mva,
        replications=replications,
        seed=seed,
        percentile=percentile,
        refused_limit_share=refused_limit,
        priority=priority,
        load_sharing=load_sharing,
        skip_faulty=skip_faulty,
        battery_kwh=battery_kwh,
        battery_kw=battery_kw,
        solar_kw=solar_kw,
        demand_basis=demand_basis,
        flat_price=flat_price,
        demand_charge=demand_charge,
        capacity_charge=capacity_charge,
        service_fee=service_fee,
        waived_until=waived_until,
    )
    _study(request, tables, out, overwrite=overwrite, as_json=json)


def _study(
    request: ShoreRequest, folder: Path | None, out: Path | None, *, overwrite: bool, as_json: bool
) -> None:
    """Run a study, write its folder and print its answer."""
    from scenarios.shore_power.answer import shore_answer
    from scenarios.shore_power.store import write_study
    from scenarios.shore_power.study import run_shore_study

    tables, port = _checked(request, folder, out, overwrite=overwrite)
    started = time.monotonic()
    with progress("steps") as report:
        found = run_shore_study(request, port, tables, report)
    answer = shore_answer(found)
    note(
        f"simulated  {answer['calls']} calls x {answer['replications']}"
        f"  {time.monotonic() - started:.1f} s"
    )
    if out is not None:
        write_study(found, answer, tables, out)
    if as_json:
        say_json({**answer, "out": None if out is None else str(out)})
        return
    for line in answer_lines(answer):
        say(line)
    if out is not None:
        say()
        say(f"report  {(out / 'report.html').as_posix()}")


def _checked(
    request: ShoreRequest, folder: Path | None, out: Path | None, *, overwrite: bool
) -> tuple[Tables, Port]:
    """Check options, tables and port, all faults in one list."""
    from scenarios.cli.inputs import read_shipped
    from scenarios.shore_power.port_name import port_named
    from scenarios.shore_power.request import request_faults

    faults = request_faults(request)
    if out is not None:
        faults += check_out(out, overwrite=overwrite)
    tables, found = read_shipped(folder)
    faults += found
    port = None if tables is None else port_named(tables, request.port)
    if isinstance(port, Fault):
        faults.append(port)
    if faults or tables is None or port is None or isinstance(port, Fault):
        raise InputError(faults)
    return tables, port


def _template(path: Path, folder: Path | None, *, overwrite: bool, as_json: bool) -> None:
    """Write the template of a list of calls."""
    from scenarios.cli.files import check_file
    from scenarios.cli.inputs import read_shipped
    from scenarios.shore_power.template import SUFFIXES, write_call_template

    faults = list(check_file(path, SUFFIXES, overwrite=overwrite, kind="table"))
    tables, found = read_shipped(folder)
    if faults or found or tables is None:
        raise InputError([*faults, *found])
    write_call_template(path, tables)
    if as_json:
        say_json({"file": str(path), "bytes": path.stat().st_size})
        return
    say(f"template  {path}")
    say(f"fill it in, then: landsea shore-power PORT --calls {path}")


def answer_lines(answer: dict[str, Any]) -> list[str]:
    """Return the answer as lines of text.

    Parameters
    ----------
    answer : dict
        The JSON of a study.

    Returns
    -------
    list of str
        Lines that any console shows.
    """
    chosen, peak = answer["recommended"], answer["peak_kw"]
    counts = f"{answer['calls']:,} calls, {answer['connected']:,.0f} connected"
    size = f"{chosen['sockets']} sockets of {chosen['socket_kw']:,.0f} kW"
    load = "  ".join(f"{name} {value:,.0f}" for name, value in peak.items())
    lines = [
        f"{answer['port']['name']}, {answer['year']}: {counts}",
        f"energy       {answer['energy_mwh']:,.1f} MWh at the grid",
        f"recommended  {size}, transformer {1000 * chosen['transformer_mva']:,.0f} kVA",
        f"  because    {chosen['because']}",
        f"load, kW     {load}",
        "",
        _HEAD,
    ]
    for row in answer["options"]:
        kva, cost = 1000 * row["transformer_mva"], row["lcoe_cny_per_kwh"]
        lines.append(
            f"{row['label']:8}{row['sockets']:>8}{kva:>8.0f}{row['refused_share']:>9.1%}"
            f"{row['delayed_h_p95']:>11.2f}{row['utilisation']:>7.1%}{row['capex_mcny']:>8.1f}"
            f"{cost:>9.2f}"
        )
    saved = answer["emissions_saved_t"]
    local = f"NOx {saved['nox']:,.2f}  PM2.5 {saved['pm25']:,.3f}  SO2 {saved['so2']:,.3f}"
    lines += ["", f"saved, t     CO2 {saved['co2']:,.1f} (grid taken off)  {local}"]
    for row in answer["scaling"]:
        factor = "-" if isnan(row["factor"]) else f"{row['factor']:.1f}"
        lines.append(
            f"scaled       {row['cargo_type']:10} {row['port_mt']:.1f} Mt ({row['basis']}), "
            f"demand table {row['demand_mt']:.1f} Mt, factor {factor}, growth {row['growth']:.2f}"
        )
    lines += [f"warning: {one}" for one in answer["warnings"]]
    for row in answer.get("faulty_rows", []):
        lines.append(f"row {row['row']} left out: {'; '.join(row['reasons'])}")
    return lines
