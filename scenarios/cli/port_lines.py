"""Lines of the terminal about vessels at the berths of ports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from scenarios.cli.clip import clip

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scenarios.comparison.comparison import Comparison

_ROWS: Final = (
    ("shore_gwh", "  from shore, GWh"),
    ("wtw_co2e_kt", "  GHG WTW, kt CO2e"),
    ("nox_t", "  NOx, t"),
    ("pm25_t", "  PM2.5, t"),
)


def port_lines(comparison: Comparison) -> list[str]:
    """Return what vessels at berth take and emit, where plans differ in it.

    Parameters
    ----------
    comparison : Comparison
        Plans that were run.

    Returns
    -------
    list of str
        Lines of at most 80 ASCII letters; none where all plans agree.
    """
    plans: Mapping[str, Mapping[str, Mapping[str, object]]] = comparison.summary.get("plans", {})
    names = list(plans)
    lines: list[str] = []
    for year in plans[names[0]] if names else ():
        found = {name: _ports(plans[name][year]) for name in names}
        base = found[names[0]]
        for name in names[1:]:
            if not base or found[name] == base:
                continue
            aux = base["aux_gwh"]
            lines += [
                "",
                f"{year} Vessels at berth, all ports, {aux:,.0f} GWh: e, not in the ledger",
            ]
            lines.append(f"{'':22}{clip(names[0], 14):>16}{clip(name, 14):>16}{'change':>12}")
            for key, label in _ROWS:
                one, other = base[key], found[name][key]
                lines.append(f"{label:22}{one:>16,.1f}{other:>16,.1f}{other - one:>+12,.1f}")
    return lines


def _ports(block: Mapping[str, object]) -> dict[str, float]:
    """Return the numbers of ports of a plan and year."""
    ports = block.get("ports", {})
    return (
        {str(key): float(value) for key, value in ports.items()} if isinstance(ports, dict) else {}
    )
