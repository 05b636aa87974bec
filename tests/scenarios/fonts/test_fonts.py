"""The type that comes with the program holds every letter that the program shows."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest

import scenarios
from scenarios import fonts

ttlib: Any = pytest.importorskip("fontTools.ttLib")
ROOT = Path(scenarios.__file__).parents[1]
PACKAGES = ("networks", "fleets", "transport", "scenarios")
SHOWN = (".csv", ".toml", ".html", ".js", ".css")
MAX_BYTES = 1_500_000


def files() -> list[Path]:
    return [
        path
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.suffix in SHOWN and path.parent.name != "fonts"
    ]


def opened(name: str) -> Any:  # noqa: ANN401 - fontTools is untyped
    return ttlib.TTFont(io.BytesIO(fonts.unpacked(fonts.file_content(name))))


def test_every_character_of_tables_plans_and_words_is_in_the_type() -> None:
    held = fonts.characters("basic") | fonts.characters("more")
    missing = {
        (path.name, one)
        for path in files()
        for one in path.read_text("utf-8")
        if one.isprintable() and one not in held
    }
    assert missing == set()


@pytest.mark.parametrize(
    ("name", "part"), list(zip(fonts.FILES, ("basic", "basic", "more"), strict=True))
)
def test_the_lists_of_characters_agree_with_the_files(name: str, part: str) -> None:
    assert {chr(one) for one in opened(name).getBestCmap()} == fonts.characters(part)


def test_the_widths_agree_with_the_files() -> None:
    for name, bold in zip(fonts.FILES, (False, True, False), strict=True):
        font = opened(name)
        widths = font["hmtx"]
        for code, glyph in font.getBestCmap().items():
            assert fonts.text_width(chr(code), 1000.0, bold=bold) == widths[glyph][0]


def test_the_type_is_small_and_carries_its_own_name_and_licence() -> None:
    folder = Path(fonts.__file__).parent
    assert sum(path.stat().st_size for path in folder.glob("*.woff")) < MAX_BYTES
    licence = (folder / "OFL.txt").read_text("utf-8")
    for said in ("© 2014-2021 Adobe", "SIL OPEN FONT LICENSE Version 1.1", "Reserved Font Name"):
        assert said in licence
    for name in fonts.FILES:
        names = opened(name)["name"]
        assert names.getDebugName(1) == fonts.FAMILY
        assert "Adobe" in names.getDebugName(0)
        assert "Open Font License" in names.getDebugName(13)


def test_a_page_holds_the_rare_characters_only_when_it_needs_them() -> None:
    rare = min(fonts.characters("more"))
    assert fonts.font_faces("平陆运河").count("@font-face") == 2
    assert f"U+{ord(rare):X}" in fonts.font_faces("平陆" + rare)


def test_another_file_is_refused() -> None:
    with pytest.raises(ValueError, match="no WOFF"):
        fonts.unpacked(b"OTTO" + bytes(60))
