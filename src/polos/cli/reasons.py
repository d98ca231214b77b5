"""Reasons, unknowns and caveats as JSON: code, values and the English sentence they stand for."""

from typing import Any

from polos.matches.explanation import Explanation, Part
from polos.reports.wording import Coded, say


def said(thing: Coded) -> dict[str, Any]:
    """Return an unknown, a warning or a caveat with its sentence; a part also with what it rests on."""
    plain = {"code": thing.code, "values": thing.values, "sentence": say(thing, "en")}
    if isinstance(thing, Part):
        parts = [said(part) for part in thing.parts]
        return plain | {"amount": thing.amount, "evidence": thing.evidence, "parts": parts}
    return plain


def explained(explanation: Explanation) -> dict[str, Any]:
    """Return a score with the parts that add up to it, and what is not known."""
    return {
        "score": explanation.score,
        "parts": [said(part) for part in explanation.parts],
        "unknowns": [said(unknown) for unknown in explanation.unknowns],
    }
