"""What one replication of a year gives: totals, ledger, locks, limits and balances."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from transport.ledger.account import UnitEnergy
    from transport.ledger.inland_account import InlandAccount
    from transport.operations.records import Balance


@dataclass(frozen=True)
class Checks:
    """Balances of one replication.

    Attributes
    ----------
    simulation : Balance
        Tonnes, vessels and vessel-hours of the simulation.
    tonnes_kt : float
        Demand less served less unserved.
    energy_share : float
        Inland energy by place less by vessel class, as a share.
    """

    simulation: Balance
    tonnes_kt: float
    energy_share: float

    @property
    def hold(self) -> bool:
        """Whether all balances hold but for rounding."""
        near = abs(self.tonnes_kt) < 1e-6 and abs(self.energy_share) < 1e-9  # noqa: PLR2004
        return self.simulation.holds and near


@dataclass(frozen=True)
class YearOutcome:
    """Result of one replication of a plan's year.

    Attributes
    ----------
    totals : dict of str to float
        ``freight_mt``, ``unserved_mt``, ``direct_tkm`` (carried tonnes x distance from origin to
        destination along the great circle), ``cost_mcny``, ``queue_cost_mcny``, and
        ``charges_mcny``: what the plan's prices make the cargo carried pay beyond cost, below
        zero a subsidy; ``user_loss_mcny``: consumer surplus lost against the costs of the base
        year, in money and time. What lies beyond the quay, see
        :func:`transport.overseas.ocean_totals`; what vessels take at the berths of whole ports,
        see :func:`transport.ledger.port_calls.berth_totals`.
    activity : pandas.DataFrame
        ``mode``, ``kt`` (cargo by main mode) and ``tkm`` (work on the mode's legs).
    emissions : pandas.DataFrame
        Ledger by ``mode``, ``carrier`` and ``cargo`` (``carried`` or ``unserved``).
    locks : pandas.DataFrame
        Indicators by lock.
    inland_hours : pandas.DataFrame
        ``state``, ``vessel_h`` a year and ``capped_h``, the hours of it at less than the speed
        of the fairway.
    inland : InlandAccount
        Energy of inland vessels by class, powertrain and carrier.
    inland_powertrains : dict of str to float
        Share of each powertrain in the laden voyages.
    kt_by_service : numpy.ndarray
        Cargo of each service.
    unit_energy : UnitEnergy
        Energy of each service in MJ per tonne, inland vessels included; nothing for inland
        services without cargo.
    delay_h : numpy.ndarray
        Hours at each lock and direction, at facilities beyond those of the base year, and the
        standard deviation at each lock and direction.
    limits : pandas.DataFrame
        What is used how far, see :func:`transport.capacity.limits.limits_table`.
    gap, rounds, converged
        Where the equilibrium ended.
    checks : Checks
        Balances.
    """

    totals: dict[str, float]
    activity: pd.DataFrame
    emissions: pd.DataFrame
    locks: pd.DataFrame
    inland_hours: pd.DataFrame
    inland: InlandAccount
    inland_powertrains: dict[str, float]
    kt_by_service: np.ndarray
    unit_energy: UnitEnergy
    delay_h: np.ndarray
    limits: pd.DataFrame
    gap: float
    rounds: int
    converged: bool
    checks: Checks
