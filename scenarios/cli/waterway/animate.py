"""``landsea waterway animate``: a day at the locks as a page or a picture."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from scenarios.cli.files import check_file
from scenarios.cli.options import Debug, Json, Overwrite
from scenarios.cli.output import note, say, say_json
from scenarios.cli.waterway.app import waterway_app
from scenarios.faults import Fault, InputError, nearest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from markupsafe import Markup

    from scenarios.display.words import Text
    from scenarios.waterway.day import LockDay
    from scenarios.waterway.events import EventTables

Folder = Annotated[
    Path,
    typer.Argument(
        metavar="DIR", help="Folder of `landsea waterway simulate --records --out DIR`."
    ),
]
Lock = Annotated[
    str | None,
    typer.Option(
        "--lock",
        metavar="LOCK",
        help="One lock by id or name. Default: the cascade, or the lock with most vessels.",
        show_default=False,
    ),
]
Day = Annotated[
    str | None,
    typer.Option(
        "--day",
        metavar="DAY",
        help="Day, as 2025-08-10. Default: the tenth day of the records.",
        show_default=False,
    ),
]
OutFile = Annotated[
    Path | None,
    typer.Option(
        "--out", help="File: .html, .svg or .png. Default: DIR/day.html.", show_default=False
    ),
]

_SUFFIXES: Final = (".html", ".svg", ".png")
_PIXELS: Final = 1800
_TENTH: Final = 9


@waterway_app.command("animate")
def animate(  # noqa: PLR0913 - one for each option
    folder: Folder,
    *,
    lock: Lock = None,
    day: Day = None,
    out: OutFile = None,
    overwrite: Overwrite = False,
    json: Json = False,
    debug: Debug = False,
) -> None:
    """Draw a day: lockages by line, queues, closures; as a page also vessels in the chambers."""
    from scenarios.maps.files import write_whole
    from scenarios.waterway.day import lock_day, locks_of

    del debug
    file = out or folder / "day.html"
    events = _events(folder, list(check_file(file, _SUFFIXES, overwrite=overwrite)))
    chosen = _lock(events, lock)
    shown = _day(events, chosen or next(iter(locks_of(events))), day)
    if chosen is None:
        content = _cascade(events, shown, file.suffix.lower())
    else:
        content = _one_lock(lock_day(events, chosen, shown), file.suffix.lower())
    write_whole(file, content)
    if json:
        say_json({"file": str(file), "bytes": len(content), "lock": chosen, "day": shown})
        return
    say(f"day  {file}  {len(content) / 1000:.0f} kB")


def _events(folder: Path, faults: list[Fault]) -> EventTables:
    """Read the records of a folder, or refuse with all faults of the options."""
    from scenarios.waterway.events import FOLDER, EventTables

    records = folder / FOLDER
    advice = "landsea waterway simulate --records --out DIR writes them"
    if not records.is_dir():
        message = f"{folder} holds no records"
        faults.append(Fault("DIR", 0, "", "records.missing", message, "", advice))
    if faults:
        raise InputError(faults)
    try:
        return EventTables.read(records)
    except (OSError, ValueError) as error:
        message = f"the records cannot be read: {error}"
        fault = Fault(str(records), 0, "", "records.unreadable", message, "", advice)
        raise InputError([fault]) from error


def _lock(events: EventTables, text: str | None) -> str | None:
    """Return the lock to show, None for the whole cascade."""
    from scenarios.waterway.day import locks_of
    from scenarios.waterway.time_distance import is_linked

    locks = locks_of(events)
    if text is not None:
        return _named(locks, text)
    if is_linked(events):
        return None
    busiest = str(events.passages["lock"].value_counts().idxmax())
    if len(locks) > 1:
        note(f"showing    {busiest}, of {', '.join(locks)}; --lock chooses another")
    return busiest


def _named(locks: Mapping[str, Text], text: str) -> str:
    """Return the lock that a text means, or refuse it."""
    for lock, name in locks.items():
        if text.casefold() in (lock, name.zh, name.en.casefold()):
            return lock
    message = f'the records hold no lock "{text}"'
    raise InputError([Fault("--lock", 0, "", "option.lock", message, nearest(text, list(locks)))])


def _day(events: EventTables, lock: str, text: str | None) -> str:
    """Return the day to show, or refuse one that the records do not hold."""
    import datetime as dt

    from scenarios.waterway.day import days_of

    first, last = days_of(events, lock)
    if text is None:
        tenth = dt.date.fromisoformat(first) + dt.timedelta(days=_TENTH)
        return min(tenth.isoformat(), last)
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text) and first <= text <= last and _is_day(text):
        return text
    message = f'the records hold no day "{text}"'
    raise InputError([Fault("--day", 0, "", "option.day", message, f"{first} to {last}")])


def _is_day(text: str) -> bool:
    """Whether a text of the right form is a day of the calendar."""
    import datetime as dt

    try:
        dt.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _one_lock(day: LockDay, suffix: str) -> bytes:
    """Return the day of a lock as the content of a file."""
    from scenarios.waterway.day_page import day_page
    from scenarios.waterway.day_picture import day_picture

    return day_page(day).encode() if suffix == ".html" else _picture(day_picture(day), suffix)


def _cascade(events: EventTables, day: str, suffix: str) -> bytes:
    """Return the day of several locks as the content of a file."""
    from scenarios.waterway.day_page import picture_page
    from scenarios.waterway.time_distance import time_distance_picture

    picture = time_distance_picture(events, day)
    return picture_page(picture).encode() if suffix == ".html" else _picture(picture, suffix)


def _picture(picture: Markup, suffix: str) -> bytes:
    """Return a picture as SVG or PNG."""
    from scenarios.maps.files import rasterised, standing_alone

    if suffix == ".png":
        return rasterised(picture, _PIXELS)
    return standing_alone(picture, _PIXELS).encode()
