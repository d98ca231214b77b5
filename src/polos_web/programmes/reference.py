"""The programmes that the source documents name, in one structure, as records that nobody has claimed."""

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

from django.utils.text import slugify

from polos import reference
from polos_web.registers.built_in import papers
from polos_web.registers.statements import Statement

Row = Mapping[str, Any]
Said = tuple[str, list[Statement]]

OUR_READING = "Kind of programme and countries are our reading of what the source says."
# Who the sources say takes part, by the row of the table of actors that says so.
PARTNERS_OF_IUC = (("A13", "funder"), ("A12", "funder"), ("A10", "partner"), ("A11", "partner"))
PARTNERS_OF_POLOS = (
    ("A01", "promoter"),
    ("A01", "coordinator"),
    ("A04", "funder"),
    ("A05", "coordinator"),
    ("A02", "coordinator"),
    ("A03", "executor"),
)
# Programmes that stand only in the table of actors.
NAMED = {
    "A21": ("cooperation", ()),
    "A23": ("initiative", ()),
    "A26": ("research_funding", ()),
    "A42": ("national_policy", ("CL",)),
}


def rows() -> Iterator[Said]:
    """Give every named programme with what the sources say of it."""
    yield "iuc-lac", list(_iuc())
    yield "polos", list(_polos())
    for row in _table("idb_programmes"):
        yield f"idb-{row['programme_id'][3:]}", list(_idb(row))
    for row in _table("lac_cluster_policies"):
        if row["programme"]:
            yield slugify(f"{row['iso3166_1']} {row['programme']}")[:60].strip("-"), list(_policy(row))
    for row in _table("pilots"):
        yield slugify(f"{row['iso3166_1']} {row['pilot']}")[:60].strip("-"), list(_pilot(row))
    for row in _table("actors"):
        if row["actor_id"] in NAMED:
            yield slugify(row["acronym"] or row["name"]), list(_named(row))


def _iuc() -> Iterator[Statement]:
    (row,) = (row for row in _table("actors") if row["actor_id"] == "A22")
    said = papers(row)
    yield _name(row["name"], row)
    yield Statement("acronym", row["acronym"], papers=said)
    yield Statement("kind", "cooperation", papers=papers(row, OUR_READING))
    pairs = reference.pairings().rows
    yield Statement("begins", 2016, papers=said)
    yield Statement("ends", 2019, papers=said)
    first = pairs.row(0, named=True)
    paired = {*pairs["lac_territory_id"], *pairs["eu_territory_id"]}
    places = [row for row in _table("territories") if row["territory_id"] in paired]
    yield Statement("countries", sorted({row["country"] for row in places}), papers=papers(first))
    for territory in sorted(paired):
        yield Statement("territory", territory, item=territory[:40], papers=papers(first))
    for part in _table("iuc_components"):
        value = {
            "number": str(part["component_no"]),
            "title": _english(part["title_short"]),
            "focus": _english(part["focus"]),
            "level": _english(part["level"]),
        }
        yield Statement("component", value, item=str(part["component_no"]), papers=papers(part))
    for phase, steps in groupby(_table("iuc_process_steps"), key=lambda step: step["phase"]):
        told = list(steps)
        text = "\n".join(f"{step['step']}. {step['what']}" for step in told)
        value = {"title": _english(phase), "text": _english(text)}
        yield Statement("phase", value, item=slugify(phase), papers=papers(told[0]))
    yield from _partners(PARTNERS_OF_IUC)
    for lesson in _table("iuc_lessons"):
        yield Statement(
            "lesson", _english(lesson["lesson"]), item=str(lesson["lesson_no"]), papers=papers(lesson)
        )


def _polos() -> Iterator[Statement]:
    platform, phase2 = (reference.record(name).content for name in ("polos_platform", "polos_phase2"))
    first = {"source_ids": platform["source_ids"], "source_place": ""}
    second = {"source_ids": phase2["source_ids"], "source_place": phase2["source_place"]}
    yield _name("Polos", first)
    yield Statement("kind", "cooperation", papers=papers(first, OUR_READING))
    objective = _english(f"{phase2['general_objective'][0].upper()}{phase2['general_objective'][1:]}")
    yield Statement("objective", objective, papers=papers(second))
    yield Statement("begins", 2014, papers=papers(first))
    yield Statement("ends", 2018, papers=papers(second))
    for number, told, row in (("1", platform["year1"], first), ("2", phase2, second)):
        aims = platform["objectives_year1"] if number == "1" else phase2["specific_objectives"]
        begins, ends = told["period"][:4], told["period"][5:9]
        value = {
            "title": _english(f"Phase {number}"),
            "begins": begins,
            "ends": ends,
            "text": _english("\n".join(aims)),
        }
        yield Statement("phase", value, item=number, papers=papers(row))
    yield from _partners(PARTNERS_OF_POLOS)


def _idb(row: Row) -> Iterator[Statement]:
    yield _name(row["programme"], row)
    yield Statement("kind", "cluster_programme", papers=papers(row, OUR_READING))
    basis = f"Country: {row['country_basis']}."
    if row["iso3166_1"]:
        yield Statement("countries", [row["iso3166_1"]], papers=papers(row, basis))
    codes = set(row["iso3166_2_inferred"])
    for place in _table("territories"):
        if codes & set(place["iso_3166_2"]) and place["iso_relation"] == "exact":
            yield Statement(
                "territory", place["territory_id"], item=place["territory_id"][:40], papers=papers(row, basis)
            )
    yield Statement("operations", row["operations_counted"], papers=papers(row))
    for number in (row["phases"] or "").split(" and ") if row["phases"] else ():
        yield Statement("phase", {"title": _english(f"Phase {number}")}, item=number, papers=papers(row))
    partner = {"actor": _slug_of("A32"), "role": "funder"}
    yield Statement("partner", partner, item="funder", papers=papers(row))


def _policy(row: Row) -> Iterator[Statement]:
    yield _name(row["programme"][0].upper() + row["programme"][1:], row)
    yield Statement("kind", "national_policy", papers=papers(row, OUR_READING))
    yield Statement("countries", [row["iso3166_1"]], papers=papers(row))
    if row["status_001"]:
        yield Statement("lesson", _english(row["status_001"]), item="1", papers=papers(row))
    if row["status_000"]:
        yield Statement("lesson", _english(row["status_000"]), item="2", papers=papers(row))


def _pilot(row: Row) -> Iterator[Statement]:
    yield _name(row["pilot"], row)
    yield Statement("kind", "project", papers=papers(row, OUR_READING))
    yield Statement("countries", [row["iso3166_1"]], papers=papers(row))
    yield Statement("begins", row["year_start"], papers=papers(row))
    yield Statement("ends", row["year_end"], papers=papers(row))
    yield Statement("objective", _english(row["kind"]), papers=papers(row))
    if row["uptake_at_national_level"]:
        uptake = f"National uptake: {row['uptake_at_national_level']}"
        yield Statement("lesson", _english(uptake), item="1", papers=papers(row))


def _named(row: Row) -> Iterator[Statement]:
    kind, countries = NAMED[row["actor_id"]]
    yield _name(row["name"], row)
    yield Statement("acronym", row["acronym"], papers=papers(row))
    yield Statement("kind", kind, papers=papers(row, OUR_READING))
    yield Statement("countries", list(countries), papers=papers(row, OUR_READING))
    yield Statement("objective", _english(row["role_in_sources"]), papers=papers(row))


def _partners(partners: tuple[tuple[str, str], ...]) -> Iterator[Statement]:
    by_id = {row["actor_id"]: row for row in _table("actors")}
    for number, (actor_id, role) in enumerate(partners, start=1):
        row = by_id[actor_id]
        value = {"actor": _slug_of(actor_id), "role": role}
        yield Statement("partner", value, item=str(number), papers=papers(row))


def _slug_of(actor_id: str) -> str:
    (row,) = (row for row in _table("actors") if row["actor_id"] == actor_id)
    return slugify(row["acronym"] or row["name"])[:80]


def _name(text: str, row: Row) -> Statement:
    return Statement("name", _english(text), papers=papers(row))


def _english(text: str) -> dict[str, str]:
    return {"language": "en", "original": text}


def _table(name: str) -> Iterator[Row]:
    return reference.facts(name).rows.iter_rows(named=True)
