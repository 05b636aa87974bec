"""Reading the inputs of a network command: year, plan and tables, with all faults in one list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scenarios.cli.inputs import read_plans, read_shipped
from scenarios.cli.options import parse_year
from scenarios.faults import Fault, InputError
from scenarios.inputs import network_of, transport_parameters

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from networks import Network
    from scenarios.plan.plan import Plan
    from scenarios.tables.reading import Tables


@dataclass(frozen=True)
class NetworkInputs:
    """Checked inputs of a network command.

    Attributes
    ----------
    tables : Tables
        The checked tables.
    network : Network
        Network of the year under the plan.
    plan : Plan
        The plan.
    year : int
        Calendar year.
    """

    tables: Tables
    network: Network
    plan: Plan
    year: int


def read_network(
    plan: str,
    year: str,
    tables_folder: Path | None,
    found: Iterable[Fault] = (),
    check: Callable[[Tables], Iterable[Fault]] = lambda _: (),
) -> NetworkInputs:
    """Read year, plan and tables and build the network.

    Parameters
    ----------
    plan : str
        A shipped plan or a file.
    year : str
        Year as written.
    tables_folder : Path or None
        The user's own tables.
    found : iterable of Fault
        Faults that the command has found in its other options.
    check : callable, optional
        Finds the faults of options that only sound tables can show.

    Returns
    -------
    NetworkInputs
        The network and what it was built from.

    Raises
    ------
    InputError
        With all faults, those of `found` included.
    """
    number, faults = parse_year(year)
    tables, table_faults = read_shipped(tables_folder)
    plans, plan_faults = read_plans([plan], tables)
    faults = [*found, *faults, *table_faults, *plan_faults]
    if tables is not None:
        faults += check(tables)
    if faults or tables is None:
        raise InputError(set(faults))
    chosen = plans[0][1]
    network = network_of(tables, chosen.changes(number), number, transport_parameters(tables))
    return NetworkInputs(tables, network, chosen, number)
