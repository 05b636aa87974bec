"""The method of annual averages, beside which the study of a port stands."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from transport.sizing.shore_power import Recommendation, Study, judge, standard_kva

if TYPE_CHECKING:
    from transport.load_profile import LoadDuration


@dataclass(frozen=True)
class AverageMethod:
    """What a sheet of annual averages gives beside the simulation.

    Attributes
    ----------
    mean_kw : float
        Mean load of the grid, all that the method knows.
    transformer_kva : float
        Standard transformer for it.
    refused_share : float
        Connections that it would refuse.
    share_above : float
        Share of the time in which the load is above the mean.
    """

    mean_kw: float
    transformer_kva: float
    refused_share: float
    share_above: float


def average_method(study: Study, found: Recommendation, duration: LoadDuration) -> AverageMethod:
    """Return what annual averages would have said.

    Parameters
    ----------
    study : Study
        Calls and rules.
    found : Recommendation
        Gives the sockets.
    duration : LoadDuration
        Load over time.

    Returns
    -------
    AverageMethod
        Its size, and what that would refuse.
    """
    mean = duration.mean_kw
    kva = standard_kva(mean, study.rule.power_factor_share) if mean > 0 else 0.0
    size = replace(found.size, transformer_kva=kva)
    refused = judge(study, size).refused_share if found.size.sockets else 0.0
    return AverageMethod(mean, kva, refused, duration.share_above(mean))
