"""An error over many rows says how many are wrong, and shows the first."""

import numpy as np
import pandas as pd
import pytest

from polos.errors import WrongRows
from polos.tables.indicators import Indicators
from polos.tables.plants import Plants
from polos.tables.points import Points

PLACES = pd.DataFrame(
    {"x": [0.0, 1, 2], "y": [0.0, 1, 2], "a": ["bread", "bread", "chips"], "w": [1.0, 2, 3]}
)


def points(**changed):
    return Points.from_frame(PLACES.assign(**changed), x="x", y="y", activity="a", weight="w")


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"x": [0.0, np.nan, np.nan]}, "2 plants .* the first in row 2: x (None|nan), y 1.0, activity bread"),
        ({"y": [0.0, 1, np.inf]}, "1 plants .* the first in row 3: x 2.0, y inf"),
        ({"w": [-4.0, 2, 3]}, "1 plants .* the first in row 1: .* weight -4.0"),
    ],
)
def test_the_first_place_that_is_wrong_is_shown(changed, says):
    with pytest.raises(WrongRows, match=says):
        points(**changed)


def test_the_first_plant_that_is_wrong_is_shown():
    frame = PLACES.assign(w=[1.0, -2, np.nan])
    with pytest.raises(WrongRows, match=r"2 plants .* the first in row 2: territory 1.0, .* size -2.0"):
        Plants.from_frame(frame.assign(x=["0.0", "1.0", "2.0"]), territory="x", activity="a", size="w")


def test_an_indicator_that_is_infinite_or_twice_is_named():
    frame = pd.DataFrame({"t": ["n", "s"], "u": [1.0, np.inf]})
    with pytest.raises(WrongRows, match="1 infinite values, the first inf for 's', 'u'"):
        Indicators.from_frame(frame, territory="t", variables=["u"])
    with pytest.raises(WrongRows, match="the variable 'u' more than once"):
        Indicators.from_frame(frame, territory="t", variables=["u", "u"])
    with pytest.raises(WrongRows, match="the territory 'n' more than once"):
        Indicators.from_frame(frame.assign(t="n", u=1.0), territory="t", variables=["u"])
