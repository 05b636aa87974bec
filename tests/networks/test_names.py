from __future__ import annotations

import pandas as pd
import pytest

from networks.names import PlaceNames, UnknownPlaceError, place_names, plain
from scenarios.tables.reading import read_tables


@pytest.fixture(scope="module")
def names() -> PlaceNames:
    tables = read_tables()
    return place_names(tables["places"], tables["cities"])


@pytest.mark.parametrize(
    ("text", "mode", "place"),
    [
        ("Nanning", "any", "NNG"),
        ("nanning", "inland_water", "NNG"),
        ("南宁", "rail", "NNG"),
        ("钦州", "road", "QZH"),
        ("钦州", "rail", "QZH"),
        ("Qinzhou", "inland_water", "QZP"),
        ("Qinzhou", "sea", "QZP"),
        ("Chongqing", "rail", "CHQ_TJC"),
        ("重庆", "any", "CHQ_TJC"),
        ("Guigang", "any", "GGG"),
        ("guigang", "inland_water", "guigang"),  # the id of the locks, as written
        ("guigang", "rail", "GGG"),  # locks have no rail, the city has
        ("guigang", "any", "GGG"),  # by any mode a city comes before its dam
        ("昆明市", "road", "KMG"),
        ("hechi", "inland_water", "hechi_donglan"),
        ("Guangzhou", "sea", "NSA"),
        ("Yunfu (Liudu)", "any", "yunfu"),
        (" nng ", "any", "NNG"),
        ("changzhou", "any", "changzhou"),
        ("长洲枢纽", "any", "changzhou"),
        ("Singapore", "sea", "singapore"),
    ],
)
def test_names_resolve(names: PlaceNames, text: str, mode: str, place: str) -> None:
    assert names.resolve(text, mode) == place


def test_every_place_resolves_by_its_id_and_names() -> None:
    tables = read_tables()
    names = place_names(tables["places"], tables["cities"])
    for row in tables["places"].to_dict("records"):
        mode = "inland_water" if row["kind"] == "lock" else "any"
        assert names.resolve(str(row["place_id"]), mode) == row["place_id"]
        for column in ("name_zh", "name_en"):
            assert names.resolve(str(row[column])) in names.modes_of


def test_every_city_resolves_in_each_of_its_modes(names: PlaceNames) -> None:
    for row in read_tables()["cities"].to_dict("records"):
        for mode in ("road", "rail", "inland_water", "sea"):
            if row[mode]:
                assert names.resolve(str(row["name_en"]), mode) == row[mode]
                assert names.resolve(str(row["name_zh"]), mode) == row[mode]


def test_unknown_names_get_the_nearest(names: PlaceNames) -> None:
    with pytest.raises(UnknownPlaceError) as caught:
        names.resolve("Nannin")
    assert caught.value.nearest[0] == "nanning"


def test_a_place_without_the_mode_says_what_it_has(names: PlaceNames) -> None:
    with pytest.raises(UnknownPlaceError) as caught:
        names.resolve("Kunming", "inland_water")
    assert caught.value.modes == ("road", "rail")
    assert caught.value.nearest == ()


def test_plain_drops_brackets_case_and_spaces() -> None:
    assert plain(" Ho  Chi Minh City (Cat Lai)") == "ho chi minh city"
    assert plain("贵港（港区）") == "贵港"


def test_names_shared_by_places_take_the_one_with_the_mode() -> None:
    places = pd.DataFrame(
        [("A", "甲", "Twin", 1, 0), ("B", "乙", "Twin", 0, 1)],
        columns=["place_id", "name_zh", "name_en", "road", "rail"],
    ).assign(inland_water=0, sea=0)
    cities = pd.DataFrame(columns=["name_zh", "name_en", "other_names", "road", "rail"])
    names = place_names(places, cities)
    assert (names.resolve("twin", "road"), names.resolve("twin", "rail")) == ("A", "B")
