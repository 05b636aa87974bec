"""The wait of a vehicle at a station with several chargers, Poisson arrivals and one queue."""

from __future__ import annotations


def station_wait_h(chargers: int, use_share: float, service_h: float) -> float:
    """Return the mean wait before a charger is free (Erlang C).

    With a = c u arrivals in a service, B the Erlang loss by its recursion and
    C = B / (1 - u (1 - B)) the share that waits, the mean wait is C s / (c (1 - u)).

    Parameters
    ----------
    chargers : int
        Chargers, c.
    use_share : float
        Time in which a charger is busy, u, below 1.
    service_h : float
        Mean time at the charger, s.

    Returns
    -------
    float
        Hours.

    Raises
    ------
    ValueError
        If the chargers do not suffice.

    Examples
    --------
    >>> station_wait_h(1, 0.5, 1.0), round(station_wait_h(2, 0.5, 1.0), 4)
    (1.0, 0.3333)
    """
    if not 0 <= use_share < 1:
        msg = f"A station used {use_share:g} of the time has no steady queue. Give 0 to below 1."
        raise ValueError(msg)
    load, lost = chargers * use_share, 1.0
    for count in range(1, chargers + 1):
        lost = load * lost / (count + load * lost)
    waits = lost / (1 - use_share * (1 - lost))
    return waits * service_h / (chargers * (1 - use_share))
