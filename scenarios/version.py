"""Which version of the program, or of a library, is installed."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

PROGRAM = "landsea-corridor"
"""Name of the distribution that holds the program."""


def installed_version(name: str = PROGRAM) -> str:
    """Return the installed version of a distribution.

    Parameters
    ----------
    name : str
        Its name; the program itself when left out.

    Returns
    -------
    str
        The version, or that it is not installed.
    """
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"
