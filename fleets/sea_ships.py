"""Sea-going ships by the power law of the Fourth IMO GHG Study (2020, equation 8).

Main-engine power grows with the cube of speed and with draught to the power of two thirds, over the
losses of weather and fouling. The reference point is the installed power, at the service speed over
0.94 (US EPA 2022) and the loaded draught. Below 7 % load the main engine counts as stopped, as in
the study. Auxiliary engines and boilers take the study's power by type, size and mode (table 17),
with its rule for small ships.

Only the leg asked for is counted. Which sea legs belong to the corridor is not decided here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

MODES: Final = ("sea", "manoeuvring", "anchorage", "berth")
"""What a ship may be doing; the main engine runs in the first two."""
STOPPED_LOAD: Final = 0.07
_NO_AUXILIARY_KW: Final = 150.0
_SMALL_KW: Final = 500.0
_SMALL_AUXILIARY_SHARE: Final = 0.05


@dataclass(frozen=True, slots=True)
class SeaShip:
    """A sea-going class as far as its energy goes.

    Attributes
    ----------
    class_id, ship_type : str
        Ids of the class and of its type.
    dwt_t, draught_loaded_m, draught_empty_m : float
        Rated tonnage; draught laden, and without cargo and ballast.
    ballast_draught_m : float
        Draught in ballast, at most that of the laden ship.
    berth_h : float
        Hours at berth of a call.
    main_engine_kw, reference_speed_kmh, service_speed_kmh : float
        Installed power, the speed it gives, service speed.
    weather_efficiency, fouling_efficiency, speed_power_factor : float
        Factors of equation 8.
    auxiliary_kw, boiler_kw : dict of str to float
        Power by mode.
    main_engine_id, aux_engine_id, boiler_id : str
        Engines of the table ``marine_engines``.
    """

    class_id: str
    ship_type: str
    dwt_t: float
    draught_loaded_m: float
    draught_empty_m: float
    ballast_draught_m: float
    berth_h: float
    main_engine_kw: float
    reference_speed_kmh: float
    service_speed_kmh: float
    weather_efficiency: float
    fouling_efficiency: float
    speed_power_factor: float
    auxiliary_kw: dict[str, float]
    boiler_kw: dict[str, float]
    main_engine_id: str
    aux_engine_id: str
    boiler_id: str

    def propulsion_kw(
        self, speed_kmh: Floats | float, draught_m: Floats | float | None = None
    ) -> Floats:
        """Return main-engine power, not capped at the installed power."""
        draught = self.draught_loaded_m if draught_m is None else draught_m
        return sea_power_kw(
            self.main_engine_kw,
            np.asarray(speed_kmh, dtype=float) / self.reference_speed_kmh,
            np.asarray(draught, dtype=float) / self.draught_loaded_m,
            self.weather_efficiency * self.fouling_efficiency,
            self.speed_power_factor,
        )


def sea_power_kw(
    rated_kw: float,
    speed_share: Floats | float,
    draught_share: Floats | float,
    efficiency: float,
    speed_power_factor: float = 1.0,
) -> Floats:
    """Return power by equation 8 of the Fourth IMO GHG Study.

    Parameters
    ----------
    rated_kw : float
        Power at the reference point.
    speed_share, draught_share : float or array
        Speed and draught over those of the reference point.
    efficiency : float
        Weather times fouling: 0.867 or 0.909 times 0.917.
    speed_power_factor : float
        0.75 for container ships above 14,500 TEU, 0.70 for cruise ships, else 1.

    Returns
    -------
    array
        kW.

    Examples
    --------
    >>> round(float(sea_power_kw(7000, 0.8, 0.8, 0.917 * 0.867)), 1)
    3884.8
    """
    speed = np.asarray(speed_share, dtype=float) ** 3
    draught = np.asarray(draught_share, dtype=float) ** (2 / 3)
    return np.asarray(rated_kw * draught * speed / efficiency * speed_power_factor)


def running_kw(propulsion_kw: Floats, rated_kw: float) -> Floats:
    """Return main-engine power with the engine stopped below 7 % load.

    Examples
    --------
    >>> running_kw(np.array([60.0, 80.0]), 1000.0).tolist()
    [0.0, 80.0]
    """
    return np.where(propulsion_kw < STOPPED_LOAD * rated_kw, 0.0, propulsion_kw)


def auxiliary_power_kw(table_kw: tuple[float, float], main_engine_kw: float) -> tuple[float, float]:
    """Return auxiliary and boiler power with the study's rule for small ships.

    Parameters
    ----------
    table_kw : tuple of float
        Auxiliary and boiler power of the table.
    main_engine_kw : float
        Installed power.

    Returns
    -------
    tuple of float
        Nothing below 150 kW; 5 % of the main engine up to 500 kW, without boiler.

    Examples
    --------
    >>> auxiliary_power_kw((110.0, 70.0), 400.0), auxiliary_power_kw((110.0, 70.0), 4000.0)
    ((20.0, 0.0), (110.0, 70.0))
    """
    if main_engine_kw < _NO_AUXILIARY_KW:
        return 0.0, 0.0
    if main_engine_kw <= _SMALL_KW:
        return _SMALL_AUXILIARY_SHARE * main_engine_kw, 0.0
    return table_kw


def ballast_draught_m(length_m: float, draught_loaded_m: float) -> float:
    """Return the draught in ballast after MARPOL Annex I, regulation 18: 2.0 m + 0.02 L.

    The rule is for tankers and stands here for all types; it is cut at the laden draught.

    Examples
    --------
    >>> round(ballast_draught_m(178.0, 10.0), 2), ballast_draught_m(330.0, 8.0)
    (5.56, 8.0)
    """
    return float(min(2.0 + 0.02 * length_m, draught_loaded_m))


def ship_power_kw(
    table: pd.DataFrame, ship_type: str, size: float, mode: str
) -> tuple[float, float]:
    """Return auxiliary and boiler power of the table ``ship_power``.

    Raises
    ------
    KeyError
        If the table has no row for the type, size and mode.
    """
    rows = table[(table["ship_type"] == ship_type) & (table["mode"] == mode)]
    rows = rows[rows["size_min_value"] <= size]
    if rows.empty:
        msg = f"ship_power has no row for {ship_type} of size {size:g}, {mode}."
        raise KeyError(msg)
    row = rows.sort_values("size_min_value").iloc[-1]
    return float(row["aux_kw"]), float(row["boiler_kw"])


def sea_ships(
    tables: Mapping[str, pd.DataFrame], reference_speed_factor: float
) -> dict[str, SeaShip]:
    """Make the sea-going classes.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Tables ``sea_ships``, ``vessel_classes`` and ``ship_power``.
    reference_speed_factor : float
        Speed at installed power over service speed.

    Returns
    -------
    dict of str to SeaShip
        By class id; a class without rated tonnage carries no cargo (0 t).
    """
    joined = tables["sea_ships"].merge(
        tables["vessel_classes"], on="class_id", how="left", validate="one_to_one"
    )
    made = {}
    for row in joined.to_dict("records"):
        kind, size, rated = str(row["ship_type"]), row["size_value"], row["main_engine_kw"]
        loads = {
            mode: auxiliary_power_kw(ship_power_kw(tables["ship_power"], kind, size, mode), rated)
            for mode in MODES
        }
        made[str(row["class_id"])] = SeaShip(
            class_id=str(row["class_id"]),
            ship_type=kind,
            dwt_t=float(np.nan_to_num(row["dwt_t"])),
            draught_loaded_m=row["draught_loaded_m"],
            draught_empty_m=row["draught_loaded_m"] * row["light_draught_share"],
            ballast_draught_m=ballast_draught_m(row["length_m"], row["draught_loaded_m"]),
            berth_h=row["berth_hours"],
            main_engine_kw=rated,
            reference_speed_kmh=row["service_speed_kmh"] * reference_speed_factor,
            service_speed_kmh=row["service_speed_kmh"],
            weather_efficiency=row["weather_efficiency_share"],
            fouling_efficiency=row["fouling_efficiency_share"],
            speed_power_factor=row["speed_power_factor"],
            auxiliary_kw={mode: loads[mode][0] for mode in MODES},
            boiler_kw={mode: loads[mode][1] for mode in MODES},
            main_engine_id=str(row["main_engine_id"]),
            aux_engine_id=str(row["aux_engine_id"]),
            boiler_id=str(row["boiler_id"]),
        )
    return made
