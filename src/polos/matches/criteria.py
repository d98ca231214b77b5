"""Criteria of a selection: evidence on a checklist, or capacities scored with a justification.

The built-in templates follow the documents: eight criteria for regions of Latin America and the Caribbean
(evidence, never scores), three capacities for European ones (scored), and four strategies by which a cluster
programme chooses its clusters.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from statistics import fmean

from polos import reference
from polos.errors import InputError, UnknownName, WrongRows
from polos.matches.criteria_codes import CriteriaCode
from polos.measures.caveats import Caveat


class How(StrEnum):
    """How a criterion is judged: met by evidence or not, or scored on a scale."""

    EVIDENCE = "evidence"
    SCORE = "score"


class Status(StrEnum):
    """What is known of a criterion judged by evidence; unknown is neither met nor not."""

    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Criterion:
    """One criterion: its words in English, how it is judged, what to look at, and where it is stated."""

    id: str
    text: str
    how: How
    check: str = ""
    weight: float = 1.0
    source: str = ""


@dataclass(frozen=True)
class Template:
    """Criteria of a selection; ``lowest`` and ``highest`` bound scores, a change makes a new ``version``."""

    code: str
    criteria: tuple[Criterion, ...]
    version: int = 1
    lowest: int = 0
    highest: int = 5

    def __post_init__(self) -> None:
        ids = [one.id for one in self.criteria]
        weights = [one.weight for one in self.criteria]
        fit = self.lowest < self.highest and all(math.isfinite(w) and w >= 0 for w in weights)
        if not ids or len(set(ids)) < len(ids) or not fit or not any(weights):
            raise InputError(
                found=f"the template {self.code!r} with criteria {', '.join(ids) or 'none'}",
                needed="criteria, each once, weights from 0 on and not all 0, a scale that rises",
                next_step="Correct the template.",
            )

    def criterion(self, criterion_id: str) -> Criterion:
        """Return one criterion.

        Raises
        ------
        UnknownName
            When the template has none of this id.
        """
        for one in self.criteria:
            if one.id == criterion_id:
                return one
        raise UnknownName(
            found=f"the criterion {criterion_id!r}",
            needed=f"one of {', '.join(one.id for one in self.criteria)}",
            next_step="Use the version of the criteria that the application was judged by.",
        )


@dataclass(frozen=True)
class Strategy:
    """A strategy by which a cluster programme chooses its clusters, as the documents list them."""

    code: str
    text: str
    is_competitive: bool
    source: str


@dataclass(frozen=True)
class Finding:
    """What was found on a criterion judged by evidence; ``evidence`` names documents, persons or records."""

    criterion_id: str
    status: Status
    evidence: tuple[str, ...] = ()
    found_on: date | None = None


@dataclass(frozen=True)
class Checklist:
    """All criteria with their status, of which many are ``met``, ``not_met`` and ``unknown``.

    ``is_eligible`` is True where all are met, False where one is not, None where that hangs on what is
    unknown. A checklist has no score.
    """

    statuses: Mapping[str, Status]
    met: int
    not_met: int
    unknown: int
    is_eligible: bool | None
    caveats: tuple[Caveat, ...]


@dataclass(frozen=True)
class Score:
    """What a reviewer gave an application on one criterion, and why."""

    application: str
    criterion_id: str
    reviewer: str
    value: float
    justification: str


@dataclass(frozen=True)
class ApplicationResult:
    """The weighted mean of an application, 0 to 1, with the mean of each criterion on the scale.

    ``value`` is None where a criterion has no score: unknown is not zero. ``lowest`` and ``highest`` are the
    values it would have with the most severe and with the mildest reviewer of each criterion.
    """

    application: str
    value: float | None
    lowest: float | None
    highest: float | None
    by_criterion: Mapping[str, float]
    reviewers: int
    caveats: tuple[Caveat, ...]


@dataclass(frozen=True)
class Reviewer:
    """Who reviews: the bodies and territories a person belongs to, and conflicts the person declared.

    ``related`` are the territories that lie in one of the person's own or contain it, each with that own one.
    """

    id: str
    bodies: frozenset[str] = frozenset()
    territories: frozenset[str] = frozenset()
    declared: frozenset[str] = frozenset()
    related: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Application:
    """Who applies: a territory, with the bodies that take part."""

    id: str
    territory: str
    bodies: frozenset[str] = frozenset()


def lac_selection() -> Template:
    """Return the eight criteria for regions of Latin America and the Caribbean: evidence, not scores."""
    return _template("lac_selection", "LAC", How.EVIDENCE)


def eu_capacities() -> Template:
    """Return the three capacities asked of European regions, to be scored by reviewers."""
    return _template("eu_capacities", "EU", How.SCORE)


def selection_strategies() -> tuple[Strategy, ...]:
    """Return the four strategies by which cluster programmes choose clusters (IDB)."""
    selection = reference.record("idb_cycle").content["selection"]
    codes = ("all_tradable_sectors", "criteria_and_tender", "consultant_proposes", "agreed_criteria")
    return tuple(
        Strategy(code, text, code == "criteria_and_tender", f"004, {selection['place']}")
        for code, text in zip(codes, selection["strategies"], strict=True)
    )


def checklist(template: Template, findings: Iterable[Finding]) -> Checklist:
    """Return the status of every criterion that is judged by evidence.

    What is said to be met without naming evidence counts as unknown, and is said.

    Parameters
    ----------
    template
        Criteria judged by evidence; scored ones are left out.
    findings
        At most one for each criterion; what has none is unknown.

    Raises
    ------
    UnknownName
        When a finding is on a criterion of another template or version.
    WrongRows
        When a criterion has two findings.
    """
    statuses = {one.id: Status.UNKNOWN for one in template.criteria if one.how is How.EVIDENCE}
    seen: set[str] = set()
    caveats = []
    for finding in findings:
        template.criterion(finding.criterion_id)
        if finding.criterion_id in seen:
            raise WrongRows(
                found=f"two findings on {finding.criterion_id!r}",
                needed="one for each criterion",
                next_step="Keep the later one.",
            )
        seen.add(finding.criterion_id)
        status = finding.status
        if status is Status.MET and not finding.evidence:
            values = {"criterion": finding.criterion_id}
            caveats.append(Caveat(CriteriaCode.MET_WITHOUT_EVIDENCE, values))
            status = Status.UNKNOWN
        statuses[finding.criterion_id] = status
    counts = {status: sum(one is status for one in statuses.values()) for status in Status}
    is_eligible = False if counts[Status.NOT_MET] else None if counts[Status.UNKNOWN] else True
    return Checklist(
        statuses=statuses,
        met=counts[Status.MET],
        not_met=counts[Status.NOT_MET],
        unknown=counts[Status.UNKNOWN],
        is_eligible=is_eligible,
        caveats=tuple(caveats),
    )


def application_results(
    template: Template, scores: Sequence[Score], *, divergence: float = 2.0
) -> tuple[ApplicationResult, ...]:
    r"""Return the weighted mean of every application, and where its reviewers diverge.

    .. math:: v = \frac{\sum_c w_c (\bar s_c - l) / (h - l)}{\sum_c w_c}

    Parameters
    ----------
    template
        Criteria, their weights and the scale from l to h.
    scores
        One for each application, criterion and reviewer, each with its justification.
    divergence
        From which difference of the highest and lowest score of a criterion it is to be moderated.

    Returns
    -------
    tuple of ApplicationResult
        The highest first, equal ones by id, those without a value last.

    Raises
    ------
    WrongRows
        When a score lies outside the scale, has no justification, or stands twice.
    UnknownName
        When a score is on a criterion of another template or version.
    """
    given = _checked(template, scores)
    found = [
        _result(template, application, given, divergence)
        for application in dict.fromkeys(a for a, _ in given)
    ]
    return tuple(sorted(found, key=lambda one: (one.value is None, -(one.value or 0.0), one.application)))


def conflicts(reviewer: Reviewer, application: Application) -> tuple[Caveat, ...]:
    """Return why a reviewer may not judge an application: nothing where there is no conflict.

    A reviewer has a conflict with an application of a body or territory of its own, of a territory that lies
    in one of its own or contains it, or that it declared.

    Parameters
    ----------
    reviewer, application
        Who would judge, and what.
    """
    found = [
        Caveat(CriteriaCode.OWN_APPLICATION, {"reviewer": reviewer.id, "body": body})
        for body in sorted(reviewer.bodies & application.bodies)
    ]
    if application.territory in reviewer.territories:
        values = {"reviewer": reviewer.id, "territory": application.territory}
        found.append(Caveat(CriteriaCode.OWN_TERRITORY, values))
    elif application.territory in reviewer.related:
        own = reviewer.related[application.territory]
        values = {"reviewer": reviewer.id, "own": own, "territory": application.territory}
        found.append(Caveat(CriteriaCode.RELATED_TERRITORY, values))
    if application.id in reviewer.declared:
        values = {"reviewer": reviewer.id, "application": application.id}
        found.append(Caveat(CriteriaCode.DECLARED_CONFLICT, values))
    return tuple(found)


def _template(code: str, side: str, how: How) -> Template:
    rows = reference.facts("iuc_selection_criteria").rows
    return Template(
        code,
        tuple(
            Criterion(
                id=row["criterion_id"],
                text=row["criterion"],
                how=how,
                check=row["check_idea"],
                source=f"{' '.join(row['source_ids'])}, {row['source_place']}",
            )
            for row in rows.filter(rows["side"] == side).sort("order").iter_rows(named=True)
        ),
    )


def _checked(template: Template, scores: Sequence[Score]) -> dict[tuple[str, str], dict[str, float]]:
    """Return the scores by (application, criterion) and reviewer."""
    found: dict[tuple[str, str], dict[str, float]] = {}
    for one in scores:
        template.criterion(one.criterion_id)
        wrong = None
        by_reviewer = found.setdefault((one.application, one.criterion_id), {})
        if not template.lowest <= one.value <= template.highest:
            wrong = f"the score {one.value}"
        elif not one.justification.strip():
            wrong = "a score without a justification"
        elif one.reviewer in by_reviewer:
            wrong = "a second score"
        if wrong:
            raise WrongRows(
                found=f"{wrong} of {one.reviewer!r} for {one.application!r}, {one.criterion_id!r}",
                needed=f"one score from {template.lowest} to {template.highest}, with its justification",
                next_step="Correct the score, or withdraw it.",
            )
        by_reviewer[one.reviewer] = one.value
    return found


def _result(
    template: Template, application: str, given: Mapping[tuple[str, str], dict[str, float]], divergence: float
) -> ApplicationResult:
    scored = [one for one in template.criteria if one.how is How.SCORE]
    values = {one.id: list(given.get((application, one.id), {}).values()) for one in scored}
    people = {person for (own, _), by in given.items() if own == application for person in by}
    caveats = [
        Caveat(CriteriaCode.NOT_SCORED, {"criterion": c, "application": application})
        for c, own in values.items()
        if not own
    ]
    caveats += [
        Caveat(
            CriteriaCode.SCORES_DIVERGE,
            {"criterion": c, "application": application, "low": min(own), "high": max(own)},
        )
        for c, own in values.items()
        if own and max(own) - min(own) >= divergence
    ]
    if len(people) == 1:
        caveats.append(Caveat(CriteriaCode.SINGLE_REVIEWER, {"application": application, "reviewers": 1}))
    complete = all(values.values())
    weights = {one.id: one.weight for one in scored}
    return ApplicationResult(
        application=application,
        value=_mean(template, {c: fmean(own) for c, own in values.items()}, weights) if complete else None,
        lowest=_mean(template, {c: min(own) for c, own in values.items()}, weights) if complete else None,
        highest=_mean(template, {c: max(own) for c, own in values.items()}, weights) if complete else None,
        by_criterion={c: fmean(own) for c, own in values.items() if own},
        reviewers=len(people),
        caveats=tuple(caveats),
    )


def _mean(template: Template, values: Mapping[str, float], weights: Mapping[str, float]) -> float:
    span = template.highest - template.lowest
    weighed = math.fsum(weights[c] * (value - template.lowest) / span for c, value in values.items())
    return weighed / math.fsum(weights.values())
