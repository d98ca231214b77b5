"""The sentences of the further columns of the list of counterparts, and of the counterparts of clusters."""

from collections.abc import Mapping, Sequence

from polos.reports import labels
from polos.reports.catalogue import marked, marked_counts, text
from polos.reports.labels import Names, Show
from polos.reports.numbers import format_list
from polos.reports.sentence import Sentence

FURTHER_COLUMN_NAMES: Mapping[str, str] = {
    "value_chain": marked("Value chain"),
    "season": marked("Season of produce"),
    "offers_needs": marked("Offers and needs"),
    "structure": marked("Structural similarity"),
    "readiness": marked("Readiness of governance"),
    "sector": marked("Sector, markets and technologies"),
    "evidence": marked("Evidence of both territories"),
}

_KINDS: Mapping[str, str] = {
    "technology": marked("technology"),
    "product": marked("product or service"),
    "design": marked("design"),
    "market_entry": marked("market entry"),
    "governance": marked("governance"),
    "quality": marked("quality"),
    "knowledge": marked("knowledge"),
    "finance": marked("finance"),
    "partners": marked("partners"),
}
_GOVERNANCE: Mapping[str, str] = {
    "institutional": marked("institutional"),
    "emerging": marked("emerging"),
    "absent": marked("absent"),
    "unknown": marked("unknown"),
}


def _one_of(words: Mapping[str, str]) -> Show:
    return lambda value, language, names: text(words[value], language)


def _activities(value: Sequence[str], language: str, names: Names) -> str:
    """Return activities of an input-output table by their labels where they are of NACE, else as written."""
    return format_list([labels.industry(code, language, names) for code in value], language)


_OWNER: Mapping[str, Show] = {
    "owner": labels.partner,
    "other_owner": labels.partner,
    "territory": labels.partner,
    "counterpart": labels.partner,
}
_LINKED: Mapping[str, Show] = {"activity": labels.industry, "linked": _activities}
_NEED: Mapping[str, Show] = {"need": labels.as_written, "offer": labels.as_written, "kind": _one_of(_KINDS)}
_WORDS: Mapping[str, Show] = {"ours": labels.as_written, "theirs": labels.as_written}
_BOTH: Mapping[str, Show] = {"ours": _one_of(_GOVERNANCE), "theirs": _one_of(_GOVERNANCE)}

COLUMN_SENTENCES: Mapping[str, Sentence] = {
    "contributed_activity.chosen": Sentence(
        *marked_counts(
            "A strength there, not here: %(activity)s. It is related to %(count)s activity that was chosen "
            "and is not a strength here.",
            "A strength there, not here: %(activity)s. It is related to %(count)s activities that were "
            "chosen and are not a strength here.",
        ),
        counted_by="targets",
    ),
    "nothing_contributed.chosen": Sentence(
        marked("The counterpart has no strength that is missing here and related to what was chosen.")
    ),
    "supplied_activity": Sentence(
        *marked_counts(
            "A strength there from which %(count)s strength here usually buys: %(activity)s. It buys: "
            "%(linked)s.",
            "A strength there from which %(count)s strengths here usually buy: %(activity)s. Those that buy "
            "the most: %(linked)s.",
        ),
        counted_by="linked_count",
        shows=_LINKED,
    ),
    "bought_activity": Sentence(
        *marked_counts(
            "A strength there to which %(count)s strength here usually sells: %(activity)s. It sells: "
            "%(linked)s.",
            "A strength there to which %(count)s strengths here usually sell: %(activity)s. Those that sell "
            "the most: %(linked)s.",
        ),
        counted_by="linked_count",
        shows=_LINKED,
    ),
    "nothing_linked": Sentence(marked("No strength there usually buys from, or sells to, a strength here.")),
    "filled_season": Sentence(
        marked("%(product)s: of the months without supply here, %(share)s have supply there."),
        shows={"product": labels.sentence_start},
    ),
    "covered_need.ours": Sentence(
        marked("Our need %(need)s: the offer %(offer)s covers %(share)s of what it names."), shows=_NEED
    ),
    "covered_need.theirs": Sentence(
        marked("Their need %(need)s: our offer %(offer)s covers %(share)s of what it names."), shows=_NEED
    ),
    "open_need.ours": Sentence(marked("Our need %(need)s: nothing they offer covers it."), shows=_NEED),
    "open_need.theirs": Sentence(marked("Their need %(need)s: nothing we offer covers it."), shows=_NEED),
    "structural_distance": Sentence(
        marked(
            "Structural distance: %(deviations)s standard deviations, over %(variables)s variables known of "
            "both."
        ),
        shows={"deviations": labels.number},
    ),
    "structural_variable": Sentence(
        marked("Of the squared distance, %(share)s comes from this variable: %(variable)s."),
        shows={"variable": labels.as_written},
    ),
    "readiness_of_both": Sentence(marked("Governance: %(ours)s here, %(theirs)s there."), shows=_BOTH),
    "level_suggested.clusters": Sentence(
        marked("Cluster with cluster is suggested: both have an institutional governance."), shows=_BOTH
    ),
    "level_suggested.regions": Sentence(
        marked(
            "Region with region is suggested: both regions have an institutional governance, and not both "
            "clusters."
        ),
        shows=_BOTH,
    ),
    "level_suggested.firms": Sentence(
        marked(
            "Firms in the lead are suggested: neither both clusters nor both regions have an institutional "
            "governance (regions: %(ours)s here, %(theirs)s there)."
        ),
        shows=_BOTH,
    ),
    "level_not_known.clusters": Sentence(
        marked(
            "No level is suggested: cluster with cluster could be one, but the governance of a cluster is "
            "not known (%(ours)s here, %(theirs)s there)."
        ),
        shows=_BOTH,
    ),
    "level_not_known.regions": Sentence(
        marked(
            "No level is suggested: region with region could be one, but the governance of a region is not "
            "known (%(ours)s here, %(theirs)s there)."
        ),
        shows=_BOTH,
    ),
    "both_in_cell": Sentence(marked("Both clusters: %(cell)s. Of all clusters, %(share)s are coded so.")),
    "both_in_market": Sentence(
        marked("Market of both clusters: %(market)s. Of all clusters, %(share)s are coded so.")
    ),
    "both_in_technology": Sentence(
        marked("Technology of both clusters: %(technology)s. Of all clusters, %(share)s are coded so.")
    ),
    "both_in_division": Sentence(
        marked("Activity of both clusters: %(division)s. Of all clusters, %(share)s are coded so.")
    ),
    "both_in_section": Sentence(
        marked("Sector of both clusters: %(section)s. Of all clusters, %(share)s are coded so.")
    ),
    "nothing_in_common": Sentence(marked("The two clusters share no code, or only what every cluster has.")),
    "backed_division": Sentence(
        marked("The territory of %(owner)s is specialised in what the cluster works in: %(activity)s."),
        shows=_OWNER,
    ),
    "not_backed_division": Sentence(
        marked("The territory of %(owner)s is not specialised in what the cluster works in: %(activity)s."),
        shows=_OWNER,
    ),
    # What is not known
    "chosen_not_missing": Sentence(
        marked(
            "%(territory)s is specialised in every chosen activity of which employment is known, so nothing "
            "of it is missing."
        )
    ),
    "chain_not_known": Sentence(
        marked(
            "What %(territory)s and %(counterpart)s are specialised in is not known well enough to tell a "
            "value chain."
        ),
        shows=_OWNER,
    ),
    "season_not_known": Sentence(
        marked(
            "The season calendar holds no product of both %(territory)s and %(counterpart)s with months to "
            "fill."
        ),
        shows=_OWNER,
    ),
    "no_offers_or_needs": Sentence(
        marked("No offer and no need with codes is on record for %(owner)s."), shows=_OWNER
    ),
    "nothing_asked_and_offered": Sentence(
        marked("Neither %(owner)s nor %(other_owner)s asks for anything while the other offers something."),
        shows=_OWNER,
    ),
    "stated_without_codes": Sentence(
        *marked_counts(
            "%(owner)s: %(count)s offer or need states no code and was left out.",
            "%(owner)s: %(count)s offers and needs state no code and were left out.",
        ),
        counted_by="stated",
        shows=_OWNER,
    ),
    "structure_not_known": Sentence(
        marked("Too few variables are known of both %(territory)s and %(counterpart)s to compare structure."),
        shows=_OWNER,
    ),
    "governance_not_known": Sentence(
        marked("How institutional the governance of %(owner)s is, is not known."), shows=_OWNER
    ),
    "cluster_without_codes": Sentence(
        marked("No market, technology or activity is on record for %(owner)s."), shows=_OWNER
    ),
    "evidence_not_known": Sentence(
        marked("No employment is known of the territory of %(owner)s in what the cluster works in."),
        shows=_OWNER,
    ),
    "codes_of_all": Sentence(
        marked("%(owner)s and %(other_owner)s have only codes that every cluster has, which says nothing."),
        shows=_OWNER,
    ),
    "place_not_known": Sentence(marked("Where %(owner)s is, is not on record."), shows=_OWNER),
    "both_mention_market": Sentence(
        marked("Both mention the market %(market)s (here: %(ours)s; there: %(theirs)s)."), shows=_WORDS
    ),
    "both_mention_technology": Sentence(
        marked("Both mention the technology %(technology)s (here: %(ours)s; there: %(theirs)s)."),
        shows=_WORDS,
    ),
    "both_mention_division": Sentence(
        marked("Both mention the activity %(division)s (here: %(ours)s; there: %(theirs)s)."), shows=_WORDS
    ),
    "both_mention_section": Sentence(
        marked("Both mention the sector %(section)s (here: %(ours)s; there: %(theirs)s)."), shows=_WORDS
    ),
}
