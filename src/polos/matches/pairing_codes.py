"""The rules of an assignment of pairs as codes with values, and what to keep in mind beside one."""

from polos.measures.caveats import FieldedCode


class RuleCode(FieldedCode):
    """A rule of an assignment, named where rules clash, where one is relaxed, and where it costs something.

    ============================  ====================================================================
    quota_country_least           at least ``least`` pairs with a partner of ``country`` on ``side`` (a, b)
    quota_country_most            at most ``most`` of them
    quota_theme_least             at least ``least`` pairs on ``theme``
    quota_theme_most              at most ``most`` of them
    quota_pairs_least             at least ``least`` pairs in all
    quota_pairs_most              at most ``most`` pairs in all
    must_pair                     ``a`` and ``b`` have to be paired
    must_not_pair                 ``a`` and ``b`` may not be paired
    minimum_value                 no pair that is worth less than ``minimum``
    partner_least                 ``partner`` has at least ``least`` partners
    ============================  ====================================================================
    """

    QUOTA_COUNTRY_LEAST = "quota_country_least", "side", "country", "least"
    QUOTA_COUNTRY_MOST = "quota_country_most", "side", "country", "most"
    QUOTA_THEME_LEAST = "quota_theme_least", "theme", "least"
    QUOTA_THEME_MOST = "quota_theme_most", "theme", "most"
    QUOTA_PAIRS_LEAST = "quota_pairs_least", "least"
    QUOTA_PAIRS_MOST = "quota_pairs_most", "most"
    MUST_PAIR = "must_pair", "a", "b"
    MUST_NOT_PAIR = "must_not_pair", "a", "b"
    MINIMUM_VALUE = "minimum_value", "minimum"
    PARTNER_LEAST = "partner_least", "partner", "least"


class AssignmentCode(FieldedCode):
    """What to keep in mind beside an assignment.

    ============================  ====================================================================
    unknown_pairs                 the value of ``unknown`` of ``possible`` pairs is unknown: not proposed
    unscored_must                 ``required`` pairs are made without a known value and add nothing
    not_proven                    the time ran out: ``total`` was found, ``bound`` is not shown to be
                                  out of reach
    ============================  ====================================================================
    """

    UNKNOWN_PAIRS = "unknown_pairs", "unknown", "possible"
    UNSCORED_MUST = "unscored_must", "required"
    NOT_PROVEN = "not_proven", "total", "bound"
