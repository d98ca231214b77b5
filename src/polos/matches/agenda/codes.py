"""The words of reasons and prices, with the values that fill their sentences (``polos.reports.wording``)."""

from polos.measures.caveats import FieldedCode


class RuleCode(FieldedCode):
    """A rule of an event as part of a reason. People, requests and slots are ids.

    ======================  ====================================================================
    agenda_presence         ``person`` is there, and free, in these slots only
    agenda_at_once          ``person`` has one meeting at a time
    agenda_most             ``person`` has at most ``most`` meetings
    agenda_least            ``person`` has at least ``least`` meetings
    agenda_in_a_row         ``person`` has at most ``most`` meetings one after the other
    agenda_tables           there are ``tables`` tables
    agenda_language         ``asks`` and ``asked`` need a common language or an interpreter
    agenda_interpreters     there are ``interpreters`` interpreters
    agenda_refused          one side said no to ``request``
    agenda_must_not         the organiser ruled ``request`` out
    agenda_must             the organiser wants ``request`` to be held
    agenda_fixed            ``request`` is fixed to ``slot``
    agenda_stays            ``request`` is held in ``slot`` and stays there
    agenda_wanted           ``request`` is the one that is asked about
    ======================  ====================================================================

    Where ``person`` is an organisation, any of its persons is meant.
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
    """An event without one kind of rule, to see what the rule costs.

    Without: ``price_one_table`` (a table kept by one side), ``price_tables`` (a limit of tables),
    ``price_languages`` (a common language), ``price_hours`` (declared hours), ``price_absences`` (times
    away), ``price_most`` and ``price_least`` (limits of meetings a person), ``price_in_a_row`` (breaks),
    ``price_must``, ``price_must_not``, ``price_fixed`` (rulings of the organiser), ``price_floor`` (some
    meetings for everybody before anyone gets many).
    """

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
