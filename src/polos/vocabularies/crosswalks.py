"""From one classification to another: classes to NACE divisions, regions of one NUTS vintage to another.

Every crosswalk states the weight of each link and on what it rests (``basis``).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import polars as pl

#: Columns of a crosswalk of classes.
CLASSES = pl.Schema({"class": pl.String, "division": pl.String, "weight": pl.Float64, "basis": pl.String})

#: A flow of fewer people than this share of both regions is a redrawn border.
SMALLEST_FLOW = 0.005


def isic_divisions(path: Path) -> pl.DataFrame:
    """Every class of ISIC Rev. 4 with its division, which has the same code in NACE Rev. 2.

    ``path`` is the list of ISIC codes, one a row, in its first column.
    """
    codes = pl.read_csv(path, infer_schema=False)
    return (
        codes.select(pl.nth(0).str.strip_chars().alias("class"))
        .filter(pl.col("class").str.contains(r"^\d{4}$"))
        .with_columns(division=pl.col("class").str.head(2), weight=pl.lit(1.0), basis=pl.lit("ISIC class"))
        .cast(CLASSES)
    )


def scian_divisions(scian_isic: Path, naics_nace: Path) -> "ScianCrosswalk":
    """Read the links of SCIAN 2023 to ISIC Rev. 4, and of NAICS 2017 to NACE Rev. 2 for old classes."""
    scian = pl.read_csv(scian_isic, infer_schema=False).select(
        pl.col("scian_2023").alias("class"),
        target=pl.col("ciiu_rev_4").str.strip_chars().str.zfill(4),
    )
    naics = pl.read_csv(naics_nace, infer_schema=False).select(pl.nth(0).alias("class"), target=pl.nth(1))
    return ScianCrosswalk(scian.unique(), naics.unique())


@dataclass(frozen=True, eq=False)
class ScianCrosswalk:
    """Links of SCIAN 2023 classes to ISIC, and of NAICS 2017 classes to NACE: ``class``, ``target``."""

    scian: pl.DataFrame
    naics: pl.DataFrame

    def divisions(self, code: str) -> list[tuple[str, float, str]]:
        """Return the divisions of a six-digit class with weight and basis, or nothing if none is known.

        A class of the correspondence goes to its linked ISIC classes in equal parts (no weights are
        published). A class that it lacks, as a later edition dropped it, is tried in this order: the
        other classes of its branch (five digits), where they agree on one division; the same class, or
        branch, of NAICS 2017, which shares its branches with SCIAN; its subgroup (four digits), where it
        agrees on one division.
        """
        exact = _shares(self.scian, code)
        if exact:
            return [(division, weight, "SCIAN 2023 class") for division, weight in exact]
        branch = _shares(self.scian, code[:5])
        if len(branch) == 1:
            return [(branch[0][0], 1.0, "SCIAN 2023 branch")]
        for prefix, basis in ((code, "NAICS 2017 class"), (code[:5], "NAICS 2017 branch")):
            shares = _shares(self.naics, prefix)
            if shares:
                return [(division, weight, basis) for division, weight in shares]
        subgroup = _shares(self.scian, code[:4])
        return [(subgroup[0][0], 1.0, "SCIAN 2023 subgroup")] if len(subgroup) == 1 else []


def _shares(links: pl.DataFrame, prefix: str) -> list[tuple[str, float]]:
    """Divisions of the classes under a prefix, in equal parts over the distinct target classes."""
    targets = links.filter(pl.col("class").str.starts_with(prefix))["target"].unique()
    counted = targets.str.head(2).value_counts(name="links").sort("target")
    return [(division, count / len(targets)) for division, count in counted.iter_rows()]


def nuts_vintage(path: Path, codes: set[str]) -> str:
    """Return the NUTS vintage that knows most of these region codes; 2013 where several know as many."""
    known = (
        _flows(path)
        .select("from_version", "from_code")
        .unique()
        .filter(pl.col("from_code").is_in(list(codes)))
        .group_by("from_version")
        .len()
        .collect()
    )
    count_of = dict(known.iter_rows())
    order = ("2013", "2016", "2010", "2006", "2021", "2024")
    return max(order, key=lambda vintage: count_of.get(vintage, 0))


def all_nuts_codes(path: Path) -> set[str]:
    """Every region code of levels 1 and 2 of any vintage, and the nations they lie in."""
    codes = (
        _flows(path).filter(pl.col("level") < 3).select(pl.col("from_code").unique()).collect()["from_code"]
    )
    return {*codes, *codes.str.head(2)}


def nuts_flows(path: Path, vintage: str, to: str = "2021") -> pl.DataFrame:
    """Flows of regions of levels 1 and 2 into another NUTS vintage, by population of 2011.

    Columns: ``from_code``, ``to_code``, ``level``, ``given`` (share of the old region's population that
    goes to the new one) and ``taken`` (share of the new region's population that comes from the old
    one). Flows of less than one in two hundred on both sides are redrawn borders and are left out.
    """
    if vintage == to:
        same = _flows(path).filter((pl.col("from_version") == vintage) & (pl.col("level") < 3))
        return (
            same.select(pl.col("from_code").unique())
            .with_columns(
                to_code=pl.col("from_code"),
                level=pl.col("from_code").str.len_chars().cast(pl.Int64) - 2,
                given=pl.lit(1.0),
                taken=pl.lit(1.0),
            )
            .collect()
        )
    flows = (
        _flows(path)
        .filter((pl.col("from_version") == vintage) & (pl.col("to_version") == to) & (pl.col("level") < 3))
        .with_columns(
            given=pl.col("pop11") / pl.col("pop11").sum().over("level", "from_code"),
            taken=pl.col("pop11") / pl.col("pop11").sum().over("level", "to_code"),
        )
    )
    kept = flows.filter((pl.col("given") >= SMALLEST_FLOW) | (pl.col("taken") >= SMALLEST_FLOW))
    return kept.select("from_code", "to_code", pl.col("level").cast(pl.Int64), "given", "taken").collect()


def _flows(path: Path) -> pl.LazyFrame:
    return pl.scan_parquet(path).with_columns(pl.col("from_version", "to_version").cast(pl.String))


_CODES = Path(__file__).parent / "data"


@cache
def mexican_states() -> dict[str, str]:
    """The ISO 3166-2 code of each Mexican state, by the two digits INEGI gives it."""
    rows = pl.read_csv(_CODES / "mexican_states.csv", infer_schema=False)
    return dict(rows.select("inegi", "iso_3166_2").iter_rows())


@cache
def honduran_departments() -> dict[str, str]:
    """The name of each Honduran department, by its ISO 3166-2 code."""
    rows = pl.read_csv(_CODES / "honduran_departments.csv", infer_schema=False)
    return dict(rows.select("iso_3166_2", "name").iter_rows())


@cache
def market_chapters() -> dict[str, str]:
    """The chapter of NABS 2007 that stands for each market, as in the built-in priorities.

    Services and trade have none. Exploration of space (3), education (9) and research (13) follow from words
    of a name, not from a market, and are in no bridge.
    """
    rows = pl.read_csv(_CODES / "market_nabs.csv", infer_schema=False)
    return dict(rows.select("market", "nabs_2007").iter_rows())


def nabs_chapters(markets: Iterable[str]) -> list[str]:
    """Return the chapters of NABS 2007 that follow from these markets, in order; empty where none does."""
    return sorted({market_chapters()[one] for one in markets if one in market_chapters()}, key=int)
