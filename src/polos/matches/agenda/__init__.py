"""Agendas of meetings: made, proven, checked, repaired and explained. ``docs/guide/agenda.md`` says how."""

from polos.matches.agenda.checker import Violation, ViolationCode, breaks_of, met_by, value_of, violations
from polos.matches.agenda.explaining import explain_event, explain_request
from polos.matches.agenda.instance_checker import instance_breaks, instance_violations
from polos.matches.agenda.making import make_agenda, quick_agenda
from polos.matches.agenda.pricing import Price, prices
from polos.matches.agenda.published import Solution, solve_instance
from polos.matches.agenda.repairing import Change, Repair, repair_agenda
from polos.matches.agenda.schedule import Agenda, Conflict, Level, Meeting, Progress, Rule, Status

__all__ = [
    "Agenda",
    "Change",
    "Conflict",
    "Level",
    "Meeting",
    "Price",
    "Progress",
    "Repair",
    "Rule",
    "Solution",
    "Status",
    "Violation",
    "ViolationCode",
    "breaks_of",
    "explain_event",
    "explain_request",
    "instance_breaks",
    "instance_violations",
    "make_agenda",
    "met_by",
    "prices",
    "quick_agenda",
    "repair_agenda",
    "solve_instance",
    "value_of",
    "violations",
]
