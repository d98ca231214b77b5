"""Opinions in votes, agreement of coders, and the archive of a dialogue.

Every number is computed as ``polos.measures.dialogue_results`` computes it for the archive, from the same
seed, so that a page and its export never differ. People come as numbers and leave as counts.
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from itertools import starmap
from typing import Any

import numpy as np
import polars as pl

from polos.matches.text_codes import mentions
from polos.measures.agreement import krippendorff_alpha_interval
from polos.measures.dialogue_results import dialogue_results
from polos.measures.opinion import MINIMUM_GROUP, OpinionGroups, opinion_groups
from polos.measures.opinion_stability import group_overlap, group_stability
from polos.measures.opinion_statements import group_informed_consensus, statement_views
from polos.measures.survey_disclosure import Hidden
from polos.measures.survey_results import WhyUndefined
from polos.provenance import Origin
from polos.reports import wording
from polos.reports.opinion_figures import Standing, opinion_points
from polos.reports.renderers.images import render_svg
from polos.sources.dialogue_archive import archive_bytes, archive_of_bytes
from polos.table import Table
from polos.tables.dialogue import SETTINGS, TABLES, Dialogue, Survey, from_archive, to_archive
from polos.tables.votes import Votes
from polos_web.analysis import actions, jobs
from polos_web.analysis.models import Job, Run
from polos_web.ui.charts import on_page

KIND = "opinion groups"
OPINIONS, NUMBERS = "opinions", "dialogue numbers"
# People, and people times statements, up to which a page computes at once; more is done by the worker.
FEW_PEOPLE, AT_ONCE = 100, 5_000
GROUPINGS = ("side", "helix", "role")

Row = tuple[str, str, int]
Declared = Mapping[str, Mapping[str, Sequence[str]]]


# ---- opinions ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Asked:
    """Votes as (participant, statement, vote), and the declared groups of those who voted, by grouping."""

    votes: tuple[Row, ...]
    declared: tuple[tuple[str, tuple[tuple[str, tuple[str, ...]], ...]], ...]

    @classmethod
    def of(cls, votes: Collection[Row], people: Collection[Mapping[str, str]]) -> "Asked":
        """``people`` have the keys participant, side, helix and role; what is not known is empty."""
        voters = {participant for participant, _, _ in votes}
        declared = []
        for grouping in GROUPINGS:
            groups: dict[str, list[str]] = {}
            for person in sorted(people, key=lambda one: one["participant"]):
                if person[grouping] and person["participant"] in voters:
                    groups.setdefault(person[grouping], []).append(person["participant"])
            if groups:
                declared.append((grouping, tuple((name, tuple(groups[name])) for name in sorted(groups))))
        return cls(tuple(sorted(votes)), tuple(declared))

    @property
    def is_quick(self) -> bool:
        """Whether the answer comes while somebody waits for a page."""
        return _is_quick(self.votes)

    @property
    def digest(self) -> str:
        """The SHA-256 of all of it."""
        return sha256(json.dumps([self.votes, self.declared]).encode()).hexdigest()


def _is_quick(votes: Collection[Sequence[Any]]) -> bool:
    people, statements = (len({one[place] for one in votes}) for place in (0, 1))
    return people <= FEW_PEOPLE and people * statements <= AT_ONCE


def papers(asked: Asked) -> Any:
    """Return the papers of the question: its settings and the checksum of the votes."""
    return actions.papers(KIND, parameters=dict(SETTINGS), inputs={"votes": asked.digest})


def kept(asked: Asked) -> dict[str, Any] | None:
    """Return the opinions in votes where they are known already, ``None`` where not."""
    return Run.objects.filter(pk=papers(asked).digest).values_list("result", flat=True).first()


def opinions(asked: Asked) -> dict[str, Any] | None:
    """Return the opinions in votes, computed now where that is quick; ``None`` where a job has to do it."""
    found = kept(asked)
    if found is None and asked.is_quick:
        found = computed(asked)
        actions.keep(papers(asked), result_digest=actions.digest(found), result=found)
    return found


def ask_for_opinions(about: str, asked: Asked, *, at: datetime) -> Job:
    """Ask for the opinions in many votes as a job."""
    question = {"votes": [list(one) for one in asked.votes], "declared": asked.declared}
    return jobs.ask(OPINIONS, about, question, options={"digest": asked.digest}, at=at)


def perform_opinions(job: Job, stop: jobs.Stop) -> Any:
    """Compute the opinions of a job; what is found is kept for every page that asks the same."""
    asked = Asked(
        tuple((who, what, vote) for who, what, vote in job.question["votes"]),
        tuple(
            (grouping, tuple((name, tuple(people)) for name, people in groups))
            for grouping, groups in job.question["declared"]
        ),
    )
    found = computed(
        asked, note=lambda step: jobs.note(job, progress={"done": step, "all": STEPS}), stop=stop
    )
    if not stop():
        actions.keep(papers(asked), result_digest=actions.digest(found), result=found)
    return {"is_whole": not stop()}


# Groups, their stability, what unites and divides.
STEPS = 3


def computed(
    asked: Asked, *, note: Callable[[int], None] = lambda step: None, stop: jobs.Stop = lambda: False
) -> dict[str, Any]:
    """Compute everything the view on opinions shows, as plain values.

    Without votes the result says so and nothing else.
    """
    if not asked.votes:
        return {"people": 0, "statements": 0, "votes": 0, "undefined": WhyUndefined.NO_ANSWERS.value}
    frame = pl.DataFrame(
        list(asked.votes),
        schema={"participant": pl.String, "statement": pl.String, "vote": pl.Int32},
        orient="row",
    )
    votes = Votes.from_frame(
        frame, participant="participant", statement="statement", vote="vote", origin=Origin("votes")
    )
    made = {name: SETTINGS[name] for name in ("least_votes", "stretch")}
    seed = SETTINGS["seed"]
    groups = opinion_groups(votes, generator=np.random.default_rng(seed), number=SETTINGS["groups"], **made)
    note(1)
    draws = 0 if stop() else SETTINGS["draws"]
    stability = group_stability(
        votes, groups, generator=np.random.default_rng(seed), draws=max(draws, 1), **made
    )
    note(2)
    discovered = {str(place): people for place, people in enumerate(groups.groups, 1)}
    declared = {grouping: dict(of) for grouping, of in asked.declared}
    found = {
        "people": len(votes.participants),
        "statements": len(votes.statements),
        "votes": len(asked.votes),
        "placed": len(groups.map.participants),
        "left_out": len(groups.map.left_out),
        "undefined": groups.undefined,
        "silhouette": groups.silhouette,
        "shares": list(groups.map.shares),
        "sizes": [len(group) for group in groups.groups],
        "points": _points(groups),
        "stability": asdict(stability),
        "overlaps": {grouping: _overlap(groups, of) for grouping, of in declared.items()},
        "small": {
            grouping: [name for name, people in of.items() if len(people) < MINIMUM_GROUP]
            for grouping, of in declared.items()
        },
        "views": {
            grouping: _views(votes, of) for grouping, of in {"discovered": discovered, **declared}.items()
        },
    }
    note(3)
    return json.loads(json.dumps(found))


def _points(groups: OpinionGroups) -> list[list[float]]:
    """Return (group, across, up) of everybody in a group, in an order that tells nothing of who is who."""
    if groups.undefined:
        return []
    places = zip(groups.group_of.tolist(), groups.map.positions.tolist(), strict=True)
    return sorted([group + 1, *where] for group, where in places)


def _overlap(groups: OpinionGroups, declared: Mapping[str, Sequence[str]]) -> dict[str, Any] | None:
    found = group_overlap(groups, declared, minimum=SETTINGS["minimum"])
    return None if found is None else asdict(found)


def _views(votes: Votes, groups: Mapping[str, Sequence[str]]) -> list[dict[str, Any]]:
    minimum = SETTINGS["minimum"]
    consensus = group_informed_consensus(votes, groups, minimum=minimum)
    values, against = (
        [None if np.isnan(value) else value for value in one.tolist()]
        for one in (consensus.values, consensus.against)
    )
    views = statement_views(votes, groups, majority=SETTINGS["majority"], minimum=minimum)
    return [
        {**asdict(view), "consensus": value, "consensus_against": other}
        for view, value, other in zip(views, values, against, strict=True)
    ]


def picture(found: Mapping[str, Any], names: Sequence[str], title: str, language: str) -> Any:
    """Return the map of those placed in groups as a figure; ``names`` are those of the groups."""
    standings = [Standing(names[int(group) - 1], across, up) for group, across, up in found["points"]]
    return opinion_points(standings, groups=names, title=title, language=language)


def drawn(figure: Any, language: str) -> str:
    """Return a figure as SVG in the type of the pages."""
    return render_svg(on_page(figure), language)


# ---- agreement of coders ----------------------------------------------------------------------


@dataclass(frozen=True)
class Agreement:
    """How far coders agree on one tag: Krippendorff's alpha with its interval, or why there is none."""

    tag: str
    value: float | None
    lower: float | None
    upper: float | None
    units: int
    agreed: int
    undefined: WhyUndefined | None

    def why(self, language: str) -> str:
        """Return in words why there is no value; empty where there is one."""
        return wording.say_why(self.undefined, language) if self.undefined else ""


Coding = tuple[str, str, str, str]


def agreement(codings: Collection[Coding]) -> dict[str, list[Agreement]]:
    """Return the agreement on each tag by scheme, from rows (coder, statement, scheme, code).

    A row with an empty code says that the coder read the statement and gave no code of the scheme.
    """
    return _agreement(tuple(sorted(codings)))


@lru_cache(maxsize=32)
def _agreement(codings: tuple[Coding, ...]) -> dict[str, list[Agreement]]:
    schemes: dict[str, dict[tuple[str, str], set[str]]] = {}
    for coder, unit, scheme, code in codings:
        schemes.setdefault(scheme, {}).setdefault((coder, unit), set()).update({code} - {""})
    return {scheme: list(_of_scheme(schemes[scheme])) for scheme in sorted(schemes)}


def _of_scheme(codes: Mapping[tuple[str, str], set[str]]) -> list[Agreement]:
    coders, units = (sorted({key[place] for key in codes}) for place in (0, 1))
    found = []
    for tag in sorted(set().union(*codes.values())):
        given = {key: str(tag in chosen) for key, chosen in codes.items()}
        interval = krippendorff_alpha_interval(
            [[given.get((coder, unit)) for unit in units] for coder in coders],
            generator=np.random.default_rng(SETTINGS["seed"]),
            draws=SETTINGS["draws"],
            level=SETTINGS["level"],
        )
        alpha = interval.agreement
        bounds = interval.lower, interval.upper
        found.append(Agreement(tag, alpha.value, *bounds, alpha.units, alpha.agreed, alpha.undefined))
    return found


# ---- suggestions ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Suggestion:
    """A concept that a machine found in words, and the words it was found by."""

    code: str
    label: str
    words: str


@lru_cache(maxsize=2048)
def suggestions(words: str, language: str) -> tuple[Suggestion, ...]:
    """Return the markets, technologies and activities that words mention, each once."""
    found = {one.concept: Suggestion(one.concept, one.label, one.words) for one in mentions(words, language)}
    return tuple(found.values())


# ---- words ------------------------------------------------------------------------------------


def why(code: str, language: str) -> str:
    """Return in words why a measure of votes has no value."""
    return wording.say_why(WhyUndefined(code), language)


def why_hidden(code: str, language: str) -> str:
    """Return in words why a count is not shown."""
    return wording.say_hidden(Hidden(code), language)


def settings() -> dict[str, Any]:
    """Return what the numbers depend on beside the rows: seed, draws, level, least counts, majority."""
    return dict(SETTINGS)


# ---- the archive of a dialogue ----------------------------------------------------------------


@dataclass(frozen=True)
class Exported:
    """The rows of a dialogue for its archive: by table, plain values in the order of its columns."""

    title: str
    tables: Mapping[str, Sequence[Sequence[Any]]]
    surveys: Mapping[str, Survey]

    def value(self) -> Dialogue:
        """Return the dialogue as the library holds it."""
        tables = starmap(_table, self.tables.items())
        return Dialogue(self.title, dict(tables), dict(self.surveys))


def _table(name: str, rows: Sequence[Sequence[Any]]) -> tuple[str, Table]:
    frame = pl.DataFrame([list(row) for row in rows], schema=dict(TABLES[name]), orient="row")
    return name, Table.from_frame(frame, TABLES[name], origin=Origin(name))


def is_quick(exported: Exported) -> bool:
    """Whether the numbers of a dialogue can be computed while somebody waits."""
    return _is_quick(exported.tables.get("votes", ()))


def archive(exported: Exported) -> bytes:
    """Return the archive of a dialogue with every number computed from it."""
    value = exported.value()
    return archive_bytes(to_archive(value, dialogue_results(value, np.random.default_rng)))


def ask_for_numbers(about: str, exported: Exported, *, at: datetime) -> Job:
    """Ask for the numbers of a large dialogue as a job; its rows are kept as they are now."""
    rows = b64encode(archive_bytes(to_archive(exported.value(), {}))).decode()
    return jobs.ask(NUMBERS, about, {"archive": rows}, options={}, at=at)


def perform_numbers(job: Job, stop: jobs.Stop) -> Any:
    """Compute the numbers of a dialogue."""
    return dict(dialogue_results(_rows_of(job), np.random.default_rng))


def archive_of(job: Job) -> bytes | None:
    """Return the archive that a job has computed the numbers for, ``None`` where it has none yet."""
    return None if job.result is None else archive_bytes(to_archive(_rows_of(job), job.result))


def _rows_of(job: Job) -> Dialogue:
    return from_archive(archive_of_bytes(b64decode(job.question["archive"])))[0]
