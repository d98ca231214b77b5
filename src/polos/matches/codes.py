"""Every word that an explanation uses in place of a sentence, with the values that fill the sentence.

``polos.reports.wording`` says them in four languages. Values are codes (territory ids, market, technology,
activity and language codes) and numbers; nothing in them is a sentence. Shares, amounts and weights lie
between 0 and 1.
"""

from polos.matches.agenda import codes as agenda_codes
from polos.matches.agenda.checker import VIOLATIONS
from polos.matches.criteria_codes import CriteriaCode
from polos.matches.pairing_codes import AssignmentCode, RuleCode
from polos.measures.caveats import CaveatCode, FieldedCode
from polos.tables.events import FAULTS


class ColumnCode(FieldedCode):
    """The columns of the list of counterparts, as parts of the score: what a column adds to it.

    ``value`` is the column's own value, ``weight`` its weight, ``weights`` the sum of the weights of the
    columns that are known for this pair; the part adds value x weight / weights.
    """

    SIMILAR = "similar", "value", "weight", "weights"
    RELATED = "related", "value", "weight", "weights"
    COMPLEMENTARY = "complementary", "value", "weight", "weights"
    LANGUAGES = "languages", "value", "weight", "weights"
    HOURS = "hours", "value", "weight", "weights"
    LEVEL = "level", "value", "weight", "weights"
    DISTANCE = "distance", "value", "weight", "weights"
    VALUE_CHAIN = "value_chain", "value", "weight", "weights"
    SEASON = "season", "value", "weight", "weights"
    OFFERS_NEEDS = "offers_needs", "value", "weight", "weights"
    STRUCTURE = "structure", "value", "weight", "weights"
    READINESS = "readiness", "value", "weight", "weights"
    SECTOR = "sector", "value", "weight", "weights"
    EVIDENCE = "evidence", "value", "weight", "weights"


class PartCode(FieldedCode):
    """The reasons inside a column.

    similar
        ``shared_cell`` (``technology`` is always a stated one), ``shared_market``, ``shared_technology``,
        ``shared_division``, ``shared_section``: declared by both; ``share`` is the share of all
        territories that declare it, ``information`` = -log2(share). ``nothing_shared``: no concept in
        common, or only ones that everybody declares.
    related
        ``related_cell``: declared there and not here; ``density`` is how much of its relatedness lies in
        what is declared here, (``nearest_market``, ``nearest_technology``) the most related of these,
        ``proximity`` how related. A technology may be "not_stated". ``nothing_different``: the counterpart
        declares nothing that is not declared here.
    complementary
        ``contributed_activity``: specialised there, not here; ``targets`` is how many activities it is
        related to and helps towards, ``target_codes`` names them, ``basis`` says which ("wanted":
        divisions named by own priorities in which the territory is not specialised; "chosen": those chosen
        by hand; "absent": all in which it is not); ``relation_ours`` and ``relation_theirs`` say how the
        statistical units lie to the territories ("same", "contains",
        "part of", "converted"). ``nothing_contributed``: it is specialised in nothing that is missing here.
    information
        ``shared_language``; ``no_shared_language`` (lists of codes), ``related_languages`` beside it, which
        adds nothing (pairs as "es/pt"); ``common_hours`` of a working day from ``starts`` to ``ends``
        local time on the date ``on`` (yyyy-mm-dd), ``several_zones`` lists the places whose zone is one
        of several; ``levels`` (territory levels); ``kilometres`` between the centres.
    value chain and season
        ``supplied_activity``: the counterpart is specialised in ``activity`` (a code of the input-output
        table), from which ``linked_count`` of our specialised activities buy, ``linked`` the most;
        ``bought_activity``: likewise, to which they sell. ``nothing_linked``: neither. ``filled_season``:
        of the months in which the territory does not supply ``product``, the counterpart supplies in
        ``share``.
    offers and needs
        ``covered_need``: the best ``offer`` covers ``share`` of ``need``, of ``kind`` (None: not stated),
        with the codes of each field that both state; ``direction`` is "ours" or "theirs": whose need it is.
        ``open_need``: no offer covers any of it.
    structure
        ``structural_distance`` in standard ``deviations`` over so many ``variables``;
        ``structural_variable``, beside it, its ``share`` of the squared distance, adds nothing.
    readiness
        ``readiness_of_both``: the governance of both; ``level_suggested``: the level of ``cooperation`` that
        is suggested (clusters, regions, firms) for this governance.
    sector and evidence, of clusters
        ``both_in_cell``, ``both_in_market``, ``both_in_technology``, ``both_in_division`` and
        ``both_in_section``: coded for both clusters; ``share`` and ``information`` as above, over clusters;
        ``nothing_in_common``: no such code.
        ``backed_division``: the territory of the cluster ``owner`` is specialised in ``activity``, in which
        the cluster works; ``not_backed_division``: it is not, and this adds nothing.
    text
        ``both_mention_market``, ``both_mention_technology``, ``both_mention_division`` and
        ``both_mention_section``: two texts mention it, in the words ``ours`` and ``theirs``; adds nothing
        by itself.
    """

    SHARED_CELL = "shared_cell", "market", "technology", "share", "information"
    SHARED_MARKET = "shared_market", "market", "share", "information"
    SHARED_TECHNOLOGY = "shared_technology", "technology", "share", "information"
    SHARED_DIVISION = "shared_division", "division", "share", "information"
    SHARED_SECTION = "shared_section", "section", "share", "information"
    NOTHING_SHARED = ("nothing_shared",)
    RELATED_CELL = (
        "related_cell",
        "market",
        "technology",
        "density",
        "nearest_market",
        "nearest_technology",
        "proximity",
    )
    NOTHING_DIFFERENT = ("nothing_different",)
    CONTRIBUTED_ACTIVITY = (
        "contributed_activity",
        "activity",
        "targets",
        "target_codes",
        "basis",
        "relation_ours",
        "relation_theirs",
    )
    NOTHING_CONTRIBUTED = "nothing_contributed", "targets", "basis"
    SHARED_LANGUAGE = "shared_language", "language"
    NO_SHARED_LANGUAGE = "no_shared_language", "ours", "theirs"
    RELATED_LANGUAGES = "related_languages", "pairs"
    COMMON_HOURS = (
        "common_hours",
        "hours",
        "starts",
        "ends",
        "on",
        "our_zone",
        "their_zone",
        "several_zones",
    )
    LEVELS = "levels", "ours", "theirs"
    KILOMETRES = "kilometres", "km"
    SUPPLIED_ACTIVITY = "supplied_activity", "activity", "linked", "linked_count"
    BOUGHT_ACTIVITY = "bought_activity", "activity", "linked", "linked_count"
    NOTHING_LINKED = ("nothing_linked",)
    FILLED_SEASON = "filled_season", "product", "share"
    COVERED_NEED = (
        "covered_need",
        "direction",
        "need",
        "kind",
        "offer",
        "share",
        "markets",
        "technologies",
        "activities",
        "concepts",
    )
    OPEN_NEED = "open_need", "direction", "need", "kind"
    STRUCTURAL_DISTANCE = "structural_distance", "deviations", "variables"
    STRUCTURAL_VARIABLE = "structural_variable", "variable", "share"
    READINESS = "readiness_of_both", "ours", "theirs"
    LEVEL_SUGGESTED = "level_suggested", "cooperation", "ours", "theirs"
    BOTH_IN_CELL = "both_in_cell", "market", "technology", "share", "information"
    BOTH_IN_MARKET = "both_in_market", "market", "share", "information"
    BOTH_IN_TECHNOLOGY = "both_in_technology", "technology", "share", "information"
    BOTH_IN_DIVISION = "both_in_division", "division", "share", "information"
    BOTH_IN_SECTION = "both_in_section", "section", "share", "information"
    NOTHING_IN_COMMON = ("nothing_in_common",)
    BACKED_DIVISION = "backed_division", "owner", "activity"
    NOT_BACKED_DIVISION = "not_backed_division", "owner", "activity"
    BOTH_MENTION_MARKET = "both_mention_market", "market", "ours", "theirs"
    BOTH_MENTION_TECHNOLOGY = "both_mention_technology", "technology", "ours", "theirs"
    BOTH_MENTION_DIVISION = "both_mention_division", "division", "ours", "theirs"
    BOTH_MENTION_SECTION = "both_mention_section", "section", "ours", "theirs"


class UnknownCode(FieldedCode):
    """What a score could not take into account, and why.

    ============================  ====================================================================
    territory_without_priorities  the territory has no own priorities on record
    nothing_to_weigh              the two declare only what every territory declares
    nothing_related               nothing the counterpart adds ever stands beside anything else
    statistics_not_loaded         no statistics are loaded at all; no values
    territory_without_statistics  the loaded statistics do not cover the territory
    statistics_too_thin           too few known activities to say anything: of ``territory`` and
                                  ``counterpart`` together
    nothing_missing               every known activity is already a specialisation of the territory
    language_not_known            no official language on record
    time_zone_not_known           no time zone on record for the territory or its country
    date_not_given                common hours depend on the date, and none was given; no values
    no_column_known               none of the columns that count is known; no values
    chosen_not_missing            the territory is specialised in every chosen activity that is known
    chain_not_known               nothing the two are specialised in buys or sells to tell a chain from
    season_not_known              no product is in the season calendar for both, with months to fill
    no_offers_or_needs            ``owner`` (a territory or cluster) states no coded offer and no coded need
    nothing_asked_and_offered     neither asks for something while the other offers anything
    stated_without_codes          so many offers and needs of ``owner`` state no code and are left out
    structure_not_known           too few variables are known of both
    governance_not_known          how institutionalised the governance of ``owner`` is, is not known
    level_not_known               the level of ``cooperation`` depends on governance that is not known
    cluster_without_codes         no market, technology or activity is coded for the cluster ``owner``
    evidence_not_known            no employment is known of the territory of the cluster ``owner`` in what it
                                  works in
    codes_of_all                  the clusters ``owner`` and ``other_owner`` have only codes that all have
    place_not_known               where the cluster ``owner`` is, is not on record
    ============================  ====================================================================
    """

    TERRITORY_WITHOUT_PRIORITIES = "territory_without_priorities", "territory"
    NOTHING_TO_WEIGH = "nothing_to_weigh", "territory", "counterpart"
    NOTHING_RELATED = "nothing_related", "territory", "counterpart"
    STATISTICS_NOT_LOADED = ("statistics_not_loaded",)
    TERRITORY_WITHOUT_STATISTICS = "territory_without_statistics", "territory"
    STATISTICS_TOO_THIN = "statistics_too_thin", "territory", "counterpart"
    NOTHING_MISSING = "nothing_missing", "territory"
    LANGUAGE_NOT_KNOWN = "language_not_known", "territory"
    TIME_ZONE_NOT_KNOWN = "time_zone_not_known", "territory"
    DATE_NOT_GIVEN = ("date_not_given",)
    NO_COLUMN_KNOWN = ("no_column_known",)
    CHOSEN_NOT_MISSING = "chosen_not_missing", "territory"
    CHAIN_NOT_KNOWN = "chain_not_known", "territory", "counterpart"
    SEASON_NOT_KNOWN = "season_not_known", "territory", "counterpart"
    NO_OFFERS_OR_NEEDS = "no_offers_or_needs", "owner"
    NOTHING_ASKED_AND_OFFERED = "nothing_asked_and_offered", "owner", "other_owner"
    STATED_WITHOUT_CODES = "stated_without_codes", "owner", "stated"
    STRUCTURE_NOT_KNOWN = "structure_not_known", "territory", "counterpart"
    GOVERNANCE_NOT_KNOWN = "governance_not_known", "owner"
    LEVEL_NOT_KNOWN = "level_not_known", "cooperation", "ours", "theirs"
    CLUSTER_WITHOUT_CODES = "cluster_without_codes", "owner"
    EVIDENCE_NOT_KNOWN = "evidence_not_known", "owner"
    PLACE_NOT_KNOWN = "place_not_known", "owner"
    CODES_OF_ALL = "codes_of_all", "owner", "other_owner"


class WarningCode(FieldedCode):
    """What to keep in mind beside a counterpart.

    ============================  ====================================================================
    nation_with_smaller           a nation is compared with something smaller: which is the ``nation``,
                                  and the ``level`` of the other
    different_levels              two below the nation are of different levels: ``territory`` of ``level``,
                                  the ``other`` of ``other_level``
    containing_unit               the statistics are those of a larger unit that contains ``territory``
    parts_only                    the statistics are those of units inside ``territory``, not all of it
    ============================  ====================================================================
    """

    NATION_WITH_SMALLER = "nation_with_smaller", "nation", "other", "level"
    DIFFERENT_LEVELS = "different_levels", "territory", "level", "other", "other_level"
    CONTAINING_UNIT = "containing_unit", "territory", "dataset", "units"
    PARTS_ONLY = "parts_only", "territory", "dataset", "units"


class ValidationCode(FieldedCode):
    """What to keep in mind beside the check on the real pairings, and why one could not be ranked.

    ============================  ====================================================================
    too_few_to_tune               ``pairings`` are too few to tune weights on; nothing was tuned on them
    not_distinguishable           the ``mean`` percentile (0 to 100) of the chosen partners of this ``side``
                                  lies within what chance gives, ``low`` to ``high``; ``pool`` is
                                  "subnational" or "all"
    drawn_from_pairing            ``priorities`` of the ``own`` priorities of ``territory`` were read where
                                  the programme tells of the pairing, so its ranking knows the answer
    territory_not_on_record       one of the two territories is not among the territories
    score_not_known               one of the two has no score: ``territory``
    ============================  ====================================================================
    """

    TOO_FEW_TO_TUNE = "too_few_to_tune", "pairings"
    NOT_DISTINGUISHABLE = "not_distinguishable", "mean", "low", "high", "side", "pool"
    DRAWN_FROM_PAIRING = "drawn_from_pairing", "territory", "priorities", "own"
    TERRITORY_NOT_ON_RECORD = "territory_not_on_record", "pairing", "side"
    SCORE_NOT_KNOWN = "score_not_known", "territory"


FAMILIES = (
    ColumnCode,
    PartCode,
    UnknownCode,
    WarningCode,
    CaveatCode,
    ValidationCode,
    RuleCode,
    AssignmentCode,
    CriteriaCode,
    agenda_codes.RuleCode,
    agenda_codes.PriceCode,
)


def all_codes() -> dict[str, tuple[str, ...]]:
    """Return every code with the names of its values; no code stands in two families."""
    found = {code.value: code.fields for family in FAMILIES for code in family}
    return found | {str(code): fields for code, fields in (*FAULTS.items(), *VIOLATIONS.items())}
