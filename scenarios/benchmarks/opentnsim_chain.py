"""The chain of locks in OpenTNSim; run by the Python of the environment where it is installed.

Reads the chain as one JSON object from standard input (``depart_h``, ``direction``, ``places``,
``leg_s`` and the ``phases_s``) and prints one with ``version``, ``passages``, ``simulated_s`` and
``recorded_s``. OpenTNSim always keeps logbooks; its records are one table of them.
Its lock master plans lockages ahead by rules of its own, so waits differ from those of the other
programs. Entry and exit are sailing in the chamber there: a chamber of 400 m with vessels of
100 m, and speeds that give the first vessel the entry and exit asked for.
"""

from __future__ import annotations

import datetime as dt
import itertools
import json
import sys
import time
import warnings
from typing import Any

START = dt.datetime(2025, 1, 1)  # noqa: DTZ001  # OpenTNSim compares it with naive times
CHAMBER_M, VESSEL_M = 400.0, 100.0
CRUISE_M_PER_S = 4.0
METRES_PER_DEGREE = 111_319.49079  # at the equator of WGS 84, in the map projection EPSG:4087
LOCKS = 4


def make_graph(leg_s: float) -> Any:  # noqa: ANN401
    """Lay stretches and locks in a row along the equator, nodes named from 0 on."""
    import networkx as nx  # noqa: PLC0415
    from shapely.geometry import LineString, Point  # noqa: PLC0415

    graph: Any = nx.DiGraph()
    steps_m = [0.0, *([leg_s * CRUISE_M_PER_S, CHAMBER_M] * LOCKS), leg_s * CRUISE_M_PER_S]
    for node, metres in enumerate(itertools.accumulate(steps_m)):
        graph.add_node(str(node), geometry=Point(metres / METRES_PER_DEGREE, 0))
    for ends in itertools.pairwise(list(graph.nodes)):
        line = LineString([graph.nodes[node]["geometry"] for node in ends])
        graph.add_edge(*ends, geometry=line, weight=1)
        graph.add_edge(*ends[::-1], geometry=line, weight=1)
    return graph


def make_environment(case: dict[str, Any]) -> Any:  # noqa: ANN401
    """Return the environment with its graph and traffic service."""
    import simpy  # noqa: PLC0415
    from opentnsim.vessel_traffic_service.vessel_traffic_service import (  # noqa: PLC0415
        VesselTrafficService,
    )

    env: Any = simpy.Environment(initial_time=START.timestamp())
    env.epoch = env.simulation_start = START
    env.simulation_stop = START + dt.timedelta(days=36_500)
    env.graph = make_graph(case["leg_s"])
    env.vessel_traffic_service = VesselTrafficService(graph=env.graph, crs_m="4087")
    return env


def add_locks(env: Any, case: dict[str, Any]) -> None:  # noqa: ANN401
    """Put the locks on their edges; they start with the first vessel and close no gates early."""
    from opentnsim.lock import IsLockComplex  # noqa: PLC0415

    phases = case["phases_s"]
    speed_in = (CHAMBER_M - VESSEL_M / 2) / phases["entry_first"]
    speed_out = VESSEL_M / 2 / phases["exit_first"]
    for lock in range(LOCKS):
        IsLockComplex(
            env=env,
            name=f"lock {lock}",
            node_A=str(2 * lock + 1),
            node_B=str(2 * lock + 2),
            node_open=str(2 * lock + 1),
            lock_length=CHAMBER_M,
            lock_width=20.0,
            lock_depth=6.0,
            max_vessels_in_operation=case["places"],
            clustering_time=0.0,
            doors_opening_time=phases["gates"],
            doors_closing_time=phases["gates"],
            levelling_time=phases["levelling"],
            sailing_in_speed_A=speed_in,
            sailing_in_speed_B=speed_in,
            sailing_out_speed_A=speed_out,
            sailing_out_speed_B=speed_out,
            sailing_in_time_gap_through_doors=phases["entry_next"],
            sailing_out_time_gap_through_doors=phases["exit_next"],
            sailing_distance_to_crossing_point=0.0,
            sailing_time_before_opening_lock_doors=0.0,
            sailing_time_before_closing_lock_doors=0.0,
        )


def add_vessels(env: Any, case: dict[str, Any]) -> list[Any]:  # noqa: ANN401
    """Send every vessel on its way."""
    import opentnsim  # noqa: PLC0415
    import pandas as pd  # noqa: PLC0415
    from opentnsim.lock import PassesLockComplex  # noqa: PLC0415

    core = opentnsim.core
    parents = (
        PassesLockComplex,
        core.Identifiable,
        core.Movable,
        core.VesselProperties,
        core.ExtraMetadata,
        opentnsim.mixins.HasMultiDiGraph,
        opentnsim.output.HasOutput,
    )
    vessel_class: Any = type("Vessel", parents, {})
    nodes = list(env.graph.nodes)
    vessels = []
    for number, (hour, up) in enumerate(zip(case["depart_h"], case["direction"], strict=True)):
        route = nodes[::-1] if up else list(nodes)
        vessel = vessel_class(
            env=env,
            name=f"vessel {number}",
            geometry=env.graph.nodes[route[0]]["geometry"],
            route=route,
            v=CRUISE_M_PER_S,
            L=VESSEL_M,
            B=15.0,
            T=3.0,
            type="tanker",
            arrival_time=pd.Timestamp(START + dt.timedelta(hours=hour)),
        )
        vessel.bound = "outbound" if up else "inbound"
        vessel.process = env.process(vessel.move())
        vessels.append(vessel)
    return vessels


def run(case: dict[str, Any]) -> dict[str, Any]:
    """Run a chain and time it, then make the table of its logbooks and time both together."""
    import opentnsim  # noqa: PLC0415
    import pandas as pd  # noqa: PLC0415

    env = make_environment(case)
    add_locks(env, case)
    vessels = add_vessels(env, case)
    started = time.perf_counter()
    env.run()
    simulated_s = time.perf_counter() - started
    pd.DataFrame([{"vessel": one.name, **entry} for one in vessels for entry in one.logbook])
    recorded_s = time.perf_counter() - started
    return {
        "version": opentnsim.__version__,
        "passages": sum(_passages(vessel) for vessel in vessels),
        "simulated_s": simulated_s,
        "recorded_s": recorded_s,
    }


def _passages(vessel: Any) -> int:  # noqa: ANN401
    """Locks that a vessel has passed."""
    return sum(entry["Message"] == "Levelling stop" for entry in vessel.logbook)


def main() -> None:
    """Run the chain that is asked for, after its first two vessels, which are not counted."""
    warnings.simplefilter("ignore")
    case = json.load(sys.stdin)
    run({**case, "depart_h": case["depart_h"][:2], "direction": case["direction"][:2]})
    sys.stdout.write(json.dumps(run(case)) + "\n")


if __name__ == "__main__":
    main()
