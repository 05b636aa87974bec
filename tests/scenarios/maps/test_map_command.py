"""``landsea network map``: whole files in three formats, and nothing when the input is wrong."""

from __future__ import annotations

import re
import struct
import zlib
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from scenarios.cli import main
from scenarios.display import svg
from scenarios.display.words import Text
from scenarios.maps import files

if TYPE_CHECKING:
    from pathlib import Path


def run(*words: object) -> int:
    return main(["network", "map", *(str(word) for word in words)])


class Addresses(HTMLParser):
    """Gathers what a page would load."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = ("src", "srcset", "href", "xlink:href", "data", "action")
        self.found += [value or "" for name, value in attrs if name in names]
        assert tag not in ("iframe", "object", "embed", "image", "img")


def pixels(content: bytes) -> tuple[int, int, bytes]:
    """Return width, height and the filtered rows of a PNG file."""
    assert content.startswith(b"\x89PNG\r\n\x1a\n")
    start, packed = 8, b""
    while start < len(content):
        length, kind = struct.unpack(">I4s", content[start : start + 8])
        if kind == b"IDAT":
            packed += content[start + 8 : start + 8 + length]
        start += length + 12
    width, height = struct.unpack(">II", content[16:24])
    return width, height, zlib.decompress(packed)


def test_a_page_is_complete_in_itself(tmp_path: Path) -> None:
    out = tmp_path / "deep" / "map.html"
    assert run("--out", out) == 0
    text = out.read_text("utf-8")
    assert Addresses(text).found == ["data:,"]
    assert set(re.findall(r"url\(([a-z:]{5})", text)) <= {"data:", "#netw"}
    assert "@import" not in text
    assert "default-src 'none'" in text
    assert "平陆运河" in text
    assert "Pinglu Canal" in text
    assert list(tmp_path.rglob("*.part")) == []


@pytest.mark.parametrize(
    ("lang", "there", "absent"), [("zh", "图例", "Nanning"), ("en", "Legend", "南宁")]
)
def test_a_page_in_one_language_has_no_switch(
    tmp_path: Path, lang: str, there: str, absent: str
) -> None:
    out = tmp_path / "map.html"
    assert run("--out", out, "--lang", lang) == 0
    text = out.read_text("utf-8")
    assert there in text
    assert absent not in text
    assert "<script" not in text


def test_a_vector_picture_is_xml_of_the_width_asked_for(tmp_path: Path) -> None:
    out = tmp_path / "map.svg"
    assert run("--out", out, "--width-px", 900) == 0
    root = ET.fromstring(out.read_bytes())  # noqa: S314
    assert root.get("width") == "900"
    assert "font/woff" in out.read_text("utf-8")


def test_pixels_have_the_width_asked_for_and_are_not_blank(tmp_path: Path) -> None:
    out = tmp_path / "map.png"
    assert run("--out", out, "--width-px", 800) == 0
    width, height, rows = pixels(out.read_bytes())
    assert width == 800
    assert 500 < height < 1200
    assert len(set(rows)) > 100


def test_chinese_is_drawn_without_any_font_of_the_system() -> None:
    said = [svg.words_at(0, 15, one, font_size=16) for one in ("平陆", "运河", "赢翠")]
    pictures = [svg.picture((60, 20), Text("图", "map"), [one]) for one in said]
    drawn = [pixels(files.rasterised(one, 60)) for one in pictures]
    assert len({one[2] for one in drawn}) == 3
    assert len({one[:2] for one in drawn}) == 1


def test_year_and_plan_change_the_picture(tmp_path: Path) -> None:
    outs = [tmp_path / f"{one}.svg" for one in ("a", "b", "c")]
    assert run("--out", outs[0], "--year", 2025) == 0
    assert run("--out", outs[1]) == 0
    assert run("--out", outs[2], "--plan", "water-first") == 0
    assert len({out.read_bytes() for out in outs}) == 3


def test_the_answer_is_also_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "map.svg"
    assert run("--out", out, "--json") == 0
    assert f'"bytes": {out.stat().st_size}' in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--out", "map.gif"], ".html, .svg, .png"),
        (["--out", "map"], "no kind of picture"),
        (["--out", "map.png", "--year", "1999"], "no year of the study"),
        (["--out", "map.png", "--lang", "fr"], "zh, en, both"),
        (["--out", "map.png", "--plan", "nowhere"], "unknown plan"),
        (["--out", "there.png"], "exists"),
        (["--out", "there.png/map.png"], "cannot be written"),
    ],
)
def test_wrong_input_is_told_and_nothing_is_written(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: list[str],
    said: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "there.png").write_bytes(b"mine")
    assert run(*words) == 2
    assert said in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["there.png"]
    assert (tmp_path / "there.png").read_bytes() == b"mine"


def test_all_faults_come_together(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--out", tmp_path / "map.gif", "--year", 1999, "--lang", "fr") == 2
    assert "3 faults" in capsys.readouterr().err


def test_an_older_file_is_replaced_when_asked(tmp_path: Path) -> None:
    out = tmp_path / "map.svg"
    out.write_bytes(b"old")
    assert run("--out", out, "--overwrite") == 0
    assert out.stat().st_size > 100_000


def test_a_broken_write_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "map.svg"
    out.write_bytes(b"old")

    def fail(*_: object) -> None:
        raise OSError

    monkeypatch.setattr("pathlib.Path.replace", fail)
    with pytest.raises(OSError):  # noqa: PT011 - any
        files.write_whole(out, b"new")
    assert [path.name for path in tmp_path.iterdir()] == ["map.svg"]
    assert out.read_bytes() == b"old"
