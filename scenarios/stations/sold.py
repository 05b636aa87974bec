"""Words for what a station sells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scenarios.display.words import word

if TYPE_CHECKING:
    from scenarios.display.words import Text


def sold_word(name: str) -> Text:
    """Return the word for what a station sells: ``charging``, ``swap``, ``lng``, ``hydrogen``."""
    return {
        "charging": word("stations.sells.charging"),
        "swap": word("stations.sells.swap"),
        "lng": word("stations.sells.lng"),
        "hydrogen": word("stations.sells.hydrogen"),
    }[name]
