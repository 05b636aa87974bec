"""Results of one process kept by the content of what they follow from.

Years of plans often share a network and its vessels. What was found on them once is given again
where every number behind it is the same; whoever takes it treats it as read-only.
"""

from __future__ import annotations

import pickle
from hashlib import sha256
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

Result = TypeVar("Result")


class Kept(Generic[Result]):
    """The results of the last few contents that were asked for.

    Parameters
    ----------
    most : int
        How many results are kept; the one not asked for longest goes first.
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self._results: dict[bytes, Result] = {}

    def of(self, content: object, make: Callable[[], Result]) -> Result:
        """Return the result of a content, made where it is not kept.

        Parameters
        ----------
        content : object
            Everything that the result follows from, compared by its pickled bytes: what differs in
            one number differs, and so may equal things that were put together in another way, which
            only costs making the result again.
        make : callable
            Makes the result.

        Returns
        -------
        object
            The result.

        Examples
        --------
        >>> kept, made = Kept(1), []
        >>> for content in ("one", "one", "other", "one"):
        ...     _ = kept.of(content, lambda: made.append(content))
        >>> made
        ['one', 'other', 'one']
        """
        key = sha256(pickle.dumps(content)).digest()
        result = self._results.pop(key) if key in self._results else make()
        self._results[key] = result
        while len(self._results) > self.most:
            del self._results[next(iter(self._results))]
        return result
