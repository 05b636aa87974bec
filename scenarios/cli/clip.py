"""Texts of any length and script in the fixed columns of the terminal."""


def clip(text: str, width: int) -> str:
    """Cut a text to a width, in ASCII; other letters become question marks.

    Parameters
    ----------
    text : str
        The text.
    width : int
        Most letters, two or more.

    Returns
    -------
    str
        The text, or its start and two dots.

    Examples
    --------
    >>> clip("a_place_with_a_long_name", 12)
    'a_place_wi..'
    """
    plain = text.encode("ascii", "replace").decode()
    return plain if len(plain) <= width else plain[: width - 2] + ".."


def place_label(place_id: str) -> str:
    """Return the id of a place as a name.

    Examples
    --------
    >>> place_label("changzhou"), place_label("QZP")
    ('Changzhou', 'QZP')
    """
    return place_id.replace("_", " ").title() if place_id.islower() else place_id
