"""Compilation of the event loop: one typed wrapper round numba.

The functions stay plain Python that can be read, and run uncompiled with ``NUMBA_DISABLE_JIT=1``.
Compiled code is kept on disk; the first run on a machine takes some seconds longer. numba keeps it
until the file of the function itself changes, though functions and constants of other modules are
part of it. So what is kept here is bound to all modules of the folder.
"""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, cast

import numba

if TYPE_CHECKING:
    from collections.abc import Callable

Function = TypeVar("Function", bound="Callable[..., object]")


def compiled(function: Function) -> Function:
    """Compile a function of numbers and arrays to machine code at its first call."""
    return _bound_to_folder(numba.njit(cache=True, forceinline=True)(function), function)


def compiled_apart(function: Function) -> Function:
    """Compile a function to be called, not copied into its callers: for what is large."""
    return _bound_to_folder(numba.njit(cache=True)(function), function)


def _bound_to_folder(dispatcher: object, function: Function) -> Function:
    """Let what is kept of a function be stale once any module beside it has changed.

    numba has no public way to say so; without compilation there is nothing to bind.
    """
    kept = getattr(getattr(dispatcher, "_cache", None), "_cache_file", None)
    if kept is not None:
        folder = Path(function.__code__.co_filename).parent
        kept._source_stamp = (kept._source_stamp, _print_of(folder))  # noqa: SLF001
    return cast("Function", dispatcher)


@cache
def _print_of(folder: Path) -> str:
    """Digest of all modules of a folder."""
    return sha256(b"".join(one.read_bytes() for one in sorted(folder.glob("*.py")))).hexdigest()
