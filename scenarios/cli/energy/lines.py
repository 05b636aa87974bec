"""Lines of fuel and emissions that all energy commands share."""

from __future__ import annotations

from typing import Any

from fleets import SPECIES
from scenarios.gwp_names import SHORT_GWP


def fuel_lines(answer: dict[str, Any]) -> list[str]:
    """Return energy and fuel for a kilometre."""
    if answer["energy_mj_per_km"] is None:
        hourly = answer["fuel_kg_per_h"]
        return [f"  fuel        {one:>10.3f} kg/h  {name}" for name, one in hourly.items()]
    lines = [f"  energy      {answer['energy_kwh_per_km']:>10.3f} kWh/km"]
    lines += [
        f"  fuel        {one:>10.3f} kg/km {name}" for name, one in answer["fuel_kg_per_km"].items()
    ]
    return lines


def emission_lines(answer: dict[str, Any]) -> list[str]:
    """Return emissions for a tonne-km, or for a kilometre without cargo."""
    stages, unit = answer["g_per_tkm"], "g/tkm"
    if stages["wtw"]["co2e"] is None:
        stages, unit = answer["g_per_km"], "g/km"
    if stages["wtw"]["co2e"] is None:
        return []
    ttw, wtw = stages["ttw"], stages["wtw"]
    species = "  ".join(f"{one} {ttw[one]:.4g}" for one in SPECIES if ttw.get(one))
    whole = f"{unit} by {stages['gwp']}, {wtw['co2e_ar6_20']:.3f} by {SHORT_GWP}"
    lines = [
        f"  TTW CO2e    {ttw['co2e']:>10.3f} {unit}",
        f"  WTW CO2e    {wtw['co2e']:>10.3f} {whole}",
    ]
    return [*lines, f"  at the vehicle, {unit}: {species}"] if species else lines
