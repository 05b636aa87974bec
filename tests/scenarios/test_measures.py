"""Values and measures: what they read, and the changes they make."""

from __future__ import annotations

import json
import pickle
from typing import TYPE_CHECKING, Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from fleets.turnover.changes import (
    CleanPassage,
    EnergyCoverage,
    EnergyPrice,
    PurchaseSubsidy,
    RetireStage,
    SaleBan,
    SaleShare,
    ScrapSubsidy,
    StockShare,
)
from networks.changes import (
    BuildRailLink,
    OpenLockLine,
    RailProject,
    SetFairwayDepth,
    SetMaxDraught,
)
from scenarios.measures import (
    KINDS,
    Amount,
    AnyMeasure,
    CanalDraught,
    FairwayDepth,
    Known,
    LockLine,
    LockScheduling,
    Measure,
    TerminalHandling,
    YearPath,
    value_in,
)
from scenarios.measures.values import Ratio, article_number
from transport.changes import (
    CarbonPrice,
    ChangeTariff,
    ChangeToll,
    CutEmptyRunning,
    EquipStations,
    OnDockRail,
    RestrictTrucks,
    ScaleHandling,
    ScheduleLocks,
    SetHandling,
    ThroughTransport,
    VesselPowertrain,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    Frames = Mapping[str, pd.DataFrame]

RATIO: TypeAdapter[YearPath] = TypeAdapter(Ratio)
CHAMBER = {"length_m": 340, "width_m": 34, "sill_depth_m": 5.8}
LOCK_LINE = {
    "group": "locks",
    "kind": "lock-line",
    "lock": "changzhou",
    "line": 5,
    "chamber": CHAMBER,
    "opens": 2029,
}


PRICES_AND_CHAINS: dict[str, dict[str, object]] = {
    "through-transport": {
        "transfer": "rail-sea",
        "cost_cut_percent": {"2026": 0, "2030": 20},
        "time_cut_percent": 50,
        "commodity_groups": ["container"],
    },
    "rail-line": {"project": "doubling", "links": ["L53"], "freight_paths_per_day": 70},
    "train-paths": {"links": ["L43"], "freight_paths_per_day": 48},
    "tariff": {
        "mode": "rail",
        "main_mode": "rail",
        "change_percent": {"2026": 0, "2030": -20},
        "change_cny_per_tkm": -0.01,
        "commodity_groups": ["bulk"],
    },
    "toll": {"change_percent": 10},
    "carbon-price": {"price_cny_per_t": {"2026": 90, "2030": 130}, "scope": "wtw"},
    "truck-restriction": {"min_km": 400, "cost_cny_per_t": 20, "delay_h": {"2028": 2, "2032": 4}},
    "empty-running": {"cut_percent": {"2026": 0, "2030": 10}},
    "vessel-powertrain": {
        "powertrain": "battery-swap",
        "share_percent": {"2026": 0, "2030": 20},
        "classes": ["inland-3000"],
        "stations": ["GGG", "wharf"],
        "stop_h": 1,
    },
    "shore-power": {"fitted_share": {"2026": 0.1, "2030": 0.6}},
    "port-rail-access": {
        "port": "GGG",
        "rail_place": "KMG",
        "length_km": 12,
        "cost_cut_percent": 20,
        "time_cut_percent": {"2026": 0, "2030": 40},
    },
    "scrappage-subsidy": {
        "fleets": ["inland"],
        "cny_per_gross_t": 2350,
        "budget_cny": 1e8,
        "until": 2032,
    },
    "purchase-subsidy": {
        "fleets": ["inland-3000"],
        "powertrains": ["clean"],
        "cny_per_gross_t": 1600,
        "price_percent": 5,
        "until": 2032,
    },
    "sale-share": {
        "fleets": ["inland"],
        "powertrains": ["zero-emission"],
        "share_percent": {"2026": 0, "2030": 40},
    },
    "sale-ban": {"fleets": ["inland"], "powertrains": ["diesel"]},
    "stock-share": {
        "fleets": ["inland"],
        "powertrains": ["clean"],
        "share_percent": 30,
        "replaces": True,
    },
    "retire-stage": {"fleets": ["inland"], "stage": "China I", "by": 2031},
    "clean-vessel-passage": {
        "fee_cut_percent": 50,
        "queue_cut_percent": {"2026": 0, "2030": 40},
        "called_first": True,
    },
    "energy-price": {"carriers": ["inland_diesel"], "factor": {"2026": 1, "2030": 1.4}},
    "energy-coverage": {
        "fleets": ["inland"],
        "powertrains": ["lng-otto"],
        "share_percent": 60,
    },
}

NO_LINK: dict[str, object] = {"rail_place": None, "length_km": None}


def made(kind: str, **more: object) -> Measure:
    """Make a measure of a kind with the fields above."""
    fields = {"group": "a", "kind": kind, "opens": 2026, **PRICES_AND_CHAINS[kind], **more}
    return KINDS[kind].model_validate(fields)


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        ("through-transport", ThroughTransport(("rail", "sea"), 0.1, 0.5, ("container",))),
        ("rail-line", RailProject(("L53",), "doubling", 2026, 2, 70.0)),
        ("train-paths", RailProject(("L43",), "train-paths", 2026, None, 48.0)),
        ("tariff", ChangeTariff("rail", -0.1, -0.01, "rail", ("bulk",))),
        ("toll", ChangeToll(0.1)),
        ("carbon-price", CarbonPrice(110.0, "wtw")),
        ("truck-restriction", RestrictTrucks(400.0, 20.0, 2.0)),
        ("empty-running", CutEmptyRunning(0.05)),
        (
            "vessel-powertrain",
            VesselPowertrain("battery-swap", 0.1, ("inland-3000",), ("GGG", "wharf"), 1.0),
        ),
        (
            "scrappage-subsidy",
            ScrapSubsidy(("inland",), 15.0, 30.0, 2350.0, 0.0, 1e6, 1e8, renews=True),
        ),
        (
            "purchase-subsidy",
            PurchaseSubsidy(("inland-3000",), ("clean",), 1600.0, 0.0, 0.05),
        ),
        ("sale-share", SaleShare(("inland",), ("zero-emission",), 0.2)),
        ("sale-ban", SaleBan(("inland",), ("diesel",))),
        ("stock-share", StockShare(("inland",), ("clean",), 0.3, replaces=True)),
        ("retire-stage", RetireStage(("inland",), "China I", 0.25)),
        ("clean-vessel-passage", CleanPassage(0.5, 0.2, called_first=True)),
        ("energy-price", EnergyPrice(("inland_diesel",), 1.2)),
        ("energy-coverage", EnergyCoverage(("inland",), ("lng-otto",), 0.6)),
    ],
)
def test_prices_and_chains_follow_their_year_paths(kind: str, change: object) -> None:
    assert made(kind).changes(2028) == (change,)


def test_rails_into_a_port_are_a_link_and_cuts() -> None:
    assert made("port-rail-access").changes(2028) == (
        BuildRailLink("plan-GGG-KMG", "GGG", "KMG", 12.0, 2026),
        OnDockRail("GGG", 0.2, 0.2),
    )
    on_dock = made("port-rail-access", rail_place=None, length_km=None)
    assert on_dock.changes(2030) == (OnDockRail("GGG", 0.2, 0.4),)


def test_a_ban_names_hauls_and_a_share() -> None:
    fields = {"min_km": 0, "cost_cny_per_t": None, "delay_h": None, "links": ["r1"]}
    ban = made("truck-restriction", **fields, ban_percent={"2026": 0, "2030": 100})
    assert ban.changes(2028) == (RestrictTrucks(0.0, 0.0, 0.0, (), ("r1",), 0.5),)
    assert ban.describe() == "road hauls of all cargo from 0 km over 1 link 0 to 100% banned"
    assert ban.describe("zh") == "经1条路段的0公里以上公路运输限制 全部货类 禁行0至100%"


def test_vessels_may_run_less_empty_too() -> None:
    vessels = made("empty-running", mode="inland_water")
    assert vessels.changes(2028) == (CutEmptyRunning(0.05, "inland_water"),)


def test_terminal_handling_states_money_or_time() -> None:
    fields = {"group": "a", "kind": "terminal-handling", "mode": "rail", "places": ["GGG"]}
    measure = TerminalHandling.model_validate(
        {**fields, "opens": 2026, "time_h": {"2026": 12, "2030": 8}}
    )
    assert measure.changes(2028) == (SetHandling(("GGG",), "rail", None, 10.0),)
    assert measure.describe() == "rail handling at 1 places, time 12 to 8 h"


@pytest.mark.parametrize("more", [{}, {"cost_factor": 0.9, "time_h": 3}])
def test_terminal_handling_states_factors_or_values(more: dict[str, object]) -> None:
    fields = {"group": "a", "kind": "terminal-handling", "mode": "rail", "places": ["GGG"]}
    with pytest.raises(ValidationError) as caught:
        TerminalHandling.model_validate({**fields, "opens": 2026, **more})
    assert fault_codes(caught.value) == ["plan.value"]


def test_a_rail_line_without_paths_keeps_them() -> None:
    wires = made("rail-line", project="electrification", freight_paths_per_day=None)
    assert wires.changes(2030) == (RailProject(("L53",), "electrification", 2026),)


def test_lock_scheduling_changes_the_calls_of_its_locks() -> None:
    fields = {"group": "a", "kind": "lock-scheduling", "locks": ["x"], "opens": 2026}
    measure = LockScheduling.model_validate({**fields, "call_delay_factor": 0.5})
    assert measure.changes(2030) == (ScheduleLocks(("x",), 0.5),)


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("tariff", {"mode": "rail"}),
        ("truck-restriction", {"min_km": 400}),
        ("port-rail-access", {"port": "GGG"}),
        ("port-rail-access", {"port": "GGG", "length_km": 12, "cost_cut_percent": 5}),
        ("clean-vessel-passage", {}),
        ("clean-vessel-passage", {"fee_cut_percent": 0, "called_first": False}),
    ],
)
def test_a_measure_that_says_no_change_is_refused(kind: str, fields: dict[str, object]) -> None:
    with pytest.raises(ValidationError) as caught:
        KINDS[kind].model_validate({"group": "a", "kind": kind, "opens": 2026, **fields})
    assert fault_codes(caught.value) == ["plan.missing"]


@pytest.mark.parametrize(
    ("kind", "fields", "code"),
    [
        ("rail-line", {"links": ["L99"]}, "plan.link"),
        ("rail-line", {"links": []}, "plan.value"),
        ("tariff", {"commodity_groups": ["coal"]}, "plan.value"),
        ("tariff", {"mode": "air"}, "plan.value"),
        ("tariff", {"change_percent": -101}, "plan.range"),
        ("carbon-price", {"price_cny_per_t": -1}, "plan.range"),
        ("empty-running", {"cut_percent": 101}, "plan.range"),
        ("truck-restriction", {"links": ["r9"]}, "plan.link"),
        ("vessel-powertrain", {"powertrain": "nuclear"}, "plan.value"),
        ("vessel-powertrain", {"classes": ["inland-9"]}, "plan.value"),
        ("vessel-powertrain", {"stations": ["KMG"]}, "plan.place"),
        ("vessel-powertrain", {"share_percent": 101}, "plan.range"),
        ("scrappage-subsidy", {"fleets": ["barges"]}, "plan.value"),
        ("scrappage-subsidy", {"min_age_years": 31}, "plan.range"),
        ("scrappage-subsidy", {"min_gross_t": 1e6}, "plan.range"),
        ("scrappage-subsidy", {"until": 2025}, "plan.year"),
        ("scrappage-subsidy", {"fleets": ["inland", "heavy-truck"]}, "plan.value"),
        ("purchase-subsidy", {"cny_per_gross_t": 0, "price_percent": 0}, "plan.missing"),
        ("purchase-subsidy", {"until": 2025}, "plan.year"),
        ("sale-share", {"powertrains": ["steam"]}, "plan.value"),
        ("sale-share", {"powertrains": ["swap"]}, "plan.value"),
        ("retire-stage", {"stage": "China 0"}, "plan.value"),
        ("retire-stage", {"stage": "China III"}, "plan.value"),
        ("retire-stage", {"by": 2025}, "plan.year"),
        ("stock-share", {"replaces": 1}, "plan.type"),
        ("scrappage-subsidy", {"renews": "no"}, "plan.type"),
        ("clean-vessel-passage", {"called_first": "yes"}, "plan.type"),
        ("energy-price", {"carriers": ["coal"]}, "plan.value"),
        ("energy-price", {"carriers": ["marine_gas_oil"]}, "plan.value"),
        ("port-rail-access", {"port": "KMG"}, "plan.place"),
        ("port-rail-access", {"rail_place": "wharf"}, "plan.place"),
        ("port-rail-access", {"port": "wharf", **NO_LINK}, "plan.missing"),
    ],
)
def test_what_the_tables_do_not_have_is_refused(
    tables: Frames, kind: str, fields: dict[str, object], code: str
) -> None:
    values = {"group": "a", "kind": kind, "opens": 2026, **PRICES_AND_CHAINS[kind], **fields}
    with pytest.raises(ValidationError) as caught:
        KINDS[kind].model_validate(values, context=Known.from_tables(tables))
    assert fault_codes(caught.value) == [code]


@pytest.mark.parametrize(
    ("sells", "packs"),
    [
        ("swap", 0),
        ("swap", {"value": 8, "low": 0, "high": 16}),
        ("charging", 2),
        ("lng", {"value": 0, "low": 0, "high": 4}),
    ],
)
def test_a_swap_station_has_a_pack_at_least_and_others_none(sells: str, packs: object) -> None:
    fields = {"sells": sells, "equipment": "any", "units": 2, "packs": packs}
    with pytest.raises(ValidationError) as caught:
        KINDS["energy-stations"].model_validate(
            {"group": "a", "kind": "energy-stations", "opens": 2026, **fields}
        )
    assert fault_codes(caught.value) == ["plan.value"]


def test_parts_of_chargers_and_packs_are_refused_each_by_itself() -> None:
    fields = {"group": "a", "kind": "energy-stations", "opens": 2026, "sells": "swap"}
    units = {"2026": 2.0, "2030": 2.5, "2035": {"value": 4, "low": 3.5, "high": 4}}
    with pytest.raises(ValidationError) as caught:
        KINDS["energy-stations"].model_validate(
            {**fields, "equipment": "any", "units": units, "packs": 7.25}
        )
    told = [(error["loc"], error["ctx"]) for error in caught.value.errors()]
    assert [where for where, _ in told] == [
        ("units", "2030", "value"),
        ("units", "2035", "low"),
        ("packs", "value"),
    ]
    assert [context["message"].split()[0] for _, context in told] == ["2.5", "3.5", "7.25"]
    assert told[0][1]["allowed"] == "a whole number from 1 to 60 units"
    assert told[0][1]["help"] == "write 2 or 3"


def test_between_its_years_a_path_of_chargers_takes_the_nearest_whole_number() -> None:
    fields = {"group": "a", "kind": "energy-stations", "opens": 2026, "sells": "charging"}
    measure = KINDS["energy-stations"].model_validate(
        {**fields, "equipment": "any", "units": {"2026": 2, "2030": 5}}
    )
    changes = [one for year in (2026, 2027, 2028, 2030) for one in measure.changes(year)]
    assert [one.units for one in changes if isinstance(one, EquipStations)] == [2, 3, 4, 5]


def test_stations_of_some_links_are_not_told_as_those_of_all() -> None:
    fields = {"group": "a", "kind": "energy-stations", "opens": 2026, "sells": "lng"}
    more = {"equipment": "lng-pump", "units": 2}
    some = KINDS["energy-stations"].model_validate({**fields, **more, "links": ["r1", "r2"]})
    every = KINDS["energy-stations"].model_validate({**fields, **more})
    told = "LNG on both sides of 100% of service areas"
    assert every.describe() == f"{told}, 2 x lng-pump each"
    assert some.describe() == f"{told} of 2 road links, 2 x lng-pump each"
    assert some.describe("zh") == "2条路段100%服务区每侧LNG加注，每处2个（lng-pump）"


def test_a_share_of_service_areas_beside_river_places_is_refused() -> None:
    fields = {"group": "a", "kind": "energy-stations", "opens": 2026, "sells": "lng"}
    more = {"equipment": "lng-pontoon", "units": 1, "places": ["NNG", "GGG"]}
    with pytest.raises(ValidationError) as caught:
        KINDS["energy-stations"].model_validate({**fields, **more, "coverage_percent": 50})
    assert fault_codes(caught.value) == ["plan.value"]
    assert "coverage_percent is of service areas" in str(caught.value)
    KINDS["energy-stations"].model_validate({**fields, **more})


def test_a_vessel_class_and_a_share_are_told_apart_in_chinese() -> None:
    fields = {"group": "a", "kind": "vessel-powertrain", "opens": 2026, "powertrain": "lng-otto"}
    share = {
        "share_percent": {"2026": 0, "2035": 40},
        "classes": ["inland-2000", "inland-cont-250"],
    }
    measure = KINDS["vessel-powertrain"].model_validate({**fields, **share})
    assert measure.describe("zh") == "inland-2000、inland-cont-250 0至40%航次采用lng-otto"


def fault_codes(error: ValidationError) -> list[str]:
    return [details["ctx"]["code"] for details in error.errors()]


def test_the_registry_and_the_union_name_the_same_kinds() -> None:
    union, _ = get_args(AnyMeasure)
    assert set(get_args(union)) == set(KINDS.values())


def test_lock_line_opens_a_chamber() -> None:
    measure = LockLine.model_validate({**LOCK_LINE, "cycle_min": 60})
    assert measure.changes(2030) == (OpenLockLine("changzhou", "5", 340.0, 34.0, 5.8, 60.0),)
    assert measure.describe() == "changzhou lock line 5, 340 x 34 x 5.8 m"


def test_fairway_depth_sets_the_depth_of_its_links() -> None:
    fields = {"group": "a", "kind": "fairway-depth", "links": ["x"], "depth_m": 4.5, "opens": 2028}
    measure = FairwayDepth.model_validate(fields)
    assert measure.changes(2030) == (SetFairwayDepth(("x",), 4.5),)


def test_canal_draught_follows_its_year_path() -> None:
    measure = CanalDraught.model_validate(
        {
            "group": "a",
            "kind": "canal-draught",
            "links": ["x"],
            "max_draught_m": {"2026": 4.0, "2030": 5.0},
            "opens": 2026,
        }
    )
    assert measure.changes(2028) == (SetMaxDraught(("x",), 4.5),)
    assert measure.describe() == "1 canal links, draught up to 4 to 5 m"


def test_canal_draught_takes_every_canal_link_by_default(tables: Frames) -> None:
    fields = {"group": "a", "kind": "canal-draught", "max_draught_m": 4, "opens": 2026}
    measure = CanalDraught.model_validate(fields, context=Known.from_tables(tables))
    assert measure.links == ("pingtang--madao", "madao--qishi")


def test_terminal_handling_scales_cost_and_time() -> None:
    measure = TerminalHandling.model_validate(
        {
            "group": "a",
            "kind": "terminal-handling",
            "mode": "inland_water",
            "places": ["GGG", "NNG"],
            "cost_factor": {"2025": 1.0, "2035": 0.8},
            "time_factor": 0.8,
            "opens": 2027,
        }
    )
    assert measure.changes(2030) == (ScaleHandling(("GGG", "NNG"), "inland_water", 0.9, 0.8),)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_is_described_in_both_languages(kind: str) -> None:
    examples: dict[str, dict[str, Any]] = {
        "lock-line": LOCK_LINE,
        "fairway-depth": {"links": ["x"], "depth_m": 4.5},
        "canal-draught": {"links": ["x"], "max_draught_m": 4},
        "lock-scheduling": {"locks": ["x"], "call_delay_factor": 0.5, "announce_h": 6},
        "terminal-handling": {
            "mode": "sea",
            "places": ["x"],
            "cost_factor": 1,
            "time_factor": 1,
        },
        "energy-stations": {"sells": "charging", "equipment": "dc-360", "units": 4},
        "station-tariff": {"valley_factor": 0.4},
        "truck-powertrain": {"powertrain": "battery", "share_percent": 20},
        **PRICES_AND_CHAINS,
    }
    fields = {"group": "a", "kind": kind, "opens": 2030, **examples[kind]}
    measure = KINDS[kind].model_validate(fields)
    assert measure.describe("en").isascii()
    assert not measure.describe("zh").isascii()
    measure.describe("zh").encode("gbk")


def test_a_range_is_kept_beside_the_value_through_copies_and_json() -> None:
    measure = LockLine.model_validate(
        {**LOCK_LINE, "capex_cny": {"value": 5e9, "low": 4e9, "high": 8e9}}
    )
    copied = pickle.loads(pickle.dumps(measure))  # noqa: S301
    read_again = LockLine.model_validate(json.loads(measure.model_dump_json()))
    for capex_cny in (measure.capex_cny, copied.capex_cny, read_again.capex_cny):
        assert isinstance(capex_cny, Amount)
        assert (capex_cny, capex_cny.low, capex_cny.high) == (5e9, 4e9, 8e9)


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (True, "plan.type"),
        ("0.5", "plan.type"),
        ([0.5], "plan.type"),
        (float("nan"), "plan.range"),
        (float("inf"), "plan.range"),
        (10**400, "plan.range"),
        pytest.param(16**6000, "plan.range", id="thousands of digits"),
        (0.09, "plan.range"),
        (3.01, "plan.range"),
        ({"value": 1, "low": 1.2}, "plan.range"),
        ({"value": 1, "high": 99}, "plan.range"),
        ({"2023": 1}, "plan.year"),
        ({"2061": 1}, "plan.year"),
        ({"２０３０": 1}, "plan.year"),
        ({}, "plan.year"),
    ],
)
def test_wrong_numbers_are_refused(value: object, code: str) -> None:
    with pytest.raises(ValidationError) as caught:
        RATIO.validate_python(value)
    assert fault_codes(caught.value) == [code]


def test_every_wrong_point_of_a_year_path_is_named() -> None:
    with pytest.raises(ValidationError) as caught:
        RATIO.validate_python({"1999": 1, "2030": "x", "2035": {"value": 9}})
    assert fault_codes(caught.value) == ["plan.year", "plan.type", "plan.range"]


def test_article_numbers_are_those_of_the_numerals() -> None:
    numerals = [
        tens + ones
        for tens in ("", "十", "二十", "三十")
        for ones in ("", *"一二三四五六七八九")
        if tens + ones
    ]
    assert [article_number(numeral) for numeral in numerals] == list(range(1, 40))
    assert article_number("") == article_number("14") == article_number("一十四") == 0


@pytest.mark.parametrize("article", ["(十四)", "（十四）", "( 十四 )"])
def test_articles_are_kept_in_half_width_brackets(article: str) -> None:
    measure = LockLine.model_validate({**LOCK_LINE, "article": article})
    assert measure.article == "(十四)"


@pytest.mark.parametrize("article", ["十四", "(三十六)", "(14)", "()", "", "(十四", "(十四)(十五)"])
def test_other_articles_are_refused(article: str) -> None:
    with pytest.raises(ValidationError) as caught:
        LockLine.model_validate({**LOCK_LINE, "article": article})
    assert fault_codes(caught.value) == ["plan.article"]


@pytest.mark.parametrize("line", [0, 10, -1, True, "x", "55", 5.0, [5]])
def test_a_line_is_a_digit(line: object) -> None:
    with pytest.raises(ValidationError) as caught:
        LockLine.model_validate({**LOCK_LINE, "line": line})
    assert fault_codes(caught.value) == ["plan.value"]


points = st.dictionaries(
    st.integers(2024, 2060), st.floats(0.1, 3).map(Amount), min_size=1, max_size=6
)


@given(points, st.integers(2000, 2100))
def test_a_path_stays_within_its_points_and_meets_them(
    values: dict[int, Amount], year: int
) -> None:
    path = YearPath(tuple(sorted(values.items())))
    assert min(values.values()) - 1e-12 <= value_in(path, year) <= max(values.values()) + 1e-12
    assert all(value_in(path, one) == value for one, value in values.items())


@given(points, st.integers(2024, 2059))
def test_a_path_is_continuous(values: dict[int, Amount], year: int) -> None:
    path = YearPath(tuple(sorted(values.items())))
    assert abs(value_in(path, year + 1) - value_in(path, year)) <= 2.9 + 1e-12


def test_a_number_is_a_path_that_never_changes() -> None:
    assert value_in(0.85, 2024) == value_in(RATIO.validate_python(0.85), 2060) == 0.85
