"""Every number of a dialogue, each under a name of its own, so that two computations can be held together."""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from enum import Enum
from typing import Any

import numpy as np

from polos.measures.agreement import AgreementInterval, krippendorff_alpha_interval
from polos.measures.consensus import ordinal_consensus
from polos.measures.consensus_delphi import (
    DelphiRule,
    delphi_decision,
    delphi_feedback,
    delphi_lock,
    dissent,
)
from polos.measures.dialogue_counts import (
    SIDES,
    code_counts,
    people_counts,
    question_counts,
    sentence_counts,
    vote_counts,
)
from polos.measures.opinion import opinion_groups
from polos.measures.opinion_stability import group_overlap, group_stability
from polos.measures.opinion_statements import group_informed_consensus, statement_views
from polos.measures.survey import answer_counts, exact_interval, wilson_interval
from polos.measures.survey_comparison import fisher_test, holm_correction, rank_sum_test
from polos.measures.survey_design import response_rate
from polos.measures.survey_pairs import change_between_waves, paired_differences, relevance_against_support
from polos.measures.survey_results import ExactTest
from polos.tables.answers import Answers
from polos.tables.dialogue import Delphi, Dialogue, Scalar, Survey
from polos.tables.questionnaire import Kind, Question
from polos.tables.votes import Votes

_TOLERANCE = 1e-9
_NOTHING = {None, ""}
#: Makes a source of randomness from a seed.
Generators = Callable[[int], np.random.Generator]
#: The codes a coder gave a unit of a scheme; none where the unit was read and nothing found.
_Coded = dict[tuple[str, str], set[str]]


def dialogue_results(dialogue: Dialogue, generators: Generators) -> dict[str, Scalar]:
    """Return every number of a dialogue by name, such as ``survey/s3/wave 1/all/Q05/option very/count``.

    ``generators`` makes a source of randomness from a seed (``numpy.random.default_rng``): draws start from
    the seed in the settings, anew for each part, so that the order of parts does not matter. A number that is
    undefined is None, and its ``undefined`` beside it says why.
    """
    found: dict[str, Any] = {
        "question": question_counts(dialogue),
        "people": people_counts(dialogue) if "participants" in dialogue.tables else {},
        "vote": vote_counts(dialogue) if "statements" in dialogue.tables else {},
        "code": code_counts(dialogue),
        "survey": {name: _of_survey(survey, dialogue) for name, survey in dialogue.surveys.items()},
        "opinion": _of_votes(dialogue, generators),
        "coding": _of_codings(dialogue, generators),
        "delphi": {name: _of_delphi(delphi) for name, delphi in dialogue.delphis.items()},
        "synthesis": sentence_counts(dialogue),
    }
    return dict(_flat(found, ""))


@dataclass(frozen=True)
class Disagreement:
    """One number that is not the same twice; ``missing`` where one of the two does not have it at all."""

    name: str
    exported: Scalar
    recomputed: Scalar
    missing: str = ""


@dataclass(frozen=True)
class Recomputation:
    """What came of recomputing: how many numbers were held together, and which differ."""

    compared: int
    disagreements: tuple[Disagreement, ...]


def recomputed(dialogue: Dialogue, exported: Mapping[str, Scalar], generators: Generators) -> Recomputation:
    """Recompute every number and hold it against the one exported.

    Counts, words and what is undefined have to be the same; other numbers may differ by 1e-9 of their size,
    or by 1e-9 where they are small.
    """
    ours = dialogue_results(dialogue, generators)
    found = []
    for name in sorted(ours.keys() | exported.keys()):
        if name not in ours or name not in exported:
            missing = "exported" if name not in exported else "recomputed"
            found.append(Disagreement(name, exported.get(name), ours.get(name), missing))
        elif not _agree(exported[name], ours[name]):
            found.append(Disagreement(name, exported[name], ours[name]))
    return Recomputation(len(ours.keys() | exported.keys()), tuple(found))


def _agree(one: Scalar, two: Scalar) -> bool:
    numbers = [type(value) in (int, float) for value in (one, two)]
    if all(numbers) and float in (type(one), type(two)):
        return math.isclose(float(one or 0), float(two or 0), rel_tol=_TOLERANCE, abs_tol=_TOLERANCE)
    return type(one) is type(two) and one == two


# ---- surveys ---------------------------------------------------------------------------------


def _of_survey(survey: Survey, dialogue: Dialogue) -> dict[str, Any]:
    answers = survey.answers
    waves = answers.questionnaire.waves
    found: dict[str, Any] = {"submissions": len(answers.submissions), "response": _response(survey)}
    for wave in waves:
        of_wave = answers.where(wave=wave)
        found[f"wave {wave}"] = {
            "all": _of_answers(of_wave, dialogue),
            **{side: _of_answers(of_wave.where(side=side), dialogue) for side in SIDES},
            "sides": _sides(of_wave),
            "pairs": _pairs(of_wave, dialogue),
            "steps": _steps(of_wave, survey),
        }
    found["change"] = {
        _place(question, item): change_between_waves(
            answers.where(wave=waves[0]).scores(question.name, item),
            answers.where(wave=waves[-1]).scores(question.name, item),
        )
        for question, item in _scales(answers)
        if len(waves) > 1
    }
    return found


def _response(survey: Survey) -> dict[str, Any]:
    return {
        wave: {
            side or "all": response_rate(len(survey.answers.where(**_of(wave, side)).submissions), invited)
            for side, invited in by_side.items()
        }
        for wave, by_side in survey.invited.items()
    }


def _of(wave: str, side: str) -> dict[str, str]:
    return {"wave": wave, "side": side} if side else {"wave": wave}


def _scales(answers: Answers) -> Iterator[tuple[Question, str | None]]:
    for question in answers.questionnaire.questions:
        if question.kind is Kind.LIKERT:
            yield question, None
        elif question.kind is Kind.MATRIX:
            yield from ((question, item.code) for item in question.items)


def _place(question: Question, item: str | None) -> str:
    return question.name if item is None else f"{question.name}.{item}"


def _chosen(answers: Answers) -> Iterator[tuple[str, Question, list[Any]]]:
    """Go through every question with options, a matrix item by item, with what each submission chose."""
    for question in answers.questionnaire.questions:
        for item in [item.code for item in question.items] or [None]:
            if question.options and question.kind is not Kind.RANKING:
                yield _place(question, item), question, answers.column(question.name, item)


def _of_answers(answers: Answers, dialogue: Dialogue) -> dict[str, Any]:
    level = dialogue.setting("level")
    found: dict[str, Any] = {"submissions": len(answers.submissions)}
    for place, question, column in _chosen(answers):
        counts = answer_counts(column, question.codes)
        by_option = zip(counts.options, counts.counts, strict=True)
        found[place] = {
            "answered": counts.answered,
            **{
                f"option {option}": {
                    "count": count,
                    "wilson": wilson_interval(count, counts.answered, level=level),
                    "exact": exact_interval(count, counts.answered, level=level),
                }
                for option, count in by_option
            },
        }
        if question.kind in {Kind.LIKERT, Kind.MATRIX}:
            found[place]["consensus"] = ordinal_consensus(counts.counts)
    return found


def _sides(answers: Answers) -> dict[str, Any]:
    """Compare the sides: scales by their order, other options one by one; Holm over all of a wave."""
    sides = [answers.where(side=side) for side in SIDES]
    tests: dict[str, ExactTest] = {
        _place(question, item): rank_sum_test(*(side.scores(question.name, item) for side in sides))
        for question, item in _scales(answers)
    }
    for question in answers.questionnaire.questions:
        if question.kind in {Kind.SINGLE, Kind.MULTIPLE}:
            one, two = (answer_counts(side.column(question.name), question.codes) for side in sides)
            for option in question.codes:
                tests[f"{question.name}={option}"] = fisher_test(
                    one.count(option), one.answered, two.count(option), two.answered
                )
    corrected = holm_correction({name: test.probability for name, test in tests.items()})
    return {name: {"test": test, "corrected": corrected[name]} for name, test in tests.items()}


def _pairs(answers: Answers, dialogue: Dialogue) -> dict[str, Any]:
    return {
        _place(question, item): paired_differences(
            *(answers.by_pairing(question.name, item, side=side) for side in SIDES),
            minimum=dialogue.setting("minimum"),
        )
        for question, item in _scales(answers)
    }


def _steps(answers: Answers, survey: Survey) -> Sequence[Any]:
    if not survey.relevance or not survey.support:
        return ()
    relevance, support = (
        {item.code: answers.scores(name, item.code) for item in answers.questionnaire.question(name).items}
        for name in (survey.relevance, survey.support)
    )
    return relevance_against_support(relevance, support)


# ---- votes -----------------------------------------------------------------------------------


def _of_votes(dialogue: Dialogue, generators: Generators) -> dict[str, Any]:
    votes = dialogue.votes()
    if votes is None:
        return {}
    made = {"least_votes": dialogue.setting("least_votes"), "stretch": dialogue.setting("stretch")}
    seed, draws = dialogue.setting("seed"), dialogue.setting("draws")
    groups = opinion_groups(votes, generator=generators(seed), number=dialogue.setting("groups"), **made)
    discovered = {str(place): people for place, people in enumerate(groups.groups, 1)}
    found: dict[str, Any] = {
        "participants": len(votes.participants),
        "statements": len(votes.statements),
        "placed": len(groups.map.participants),
        "shares": list(groups.map.shares),
        "silhouette": groups.silhouette,
        "undefined": groups.undefined,
        "sizes": [len(group) for group in groups.groups],
        "stability": group_stability(votes, groups, generator=generators(seed), draws=draws, **made),
        "discovered": _views(votes, discovered, dialogue),
    }
    for name, declared in _declared(dialogue, votes).items():
        found[name] = {
            "beside discovered": group_overlap(groups, declared, minimum=dialogue.setting("minimum")),
            **_views(votes, declared, dialogue),
        }
    return found


def _declared(dialogue: Dialogue, votes: Votes) -> dict[str, dict[str, tuple[str, ...]]]:
    """Return the declared groups of those who voted, by side, helix and role."""
    rows = dialogue.rows("participants")
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for name in ("side", "helix", "role"):
        groups: dict[str, list[str]] = {}
        for person, group in rows.select("participant", name).iter_rows():
            if group and person in votes.row_of:
                groups.setdefault(group, []).append(person)
        if groups:
            found[name] = {group: tuple(groups[group]) for group in sorted(groups)}
    return found


def _views(votes: Votes, groups: Mapping[str, Sequence[str]], dialogue: Dialogue) -> dict[str, Any]:
    minimum = dialogue.setting("minimum")
    consensus = group_informed_consensus(votes, groups, minimum=minimum)
    views = statement_views(votes, groups, majority=dialogue.setting("majority"), minimum=minimum)
    return {
        f"statement {view.statement}": {"consensus": value, "against": against, "view": view}
        for view, value, against in zip(
            views, consensus.values.tolist(), consensus.against.tolist(), strict=True
        )
    }


# ---- codings, Delphi -------------------------------------------------------------------------


def _of_codings(dialogue: Dialogue, generators: Generators) -> dict[str, Any]:
    """Agree on each tag of a scheme, and on the scheme as a whole where every unit has one code a coder."""
    schemes: dict[str, _Coded] = {}
    for coder, unit, scheme, code in dialogue.rows("codings").iter_rows():
        schemes.setdefault(scheme, {}).setdefault((coder, unit), set()).update({code} - _NOTHING)
    found: dict[str, Any] = {}
    for scheme in sorted(schemes):
        codes = schemes[scheme]
        tags = sorted(set().union(*codes.values()))
        found[scheme] = {
            f"tag {tag}": _agreement(
                {key: str(tag in chosen) for key, chosen in codes.items()}, dialogue, generators
            )
            for tag in tags
        }
        if all(len(chosen) == 1 for chosen in codes.values()):
            whole = {key: min(chosen) for key, chosen in codes.items()}
            found[scheme]["whole"] = _agreement(whole, dialogue, generators)
    return found


def _agreement(
    codes: Mapping[tuple[str, str], str], dialogue: Dialogue, generators: Generators
) -> AgreementInterval:
    """Return the agreement of codes by coder and unit; a unit a coder has no row for was left out."""
    coders, units = (sorted({key[place] for key in codes}) for place in (0, 1))
    return krippendorff_alpha_interval(
        [[codes.get((coder, unit)) for unit in units] for coder in coders],
        generator=generators(dialogue.setting("seed")),
        draws=dialogue.setting("draws"),
        level=dialogue.setting("level"),
    )


def _of_delphi(delphi: Delphi) -> dict[str, Any]:
    rule = DelphiRule(**delphi.rule)
    return {
        "lock": delphi_lock(rule, delphi.roster),
        "is_as_locked": delphi_lock(rule, delphi.roster) == delphi.lock,
        **{
            f"round {number}": {
                "feedback": delphi_feedback(scores, rule),
                "decision": delphi_decision(delphi.rounds[:number], rule, delphi.roster),
                "dissent": dissent(scores, rule),
            }
            for number, scores in enumerate(delphi.rounds, 1)
        },
    }


# ---- one name a number -----------------------------------------------------------------------


def _flat(value: Any, name: str) -> Iterator[tuple[str, Scalar]]:
    if is_dataclass(value) and not isinstance(value, type):
        for one in fields(value):
            yield from _flat(getattr(value, one.name), _under(name, one.name))
    elif isinstance(value, Mapping):
        for key, one in value.items():
            yield from _flat(one, _under(name, str(key)))
    elif isinstance(value, list | tuple):
        for place, one in enumerate(value, 1):
            yield from _flat(one, _under(name, _label(one, place)))
    elif isinstance(value, Enum):
        yield name, value.value
    elif isinstance(value, float) and math.isnan(value):
        yield name, None
    elif value is None or isinstance(value, str | int | float):
        yield name, value
    else:
        raise TypeError(f"{name} is {type(value).__name__}, which is no number or word")


def _under(name: str, part: str) -> str:
    return f"{name}/{part}" if name else part


def _label(one: Any, place: int) -> str:
    """Return the name of a step or group where there is one, else its place."""
    return str(getattr(one, "step", None) or getattr(one, "group", None) or place)
