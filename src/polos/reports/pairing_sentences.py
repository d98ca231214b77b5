"""The sentences on an assignment of pairs: its rules, and what to keep in mind beside it."""

from collections.abc import Mapping

from polos.reports import labels
from polos.reports.catalogue import marked, marked_counts
from polos.reports.labels import Show
from polos.reports.sentence import Sentence

_PARTNERS: Mapping[str, Show] = {"a": labels.partner, "b": labels.partner, "partner": labels.partner}
_OF: Mapping[str, Show] = {"country": labels.country, "theme": labels.theme, "most": labels.count}

PAIRING_SENTENCES: Mapping[str, Sentence] = {
    "quota_country_least": Sentence(
        marked("Country quota: at least %(least)s pairs with partners of %(country)s."), shows=_OF
    ),
    "quota_country_most": Sentence(
        marked("Country quota: at most %(most)s pairs with partners of %(country)s."), shows=_OF
    ),
    "quota_theme_least": Sentence(
        marked("Theme quota: at least %(least)s pairs on the theme %(theme)s."), shows=_OF
    ),
    "quota_theme_most": Sentence(
        marked("Theme quota: at most %(most)s pairs on the theme %(theme)s."), shows=_OF
    ),
    "quota_pairs_least": Sentence(marked("Number of pairs: at least %(least)s.")),
    "quota_pairs_most": Sentence(marked("Number of pairs: at most %(most)s.")),
    "must_pair": Sentence(marked("%(a)s and %(b)s have to be paired."), shows=_PARTNERS),
    "must_not_pair": Sentence(marked("%(a)s and %(b)s may not be paired."), shows=_PARTNERS),
    "minimum_value": Sentence(
        marked("No pair that is worth less than %(minimum)s."), shows={"minimum": labels.number}
    ),
    "partner_least": Sentence(
        *marked_counts(
            "%(partner)s has to have at least %(count)s partner.",
            "%(partner)s has to have at least %(count)s partners.",
        ),
        counted_by="least",
        shows=_PARTNERS,
    ),
    "unknown_pairs": Sentence(
        marked(
            "Of %(possible)s possible pairs, the value of %(unknown)s is not known: these are not proposed."
        )
    ),
    "unscored_must": Sentence(
        *marked_counts(
            "%(count)s required pair has no known value and adds nothing to the total.",
            "%(count)s required pairs have no known value and add nothing to the total.",
        ),
        counted_by="required",
    ),
    "not_proven": Sentence(
        marked("The time ran out: a total of %(total)s was found, and up to %(bound)s is not ruled out."),
        shows={"total": labels.number, "bound": labels.number},
    ),
}
