"""Measures of a plan, one module for each group of kinds.

The registry :data:`KINDS` names the class of each kind; a plan file chooses it with ``kind``.
"""

from __future__ import annotations

from typing import Annotated, Final

from pydantic import Field

from scenarios.measures.common import Change, CommonFields, Known, Measure, Title
from scenarios.measures.fleet import (
    RetireStageMeasure,
    SaleBanMeasure,
    SaleShareMeasure,
    StockShareMeasure,
)
from scenarios.measures.fleet_money import (
    CleanVesselPassage,
    EnergyCoverageMeasure,
    EnergyPriceMeasure,
    PurchaseSubsidyMeasure,
    ScrappageSubsidy,
)
from scenarios.measures.ports import ShorePowerMeasure
from scenarios.measures.prices import CarbonPriceMeasure, Tariff, Toll
from scenarios.measures.railways import RailLine, TrainPaths
from scenarios.measures.stations import EnergyStations, StationTariffMeasure, TruckPowertrainMeasure
from scenarios.measures.terminals import PortRailAccess, TerminalHandling, ThroughDocument
from scenarios.measures.trucks import EmptyRunning, TruckRestriction
from scenarios.measures.values import Amount, YearPath, value_in
from scenarios.measures.vessels import VesselPowertrainMeasure
from scenarios.measures.waterways import CanalDraught, FairwayDepth, LockLine, LockScheduling

AnyMeasure = Annotated[
    LockLine
    | FairwayDepth
    | CanalDraught
    | LockScheduling
    | TerminalHandling
    | ThroughDocument
    | PortRailAccess
    | RailLine
    | TrainPaths
    | Tariff
    | Toll
    | CarbonPriceMeasure
    | TruckRestriction
    | EmptyRunning
    | VesselPowertrainMeasure
    | EnergyStations
    | StationTariffMeasure
    | TruckPowertrainMeasure
    | ShorePowerMeasure
    | CleanVesselPassage
    | EnergyCoverageMeasure
    | EnergyPriceMeasure
    | PurchaseSubsidyMeasure
    | RetireStageMeasure
    | SaleBanMeasure
    | SaleShareMeasure
    | ScrappageSubsidy
    | StockShareMeasure,
    Field(discriminator="kind"),
]

KINDS: Final[dict[str, type[Measure]]] = {
    "lock-line": LockLine,
    "fairway-depth": FairwayDepth,
    "canal-draught": CanalDraught,
    "lock-scheduling": LockScheduling,
    "terminal-handling": TerminalHandling,
    "through-transport": ThroughDocument,
    "port-rail-access": PortRailAccess,
    "rail-line": RailLine,
    "train-paths": TrainPaths,
    "tariff": Tariff,
    "toll": Toll,
    "carbon-price": CarbonPriceMeasure,
    "truck-restriction": TruckRestriction,
    "empty-running": EmptyRunning,
    "vessel-powertrain": VesselPowertrainMeasure,
    "energy-stations": EnergyStations,
    "station-tariff": StationTariffMeasure,
    "truck-powertrain": TruckPowertrainMeasure,
    "shore-power": ShorePowerMeasure,
    "scrappage-subsidy": ScrappageSubsidy,
    "purchase-subsidy": PurchaseSubsidyMeasure,
    "sale-share": SaleShareMeasure,
    "sale-ban": SaleBanMeasure,
    "stock-share": StockShareMeasure,
    "retire-stage": RetireStageMeasure,
    "clean-vessel-passage": CleanVesselPassage,
    "energy-price": EnergyPriceMeasure,
    "energy-coverage": EnergyCoverageMeasure,
}

__all__ = [
    "KINDS",
    "Amount",
    "AnyMeasure",
    "CanalDraught",
    "CarbonPriceMeasure",
    "Change",
    "CleanVesselPassage",
    "CommonFields",
    "EmptyRunning",
    "EnergyCoverageMeasure",
    "EnergyPriceMeasure",
    "EnergyStations",
    "FairwayDepth",
    "Known",
    "LockLine",
    "LockScheduling",
    "Measure",
    "PortRailAccess",
    "PurchaseSubsidyMeasure",
    "RailLine",
    "RetireStageMeasure",
    "SaleBanMeasure",
    "SaleShareMeasure",
    "ScrappageSubsidy",
    "ShorePowerMeasure",
    "StationTariffMeasure",
    "StockShareMeasure",
    "Tariff",
    "TerminalHandling",
    "ThroughDocument",
    "Title",
    "Toll",
    "TrainPaths",
    "TruckPowertrainMeasure",
    "TruckRestriction",
    "VesselPowertrainMeasure",
    "YearPath",
    "value_in",
]
