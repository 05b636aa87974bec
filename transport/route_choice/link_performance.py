"""Cost of a link as a function of its flow.

Every link follows ``cost = constant + delay * (flow / capacity) ** power``. The function of the
Bureau of Public Roads [1]_, ``free_time * (1 + alpha * (flow / capacity) ** beta)``, has the
delay ``alpha * free_time``; a straight line has the power one; a delay or power of zero is a
link whose cost does not depend on its flow.

References
----------
.. [1] Bureau of Public Roads (1964). Traffic Assignment Manual. U.S. Department of Commerce.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np


@dataclass(frozen=True)
class LinkPerformance:
    """Link cost functions as arrays, one entry for each link.

    Attributes
    ----------
    constant : numpy.ndarray
        Cost without flow, tolls included, in the unit of time of the table.
    delay : numpy.ndarray
        Added cost when the flow equals the capacity, at least zero.
    capacity : numpy.ndarray
        Flow that the delay refers to, above zero.
    power : numpy.ndarray
        Zero, or at least one.
    """

    constant: np.ndarray
    delay: np.ndarray
    capacity: np.ndarray
    power: np.ndarray

    def cost(self, flow: np.ndarray) -> np.ndarray:
        """Return the cost of each link at a flow.

        Examples
        --------
        >>> one = np.ones(1)
        >>> LinkPerformance(10 * one, 1.5 * one, 100 * one, 4 * one).cost(200 * one)
        array([34.])
        """
        return np.asarray(self.constant + self.delay * (flow / self.capacity) ** self.power)

    def integral(self, flow: np.ndarray) -> np.ndarray:
        """Return the area under the cost of each link from zero to a flow."""
        mean_delay = self.delay * (flow / self.capacity) ** self.power / (self.power + 1)
        return np.asarray(flow * (self.constant + mean_delay))

    def marginal(self) -> LinkPerformance:
        """Return what one more unit of flow costs all users of each link together.

        The derivative of ``flow * cost`` has the same form, with the delay ``1 + power`` times
        as large [1]_.

        References
        ----------
        .. [1] Beckmann, McGuire and Winsten (1956). Studies in the Economics of Transportation.
           Yale University Press, chapter 4.
        """
        return replace(self, delay=self.delay * (1 + self.power))

    def terms(self) -> np.ndarray:
        """Return the four numbers of each link as rows of one array."""
        return np.column_stack((self.constant, self.delay, self.capacity, self.power))
