"""Points stand where the outlines were drawn, and arcs take the shortest way."""

import json
import math
from itertools import pairwise

import pytest

from polos_web.ui.assets import built
from polos_web.ui.maps import Arc, Mark, angular_distance, great_circle, lambert, plates

DRAWN = json.loads(built("plates.json").read_text(encoding="utf-8"))


def mark(longitude, latitude, kind="EU", *, is_whole=False, emphasis=""):
    return Mark(longitude, latitude, kind, "a place", "/en/", is_whole, emphasis)


@pytest.mark.parametrize("plate", DRAWN, ids=lambda plate: plate["name"])
def test_points_stand_where_d3_puts_them(plate):
    """The build writes points as d3-geo projects them; the server's own formula gives the same."""
    assert len(plate["points"]) >= 8
    for check in plate["points"]:
        x, y = plates()[plate["name"]].place(*check["point"])
        assert (x, y) == pytest.approx(check["at"], abs=1e-6)


def test_the_centre_is_the_origin_and_the_projection_keeps_areas():
    """A small square has the same area near the centre and far from it, up to the cosine of its latitude."""
    assert lambert(math.radians(-38), math.radians(16), centre=(-38, 16)) == pytest.approx((0, 0), abs=1e-12)

    def area(longitude, latitude, size=0.01):
        corners = [(0, 0), (size, 0), (size, size), (0, size)]
        places = [
            lambert(math.radians(longitude + a), math.radians(latitude + b), centre=(-38, 16))
            for a, b in corners
        ]
        turned = [*places[1:], places[0]]
        return abs(sum(x * v - u * y for (x, y), (u, v) in zip(places, turned, strict=True))) / 2

    near, far = area(-38, 16), area(25, 60)
    assert far / near == pytest.approx(math.cos(math.radians(60)) / math.cos(math.radians(16)), rel=1e-3)


def test_a_great_circle_begins_and_ends_where_asked_and_is_the_shortest():
    colima, extremadura = (-103.72, 19.24), (-6.15, 39.19)
    way = great_circle(colima, extremadura)
    assert way[0] == pytest.approx(colima) and way[-1] == pytest.approx(extremadura)
    steps = [angular_distance(a, b) for a, b in pairwise(way)]
    assert sum(steps) == pytest.approx(angular_distance(colima, extremadura), rel=1e-9)


def test_a_quarter_of_the_equator_is_a_right_angle():
    assert angular_distance((0, 0), (90, 0)) == pytest.approx(math.pi / 2)
    assert great_circle((10, 20), (10, 20)) == [(10, 20), (10, 20)]


def test_a_plate_shows_its_own_part_of_the_world():
    """Martinique is EU and lies in the Caribbean: it stands on the American sheet."""
    martinique, warsaw = mark(-61.01, 14.65), mark(21.0, 52.2)
    assert [place.mark for place in plates()["america"].placed([martinique, warsaw])] == [martinique]
    assert [place.mark for place in plates()["europe"].placed([martinique, warsaw])] == [warsaw]
    assert len(plates()["atlantic"].placed([martinique, warsaw])) == 2
    assert not plates()["atlantic"].shows(140, -30)


def test_nations_lie_below_and_the_chosen_place_on_top():
    marks = [mark(2, 47, emphasis="strong"), mark(10, 45), mark(19, 47, is_whole=True)]
    placed = [place.mark for place in plates()["europe"].placed(marks)]
    assert placed == [marks[2], marks[1], marks[0]]


def test_a_window_stays_within_the_picture():
    plate = plates()["europe"]
    left, top, width, height = map(float, plate.window([mark(33.4, 35.1)], least=240).split())
    assert left >= 0 and top >= 0 and left + width <= plate.width + 1 and top + height <= plate.height + 1


def test_an_arc_is_a_path_from_place_to_place():
    plate = plates()["atlantic"]
    path = plate.line(Arc((-103.72, 19.24), (-6.15, 39.19)))
    x, y = plate.place(-103.72, 19.24)
    assert path.startswith(f"M{round(x, 1):g} {round(y, 1):g}L") and path.count("L") == 24


@pytest.mark.parametrize("name", ["atlantic", "america", "europe"])
def test_outlines_are_light(name):
    """What travels is compressed; each sheet stays under 40 kB and is fetched once."""
    assert built(plates()[name].picture.rsplit("/", 1)[1] + ".br").stat().st_size < 40_000
