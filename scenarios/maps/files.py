"""Maps as files: a page, a vector picture or pixels, each complete in itself."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import resvg_py

from scenarios.display.pages import render_page
from scenarios.fonts import FAMILY, font_faces, unpack_fonts
from scenarios.maps.network_map import draw, network_map_of
from scenarios.maps.voice import Voice

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd
    from markupsafe import Markup

    from scenarios.display.words import Text
    from scenarios.plan.plan import Plan

SUFFIXES = (".html", ".svg", ".png")


def render_map(
    tables: Mapping[str, pd.DataFrame],
    plan: Plan,
    year: int,
    *,
    suffix: str,
    language: Literal["zh", "en", "both"],
    width_px: int,
) -> bytes:
    """Return the map of the network of a year as the content of a file.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        Checked tables.
    plan : Plan
        Its measures are shown.
    year : int
        Calendar year.
    suffix : str
        ``.html``, ``.svg`` or ``.png``.
    language : str
        ``zh``, ``en``, or ``both``: Chinese with small English, on a page a switch.
    width_px : int
        Width in pixels; a page is at most as wide.

    Returns
    -------
    bytes
        What to write.
    """
    switched = suffix == ".html" and language == "both"
    shown = network_map_of(tables, plan, year, Voice("switch" if switched else language))
    picture = draw(shown)
    if suffix == ".html":
        return _page(picture, shown.title, language, width_px).encode()
    if suffix == ".svg":
        return standing_alone(picture, width_px).encode()
    return rasterised(picture, width_px)


def _page(picture: Markup, title: Text, language: str, width_px: int) -> str:
    """Return a page that holds the picture, and a switch of languages."""
    return render_page(
        "scenarios.maps",
        "map.html",
        lang="en" if language == "en" else "zh",
        switch=language == "both",
        title=title,
        family=FAMILY,
        width=width_px,
        picture=picture,
    )


def standing_alone(picture: Markup, width_px: int) -> str:
    """Return a picture as a file of its own that holds its type.

    Parameters
    ----------
    picture : markupsafe.Markup
        An ``svg`` element.
    width_px : int
        Width in pixels.

    Returns
    -------
    str
        An SVG document.
    """
    style = f"<style>{font_faces(str(picture))}</style>"
    head = f'<svg width="{width_px}" font-family="{FAMILY}, sans-serif" '
    opened = str(picture).replace("<svg ", head, 1)
    start = opened.index(">") + 1
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + opened[:start] + style + opened[start:]


def rasterised(picture: Markup, width_px: int) -> bytes:
    """Return a picture as PNG, drawn with the fonts of the program and no others.

    The parameters are those of :func:`standing_alone`.

    Returns
    -------
    bytes
        The PNG file.
    """
    with tempfile.TemporaryDirectory(prefix="landsea-") as folder:
        fonts = [str(path) for path in unpack_fonts(Path(folder))]
        return resvg_py.svg_to_bytes(
            svg_string=str(picture),
            width=width_px,
            background="#ffffff",
            skip_system_fonts=True,
            font_files=fonts,
            font_family=FAMILY,
            sans_serif_family=FAMILY,
        )


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that it is there whole or not at all.

    Parameters
    ----------
    path : Path
        The file; its folder is made where it is missing.
    content : bytes
        What it shall hold.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    staging = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        staging.write_bytes(content)
        staging.replace(path)
    except BaseException:
        staging.unlink(missing_ok=True)
        raise
