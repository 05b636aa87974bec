"""The years of the study: the base year of the tables, and the horizon of the plans."""

from typing import Final

FIRST_YEAR: Final = 2024
LAST_YEAR: Final = 2060
