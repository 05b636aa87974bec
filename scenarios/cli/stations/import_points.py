"""``landsea stations import``: existing stations from points, brought to the network."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Annotated

import typer

from scenarios.cli.files import check_file
from scenarios.cli.options import Debug, Json, Overwrite, TablesFolder
from scenarios.cli.output import note, say, say_json
from scenarios.cli.stations.app import stations_app
from scenarios.faults import Fault, InputError

Points = Annotated[
    Path,
    typer.Argument(metavar="POINTS", help="CSV with lon_deg and lat_deg, or an .osm extract."),
]
ListOut = Annotated[
    Path | None,
    typer.Option("--out", metavar="CSV", help="List to write.", show_default=False),
]
Within = Annotated[
    float, typer.Option("--within-km", help="Farthest service area that a point may belong to.")
]


@stations_app.command("import")
def import_stations(  # noqa: PLR0913  # one argument for each option of the command line
    points: Points,
    *,
    within_km: Within = 15.0,
    out: ListOut = None,
    overwrite: Overwrite = False,
    tables: TablesFolder = None,
    json: Json = False,
    debug: Debug = False,
) -> None:
    """Bring existing stations to service areas; the list is for --existing."""
    from scenarios.cli.inputs import read_shipped
    from scenarios.measures.words import counted
    from scenarios.stations.import_points import import_points

    del debug
    faults = (
        [] if out is None else list(check_file(out, (".csv",), overwrite=overwrite, kind="table"))
    )
    if not (math.isfinite(within_km) and within_km > 0):
        message = f"{within_km:g} is out of range"
        faults.append(Fault("--within-km", 0, "", "option.within-km", message, "above 0"))
    read, table_faults = read_shipped(tables)
    faults += table_faults
    if faults or read is None:
        raise InputError(faults)
    found = import_points(points, read, within_km)
    if found.unread:
        note(f"warning: nothing is taken from the columns {', '.join(found.unread)}")
    if out is not None:
        out.parent.mkdir(parents=True, exist_ok=True)
        found.table.to_csv(out, index=False, lineterminator="\n")
    if json:
        say_json(
            {
                "points": found.points,
                "stations": found.table.to_dict("records"),
                "off_network": found.off,
                "columns_not_read": found.unread,
                "out": None if out is None else out.as_posix(),
            }
        )
        return
    stations = counted(len(found.table), "station")
    say(f"{counted(found.points, 'point')}, {stations} at service areas")
    off = counted(len(found.off), "point")
    say(f"farther than {within_km:g} km from every service area: {off}")
    if out is not None:
        say(f"written to {out.as_posix()}")
