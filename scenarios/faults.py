"""Faults of an input: each with its address, the value, what is allowed and what to do.

Readers of tables and plans gather every fault they can find and raise one :class:`InputError`
that holds them all; the command line prints the list and ends with status 2.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


@dataclass(frozen=True, order=True)
class Fault:
    """One thing that is wrong with an input.

    Attributes
    ----------
    file : str
        Name of the input as the user knows it.
    line : int
        Line of the file, counted from 1; 0 when the fault has no line.
    where : str
        Address inside the file, such as ``row 12, column length_km``.
    code : str
        Short name of the kind of fault, such as ``plan.place``.
    message : str
        What is wrong, with the value received.
    allowed : str
        What would be right, or the nearest known name.
    help : str
        What to do.
    text : str
        The offending line as written.
    """

    file: str
    line: int
    where: str
    code: str
    message: str
    allowed: str = ""
    help: str = ""
    text: str = ""


class InputError(ValueError):
    """All faults of the inputs of one command.

    Parameters
    ----------
    faults : iterable of Fault
        At least one fault; kept sorted by file and line.
    facts : mapping, optional
        What the JSON of the command says about the input besides.
    """

    def __init__(self, faults: Iterable[Fault], facts: Mapping[str, object] | None = None) -> None:
        self.faults = tuple(sorted(faults))
        self.facts = dict(facts or {})
        super().__init__("; ".join(f"{fault.file}: {fault.message}" for fault in self.faults))


def nearest(name: str, known: Sequence[str]) -> str:
    """Return a sentence that names the known ids nearest to `name`.

    Parameters
    ----------
    name : str
        The id received.
    known : sequence of str
        Every id that would be right.

    Returns
    -------
    str
        For example ``13 known; nearest "changzhou"``.

    Examples
    --------
    >>> nearest("changzou", ["changzhou", "guiping"])
    '2 known; nearest "changzhou"'
    """
    close = difflib.get_close_matches(name, known, n=3, cutoff=0.5)
    if not close:
        listed = ", ".join(known) if len(known) <= 12 else ", ".join(known[:12]) + ", ..."  # noqa: PLR2004
        return f"{len(known)} known: {listed}"
    return f"{len(known)} known; nearest " + ", ".join(f'"{one}"' for one in close)
