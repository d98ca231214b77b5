"""The words of reasons and prices, with the values that fill their sentences (``polos.reports.wording``)."""

from polos.measures.caveats import FieldedCode


class RuleCode(FieldedCode):
    """A rule of an event as part of a reason. People, requests and slots are ids.

    ``agenda_stays`` stands for a meeting that is held where it is; ``agenda_wanted`` for the request that is
    asked about. Where ``person`` is an organisation, any of its persons is meant.
    """

    PRESENCE = "agenda_presence", "person"
    AT_ONCE = "agenda_at_once", "person"
    MOST = "agenda_most", "person", "most"
    LEAST = "agenda_least", "person", "least"
    IN_A_ROW = "agenda_in_a_row", "person", "most"
    TABLES = "agenda_tables", "tables"
    LANGUAGE = "agenda_language", "asks", "asked"
    INTERPRETERS = "agenda_interpreters", "interpreters"
    REFUSED = "agenda_refused", "request"
    MUST_NOT = "agenda_must_not", "request"
    MUST = "agenda_must", "request"
    FIXED = "agenda_fixed", "request", "slot"
    STAYS = "agenda_stays", "request", "slot"
    WANTED = "agenda_wanted", "request"


class PriceCode(FieldedCode):
    """An event without one kind of rule, to see what the rule costs."""

    ONE_TABLE = ("price_one_table",)
    TABLES = ("price_tables",)
    LANGUAGES = ("price_languages",)
    HOURS = ("price_hours",)
    ABSENCES = ("price_absences",)
    MOST = ("price_most",)
    LEAST = ("price_least",)
    IN_A_ROW = ("price_in_a_row",)
    MUST = ("price_must",)
    MUST_NOT = ("price_must_not",)
    FIXED = ("price_fixed",)
    FLOOR = ("price_floor",)
