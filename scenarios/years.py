"""The years of the study: the base year of the tables, and the horizon of the plans."""

from typing import Final

FIRST_NETWORK_YEAR: Final = 2015
"""First year whose network the tables describe; freight is modelled from `FIRST_YEAR` on."""

FIRST_YEAR: Final = 2024
LAST_YEAR: Final = 2060
