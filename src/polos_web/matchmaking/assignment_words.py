"""What pages about assignments of pairs call things."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Text = str | Promise

KINDS: dict[str, Text] = {
    "territory": _("territories"),
    "cluster": _("clusters"),
    "name": _("names alone, for which no pairings are made here"),
}
STARTS: dict[str, Text] = {
    "selected": _("those the programme has selected"),
    "": _("nobody yet"),
}
SIDES: dict[str, Text] = {"a": _("First side"), "b": _("Second side")}
SOURCES: dict[str, Text] = {
    "": _("no values yet"),
    "score": _("scores of counterparts"),
    "review": _("scores of reviewers"),
    "table": _("a table that was handed in"),
}
OBJECTIVES: dict[str, Text] = {
    "total": _("the greatest total value"),
    "worst_off": _("as many pairs as can be, then the worst-off pair first"),
}
PROOFS: dict[str, Text] = {
    "proven": _("Proven: no assignment under these rules is better by this objective."),
    "not_proven": _("Not proven: the time was over before it was shown that there is no better one."),
    "stable": _(
        "Stable: no two would rather leave it for each other. Quotas and least numbers do not count here."
    ),
    "nearly": _("Within two per cent of the best."),
}
STAGES: dict[str, Text] = {
    "assignment": _("the best pairs are found; now the stable ones"),
    "stable": _("now what else is nearly as good"),
    "alternatives": _("now what each rule costs"),
    "prices": _("what each rule costs"),
    "clash": _("the rules clash"),
    "score": _("scores, partner by partner"),
    "drop_out": _("the answer is there"),
    "undecided": _("the time was over"),
}
QUOTAS: dict[str, Text] = {
    "": "—",
    "country a": _("country, first side"),
    "country b": _("country, second side"),
    "theme": pgettext_lazy("quota", "theme"),
    "pairs": _("all pairs"),
}
LABELS: dict[str, Text] = {
    "name": _("Name"),
    "programme": _("Programme"),
    "kind": _("Partners are"),
    "start": _("Begin with"),
    "text": _("One a line"),
    "file": _("Or a file (CSV or XLSX)"),
    "objective": _("What is best"),
    "minimum": _("No pair worth less than"),
    "must": _("Pairs that have to be made"),
    "must_not": _("Pairs that may not be made"),
    "rankings": _("Whom partners want, the most wanted first"),
    "partner": _("Who drops out"),
    "reason": _("Reason"),
}
HINTS: dict[str, Text] = {
    "start": _(
        "First side: those at the last stage of the board, and regions of decided calls. Second side: whom "
        "these calls accepted."
    ),
    "minimum": _("Leave it empty where there is no least value."),
    "must": _("One pair a line, the first side before the second: name; name"),
    "must_not": _("One pair a line, the first side before the second: name; name"),
    "rankings": _(
        "One partner a line: who; first; second; third. Whoever has no line wants the others by their value. "
        "Wishes decide what is stable, not what is best."
    ),
}
