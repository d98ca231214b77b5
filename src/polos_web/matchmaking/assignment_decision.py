"""The form on which people decide on proposed pairs: kept, left out or added, differences with reasons."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext

from polos_web.matchmaking.assignment_queries import proposal_of
from polos_web.matchmaking.assignment_tables import Known
from polos_web.matchmaking.models import PairingRun

MORE_ROWS = 5
LONGEST = 500


@dataclass
class Line:
    """One row of the form: a pair, whether it is decided, and why it differs from the proposal."""

    a: str
    b: str
    value: float | None
    is_kept: bool
    reason: str
    themes: Sequence[str] = ()
    problem: str = ""


class Deciding:
    """What was proposed and what people say to it; ``pairs`` and ``dropped`` are there once it is valid."""

    def __init__(self, run: PairingRun, data: QueryDict | None) -> None:
        self.run, self.data = run, data
        proposal = proposal_of(run) or {"pairs": []}
        self.proposed = [self._line(place, one) for place, one in enumerate(proposal["pairs"])]
        self.added = [self._added(place) for place in range(MORE_ROWS)]
        self.reason = self._said("reason")[:2000]
        self.pairs: list[dict[str, str]] = []
        self.dropped: list[dict[str, str]] = []
        self.problem = ""

    def _said(self, name: str) -> str:
        return self.data.get(name, "").strip() if self.data is not None else ""

    def _line(self, place: int, one: Any) -> Line:
        kept = self.data is None or f"keep-{place}" in self.data
        why = self._said(f"why-{place}")[:LONGEST]
        return Line(one["a"], one["b"], one["value"], kept, why, one["themes"])

    def _added(self, place: int) -> Line:
        said = {name: self._said(f"{name}-{place}") for name in ("a", "b", "because")}
        return Line(
            said["a"], said["b"], None, is_kept=bool(said["a"] or said["b"]), reason=said["because"][:LONGEST]
        )

    def is_valid(self) -> bool:
        """Whether every difference has its reason and every added pair names two partners, each pair once."""
        for line in self.proposed:
            if line.is_kept:
                self.pairs.append({"a": line.a, "b": line.b, "reason": ""})
            else:
                self.dropped.append({"a": line.a, "b": line.b, "reason": line.reason})
                line.problem = "" if line.reason else gettext("Say why it is left out.")
        for line in self.added:
            if line.is_kept:
                self._take(line)
        if not self.pairs:
            self.problem = gettext("A decision has at least one pair.")
        return not self.problem and not any(line.problem for line in (*self.proposed, *self.added))

    def _take(self, line: Line) -> None:
        sides = [
            Known.of({one["id"]: self.run.names[one["id"]] for one in self.run.task[side]}) for side in "ab"
        ]
        a, b = (side.find(written) for side, written in zip(sides, (line.a, line.b), strict=True))
        known = {(one["a"], one["b"]) for one in (*self.pairs, *self.dropped)}
        if not a:
            line.problem = sides[0].missing(line.a)
        elif not b:
            line.problem = sides[1].missing(line.b)
        elif (a, b) in known:
            line.problem = gettext("This pair stands above already.")
        elif not line.reason:
            line.problem = gettext("Say why it is added.")
        self.pairs.append({"a": a, "b": b, "reason": line.reason})
