"""The shipped tables, and a vessel with round numbers."""

from __future__ import annotations

import pytest

from fleets import VesselClass, VesselRules
from scenarios.tables.reading import Tables, read_tables


@pytest.fixture(scope="session")
def shipped() -> Tables:
    return read_tables()


@pytest.fixture(scope="session")
def rules() -> VesselRules:
    return VesselRules(
        depth_margin_m=0.5,
        under_keel_m=0.3,
        min_payload_share=0.5,
    )


@pytest.fixture(scope="session")
def vessel() -> VesselClass:
    return VesselClass(
        class_id="round",
        dwt_t=1000,
        length_m=60,
        beam_m=12,
        draught_loaded_m=3.0,
        draught_empty_m=1.0,
        payload_factor=0.9,
        berth_h=12,
        standing_cost_cny_per_h=100,
    )
