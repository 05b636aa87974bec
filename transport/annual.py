"""One year of one plan: choice and operations in equilibrium, then the ledger.

:func:`run_year` wires the parts together and holds no model of its own. A
:class:`transport.year_model.YearModel` is everything that the replications of a year share; a
replication adds its random streams.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from networks import MODES
from transport.activity import activity, direct_tkm
from transport.capacity.limits import limits_table
from transport.capacity.restraint import Restrained, restrain
from transport.equilibrium import Answer, Equilibrium, solve
from transport.indicators import (
    lock_delays,
    lock_indicators,
    lock_spreads,
    passage_limits,
)
from transport.inland.voyages import voyage_flows
from transport.ledger.port_calls import berth_totals
from transport.mode_choice.assignment import assign, service_kt
from transport.operations.waterway import simulate_waterway
from transport.overseas import OCEAN_CARRIER, ocean_totals
from transport.trips import draw_trips
from transport.year_account import year_account
from transport.year_outcome import Checks, YearOutcome

if TYPE_CHECKING:
    from transport.draws import StreamKey
    from transport.operations.records import Balance, WaterwayRecords
    from transport.trips import TripTable
    from transport.year_model import YearModel


def trips_of(model: YearModel, kt_by_service: np.ndarray, key: StreamKey) -> TripTable:
    """Draw the vessels that carry given cargo.

    Parameters
    ----------
    model : YearModel
        The year.
    kt_by_service : numpy.ndarray
        Cargo of each service a year.
    key : StreamKey
        Random streams.

    Returns
    -------
    TripTable
        Trips past locks, each with class, powertrain and year of building.
    """
    routes = model.skims.routes
    flows = voyage_flows(model.skims.route_kt(kt_by_service), routes, model.empty_vessel_factor)
    shares = {name: one.shares for name, one in model.cohorts.items()}
    return draw_trips(flows, routes, model.fleet, key, model.season, shares)


def simulate_locks(
    model: YearModel, kt_by_service: np.ndarray, key: StreamKey
) -> tuple[np.ndarray, tuple[WaterwayRecords, Balance]]:
    """Simulate the vessels that carry given cargo.

    Parameters
    ----------
    model : YearModel
        The year.
    kt_by_service : numpy.ndarray
        Cargo of each service a year.
    key : StreamKey
        Random streams.

    Returns
    -------
    stay_h : numpy.ndarray
        Hours from arrival to leaving by lock direction, then their standard deviation.
    outcome : tuple
        Records and their balance.
    """
    window, table = model.window, trips_of(model, kt_by_service, key)
    records, balance = simulate_waterway(
        table.trips, table.routes, table.hulls, model.locks[model.explanation], window.horizon_h
    )
    wanted = model.skims.lock_directions
    delay_h = lock_delays(records, model.network.chambers, wanted, window)
    stay_h = np.concatenate([delay_h, lock_spreads(records, wanted, window)])
    return stay_h, (records, balance)


def run_year(model: YearModel, key: StreamKey) -> YearOutcome:
    """Run one replication of a year.

    Parameters
    ----------
    model : YearModel
        The year.
    key : StreamKey
        Seed and replication.

    Returns
    -------
    YearOutcome
        Shares in equilibrium with the waits they cause, and the ledger.
    """
    result = equilibrium(model, key)
    records, balance = result.outcome
    choice = result.choice
    account = year_account(model, choice.assignment, choice.delay_h)
    kt = choice.kt_by_service
    total_kt = float(model.market.kt.sum())
    served_kt = float(kt.sum())
    unserved_kt = float(((1 - choice.assignment.served) * model.market.kt).sum())
    locks = lock_indicators(records, model.network.chambers, model.window)
    return YearOutcome(
        totals={
            "freight_mt": served_kt / 1000,
            "unserved_mt": unserved_kt / 1000,
            "direct_tkm": direct_tkm(model.network, model.market, choice.assignment),
            **account.cost,
            **ocean_totals(
                model.skims, kt, model.parameters, model.factors[OCEAN_CARRIER], model.gwp
            ),
            **berth_totals(model.berths),
            "charges_mcny": float(model.skims.charges_at(choice.delay_h) @ kt) / 1000,
            "user_loss_mcny": float(choice.assignment.surplus_lost_cny_per_t @ model.market.kt)
            / 1000,
        },
        activity=activity(model.skims, kt),
        emissions=account.emissions,
        locks=locks,
        inland_hours=account.hours,
        inland=account.inland,
        inland_powertrains=account.powertrains,
        kt_by_service=kt,
        unit_energy=account.unit,
        delay_h=choice.delay_h,
        limits=limits_table(model.restraint, choice, result.limit, locks, model.start_delay_h),
        gap=result.gap,
        rounds=result.rounds,
        converged=result.converged,
        checks=Checks(balance, total_kt - served_kt - unserved_kt, account.energy_gap_share),
    )


def equilibrium(
    model: YearModel, key: StreamKey, start_h: np.ndarray | None = None
) -> Equilibrium[Restrained, tuple[WaterwayRecords, Balance]]:
    """Bring the choice of a year and its operations in step.

    Parameters
    ----------
    model : YearModel
        The year.
    key : StreamKey
        Seed and replication.
    start_h : numpy.ndarray, optional
        Delays at lock directions of the first round and their standard deviations; those of the
        base year without it. Where the rounds end does not depend on it but for the tolerance.

    Returns
    -------
    Equilibrium
        Delays are those at lock directions without shadow delays, then their spread;
        `choice.delay_h` is the whole vector.
    """
    restraint, locks = model.restraint, model.restraint.load.locks
    last: Restrained | None = None

    def choose(own_h: np.ndarray, passages: np.ndarray) -> Restrained:
        """Let cargo choose from where the last round ended."""
        nonlocal last
        last = restrain(restraint, own_h, np.broadcast_to(passages, len(locks)), last)
        return last

    def simulate(choice: Restrained) -> Answer[tuple[WaterwayRecords, Balance]]:
        """Send the vessels of a choice through the locks."""
        stay_h, outcome = simulate_locks(model, choice.kt_by_service, key)
        growth = model.parameters.queue_growth_limit_share
        passages = passage_limits(outcome[0], locks, model.window, growth)
        full = dict(zip(locks, np.isfinite(passages).tolist(), strict=True))
        overloaded = np.array([full[lock] for lock, _ in model.skims.lock_directions] * 2)
        return Answer(stay_h, overloaded, passages, outcome)

    return solve(
        choose,
        shares=lambda choice: choice.assignment.probability,
        simulate=simulate,
        start_h=model.start_stay_h if start_h is None else start_h,
        tolerance=model.parameters.share_tolerance,
        max_rounds=int(model.parameters.max_rounds),
    )


def year_at_delays(model: YearModel, delay_h: np.ndarray) -> dict[str, float]:
    """Return the main results of a year at given delays, without a simulation.

    Parameters
    ----------
    model : YearModel
        The year.
    delay_h : numpy.ndarray
        Delays in the order of the skims, such as a run ended with.

    Returns
    -------
    dict of str to float
        ``wtw_co2e_kt`` and ``cost_mcny`` (unserved cargo included), ``unserved_kt``, and the
        share of each mode in tonne-km, ``road_share`` and so on.
    """
    assignment = assign(model.market, model.skims, delay_h, model.base_cost_cny_per_t)
    account = year_account(model, assignment, delay_h)
    kt = service_kt(model.market, assignment, len(model.skims.services))
    tkm = activity(model.skims, kt)["tkm"].to_numpy(dtype=float)
    return {
        "wtw_co2e_kt": float(account.emissions["wtw_co2e_kt"].sum()),
        "cost_mcny": account.cost["cost_mcny"],
        "unserved_kt": float(((1 - assignment.served) * model.market.kt).sum()),
        **{
            f"{mode}_share": value / (tkm.sum() or 1.0)
            for mode, value in zip(MODES, tkm.tolist(), strict=True)
        },
    }
