"""Reads of a stage board: who stands where, what is known of whom, and how it came to that."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from polos_web.analysis import selection
from polos_web.analysis.selection import Checklist, Finding, Status
from polos_web.clusters import queries as clusters
from polos_web.programmes.board_stages import CALL, CRITERIA, LETTER, NEEDS, TEMPLATES, Template
from polos_web.programmes.models import (
    Board,
    BoardDocument,
    BoardFinding,
    Call,
    Candidate,
    Criteria,
    StageMove,
)
from polos_web.programmes.rows import Criterion
from polos_web.territories import queries as territories

LETTERS = ("letter_of_commitment", "letter_of_intent", "memorandum", "agreement")


@dataclass(frozen=True)
class Open:
    """Something that is missing at a stage; ``criterion`` is the one that is not met or unknown, if any."""

    what: str
    criterion: str = ""

    @property
    def code(self) -> str:
        """How a move keeps it."""
        return f"{self.what} {self.criterion}".strip()


@dataclass(frozen=True)
class Line:
    """One criterion of a candidate: its status as it counts, what was found, and what was found before."""

    criterion: Criterion
    status: str
    finding: BoardFinding | None
    earlier: tuple[BoardFinding, ...] = ()


@dataclass(frozen=True)
class Standing:
    """A candidate as the board shows it."""

    candidate: Candidate
    name: str
    checklist: Checklist | None
    lines: tuple[Line, ...]
    missing: tuple[Open, ...]
    last: StageMove | None


@dataclass(frozen=True)
class Column:
    """A stage with those who stand at it."""

    stage: str
    there: tuple[Standing, ...]


@dataclass(frozen=True)
class Sight:
    """A whole board."""

    board: Board
    template: Template
    criteria: Criteria
    standings: tuple[Standing, ...]

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The stages in order, each with its candidates."""
        return tuple(
            Column(stage, tuple(one for one in self.inside if one.candidate.stage == stage))
            for stage in self.template.stages
        )

    @property
    def inside(self) -> tuple[Standing, ...]:
        """Those in the selection."""
        return tuple(one for one in self.standings if not one.candidate.is_out)

    @property
    def outside(self) -> tuple[Standing, ...]:
        """Those that left it."""
        return tuple(one for one in self.standings if one.candidate.is_out)


def board(programme: str) -> Board | None:
    """Return the board of a programme, or ``None``."""
    return Board.objects.filter(programme=programme).first()


def template_of(of: Board) -> Template:
    """Return the template a board follows."""
    return TEMPLATES[of.template]


def criteria_of(of: Board) -> Criteria:
    """Return the criteria of a board as they stand."""
    return of.criteria.order_by("-number")[0]


def versions(of: Board) -> list[Criteria]:
    """Return every version of the criteria of a board, the latest first."""
    return list(of.criteria.select_related("by").order_by("-number"))


def used_criteria(of: Board) -> set[str]:
    """Return the short names of criteria that any version of a board has used."""
    return {row["id"] for version in of.criteria.all() for row in version.rows}


def calls_of(programme: str) -> list[Call]:
    """Return the calls of a programme, the latest first."""
    return list(Call.objects.filter(programme=programme).select_related("candidate"))


def sight(of: Board, language: str) -> Sight:
    """Return a board with everybody on it."""
    criteria = criteria_of(of)
    related = ("findings__by", "findings__document", "documents", "moves", "calls")
    found = list(of.candidates.prefetch_related(*related))
    names = names_of(found, language)
    standings = [_standing(one, criteria, names[one.kind, one.slug]) for one in found]
    standings.sort(key=lambda one: one.name.casefold())
    return Sight(of, template_of(of), criteria, tuple(standings))


def selected(programme: str, kind: str) -> list[str]:
    """Return the short names of those who stand at the last stage of the board of a programme."""
    of = board(programme)
    if of is None:
        return []
    there = of.candidates.filter(kind=kind, stage=template_of(of).stages[-1], is_out=False)
    return list(there.values_list("slug", flat=True))


def candidates(of: Board) -> list[Candidate]:
    """Return everybody on a board, in the selection or not."""
    return list(of.candidates.all())


def candidate(of: Board, number: int) -> Candidate | None:
    """Return one candidate of a board, or ``None``."""
    return of.candidates.filter(pk=number).select_related("board").first()


def standing(of: Candidate, language: str) -> Standing:
    """Return what is known of one candidate."""
    name = names_of([of], language)[of.kind, of.slug]
    return _standing(of, criteria_of(of.board), name)


def missing(of: Candidate) -> tuple[Open, ...]:
    """Return what the stage of a candidate should have left behind and has not."""
    return _standing(of, criteria_of(of.board), "").missing


def moves(of: Candidate) -> list[StageMove]:
    """Return the history of a candidate, the latest first."""
    return list(of.moves.select_related("by"))


def documents(of: Candidate) -> list[BoardDocument]:
    """Return the documents of a candidate."""
    return list(of.documents.select_related("by"))


def document(of: Candidate, number: int) -> BoardDocument | None:
    """Return one document of a candidate, or ``None``."""
    return of.documents.filter(pk=number).first()


def names_of(candidates: Iterable[Candidate], language: str) -> Mapping[tuple[str, str], str]:
    """Return how candidates are called; the short name stands where the register does not have them."""
    return {(one.kind, one.slug): name_of(one.kind, one.slug, language) for one in candidates}


def name_of(kind: str, slug: str, language: str) -> str:
    """Return how a territory or cluster is called in a language."""
    if kind == "territory":
        place = territories.territory(slug)
        return place.named(language).text if place else slug
    cluster = clusters.cluster(slug)
    return cluster.marked_name if cluster else slug


def choices(subject: str, typed: str, language: str, *, most: int = 40) -> list[tuple[str, str]]:
    """Return (short name, name) of those a board can take up: all territories, or clusters like the words."""
    if subject == "territory":
        return territory_choices(language)
    found = clusters.called(typed)[:most] if typed.strip() else []
    return [(one.pk, one.marked_name) for one in found]


def territory_choices(language: str) -> list[tuple[str, str]]:
    """Return (short name, name) of every territory, in the order of their list."""
    return [(one.pk, one.named(language).text) for one in territories.all_territories(language)]


def _standing(of: Candidate, criteria: Criteria, name: str) -> Standing:
    found = list(of.findings.all())
    now = {one.criterion: one for one in found if one.criteria_id == criteria.pk and one.ended_at is None}
    checklist = _checklist(criteria, now) if criteria.rows else None
    lines = tuple(
        Line(
            one,
            str(checklist.statuses[one.id]) if checklist else Status.UNKNOWN,
            now.get(one.id),
            tuple(old for old in found if old.criterion == one.id and old.ended_at is not None),
        )
        for one in criteria.all
    )
    return Standing(of, name, checklist, lines, _missing(of, lines), next(iter(of.moves.all()), None))


def _checklist(criteria: Criteria, now: Mapping[str, BoardFinding]) -> Checklist:
    findings = [
        Finding(one.criterion, Status(one.status), _evidence(one), one.found_on) for one in now.values()
    ]
    return selection.checked(criteria.rows, findings)


def _evidence(one: BoardFinding) -> tuple[str, ...]:
    named = one.document.title if one.document else ""
    return tuple(told for told in (one.evidence, named) if told)


def _missing(of: Candidate, lines: Iterable[Line]) -> tuple[Open, ...]:
    match NEEDS.get(of.stage):
        case None:
            return ()
        case value if value == CRITERIA:
            return tuple(Open(one.status, one.criterion.id) for one in lines if one.status != Status.MET)
        case value if value == LETTER:
            there = any(one.kind in LETTERS for one in of.documents.all())
            return () if there else (Open(LETTER),)
    decided: Any = (one for one in of.calls.all() if one.has_reached("decided"))
    return () if any(decided) else (Open(CALL),)
