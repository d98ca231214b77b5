"""What pages about surveys call things."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Text = str | Promise

STAGES: dict[str, Text] = {
    "draft": pgettext_lazy("stage of a wave", "in preparation"),
    "open": pgettext_lazy("stage of a wave", "open"),
    "closed": pgettext_lazy("stage of a wave", "closed"),
}
KINDS: dict[str, Text] = {
    "likert": _("a step on a scale"),
    "single": _("one choice"),
    "multiple": _("several choices"),
    "ranking": _("an order"),
    "number": _("a number"),
    "text": _("a text"),
    "matrix": _("a scale for each of several items"),
}
COMPARISONS: dict[str, Text] = {
    "is": pgettext_lazy("comparison of an answer", "is"),
    "is_not": pgettext_lazy("comparison of an answer", "is not"),
    "includes": pgettext_lazy("comparison of an answer", "includes"),
    "at_least": pgettext_lazy("comparison of an answer", "is at least"),
    "at_most": pgettext_lazy("comparison of an answer", "is at most"),
}
STARTS: dict[str, Text] = {
    "2019": _("the questionnaire of the survey of 2019, to be adapted"),
    "empty": _("no question yet"),
}
LABELS: dict[str, Text] = {
    "name": _("Name"),
    "title": _("Title"),
    "programme": _("Programme"),
    "start": _("Begin with"),
    "languages": _("Languages of the questionnaire"),
    "relevance": _("Relevance of each step"),
    "support": _("Support received for each step"),
    "pairings": _("Pairings respondents may name"),
    "code": _("Short name"),
    "kind": _("What kind of answer"),
    "is_required": _("An answer is needed"),
    "least": _("At least"),
    "most": _("At most"),
    "text": _("Question"),
    "hint": _("Explanation"),
    "options": _("Options, or steps of the scale from the lowest"),
    "items": _("Items of the matrix"),
    "condition": _("Shown only if"),
    "file": _("File (XLSX or CSV)"),
    "people": _("People"),
    "letter": _("Say in the mail"),
    "pairing": _("Your pairing"),
    "threshold": _("Agreed or rejected from, in per cent"),
    "stable_at": _("Answers are stable up to a change of, in per cent"),
    "most_rounds": _("Rounds, at most"),
    "least_answers": _("Answers a round needs"),
    "statements": _("Statements"),
}
HINTS: dict[str, Text] = {
    "programme": _("You keep surveys for the programmes your role names."),
    "relevance": _("A matrix whose items are the steps; it is compared with the one on support."),
    "support": _("A matrix with the same items."),
    "pairings": _("One a line. Respondents choose one, or none: it is kept with their answers."),
    "code": _("Letters, digits and underscores, such as Q5. Answers are kept under it."),
    "least": _("The least number, of choices, or of letters."),
    "most": _("The most. Texts have up to 10,000 letters in any case."),
    "options": _("One a line: code = words. A scale goes from the lowest step to the highest."),
    "items": _("One a line: code = words."),
    "threshold": _("Of those who answer; scores of 4 and 5 agree, 1 and 2 disagree."),
    "stable_at": _("Between two rounds. Where nothing moves any more, there is no further round."),
    "statements": _("One a line, each answered with a score from 1 to 5; in every language as many."),
    "file": _("An XLSForm workbook, or a table as this page hands out."),
    "people": _(
        "One a line: address of e-mail; name; side (EU or LAC); language (en, es, pt, fr). "
        "Only the address or the name is needed."
    ),
}
FAULTS: dict[str, Text] = {
    "required": _("Please answer this question."),
    "unknown_option": _("Choose one of the options."),
    "wrong_kind": _("This is not an answer the question can take."),
    "not_a_number": _("Write a number, such as 12 or 3.5."),
    "chosen_twice": _("Give every place in the order once."),
    "not_all_ranked": _("Give every option a place, or none."),
    "too_few": _("This is too little: at least %(limit)s."),
    "too_many": _("This is too much: at most %(limit)s."),
    "too_few_letters": _("This is too short: at least %(limit)s letters."),
    "too_many_letters": _("This is too long: at most %(limit)s letters."),
}
GROUPS: dict[str, Text] = {
    "low": pgettext_lazy("steps of a scale", "lower steps"),
    "middle": pgettext_lazy("steps of a scale", "the middle"),
    "high": pgettext_lazy("steps of a scale", "upper steps"),
    "yes": pgettext_lazy("an option of several", "chosen"),
    "no": pgettext_lazy("an option of several", "not chosen"),
}
QUALIFIERS: dict[str, Text] = {
    "exact": pgettext_lazy("how a figure is known", "exact"),
    "derived": pgettext_lazy("how a figure is known", "derived"),
    "bound": pgettext_lazy("how a figure is known", "a bound"),
    "approximate": pgettext_lazy("how a figure is known", "approximate"),
    "no_figure": pgettext_lazy("how a figure is known", "no figure"),
}
