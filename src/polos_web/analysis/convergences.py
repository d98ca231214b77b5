"""Priorities put to the library: what words mention, how far coders agree, which comparisons are kept."""

import gzip
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

import numpy as np
import polars as pl
from django.db import transaction

from polos import parameters, reference
from polos.matches.text_codes import STEMMERS, mentions
from polos.measures.agreement import AgreementInterval, krippendorff_alpha_interval
from polos.measures.coded_priorities import coded_priorities, selected
from polos.measures.convergence import Convergence
from polos.measures.convergence_uncertainty import (
    RunDifference,
    Sensitivity,
    Sureness,
    Variant,
    default_variants,
    run_difference,
)
from polos.measures.convergence_uncertainty import sensitivity as changed_cells
from polos.measures.convergence_uncertainty import sureness as bootstrap
from polos.parameters.convergence import Thresholds
from polos.provenance import Origin
from polos.table import Table
from polos_web.analysis import actions, queries
from polos_web.analysis.models import DataVersion, Run
from polos_web.analysis.values import Selection

# Which code of a priority a found concept is.
_KINDS = {"market": "market", "technology": "technology", "division": "nace", "section": "nace"}
AGREEMENT_DRAWS, AGREEMENT_SEED = 1000, 2018
# Of the intervals of a comparison: the year of the first analysis of this kind.
DRAWS, DRAWS_SEED = 1000, 2018
_NO_END = 2200
RUN = "convergence run"

Coded = Sequence[frozenset[str] | None]


@dataclass(frozen=True)
class Suggested:
    """A code that a machine suggests: each place of the priority that mentions it, with the words there."""

    code: str
    mentioned: tuple[tuple[str, str], ...]


def suggestions(texts: Iterable[tuple[str, str, str]]) -> Mapping[str, tuple[Suggested, ...]]:
    """Return codes by kind that texts mention; a text is (place, language, words).

    Texts in a language without labels are left out.
    """
    return _suggestions(tuple(texts))


@lru_cache(maxsize=512)
def _suggestions(texts: tuple[tuple[str, str, str], ...]) -> Mapping[str, tuple[Suggested, ...]]:
    found: dict[str, dict[str, dict[tuple[str, str], None]]] = {}
    for place, language, words in texts:
        if language in STEMMERS:
            for one in mentions(words, language):
                by_code = found.setdefault(_KINDS[one.kind], {})
                by_code.setdefault(one.code, {})[place, one.words] = None
    return {
        kind: tuple(Suggested(code, tuple(by_code[code])) for code in sorted(by_code))
        for kind, by_code in found.items()
    }


def is_read(language: str) -> bool:
    """Whether texts in this language can be looked through for codes."""
    return language in STEMMERS


def agreement(coders: Sequence[Coded], codes: Sequence[str]) -> AgreementInterval:
    """Return how far coders agree beyond chance (Krippendorff's alpha) with an interval.

    ``coders`` have one set of codes a priority each, ``None`` where they did not code it. Every code of the
    list is present or absent in every priority, so a unit is a priority and a code; units are drawn as if
    they hung on nothing else, which makes the interval rather too narrow.
    """
    present = [
        [None if chosen is None else float(code in chosen) for chosen in coder for code in codes]
        for coder in coders
    ]
    return krippendorff_alpha_interval(
        present, generator=np.random.default_rng(AGREEMENT_SEED), draws=AGREEMENT_DRAWS
    )


# ---- comparisons of priorities ----------------------------------------------------------------


@dataclass(frozen=True)
class Question:
    """What a comparison of priorities is asked: who is on each side, which limits, which priorities count."""

    a: tuple[str, ...]
    b: tuple[str, ...]
    limits: Thresholds
    selection: Selection

    @property
    def parameters(self) -> dict[str, Any]:
        """The question as plain values."""
        return {"a": self.a, "b": self.b, **asdict(self.limits), **asdict(self.selection)}


@dataclass(frozen=True, eq=False)
class Stock:
    """The two tables that a comparison is made from, as they were at one time."""

    priorities: Table
    territories: Table


def answer(stock: Stock, question: Question) -> Convergence:
    """Return the comparison itself."""
    return queries.comparison(
        stock.priorities,
        stock.territories,
        a=question.a,
        b=question.b,
        limits=question.limits,
        selection=question.selection,
    )


def sureness(stock: Stock, question: Question) -> Sureness:
    """Return intervals of the shares and how often each level comes out, from 1,000 draws."""
    return _sureness(stock.priorities, stock.territories, question)


@lru_cache(maxsize=64)
def _sureness(priorities: Table, territories: Table, question: Question) -> Sureness:
    found = answer(Stock(priorities, territories), question)
    return bootstrap(found, generator=np.random.default_rng(DRAWS_SEED), draws=DRAWS)


def sensitivity(stock: Stock, question: Question) -> tuple[Sensitivity, ...]:
    """Return which cells change level when thresholds, periods or weak codes are chosen otherwise."""
    return _sensitivity(stock.priorities, question)


@lru_cache(maxsize=64)
def _sensitivity(priorities: Table, question: Question) -> tuple[Sensitivity, ...]:
    chosen = selected(
        priorities,
        years=question.selection.years,
        provenances=question.selection.provenances,
        confidences=question.selection.confidences,
    )
    present = parameters.read("thin_records").values["thresholds"]["current_from"]
    sure_codes = Variant("only_high_confidence", question.limits, confidences=("high",))
    variants = (*default_variants(question.limits, years=(present, _NO_END)), sure_codes)
    coded = coded_priorities(chosen)
    a, b = ([one for one in side if one in coded.on_record] for side in (question.a, question.b))
    if not all(coded.row_of.keys() & side for side in (a, b)):
        return ()  # a side without own priorities: every level is unknown
    return changed_cells(chosen, a, b, thresholds=question.limits, variants=variants)


def difference(before: Convergence, after: Convergence) -> RunDifference:
    """Return what differs between two comparisons."""
    return run_difference(before, after)


def present_from() -> int:
    """Return the first year of the period that counts as present."""
    return parameters.read("thin_records").values["thresholds"]["current_from"]


# ---- comparisons that are kept ----------------------------------------------------------------


@transaction.atomic
def keep_run(stock: Stock, question: Question, *, checksum: str, at: datetime) -> Run:
    """Keep a comparison for good: what was asked, the data it was asked of, and the answer."""
    _store(stock, checksum, at)
    asked = actions.papers(RUN, parameters=question.parameters, inputs={"territories": checksum})
    plain = as_plain(stock, question)
    told = actions.told_of(asked, actions.digest(plain["levels"]), plain, at=at) | {"is_kept": True}
    kept, _ = Run.objects.update_or_create(digest=asked.digest, defaults=told)
    return kept


def release_run(digest: str) -> None:
    """Let a run that nobody keeps any more go with the others of its age, and rows no run rests on."""
    Run.objects.filter(pk=digest).update(is_kept=False)
    kept = Run.objects.filter(is_kept=True, kind=RUN).values_list("inputs", flat=True)
    DataVersion.objects.exclude(pk__in={inputs["territories"] for inputs in kept}).delete()


def run(digest: str) -> Run | None:
    """Return a run by its digest."""
    return Run.objects.filter(pk=digest).first()


def question_of(kept: Run) -> Question:
    """Return the question that a run has answered."""
    told = dict(kept.parameters)
    provenances, confidences = (_tuple(told.pop(name)) for name in ("provenances", "confidences"))
    selection = Selection(told.pop("first_year"), told.pop("last_year"), provenances, confidences)
    a, b = tuple(told.pop("a")), tuple(told.pop("b"))
    return Question(a, b, Thresholds(**told), selection)


def _tuple(values: list[str] | None) -> tuple[str, ...] | None:
    return None if values is None else tuple(values)


def stock_of(kept: Run) -> Stock:
    """Return the data that a run was asked of, as they were."""
    return _stock(kept.inputs["territories"])


def is_as_kept(kept: Run, found: Convergence) -> bool:
    """Whether the library of today gives the levels that were kept."""
    return kept.result_digest == actions.digest(_plain(found.levels))


def as_plain(stock: Stock, question: Question) -> dict[str, Any]:
    """Return a comparison with its intervals and its sensitivity as plain values; unknown is ``None``."""
    found, sure = answer(stock, question), sureness(stock, question)
    numbers = {name: _plain(getattr(found, name)) for name in ("counts_a", "counts_b", "closeness", "levels")}
    bounds = {
        name: _plain(getattr(sure, name))
        for name in ("lower_a", "upper_a", "lower_b", "upper_b", "level_shares")
    }
    return {
        "markets": list(found.markets),
        "technologies": list(found.technologies),
        "bases": [found.base_a, found.base_b],
        "emphasis": found.emphasis.value,
        **numbers,
        "sureness": {**bounds, "draws": sure.draws, "level": sure.level, "seed": DRAWS_SEED},
        "sensitivity": [
            {
                "variant": one.variant.code,
                "changes": [
                    [change.market, change.technology, change.before.value, change.after.value]
                    for change in one.changes
                ],
                "left_out": list(one.left_out),
            }
            for one in sensitivity(stock, question)
        ],
    }


def _plain(values: Any) -> Any:
    """Return an array as lists, NaN as ``None``."""
    if isinstance(values, np.ndarray):
        return [_plain(one) for one in values]
    if isinstance(values, (float, np.floating)):
        return None if np.isnan(values) else round(float(values), 6)
    return int(values) if isinstance(values, np.integer) else str(values)


def _store(stock: Stock, checksum: str, at: datetime) -> None:
    if DataVersion.objects.filter(pk=checksum).exists():
        return
    tables = {"priorities": stock.priorities, "territories": stock.territories}
    told = {name: table.rows.to_dicts() for name, table in tables.items()}
    rows = gzip.compress(json.dumps(told, ensure_ascii=False, sort_keys=True).encode(), mtime=0)
    DataVersion.objects.create(checksum=checksum, rows=rows, stored_at=at)


@lru_cache(maxsize=8)
def _stock(checksum: str) -> Stock:
    told = json.loads(gzip.decompress(bytes(DataVersion.objects.get(pk=checksum).rows)))
    patterns = {"priorities": reference.priorities(), "territories": reference.territories()}
    made = {}
    for name, pattern in patterns.items():
        frame = pl.DataFrame(told[name], schema=dict(pattern.schema), orient="row")
        origin = Origin(f"{name} as they were", checksum=checksum)
        made[name] = Table(frame, pattern.schema, origin)
    return Stock(made["priorities"], made["territories"])
