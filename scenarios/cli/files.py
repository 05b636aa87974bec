"""The file that a command writes, checked before it does anything."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from scenarios.faults import Fault

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path


def check_file(path: Path, suffixes: Sequence[str], *, overwrite: bool) -> Iterable[Fault]:
    """Yield what is wrong with a file to write; at most one fault.

    Parameters
    ----------
    path : Path
        The file.
    suffixes : sequence of str
        Endings that it may have.
    overwrite : bool
        Whether an older file may be replaced.

    Yields
    ------
    Fault
        A fault of the option ``--out``.
    """
    if path.suffix.lower() not in suffixes:
        message = f'{path} ends in "{path.suffix}", which is no kind of picture'
        yield _fault(message, allowed=", ".join(suffixes))
    elif path.is_dir():
        yield _fault(f"{path} is a folder", remedy="name a file in it")
    elif path.exists() and not overwrite:
        yield _fault(f"{path} exists", remedy="choose another file, or pass --overwrite")
    else:
        parent = next(one for one in path.absolute().parents if one.exists())
        if not parent.is_dir() or not os.access(parent, os.W_OK | os.X_OK):
            yield _fault(f"{path} cannot be written in {parent}", remedy="choose another folder")


def _fault(message: str, allowed: str = "", remedy: str = "") -> Fault:
    """Return a fault of the option ``--out``."""
    return Fault("--out", 0, "", "option.out", message, allowed, remedy)
