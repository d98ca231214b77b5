"""What the docstring of a measure says, taken apart for lists and pages."""

import inspect
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

#: Stands in docstrings for a formula written without its source at hand.
RECALL = "[recall]"
RECALL_IN_WORDS = "(from recollection, not checked against the text)"

_HEADING = re.compile(r"^(\w[\w ]*)\n-{3,}\n", re.MULTILINE)
_MATH = re.compile(r"^\.\. math::(.*(?:\n(?:[ \t]+.*)?)*)", re.MULTILINE)


@dataclass(frozen=True)
class Description:
    """The parts of a measure's docstring.

    ``family`` is its module, ``formula`` LaTeX, ``explanation`` what stands between the formula and the
    parameters, ``sections`` the numbered parts by heading (Parameters, Returns, Raises, References ...).
    """

    name: str
    family: str
    summary: str
    formula: str
    explanation: str
    sections: dict[str, str]

    @property
    def references(self) -> str:
        """Where the formula comes from, with what was recalled said in words."""
        return _one_line(self.sections.get("References", "")).replace(RECALL, RECALL_IN_WORDS)

    @property
    def is_recalled(self) -> bool:
        """Whether the formula was written without its source at hand."""
        return RECALL in self.sections.get("References", "")


def describe(measure: Callable[..., Any]) -> Description:
    """Take the docstring of a measure apart."""
    text = inspect.getdoc(measure) or ""
    parts = _HEADING.split(text)
    opening, sections = parts[0], dict(zip(parts[1::2], parts[2::2], strict=True))
    summary, _, body = opening.partition("\n\n")
    found = _MATH.search(body)
    return Description(
        name=measure.__name__,
        family=measure.__module__.rpartition(".")[2],
        summary=_one_line(summary),
        formula=_one_line(found[1]) if found else "",
        explanation=_MATH.sub("", body).strip(),
        sections={heading: section.strip() for heading, section in sections.items()},
    )


def _one_line(text: str) -> str:
    return " ".join(text.split())
