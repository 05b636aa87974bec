"""What large errors of the modelled base year come from."""

from __future__ import annotations

LARGE_ERROR_PERCENT = 20.0
"""Errors above this are explained."""

UNKNOWN = "unknown"

EXPLANATIONS = {
    "xijin": (
        "published for 2022 and line 1 alone, full beyond its design and so a cap on cargo; line 2 "
        "opened afterwards. Two thirds of the modelled cargo begin or end at Nanning, where the "
        "table also holds what loads below the lock at Hengzhou: that part would not pass it and "
        "is not known"
    ),
    "qinzhou_port_east": (
        "the published value is one station, the modelled one all rail cargo that leaves Qinzhou's "
        "harbours: 8.0 Mt of bulk, an estimate, and 9.8 Mt of boxes. Those come from 960,000 TEU "
        "that the railway bureau counts on all corridor trains, two to three times the boxes that "
        "the port counts between ship and train, at 22 t a TEU, assumed. The station sent 2.6 "
        "times as much in 2025 as in 2022"
    ),
    "wuzhou_port": (
        "no river haul of the demand table begins or ends at Wuzhou, which lies below the locks of "
        "Changzhou, from whose counts the table was built; what loads there passes no lock that is "
        "counted. Shown are road hauls and boxes that the prior shares give to the river"
    ),
    "wuzhou_work": (
        "published is the work of the carriers registered at Wuzhou, on all waters; the model has "
        "no carriers, and shown is the work of river hauls that begin or end there, of which the "
        "table has none but what the prior shares give"
    ),
    "changzhou_wait": (
        "published for a year with line 3 shut for 39 days and lines 1 and 2 for a month, and of "
        "all registered vessels; the model's base year has no such closures. The guide to locks "
        "holds single months against the model"
    ),
    UNKNOWN: "the cause is not known",
}
"""What a large error comes from, by name."""

_NAMES = {
    ("xijin", "cargo"): "xijin",
    ("xijin", "lock_cargo_before_line_2"): "xijin",
    ("qinzhou_port_east_station", "cargo_sent"): "qinzhou_port_east",
    ("WZH", "cargo"): "wuzhou_port",
    ("WZH", "freight_turnover"): "wuzhou_work",
    ("changzhou", "wait_year_with_outages"): "changzhou_wait",
}


def explanation_name(place: str, variable: str, error_percent: float) -> str:
    """Return the name of what an error comes from, empty for a small one.

    Examples
    --------
    >>> explanation_name("WZH", "cargo", -98.0), explanation_name("xijin", "cargo", 12.0)
    ('wuzhou_port', '')
    """
    if abs(error_percent) <= LARGE_ERROR_PERCENT:
        return ""
    return _NAMES.get((place, variable), UNKNOWN)


def explanation(place: str, variable: str, error_percent: float) -> str:
    """Return what an error comes from, empty for a small one."""
    name = explanation_name(place, variable, error_percent)
    return EXPLANATIONS[name] if name else ""
