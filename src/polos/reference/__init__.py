"""The built-in facts: territories, their declared priorities, clusters, pairings, the 2018 matrix and more.

Every reader returns a :class:`polos.table.Table` with declared columns and papers, read once and kept.
What has no reader of its own here is read with :func:`facts` (tables) or :func:`record` (fact sheets).
Rows were compiled by machine and have not been reviewed by a person; pages that show them say so.
"""

import polars as pl

from polos.reference.files import NOT_REVIEWED, Record, facts, names, record, record_names
from polos.table import Table

__all__ = [
    "NOT_REVIEWED",
    "Record",
    "agreement",
    "agreement_categories",
    "box_cases",
    "clusters",
    "coding_rules",
    "dialogue_templates",
    "factor_kinds",
    "factors",
    "facts",
    "iuc_themes",
    "lac_cases",
    "market_profile",
    "names",
    "pairing_facts",
    "pairings",
    "priorities",
    "published_domains",
    "published_matrix",
    "published_matrix_counts",
    "published_niches",
    "published_rules",
    "record",
    "record_names",
    "second_coding",
    "shares",
    "sources",
    "survey_figures",
    "survey_instrument",
    "territories",
    "territory_exonyms",
    "topic_synthesis",
]


def territories() -> Table:
    """Territories of both sides: codes, form, place, languages, pairing.

    ``iso_relation`` says how the ISO 3166-2 codes fit: ``exact``, ``union_of`` (all of them together),
    ``part_of`` (the territory lies inside the code) or ``contains`` (the code lies inside the territory).
    ``form`` follows the type given in the list of pairings, else the level, the notes and, for
    first-level units, the country's own type of unit.
    """
    return facts("territories")


def territory_exonyms() -> Table:
    """Names of regions in Spanish, Portuguese and French, where the name on record is another.

    A name is in the table where it is in use; its spelling in Portuguese is the Brazilian one. Nations have
    theirs in the vocabulary of countries.
    """
    return facts("territory_exonyms")


def priorities() -> Table:
    """Declared priorities as declared and as coded; ``scope`` ``inherited`` marks rows that never count."""
    return facts("priorities")


def second_coding() -> Table:
    """A random sample of 160 priorities, coded twice; ``_1`` is the first coding, ``_2`` the second."""
    return facts("second_coding")


def agreement() -> Table:
    """How far the two codings agree: one row for each part of the sample and figure, with its interval."""
    return facts("agreement")


def agreement_categories() -> Table:
    """How far the two codings agree on each market and technology."""
    return facts("agreement_categories")


def coding_rules() -> Table:
    """The rules coder notes name by number (R1 to R20)."""
    return facts("coding_rules")


def clusters() -> Table:
    """Cluster organisations, initiatives and arrangements, each an unclaimed profile with its source."""
    return facts("clusters")


def pairings() -> Table:
    """The 20 pairings of regions of the programme of 2016-2019, with the territory of each side."""
    return facts("pairings")


def pairing_facts() -> Table:
    """What is stated about each pairing; ``ALL`` in ``pairing_id`` means all twenty."""
    return facts("pairing_facts")


def iuc_themes() -> Table:
    """The seven themes of the pairings, and the pairings whose facts touch them."""
    return facts("iuc_themes")


def box_cases() -> Record:
    """The four cases the report on the pairings tells at more length."""
    return record("box_cases")


def published_matrix() -> Table:
    """The 14 by 7 matrix printed in 2018, one row a cell; ``level`` is none, low, medium or high."""
    return facts("convergence_cells")


def published_matrix_counts() -> Table:
    """How many cells the table of 2018 prints at each level, and how many its text says.

    They disagree; both are kept, and neither is recomputed.
    """
    check = record("convergence_check")
    levels = ("low", "medium", "high")
    in_table, in_text = check.content["table_counts"], check.content["text_counts"]
    rows = pl.DataFrame(
        {
            "level": levels,
            "in_table": [in_table[level.capitalize()] for level in levels],
            "in_text": [in_text[level.capitalize()] for level in levels],
        },
        schema={"level": pl.String(), "in_table": pl.Int32(), "in_text": pl.Int32()},
    )
    return Table(rows, dict(rows.schema), check.origin.then("counts of table and text, by level"))


def published_domains() -> Table:
    """The markets and technologies of the matrix of 2018, with the totals it prints."""
    return facts("convergence_domains")


def published_rules() -> Table:
    """What the levels of 2018 mean; no numeric threshold is stated anywhere."""
    return facts("convergence_rules")


def published_niches() -> Table:
    """The six promising niches named in 2018."""
    return facts("convergence_niches")


def shares() -> Table:
    """Shares of common priorities given in the prose of 2018."""
    return facts("convergence_shares")


def market_profile() -> Table:
    """How the market priorities of the two sides compare, in the words of 2018."""
    return facts("convergence_market_profile")


def lac_cases() -> Table:
    """The six national cases the analysis of 2018 stands on."""
    return facts("convergence_lac_cases")


def sources() -> Table:
    """The source documents; ``source_ids`` of other tables point here."""
    return facts("sources")


def factors() -> Table:
    """The factor lists of 2014-2015 by block, side and kind, in short words: tags to code answers with."""
    return facts("factors")


def factor_kinds() -> Table:
    """The kinds of the factor lists in four languages, and the question of 2014 each one answers.

    ``at_block`` and ``at_question`` are places in the template ``polos_2014``; ``nature`` is fact or opinion.
    """
    return facts("factor_kinds")


def dialogue_templates() -> Table:
    """Dialogues to begin with: ``polos_2014`` and ``edp``, blocks and questions in four languages.

    A row without ``question`` names a block, one without ``block`` the template. ``opens`` says when a
    question opens: ``at_once``, ``after_answers`` (of so many people as ``opens_after``, to the question
    before) or ``after_summary`` (of the question before).
    """
    return facts("dialogue_templates")


def topic_synthesis() -> Record:
    """The synthesis of four topics of 2014-2015: EU, LAC, comparison and opportunities of each."""
    return record("topic_synthesis")


def survey_figures() -> Table:
    """Every figure published on the survey of 2019 (32 respondents), with how it is known."""
    return facts("survey_figures")


def survey_instrument() -> Record:
    """The questionnaire of 2019 rebuilt in our own words: scales, questions, options stated and added."""
    return record("survey_instrument")
