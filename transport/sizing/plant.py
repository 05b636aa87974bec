"""What plant costs: investment, yearly charges, and the cost of a kilowatt-hour."""

from __future__ import annotations

from dataclasses import dataclass

from fleets import annuity_share

KVA_PER_MVA = 1000.0


@dataclass(frozen=True, slots=True)
class PlantPrices:
    """Prices of plant.

    Attributes
    ----------
    socket_cny : float
        One socket with what belongs to its berth.
    cny_per_mva : float
        Transformer, and frequency converter where there is one.
    battery_cny_per_kwh, solar_cny_per_kw : float
        Battery and canopy.
    om_share, interest_rate, life_years : float
        Operation and maintenance over investment and year, real interest, life.
    """

    socket_cny: float
    cny_per_mva: float
    battery_cny_per_kwh: float
    solar_cny_per_kw: float
    om_share: float
    interest_rate: float
    life_years: float

    @property
    def yearly_share(self) -> float:
        """Repayment, operation and maintenance of a year over the investment."""
        return annuity_share(self.interest_rate, self.life_years) + self.om_share


@dataclass(frozen=True, slots=True)
class CostParts:
    """Cost of a period by part, in CNY, and the energy that vessels take in it.

    Attributes
    ----------
    capital_cny, om_cny : float
        Repayment with interest; operation and maintenance.
    energy_cny, demand_cny : float
        Bill of electricity: energy, and power.
    vessel_kwh : float
        Energy of the vessels.
    """

    capital_cny: float
    om_cny: float
    energy_cny: float
    demand_cny: float
    vessel_kwh: float

    @property
    def total_cny(self) -> float:
        """All cost."""
        return self.capital_cny + self.om_cny + self.energy_cny + self.demand_cny

    @property
    def cny_per_kwh(self) -> float:
        """Levelised cost of a kilowatt-hour at the vessel; NaN without energy.

        Yearly cost over yearly energy, which is the present value of all cost over that of all
        energy where years are alike.
        """
        return self.total_cny / self.vessel_kwh if self.vessel_kwh > 0 else float("nan")

    @property
    def fee_to_cover_cny_per_kwh(self) -> float:
        """Fee beyond the price of energy that covers the cost; NaN without energy."""
        fixed = self.total_cny - self.energy_cny
        return fixed / self.vessel_kwh if self.vessel_kwh > 0 else float("nan")


def capex_cny(
    prices: PlantPrices, sockets: int, transformer_kva: float, storage: tuple[float, float]
) -> float:
    """Return the investment in sockets, transformer, battery (kWh) and canopy (kW).

    Examples
    --------
    >>> prices = PlantPrices(4e6, 2e6, 1200, 4000, 0.03, 0.06, 20)
    >>> capex_cny(prices, 4, 6300, (0.0, 0.0))
    28600000.0
    """
    battery_kwh, solar_kw = storage
    return (
        prices.socket_cny * sockets
        + prices.cny_per_mva * transformer_kva / KVA_PER_MVA
        + prices.battery_cny_per_kwh * battery_kwh
        + prices.solar_cny_per_kw * solar_kw
    )
