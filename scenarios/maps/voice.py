"""In which language a picture speaks: one, both beside each other, or both to be switched."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup

from scenarios.display import svg
from scenarios.display.words import Text, as_text
from scenarios.fonts import text_width

Language = Literal["zh", "en", "both"]
SMALL = 0.78
"""Size of the English beside or below the Chinese."""


@dataclass(frozen=True)
class Voice:
    """How a picture says things.

    Attributes
    ----------
    language : str
        ``zh``, ``en``, ``both`` (Chinese with small English), or ``switch`` (both are in the
        picture and the page shows one).
    """

    language: Literal["zh", "en", "both", "switch"]

    @property
    def layouts(self) -> tuple[Language, ...]:
        """The languages for which labels are placed apart."""
        return ("zh", "en") if self.language == "switch" else (self.language,)

    def class_of(self, layout: Language) -> str | None:
        """Return the class of what is drawn for one language alone, None when all is shown."""
        return layout if self.language == "switch" else None

    def write(self, x: float, y: float, text: Text | str, **attributes: object) -> Markup:
        """Return a text on one line at a point."""
        said = as_text(text)
        if self.language == "switch" or said.zh == said.en:
            return svg.words_at(x, y, said, **attributes)
        if self.language != "both":
            return svg.words_at(x, y, str_of(said, self.language), **attributes)
        size = float(str(attributes.get("font_size", 13.0))) * SMALL
        small: dict[str, object] = {"font_size": size, "font_weight": 400, "dx": 0.45 * size}
        if attributes.get("fill") in (None, svg.INK):
            small["fill"] = svg.GREY
        return svg.element(
            "text", said.zh, svg.element("tspan", said.en, **small), x=x, y=y, **attributes
        )

    def width(self, text: Text | str, size: float, *, bold: bool = False) -> float:
        """Return how wide a text on one line is, in the wider of two languages."""
        said = as_text(text)
        widths = [text_width(one, size, bold=bold) for one in (said.zh, said.en)]
        if self.language == "both" and said.zh != said.en:
            return widths[0] + text_width(said.en, size * SMALL) + 0.45 * SMALL * size
        one_of = {"zh": widths[0], "en": widths[1]}
        return one_of.get(self.language, max(widths))

    def hover(self, text: Text) -> Markup:
        """Return the title that a reader sees who points at an element."""
        if self.language in ("zh", "en") or text.zh == text.en:
            return svg.element("title", str_of(text, self.language))
        return svg.element("title", Markup("{}\n{}").format(text.zh, text.en))

    def fitted(self, text: Text, size: float, room: float) -> Text:
        """Return a text, shortened where it is wider than `room`; the English goes first."""
        if self.width(text, size) <= room:
            return text
        if self.language == "both":
            return Text(_cut(text.zh, size, room), _cut(text.zh, size, room))
        return Text(_cut(text.zh, size, room), _cut(text.en, size, room))


def _cut(text: str, size: float, room: float) -> str:
    """Return a text with an ellipsis in place of what does not fit."""
    if text_width(text, size) <= room:
        return text
    while text and text_width(text + "\u2026", size) > room:
        text = text[:-1]
    return text + "\u2026"


def str_of(text: Text, language: str) -> str:
    """Return what a text says in a language."""
    return text.en if language == "en" else text.zh
