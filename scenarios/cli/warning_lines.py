"""Lines of the terminal that warn of what stands above its limit or falls short of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from scenarios.cli.clip import clip, place_label

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scenarios.comparison.comparison import Comparison

_LABEL_WIDTH: Final = 18
_PLAN_WIDTH: Final = 40


def warning_lines(comparison: Comparison) -> list[str]:
    """Return two lines for each warning that no table above shows, after an empty line.

    Parameters
    ----------
    comparison : Comparison
        Plans that were run.

    Returns
    -------
    list of str
        Lines of at most 80 ASCII letters; none where there is nothing to warn of.
    """
    lines: list[str] = []
    for warning in comparison.warnings:
        if warning["kind"] == "facility-utilisation":
            continue
        plan = clip(str(warning["plan"]), _PLAN_WIDTH)
        lines.extend([f"warning: {_warning(warning)}", f"  = plan {plan}, {warning['year']}"])
    return ["", *lines] if lines else []


_SAID: Final = {
    "lock-full": "{place} lock is full: a standing queue keeps arrivals to what it passes",
    "queue-growth": "{place}: the queue keeps growing, by {value:.0%} of arrivals",
    "lock-utilisation": "{place} lock runs at {value:.0%} of its capacity (limit {limit:.0%})",
    "truck-ban": "{value:.2%} of cargo has no service but banned trucks: it stays unserved",
    "vessel-range": "{place} makes {value:.0%} of laden voyages, {limit:.0%} asked: "
    "{feasible:.0%} in reach",
    "not-converged": "shares still move by {value_percent:.2g} points "
    "(tolerance {limit_percent:.2g})",
}
"""What each kind of warning says."""
_OTHER: Final = "{place}: {kind} {value:.3g} (limit {limit:.3g})"


def _warning(warning: Mapping[str, Any]) -> str:
    """Return what a warning says."""
    kind, value, limit = str(warning["kind"]), float(warning["value"]), float(warning["limit"])
    place = str(warning["place"])
    label = place if kind == "vessel-range" else place_label(place)
    return _SAID.get(kind, _OTHER).format(
        place=clip(label, _LABEL_WIDTH),
        kind=clip(kind, _LABEL_WIDTH),
        value=value,
        limit=limit,
        value_percent=100 * value,
        limit_percent=100 * limit,
        feasible=warning.get("feasible", value),
    )
