"""Cargo of a plan's year on the chains that it takes, in equilibrium with the waits at locks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scenarios.inputs import prepare_year
from transport.annual import equilibrium
from transport.draws import StreamKey

if TYPE_CHECKING:
    import numpy as np

    from scenarios.inputs import Base
    from scenarios.stations.request import StationRequest
    from transport.year_model import YearModel


@dataclass(frozen=True)
class YearCargo:
    """A year in equilibrium.

    Attributes
    ----------
    base : Base
        The base year.
    model : YearModel
        The year.
    kt : numpy.ndarray
        Cargo of each service.
    delay_h : numpy.ndarray
        Hours at each lock and direction, then at facilities.
    """

    base: Base
    model: YearModel
    kt: np.ndarray
    delay_h: np.ndarray


def year_cargo(request: StationRequest) -> YearCargo:
    """Return the cargo of a year; one replication of the locks."""
    tables = dict(request.tables)
    base = request.base
    model = prepare_year(tables, base, request.changes, request.year)
    choice = equilibrium(model, StreamKey(request.seed, 0)).choice
    return YearCargo(base, model, choice.kt_by_service, choice.delay_h)
