"""Employment by statistical unit and NACE division, brought there from what each source publishes.

Statistical units (regions, zones, departments) are records of their own. They are linked to territories
by a relation: ``same``; ``contains`` (the unit contains the territory); ``part of`` (the unit lies in the
territory); ``converted`` (the unit was cut by a new delineation, and ``weight`` is the share of it that
goes to the territory).
"""

import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

import polars as pl

from polos.errors import AmbiguousName, WrongRows
from polos.sources import eurostat_sbs, hn_ciiu, mx_scian, own_table
from polos.sources.rows import TextRows
from polos.sources.snapshot import Snapshot
from polos.sources.source import Source
from polos.table import Table
from polos.tables.admission import LEFT_OUT, MOST_ROWS, Admitted, Coding, admit
from polos.tables.links import LINKS, links_by_iso_code, links_by_nuts
from polos.tables.territories import find, may_be_found
from polos.vocabularies import nace
from polos.vocabularies.crosswalks import (
    all_nuts_codes,
    honduran_departments,
    isic_divisions,
    mexican_states,
    nuts_flows,
    nuts_vintage,
    scian_divisions,
)

UNITS = pl.Schema(
    {"unit_id": pl.String, "name": pl.String, "level": pl.String, "country": pl.String, "side": pl.String}
)
CELLS = pl.Schema(
    {"unit_id": pl.String, "activity": pl.String, "employment": pl.Float64, "status": pl.String}
)
SECTIONS = pl.Schema(
    {"unit_id": pl.String, "section": pl.String, "employment": pl.Float64, "status": pl.String}
)
SPLITS = pl.Schema({"class": pl.String, "division": pl.String, "weight": pl.Float64, "basis": pl.String})


@dataclass(frozen=True, eq=False)
class Employment:
    """What one file says, in the shape all sources share.

    ``cells`` has one row for every unit and every division the file covers. ``status`` is ``known``,
    ``zero`` (stated as 0), ``confidential``, ``unknown`` (left empty), ``not recorded`` (no row in the
    file) or ``rejected`` (a row of this cell was rejected); ``employment`` is empty unless known or zero.
    ``sections`` are published section totals. ``splits`` says how classes were brought to divisions.
    ``notes`` counts what was repaired or bridged.
    """

    units: pl.DataFrame
    links: pl.DataFrame
    cells: pl.DataFrame
    sections: pl.DataFrame
    splits: pl.DataFrame
    admitted: Admitted
    notes: tuple[str, ...] = field(default=())


def employment_of(
    source: Source, rows: TextRows, companions: Mapping[str, Snapshot], territories: Table
) -> Employment:
    """Admit the rows of a file and bring them to units, divisions and links.

    Raises
    ------
    WrongRows
        When the file as a whole cannot be admitted (see :mod:`polos.tables.admission`).
    """
    employment = _READERS[source.name](source, rows, companions, territories)
    return replace(employment, notes=(*rows.notes, *employment.notes))


# ---- Eurostat -----------------------------------------------------------------------------------

_NUTS_LEVELS = {2: "nation", 3: "nuts1", 4: "nuts2"}
_INDICATOR = "V16110"


def _eurostat(
    source: Source, rows: TextRows, companions: Mapping[str, Snapshot], territories: Table
) -> Employment:
    crosswalk = companions["nuts-crosswalk"].path
    known = all_nuts_codes(crosswalk)
    names: dict[str, str] = {}
    coding = Coding(
        partial(_nuts_code, known),
        _nace_code,
        source.status_of_empty,
        rows.decimal_mark_may_be_comma,
        "NACE Rev. 2",
    )
    admitted = admit(_named(_one_series(rows.batches), names), coding)
    is_section = pl.col("activity").str.len_chars() == 1
    by_division = admitted.rows.filter(~is_section)
    units = _units(
        source,
        by_division["unit"].unique().sort(),
        name_of=lambda code: names.get(code, code),
        level_of=lambda code: _NUTS_LEVELS[len(code)],
        country_of=lambda code: {"EL": "GR", "UK": "GB"}.get(code[:2], code[:2]),
    )
    codes = set(units["unit_id"])
    vintage = nuts_vintage(crosswalk, codes)
    links = links_by_nuts(codes, nuts_flows(crosswalk, vintage), territories)
    cells = _whole_grid(by_division.select(pl.col("unit").alias("unit_id"), *list(CELLS)[1:]))
    sections = _sections(admitted.rows.filter(is_section))
    notes = (f"Region codes are of NUTS {vintage}.",)
    return Employment(units, links, cells, sections, pl.DataFrame(schema=SPLITS), admitted, notes)


def _one_series(batches: Iterator[pl.DataFrame]) -> Iterator[pl.DataFrame]:
    """Keep the number of persons employed; refuse a file with several periods."""
    period = None
    for batch in batches:
        series = batch
        if "indicator" in batch.columns:
            series = batch.filter(pl.col("indicator") == _INDICATOR)
        if "period" in series.columns:
            for found in series["period"].drop_nulls().unique().sort():
                period = period or found
                if found != period:
                    raise WrongRows(
                        found=f"the periods {period} and {found}",
                        needed="one period a file",
                        next_step="Keep the rows of one year and add the file again.",
                    )
        yield series


def _named(batches: Iterator[pl.DataFrame], names: dict[str, str]) -> Iterator[pl.DataFrame]:
    for batch in batches:
        if "unit_name" in batch.columns:
            names.update(batch.select("unit", "unit_name").drop_nulls().unique().iter_rows())
        yield batch


def _nuts_code(known: set[str], text: str) -> str | None:
    code = text.upper()
    if code in known:
        return code
    is_total = code[:2] in {"EU", "EA"} and len(code) > 2
    return LEFT_OUT if is_total or code.endswith("ZZ") else None


def _nace_code(text: str) -> str | None:
    """Read ``10``, ``C10`` or ``C``; groups (``45.1``, ``G451``) and aggregates (``B-E``) are left out."""
    code = text.upper()
    if code in nace():
        return code
    if len(code) == 3 and code[0].isalpha() and code[1:] in nace() and nace().parent(code[1:]) == code[0]:
        return code[1:]
    digits = code[1:] if code[:1].isalpha() else code
    is_group = digits[:2] in nace() and digits[2:].lstrip(".").isdigit()
    return LEFT_OUT if is_group or "-" in code or "_" in code or code == "TOTAL" else None


# ---- Mexico -------------------------------------------------------------------------------------


def _mexico(
    source: Source, rows: TextRows, companions: Mapping[str, Snapshot], territories: Table
) -> Employment:
    crosswalk = scian_divisions(companions["scian-isic"].path, companions["naics-nace"].path)
    found: dict[str, list[tuple[str, float, str]]] = {}

    def class_of(text: str) -> str | None:
        code = text.zfill(6)
        found[code] = crosswalk.divisions(code) if code.isdigit() and len(code) == 6 else []
        return code if found[code] else None

    coding = Coding(
        _zone_code,
        class_of,
        decimal_mark_may_be_comma=rows.decimal_mark_may_be_comma,
        classification="SCIAN, with six digits",
    )
    admitted = admit(rows.batches, coding)
    names, repaired = _names_of_zones(companions["zone-names"])
    zones = admitted.rows["unit"].unique().sort()
    units = _units(source, zones, name_of=lambda code: names.get(code, code))
    splits = _splits(found, admitted.rows["activity"].unique().sort())
    cells = _whole_grid(_by_division(admitted.rows, splits))
    iso_of = {zone: mexican_states()[zone.removeprefix("MX-")[:2]] for zone in zones}
    links = links_by_iso_code(
        iso_of, territories, units_are_parts=True, basis="state digits of the zone", country="MX"
    )
    notes = (
        *_bridged(splits, "SCIAN 2023 class", "SCIAN 2018"),
        *((f"Names of zones that were mis-encoded and repaired: {repaired}.",) if repaired else ()),
    )
    return Employment(units, links, cells, pl.DataFrame(schema=SECTIONS), splits, admitted, notes)


def _zone_code(text: str) -> str | None:
    """Bring ``06.1.01``, ``06101`` and ``6101`` to one form; the first two digits are the state."""
    digits = text.replace(".", "").zfill(5)
    if len(digits) != 5 or not digits.isdigit() or digits[:2] not in mexican_states():
        return None
    return f"MX-{digits}"


def _names_of_zones(names: Snapshot) -> tuple[dict[str, str], int]:
    """Names by zone, and how many of them had to be repaired."""
    raw = mx_scian.read_zone_names(names.path)
    repaired = {code: repaired_name(name) for code, name in raw.items()}
    count = sum(repaired[code] != raw[code] for code in raw)
    return {_zone_code(code) or code: name for code, name in repaired.items()}, count


_SPANISH = frozenset("áéíóúüñÁÉÍÓÚÜÑ")


def repaired_name(text: str) -> str:
    """Undo Latin-1 text read as code page 437: ``Le≤n`` was ``León``.

    A character is replaced only where it is no Spanish letter and its byte, read as Latin-1, is one.

    >>> repaired_name("Colima-Villa de ┴lvarez")
    'Colima-Villa de Álvarez'
    """
    return "".join(_repaired_letter(letter) for letter in text)


def _repaired_letter(letter: str) -> str:
    if letter.isascii() or letter in _SPANISH:
        return letter
    meant = letter.encode("cp437", errors="ignore").decode("latin-1")
    return meant if meant in _SPANISH else letter


# ---- Honduras -----------------------------------------------------------------------------------


def _honduras(
    source: Source, rows: TextRows, companions: Mapping[str, Snapshot], territories: Table
) -> Employment:
    classes = isic_divisions(companions["isic4"].path)
    listed = dict(classes.select("class", "division").iter_rows())
    departments = {plain(name): code for code, name in honduran_departments().items()}
    found: dict[str, list[tuple[str, float, str]]] = {}

    def class_of(text: str) -> str | None:
        code = text.zfill(4)
        if len(code) != 4 or code[:2] not in nace():
            return None
        found[code] = [(code[:2], 1.0, "ISIC class" if code in listed else "ISIC division")]
        return code

    coding = Coding(
        lambda text: departments.get(plain(text)),
        class_of,
        decimal_mark_may_be_comma=rows.decimal_mark_may_be_comma,
        classification="CIIU Rev. 4",
    )
    admitted = admit(rows.batches, coding)
    codes = admitted.rows["unit"].unique().sort()
    units = _units(source, codes, name_of=honduran_departments().__getitem__)
    splits = _splits(found, admitted.rows["activity"].unique().sort())
    cells = _whole_grid(_by_division(admitted.rows, splits))
    links = links_by_iso_code(
        dict(zip(codes, codes, strict=True)),
        territories,
        units_are_parts=False,
        basis="ISO 3166-2 code",
        country="HN",
    )
    notes = _bridged(splits, "ISIC class", "CIIU Rev. 4")
    return Employment(units, links, cells, pl.DataFrame(schema=SECTIONS), splits, admitted, notes)


def plain(text: str) -> str:
    """Fold case and accents and single out the words: ``Islas de La Bahía`` is ``islas de la bahia``."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(letter for letter in letters if not unicodedata.combining(letter)).split())


# ---- a table of one's own ------------------------------------------------------------------------

_OWN = "own:"


def own_unit(name: str) -> str:
    """Return the unit that a territory of a table of one's own becomes where its name is on no record."""
    return f"{_OWN}{plain(name)}"


def _own(
    source: Source, rows: TextRows, companions: Mapping[str, Snapshot], territories: Table
) -> Employment:
    found: dict[str, str | None] = {}
    names: dict[str, str] = {}
    ambiguous: list[str] = []
    is_on_record = may_be_found(territories)

    def unit_of(text: str) -> str:
        territory = _territory_of(text, territories, ambiguous) if is_on_record(text) else None
        unit = own_unit(territory or text)
        found[unit] = territory
        names.setdefault(unit, text)
        return unit

    coding = Coding(
        unit_of,
        _own_activity,
        source.status_of_empty,
        rows.decimal_mark_may_be_comma,
        "NACE Rev. 2 or ISIC Rev. 4, such as 10 or 10.7",
    )
    admitted = admit(rows.batches, coding)
    is_section = pl.col("activity").str.len_chars() == 1
    by_class = admitted.rows.filter(~is_section)
    _require_one_level(by_class)
    place = territories.rows.select("territory_id", "country", "side").rows_by_key(
        "territory_id", unique=True
    )
    codes = by_class["unit"].unique().sort()
    units = _units(
        source,
        codes,
        name_of=names.__getitem__,
        country_of=lambda unit: place[found[unit]][0] if found[unit] else "",
        side_of=lambda unit: place[found[unit]][1] if found[unit] else "",
    )
    classes = by_class["activity"].unique().sort()
    basis = {code: "division" if len(code) == 2 else "class" for code in classes}
    splits = _splits({code: [(code[:2], 1.0, basis[code])] for code in classes}, classes)
    links = [(unit, found[unit], "same", 1.0, "id, code or name", True) for unit in codes if found[unit]]
    unlinked = [names[unit] for unit in codes if not found[unit]]
    return Employment(
        units,
        pl.DataFrame(links, schema=LINKS, orient="row"),
        _whole_grid(_by_division(by_class, splits)),
        _sections(admitted.rows.filter(is_section)),
        splits,
        admitted,
        (*_first_few("Territories that are not on record and stay units of their own", unlinked), *ambiguous),
    )


def _territory_of(text: str, territories: Table, ambiguous: list[str]) -> str | None:
    try:
        return find(territories, text)
    except AmbiguousName as error:
        ambiguous.append(
            f"{text} is linked to nothing, as it may be {', '.join(error.candidates)}: give the id."
        )
        return None


def _own_activity(text: str) -> str | None:
    """Read ``C``, ``10``, ``C10``, ``1``, ``10.7``, ``10.71`` or ``1071``; the division leads."""
    code = text.upper()
    if code in nace():
        return code
    if code[:1].isalpha():
        section, code = code[0], code[1:]
        if code[:2] not in nace() or nace().parent(code[:2]) != section:
            return None
    code = code.zfill(2) if len(code) == 1 else code
    digits = code.replace(".", "", 1) if code[2:3] == "." else code
    is_code = digits.isdigit() and (len(digits) in {2, 4} or (len(digits) == 3 and digits != code))
    return digits if is_code and digits[:2] in nace() else None


def _require_one_level(rows: pl.DataFrame) -> None:
    """Refuse a division beside its own classes: their sum would count the same jobs twice."""
    both = (
        rows.with_columns(division=pl.col("activity").str.head(2))
        .group_by("unit", "division")
        .agg(pl.col("activity").sort())
        .filter(pl.col("activity").list.contains(pl.col("division")), pl.col("activity").list.len() > 1)
        .sort("unit", "division")
    )
    if both.height:
        unit, division, codes = both.row(0)
        raise WrongRows(
            found=f"both {division} and {codes[1]} for {unit.removeprefix(_OWN)}",
            needed="each job once: divisions, or what they consist of",
            next_step="Remove the totals or the parts.",
        )


def _first_few(what: str, names: Sequence[str]) -> tuple[str, ...]:
    if not names:
        return ()
    more = f" and {len(names) - 10} more" if len(names) > 10 else ""
    return (f"{what}: {len(names)} ({', '.join(names[:10])}{more}).",)


# ---- what all share -----------------------------------------------------------------------------


def _units(
    source: Source,
    codes: pl.Series,
    *,
    name_of: Callable[[str], str],
    level_of: Callable[[str], str] | None = None,
    country_of: Callable[[str], str] | None = None,
    side_of: Callable[[str], str] | None = None,
) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "unit_id": codes,
            "name": [name_of(code) for code in codes],
            "level": [level_of(code) if level_of else source.base_level for code in codes],
            "country": [country_of(code) if country_of else source.country for code in codes],
            "side": [side_of(code) if side_of else source.side for code in codes],
        },
        schema=UNITS,
    )


def _sections(rows: pl.DataFrame) -> pl.DataFrame:
    named = rows.select(
        pl.col("unit").alias("unit_id"), pl.col("activity").alias("section"), "employment", "status"
    )
    return named.sort("unit_id", "section").cast(SECTIONS)


def _splits(found: Mapping[str, list[tuple[str, float, str]]], used: pl.Series) -> pl.DataFrame:
    rows = [(code, *link) for code in used for link in found[code]]
    return pl.DataFrame(rows, schema=SPLITS, orient="row")


def _by_division(rows: pl.DataFrame, splits: pl.DataFrame) -> pl.DataFrame:
    """Sum classes to divisions by the weights; a division with an unknown class is unknown."""
    parts = rows.join(splits, left_on="activity", right_on="class")
    status = pl.col("status")
    summed = parts.group_by(pl.col("unit").alias("unit_id"), pl.col("division").alias("activity")).agg(
        employment=(pl.col("employment") * pl.col("weight")).sum(),
        rejected=(status == "rejected").any(),
        empty=status.filter(status.is_in(["confidential", "unknown"])).first(),
    )
    with_status = summed.with_columns(
        status=pl.when("rejected")
        .then(pl.lit("rejected"))
        .when(pl.col("empty").is_not_null())
        .then("empty")
        .when(pl.col("employment") > 0)
        .then(pl.lit("known"))
        .otherwise(pl.lit("zero"))
    )
    is_known = pl.col("status").is_in(["known", "zero"])
    return with_status.with_columns(employment=pl.when(is_known).then("employment")).select(list(CELLS))


def _whole_grid(cells: pl.DataFrame) -> pl.DataFrame:
    """Give every unit a row for every division of the file; those without one are ``not recorded``."""
    units, divisions = cells.select(pl.col("unit_id").unique()), cells.select(pl.col("activity").unique())
    if units.height * divisions.height > MOST_ROWS:
        raise WrongRows(
            found=f"{units.height:,} territories and {divisions.height} divisions",
            needed=f"at most {MOST_ROWS:,} cells",
            next_step="Check that the column of territories holds territories, not places of business.",
        )
    return (
        units.join(divisions, how="cross")
        .join(cells, on=["unit_id", "activity"], how="left")
        .with_columns(pl.col("status").fill_null("not recorded"))
        .sort("unit_id", "activity")
        .select(list(CELLS))
        .cast(CELLS)
    )


def _bridged(splits: pl.DataFrame, direct: str, classification: str) -> tuple[str, ...]:
    """Count what was not brought over class by class, by basis, and what was split."""
    bridged = splits.filter(pl.col("basis") != direct).group_by("basis").agg(pl.col("class").unique().sort())
    shared = splits.group_by("class").len().filter(pl.col("len") > 1).height
    notes = [
        f"Classes of {classification} brought over by the basis {basis}: "
        f"{len(classes)} ({', '.join(classes)})."
        for basis, classes in bridged.sort("basis").iter_rows()
    ]
    if shared:
        notes.append(
            f"Classes of {classification} that reach several divisions and were split equally: {shared}."
        )
    return tuple(notes)


_READERS = {
    eurostat_sbs.SOURCE.name: _eurostat,
    mx_scian.SOURCE.name: _mexico,
    hn_ciiu.SOURCE.name: _honduras,
    own_table.SOURCE.name: _own,
}
