"""Event tables as files, and the pictures of a day made of them."""

from __future__ import annotations

import json
import re
from dataclasses import fields
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest

from networks import Chamber
from scenarios.cli import main
from scenarios.waterway.day import lock_day
from scenarios.waterway.day_frame import x_of
from scenarios.waterway.events import EventTables, RunClock, event_tables
from scenarios.waterway.time_distance import is_linked, lock_heights, movements, within_day
from transport.operations.lock import Hull, LockRules, LockSite
from transport.operations.waterway import Stretch, Trips, simulate_waterway

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser


@pytest.fixture(scope="session")
def events(recorded: Path) -> EventTables:
    return EventTables.read(recorded / "records")


@pytest.fixture(scope="session")
def cascade() -> EventTables:
    """Return two locks 40 km apart, four vessels down and one up, hour 0 at noon of 1 May."""
    rules = LockRules(look_ahead=8, min_fill_share=0.0, max_hold_h=0.0)
    locks = {
        name: LockSite((Chamber(name, "1", 200.0, 30.0, float("nan"), 60.0, 15.0),), rules)
        for name in ("upper", "lower")
    }
    down = [Stretch(1.0, "upper", 0), Stretch(4.0, "lower", 0), Stretch(1.0, "", 0)]
    up = [Stretch(1.0, "lower", 1), Stretch(4.0, "upper", 1), Stretch(1.0, "", 0)]
    trips = Trips(
        np.array([0.0, 0.1, 0.2, 3.0, 20.0]),
        np.array([0, 0, 0, 1, 0]),
        np.zeros(5, dtype=np.int64),
        np.ones(5),
    )
    hulls = [Hull(70.0, 14.0, 3000.0)]
    records, _ = simulate_waterway(trips, [down, up], hulls, locks, 23.0)
    places = {
        "upper": {"river_km": 40.0, "name_zh": "上闸", "name_en": "Upper"},
        "lower": {"river_km": 0.0, "name_zh": "下闸", "name_en": "Lower"},
    }
    table = pd.DataFrame(hulls * 5)
    clock = RunClock(pd.Timestamp(2030, 5, 1, 12), 0.0, 23.0)
    none = pd.DataFrame(columns=["lock", "line", "from", "to", "reason"])
    return event_tables(records, table, clock, locks, none, places)


def written(folder: Path, tables: EventTables) -> Path:
    folder.mkdir()
    tables.write(folder / "records")
    return folder


def test_records_say_when_and_where(events: EventTables) -> None:
    passages, lockages = events.passages, events.lockages
    assert passages["start"].dtype == "datetime64[ms]"
    assert (passages["arrive"] <= passages["start"]).all()
    assert (passages["start"] < passages["end"]).all()
    counted = passages.groupby("lockage").size()
    assert (lockages.set_index("lockage")["vessels"] == counted).all()
    assert passages["end"].min() > pd.Timestamp(2025, 8, 1)
    assert set(passages["direction"]) == {"down", "up"}
    assert {"length_m", "beam_m", "dwt_t", "draught_m", "payload_t"} <= set(passages)


def test_records_hold_the_vessels_of_the_first_replication(
    recorded: Path, events: EventTables
) -> None:
    manifest = json.loads((recorded / "manifest.json").read_text(encoding="utf-8"))
    months = pd.read_csv(recorded / "months.csv")
    row = months[(months["month"] == "2025-08") & (months["variable"] == "vessels")].iloc[0]
    begun = events.passages["start"].between("2025-08-01", "2025-09-01", inclusive="left").sum()
    assert manifest["records"] is True
    assert abs(begun - row["mean"]) <= row["high"] - row["mean"] + 1e-6


def test_nothing_starts_while_the_line_is_shut(events: EventTables) -> None:
    closure = events.closures.iloc[0]
    assert (closure["lock"], closure["line"], closure["reason"]) == ("naji", "1", "检修")
    assert (closure["start"], closure["end"]) == (
        pd.Timestamp(2025, 8, 10),
        pd.Timestamp(2025, 8, 13),
    )
    inside = events.lockages["start"].between(closure["start"], closure["end"], inclusive="left")
    assert not inside.any()


def test_vessels_called_first_lie_furthest_forward() -> None:
    rules = LockRules(look_ahead=8, min_fill_share=0.0, max_hold_h=0.0, marked_first=True)
    site = LockSite((Chamber("L", "1", 200.0, 15.0, float("nan"), 60.0, 15.0),), rules)
    hulls = [Hull(60.0, 14.0, 900.0), Hull(120.0, 14.0, 3000.0)]
    trips = Trips(
        np.array([0.0, 0.1, 0.2]),
        np.zeros(3, dtype=np.int64),
        np.array([0, 0, 1]),
        np.ones(3),
        first=np.array([False, False, True]),
    )
    route = [Stretch(0.0, "L", 0), Stretch(1.0, "", 0)]
    records, _ = simulate_waterway(trips, [route], hulls, {"L": site}, 20.0)
    events = event_tables(
        records,
        pd.DataFrame([hulls[kind] for kind in trips.hull]),
        RunClock(pd.Timestamp(2030, 5, 1), 0.0, 20.0),
        {"L": site},
        pd.DataFrame(columns=["lock", "line", "from", "to", "reason"]),
        {"L": {"river_km": 0.0, "name_zh": "闸", "name_en": "Lock"}},
    )
    (line,) = lock_day(events, "L", "2030-05-01").lines
    # At 1.25 h both wait: the long one, which came later, enters first; all leave at one instant.
    places = [(one.length_m, one.forward_m) for one in line.lockages[1].vessels]
    assert places == [(120.0, 0.0), (60.0, 120.0)]


def test_every_vessel_has_its_place_and_none_overlap(events: EventTables) -> None:
    for number in range(1, 6):
        day = lock_day(events, "naji", f"2025-08-{number:02d}")
        (line,) = day.lines
        assert line.lockages
        for lockage in line.lockages:
            boxes = [
                (one.forward_m, one.left_m, one.length_m, one.beam_m) for one in lockage.vessels
            ]
            assert all(
                x >= 0 and y >= 0 and x + a <= 190 + 1e-6 and y + b <= 12 + 1e-6
                for x, y, a, b in boxes
            )
            for i, one in enumerate(boxes):
                for other in boxes[:i]:
                    assert any(
                        one[k] + one[k + 2] <= other[k] + 1e-6
                        or other[k] + other[k + 2] <= one[k] + 1e-6
                        for k in (0, 1)
                    )


def test_the_queue_of_a_day_counts_arrivals_and_starts(events: EventTables) -> None:
    day = lock_day(events, "naji", "2025-08-11")
    midnight = pd.Timestamp(2025, 8, 12)
    for direction, (hour, count) in zip(("down", "up"), day.queues, strict=True):
        assert hour[0] == 0
        assert (np.diff(hour) >= 0).all()
        assert (np.diff(count) > 0).all()  # shut: vessels only come
        rows = events.passages[events.passages["direction"] == direction]
        there = ((rows["arrive"] <= midnight) & (rows["start"] > midnight)).sum()
        assert count[-1] == there


def test_a_day_as_page_picture_and_pixels(
    recorded: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for suffix in (".html", ".svg", ".png"):
        out = tmp_path / f"day{suffix}"
        words = ["waterway", "animate", str(recorded), "--day", "2025-08-09", "--out", str(out)]
        capsys.readouterr()
        assert main([*words, "--json"]) == 0
        answer = json.loads(capsys.readouterr().out)
        assert (answer["lock"], answer["day"]) == ("naji", "2025-08-09")
        assert out.stat().st_size == answer["bytes"]
    assert (tmp_path / "day.png").read_bytes().startswith(b"\x89PNG")
    picture = (tmp_path / "day.svg").read_text(encoding="utf-8")
    events = EventTables.read(recorded / "records")
    (line,) = lock_day(events, "naji", "2025-08-09").lines
    assert len(re.findall(r'class="lockage (?:down|up)"', picture)) == len(line.lockages)
    assert "那吉枢纽2025-08-09" in picture
    page = (tmp_path / "day.html").read_text(encoding="utf-8")
    assert "http-equiv" in page
    assert not re.search(r'(?:src|href)="(?!data:)', page)


def test_a_closure_is_hatched_with_its_reason(recorded: Path, tmp_path: Path) -> None:
    out = tmp_path / "day.svg"
    words = ["waterway", "animate", str(recorded), "--day", "2025-08-11", "--out", str(out)]
    assert main(words) == 0
    picture = out.read_text(encoding="utf-8")
    assert "检修" in picture
    assert 'fill="url(#closed)"' in picture


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--day", "2025-12-01"), "option.day"),
        (("--day", "2025-08-32"), "option.day"),
        (("--lock", "nowhere"), "option.lock"),
        (("--out", "day.txt"), "option.out"),
    ],
)
def test_wrong_options_are_refused(
    recorded: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], code: str
) -> None:
    capsys.readouterr()
    assert main(["waterway", "animate", str(recorded), *words, "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["faults"][0]["code"] == code


def test_a_folder_without_records_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["waterway", "animate", str(tmp_path), "--json"]) == 2
    fault = json.loads(capsys.readouterr().out)["faults"][0]
    assert fault["code"] == "records.missing"
    (tmp_path / "records").mkdir()
    assert main(["waterway", "animate", str(tmp_path), "--json"]) == 2
    assert not (tmp_path / "day.html").exists()


def test_a_cascade_joins_locks_by_the_way_of_each_vessel(cascade: EventTables) -> None:
    assert is_linked(cascade)
    moves = movements(cascade, "2030-05-01")
    # down: arrive at 13:00, locked 13:00-14:00 alone, then the others; 4 h to the lower lock
    first = moves[moves["trip"] == 0].to_dict("records")
    assert [(row["a"], row["b"], row["begin"], row["end"]) for row in first] == [
        ("upper", "lower", 14.0, 18.0)
    ]
    upbound = moves[moves["direction"] == "up"].to_dict("records")
    assert [(row["a"], row["b"]) for row in upbound] == [("lower", "upper")]
    assert set(moves["trip"]) == {0, 1, 2, 3}


def test_a_cascade_is_drawn_as_a_time_distance_diagram(
    cascade: EventTables, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = written(tmp_path / "run", cascade)
    for suffix in (".html", ".svg"):
        out = tmp_path / f"day{suffix}"
        words = ["waterway", "animate", str(folder), "--day", "2030-05-01", "--out", str(out)]
        assert main(words) == 0
        picture = out.read_text(encoding="utf-8")
        assert "上闸" in picture
        assert "上闸 40 km" in picture
        assert re.search(r'class="way down"', picture)
        assert re.search(r'class="way up"', picture)
    capsys.readouterr()
    assert main(["waterway", "animate", str(folder), "--lock", "Lower", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["lock"] == "lower"


def test_heights_follow_the_distance_and_keep_apart() -> None:
    heights = lock_heights({"a": 500.0, "b": 499.0, "c": 498.0, "d": 0.0})
    values = list(heights.values())
    assert values == sorted(values)
    assert min(np.diff(values)) > 25
    many = list(lock_heights({str(i): -float(i) / 100 for i in range(30)}).values())
    assert many == sorted(many)
    assert many[-1] <= 740


def test_locks_simulated_apart_share_no_trip(events: EventTables) -> None:
    joined = EventTables.joined([events, events])
    assert joined.passages["trip"].nunique() == 2 * events.passages["trip"].nunique()
    assert joined.lockages["lockage"].is_unique
    assert {len(getattr(joined, one.name)) for one in fields(joined)} >= {2 * len(events.passages)}


@pytest.mark.browser
def test_the_page_moves_vessels_offline(recorded: Path, tmp_path: Path, browser: Browser) -> None:
    out = tmp_path / "day.html"
    assert (
        main(["waterway", "animate", str(recorded), "--day", "2025-08-14", "--out", str(out)]) == 0
    )
    (line,) = lock_day(EventTables.read(recorded / "records"), "naji", "2025-08-14").lines
    lockage = next(one for one in line.lockages if one.start_h > 1)
    minute = 60 * (max(one.enter_h for one in lockage.vessels) + line.move_h[0]) + 1
    troubles: list[str] = []
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.on("console", lambda message: troubles.append(message.text))
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("request", lambda request: troubles.append(request.url))
    page.goto(out.as_uri())
    set_time = (
        "now => { const one = document.getElementById('time'); one.value = now;"
        "one.dispatchEvent(new Event('input')); }"
    )
    page.evaluate(set_time, minute)
    assert page.locator(".vessels g:visible").count() == len(lockage.vessels)
    assert "levelling" in str(page.locator(".state").text_content())
    before = cursor(page)
    page.click("#play")
    for _ in range(100):
        if cursor(page) > before + 2:
            break
        page.wait_for_timeout(100)
    assert cursor(page) > before + 2
    assert "Pause" in page.locator("#play").inner_text()
    page.click("#play")
    page.set_viewport_size({"width": 390, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.close()
    assert [one for one in troubles if not one.startswith(("file:", "data:"))] == []


def cursor(page: Any) -> float:  # noqa: ANN401 - a page of Playwright
    """Return where the cursor stands."""
    return float(page.evaluate("document.getElementById('cursor').x1.baseVal.value"))


def test_a_way_over_midnight_is_cut_and_not_bent() -> None:
    ends = within_day((22.0, 100.0), (26.0, 300.0))
    assert ends == ((x_of(22), 100.0), (x_of(24), 200.0))
    assert within_day((-1.0, 300.0), (3.0, 100.0)) == ((x_of(0), 250.0), (x_of(3), 100.0))
