"""OpenTNSim, measured in an environment of its own.

OpenTNSim 2.2.1 needs packages that it does not declare and an older pandas than this program, so
it is installed beside it, by pip, in a folder that the user names.
"""

from __future__ import annotations

import json
import os
import subprocess
import venv
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from scenarios.benchmarks.lock_chain import (
    LEG_H,
    PHASES,
    PLACES,
    SMALL,
    ChainRate,
    chain_traffic,
)
from scenarios.benchmarks.timing import summarise

if TYPE_CHECKING:
    from collections.abc import Sequence

OPENTNSIM = "OpenTNSim"
REQUIREMENTS = ("opentnsim==2.2.1", "pandas<3", "PyYAML", "IPython", "pytz")

_SCRIPT = Path(__file__).with_name("opentnsim_chain.py")
_INSTALL_S, _RUN_S = 1800, 3600


class RivalMissingError(RuntimeError):
    """A rival cannot be installed or run here; the message says why in one line."""


@dataclass(frozen=True)
class Environment:
    """A virtual environment in which OpenTNSim runs.

    Attributes
    ----------
    folder : Path
        Its folder; made when it does not exist.
    """

    folder: Path

    @property
    def python(self) -> Path:
        """Its interpreter."""
        return self.folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

    def install(self) -> None:
        """Make the environment and install OpenTNSim, unless both are there.

        Raises
        ------
        RivalMissingError
            If either cannot be done.
        """
        if self.python.exists() and self._has_all():
            return
        try:
            venv.create(self.folder, with_pip=True)
        except (OSError, ValueError, subprocess.CalledProcessError) as error:
            raise RivalMissingError(_one_line(str(error))) from error
        pip = ("-m", "pip", "install", "--quiet", "--disable-pip-version-check")
        self._call((*pip, *REQUIREMENTS), "", _INSTALL_S)

    def run_chain(self, vessels: int) -> dict[str, float]:
        """Run the chain and return what it took.

        Raises
        ------
        RivalMissingError
            If it ends with an error.
        """
        depart_h, direction = chain_traffic(vessels)
        case = {
            "depart_h": depart_h.tolist(),
            "direction": direction.tolist(),
            "places": PLACES,
            "leg_s": 3600 * LEG_H,
            "phases_s": {
                "entry_first": 60 * PHASES.entry_first_min,
                "entry_next": 60 * PHASES.entry_next_min,
                "gates": 60 * PHASES.gates_min,
                "levelling": 60 * PHASES.filling_min,
                "exit_first": 60 * PHASES.exit_first_min,
                "exit_next": 60 * PHASES.exit_next_min,
            },
        }
        told = self._call(("-I", str(_SCRIPT)), json.dumps(case), _RUN_S)
        measured: dict[str, float] = json.loads(told.splitlines()[-1])
        return measured

    def _has_all(self) -> bool:
        """Whether OpenTNSim can be imported."""
        try:
            self._call(("-I", "-c", "import opentnsim"), "", _INSTALL_S)
        except RivalMissingError:
            return False
        return True

    def _call(self, arguments: Sequence[str], told: str, limit_s: int) -> str:
        """Call the interpreter and return what it printed."""
        try:
            done = subprocess.run(  # noqa: S603  # our script, in the environment made above
                [str(self.python), *arguments],
                input=told,
                capture_output=True,
                text=True,
                timeout=limit_s,
                check=True,
            )
        except subprocess.CalledProcessError as error:
            raise RivalMissingError(_one_line(error.stderr)) from error
        except (OSError, subprocess.TimeoutExpired) as error:
            raise RivalMissingError(_one_line(str(error))) from error
        return done.stdout


def _one_line(text: str) -> str:
    r"""Return the last line of a message.

    Examples
    --------
    >>> _one_line("Traceback:\n  ...\nValueError: no\n")
    'ValueError: no'
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else "it ended without a message"


def time_opentnsim(folder: Path) -> ChainRate:
    """Install OpenTNSim where it is missing and time the small chain once.

    Parameters
    ----------
    folder : Path
        Folder of the environments of rivals.

    Returns
    -------
    ChainRate
        One counted run; it takes a minute or more.

    Raises
    ------
    RivalMissingError
        If OpenTNSim cannot be installed or run here.
    """
    environment = Environment(folder / "opentnsim")
    environment.install()
    measured = environment.run_chain(SMALL)
    return ChainRate(
        OPENTNSIM,
        SMALL,
        int(measured["passages"]),
        summarise([measured["simulated_s"]]),
        summarise([measured["recorded_s"]]),
    )
