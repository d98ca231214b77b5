"""What the answers of a survey say, with nothing in it that could be told to be few people's.

Of every question exactly one table is shown (see ``survey_questions``), and of steps, pairs and changes only
what these tables do not hide. There are no other filters, so no two tables of one question can be subtracted
from each other.
"""

import json
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

from polos.measures.survey_comparison import holm_correction
from polos.measures.survey_design import finite_population_correction, response_rate
from polos.measures.survey_disclosure import MINIMUM_CELL
from polos.measures.survey_pairs import (
    PairedDifferences,
    StepGap,
    WaveChange,
    change_between_waves,
    paired_differences,
    relevance_against_support,
)
from polos.measures.survey_results import Quantity, Share, WhyUndefined
from polos.reports.renderers.images import render_svg
from polos.reports.survey_figures import Position, diverging_bars
from polos.tables.answers import Answers
from polos.tables.questionnaire import Kind
from polos_web.analysis import actions
from polos_web.analysis.models import Run
from polos_web.analysis.survey_questions import SCALES, SIDES, Told, told_of, why_untold
from polos_web.analysis.values import Papers
from polos_web.ui.charts import on_page

KIND = "survey results"
# Answers up to which a page computes results while somebody waits; more is done by the worker.
AT_ONCE = 70


@dataclass(frozen=True)
class Group:
    """How many were asked and answered on a side (or "", all together), and what that share means."""

    side: str
    invited: int
    rate: Share
    correction: Quantity


@dataclass(frozen=True)
class Step:
    """Relevance against support of one step; ``gap`` is None where a cell would be told."""

    step: str
    gap: StepGap | None
    undefined: WhyUndefined | None = None


@dataclass(frozen=True)
class Pair:
    """The difference between the two ends of pairings in one question."""

    question: str
    part: str
    found: PairedDifferences


@dataclass(frozen=True)
class Change:
    """How a scale changed from the first wave to the last; ``found`` is None where a cell would be told."""

    question: str
    part: str
    is_grouped: bool
    found: WaveChange | None


@dataclass(frozen=True)
class WaveResults:
    """Everything that is shown of one wave."""

    wave: str
    groups: tuple[Group, ...]
    told: tuple[Told, ...]
    steps: tuple[Step, ...]
    pairs: tuple[Pair, ...]


@dataclass(frozen=True)
class Results:
    """Everything that is shown of the waves that asked the same questions."""

    waves: tuple[WaveResults, ...]
    changes: tuple[Change, ...]

    def of_wave(self, wave: str) -> WaveResults:
        """Return the results of one wave."""
        return next(one for one in self.waves if one.wave == wave)


@dataclass(frozen=True)
class Asked:
    """Answers to one version of a questionnaire in waves that are closed; equal where ``name`` is.

    ``invited`` is how many were asked by wave and side, ``consents`` the pairings of a wave that may
    be shown.
    """

    name: str
    answers: Answers = field(compare=False)
    invited: Mapping[str, Mapping[str, int]] = field(compare=False)
    relevance: str = field(default="", compare=False)
    support: str = field(default="", compare=False)
    consents: Mapping[str, Collection[str]] = field(default_factory=dict, compare=False)


@lru_cache(maxsize=32)
def results(asked: Asked) -> Results:
    """Return what is shown of a survey; closed waves do not change, so it is computed once a process."""
    codes = [code for code in asked.answers.questionnaire.waves if code in asked.invited]
    waves = tuple(_wave(asked, code) for code in codes)
    return Results(waves, tuple(_changes(asked, waves)))


def _wave(asked: Asked, code: str) -> WaveResults:
    answers = asked.answers.where(wave=code)
    told = list(told_of(answers))
    corrected = holm_correction(
        {f"{one.name} {test.option}": test.test.probability for one in told for test in one.tests}
    )
    told = [
        replace(
            one,
            tests=tuple(
                replace(test, corrected=corrected[f"{one.name} {test.option}"]) for test in one.tests
            ),
        )
        for one in told
    ]
    return WaveResults(
        code,
        tuple(_groups(answers, asked.invited[code])),
        tuple(told),
        tuple(_steps(asked, answers, told)),
        tuple(_pairs(answers, asked.consents.get(code, ()))),
    )


def _groups(answers: Answers, invited: Mapping[str, int]) -> Iterator[Group]:
    sides = {one.side for one in answers.submissions} - {None}
    for side, count in invited.items():
        if side and not sides:
            continue
        answered = len((answers.where(side=side) if side else answers).submissions)
        yield Group(
            side, count, response_rate(answered, count), finite_population_correction(answered, count)
        )


# ---- steps, pairs, waves ----------------------------------------------------------------------


def _steps(asked: Asked, answers: Answers, told: Sequence[Told]) -> Iterator[Step]:
    """Compare relevance and support step by step, "relevant" and "supported" from the upper steps on.

    A step is shown where each of its four cells has five and both of its questions show every cell: else the
    margins of the one would tell what the other hides. Nor is it where fewer than five, but some, answered
    only one of the two.
    """
    if not asked.relevance or not asked.support:
        return
    two = [answers.questionnaire.question(name) for name in (asked.relevance, asked.support)]
    both = {item.code for item in two[0].items} & {item.code for item in two[1].items}
    steps = [item.code for item in two[0].items if item.code in both]
    columns = [{step: answers.scores(one.name, step) for step in steps} for one in two]
    limits = [(len(one.codes) + 1) // 2 + 1 for one in two]
    whole = {(one.question, one.part) for one in told if one.is_whole}
    for gap in relevance_against_support(*columns, relevant_from=limits[0], supported_from=limits[1]):
        shown = all((one.name, gap.step) in whole for one in two)
        yield _step(gap, *(column[gap.step] for column in columns), may_show=shown)


def _step(gap: StepGap, one: Sequence[int | None], two: Sequence[int | None], *, may_show: bool) -> Step:
    if gap.answered_both < MINIMUM_CELL:
        return Step(gap.step, None, why_untold(gap.answered_both))
    alone = Counter((a is None, b is None) for a, b in zip(one, two, strict=True))
    few = any(0 < alone[which] < MINIMUM_CELL for which in ((True, False), (False, True)))
    if not may_show or few or min(gap.both, gap.unmet, gap.unasked, gap.neither) < MINIMUM_CELL:
        return Step(gap.step, None, WhyUndefined.BELOW_MINIMUM)
    return Step(gap.step, gap)


def _scales(answers: Answers) -> Iterator[tuple[str, str]]:
    for question in answers.questionnaire.questions:
        if question.kind is Kind.LIKERT:
            yield question.name, ""
        elif question.kind is Kind.MATRIX:
            yield from ((question.name, item.code) for item in question.items)


def _pairs(answers: Answers, consents: Collection[str]) -> Iterator[Pair]:
    if not any(one.pairing and one.side for one in answers.submissions):
        return
    for name, part in _scales(answers):
        sides = [answers.by_pairing(name, part or None, side=side) for side in SIDES]
        found = paired_differences(*sides, minimum=MINIMUM_CELL, consents=consents)
        yield Pair(name, part, _without_few(found))


def _without_few(found: PairedDifferences) -> PairedDifferences:
    """Leave out how often each difference occurred, and a mean that tells every one of them."""
    is_alike = len(found.differences) == 1 and found.undefined is None
    if is_alike:
        return replace(found, differences=(), mean=None, probability=None, undefined=WhyUndefined.ALL_ALIKE)
    return replace(found, differences=())


def _changes(asked: Asked, waves: Sequence[WaveResults]) -> Iterator[Change]:
    """Compare the first wave with the last, in questions of which both show every cell in the same steps."""
    if len(waves) < 2:
        return
    first, last = waves[0], waves[-1]
    later = {one.name: one for one in last.told}
    for before in first.told:
        if before.kind not in SCALES:
            continue
        after = later[before.name]
        is_alike = before.is_whole and after.is_whole and before.is_grouped == after.is_grouped
        found = change_between_waves(_scores(before), _scores(after)) if is_alike else None
        yield Change(before.question, before.part, before.is_grouped, found)


def _scores(told: Told) -> list[int | None]:
    """Return the scores a table without hidden cells counts, without their order."""
    return [step for row in told.rows for step, count in enumerate(row.counts, 1) for _ in range(count or 0)]


# ---- kept results -----------------------------------------------------------------------------


def papers(name: str) -> Papers:
    """Return the papers of the results of an :class:`Asked` of this name."""
    return actions.papers(KIND, parameters={"minimum": MINIMUM_CELL, "of": name}, inputs={})


def kept(name: str) -> Any:
    """Return the results that were computed for this name, by attributes; ``None`` where there are none."""
    found = Run.objects.filter(pk=papers(name).digest).values_list("result", flat=True).first()
    return None if found is None else _by_attributes(found)


def compute(asked: Asked) -> Any:
    """Compute results, keep them and return them by attributes."""
    found = plain(results(asked))
    actions.keep(papers(asked.name), result_digest=actions.digest(found), result=found)
    return _by_attributes(found)


def plain(found: Results) -> dict[str, Any]:
    """Return results as plain values, each question with its name in files and whether sides stand apart."""
    told = json.loads(json.dumps(asdict(found)))
    for wave, its in zip(found.waves, told["waves"], strict=True):
        for one, values in zip(wave.told, its["told"], strict=True):
            values |= {"name": one.name, "by_side": one.by_side}
    return told


def _by_attributes(found: Mapping[str, Any]) -> Any:
    return json.loads(json.dumps(found), object_hook=lambda values: SimpleNamespace(**values))


# ---- a figure ---------------------------------------------------------------------------------


def figure(
    told: Sequence[Any], *, labels: Mapping[str, str], names: Mapping[str, str], subject: str, language: str
) -> str:
    """Draw the items of a scale that show every cell; ``labels`` by name and side."""
    positions = []
    for one in told:
        for row in one.rows:
            low, middle, high = _thirds(row.counts)
            label = labels[f"{one.name} {row.side}".strip()]
            positions.append(Position(label, low, middle, high))
    drawn = diverging_bars(positions, names=names, title="", subject=subject, language=language)
    return render_svg(on_page(drawn), language)


def _thirds(counts: Sequence[int]) -> tuple[float, float, float]:
    """Return the shares below the middle of a scale, on it and above it."""
    half, total = len(counts) // 2, sum(counts)
    middle = counts[half] if len(counts) % 2 else 0
    return sum(counts[:half]) / total, middle / total, sum(counts[len(counts) - half :]) / total


# ---- tables to take away ----------------------------------------------------------------------

COLUMNS = (
    "wave", "question", "part", "kind", "grouped", "side", "option", "answered", "count", "hidden", "share",
    "wilson_lower", "wilson_upper", "exact_lower", "exact_upper", "why_undefined",
)  # fmt: skip


def table(wave: Any) -> list[dict[str, Any]]:
    """Return what is shown of a wave as rows, one a cell; what is hidden on the page is hidden here."""
    return [row for told in wave.told for row in _cells(wave.wave, told)]


def _cells(wave: str, told: Any) -> Iterator[dict[str, Any]]:
    common = {
        **dict.fromkeys(COLUMNS),
        "wave": wave,
        "question": told.question,
        "part": told.part,
        "kind": str(told.kind),
        "grouped": told.is_grouped,
        "answered": told.answered,
        "hidden": False,
        "why_undefined": told.undefined and str(told.undefined),
    }
    if not told.rows:
        hidden = bool(told.hangs_on) or told.undefined == WhyUndefined.BELOW_MINIMUM
        yield {**common, "hidden": hidden}
    for row in told.rows:
        for at, option in enumerate(told.columns):
            wilson, exact = row.wilson[at], row.exact[at]
            yield {
                **common,
                "side": row.side,
                "option": option,
                "answered": row.answered,
                "count": row.counts[at],
                "hidden": row.counts[at] is None,
                "share": wilson and wilson.value,
                "wilson_lower": wilson and wilson.lower,
                "wilson_upper": wilson and wilson.upper,
                "exact_lower": exact and exact.lower,
                "exact_upper": exact and exact.upper,
            }
