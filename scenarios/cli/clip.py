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
