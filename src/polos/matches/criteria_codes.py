"""What to keep in mind beside a checklist, scores and reviewers, as codes with values."""

from polos.measures.caveats import FieldedCode


class CriteriaCode(FieldedCode):
    """What to keep in mind beside a checklist, scores and reviewers.

    ============================  ====================================================================
    met_without_evidence          ``criterion`` is said to be met and names no evidence: it is unknown
    scores_diverge                the scores of ``criterion`` for ``application`` range from ``low`` to
                                  ``high``: to be moderated
    single_reviewer               ``application`` was scored by so few as ``reviewers``
    not_scored                    ``criterion`` of ``application`` has no score
    own_application               ``reviewer`` belongs to ``body``, which applies or takes part
    own_territory                 ``reviewer`` is of ``territory``, of which the application is
    related_territory             ``reviewer`` is of ``own``, which contains ``territory`` or lies in it;
                                  the application is of ``territory``
    declared_conflict             ``reviewer`` declared a conflict with ``application``
    ============================  ====================================================================
    """

    MET_WITHOUT_EVIDENCE = "met_without_evidence", "criterion"
    SCORES_DIVERGE = "scores_diverge", "criterion", "application", "low", "high"
    SINGLE_REVIEWER = "single_reviewer", "application", "reviewers"
    NOT_SCORED = "not_scored", "criterion", "application"
    OWN_APPLICATION = "own_application", "reviewer", "body"
    OWN_TERRITORY = "own_territory", "reviewer", "territory"
    RELATED_TERRITORY = "related_territory", "reviewer", "own", "territory"
    DECLARED_CONFLICT = "declared_conflict", "reviewer", "application"
