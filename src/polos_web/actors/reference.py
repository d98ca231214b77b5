"""The organisations that the source documents name, as records that nobody has claimed."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.text import slugify

from polos import reference
from polos_web.registers.built_in import papers
from polos_web.registers.statements import Statement

# What the sources call an organisation, as our kind of actor and group of the helix. The group is our
# reading; where a name does not tell it stays unknown. Kinds that are not here name no organisation: types of
# actor, roles, events, policies, treaties, tools, and programmes, which have a register of their own.
KINDS: dict[str, tuple[str, str | None]] = {
    "EC service": ("authority", "public_administration"),
    "IDB unit": ("funding_institution", "funding"),
    "agencies": ("development_agency", "public_administration"),
    "association": ("business_association", None),
    "consultancy": ("consultancy", "business"),
    "database / tool": ("platform", None),
    "development agency": ("development_agency", "public_administration"),
    "development bank": ("funding_institution", "funding"),
    "firm": ("firm", "business"),
    "fund": ("funding_institution", "funding"),
    "funding instrument": ("funding_institution", "funding"),
    "ministry": ("authority", "public_administration"),
    "network": ("network", None),
    "observatory": ("platform", None),
    "organisation": ("international_organisation", None),
    "platform": ("platform", None),
    "platform (name doubtful)": ("platform", None),
    "regional agency": ("development_agency", "public_administration"),
    "regional government": ("authority", "public_administration"),
    "repository": ("platform", "research"),
    "research network": ("network", "research"),
    "technology centre": ("technology_centre", "research"),
}
# Where the source's own word says too little.
SPECIAL = {
    "A39": ("foundation", None),
    "A20": ("other", None),
    "A06": ("network", None),
    "A62": ("other", "research"),
}
SCALES = {
    "bi-regional": "bi_regional",
    "Ibero-America": "bi_regional",
    "EU": "macro_regional",
    "LAC": "macro_regional",
    "Latin America": "macro_regional",
    "Caribbean": "macro_regional",
    "global": "global",
    "Americas": "global",
    "EU region": "regional",
}
COUNTRIES = {
    "Argentina": "AR",
    "Brazil": "BR",
    "Chile": "CL",
    "Colombia": "CO",
    "Italy": "IT",
    "Mexico": "MX",
    "Peru": "PE",
    "Spain": "ES",
    "Uruguay": "UY",
}
OUR_READING = "Kind, group and reach are our reading of what the source says."


def rows() -> Iterator[tuple[str, list[Statement]]]:
    """Give every named organisation with what the sources say of it."""
    for row in reference.facts("actors").rows.iter_rows(named=True):
        if row["actor_id"] in SPECIAL or row["kind"] in KINDS:
            yield slugify(row["acronym"] or row["name"])[:80], list(_statements(row))


def _statements(row: Mapping[str, Any]) -> Iterator[Statement]:
    said, read = papers(row), papers(row, OUR_READING)
    kind, helix = SPECIAL.get(row["actor_id"]) or KINDS[row["kind"]]
    level = row["level"].removesuffix(" (inferred)")
    scale = SCALES.get(level, "national" if level in COUNTRIES else None)
    yield Statement("name", {"language": "en", "original": row["name"]}, papers=said)
    yield Statement("acronym", row["acronym"], papers=said)
    yield Statement("kind", kind, papers=read)
    yield Statement("helix", helix, papers=read)
    yield Statement("scale", scale, papers=read)
    yield Statement("country", COUNTRIES.get(level), papers=read)
    yield Statement("role", {"language": "en", "original": row["role_in_sources"]}, papers=said)
