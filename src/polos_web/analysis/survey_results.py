"""What the answers of a survey say, with nothing in it that could be told to be few people's.

Of every question exactly one table is shown: the finest of its candidates (by side or all together, step by
step or in groups) in which no cell has fewer than five; where there is none, the finest with small cells
hidden, and others with them from which they could be worked out. There are no other filters, so no two tables
of one question can be subtracted from each other. Shares, intervals and tests rest on shown cells only. A
question that hangs on another one is shown only as far as the answers it hangs on are.
"""

import json
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import lru_cache
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

from polos.measures.consensus import kendalls_w, ordinal_consensus
from polos.measures.survey import exact_interval, wilson_interval
from polos.measures.survey_comparison import fisher_test, holm_correction, rank_sum_test
from polos.measures.survey_design import finite_population_correction, response_rate
from polos.measures.survey_disclosure import MINIMUM_CELL, suppressed
from polos.measures.survey_pairs import (
    PairedDifferences,
    StepGap,
    WaveChange,
    change_between_waves,
    paired_differences,
    relevance_against_support,
)
from polos.measures.survey_results import ExactTest, Quantity, Share, WhyUndefined
from polos.reports.renderers.images import render_svg
from polos.reports.survey_figures import Position, diverging_bars
from polos.tables.answers import Answers
from polos.tables.questionnaire import Kind, Question
from polos_web.analysis import actions
from polos_web.analysis.models import Run
from polos_web.analysis.values import Papers
from polos_web.ui.charts import on_page

KIND = "survey results"
# Answers up to which a page computes results while somebody waits; more is done by the worker.
AT_ONCE = 70

SIDES = ("EU", "LAC")
GROUPS = ("low", "middle", "high")
SCALES = (Kind.LIKERT, Kind.MATRIX)
MOST_BINS = 4


@dataclass(frozen=True)
class Group:
    """How many were asked and answered on a side (or "", all together), and what that share means."""

    side: str
    invited: int
    rate: Share
    correction: Quantity


@dataclass(frozen=True)
class Row:
    """One row of the table of a question: a count is None where it is hidden, and so are its shares."""

    side: str
    counts: tuple[int | None, ...]
    answered: int | None
    wilson: tuple[Share | None, ...]
    exact: tuple[Share | None, ...]


@dataclass(frozen=True)
class Tested:
    """A comparison of the two sides, corrected over all of its wave; ``option`` where it is of one."""

    option: str
    test: ExactTest
    corrected: float | None = None


@dataclass(frozen=True)
class Told:
    """What is shown of one question, or one item of a matrix, or one option of several that can be chosen.

    ``columns`` are codes of options, or of groups of them where ``is_grouped``; ``is_whole`` where no cell is
    hidden; ``undefined`` where there is no table. ``hangs_on`` is the question whose answers would be told.
    """

    question: str
    part: str
    kind: Kind
    answered: int | None
    columns: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    is_grouped: bool = False
    is_whole: bool = False
    bounds: tuple[float, ...] = ()
    tests: tuple[Tested, ...] = ()
    consensus: Quantity | None = None
    mean_ranks: tuple[tuple[str, float], ...] = ()
    undefined: WhyUndefined | None = None
    hangs_on: str = ""

    @property
    def by_side(self) -> bool:
        """Whether the sides stand apart."""
        return any(row.side for row in self.rows)

    @property
    def name(self) -> str:
        """How the question, item or option is called in files."""
        return f"{self.question}.{self.part}" if self.part else self.question


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
    told = list(_told(answers))
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


# ---- one question -----------------------------------------------------------------------------


def _told(answers: Answers) -> Iterator[Told]:
    """Tell every question in order; what was told of a question decides what is told of those on it."""
    shown: dict[str, list[Told]] = {}
    for question in answers.questionnaire.questions:
        limits = [shown.get(one.question, []) for one in question.show_if]
        hidden = next(
            (
                one.question
                for one, limit in zip(question.show_if, limits, strict=True)
                if not all(told.is_whole and not told.is_grouped for told in limit)
            ),
            "",
        )
        may_split = all(told.by_side for limit in limits for told in limit)
        found = list(_of_question(question, answers, may_split=may_split))
        if hidden:
            found = [
                Told(one.question, one.part, one.kind, None, columns=one.columns, hangs_on=hidden)
                for one in found
            ]
        shown[question.name] = found
        yield from found


def _of_question(question: Question, answers: Answers, *, may_split: bool) -> Iterator[Told]:
    sides = [one.side for one in answers.submissions]
    match question.kind:
        case Kind.TEXT:
            written = sum(value is not None for value in answers.column(question.name))
            yield Told(question.name, "", question.kind, written)
        case Kind.NUMBER:
            yield _number(question, answers)
        case Kind.RANKING:
            yield _ranking(question, answers)
        case Kind.MULTIPLE:
            column = answers.column(question.name)
            for option in question.codes:
                chosen = [None if value is None else _yes(option in value) for value in column]
                yield _choice(question, option, chosen, codes=("yes", "no"), sides=sides, may_split=may_split)
        case Kind.MATRIX:
            for item in question.items:
                column = answers.column(question.name, item.code)
                yield _choice(
                    question, item.code, column, codes=question.codes, sides=sides, may_split=may_split
                )
        case _:
            column = answers.column(question.name)
            yield _choice(question, "", column, codes=question.codes, sides=sides, may_split=may_split)


def _yes(chosen: bool) -> str:
    return "yes" if chosen else "no"


def _choice(
    question: Question,
    part: str,
    column: Sequence[str | None],
    *,
    codes: tuple[str, ...],
    sides: Sequence[str | None],
    may_split: bool,
) -> Told:
    told = Told(question.name, part, question.kind, sum(value is not None for value in column))
    why = _why(told.answered or 0)
    if why:
        return replace(told, undefined=why)
    candidates = _candidates(question, column, codes=codes, sides=sides, may_split=may_split)
    tables = [(split, grouped, names, counts) for split, grouped, names, counts in candidates]
    for split, grouped, names, counts in tables:
        if min(map(min, counts)) >= MINIMUM_CELL:
            rows = _rows(split, counts, [list(row) for row in counts])
            whole = replace(told, columns=names, rows=rows, is_grouped=grouped, is_whole=True)
            return _with_numbers(whole, counts)
    for split, grouped, names, counts in tables:
        found = suppressed(counts).counts
        inner = [list(row[:-1]) for row in found[: len(counts)]]
        if any(row[-1] is None for row in found[: len(counts)]) or all(c is None for r in inner for c in r):
            continue
        return replace(told, columns=names, rows=_rows(split, counts, inner), is_grouped=grouped)
    return replace(told, undefined=WhyUndefined.BELOW_MINIMUM)


def _why(answered: int) -> WhyUndefined | None:
    if answered == 0:
        return WhyUndefined.NO_ANSWERS
    if answered == 1:
        return WhyUndefined.ONE_ANSWER
    return WhyUndefined.TOO_FEW_ANSWERS if answered < MINIMUM_CELL else None


Candidate = tuple[bool, bool, tuple[str, ...], list[list[int]]]


def _candidates(
    question: Question,
    column: Sequence[str | None],
    *,
    codes: tuple[str, ...],
    sides: Sequence[str | None],
    may_split: bool,
) -> list[Candidate]:
    """Return the tables a question could be shown as, the finest first."""
    known = [(side, value) for side, value in zip(sides, column, strict=True) if value is not None]
    by_side = may_split and {side for side, _ in known} == set(SIDES)
    is_scale = question.kind in SCALES and len(codes) > 2
    found: list[Candidate] = []
    for split in (True, False) if by_side else (False,):
        for grouped in (False, True) if is_scale else (False,):
            group = _grouping(codes) if grouped else {code: code for code in codes}
            names = tuple(dict.fromkeys(group.values()))
            cells = Counter((side if split else "", group[value]) for side, value in known)
            rows = SIDES if split else ("",)
            found.append((split, grouped, names, [[cells[side, name] for name in names] for side in rows]))
    return found


def _grouping(codes: tuple[str, ...]) -> dict[str, str]:
    """Return the group of each step: below the middle, the middle where there is one, above it."""
    half, is_odd = len(codes) // 2, len(codes) % 2
    middle = ["middle"] if is_odd else []
    return dict(zip(codes, ["low"] * half + middle + ["high"] * half, strict=True))


def _rows(split: bool, counts: list[list[int]], shown: list[list[int | None]]) -> tuple[Row, ...]:
    names = SIDES if split else ("",)
    found = []
    for side, full, cells in zip(names, counts, shown, strict=True):
        total = sum(full)
        found.append(
            Row(
                side,
                tuple(cells),
                total,
                tuple(None if cell is None else wilson_interval(cell, total) for cell in cells),
                tuple(None if cell is None else exact_interval(cell, total) for cell in cells),
            )
        )
    return tuple(found)


def _with_numbers(told: Told, counts: list[list[int]]) -> Told:
    """Add what follows from a table without hidden cells, and from it alone."""
    totals = [sum(column) for column in zip(*counts, strict=True)]
    if told.kind in SCALES:
        told = replace(told, consensus=ordinal_consensus(totals))
    if not told.by_side:
        return told
    if told.kind in SCALES:
        scores = [[step for step, count in enumerate(row, 1) for _ in range(count)] for row in counts]
        return replace(told, tests=(Tested("", rank_sum_test(*scores)),))
    one, two = counts
    columns = [0] if len(told.columns) == 2 else range(len(told.columns))
    tests = [Tested(told.columns[at], fisher_test(one[at], sum(one), two[at], sum(two))) for at in columns]
    return replace(told, tests=tuple(tests))


def _number(question: Question, answers: Answers) -> Told:
    """Count numbers in ranges of one width, whose ends tell no single answer."""
    known = [float(value) for value in answers.column(question.name) if value is not None]
    told = Told(question.name, "", question.kind, len(known))
    why = _why(len(known))
    if why:
        return replace(told, undefined=why)
    bounds = _bounds(question, known)
    bins = list(pairwise(bounds))
    counts = [
        sum(low <= value < high or (high == bounds[-1] and value == high) for value in known)
        for low, high in bins
    ]
    inner = list(suppressed([counts]).counts[0][:-1])
    if all(count is None for count in inner):
        return replace(told, undefined=WhyUndefined.BELOW_MINIMUM)
    rows = _rows(False, [counts], [inner])
    names = tuple(f"{low:g}–{high:g}" for low, high in bins)
    whole = all(count is not None for count in inner)
    return replace(told, columns=names, rows=rows, bounds=tuple(bounds), is_grouped=True, is_whole=whole)


def _bounds(question: Question, known: Sequence[float]) -> list[float]:
    """Return the ends of ranges: between the limits of the question, or powers of ten around the answers."""
    size = 1.0
    while size < max(map(abs, known)):
        size *= 10
    low = question.least if question.least is not None else (-size if min(known) < 0 else 0.0)
    high = question.most if question.most is not None else max(size, low + 1)
    if not low < high:
        return [low, low + 1]
    return [low + (high - low) * place / MOST_BINS for place in range(MOST_BINS + 1)]


def _ranking(question: Question, answers: Answers) -> Told:
    """Count who put which option first; agreement and mean places where all of that is shown."""
    known = [value for value in answers.column(question.name) if value is not None]
    firsts = [value[0] for value in known]
    none = [None] * len(firsts)
    told = _choice(question, "", firsts, codes=question.codes, sides=none, may_split=False)
    if not told.is_whole:
        return told
    ranks = [[value.index(code) + 1 for code in question.codes] for value in known]
    found = kendalls_w(ranks)
    means = tuple(zip(question.codes, found.mean_ranks, strict=True)) if found.mean_ranks else ()
    return replace(told, consensus=Quantity(found.value, found.raters, found.undefined), mean_ranks=means)


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
        return Step(gap.step, None, _why(gap.answered_both))
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
