"""Values that a plan file may hold: numbers with a range, year paths, years and short texts.

Each type reads what TOML gives, refuses what is wrong with a code, what is allowed and what to
do, and so lets the plan reader list every fault of a file at once.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Final, NoReturn, Self

from pydantic import AfterValidator, PlainValidator
from pydantic_core import PydanticCustomError, core_schema

from scenarios.years import FIRST_YEAR, LAST_YEAR

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler

ARTICLES: Final = 35
FAULT: Final = "landsea"
RANGE_KEYS: Final = ("value", "low", "high")
_SHOWN_LENGTH: Final = 60
_TEXT_LENGTH: Final = 200
_SLUG_LENGTH: Final = 40
_DIGITS: Final = "一二三四五六七八九"


def refuse(code: str, message: str, allowed: str = "", remedy: str = "") -> NoReturn:
    """Raise the pydantic error that becomes a fault of the plan file."""
    context = {"code": code, "message": message, "allowed": allowed, "help": remedy}
    kind, template = FAULT, "{message}"
    raise PydanticCustomError(kind, template, context)


def shown(value: object) -> str:
    """Write a TOML value as the user would, cut to a readable length.

    Examples
    --------
    >>> shown(True), shown("4.5"), shown([1])
    ('true', '"4.5"', 'a list')
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        return "a list"
    if isinstance(value, Mapping):
        return "a table"
    try:
        text = f'"{value}"' if isinstance(value, str) else str(value)
    except ValueError:
        return "a whole number of thousands of digits"
    return text if len(text) <= _SHOWN_LENGTH else text[: _SHOWN_LENGTH - 3] + "..."


class Amount(float):
    """A number of a plan with the range it may lie in.

    Attributes
    ----------
    low, high : float
        The range; both equal the value when the plan gives none.

    Examples
    --------
    >>> depth_m = Amount(4.5, 4.0, 5.0)
    >>> depth_m + 1, depth_m.high
    (5.5, 5.0)
    """

    __slots__ = ("high", "low")
    low: float
    high: float

    def __new__(cls, value: float, low: float | None = None, high: float | None = None) -> Self:
        """Make an amount; without a range it is known exactly."""
        self = super().__new__(cls, value)
        self.low = float(value) if low is None else low
        self.high = float(value) if high is None else high
        return self

    def __getnewargs__(self) -> tuple[float, float, float]:  # type: ignore[override]
        """Keep the range when the amount is copied or sent to another process."""
        return float(self), self.low, self.high


@dataclass(frozen=True, slots=True)
class YearPath:
    """A number that changes over the years: linear between the years given, flat outside.

    Attributes
    ----------
    points : tuple of (int, Amount)
        Years in rising order, each with its number; one point is a constant.
    """

    points: tuple[tuple[int, Amount], ...]


def value_in(path: YearPath | float, year: int) -> float:
    """Return the value of a path in a year.

    Parameters
    ----------
    path : YearPath or float
        A path, or a number that holds in every year.
    year : int
        Calendar year.

    Returns
    -------
    float
        Linear between the years given, flat before the first and after the last.

    Examples
    --------
    >>> path = YearPath(((2025, Amount(0.25)), (2030, Amount(0.75))))
    >>> [value_in(path, year) for year in (2024, 2027, 2030, 2060)]
    [0.25, 0.45, 0.75, 0.75]
    """
    if not isinstance(path, YearPath):
        return float(path)
    earlier = [point for point in path.points if point[0] <= year]
    later = [point for point in path.points if point[0] > year]
    if not earlier:
        return float(later[0][1])
    if not later:
        return float(earlier[-1][1])
    (year_a, value_a), (year_b, value_b) = earlier[-1], later[0]
    return float(value_a + (value_b - value_a) * (year - year_a) / (year_b - year_a))


@dataclass(frozen=True, slots=True)
class Bounds:
    """Reads a number, or a table with ``value``, ``low`` and ``high``, within two bounds.

    Attributes
    ----------
    minimum, maximum : float
        Smallest and largest number allowed, for the value and for its range.
    unit : str
        Unit named in faults.
    whole : bool
        Whether parts of one are refused.
    """

    minimum: float
    maximum: float
    unit: str = ""
    whole: bool = False

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        """Describe the reading to pydantic."""
        del source, handler
        number = core_schema.no_info_plain_validator_function(self.number)
        fields = {
            key: core_schema.typed_dict_field(number, required=key == "value") for key in RANGE_KEYS
        }
        table = core_schema.typed_dict_schema(fields, extra_behavior="forbid")
        return core_schema.no_info_before_validator_function(
            _as_range,
            core_schema.no_info_after_validator_function(_amount, table),
            serialization=core_schema.plain_serializer_function_ser_schema(_plain),
        )

    def number(self, value: object) -> float:
        """Return a finite number within the bounds, or refuse it."""
        allowed = f"{self.minimum:g} to {self.maximum:g} {self.unit}".rstrip()
        if self.whole:
            allowed = f"a whole number from {allowed}"
        if isinstance(value, bool) or not isinstance(value, int | float):
            remedy = "write the number without quotation marks" if isinstance(value, str) else ""
            refuse("plan.type", f"{shown(value)} is not a number", allowed, remedy)
        if isinstance(value, float) and not math.isfinite(value):
            refuse("plan.range", f"{shown(value)} is not a finite number", allowed)
        if not self.minimum <= value <= self.maximum:
            refuse("plan.range", f"{shown(value)} is out of range", allowed)
        if self.whole and value != int(value):
            remedy = f"write {math.floor(value)} or {math.ceil(value)}"
            refuse("plan.range", f"{shown(value)} is no whole number", allowed, remedy)
        return float(value)


def _as_range(value: object) -> object:
    """Turn a bare number into the table that a range would be."""
    if isinstance(value, Amount):
        return {"value": float(value), "low": value.low, "high": value.high}
    return value if isinstance(value, Mapping) else {"value": value}


def _amount(table: dict[str, float]) -> Amount:
    """Make an amount of a range and check its order."""
    amount = Amount(table["value"], table.get("low"), table.get("high"))
    if not amount.low <= amount <= amount.high:
        message = f"the range {amount.low:g} to {amount.high:g} does not hold its value {amount:g}"
        refuse("plan.range", message, "low <= value <= high", "order the three numbers")
    return amount


def _plain(amount: Amount) -> object:
    """Return what a plan file would hold for an amount."""
    if amount.low == amount.high:
        return float(amount)
    return {"value": float(amount), "low": amount.low, "high": amount.high}


@dataclass(frozen=True, slots=True)
class PathBounds:
    """Reads a number or a year path whose numbers lie within bounds.

    Attributes
    ----------
    bounds : Bounds
        Bounds of each number of the path.
    """

    bounds: Bounds

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        """Describe the reading to pydantic."""
        years = core_schema.no_info_plain_validator_function(_path_year)
        values = self.bounds.__get_pydantic_core_schema__(source, handler)
        return core_schema.no_info_before_validator_function(
            _as_path,
            core_schema.no_info_after_validator_function(
                _path, core_schema.dict_schema(years, values)
            ),
            serialization=core_schema.plain_serializer_function_ser_schema(_plain_path),
        )


def _as_path(value: object) -> object:
    """Turn a bare number, or a number with a range, into a path of one year."""
    if isinstance(value, YearPath):
        return {str(year): amount for year, amount in value.points}
    if isinstance(value, Mapping) and not set(value) & set(RANGE_KEYS):
        if not value:
            refuse("plan.year", "the year path is empty", "{ 2025 = 1.0, 2030 = 0.8 }")
        return value
    return {str(FIRST_YEAR): value}


def _path_year(key: object) -> int:
    """Return the year that a key of a year path names."""
    text = str(key)
    if re.fullmatch(r"[0-9]{4}", text) and FIRST_YEAR <= int(text) <= LAST_YEAR:
        return int(text)
    refuse("plan.year", f"{shown(key)} is no year of a year path", f"{FIRST_YEAR} to {LAST_YEAR}")


def _path(table: dict[int, Amount]) -> YearPath:
    """Order the points of a path."""
    return YearPath(tuple(sorted(table.items())))


def _plain_path(path: YearPath) -> object:
    """Return what a plan file would hold for a path."""
    if len(path.points) == 1:
        return _plain(path.points[0][1])
    return {str(year): _plain(amount) for year, amount in path.points}


def read_year(value: object) -> int:
    """Return a year of the study, or refuse it."""
    allowed = f"a year from {FIRST_YEAR} to {LAST_YEAR}"
    if isinstance(value, bool) or not isinstance(value, int):
        refuse("plan.year", f"{shown(value)} is not a year", allowed, "write a whole number")
    if not FIRST_YEAR <= value <= LAST_YEAR:
        refuse("plan.year", f"{shown(value)} is outside the years of the study", allowed)
    return value


def read_flag(value: object) -> bool:
    """Return true or false, or refuse a text or number that stands for it."""
    if not isinstance(value, bool):
        remedy = "write it without quotation marks" if isinstance(value, str) else ""
        refuse("plan.type", f"{shown(value)} is neither true nor false", "true or false", remedy)
    return value


def read_slug(value: str) -> str:
    """Return a short name of small letters, digits and hyphens, or refuse it."""
    if len(value) > _SLUG_LENGTH or not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", value):
        allowed = f"small letters a to z, digits and single hyphens, at most {_SLUG_LENGTH}"
        refuse("plan.name", f"{shown(value)} is not a short name", allowed, 'such as "water-shift"')
    return value


def read_text(value: str) -> str:
    """Return a printable text of one line, or refuse it."""
    if not value.strip() or len(value) > _TEXT_LENGTH or not value.isprintable():
        refuse("plan.text", f"{shown(value)} is not a line of text", f"1 to {_TEXT_LENGTH} letters")
    return value.strip()


def article_number(numeral: str) -> int:
    """Return the number that a Chinese numeral below one hundred names, or 0.

    Examples
    --------
    >>> [article_number(numeral) for numeral in ("一", "十四", "三十五", "四", "十零")]
    [1, 14, 35, 4, 0]
    """
    match = re.fullmatch(f"(?:([{_DIGITS}]?)(十))?([{_DIGITS}]?)", numeral)
    if not match or match[1] == "一":
        return 0
    tens = (_DIGITS.find(match[1]) + 1 if match[1] else 1) if match[2] else 0
    return 10 * tens + (_DIGITS.find(match[3]) + 1 if match[3] else 0)


def read_article(value: str) -> str:
    """Return an article of the opinion in half-width brackets, or refuse it."""
    match = re.fullmatch(r"\s*[(（]\s*(\S+?)\s*[)）]\s*", value)
    if not match or not 1 <= article_number(match[1]) <= ARTICLES:
        message = f"{shown(value)} names no article of the 2022 opinion"
        refuse("plan.article", message, '"(一)" to "(三十五)"', 'such as "(十四)"')
    return f"({match[1]})"


Year = Annotated[int, PlainValidator(read_year)]
Flag = Annotated[bool, PlainValidator(read_flag)]
Slug = Annotated[str, AfterValidator(read_slug)]
Line = Annotated[str, AfterValidator(read_text)]
Article = Annotated[str, AfterValidator(read_article)]
Ratio = Annotated[YearPath, PathBounds(Bounds(0.1, 3))]
