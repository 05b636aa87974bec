"""How numbers look: rounded once to what the interval supports, then shifted for the unit.

The last digit shown is the first significant digit of the interval's half width, and there are at
most four significant digits (three for an estimate). Chinese and English units differ by powers of
ten, so the rounding is done once, in the base unit, and both languages show the same digits.
Zero is shown only for zero; what would round to it is ``<0.1``. What is missing is an em dash.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from scenarios.display.words import Text

MINUS = "\u2212"
THIN = "\u202f"
MISSING = "\u2014"
TILDE = "\uff5e"
DIGITS = 4
ESTIMATE_DIGITS = 3
WHOLE_PERCENT = 20.0
MOST_DECIMALS = 4
GROUPED_FROM = 5


@dataclass(frozen=True)
class Unit:
    """A pair of units that one value is shown in.

    Attributes
    ----------
    zh, en : str
        Names of the units.
    zh_power, en_power : int
        Powers of ten of each unit in base units (t, tkm, CNY, h).
    """

    zh: str
    en: str
    zh_power: int
    en_power: int

    @property
    def name(self) -> Text:
        """The name of the unit in both languages."""
        return Text(self.zh, self.en)


_CHOICES: dict[str, tuple[tuple[tuple[int, str], ...], tuple[tuple[int, str], ...]]] = {
    "freight": (((8, "亿吨"), (4, "万吨")), ((6, "Mt"), (3, "kt"))),
    "work": (((8, "亿吨公里"),), ((9, "bn tkm"), (6, "m tkm"))),
    "greenhouse": (((4, "万吨二氧化碳当量"),), ((6, "Mt CO₂e"), (3, "kt CO₂e"))),
    "pollutant": (((4, "万吨"), (0, "吨")), ((3, "kt"), (0, "t"))),
    "money": (((8, "亿元"), (4, "万元")), ((9, "bn CNY"), (6, "m CNY"))),
    "hours": (((0, "小时"),), ((0, "h"),)),
}

_MASS_POWERS = {"g": -6, "kg": -3, "t": 0, "kt": 3, "Mt": 6}
_WORK_POWERS = {"tkm": 0, "ktkm": 3, "Mtkm": 6, "bn tkm": 9, "Gtkm": 9}
_MONEY_POWERS = {"CNY": 0, "m CNY": 6, "bn CNY": 9}
_STORED_POWERS = _MASS_POWERS | _WORK_POWERS | _MONEY_POWERS | {"h": 0}


def to_base(value: float, unit: str) -> float:
    """Return `value` in base units: t, tkm, CNY or h.

    Parameters
    ----------
    value : float
        Value as stored.
    unit : str
        Its unit, such as ``kt``, ``kt CO2e``, ``tkm`` or ``CNY``.

    Returns
    -------
    float
        The value times a power of ten.

    Raises
    ------
    ValueError
        If the unit is not one that results are stored in.
    """
    bare = unit.removesuffix("CO2e").strip()
    if bare not in _STORED_POWERS:
        msg = f"results are not stored in {unit!r}; known units: {', '.join(_STORED_POWERS)}"
        raise ValueError(msg)
    return float(value) * 10.0 ** _STORED_POWERS[bare]


def unit_for(quantity: str, largest: float) -> Unit:
    """Return the units in which values up to `largest` are shown.

    Parameters
    ----------
    quantity : str
        ``freight``, ``work``, ``greenhouse``, ``pollutant``, ``money`` or ``hours``.
    largest : float
        Largest value of the row, in base units; missing counts as zero.

    Returns
    -------
    Unit
        The largest unit that does not exceed the value, for each language.

    Examples
    --------
    >>> unit_for("greenhouse", 2.8e7).en
    'Mt CO₂e'
    """
    size = 0.0 if math.isnan(largest) else abs(largest)

    def pick(choices: tuple[tuple[int, str], ...]) -> tuple[int, str]:
        """Return the largest unit that does not exceed the value."""
        return next((one for one in choices if size >= 10.0 ** one[0]), choices[-1])

    zh, en = (pick(choices) for choices in _CHOICES[quantity])
    return Unit(zh[1], en[1], zh[0], en[0])


def last_digit(half_width: float, largest: float, *, estimate: bool = False) -> int:
    """Return the power of ten of the last digit that may be shown.

    Parameters
    ----------
    half_width : float
        Half width of the interval; zero or missing when there is none.
    largest : float
        Largest value of the row.
    estimate : bool
        Whether the value is an estimate.

    Returns
    -------
    int
        For example 5 when hundred thousands are the last digit.

    Examples
    --------
    >>> last_digit(370_000.0, 28_400_000.0)
    5
    """
    most = ESTIMATE_DIGITS if estimate else DIGITS
    by_digits = _magnitude(largest) - most + 1
    if math.isnan(half_width) or half_width <= 0:
        return by_digits
    return max(_magnitude(half_width), by_digits)


def _magnitude(value: float) -> int:
    """Return the power of ten of the first digit of `value`; 0 for zero and missing."""
    return 0 if math.isnan(value) or value == 0 else math.floor(math.log10(abs(value)))


def digits(value: float, last: int, power: int = 0, *, sign: bool = False) -> str:
    """Return `value` rounded at `last` and written in units of ten to the `power`.

    Parameters
    ----------
    value : float
        Value in base units.
    last : int
        Power of ten of the last digit.
    power : int
        Power of ten of the unit.
    sign : bool
        Whether a plus is written.

    Returns
    -------
    str
        With a true minus; ``<`` and the smallest step for what would round to zero.

    Examples
    --------
    >>> digits(28_404_000.0, 4, 6), digits(28_404_000.0, 4, 4)
    ('28.40', '2840')
    """
    if math.isnan(value):
        return MISSING
    if value == 0:
        return "0"
    step = Decimal(1).scaleb(last)
    rounded = (Decimal(repr(float(value))) / step).quantize(Decimal(1), ROUND_HALF_UP) * step
    if rounded == 0:
        small = _plain(step, last, power)
        return f"<{small}" if value > 0 else f">{MINUS}{small}"
    before = MINUS if rounded < 0 else "+" if sign else ""
    return before + _plain(abs(rounded), last, power)


def _plain(value: Decimal, last: int, power: int) -> str:
    """Return a positive decimal in units of ten to the `power`, grouped from five digits."""
    places = max(0, power - last)
    whole, _, rest = f"{value.scaleb(-power):.{places}f}".partition(".")
    if len(whole) >= GROUPED_FROM:
        whole = f"{int(whole):,}".replace(",", THIN)
    return f"{whole}.{rest}" if rest else whole


def level(value: float, last: int, unit: Unit, *, sign: bool = False) -> Text:
    """Return `value` in both units, without their names.

    Parameters
    ----------
    value : float
        Value in base units.
    last : int
        Power of ten of the last digit, see :func:`last_digit`.
    unit : Unit
        The units shown.
    sign : bool
        Whether a plus is written.

    Returns
    -------
    Text
        The same digits in both languages.
    """
    return Text(
        digits(value, last, unit.zh_power, sign=sign),
        digits(value, last, unit.en_power, sign=sign),
    )


def amount(value: float, last: int, unit: Unit) -> Text:
    """Return `value` with the names of its units, for a sentence.

    Parameters
    ----------
    value : float
        Value in base units.
    last : int
        Power of ten of the last digit.
    unit : Unit
        The units shown.

    Returns
    -------
    Text
        Chinese without a space before the unit, English with one.
    """
    shown = level(value, last, unit)
    return Text(f"{shown.zh}{unit.zh}", f"{shown.en}\u00a0{unit.en}")


def amount_range(low: float, high: float, last: int, unit: Unit) -> Text:
    """Return a range for a sentence, such as ``136万至210万吨`` and ``1.36 to 2.10 Mt``.

    Parameters
    ----------
    low, high : float
        Ends in base units.
    last : int
        Power of ten of the last digit.
    unit : Unit
        The units shown; what follows the tonne is left out, as the sentence has said it.

    Returns
    -------
    Text
        The ends in rising order.
    """
    below, above = level(low, last, unit), level(high, last, unit)
    zh_unit = unit.zh.removesuffix("二氧化碳当量")
    ten_thousands = zh_unit[0] if zh_unit[0] in "万亿" else ""
    en_unit = unit.en.removesuffix(" CO₂e")
    return Text(
        f"{below.zh}{ten_thousands}至{above.zh}{zh_unit}",
        f"{below.en} to {above.en}\u00a0{en_unit}",
    )


def percent_decimals(mean: float, *ends: float) -> int:
    """Return the decimals of a change in percent and of its interval.

    Parameters
    ----------
    mean : float
        The change: no decimal from 20 %, one below; below 1 % two digits, or as many as the
        interval supports.
    *ends : float
        Ends of the interval: more decimals, too, when one would wrongly read zero.

    Returns
    -------
    int
        Decimals for all of them, at most four.

    Examples
    --------
    >>> percent_decimals(-6.1, -7.4, -4.8), percent_decimals(-0.337, -0.338, -0.336)
    (1, 2)
    """
    if math.isnan(mean) or abs(mean) >= WHOLE_PERCENT:
        return 0
    shown = [abs(one) for one in (mean, *ends) if not math.isnan(one) and one != 0]
    half = (max(ends) - min(ends)) / 2 if ends else math.nan
    supported = -_magnitude(half) if half > 0 else MOST_DECIMALS
    least = max(1, min(1 - _magnitude(mean), supported)) if abs(mean) < 1 else 1
    tries = range(least, MOST_DECIMALS)
    fits = (n for n in tries if all(one >= 0.5 * 10.0**-n for one in shown))
    return next(fits, MOST_DECIMALS)


def percent(value: float, decimals: int, *, sign: bool = False) -> Text:
    """Return a percentage in both languages.

    Parameters
    ----------
    value : float
        In percent.
    decimals : int
        Decimals shown.
    sign : bool
        Whether a plus is written.

    Returns
    -------
    Text
        ``6.1%`` and ``6.1 %``; an em dash when missing.
    """
    if math.isnan(value):
        return Text(MISSING, MISSING)
    shown = digits(value, -decimals, sign=sign)
    return Text(f"{shown}%", f"{shown}{THIN}%")


def percent_range(low: float, high: float, decimals: int) -> Text:
    """Return an interval in percent for a table, with the sign on both ends.

    Parameters
    ----------
    low, high : float
        Ends in percent.
    decimals : int
        Decimals shown.

    Returns
    -------
    Text
        The Chinese range carries ``%`` on both ends; an em dash when missing.
    """
    if math.isnan(low) or math.isnan(high):
        return Text(MISSING, MISSING)
    below, above = percent(low, decimals, sign=True), percent(high, decimals, sign=True)
    first = below.en.removesuffix(f"{THIN}%")
    return Text(f"{below.zh}{TILDE}{above.zh}", f"{first} to {above.en}")


def share(value: float) -> Text:
    """Return a share (0 to 1) in whole percent.

    Parameters
    ----------
    value : float
        Share.

    Returns
    -------
    Text
        Such as ``94%``.
    """
    return percent(value * 100, 0)


def plain(value: object, figures: int = DIGITS) -> str:
    """Return an input value with at most `figures` significant digits and no trailing zeros.

    Parameters
    ----------
    value : object
        A number, or anything else, which is printed as it is.
    figures : int
        Significant digits.

    Returns
    -------
    str
        An em dash when missing.

    Examples
    --------
    >>> plain(0.5000), plain(float("nan"))
    ('0.5', '—')
    """
    if value is None or value == "":
        return MISSING
    try:
        number = float(str(value))
    except ValueError:
        return MISSING if str(value) == "<NA>" else str(value)
    if not math.isfinite(number):
        return MISSING
    last = _magnitude(number) - figures + 1
    text = digits(number, last, 0)
    return text.rstrip("0").rstrip(".") if "." in text else text
