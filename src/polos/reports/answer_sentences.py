"""The sentences on answers and votes: why a number is missing, what a round decides, what is hidden."""

from collections.abc import Mapping

from polos.measures.consensus_delphi import Outcome
from polos.measures.survey_disclosure import Hidden
from polos.measures.survey_results import WhyUndefined
from polos.reports.catalogue import marked

WHY_UNDEFINED: Mapping[WhyUndefined, str] = {
    WhyUndefined.NO_ANSWERS: marked("Nothing can be said: nobody answered."),
    WhyUndefined.ONE_ANSWER: marked("Nothing can be said of differences: there is one answer alone."),
    WhyUndefined.TOO_FEW_ANSWERS: marked("Nothing can be said: there are too few answers for this."),
    WhyUndefined.ONE_SIDE_SILENT: marked("Nothing can be compared: one of the two sides did not answer."),
    WhyUndefined.ALL_ALIKE: marked("Nothing can be told apart: all answers are alike."),
    WhyUndefined.TOO_FEW_PAIRS: marked("Not shown: there are too few pairs of answers."),
    WhyUndefined.TOO_FEW_RATERS: marked("No agreement can be told: fewer than two people rated or coded."),
    WhyUndefined.TOO_FEW_OBJECTS: marked(
        "No agreement can be told: there are fewer than two things to rank."
    ),
    WhyUndefined.NO_SHARED_UNITS: marked("No agreement can be told: no passage was coded by two people."),
    WhyUndefined.ONE_STEP: marked("Nothing can be told apart: the scale has a single step."),
    WhyUndefined.NOBODY_INVITED: marked("There is no rate: nobody was invited."),
    WhyUndefined.NOTHING_DETECTABLE: marked(
        "With so few answers no difference would be found, however large it is."
    ),
    WhyUndefined.BELOW_MINIMUM: marked("Not shown: the whole table counts fewer people than may be shown."),
    WhyUndefined.ONE_GROUP: marked("Nothing can be compared: no two groups are large enough to be shown."),
    WhyUndefined.NO_VOTES: marked("Nothing can be said: nobody voted on it."),
}
OUTCOMES: Mapping[Outcome, str] = {
    Outcome.ANOTHER_ROUND: marked("Answers still move, so another round follows."),
    Outcome.AGREED: marked("Agreed: the threshold is reached."),
    Outcome.REJECTED: marked("Rejected: the threshold is reached by those who disagree."),
    Outcome.STABLE_DISSENT: marked(
        "People keep disagreeing: answers no longer move, and no threshold is reached."
    ),
    Outcome.UNSETTLED: marked("Open: the rounds are used up while answers still move."),
    Outcome.TOO_FEW_ANSWERS: marked("Nothing is decided: too few people answered."),
}
HIDDEN: Mapping[Hidden, str] = {
    Hidden.SMALL: marked("Not shown: fewer people than may be shown."),
    Hidden.COMPLEMENTARY: marked("Not shown: a small count could be worked out from it."),
}
