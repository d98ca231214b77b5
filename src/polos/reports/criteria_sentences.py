"""The words of criteria and strategies of selection, and the sentences on reviewers and their scores."""

from collections.abc import Mapping

from polos.reports import labels
from polos.reports.catalogue import marked, marked_counts
from polos.reports.labels import Show
from polos.reports.sentence import Sentence

CRITERIA_NAMES: Mapping[str, str] = {
    "LA1": marked("The country is one of those the programme covers"),
    "LA2": marked("Interest is expressed in a letter of commitment"),
    "LA3": marked("A contact person is appointed for continuous liaison"),
    "LA4": marked("National or local resources are engaged"),
    "LA5": marked("Business and research take part"),
    "LA6": marked("First steps towards a smart specialisation strategy are taken or committed to"),
    "LA7": marked("All groups of the helix are engaged and coordinated, civil society and funders included"),
    "LA8": marked("Needs and opportunities fit the profile of at least one European region"),
    "EU1": marked("Capacity to support the partner in designing or implementing a strategy"),
    "EU2": marked("Ability to bring about new joint projects"),
    "EU3": marked("Ability to bring about new business opportunities"),
}
STRATEGY_NAMES: Mapping[str, str] = {
    "all_tradable_sectors": marked("Most or all tradable sectors of a territory are covered"),
    "criteria_and_tender": marked("Criteria, and a competition among possible clusters"),
    "consultant_proposes": marked("An outside adviser proposes those that could grow most"),
    "agreed_criteria": marked("Agreed criteria, chosen while the programme is prepared"),
}

_SHOWS: Mapping[str, Show] = {
    "criterion": labels.as_written,
    "application": labels.partner,
    "reviewer": labels.partner,
    "body": labels.partner,
    "territory": labels.partner,
    "own": labels.partner,
    "low": labels.number,
    "high": labels.number,
}

CRITERIA_SENTENCES: Mapping[str, Sentence] = {
    "met_without_evidence": Sentence(
        marked("Criterion %(criterion)s is said to be met without evidence, so it counts as unknown."),
        shows=_SHOWS,
    ),
    "scores_diverge": Sentence(
        marked(
            "Scores of %(application)s for criterion %(criterion)s range from %(low)s to %(high)s: they "
            "should be moderated."
        ),
        shows=_SHOWS,
    ),
    "single_reviewer": Sentence(
        *marked_counts(
            "Only %(count)s reviewer scored %(application)s.",
            "Only %(count)s reviewers scored %(application)s.",
        ),
        counted_by="reviewers",
        shows=_SHOWS,
    ),
    "not_scored": Sentence(
        marked("Criterion %(criterion)s of %(application)s has no score, so there is no result."),
        shows=_SHOWS,
    ),
    "own_application": Sentence(
        marked("%(reviewer)s belongs to %(body)s, which takes part in the application."), shows=_SHOWS
    ),
    "own_territory": Sentence(
        marked("%(reviewer)s is of %(territory)s, which the application is for."), shows=_SHOWS
    ),
    "related_territory": Sentence(
        marked(
            "%(reviewer)s is of %(own)s; the application is for %(territory)s, "
            "which lies in it or contains it."
        ),
        shows=_SHOWS,
    ),
    "declared_conflict": Sentence(
        marked("%(reviewer)s declared a conflict of interest with %(application)s."), shows=_SHOWS
    ),
}
