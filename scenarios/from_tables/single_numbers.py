"""The single numbers of transport from checked tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from fleets.inland_classes import parameter_values
from transport.parameters import TransportParameters, read_parameters

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

_CHANGE: Final = "locomotive_change_h"


def transport_parameters(tables: Mapping[str, pd.DataFrame]) -> TransportParameters:
    """Read the single numbers of transport; hours of a change of locomotive are of its energy."""
    hours = {_CHANGE: parameter_values(tables["energy_parameters"])[_CHANGE]}
    return read_parameters(TransportParameters, tables["transport_parameters"], **hours)
