"""Agendas of meetings: made, proven, checked, repaired and explained. ``docs/guide/agenda.md`` says how."""

from polos.matches.agenda.checker import Violation, ViolationCode, breaks_of, met_by, value_of, violations
from polos.matches.agenda.making import make_agenda, quick_agenda
from polos.matches.agenda.schedule import Agenda, Conflict, Level, Meeting, Progress, Rule, Status

__all__ = [
    "Agenda",
    "Conflict",
    "Level",
    "Meeting",
    "Progress",
    "Rule",
    "Status",
    "Violation",
    "ViolationCode",
    "breaks_of",
    "make_agenda",
    "met_by",
    "quick_agenda",
    "value_of",
    "violations",
]
