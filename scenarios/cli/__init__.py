"""The command line ``landsea``: exit status 0 done, 2 the input is wrong, 1 anything else."""

from __future__ import annotations

import os
import signal
import sys
import threading
import traceback
from contextlib import contextmanager
from typing import TYPE_CHECKING

from scenarios.cli import (
    bench,
    calibrate,
    check,
    compare,
    demand,
    energy,
    export,
    fleet,
    network,
    plans,
    run,
    shore_power,
    stations,
    waterway,
)
from scenarios.cli.app import app
from scenarios.cli.output import note, prepare_streams, say_json, show_faults
from scenarios.faults import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = [
    "app",
    "bench",
    "calibrate",
    "check",
    "compare",
    "demand",
    "energy",
    "export",
    "fleet",
    "main",
    "network",
    "plans",
    "run",
    "shore_power",
    "stations",
    "waterway",
]

_USAGE = 2
_STOPPED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit status.

    Parameters
    ----------
    arguments : sequence of str, optional
        Words of the command line; those of the process when left out.

    Returns
    -------
    int
        0 when done, 2 when the input is wrong, 1 for anything else.
    """
    words = list(sys.argv[1:] if arguments is None else arguments)
    as_json, debug = "--json" in words, "--debug" in words
    prepare_streams()
    try:
        with _stoppable():
            status = _run(words, as_json=as_json)
        sys.stdout.flush()
    except KeyboardInterrupt:
        note("stopped; nothing was written")
        return _STOPPED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except Exception as error:  # noqa: BLE001  # the last resort: one sentence, no traceback
        if debug:
            traceback.print_exc()
        note(_sentence(error, debug=debug))
        return 1
    return status


@contextmanager
def _stoppable() -> Iterator[None]:
    """Treat a request to end like an interrupt: workers end, nothing stays half-written."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(*_: object) -> None:
        """Interrupt, whatever the signal."""
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _run(words: list[str], *, as_json: bool) -> int:
    """Run a command; faults of its inputs are shown here."""
    try:
        app(args=words, prog_name="landsea")
    except InputError as error:
        show_faults(error, as_json=as_json)
        return _USAGE
    except SystemExit as stop:
        status = stop.code if isinstance(stop.code, int) else int(stop.code is not None)
        if status == _USAGE and as_json:
            message = "the command line is wrong; standard error says how"
            say_json({"faults": [{"code": "usage", "message": message}]})
        return status
    return 0


def _sentence(error: Exception, *, debug: bool) -> str:
    """Return one sentence for an error that is not a fault of the input."""
    reason = " ".join(str(error).split()) or "no reason given"
    remedy = "" if debug else " Run again with --debug to see where."
    return f"error: {type(error).__name__}: {reason.rstrip('.')}.{remedy}"
