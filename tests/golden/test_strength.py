"""Rules of strength against published flags."""

import numpy as np
import polars as pl
import pytest

from polos import measures
from polos.measures.results import Grid
from polos.parameters.strength import Quantity, strength_rule
from polos.tables.matrix import Matrix

pytestmark = pytest.mark.shared


def published(shared, column: str) -> Matrix:
    rows = pl.read_parquet(shared / "data/us_clusters/clustermapping_us_states_2016.parquet")
    rows = rows.filter(pl.col("traded_b")).with_columns(
        (pl.col("^.*ing_b|.*icant_b|strong.*_b$") == "True").cast(int)
    )
    return Matrix.from_frame(rows, territory="region_name_t", activity="cluster_name_t", value=column)


@pytest.mark.parametrize(
    ("rule", "column", "count"),
    [
        ("us_cluster_mapping_qualifying", "qualifying_b", 1454),
        ("us_cluster_mapping_significant", "significant_b", 1014),
        ("us_cluster_mapping_strong", "strong_b", 512),
        ("us_cluster_mapping_strong10", "strong10_b", 209),
    ],
)
def test_us_cluster_mapping_s_flags_are_reproduced(shared, rule, column, count):
    """All 2,550 flags, from the published employment, establishments and quotients."""
    employment = published(shared, "emp_tl")
    quotients = published(shared, "lq_tf")
    grid = Grid(
        np.array(quotients.values),
        quotients.territories,
        quotients.activities,
        np.zeros(quotients.shape, dtype=np.uint8),
        quotients.origin,
    )
    others = {Quantity.ESTABLISHMENTS: published(shared, "est_tl"), Quantity.SPECIALISATION: grid}
    result = measures.strength(employment, strength_rule(rule), others=others)
    assert (result.strong.values == published(shared, column).values).all()
    assert result.strong.values.sum() == count
