"""What river stations save, on voyages worked by hand."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import numpy as np
import pytest

from transport.operations.stations import Itinerary, VehicleKind
from transport.stations.savings import avoided_kg_per_mj
from transport.stations.vessel_trips import VesselFlow

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fleets import CarrierFactors, GwpSet

KIND = VehicleKind("vessel", 1000.0, 100.0, math.inf, tapers=True)
WAY = Itinerary((), np.array([1.0]), np.array([1.0]), "vessel")


@dataclass(frozen=True)
class Flat:
    """A carrier that emits as much under any weights."""

    g_per_mj: float

    def wtw_co2e_g_per_mj(self, gwp: object) -> float:
        del gwp
        return self.g_per_mj


FACTORS = cast(
    "Mapping[str, CarrierFactors]",
    {"inland_diesel": Flat(90.0), "inland_electricity": Flat(120.0), "inland_lng_otto": Flat(95.0)},
)
GWP = cast("GwpSet", None)


def flow(per_day: float, sold: str, carrier: str, own_mj: float, diesel_mj: float) -> VesselFlow:
    return VesselFlow(
        "one",
        per_day,
        WAY,
        KIND,
        starts_low=False,
        sold_as=sold,
        carrier=carrier,
        own_mj=own_mj,
        diesel_mj=diesel_mj,
        class_id="small",
        powertrain=sold,
        ends=("A", "B"),
        load_t=500.0,
    )


def test_a_battery_saves_what_its_diesel_would_have_burnt() -> None:
    flows = [
        flow(2.0, "swap", "inland_electricity", 100.0, 250.0),
        flow(1.0, "swap", "inland_electricity", 200.0, 400.0),
        flow(5.0, "swap", "inland_electricity", 100.0, math.nan),  # a class without diesel
    ]
    # g: 2 (90 x 250 - 120 x 100) + (90 x 400 - 120 x 200) = 33,000 over 400 MJ
    assert avoided_kg_per_mj(flows, FACTORS, GWP) == pytest.approx({"swap": 0.0825})


def test_gas_that_emits_more_than_diesel_saves_less_than_nothing() -> None:
    saved = avoided_kg_per_mj([flow(1.0, "lng", "inland_lng_otto", 100.0, 95.0)], FACTORS, GWP)
    assert saved == pytest.approx({"lng": (90 * 95 - 95 * 100) / 100 / 1000})
    assert saved["lng"] < 0
