"""Compilation of the event loop: one typed wrapper round numba.

The functions stay plain Python that can be read, and run uncompiled with ``NUMBA_DISABLE_JIT=1``.
Compiled code is kept on disk; the first run on a machine takes some seconds longer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar, cast

import numba

if TYPE_CHECKING:
    from collections.abc import Callable

Function = TypeVar("Function", bound="Callable[..., object]")


def compiled(function: Function) -> Function:
    """Compile a function of numbers and arrays to machine code at its first call."""
    return cast("Function", numba.njit(cache=True, forceinline=True)(function))


def compiled_apart(function: Function) -> Function:
    """Compile a function to be called, not copied into its callers: for what is large."""
    return cast("Function", numba.njit(cache=True)(function))
