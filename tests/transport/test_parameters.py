"""Single numbers read from a table."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
import pytest

from transport.parameters import read_parameters


@dataclass(frozen=True)
class Two:
    speed_kmh: float
    load_t: float


def test_values_are_found_by_name() -> None:
    table = pd.DataFrame({"parameter": ["load_t", "speed_kmh", "other"], "value": [3, 12.5, 9]})
    assert read_parameters(Two, table) == Two(speed_kmh=12.5, load_t=3.0)


def test_every_missing_parameter_is_named() -> None:
    table = pd.DataFrame({"parameter": ["other"], "value": [9.0]})
    with pytest.raises(KeyError, match=r"lacks speed_kmh, load_t\. Add a row for each"):
        read_parameters(Two, table)


def test_a_parameter_from_elsewhere_takes_the_place_of_the_table() -> None:
    table = pd.DataFrame({"parameter": ["load_t"], "value": [3.0]})
    assert read_parameters(Two, table, speed_kmh=8.0) == Two(speed_kmh=8.0, load_t=3.0)
