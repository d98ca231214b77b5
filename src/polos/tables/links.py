"""Linking statistical units to territories by their official codes."""

from collections.abc import Mapping

import polars as pl

from polos.table import Table

LINKS = pl.Schema(
    {
        "unit_id": pl.String,
        "territory_id": pl.String,
        "relation": pl.String,
        "weight": pl.Float64,
        "basis": pl.String,
        "complete": pl.Boolean,
    }
)
_WHOLE = 0.995
_Link = tuple[str, str, str, float, str, bool]


def links_by_nuts(units: set[str], flows: pl.DataFrame, territories: Table) -> pl.DataFrame:
    """Link regions of a NUTS vintage to territories, whose codes are of NUTS 2021.

    A nation is linked to its own row, else to its NUTS 2 regions (``part of``); a NUTS 1 territory to the
    unit that is the ``same``, else to the NUTS 2 regions in it; a NUTS 2 territory to the ``same`` region
    (also under an older code) or to the regions it was made from (``converted``, weighted by population);
    a NUTS 3 territory to the NUTS 2 region that ``contains`` it. ``complete`` says whether the units make
    up the whole territory.
    """
    rows: list[_Link] = []
    for territory, codes in territories.rows.select("territory_id", "nuts_2021").iter_rows():
        outermost = [c for c in codes or () if not any(c != d and c.startswith(d) for d in codes)]
        found = [_of_code(code, units, flows) for code in outermost]
        complete = bool(found) and all(whole for _, whole in found)
        several = len(outermost) > 1
        rows.extend(
            (
                unit,
                territory,
                "part of" if several and relation == "same" else relation,
                weight,
                basis,
                complete,
            )
            for links, _ in found
            for unit, relation, weight, basis in links
        )
    return pl.DataFrame(rows, schema=LINKS, orient="row")


def _of_code(
    code: str, units: set[str], flows: pl.DataFrame
) -> tuple[list[tuple[str, str, float, str]], bool]:
    """Links of one NUTS 2021 code, and whether they make up all of it."""
    if len(code) == 2 and code in units:
        return [(code, "same", 1.0, "country code")], True
    if len(code) == 5:
        containing, whole = _of_code(code[:4], units, flows)
        return [
            (unit, "contains", 1.0, f"{basis}; NUTS 3 {code} lies in NUTS 2 {code[:4]}")
            for unit, relation, _, basis in containing
            if relation == "same"
        ], whole
    at_level = flows.filter((pl.col("level") == len(code) - 2) & (pl.col("to_code") == code))
    same = at_level.filter((pl.col("given") >= _WHOLE) & (pl.col("taken") >= _WHOLE))
    if same.height == 1 and same["from_code"][0] in units:
        unit = same["from_code"][0]
        return [
            (unit, "same", 1.0, "NUTS code" if unit == code else f"NUTS {unit} is NUTS 2021 {code}")
        ], True
    inside = flows.filter((pl.col("level") == 2) & pl.col("to_code").str.starts_with(code))
    by_unit = inside.group_by("from_code").agg(pl.col("given").sum(), pl.col("taken").max()).sort("from_code")
    links = [
        (unit, "part of", 1.0, f"NUTS 2 regions in {code}")
        if given >= _WHOLE
        else (unit, "converted", given, "population of 2011 in the NUTS crosswalk")
        for unit, given, _ in by_unit.iter_rows()
        if unit in units
    ]
    return links, bool(links) and len(links) == by_unit.height


def links_by_iso_code(
    iso_of: Mapping[str, str], territories: Table, *, units_are_parts: bool, basis: str, country: str
) -> pl.DataFrame:
    """Link units to territories by their ISO 3166-2 code, and all of them to their nation.

    ``units_are_parts`` says that units lie in the first-level unit their code names, and do not make it up.
    """
    rows: list[_Link] = []
    columns = ("territory_id", "country", "level", "iso_3166_2", "iso_relation")
    for territory, of, level, codes, relation in territories.rows.select(columns).iter_rows():
        is_nation = of == country and level == "nation"
        has_codes = bool(codes) and relation in {"exact", "union_of"}
        is_one = has_codes and len(codes) == 1 and not is_nation and not units_are_parts
        rows.extend(
            (unit, territory, "same" if is_one else "part of", 1.0, basis, is_one)
            for unit, iso in sorted(iso_of.items())
            if is_nation or (has_codes and iso in codes)
        )
    return pl.DataFrame(rows, schema=LINKS, orient="row")
