"""Purchase: which powertrains buyers choose, what supply and the law allow.

Choice is a multinomial logit in pivot form: shares at a cost of ownership change with the cost
relative to that. What has long been sold takes shares and costs of the base year, so that its sales
then are met; what is new takes those of the usual powertrain and is held back by supply and
awareness instead of by a constant for ever. Supply and awareness grow by a logistic law (Bass
1969): a share s of sales can at most become s + (p + q s) (1 - s) a year later.
Infrastructure caps a share at the part of the work that finds energy on the way. A mandate is a
floor for the sum of some powertrains and is met exactly, whatever supply allows; a ban is a share
of zero.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

_PASSES: Final = 500
_CLOSE: Final = 1e-13
_MISSED: Final = 1e-9


@dataclass(frozen=True)
class Mandate:
    """A floor for some powertrains together.

    Attributes
    ----------
    members : array of bool
        Powertrains that count.
    share : float
        Least share of sales, 0 to 1.
    """

    members: Flags
    share: float


@dataclass(frozen=True)
class Limits:
    """What holds choice back, and what the law asks; arrays over powertrains.

    Attributes
    ----------
    cap : array
        Largest share that supply, awareness and infrastructure allow.
    banned : array of bool
        Powertrains that may not be sold.
    mandates : sequence of Mandate
        Floors of sales; of two that cannot both hold the later one does.
    stock_mandates : sequence of Mandate
        What floors of the stock ask of sales; they come after the others, and what they miss is
        told with the stock.
    """

    cap: Floats
    banned: Flags
    mandates: Sequence[Mandate] = field(default_factory=tuple)
    stock_mandates: Sequence[Mandate] = field(default_factory=tuple)


@dataclass(frozen=True)
class Purchase:
    """Shares of sales, and how far the law asks for more than supply allows.

    Attributes
    ----------
    shares : array
        By powertrain; they sum to one.
    shortfall : float
        Part of sales that a mandate or a ban asks of powertrains beyond their caps.
    unmet : float
        Part of sales that mandates ask in vain: of powertrains that are all banned or not on the
        market, and what another mandate takes.
    """

    shares: Floats
    shortfall: float
    unmet: float


def choice_weights(
    base_share: Floats, cost: Floats, base_cost: Floats, reference_cost: float, scale: float
) -> Floats:
    """Return the weight of each powertrain in choice; shares are weights over their sum.

    Parameters
    ----------
    base_share : array
        Shares of sales, or weights, at the base cost.
    cost, base_cost : array
        Cost of ownership now, and that at which the shares hold.
    reference_cost : float
        Cost that changes are held against: that of the usual powertrain in the base year.
    scale : float
        Change of the log of a weight when cost changes by the reference cost.

    Returns
    -------
    array
        Zero or more.

    Examples
    --------
    >>> import numpy as np
    >>> w = choice_weights(np.array([0.5, 0.5]), np.array([2.0, 1.8]), np.full(2, 2.0), 2.0, 10.0)
    >>> (w / w.sum()).round(4).tolist() # a tenth cheaper: odds of e to 1
    [0.2689, 0.7311]
    """
    change = (cost - base_cost) / reference_cost
    return np.asarray(base_share * np.exp(-scale * (change - change.min())))


def diffusion_cap(last_share: Floats, innovation: float, imitation: float) -> Floats:
    """Return the largest share that a powertrain can have a year later.

    Examples
    --------
    >>> import numpy as np
    >>> diffusion_cap(np.array([0.0, 0.5, 1.0]), 0.01, 0.6).round(4).tolist()
    [0.01, 0.655, 1.0]
    """
    grown = last_share + (innovation + imitation * last_share) * (1 - last_share)
    return np.minimum(grown, 1.0)


def capped_shares(weights: Floats, cap: Floats) -> tuple[Floats, float]:
    """Return shares in proportion to weights, none above its cap, and what caps leave over.

    Parameters
    ----------
    weights : array
        Weights, at least one above zero.
    cap : array
        Caps; where they sum to less than one, the rest is shared by weight in spite of them.

    Returns
    -------
    shares : array
        They sum to one.
    over : float
        Part that no cap had room for.

    Examples
    --------
    >>> import numpy as np
    >>> shares, over = capped_shares(np.array([6.0, 3.0, 1.0]), np.array([0.3, 1.0, 1.0]))
    >>> shares.round(6).tolist(), over
    ([0.3, 0.525, 0.175], 0.0)
    """
    room = np.where(weights > 0, cap, 0.0)
    over = max(0.0, 1.0 - float(room.sum()))
    if over > 0:
        return np.asarray(room + over * weights / weights.sum()), over
    full = np.zeros(len(weights), dtype=bool)
    shares = weights / weights.sum()
    for _ in range(len(weights)):
        above = (shares > room) & ~full
        if not above.any():
            break
        full |= above
        free = np.where(full, 0.0, weights)
        left = 1.0 - float(room[full].sum())
        shares = np.where(full, room, left * free / free.sum() if free.any() else 0.0)
    return np.asarray(shares), 0.0


def purchase_shares(weights: Floats, limits: Limits) -> Purchase:
    """Return what is bought.

    Parameters
    ----------
    weights : array
        Of :func:`choice_weights`; zero for what is not on the market.
    limits : Limits
        Caps, bans and mandates.

    Returns
    -------
    Purchase
        Shares of sales.

    Raises
    ------
    ValueError
        If everything on the market is banned.
    """
    allowed = np.where(limits.banned, 0.0, weights)
    if not allowed.any():
        msg = "Every powertrain on the market is banned. Leave at least one."
        raise ValueError(msg)
    shares, shortfall = capped_shares(allowed, limits.cap)
    asked = [*limits.mandates, *limits.stock_mandates]
    kept = [one for one in asked if allowed[one.members].any()]
    for one in kept:
        room = float(np.where(allowed > 0, limits.cap, 0.0)[one.members].sum())
        shortfall = max(shortfall, one.share - room)
    shares = _mandated(shares, allowed, kept)
    return Purchase(shares, shortfall, _unmet(shares, allowed, limits.mandates))


def _unmet(shares: Floats, weights: Floats, mandates: Sequence[Mandate]) -> float:
    """Return the part of sales that mandates ask in vain."""
    unmet = crowded = 0.0
    for one in mandates:
        if weights[one.members].any():
            crowded = max(crowded, one.share - float(shares[one.members].sum()))
        else:
            unmet += one.share
    return unmet + (crowded if crowded > _MISSED else 0.0)


def _mandated(shares: Floats, weights: Floats, mandates: Sequence[Mandate]) -> Floats:
    """Return the shares nearest to those of choice, in relative entropy, that mandates allow.

    Every mandate multiplies its members by a factor of one or more, which is taken back as far as
    others raise the same members (iterative scaling), so that no mandate raises them twice.
    """
    factors = [1.0] * len(mandates)
    for _ in range(_PASSES):
        before = shares
        for index, one in enumerate(mandates):
            free = np.where(one.members, shares / factors[index], shares)
            free = free / free.sum()
            shares = _raised(free, weights, one)
            now, then = float(free[one.members].sum()), float(shares[one.members].sum())
            bound = 0 < now < then < 1
            factors[index] = then * (1 - now) / ((1 - then) * now) if bound else 1.0
        if np.abs(shares - before).max() < _CLOSE:
            break
    return shares


def _raised(shares: Floats, weights: Floats, mandate: Mandate) -> Floats:
    """Return shares of which the members of a mandate have at least theirs."""
    members = mandate.members
    now = float(shares[members].sum())
    if now >= mandate.share:
        return shares
    inside = shares if now > 0 else weights
    raised = np.where(members, inside, 0.0)
    others = np.where(members, 0.0, shares)
    rest = others / others.sum() * (1 - mandate.share) if others.any() else others
    top = mandate.share if others.any() else 1.0
    return np.asarray(raised / raised.sum() * top + rest)
