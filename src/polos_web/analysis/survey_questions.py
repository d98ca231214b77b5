"""What is told of each question of a survey: the finest of its tables in which no cell is of few people.

The candidates are tables by side or all together, step by step or in groups. Where none has five in every
cell, the finest is shown with small cells hidden, and others with them from which they could be worked out.
Shares, intervals and tests rest on shown cells only. A question that hangs on another one is shown only as
far as the answers it hangs on are.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from polos.measures.consensus import kendalls_w, ordinal_consensus
from polos.measures.survey import exact_interval, wilson_interval
from polos.measures.survey_comparison import fisher_test, rank_sum_test
from polos.measures.survey_disclosure import MINIMUM_CELL, suppressed
from polos.measures.survey_results import ExactTest, Quantity, Share, WhyUndefined
from polos.tables.answers import Answers
from polos.tables.questionnaire import Kind, Question

SIDES = ("EU", "LAC")
SCALES = (Kind.LIKERT, Kind.MATRIX)
MOST_BINS = 4


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


def told_of(answers: Answers) -> Iterator[Told]:
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
    why = why_untold(told.answered or 0)
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


def why_untold(answered: int) -> WhyUndefined | None:
    """Return why nothing is told where so few have answered, ``None`` where enough have."""
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
    why = why_untold(len(known))
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
