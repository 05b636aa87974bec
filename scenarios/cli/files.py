"""The file that a command writes, checked before it does anything."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from scenarios.faults import Fault

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path


def check_file(
    path: Path,
    suffixes: Sequence[str],
    *,
    overwrite: bool,
    kind: str = "picture",
    option: str = "--out",
) -> Iterable[Fault]:
    """Yield what is wrong with a file to write; at most one fault.

    Parameters
    ----------
    path : Path
        The file.
    suffixes : sequence of str
        Endings that it may have.
    overwrite : bool
        Whether an older file may be replaced.
    kind : str
        What the file is, in words.
    option : str
        Option that names it.

    Yields
    ------
    Fault
        A fault of the option.
    """
    if path.suffix.lower() not in suffixes:
        message = f'{path} ends in "{path.suffix}", which is no kind of {kind}'
        yield _fault(option, message, allowed=", ".join(suffixes))
    elif path.is_dir():
        yield _fault(option, f"{path} is a folder", remedy="name a file in it")
    elif path.exists() and not overwrite:
        yield _fault(option, f"{path} exists", remedy="choose another file, or pass --overwrite")
    else:
        parent = next(one for one in path.absolute().parents if one.exists())
        if not parent.is_dir() or not os.access(parent, os.W_OK | os.X_OK):
            yield _fault(
                option, f"{path} cannot be written in {parent}", remedy="choose another folder"
            )


def _fault(option: str, message: str, allowed: str = "", remedy: str = "") -> Fault:
    """Return a fault of an option that names a file."""
    code = f"option.{option.removeprefix('--')}"
    return Fault(option, 0, "", code, message, allowed, remedy)
