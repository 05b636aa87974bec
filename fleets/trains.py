"""Energy of freight trains: gross tonne-km by traction, train mass, grades and empty wagons.

Energy per gross tonne-km is a statistic (diesel: Shandong 2006, national 1999 up to a quarter
higher; electric: about 100 kWh for 10,000 gross tonne-km, from memory) for trains of 2,200 t and
more. Lighter trains take more by the form of EcoTransIT, gross mass to the power of -0.62. Gross
mass is that of wagons and cargo. Empty running belongs to the cargo that causes it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

TRACTIONS: Final = ("electric", "diesel")
GRADES: Final = ("flat", "rolling", "mountain")
ENTRIES: Final = {
    "electric": "rail-electric-freight-locomotive-electricity",
    "diesel": "rail-diesel-freight-locomotive-diesel",
}
_MJ_PER_KWH: Final = 3.6
_PER_GROSS: Final = 1e4


@dataclass(frozen=True, slots=True)
class TrainClass:
    """A train that is formed always alike.

    Attributes
    ----------
    class_id, name_zh, name_en : str
        Id and names.
    wagons : int
        Wagons.
    wagon_tare_t, wagon_payload_t : float
        Empty wagon, and what it can take.
    laden_load_share : float
        Cargo of a laden train over what it can take.
    empty_share : float
        Share of kilometres run empty.
    speed_kmh : float
        Mean speed under way.
    """

    class_id: str
    name_zh: str
    name_en: str
    wagons: int
    wagon_tare_t: float
    wagon_payload_t: float
    laden_load_share: float
    empty_share: float
    speed_kmh: float

    @property
    def tare_t(self) -> float:
        """Mass of the empty train."""
        return self.wagons * self.wagon_tare_t

    @property
    def payload_t(self) -> float:
        """Cargo that the train can take."""
        return self.wagons * self.wagon_payload_t


@dataclass(frozen=True, slots=True)
class TractionEnergy:
    """Energy for a gross tonne-km of heavy trains, and its form by mass.

    Attributes
    ----------
    mj_per_gross_tkm : dict of str to float
        By traction, in rolling country.
    flat_gross_t, mass_exponent : float
        Mass from which on the value holds, and exponent below it.
    grade_factor : dict of str to float
        By class of grades.
    """

    mj_per_gross_tkm: dict[str, float]
    flat_gross_t: float
    mass_exponent: float
    grade_factor: dict[str, float]

    def train_mj_per_km(
        self, traction: str, gross_t: Floats | float, grade: str = "rolling"
    ) -> Floats:
        """Return energy of a train for a kilometre.

        Parameters
        ----------
        traction : str
            ``electric`` or ``diesel``.
        gross_t : float or array
            Wagons and cargo, above 0.
        grade : str
            ``flat``, ``rolling`` or ``mountain``.

        Returns
        -------
        array
            MJ of electricity at the substation, or of diesel by lower heating value.

        Examples
        --------
        >>> energy = TractionEnergy({"electric": 0.036}, 2200.0, -0.62, {"rolling": 1.0})
        >>> round(float(energy.train_mj_per_km("electric", 4000.0)), 6)
        144.0
        """
        gross = np.asarray(gross_t, dtype=float)
        share = np.minimum(gross, self.flat_gross_t) / self.flat_gross_t
        per_gross = self.mj_per_gross_tkm[traction] * share**self.mass_exponent
        return np.asarray(per_gross * gross * self.grade_factor[grade])


def with_empty_running(
    laden_mj_per_km: Floats | float, empty_mj_per_km: Floats | float, empty_share: float
) -> Floats:
    """Return the energy of a laden kilometre with the empty running that belongs to it.

    Examples
    --------
    >>> float(with_empty_running(150.0, 60.0, 0.25))
    170.0
    """
    return np.asarray(
        laden_mj_per_km + np.asarray(empty_mj_per_km) * empty_share / (1 - empty_share)
    )


@dataclass(frozen=True, slots=True)
class TrainUse:
    """How trains of a class run with one kind of cargo.

    Attributes
    ----------
    train : TrainClass
        The class.
    load_share : float
        Cargo of a laden train over what it can take, above 0.
    empty_share : float
        Share of kilometres run empty, below 1.
    """

    train: TrainClass
    load_share: float
    empty_share: float

    def mj_per_tkm(
        self, energy: TractionEnergy, traction: str, grade: str, largest_gross_t: float
    ) -> float:
        """Return energy of a tonne-km of cargo with the empty running that belongs to it.

        Where a line takes no train as heavy as the laden one, trains run with fewer wagons, laden
        and empty.

        Parameters
        ----------
        energy : TractionEnergy
            Energy by traction.
        traction, grade : str
            Traction, and class of grades.
        largest_gross_t : float
            Largest gross mass on the line; infinite without a limit.

        Returns
        -------
        float
            MJ at the substation, or of diesel by lower heating value.

        Examples
        --------
        >>> train = TrainClass("t", "", "", 40, 25.0, 75.0, 1.0, 0.5, 60.0)
        >>> energy = TractionEnergy({"diesel": 0.1}, 1000.0, -0.5, {"flat": 1.0})
        >>> use = TrainUse(train, 1.0, 0.5)  # 4,000 t laden with 3,000 t, 1,000 t empty
        >>> round(use.mj_per_tkm(energy, "diesel", "flat", float("inf")), 6)
        0.166667
        """
        cargo = self.train.payload_t * self.load_share
        wagons = min(1.0, largest_gross_t / (self.train.tare_t + cargo))
        laden = energy.train_mj_per_km(traction, wagons * (self.train.tare_t + cargo), grade)
        empty = energy.train_mj_per_km(traction, wagons * self.train.tare_t, grade)
        return float(with_empty_running(laden, empty, self.empty_share)) / (wagons * cargo)

    def passages_per_t(self, largest_gross_t: float) -> float:
        """Return how often trains pass a place for a tonne of cargo that does, empty ones as well.

        Parameters
        ----------
        largest_gross_t : float
            Largest gross mass there; infinite without a limit.

        Returns
        -------
        float
            Trains per tonne.

        Examples
        --------
        >>> train = TrainClass("t", "", "", 40, 25.0, 75.0, 1.0, 0.5, 60.0)
        >>> use = TrainUse(train, 1.0, 0.5)  # 3,000 t of cargo one way, empty the other
        >>> round(use.passages_per_t(float("inf")) * 3000, 6)
        2.0
        """
        cargo = self.train.payload_t * self.load_share
        wagons = min(1.0, largest_gross_t / (self.train.tare_t + cargo))
        return 1.0 / (wagons * cargo) / (1 - self.empty_share)


def train_classes(table: pd.DataFrame) -> dict[str, TrainClass]:
    """Return the classes of the table ``train_classes`` by id."""
    return {
        str(row["class_id"]): TrainClass(
            class_id=str(row["class_id"]),
            name_zh=str(row["name_zh"]),
            name_en=str(row["name_en"]),
            wagons=int(row["wagons"]),
            wagon_tare_t=row["wagon_tare_t"],
            wagon_payload_t=row["wagon_payload_t"],
            laden_load_share=row["laden_load_share"],
            empty_share=row["empty_share"],
            speed_kmh=row["speed_kmh"],
        )
        for row in table.to_dict("records")
    }


def traction_energy(
    intensities: pd.DataFrame,
    grades: pd.DataFrame,
    parameters: dict[str, float],
    diesel_lhv_mj_per_kg: float,
) -> TractionEnergy:
    """Return energy by traction from the tables.

    Parameters
    ----------
    intensities, grades : pandas.DataFrame
        Tables ``energy_intensity`` and ``grade_factors``.
    parameters : dict of str to float
        ``train_flat_gross_t`` and ``train_mass_exponent``.
    diesel_lhv_mj_per_kg : float
        Heating value of the diesel that the statistic counts in kilograms.

    Returns
    -------
    TractionEnergy
        In MJ.
    """
    values = dict(zip(intensities["entry_id"], intensities["value"], strict=True))
    rail = grades[grades["mode"] == "rail"]
    return TractionEnergy(
        mj_per_gross_tkm={
            "electric": float(values[ENTRIES["electric"]]) * _MJ_PER_KWH / _PER_GROSS,
            "diesel": float(values[ENTRIES["diesel"]]) * diesel_lhv_mj_per_kg / _PER_GROSS,
        },
        flat_gross_t=parameters["train_flat_gross_t"],
        mass_exponent=parameters["train_mass_exponent"],
        grade_factor={
            str(name): float(one) for name, one in zip(rail["grade"], rail["factor"], strict=True)
        },
    )
