"""The sentence of every code, in English, with named places; the catalogues hold the other languages.

A code may have several sentences, told apart by its values (``code.variant``); ``variant`` picks one.
Numbers stand after a colon or carry a plural form, so that every language can bend its words.
"""

from collections.abc import Callable, Mapping
from typing import Any

from polos.reports import labels
from polos.reports.agenda_sentences import AGENDA_SENTENCES
from polos.reports.catalogue import marked, marked_counts
from polos.reports.column_sentences import COLUMN_SENTENCES, FURTHER_COLUMN_NAMES
from polos.reports.criteria_sentences import CRITERIA_SENTENCES
from polos.reports.labels import Show
from polos.reports.pairing_sentences import PAIRING_SENTENCES
from polos.reports.sentence import Sentence

Values = Mapping[str, Any]


SHOWN_AS: Mapping[str, Show] = {
    "market": labels.market,
    "technology": labels.technology,
    "cell": labels.cell,
    "nearest_cell": labels.cell,
    "division": labels.activity,
    "section": labels.activity,
    "activity": labels.activity,
    "territory": labels.territory,
    "counterpart": labels.territory,
    "nation": labels.territory,
    "other": labels.territory,
    "territories": labels.territory_list,
    "language": labels.language_name,
    "level": labels.level,
    "other_level": labels.level,
    "on": labels.day,
    "starts": labels.clock,
    "ends": labels.clock,
    "hours": labels.number,
    "value": labels.number,
    "weight": labels.number,
    "weights": labels.number,
    "mean": labels.tenths,
    "low": labels.tenths,
    "high": labels.tenths,
    "share": labels.percentage,
    "density": labels.percentage,
    "dataset": labels.as_written,
    "units": labels.as_written,
    "pairing": labels.as_written,
    "several_zones": labels.territory_list,
    "first_a": labels.year,
    "last_a": labels.year,
    "first_b": labels.year,
    "last_b": labels.year,
}

COMPOSED: Mapping[str, tuple[str, str]] = {
    "cell": ("market", "technology"),
    "nearest_cell": ("nearest_market", "nearest_technology"),
}

COLUMN_NAMES: Mapping[str, str] = {
    "similar": marked("Similar declared priorities"),
    "related": marked("Different but related declared priorities"),
    "complementary": marked("Complementary activities"),
    "languages": marked("Common languages"),
    "hours": marked("Common working hours"),
    "level": marked("Level of the territories"),
    "distance": marked("Distance"),
    **FURTHER_COLUMN_NAMES,
}

_COLUMN = marked(
    "%(column)s: %(value)s on a scale from 0 to 1, with weight %(weight)s of %(weights)s in all."
)

SENTENCES: Mapping[str, Sentence] = {
    **{code: Sentence(_COLUMN) for code in COLUMN_NAMES},
    **PAIRING_SENTENCES,
    **COLUMN_SENTENCES,
    **CRITERIA_SENTENCES,
    **AGENDA_SENTENCES,
    # Reasons: similar declared priorities
    "shared_cell": Sentence(
        marked("Declared by both: %(cell)s. Of all territories, %(share)s declare this.")
    ),
    "shared_market": Sentence(
        marked("Market declared by both: %(market)s. Of all territories, %(share)s declare it.")
    ),
    "shared_technology": Sentence(
        marked("Technology declared by both: %(technology)s. Of all territories, %(share)s declare it.")
    ),
    "shared_division": Sentence(
        marked("Activity named by both: %(division)s. Of all territories, %(share)s name it.")
    ),
    "shared_section": Sentence(
        marked("Sector named by both: %(section)s. Of all territories, %(share)s name it.")
    ),
    "nothing_shared": Sentence(marked("Nothing is declared by both, or only what every territory declares.")),
    # Reasons: different but related
    "related_cell": Sentence(
        marked(
            "Declared there, not here: %(cell)s. Of what usually stands beside it, %(density)s is declared "
            "here; the closest is %(nearest_cell)s."
        )
    ),
    "related_cell.alone": Sentence(
        marked("Declared there, not here: %(cell)s. Nothing that usually stands beside it is declared here.")
    ),
    "nothing_different": Sentence(marked("The counterpart declares nothing that is not declared here.")),
    # Reasons: complementary activities
    "contributed_activity.wanted": Sentence(
        *marked_counts(
            "A strength there, not here: %(activity)s. It is related to %(count)s activity that the "
            "territory's priorities name and that is not yet a strength here.",
            "A strength there, not here: %(activity)s. It is related to %(count)s activities that the "
            "territory's priorities name and that are not yet a strength here.",
        ),
        counted_by="targets",
    ),
    "contributed_activity.absent": Sentence(
        *marked_counts(
            "A strength there, not here: %(activity)s. It is related to %(count)s activity that is not a "
            "strength here.",
            "A strength there, not here: %(activity)s. It is related to %(count)s activities that are not "
            "a strength here.",
        ),
        counted_by="targets",
    ),
    "nothing_contributed.wanted": Sentence(
        marked(
            "The counterpart has no strength that is missing here and related to what the territory's "
            "priorities name."
        )
    ),
    "nothing_contributed.absent": Sentence(
        marked(
            "The counterpart has no strength that is missing here and related to another missing activity."
        )
    ),
    # For information
    "shared_language": Sentence(marked("Common official language: %(language)s.")),
    "no_shared_language": Sentence(
        marked("No official language in common (here: %(ours)s; there: %(theirs)s)."),
        shows={"ours": labels.language_list, "theirs": labels.language_list},
    ),
    "related_languages": Sentence(
        marked("Closely related languages: %(pairs)s. This adds nothing to the score."),
        shows={"pairs": labels.language_pairs},
    ),
    "common_hours": Sentence(
        marked(
            "Working hours in common on %(on)s: %(hours)s, where people work from %(starts)s to %(ends)s "
            "local time."
        )
    ),
    "common_hours.several": Sentence(
        marked(
            "Working hours in common on %(on)s: %(hours)s, where people work from %(starts)s to %(ends)s "
            "local time. Several time zones apply around %(several_zones)s; that of the capital was taken."
        )
    ),
    "levels": Sentence(
        marked("Levels: here %(ours)s, there %(theirs)s."),
        shows={"ours": labels.level, "theirs": labels.level},
    ),
    "kilometres": Sentence(
        marked("About %(km)s km between the centres, as the crow flies."), shows={"km": labels.count}
    ),
    # What is not known
    "territory_without_priorities": Sentence(
        marked("No own declared priorities are on record for %(territory)s.")
    ),
    "nothing_to_weigh": Sentence(
        marked(
            "%(territory)s and %(counterpart)s declare only what every territory declares, so what they "
            "have in common says nothing."
        )
    ),
    "nothing_related": Sentence(
        marked(
            "What %(counterpart)s declares beyond %(territory)s never stands beside any other priority, so "
            "how related it is cannot be told."
        )
    ),
    "statistics_not_loaded": Sentence(
        marked("No employment statistics are loaded, so complementary activities cannot be told.")
    ),
    "territory_without_statistics": Sentence(
        marked("The loaded employment statistics do not cover %(territory)s.")
    ),
    "statistics_too_thin": Sentence(
        marked(
            "Employment in %(territory)s and %(counterpart)s is known for too few activities to tell what "
            "is complementary."
        )
    ),
    "nothing_missing": Sentence(
        marked(
            "Every activity with known employment is already a strength of %(territory)s, so there is "
            "nothing to complement."
        )
    ),
    "language_not_known": Sentence(marked("No official language is on record for %(territory)s.")),
    "time_zone_not_known": Sentence(marked("No time zone is on record for %(territory)s.")),
    "date_not_given": Sentence(marked("Common working hours depend on the date, and no date was given.")),
    "no_column_known": Sentence(
        marked("Nothing that counts in the score is known for this pair, so there is no score.")
    ),
    # What to keep in mind beside a counterpart
    "nation_with_smaller": Sentence(
        marked(
            "Different levels are compared: %(nation)s is a nation, %(other)s is not (%(level)s). A nation "
            "declares more, so more seems to agree."
        )
    ),
    "different_levels": Sentence(
        marked(
            "Different levels are compared: %(territory)s (%(level)s) and %(other)s (%(other_level)s). What "
            "is declared and counted covers areas of different kinds."
        )
    ),
    "containing_unit": Sentence(
        marked(
            "The statistics shown for %(territory)s are those of a larger area that contains it "
            "(%(dataset)s: %(units)s)."
        )
    ),
    "parts_only": Sentence(
        marked(
            "The statistics shown for %(territory)s cover areas inside it, not all of it "
            "(%(dataset)s: %(units)s)."
        )
    ),
    # What to keep in mind beside a comparison of priorities
    "level_mismatch": Sentence(
        marked(
            "Different levels are compared. Nations among the territories: %(nations_a)s of %(base_a)s in "
            "the first group, %(nations_b)s of %(base_b)s in the second."
        )
    ),
    "broad_priorities": Sentence(
        marked(
            "Some priorities are broad: %(markets)s markets or more, or manufacturing without further "
            "detail. First group: %(broad_a)s of %(priorities_a)s; second group: %(broad_b)s of "
            "%(priorities_b)s. They agree with others more easily."
        )
    ),
    "technology_not_stated": Sentence(
        marked(
            "Of all priorities compared, %(share)s state no technology (first group: %(unstated_a)s of "
            "%(priorities_a)s; second group: %(unstated_b)s of %(priorities_b)s). They stand in a column of "
            "their own."
        )
    ),
    "different_periods": Sentence(
        marked(
            "The strategies cover different periods: %(first_a)s to %(last_a)s in the first group, "
            "%(first_b)s to %(last_b)s in the second."
        )
    ),
    "small_group": Sentence(
        marked(
            "Few territories have own priorities (first group: %(base_a)s; second group: %(base_b)s). Below "
            "%(minimum)s a share rests on single cases."
        )
    ),
    "uneven_groups": Sentence(
        marked(
            "This is no even comparison: %(smaller)s territories with own priorities against %(larger)s. In "
            "the smaller group a single territory moves a share by %(step)s."
        ),
        shows={"step": labels.percentage},
    ),
    "contained": Sentence(
        marked(
            "Some territories lie in one another, so the same place counts twice. Such pairs in the first "
            "group: %(pairs_a)s; in the second: %(pairs_b)s; between the groups: %(pairs_across)s."
        )
    ),
    "in_both_groups": Sentence(marked("These territories stand in both groups: %(territories)s.")),
    "no_own_priorities.a": Sentence(
        marked("Left out of the first group because no own priorities are on record: %(territories)s.")
    ),
    "no_own_priorities.b": Sentence(
        marked("Left out of the second group because no own priorities are on record: %(territories)s.")
    ),
    "thin_cells": Sentence(
        marked(
            "Cells that both groups share but that rest on fewer than %(minimum)s territories in one of "
            "them: %(cells)s of %(shared_cells)s."
        )
    ),
    "recalled_priorities": Sentence(
        marked(
            "Some priorities are recalled, not read on a page. First group: %(recalled_a)s of "
            "%(priorities_a)s; second group: %(recalled_b)s of %(priorities_b)s."
        )
    ),
    "emphasis_of_priorities": Sentence(
        marked(
            "One group has a single territory, so emphasis is the share of its priorities, not of "
            "territories (first group: %(territories_a)s; second group: %(territories_b)s)."
        ),
        shows={"territories_a": labels.count, "territories_b": labels.count},
    ),
    "side_without_priorities.a": Sentence(
        marked("No territory of the first group has own priorities, so no level can be told.")
    ),
    "side_without_priorities.b": Sentence(
        marked("No territory of the second group has own priorities, so no level can be told.")
    ),
    "levels_not_given": Sentence(
        marked("Whether nations are compared with regions, or places lie in one another, was not looked at.")
    ),
    "similarity_only": Sentence(
        marked("This shows what is declared alike, not what complements one another.")
    ),
    # What makes a territory's record of priorities thin
    "no_priorities": Sentence(marked("There are no declared priorities on record.")),
    "inherited_only": Sentence(
        marked(
            "All priorities on record (%(count)s) are taken over from a containing territory and are never "
            "counted as its own."
        ),
        shows={"count": labels.count},
    ),
    "few_priorities": Sentence(
        *marked_counts(
            "Only %(count)s own priority is on record; fewer than %(few_below)s make comparisons fragile.",
            "Only %(count)s own priorities are on record; fewer than %(few_below)s make comparisons fragile.",
        ),
        counted_by="count",
    ),
    "recalled_priorities.of_territory": Sentence(
        marked("Recalled, not read on a page: %(count)s of %(total)s own priorities."),
        shows={"count": labels.count},
    ),
    "low_confidence": Sentence(
        marked("Recorded with low confidence: %(count)s of %(total)s own priorities."),
        shows={"count": labels.count},
    ),
    "old_period": Sentence(
        marked(
            "From a period that ended before %(current_from)s: %(count)s of %(total)s own priorities "
            "(%(first)s to %(last)s)."
        ),
        shows={
            "count": labels.count,
            "current_from": labels.year,
            "first": labels.year,
            "last": labels.year,
        },
    ),
    # Why a number is not there
    "undefined.unknown_cell": Sentence(marked("Not known: the number is confidential or was not recorded.")),
    "undefined.empty_territory": Sentence(marked("Cannot be computed: nothing is known of this territory.")),
    "undefined.empty_activity": Sentence(
        marked("Cannot be computed: nothing is known of this activity in any territory.")
    ),
    "undefined.nothing_to_compare": Sentence(marked("Cannot be computed: there is nothing to compare with.")),
    "undefined.not_a_candidate": Sentence(
        marked("Does not apply: the territory is already specialised in this activity.")
    ),
    "undefined.separate_parts": Sentence(
        marked("Cannot be computed: the data fall into parts that share nothing.")
    ),
    "undefined.not_unique": Sentence(marked("Cannot be computed: the data allow more than one answer.")),
    # The check on the real pairings
    "drawn_from_pairing": Sentence(
        marked(
            "%(territory)s: %(priorities)s of %(own)s own priorities were read where the programme tells of "
            "the pairing itself, so its ranking partly knows the answer."
        ),
    ),
    "too_few_to_tune": Sentence(
        *marked_counts(
            "%(count)s pairing is too few to tune weights on; nothing was tuned on it.",
            "%(count)s pairings are too few to tune weights on; nothing was tuned on them.",
        ),
        counted_by="pairings",
    ),
    "not_distinguishable.subnational": Sentence(
        marked(
            "%(side)s, ranked among territories below the nation: a mean of %(mean)s cannot be told from "
            "chance, which would give between %(low)s and %(high)s."
        ),
        shows={"side": labels.side},
    ),
    "not_distinguishable.all": Sentence(
        marked(
            "%(side)s, ranked among all territories: a mean of %(mean)s cannot be told from chance, which "
            "would give between %(low)s and %(high)s."
        ),
        shows={"side": labels.side},
    ),
    "check.EU": Sentence(
        marked(
            "Real pairings ranked from the side of Latin America and the Caribbean: %(pairings)s. On average "
            "the EU partner really chosen stands at %(mean)s, where 100 is the top of our ranking and 50 is "
            "chance; drawn at random it would stand between %(low)s and %(high)s in 95 of 100 draws."
        )
    ),
    "check.LAC": Sentence(
        marked(
            "Real pairings ranked from the side of the EU: %(pairings)s. On average the partner really "
            "chosen in Latin America and the Caribbean stands at %(mean)s, where 100 is the top of our "
            "ranking and 50 is chance; drawn at random it would stand between %(low)s and %(high)s in 95 of "
            "100 draws."
        )
    ),
    "territory_not_on_record": Sentence(
        marked(
            "Pairing %(pairing)s could not be ranked: one of its territories is not on record (%(side)s)."
        ),
        shows={"side": labels.side},
    ),
    "score_not_known": Sentence(
        marked("No score is known for %(territory)s, so its pairing could not be ranked.")
    ),
}


def _told_apart_by(code: str, value: str) -> Callable[[Values], str]:
    return lambda values: f"{code}.{values[value]}"


VARIANTS: Mapping[str, Callable[[Values], str]] = {
    "contributed_activity": _told_apart_by("contributed_activity", "basis"),
    "nothing_contributed": _told_apart_by("nothing_contributed", "basis"),
    "covered_need": _told_apart_by("covered_need", "direction"),
    "open_need": _told_apart_by("open_need", "direction"),
    "level_suggested": _told_apart_by("level_suggested", "cooperation"),
    "level_not_known": _told_apart_by("level_not_known", "cooperation"),
    "not_distinguishable": _told_apart_by("not_distinguishable", "pool"),
    "no_own_priorities": _told_apart_by("no_own_priorities", "side"),
    "side_without_priorities": _told_apart_by("side_without_priorities", "side"),
    "recalled_priorities": lambda values: (
        "recalled_priorities.of_territory" if "total" in values else "recalled_priorities"
    ),
    "related_cell": lambda values: "related_cell" if values["density"] else "related_cell.alone",
    "common_hours": lambda values: "common_hours.several" if values["several_zones"] else "common_hours",
}
