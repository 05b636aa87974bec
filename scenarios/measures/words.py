"""Words that the descriptions of measures share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scenarios.measures.common import Language

MODES_ZH: Final = {"road": "公路", "rail": "铁路", "inland_water": "内河", "sea": "海运"}
"""Chinese names of the modes."""


def groups_in(groups: Sequence[str], language: Language) -> str:
    """Name the commodity groups that a measure holds for.

    Examples
    --------
    >>> groups_in((), "en"), groups_in(("bulk", "high_value"), "en")
    ('all cargo', 'bulk, high_value')
    """
    if groups:
        return ", ".join(groups)
    return "全部货类" if language == "zh" else "all cargo"


def counted(number: int, noun: str) -> str:
    """Write a number of things.

    Examples
    --------
    >>> counted(1, "lock"), counted(3, "lock")
    ('1 lock', '3 locks')
    """
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
