"""One way to make every page: templates with escaping on, and the type that the page needs in it.

A page's own templates come first; what all pages share stands in ``templates`` beside this module:
the head, the switch of languages with its script, and the style.
"""

from __future__ import annotations

from functools import cache

import jinja2

from scenarios.display.words import word
from scenarios.fonts import font_faces

_FONTS = "/* fonts */"


@cache
def _environment(package: str) -> jinja2.Environment:
    """Return the templates of a package and the shared ones, with escaping on."""
    environment = jinja2.Environment(
        loader=jinja2.ChoiceLoader(
            [jinja2.PackageLoader(package), jinja2.PackageLoader("scenarios.display")]
        ),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["t"] = word
    return environment


def render_page(package: str, template: str, /, **values: object) -> str:
    """Return a page of a package, complete in itself.

    Parameters
    ----------
    package : str
        Package that holds the template in its folder ``templates``.
    template : str
        Name of the template; it says ``/* fonts */`` where the style rules of the type go.
    **values : object
        What the template shows.

    Returns
    -------
    str
        HTML that needs nothing else, no network and no fonts of the machine.
    """
    page = _environment(package).get_template(template).render(**values)
    return page.replace(_FONTS, font_faces(page), 1)
