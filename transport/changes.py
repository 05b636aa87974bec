"""Changes that a plan makes to how freight is priced and handled, apart from network and fleet.

A change of a price (:class:`ChangeTariff`, :class:`ChangeToll`, :class:`CarbonPrice`) moves money
between those who ship and those who carry or govern: it steers choice and stays out of the cost of
transport. Every other change here is a change of what is done, and its money is cost.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ScaleHandling:
    """Handling at some terminals becomes cheaper or faster, or dearer or slower.

    Attributes
    ----------
    places : tuple of str
        Place ids whose terminals change.
    mode : str
        Mode whose handling changes: ``road``, ``rail``, ``inland_water`` or ``sea``.
    cost_factor, time_factor : float
        Factors on handling money and handling time; 1 changes nothing.
    groups : tuple of str
        Commodity groups; all when empty.
    """

    places: tuple[str, ...]
    mode: str
    cost_factor: float
    time_factor: float
    groups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SetHandling:
    """Handling at some terminals takes a stated money and time.

    Attributes
    ----------
    places : tuple of str
        Place ids whose terminals change.
    mode : str
        Mode whose handling changes.
    cost_cny_per_t, time_h : float or None
        One loading or one discharge from then on; None keeps today's.
    """

    places: tuple[str, ...]
    mode: str
    cost_cny_per_t: float | None = None
    time_h: float | None = None


@dataclass(frozen=True, slots=True)
class OnDockRail:
    """Trains reach the quays of a port, so that rail and water need no shuttle between them.

    Attributes
    ----------
    place : str
        The port.
    cost_cut_share, time_cut_share : float
        Part of handling money and of terminal hours that falls away where a rail leg meets one by
        inland water or sea.
    """

    place: str
    cost_cut_share: float
    time_cut_share: float


@dataclass(frozen=True, slots=True)
class ThroughTransport:
    """One document holds for a whole chain, so that passing cargo on takes less.

    Attributes
    ----------
    modes : tuple of str
        The two modes between which cargo is passed on, in either order.
    cost_cut_share, time_cut_share : float
        Part of handling money and of terminal hours that falls away where the two legs meet.
    groups : tuple of str
        Commodity groups that it holds for; all when empty.
    """

    modes: tuple[str, str]
    cost_cut_share: float
    time_cut_share: float
    groups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ChangeTariff:
    """The rate of a mode changes.

    Attributes
    ----------
    mode : str
        Mode whose legs are charged otherwise.
    share : float
        Change as a share of the line-haul money of those legs; -0.1 is a tenth less.
    cny_per_tkm : float
        Further change in CNY per tonne-km; below zero a subsidy.
    main_mode : str
        Only services counted under this main mode; all when empty.
    groups : tuple of str
        Commodity groups; all when empty.
    """

    mode: str
    share: float = 0.0
    cny_per_tkm: float = 0.0
    main_mode: str = ""
    groups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ChangeToll:
    """Road tolls change by a share of today's; -1 lifts them. All groups when `groups` is empty."""

    share: float
    groups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CarbonPrice:
    """Emissions have a price.

    Attributes
    ----------
    cny_per_t : float
        CNY per tonne of CO2e.
    scope : str
        ``ttw`` for what vehicles and vessels emit, ``wtw`` to count fuel supply and power too.
    """

    cny_per_t: float
    scope: str


@dataclass(frozen=True, slots=True)
class RestrictTrucks:
    """Road hauls of some groups cost more money or hours, or are banned.

    Attributes
    ----------
    min_km : float
        Services of main mode road are touched from this length on.
    cost_cny_per_t, time_h : float
        What is added: permits, windows, detours.
    groups : tuple of str
        Commodity groups; all when empty.
    links : tuple of str
        Road links: only hauls over one of them are touched; all hauls when empty.
    banned_share : float
        Share of cargo that may not take the hauls touched.
    """

    min_km: float
    cost_cny_per_t: float
    time_h: float
    groups: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    banned_share: float = 0.0


@dataclass(frozen=True, slots=True)
class ScheduleLocks:
    """Locks call vessels otherwise.

    Attributes
    ----------
    locks : tuple of str
        Lock sites.
    call_delay_factor : float
        Factor on the hours before a vessel that has arrived is called; 1 changes nothing.
    announce_h : float or None
        Hours before arrival at which vessels are known; None keeps what holds today.
    """

    locks: tuple[str, ...]
    call_delay_factor: float
    announce_h: float | None = None


@dataclass(frozen=True, slots=True)
class CutEmptyRunning:
    """Vehicles run fewer of their kilometres empty, as far as the imbalance of flows allows.

    Attributes
    ----------
    cut_share : float
        Part of today's empty kilometres.
    mode : str
        ``road`` for trucks, ``inland_water`` for vessels.
    """

    cut_share: float
    mode: str = "road"


@dataclass(frozen=True, slots=True)
class VesselPowertrain:
    """Inland vessels of some classes get another powertrain.

    Attributes
    ----------
    powertrain : str
        Row of the table ``vessel_powertrains``.
    share : float
        Laden voyages of the classes that it makes where it can, 0 to 1.
    classes : tuple of str
        Vessel classes; all when empty.
    stations : tuple of str
        Places where batteries are charged or swapped on the way.
    stop_h : float
        Hours of a stop there.
    """

    powertrain: str
    share: float
    classes: tuple[str, ...] = ()
    stations: tuple[str, ...] = ()
    stop_h: float = 0.0


@dataclass(frozen=True, slots=True)
class EquipStations:
    """Service areas of expressways, or places on the river, get energy stations.

    Attributes
    ----------
    sold_as : str
        ``charging``, ``swap``, ``lng`` or ``hydrogen``.
    share : float
        Service areas that have one, 0 to 1, spread evenly; each has it on both sides.
    units : int
        Chargers, charging slots of packs or pumps of each station.
    equipment : str
        Row of the table ``station_equipment``.
    packs : int
        Packs of a swap station.
    grid_kw : float
        Grid connection of each side; 0 takes a share of the power of all chargers.
    links : tuple of str
        Road links whose service areas are meant; all when empty.
    places : tuple of str
        Places on the river; given for the river, and then no service area is meant.
    """

    sold_as: str
    share: float
    units: int
    equipment: str
    packs: int = 0
    grid_kw: float = 0.0
    links: tuple[str, ...] = ()
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StationTariff:
    """Electricity of energy stations is charged otherwise; None keeps what holds today.

    Attributes
    ----------
    factors : tuple of (str, float)
        Periods with their price over that of flat hours.
    demand_cny_per_kw_month : float or None
        Charge on the highest demand of a month.
    waived_until_year : int or None
        Last year in which stations do not pay it.
    """

    factors: tuple[tuple[str, float], ...] = ()
    demand_cny_per_kw_month: float | None = None
    waived_until_year: int | None = None


@dataclass(frozen=True, slots=True)
class TruckPowertrain:
    """A share of the hauls by truck is made with another powertrain, where it can make them.

    Attributes
    ----------
    powertrain : str
        Row of the table ``truck_powertrains``.
    share : float
        Laden trips, 0 to 1.
    classes : tuple of str
        Classes of trucks; all when empty.
    """

    powertrain: str
    share: float
    classes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ShorePower:
    """Vessels connect to shore power at some ports.

    Attributes
    ----------
    places : tuple of str
        Ports; all when empty.
    share : float
        Eligible calls that connect, 0 to 1.
    """

    places: tuple[str, ...]
    share: float


PriceChange = ChangeTariff | ChangeToll | CarbonPrice
HandlingChange = ScaleHandling | SetHandling | ThroughTransport | OnDockRail
TransportChange = (
    PriceChange
    | HandlingChange
    | RestrictTrucks
    | ScheduleLocks
    | CutEmptyRunning
    | VesselPowertrain
    | EquipStations
    | StationTariff
    | TruckPowertrain
    | ShorePower
)
