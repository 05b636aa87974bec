"""Small helpers that write SVG: every attribute quoted, every text escaped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from scenarios.display.words import Text, as_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Point = tuple[float, float]

MODE_COLOURS = {"road": "#E08214", "rail": "#2D2D2D", "inland_water": "#1F6FB2", "sea": "#A9D3EA"}
MODE_INKS = {"road": "#000", "rail": "#fff", "inland_water": "#fff", "sea": "#000"}
LESS, MORE = "#0B5C8A", "#B35806"
INK, GREY, FAINT = "#1A1F24", "#5B6670", "#C9D0D6"


def _written(value: object) -> str:
    """Return an attribute's value; numbers with at most one decimal."""
    if isinstance(value, float):
        return f"{value:.1f}".removesuffix(".0")
    return str(value)


def element(name: str, /, *children: str, **attributes: object) -> Markup:
    """Return one element.

    Parameters
    ----------
    name : str
        Name of the element.
    *children : str
        Content, escaped unless it is markup.
    **attributes : object
        Attributes: underscores become hyphens, a trailing one is dropped, None is left out.

    Returns
    -------
    markupsafe.Markup
        The element with all attributes quoted.

    Examples
    --------
    >>> element("line", x1=0.0, stroke_width=1.25)
    Markup('<line x1="0" stroke-width="1.2"/>')
    """
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(_written(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    if not children:
        return Markup(f"<{name}{written}/>")  # noqa: S704 - escaped
    content = "".join(escape(child) for child in children)
    return Markup(f"<{name}{written}>{content}</{name}>")  # noqa: S704 - escaped


def group(children: Iterable[str], **attributes: object) -> Markup:
    """Return a group of elements.

    Parameters
    ----------
    children : iterable of str
        The elements.
    **attributes : object
        Attributes of the group.

    Returns
    -------
    markupsafe.Markup
        A ``g`` element.
    """
    return element("g", "", *children, **attributes)


def words_at(x: float, y: float, text: Text | str, **attributes: object) -> Markup:
    """Return a text in both languages at a point.

    Parameters
    ----------
    x, y : float
        Where its anchor stands.
    text : Text or str
        What it says.
    **attributes : object
        Attributes of the text elements.

    Returns
    -------
    markupsafe.Markup
        One ``text`` element, or one for each language where they differ.
    """
    both = as_text(text)
    if both.zh == both.en:
        return element("text", both.zh, x=x, y=y, **attributes)
    own = str(attributes.pop("class_", ""))
    return Markup().join(
        element("text", said, x=x, y=y, class_=f"{own} {language}".strip(), **attributes)
        for language, said in (("zh", both.zh), ("en", both.en))
    )


def path(points: Sequence[Point], **attributes: object) -> Markup:
    """Return a line through `points`.

    Parameters
    ----------
    points : sequence of (float, float)
        At least two points.
    **attributes : object
        Attributes of the path.

    Returns
    -------
    markupsafe.Markup
        A ``path`` element without fill.
    """
    return paths([points], **attributes)


def paths(lines: Iterable[Sequence[Point]], **attributes: object) -> Markup:
    """Return several lines as one element.

    Parameters
    ----------
    lines : iterable of sequence of (float, float)
        Lines of at least two points.
    **attributes : object
        Attributes of the path.

    Returns
    -------
    markupsafe.Markup
        A ``path`` element without fill.
    """
    drawn = "M".join(
        "L".join(f"{_written(float(x))},{_written(float(y))}" for x, y in line) for line in lines
    )
    return element("path", d=f"M{drawn}", **{"fill": "none", **attributes})


def picture(
    size: tuple[float, float], alt: Text, children: Iterable[str], class_: str = ""
) -> Markup:
    """Return a whole picture with its alternative text in both languages.

    Parameters
    ----------
    size : (float, float)
        Width and height of the view box.
    alt : Text
        What the picture says, in a sentence.
    children : iterable of str
        Its elements.
    class_ : str
        Class of the element.

    Returns
    -------
    markupsafe.Markup
        An ``svg`` element.
    """
    width, height = size
    return element(
        "svg",
        "",
        *children,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {_written(float(width))} {_written(float(height))}",
        class_=class_ or None,
        role="img",
        aria_label=alt.zh,
        data_label_zh=alt.zh,
        data_label_en=alt.en,
    )


def hatch(identity: str) -> Markup:
    """Return the pattern of inland water: white diagonals on blue.

    Parameters
    ----------
    identity : str
        Id of the pattern, unique on the page.

    Returns
    -------
    markupsafe.Markup
        A ``defs`` element.
    """
    ground = element("rect", width=7, height=7, fill=MODE_COLOURS["inland_water"])
    stripe = element("rect", width=1.6, height=7, fill="#fff", opacity=0.6)
    pattern = element(
        "pattern",
        ground,
        stripe,
        id=identity,
        width=7,
        height=7,
        patternUnits="userSpaceOnUse",
        patternTransform="rotate(45)",
    )
    return element("defs", pattern)
