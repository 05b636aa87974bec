"""A day at one lock as a page: chambers to scale with their vessels, and a cursor over the day."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from scenarios.display import svg
from scenarios.display.pages import render_page
from scenarios.display.words import Text, word
from scenarios.fonts import FAMILY
from scenarios.waterway.day_frame import LEFT, RIGHT, VOICE, WIDTH
from scenarios.waterway.day_picture import day_finding, day_picture, size_of

if TYPE_CHECKING:
    from scenarios.waterway.day import LineDay, LockDay, Moored

_METRE_PX = 1.6
_APPROACH_M = 100.0
_LIFT_M = (120.0, 16.0)
"""Size at which a chamber of unknown size is drawn; its vessels are not."""
_ROW_GAP, _HEAD = 26.0, 30.0
_STATES = ("idle", "entering", "levelling", "leaving", "turning", "closed")


def day_page(day: LockDay) -> str:
    """Return the page of a day at a lock.

    Parameters
    ----------
    day : LockDay
        The day.

    Returns
    -------
    str
        HTML that needs nothing else, no network and no fonts of the machine.
    """
    diagram, chambers = day_picture(day), _chambers(day)
    finding = day_finding(day)
    words = {key: _both(word(f"waterway.state.{key}")) for key in _STATES}
    words |= {"down": _both(word("waterway.down")), "up": _both(word("waterway.up"))}
    return render_page(
        "scenarios.waterway",
        "day.html",
        title=f"{finding.zh} · {finding.en}",
        family=FAMILY,
        width=int(WIDTH),
        play=word("waterway.play"),
        pause=word("waterway.pause"),
        time=word("waterway.time"),
        chambers=chambers,
        diagram=diagram,
        data=_script_data(_data(day, words)),
    )


def picture_page(picture: Markup) -> str:
    """Return a page that shows a picture and does not move.

    Parameters
    ----------
    picture : markupsafe.Markup
        An ``svg`` element.

    Returns
    -------
    str
        HTML that needs nothing else.
    """
    return render_page(
        "scenarios.waterway",
        "picture.html",
        family=FAMILY,
        width=int(WIDTH),
        picture=picture,
    )


def _both(text: Text) -> str:
    """Return a text in both languages on one line."""
    return f"{text.zh} {text.en}"


def _script_data(data: dict[str, Any]) -> Markup:
    """Return JSON that cannot end the script around it."""
    text = json.dumps(data, ensure_ascii=False, allow_nan=False)
    return Markup(text.replace("<", "\\u003c"))  # noqa: S704 - no markup is left


def _size_m(line: LineDay) -> tuple[float, float]:
    """Return the size at which a chamber is drawn."""
    if math.isnan(line.length_m) or math.isnan(line.width_m):
        return _LIFT_M
    return line.length_m, line.width_m


def _tops(day: LockDay) -> list[float]:
    """Return where each chamber begins, and where the last one ends."""
    tops = [_HEAD]
    for line in day.lines:
        tops.append(tops[-1] + _METRE_PX * _size_m(line)[1] + _ROW_GAP)
    return tops


def _chambers(day: LockDay) -> Markup:
    """Return the empty chambers to scale; the script moves vessels through them."""
    tops = _tops(day)
    longest = max(_size_m(line)[0] for line in day.lines)
    right = LEFT + _METRE_PX * (2 * _APPROACH_M + longest)
    upper: dict[str, object] = {"font_size": 12, "fill": svg.GREY}
    parts: list[Markup] = [
        svg.element("rect", width=WIDTH, height=tops[-1], fill="#fff"),
        VOICE.write(LEFT, 18, word("waterway.upstream"), **upper),
        VOICE.write(right, 18, word("waterway.downstream"), text_anchor="end", **upper),
    ]
    for line, top in zip(day.lines, tops, strict=False):
        parts.append(_chamber(line, top, right))
    return svg.picture((WIDTH, tops[-1]), word("waterway.chambers", lock=day.name), parts)


def _chamber(line: LineDay, top: float, right: float) -> Markup:
    """Return walls, gates and approaches of one chamber, and places for the script to write."""
    length, width = (_METRE_PX * one for one in _size_m(line))
    left, middle = LEFT + _METRE_PX * _APPROACH_M, top + width / 2
    clip = f"clip-{line.line}"
    box: dict[str, object] = {"x": left, "y": top, "width": length, "height": width}
    water: dict[str, object] = {"y": top, "height": width, "fill": "#EDF4F9"}
    gates = [
        svg.element("line", x1=x, x2=x, y1=top, y2=top + width, stroke=svg.INK, stroke_width=3)
        for x in (left, left + length)
    ]
    return svg.group(
        (
            svg.element(
                "clipPath",
                svg.element(
                    "rect", x=LEFT, y=top, width=length + 2 * left - 2 * LEFT, height=width
                ),
                id=clip,
            ),
            svg.element("rect", x=LEFT, width=left - LEFT, **water),
            svg.element("rect", x=left + length, width=left - LEFT, **water),
            svg.element("rect", class_="water", fill="#CFE1EE", **box),
            svg.element("g", "", class_="vessels", clip_path=f"url(#{clip})"),
            svg.element("rect", fill="none", stroke=svg.INK, stroke_width=1, **box),
            *gates,
            VOICE.write(20, middle, word("waterway.line", line=line.line), font_size=14),
            svg.words_at(20, middle + 16, size_of(line), font_size=11, fill=svg.GREY),
            svg.element("text", "", x=right + 16, y=middle + 5, font_size=13, class_="state"),
        ),
        class_="chamber",
        id=f"chamber-{line.line}",
    )


def _data(day: LockDay, words: dict[str, str]) -> dict[str, Any]:
    """Return what the script needs: times in minutes, lengths in pixels."""
    return {
        "words": words,
        "cursor": {"left": LEFT, "right": WIDTH - RIGHT},
        "lines": [_line_data(line, top) for line, top in zip(day.lines, _tops(day), strict=False)],
    }


def _line_data(line: LineDay, top: float) -> dict[str, Any]:
    """Return the events of a line."""
    length, width = _size_m(line)
    return {
        "line": line.line,
        "left": LEFT + _METRE_PX * _APPROACH_M,
        "top": top,
        "length": _METRE_PX * length,
        "move": [round(60 * one, 2) for one in line.move_h],
        "turns": [[_minutes(begin), _minutes(end)] for begin, end in line.turns],
        "closures": [[_minutes(one[0]), _minutes(one[1])] for one in line.closures],
        "lockages": [
            {
                "start": _minutes(one.start_h),
                "end": _minutes(one.end_h),
                "up": one.direction,
                "vessels": [
                    _vessel(vessel, (length, width), one.direction)
                    for vessel in one.vessels
                    if not math.isnan(vessel.forward_m)
                ],
                "count": len(one.vessels),
            }
            for one in line.lockages
        ],
    }


def _minutes(hour: float) -> float:
    """Return an hour of the day in minutes."""
    return round(60 * hour, 1)


def _vessel(vessel: Moored, size_m: tuple[float, float], direction: int) -> list[float]:
    """Return place and size in pixels, minutes of entry and exit, and whether it is laden.

    Downstream is at the right. The head of the chamber is where vessels leave it, and left is as
    seen in their direction of travel.
    """
    length_m, width_m = size_m
    if direction:
        x, y = vessel.forward_m, width_m - vessel.left_m - vessel.beam_m
    else:
        x, y = length_m - vessel.forward_m - vessel.length_m, vessel.left_m
    place = [_METRE_PX * one for one in (x, y, vessel.length_m, vessel.beam_m)]
    times = [_minutes(vessel.enter_h), _minutes(vessel.leave_h)]
    return [round(one, 1) for one in (*place, *times)] + [int(vessel.payload_t > 0)]
