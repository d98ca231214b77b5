"""Code lists with labels in four languages; a label not known to be official is our translation."""

from functools import cache

from polos.vocabularies import cluster_lists
from polos.vocabularies.vocabulary import LANGUAGES, Concept, Vocabulary, names, read, rows, take_in

__all__ = [
    "LANGUAGES",
    "NOT_STATED",
    "Concept",
    "Vocabulary",
    "actor_kinds",
    "body_kinds",
    "cluster_kinds",
    "cluster_lists",
    "code_lists",
    "code_relations",
    "coding_states",
    "concept_words",
    "confidences",
    "convergence_levels",
    "countries",
    "country_of_nuts",
    "document_kinds",
    "emphasis_bases",
    "helix",
    "languages",
    "markets",
    "nace",
    "nuts_of_country",
    "pairing_themes",
    "priority_scopes",
    "programme_kinds",
    "programme_roles",
    "provenances",
    "s3_states",
    "s3_steps",
    "scales",
    "sdgs",
    "sides",
    "take_in",
    "technologies",
    "technology_columns",
    "territory_forms",
    "territory_levels",
]

NOT_STATED = "not_stated"


def nace() -> Vocabulary:
    """NACE Rev. 2: sections A to U and the 88 divisions, whose parent is their section."""
    return read("nace")


def markets() -> Vocabulary:
    """The 14 market domains priorities are coded by."""
    return read("markets")


def technologies() -> Vocabulary:
    """The 7 technologies priorities are coded by; see ``technology_columns`` for "not stated"."""
    return read("technologies")


def technology_columns() -> Vocabulary:
    """The 7 technologies and, last, ``not_stated``: the columns of the convergence matrix."""
    return read("technology_columns")


@cache
def concept_words(language: str) -> tuple[tuple[str, str, str], ...]:
    """Return (kind, code, words) that name a market or technology beside its label: ours, not official."""
    return tuple(
        (row["kind"], row["code"], words.strip())
        for row in rows("concept_words")
        for words in row[language].split(";")
        if words.strip()
    )


def s3_steps() -> Vocabulary:
    """The six steps of smart specialisation."""
    return read("s3_steps")


def helix() -> Vocabulary:
    """The helix groups of actors, five of them with civil society and funding institutions."""
    return read("helix")


def sdgs() -> Vocabulary:
    """The 17 Sustainable Development Goals by number, with their short titles."""
    return read("sdgs")


def countries() -> Vocabulary:
    """The 27 EU member states and the 33 LAC countries (ISO 3166-1 alpha-2); the parent is the side.

    An installation may add others; see ``take_in``.
    """
    return read("countries", parents=frozenset(sides().codes))


def languages() -> Vocabulary:
    """The languages that occur in the data (ISO 639-1)."""
    return read("languages")


def territory_levels() -> Vocabulary:
    """Nation, region, sub-region or consortium."""
    return read("territory_levels")


def territory_forms() -> Vocabulary:
    """What kind of territory it is, administrative or not; ``unknown`` where nobody said."""
    return read("territory_forms")


def cluster_kinds() -> Vocabulary:
    """Organisation, initiative, local productive arrangement, network or agglomeration."""
    return read("cluster_kinds")


def sides() -> Vocabulary:
    """The two sides: EU and LAC."""
    return read("sides")


def confidences() -> Vocabulary:
    """How sure the coder was of a row."""
    return read("confidences")


def provenances() -> Vocabulary:
    """Whether a row was read on a page or recalled."""
    return read("provenances")


def priority_scopes() -> Vocabulary:
    """Whether a priority is the territory's own or taken over from the territory that contains it."""
    return read("priority_scopes")


def convergence_levels() -> Vocabulary:
    """None, low, medium or high convergence."""
    return read("convergence_levels")


def pairing_themes() -> Vocabulary:
    """The seven themes of the pairings of 2016-2019, by number."""
    return read("pairing_themes")


def nuts_of_country(country: str) -> str:
    """Return the NUTS code of a member state (``EL`` for ``GR``), empty outside the EU."""
    countries()[country]
    return _nuts_by_country().get(country, "")


def country_of_nuts(code: str) -> str:
    """Return the ISO 3166-1 country of any NUTS code (``GR`` for ``EL43``), empty outside the EU."""
    return {nuts: country for country, nuts in _nuts_by_country().items() if nuts}.get(code[:2], "")


@cache
def _nuts_by_country() -> dict[str, str]:
    return {row["code"]: row["nuts"] for row in rows("countries")}


def actor_kinds() -> Vocabulary:
    """What an actor is."""
    return read("actor_kinds")


def scales() -> Vocabulary:
    """How far an actor or programme reaches, from local to global."""
    return read("scales")


def body_kinds() -> Vocabulary:
    """The bodies that govern a programme or a cluster."""
    return read("body_kinds")


def programme_kinds() -> Vocabulary:
    """What a programme is."""
    return read("programme_kinds")


def programme_roles() -> Vocabulary:
    """What somebody is in a programme."""
    return read("programme_roles")


def document_kinds() -> Vocabulary:
    """What a document is."""
    return read("document_kinds")


def s3_states() -> Vocabulary:
    """Where a territory stands with its smart specialisation strategy; unknown is no code."""
    return read("s3_states")


def code_relations() -> Vocabulary:
    """How official codes fit the territory they are given for."""
    return read("code_relations")


def emphasis_bases() -> Vocabulary:
    """What the emphasis on a priority rests on: what its amount is an amount of."""
    return read("emphasis_bases")


def coding_states() -> Vocabulary:
    """Who has coded a priority: a machine, those who keep it, or two people who agree."""
    return read("coding_states")


def code_lists() -> tuple[Vocabulary, ...]:
    """Every code list, by name; each is read by the function of its name, here or in ``cluster_lists``."""
    readers = {**vars(cluster_lists), **globals()}
    return tuple(readers[name]() for name in names())
