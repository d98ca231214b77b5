"""The sentences on an agenda: rows that cannot be used, rules a schedule breaks, reasons, and prices."""

from collections.abc import Mapping

from polos.reports import labels
from polos.reports.catalogue import marked, marked_counts
from polos.reports.labels import Show
from polos.reports.sentence import Sentence

# Names of rows, people, requests, slots and tables are written as the event writes them.
_AS_WRITTEN: Mapping[str, Show] = dict.fromkeys(
    (
        *(
            "row",
            "id",
            "other",
            "zone",
            "slot",
            "window",
            "party",
            "person",
            "request",
            "table",
            "interpreter",
        ),
        *("asks", "asked"),
    ),
    labels.as_written,
)


def _one(sentence: str) -> Sentence:
    return Sentence(sentence, shows=_AS_WRITTEN)


def _counted(forms: tuple[str, str], by: str) -> Sentence:
    return Sentence(*forms, counted_by=by, shows=_AS_WRITTEN)


_FAULTS: Mapping[str, Sentence] = {
    "event_no_slots": _one(marked("The event has no slots.")),
    "event_no_tables": _one(marked("The event has no tables; a virtual event says that it needs none.")),
    "event_too_large": _one(
        marked(
            "The event is too large: %(requests)s requests in %(slots)s slots. Possible are "
            "%(most_requests)s requests, and %(most_places)s requests times slots. Split the event, or "
            "leave out the least wanted requests."
        )
    ),
    "event_id_twice": _one(marked("%(row)s: the id %(id)s stands for something else already.")),
    "event_id_missing": _one(marked("%(row)s: the id is missing.")),
    "event_unknown_zone": _one(
        marked("%(row)s: the time zone %(zone)s is not known; names are such as America/Bogota.")
    ),
    "event_slot_ends_first": _one(marked("%(row)s: the slot %(id)s does not end after it starts.")),
    "event_slots_overlap": _one(
        marked("%(row)s: the slot %(id)s begins before the slot %(other)s has ended.")
    ),
    "event_empty_window": _one(
        marked("%(row)s: the window %(window)s of %(id)s does not end after it starts.")
    ),
    "event_unknown_slot": _one(marked("%(row)s: there is no slot %(slot)s.")),
    "event_wrong_number": _one(marked("%(row)s: %(number)s is too small a number (%(id)s).")),
    "event_least_above_most": _one(
        marked("%(row)s: %(id)s is to have at least %(least)s and at most %(most)s meetings.")
    ),
    "event_with_oneself": _one(
        marked("%(row)s: the request %(id)s asks %(party)s for a meeting with themselves.")
    ),
    "event_unknown_party": _one(
        marked("%(row)s: the request %(id)s names %(party)s, who is no participant or organisation.")
    ),
    "event_pair_twice": _one(marked("%(row)s: the request %(id)s is about the same two as %(other)s.")),
    "event_unknown_request": _one(marked("%(row)s: there is no request %(request)s.")),
    "event_fixed_twice": _one(marked("%(row)s: the request %(request)s is fixed more than once.")),
    "event_must_and_must_not": _one(
        marked("The request %(request)s has to be held and may not be held at the same time.")
    ),
    "event_interpreter_one_language": _one(
        marked("%(row)s: the interpreter %(id)s needs two different languages.")
    ),
    "event_clocks_change": _one(
        marked("In %(zone)s clocks change before the slot %(slot)s; local times follow the change.")
    ),
    "event_never_there": _one(marked("%(row)s: %(id)s is there in no slot and can have no meeting.")),
}

_VIOLATIONS: Mapping[str, Sentence] = {
    "schedule_unknown_request": _one(marked("There is no request %(request)s.")),
    "schedule_unknown_slot": _one(
        marked("%(request)s: the meeting is in the slot %(slot)s, which does not exist.")
    ),
    "schedule_wrong_person": _one(
        marked("%(request)s: %(person)s does not stand for a side of this request.")
    ),
    "schedule_held_twice": _one(marked("%(request)s: the meeting is held twice.")),
    "schedule_refused": _one(marked("%(request)s: one side has said no.")),
    "schedule_must_not": _one(marked("%(request)s: the organiser has ruled this meeting out.")),
    "schedule_away": _one(marked("%(request)s: %(person)s is away in the slot %(slot)s.")),
    "schedule_outside_hours": _one(
        marked("%(request)s: the slot %(slot)s lies outside the hours of %(person)s.")
    ),
    "schedule_two_at_once": _one(marked("%(person)s has more than one meeting in the slot %(slot)s.")),
    "schedule_tables_full": _one(
        marked("In the slot %(slot)s there are more meetings than tables: %(meetings)s at %(tables)s.")
    ),
    "schedule_table_twice": _one(
        marked("The table %(table)s has more than one meeting in the slot %(slot)s.")
    ),
    "schedule_unknown_table": _one(
        marked("%(request)s: the meeting is at the table “%(table)s”, which does not exist.")
    ),
    "schedule_not_at_booth": _one(
        marked("%(request)s: the meeting is at “%(table)s” instead of the booth of one side.")
    ),
    "schedule_no_language": _one(
        marked("%(request)s: the two have no language in common, and no interpreter for theirs.")
    ),
    "schedule_unknown_interpreter": _one(marked("%(request)s: there is no interpreter %(interpreter)s.")),
    "schedule_interpreter_away": _one(
        marked("%(request)s: the interpreter %(interpreter)s is away in the slot %(slot)s.")
    ),
    "schedule_interpreter_twice": _one(
        marked("The interpreter %(interpreter)s has more than one meeting in the slot %(slot)s.")
    ),
    "schedule_too_many": _one(
        marked("%(person)s has more meetings than wanted: %(meetings)s, at most %(most)s.")
    ),
    "schedule_too_few": _one(
        marked("%(person)s has fewer meetings than promised: %(meetings)s, at least %(least)s.")
    ),
    "schedule_too_long": _one(
        marked("%(person)s has too many meetings without a break: %(meetings)s, at most %(most)s.")
    ),
    "schedule_must_missing": _one(marked("%(request)s: the meeting has to be held and is missing.")),
    "schedule_fixed_elsewhere": _one(marked("%(request)s: the meeting is fixed in the slot %(slot)s.")),
}

_RULES: Mapping[str, Sentence] = {
    "agenda_presence": _one(marked("%(person)s is there only in the slots and hours that were declared.")),
    "agenda_at_once": _one(marked("%(person)s can have one meeting at a time.")),
    "agenda_most": _counted(
        marked_counts(
            "%(person)s wants at most %(count)s meeting.", "%(person)s wants at most %(count)s meetings."
        ),
        "most",
    ),
    "agenda_least": _counted(
        marked_counts(
            "%(person)s is to have at least %(count)s meeting.",
            "%(person)s is to have at least %(count)s meetings.",
        ),
        "least",
    ),
    "agenda_in_a_row": _counted(
        marked_counts(
            "%(person)s wants a break after %(count)s meeting.",
            "%(person)s wants a break after %(count)s meetings in a row.",
        ),
        "most",
    ),
    "agenda_tables": _counted(
        marked_counts("There is %(count)s table in each slot.", "There are %(count)s tables in each slot."),
        "tables",
    ),
    "agenda_language": _one(
        marked("%(asks)s and %(asked)s need a language in common, or an interpreter for theirs.")
    ),
    "agenda_interpreters": _counted(
        marked_counts(
            "Each interpreter can serve one meeting at a time; there is %(count)s.",
            "Each interpreter can serve one meeting at a time; there are %(count)s.",
        ),
        "interpreters",
    ),
    "agenda_refused": _one(marked("%(request)s: one side has said no.")),
    "agenda_must_not": _one(marked("%(request)s: the organiser has ruled this meeting out.")),
    "agenda_must": _one(marked("%(request)s: the organiser requires this meeting.")),
    "agenda_fixed": _one(marked("%(request)s: the meeting is fixed in the slot %(slot)s.")),
    "agenda_stays": _one(marked("%(request)s: the meeting stays in the slot %(slot)s.")),
    "agenda_wanted": _one(marked("%(request)s: this meeting is to be held.")),
}

_PRICES: Mapping[str, Sentence] = {
    "price_tables": _one(marked("Without a limit on tables.")),
    "price_one_table": _one(marked("With one more table.")),
    "price_languages": _one(marked("If everybody understood everybody.")),
    "price_hours": _one(marked("If nobody kept to declared hours.")),
    "price_absences": _one(marked("If nobody were away.")),
    "price_most": _one(marked("Without the largest numbers of meetings people want.")),
    "price_least": _one(marked("Without the smallest numbers of meetings people are promised.")),
    "price_in_a_row": _one(marked("Without the breaks people want.")),
    "price_must": _one(marked("Without the meetings the organiser requires.")),
    "price_must_not": _one(marked("Without the meetings the organiser has ruled out.")),
    "price_fixed": _one(marked("If no meeting were fixed in its slot.")),
    "price_floor": _one(marked("Without first meetings for everybody before value counts.")),
}

AGENDA_SENTENCES: Mapping[str, Sentence] = {**_FAULTS, **_VIOLATIONS, **_RULES, **_PRICES}
